"""The line of a placement: what stands where, who reads what of it, and that picture, table and paper agree."""

import re
from datetime import timedelta
from itertools import combinations
from math import hypot

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from assessments.models import AssessmentForm, IndicatorMark
from assessments.thread import Count, Seen, Slot, Talk, Thread, thread_of
from assessments.thread_paper import paper_html
from assessments.thread_picture import lying, sheets, upright
from conversations.models import Conversation, Goal
from placements.models import Placement, User
from tests.cast import respond, signed
from tests.test_queries import form_with, person, queries_of

from .lines import day_of, goal, lived, mark

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def english():
    """Whatever catalogue is compiled."""
    with translation.override("en"):
        yield


def thread_for(cast, who: str):
    return thread_of(Placement.objects.for_page().get(pk=cast.placement.pk), cast.people[who])


def facts(thread) -> tuple:
    """(states of the talks, goals, (outcomes with something seen, how much))."""
    states = [talk.state for talk in thread.talks]
    seen = {row.name: sum(c.seen for c in row.counts.values()) for row in thread.rows if row.counts}
    return states, sorted(bar.outcome for bar in thread.goals), seen


TALKS, EXPECTED = ["undated", "held", "planned", "planned"], ["expected"] * 4
BOTH = ["Leerklimaat", "Leerstof"]
WHILE_THE_WORKPLACE_RESPONDS = {
    "student": (TALKS, BOTH, {"Leerklimaat": 1}),
    "mentor": (TALKS, BOTH, {"Leerklimaat": 2}),
    "school_educator": (TALKS, BOTH, {"Leerklimaat": 2}),
    "institute_educator": (TALKS, BOTH, {}),
    "examiner": (EXPECTED, ["Leerklimaat"], {}),
    "other_unit_examiner": (EXPECTED, ["Leerstof"], {}),
}
ONCE_SIGNED = WHILE_THE_WORKPLACE_RESPONDS | {
    "student": (TALKS, BOTH, {"Leerklimaat": 2}),
    "institute_educator": (TALKS, BOTH, {"Leerklimaat": 2}),
    "examiner": (EXPECTED, ["Leerklimaat"], {"Leerklimaat": 2}),
}


def test_each_role_reads_its_own_part_of_the_line(cast):
    lived(cast)
    got = {who: facts(thread_for(cast, who)) for who in WHILE_THE_WORKPLACE_RESPONDS}
    assert got == WHILE_THE_WORKPLACE_RESPONDS
    respond(cast.midterm, cast.mentor).take("sign", cast.mentor)
    assert {who: facts(thread_for(cast, who)) for who in ONCE_SIGNED} == ONCE_SIGNED


def test_without_the_rights_the_table_would_show_it(cast, monkeypatch):
    lived(cast)
    monkeypatch.setattr(AssessmentForm, "may_read", lambda *_all: True)
    assert facts(thread_for(cast, "institute_educator"))[2] == {"Leerklimaat": 2}


def test_an_outcome_of_another_unit_has_no_row(cast):
    known = {who: [row.name for row in thread_for(cast, who).rows] for who in ("examiner", "other_unit_examiner")}
    assert known == {"examiner": ["Leerklimaat", "Afstemmen", "Identiteit"], "other_unit_examiner": ["Leerstof", "Ict"]}


def test_an_indicator_counts_once_in_the_week_it_was_first_seen(cast):
    for kind, author, week in (("seen", cast.mentor, 6), ("used", cast.mentor, 2), ("shown", cast.student, 4)):
        mark(cast, cast.midterm, "CPL", kind, author, week)
    signed(cast.midterm, cast.mentor)
    row = next(row for row in thread_for(cast, "student").rows if row.name == "Leerklimaat")
    assert {slot: (count.seen, count.used) for slot, count in row.counts.items()} == {3: (1, 0)}


