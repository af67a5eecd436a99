"""Which days are proposed (P02, X34): never in the gap, never on a day without placement, whatever the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.proposing import DAY, SCHOOL_WEEK, Stretch, Term, proposals, propose, term_of, why_not
from learning_outcomes.models import WorkplacePeriod
from placements.models import FreeDays, Placement
from tests.factories import PlacementFactory

MONDAY = date(2026, 2, 2)
starts = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@st.composite
def placements(draw) -> tuple[Placement, Term]:
    """A placement with a gap or without, its days at school, and days off in any place."""
    start = draw(starts)
    length = draw(st.integers(60, 180))
    end = start + timedelta(days=length)
    period = WorkplacePeriod(weeks=16, introduction_week=1, start_week=3, midterm_week=8, final_week=16)
    placement = Placement(period=period, start=start, end=end, weekdays=draw(st.sets(st.integers(0, 6))))
    if draw(st.booleans()):
        placement.gap_start = start + timedelta(days=draw(st.integers(0, length)))
        placement.gap_end = min(end, placement.gap_start + timedelta(days=draw(st.integers(0, 30))))
    off = st.tuples(st.integers(-5, length), st.integers(0, 20))
    free = [
        Stretch(start + timedelta(days=first), start + timedelta(days=first + more), "Vrij")
        for first, more in draw(st.lists(off, max_size=4))
    ]
    gap = Stretch(placement.gap_start, placement.gap_end) if placement.gap_start else None
    weekdays = frozenset(placement.weekdays) or SCHOOL_WEEK
    return placement, Term(Stretch(start, end), weekdays, gap, tuple(free))


def faults(placement: Placement, term: Term, day: date) -> list[str]:
    """What is wrong with this day, said from the placement and not by the code under test."""
    weekdays = placement.weekdays or {0, 1, 2, 3, 4}
    off = any(stretch.first <= day <= stretch.last for stretch in term.free)
    in_gap = placement.gap_start is not None and placement.gap_start <= day <= placement.gap_end
    outside = not placement.start <= day <= placement.end
    wrong = {"gap": in_gap, "off": off, "weekday": day.weekday() not in weekdays, "outside": outside}
    return [name for name, is_so in wrong.items() if is_so]


@given(placements(), st.integers(1, 16))
@settings(max_examples=300, deadline=None)
def test_a_proposal_is_never_in_the_gap_or_on_a_day_without_placement(drawn, week):
    placement, term = drawn
    day = propose(placement, week, term)
    if day is None:
        monday = max(placement.monday_of_week(week), placement.start)
        rest = (placement.end - monday).days + 1
        assert all(faults(placement, term, monday + n * DAY) for n in range(max(0, rest)))
        return
    assert faults(placement, term, day) == []
    assert why_not(placement, day, term) == ""
    assert day >= placement.monday_of_week(week)


@given(placements())
@settings(max_examples=200, deadline=None)
def test_the_three_proposals_are_in_order_and_each_is_the_first_that_fits(drawn):
    placement, term = drawn
    found = proposals(placement, ["start", "midterm", "final"], term)
    days = [day for day in found.values() if day]
    assert days == sorted(days)
    assert [day is None for day in found.values()] == sorted(day is None for day in found.values())
    for kind, day in found.items():
        begin = max(placement.monday_of_week(getattr(placement.period, f"{kind}_week")), placement.start)
        skipped = (day - begin).days if day else 0
        assert all(faults(placement, term, begin + n * DAY) for n in range(skipped))


@given(placements(), st.integers(-10, 200))
@settings(max_examples=200, deadline=None)
def test_the_reason_is_there_exactly_when_the_day_is_not_proposed(drawn, number):
    placement, term = drawn
    day = placement.start + timedelta(days=number)
    assert bool(term.why_not(day)) == bool(faults(placement, term, day)) == (not term.may_be(day))


@pytest.mark.parametrize("blind", ["gap", "free", "weekdays"])
def test_a_rule_that_forgets_something_is_found(blind):
    """The control: the property sees a proposal that looks past the gap, the days off or the days at school."""
    period = WorkplacePeriod(weeks=16, start_week=3, midterm_week=8, final_week=16)
    end = MONDAY + timedelta(weeks=18)
    gap = Stretch(MONDAY + timedelta(weeks=2), MONDAY + timedelta(weeks=3, days=4))
    placement = Placement(period=period, start=MONDAY, end=end, weekdays=[1, 3])
    term = Term(Stretch(MONDAY, end), frozenset({1, 3}), None, (Stretch(gap.first, gap.last, "Vrij"),))
    if blind == "gap":
        term = Term(Stretch(MONDAY, end), frozenset({1, 3}), gap)
        placement.gap_start, placement.gap_end = gap.first, gap.first + DAY * 4
    lost = {"gap": {"gap": None}, "free": {"free": ()}, "weekdays": {"weekdays": SCHOOL_WEEK}}[blind]
    seeing_less = Term(**{**term.__dict__, **lost})
    monday = gap.first
    assert faults(placement, term, seeing_less.first_from(monday)) != []
    assert faults(placement, term, term.first_from(monday)) == []


@pytest.mark.django_db
def test_days_off_of_school_and_institute_count_and_those_of_others_do_not():
    placement = PlacementFactory(start=MONDAY, end=MONDAY + timedelta(weeks=18), weekdays=[0, 1])
    other = PlacementFactory()
    for owner, day in (({"school": placement.school}, MONDAY), ({"institute": placement.institute}, MONDAY + DAY)):
        FreeDays.objects.create(title="Studiedag", first_day=day, last_day=day, **owner)
    FreeDays.objects.create(title="Elders", first_day=MONDAY + 7 * DAY, last_day=MONDAY + 7 * DAY, school=other.school)
    assert propose(placement, 1) == MONDAY + 7 * DAY
    assert "Studiedag" in why_not(placement, MONDAY)
    assert term_of(placement, [4]).first_from(MONDAY) == MONDAY + 4 * DAY
