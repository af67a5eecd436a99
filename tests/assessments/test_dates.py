"""The dates of a form follow its talk (X34)."""

from datetime import date, timedelta

import pytest

from assessments.dates import dates_around
from assessments.models import AssessmentForm
from conversations.models import Conversation
from placements.models import Placement
from tests.cast import hand_in, respond

pytestmark = pytest.mark.django_db

NAMES = ["opens_on", "talk_on", "reflect_by", "respond_by", "decide_by"]


def dates(form: AssessmentForm) -> list[date]:
    form = AssessmentForm.objects.get(pk=form.pk)
    return [getattr(form, name) for name in NAMES]


def move(cast, kind: str, day: date) -> None:
    talk = Conversation.objects.get(placement=cast.placement, kind=kind)
    talk.take("plan", cast.mentor, day=day)


def day_in(cast, week: int, weekday: int) -> date:
    placement = Placement.objects.get(pk=cast.placement.pk)
    return placement.monday_of_week(week) + timedelta(days=weekday)


@pytest.mark.parametrize(
    ("talk", "expected"),
    [  # opens, hand in, sign, decide
        ("2027-03-02", ("2027-02-08", "2027-02-26", "2027-03-05", "2027-03-12")),  # a Tuesday
        ("2027-03-05", ("2027-02-08", "2027-02-26", "2027-03-05", "2027-03-12")),  # a Friday
        ("2027-03-06", ("2027-02-08", "2027-02-26", "2027-03-06", "2027-03-13")),  # a Saturday somebody chose
    ],
)
def test_the_dates_around_a_talk(talk, expected):
    found = dates_around(date.fromisoformat(talk))
    assert [found[name].isoformat() for name in ("opens_on", "reflect_by", "respond_by", "decide_by")] == [*expected]


def test_a_new_form_has_the_dates_of_the_tuesday_of_its_week(cast):
    for form, week in ((cast.midterm, 8), (cast.final, 16)):
        assert dates(form) == [dates_around(day_in(cast, week, 1))[name] for name in NAMES]


def test_a_talk_that_moves_takes_its_own_form_along_and_no_other(cast):
    before = dates(cast.final)
    move(cast, "midterm", day_in(cast, 9, 3))
    assert dates(cast.midterm) == [dates_around(day_in(cast, 9, 3))[name] for name in NAMES]
    move(cast, "start", day_in(cast, 4, 3))
    assert dates(cast.final) == before


def test_what_was_handed_in_keeps_its_day_and_what_was_signed_keeps_all(cast):
    hand_in(cast.midterm)
    before = dates(cast.midterm)
    move(cast, "midterm", day_in(cast, 10, 2))
    now, rule = dates(cast.midterm), dates_around(day_in(cast, 10, 2))
    assert (now[0], now[2]) == (before[0], before[2])
    assert [now[1], now[3], now[4]] == [rule[name] for name in ("talk_on", "respond_by", "decide_by")]
    respond(AssessmentForm.objects.get(pk=cast.midterm.pk), cast.mentor).take("sign", cast.mentor)
    move(cast, "midterm", day_in(cast, 12, 2))
    assert dates(cast.midterm) == now


def test_another_time_on_the_same_day_moves_nothing(cast):
    move(cast, "final", day_in(cast, 16, 3))
    AssessmentForm.objects.filter(pk=cast.final.pk).update(respond_by=date(2030, 1, 1))
    move(cast, "final", day_in(cast, 16, 3))
    assert dates(cast.final)[3] == date(2030, 1, 1)