def test_what_lies_in_the_gap_or_outside_has_a_place(cast):
    start = cast.placement.start
    gap = {"gap_start": start + timedelta(weeks=8), "gap_end": start + timedelta(weeks=10, days=-3)}
    Placement.objects.filter(pk=cast.placement.pk).update(**gap)
    days = {"introduction": start - timedelta(days=9), "start": start + timedelta(weeks=9)}
    for kind, day in (days | {"final": start + timedelta(weeks=60)}).items():
        Conversation.objects.filter(placement=cast.placement, kind=kind).update(day=day)
    thread = thread_for(cast, "student")
    slots = {talk.kind: talk.slot for talk in thread.talks}
    assert (slots["introduction"], slots["start"], slots["final"]) == (0, 8, len(thread.slots) - 1)
    assert [slot.weeks for slot in thread.slots if slot.number is None] == [2]
    assert all(0 <= label.x <= 1120 for label in lying(thread)["labels"])


def full(cast) -> None:
    """Everything that can stand in it: many dots in one week, goals in every state, talks in every state."""
    lived(cast)
    for number in range(3, 12):
        mark(cast, cast.midterm, "CPL", "seen", cast.mentor, 6, number)
    mark(cast, cast.midterm, "AOL", "seen", cast.mentor, 6)
    first = goal(cast, "AOL", "Eerst dit", 2)
    first.reword("Dan dat", by=cast.student, kind="guidance", seen=1)
    first.take("reach", cast.student)
    goal(cast, "LV", "Toch niet", 4).take("let_go", cast.student, "Past niet.")
    guidance = Conversation.objects.create(placement=cast.placement, kind="guidance")
    guidance.take("plan", cast.student, day=day_of(cast, 5)).take("cancel", cast.mentor, "Ziek.")


def test_the_words_of_a_goal_stand_in_its_bar_or_right_of_it(cast):
    """Left of it they would stand before the goal was there, and in the gap nothing can be read."""
    lived(cast)
    start = cast.placement.start
    gap = {"gap_start": start + timedelta(weeks=8), "gap_end": start + timedelta(weeks=10, days=-3)}
    Placement.objects.filter(pk=cast.placement.pk).update(**gap)
    long = "Ik laat leerlingen zelf een kort filmpje maken over de stof en geef er feedback op."
    for first, last in ((1, 2), (7, 8), (15, None), (17, None)):
        made = goal(cast, "ICT", long, first)
        if last:
            made.take("reach", cast.student)
            type(made).objects.filter(pk=made.pk).update(until=day_of(cast, last))
    picture = lying(thread_for(cast, "student"))
    (gap,) = picture["gaps"]
    bars = [one for one in picture["bars"] if one["bar"].text == long]
    assert len(bars) == 4
    for one in bars:
        ends = one["x"] + 8 * len(one["text"])
        assert one["x"] > one["left"]
        assert ends <= (one["left"] + one["wide"] if one["inside"] else 1120)
        assert ends <= gap["left"] or one["left"] > gap["left"]
    assert any(not one["inside"] for one in bars)


def test_the_picture_and_the_table_say_the_same(cast):
    full(cast)
    thread = thread_for(cast, "mentor")
    wide, talls = lying(thread), upright(thread)["talls"]
    words = [words for line in thread.lines for words in line.seen]
    for one in wide["rows"]:
        said = [re.fullmatch(rf"(?:(\d+) )?{one['row'].name}(?:[:,] (\d+) used)?", text) for text in words]
        seen, used = (sum(int(found[part] or 0) for found in said if found) for part in (1, 2))
        columns = [c for tall in talls for c in tall["columns"] if c["row"] is one["row"]]
        for dots in (one["dots"], columns[0]["dots"]):
            drawn = [sum(dot.number for dot in dots if dot.filled is filled) for filled in (True, False)]
            assert drawn == [seen, used], one["row"].name
    talks = [talk.sentence for line in thread.lines for talk in line.talks]
    assert sorted(talks) == sorted(label.talk.sentence for label in wide["labels"])
    marks = [label.talk for tall in talls for part in tall["weeks"] + tall["gaps"] for label in part["labels"]]
    assert sorted(talks) == sorted(talk.sentence for talk in marks)
    goals = " ".join(words for line in thread.lines for words in line.goals)
    assert all(one["text"].rstrip("…") in goals and one["bar"].text in goals for one in wide["bars"])
    assert [goals.count(word) for word in ("new:", "in other words:", "reached:", "let go:")] == [4, 1, 1, 1]


def test_the_page_and_the_paper_hold_both_and_no_verdict(cast):
    full(cast)
    client = Client()
    client.force_login(cast.mentor)
    User.objects.update(language="en")
    page = client.get(reverse("assessments:thread", args=[cast.placement.pk])).content.decode()
    paper = paper_html(Placement.objects.for_page().get(pk=cast.placement.pk), cast.mentor)
    for text, drawings in ((page, 2), (paper, 1)):
        assert text.count('role="img" aria-labelledby') == text.count('aria-describedby="line-table"') == drawings
        assert 'id="line-table"' in text
        assert "9 Leerklimaat" in text
    assert "They do not add up to a judgement" in page
    assert not re.search(r'="-?\d+,\d', page), "a fraction written with a comma"
    assert not re.search(r"%|voldaan|score|pass", re.sub(r"<[^>]+>", "", page.split("<main")[1].split("</main")[0]))


def test_a_period_of_one_week_or_of_none_has_a_page(cast):
    lived(cast)
    client, period = Client(), cast.placement.period
    client.force_login(cast.student)
    for weeks in (1, 0):
        moments = dict.fromkeys(("weeks", "introduction_week", "start_week", "midterm_week", "final_week"), weeks)
        type(period).objects.filter(pk=period.pk).update(**moments)
        assert client.get(reverse("assessments:thread", args=[cast.placement.pk])).status_code == 200


def test_names_that_would_touch_stand_above_each_other(cast):
    Conversation.objects.filter(placement=cast.placement).update(day=day_of(cast, 3))
    labels = lying(thread_for(cast, "student"))["labels"]
    assert len({(label.level, label.anchor) for label in labels}) == 4
    assert len({label.x for label in labels}) == 4


def test_of_many_outcomes_nothing_is_drawn_twice_and_nothing_overlaps():
    start = timezone.localdate()
    slots = tuple(Slot(n + 1, start + timedelta(weeks=n), start + timedelta(weeks=n, days=6)) for n in range(4))
    rows = [Seen(f"Outcome {n}", f"O{n}", {2: Count(seen=n % 9, used=n % 5)} if n else {}) for n in range(25)]
    for many, drawings in ((0, [0]), (5, [5]), (7, [7]), (9, [7, 1]), (25, [7, 9, 8])):
        thread = Thread(slots, (Talk("start", "held", start, 0),), (), tuple(rows[:many]))
        found = upright(thread)
        assert [len(tall["columns"]) for tall in found["talls"]] == drawings
        assert found["unseen"] == (["O0"] if many > 7 else [])
        assert [len(tall["weeks"][0]["labels"]) for tall in found["talls"]] == [1, *[0] * (len(drawings) - 1)]
        for tall in found["talls"]:
            for column in tall["columns"]:
                dots, count = column["dots"], column["row"].counts.get(2, Count())
                assert sum(dot.number for dot in dots) == count.seen + count.used
                places = [(dot.x, dot.y, 9 if dot.number > 1 else 4) for dot in dots]
                assert all(hypot(a[0] - b[0], a[1] - b[1]) > a[2] + b[2] for a, b in combinations(places, 2))
        on_paper = sheets(thread)
        assert [one["row"].name for part in on_paper for one in part["rows"]] == [row.name for row in rows[:many]]
        assert all(part["height"] <= 700 for part in on_paper)


def test_quiet_weeks_make_one_line(cast):
    IndicatorMark.objects.all().delete()
    names = [line.name for line in thread_for(cast, "examiner").lines]
    assert "Week 4\N{EN DASH}7" in names
    assert sum(line.is_now for line in thread_for(cast, "examiner").lines) == 1


def test_the_line_asks_as_much_for_20_outcomes_and_talks_as_for_2():
    counts = []
    for number in (2, 20):
        form = form_with(number)
        placement = form.placement
        for row in form.rows.all():
            mark_all(row, person(form, "workplace_mentor"))
            Conversation.objects.create(placement=placement, kind="guidance", day=timezone.localdate())
            goal_on(row.item, placement.student)
        counts.append(queries_of(placement.student, reverse("assessments:thread", args=[placement.pk])))
    assert counts[0] == counts[1]
    assert counts[0] <= 35


def mark_all(row, author) -> None:
    IndicatorMark.objects.bulk_create(
        IndicatorMark(row=row, indicator=one, author=author, kind="seen") for one in row.outcome.indicators.all()
    )


def goal_on(item, student) -> None:
    Goal.objects.set_goal(item, "Rustig beginnen", by=student, role="student", kind="start")
