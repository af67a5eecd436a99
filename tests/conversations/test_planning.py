"""Planning the conversations in one go (C08): what is saved, what is refused, and that nobody is overwritten unseen."""

from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conversations.models import Conversation, ConversationLog
from conversations.planning_forms import PlanningForm
from placements.models import FreeDays, OutgoingMail, Placement

pytestmark = pytest.mark.django_db

KINDS = ["introduction", "start", "midterm", "final"]


@pytest.fixture
def placement(cast) -> Placement:
    """Nothing is planned; it began last Monday, a school week of Tuesday and Thursday, with a gap after week 8."""
    start = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    gap = {"gap_start": start + timedelta(weeks=8), "gap_end": start + timedelta(weeks=10, days=-3)}
    Placement.objects.filter(pk=cast.placement.pk).update(
        start=start, end=start + timedelta(weeks=18, days=-3), weekdays=[1, 3], **gap
    )
    cast.placement.conversations.update(day=None)
    return Placement.objects.get(pk=cast.placement.pk)


def page_as(user) -> Client:
    type(user).objects.filter(pk=user.pk).update(language="en")
    client = Client()
    client.force_login(user)
    return client


def path(placement: Placement) -> str:
    return reverse("conversations:planning", args=[placement.pk])


def filled(placement: Placement, **typed: str) -> dict:
    """What a browser sends when somebody opens the page, changes what is `typed` (kind__field), and saves."""
    form = PlanningForm(Placement.objects.get(pk=placement.pk))
    found: dict = {}
    for part in (form.agreements, *form.rows):
        for name in part.fields:
            value = part[name].value()
            if isinstance(value, (date, time)):
                value = value.isoformat()[:10] if isinstance(value, date) else value.strftime("%H:%M")
            if value is not None and value is not False:
                found[part[name].html_name] = value
    return found | {name.replace("__", "-"): value for name, value in typed.items()}


def days(placement: Placement) -> dict[str, date | None]:
    return dict(Conversation.objects.filter(placement=placement).order_by("pk").values_list("kind", "day"))


def day(placement: Placement, weeks: int, weekday: int) -> str:
    return (placement.start + timedelta(weeks=weeks, days=weekday)).isoformat()


def test_accepting_the_proposals_plans_everything_at_once(cast, placement):
    assert page_as(cast.student).post(path(placement), filled(placement)).status_code == 302
    today = timezone.localdate()
    expected = {kind: placement.monday_of_week(w) for kind, w in zip(KINDS, (1, 3, 8, 16), strict=True)}
    planned = days(placement)
    assert {kind: planned[kind] for kind in KINDS[1:]} == {
        kind: expected[kind] + timedelta(days=1) for kind in KINDS[1:]
    }
    assert planned["introduction"] in (expected["introduction"] + timedelta(days=1), None)
    assert planned["introduction"] is None or planned["introduction"] >= today
    planned_by = set(ConversationLog.objects.filter(record__placement=placement).values_list("step", "by"))
    assert planned_by == {("plan", cast.student.pk)}


def test_once_a_day_stands_the_others_are_proposed_and_not_filled_in(cast, placement):
    """Who changes one day plans no other unawares; but who plans again what was off finds the proposal."""
    client = page_as(cast.student)
    client.post(path(placement), filled(placement, midterm__day="", final__day=""))
    rows = {row.talk.kind: row for row in PlanningForm(placement).rows}
    assert [(rows[k]["day"].value(), rows[k].proposed is not None) for k in ("midterm", "final")] == [(None, True)] * 2
    talk = placement.conversations.get(kind="midterm").take("cancel", cast.student, "Ziek.")
    talk.take("plan_again", cast.student)
    rows = {row.talk.kind: row for row in PlanningForm(placement).rows}
    assert (rows["midterm"]["day"].value(), rows["final"]["day"].value()) == (rows["midterm"].proposed, None)


def test_what_stays_as_it_is_takes_no_step(cast, placement):
    client = page_as(cast.student)
    client.post(path(placement), filled(placement))
    steps, mails = ConversationLog.objects.count(), OutgoingMail.objects.count()
    client.post(path(placement), filled(placement))
    assert (ConversationLog.objects.count(), OutgoingMail.objects.count()) == (steps, mails)
    client.post(path(placement), filled(placement, start__place="Kamer 12"))
    assert ConversationLog.objects.count() == steps + 1


def test_a_day_that_is_not_proposed_asks_first_and_keeps_what_was_typed(cast, placement):
    FreeDays.objects.create(
        school=placement.school, title="Studiedag", first_day=day(placement, 3, 1), last_day=day(placement, 3, 1)
    )
    client, wrong = page_as(cast.mentor), {
        "no school day": (day(placement, 2, 2), "Wednesday is not a day at school."),
        "in the gap": (day(placement, 8, 1), "This day lies in the weeks without placement."),
        "day off": (day(placement, 3, 1), "This is a day off: Studiedag."),
        "outside": (day(placement, 30, 1), "This day lies outside the placement"),
    }  # fmt: skip
    for name, (wanted, sentence) in wrong.items():
        answer = client.post(path(placement), filled(placement, start__day=wanted, start__place="Kamer <3>"))
        text = answer.content.decode()
        assert (answer.status_code, sentence in text, "On this day anyway" in text) == (422, True, True), name
        assert f'value="{wanted}"' in text, name
        assert "Kamer &lt;3&gt;" in text, name
        assert set(days(placement).values()) == {None}, name


def test_whoever_insists_gets_his_day_and_it_is_not_asked_again(cast, placement):
    client, wanted = page_as(cast.mentor), day(placement, 2, 2)
    client.post(path(placement), filled(placement, start__day=wanted, start__anyway="on"))
    talk = Conversation.objects.get(placement=placement, kind="start")
    assert (talk.day.isoformat(), talk.chosen) == (wanted, True)
    assert client.post(path(placement), filled(placement, start__place="Kamer 12")).status_code == 302


def test_the_talks_stay_in_their_order(cast, placement):
    typed = {"start__day": day(placement, 4, 1), "midterm__day": day(placement, 3, 1)}
    answer = page_as(cast.mentor).post(path(placement), filled(placement, **typed))
    assert answer.status_code == 422
    assert "Choose a day that does not come before the start talk." in answer.content.decode()
    assert set(days(placement).values()) == {None}


def test_the_agreements_are_saved_and_the_proposals_can_follow_them(cast, placement):
    client = page_as(cast.student)
    lesson = placement.start + timedelta(days=7)
    typed = {"weekdays": ["0"], "first_lesson": lesson.isoformat(), "classes": "2B", "propose": "1"}
    answer = client.post(path(placement), filled(placement, **typed))
    assert (answer.status_code, days(placement)["start"]) == (200, None)
    assert f'value="{placement.monday_of_week(3).isoformat()}"' in answer.content.decode()
    del typed["propose"]
    mondays = {
        f"{kind}__day": placement.monday_of_week(w).isoformat() for kind, w in zip(KINDS[1:], (3, 8, 16), strict=True)
    }
    typed |= {"introduction__day": ""}
    assert client.post(path(placement), filled(placement, **typed, **mondays)).status_code == 302
    placement.refresh_from_db()
    assert (placement.weekdays, placement.classes, placement.first_lesson) == ([0], "2B", lesson)
    assert days(placement)["start"].weekday() == 0


def test_the_first_lesson_lies_around_the_placement(cast, placement):
    fits = {"six weeks before": placement.start - timedelta(weeks=6), "the last day": placement.end}
    wrong = {"too early": fits["six weeks before"] - timedelta(days=1), "too late": placement.end + timedelta(days=1),
             "another century": date(2126, 2, 9), "the first year": date(1, 1, 1)}  # fmt: skip
    client, got = page_as(cast.student), {}
    for name, lesson in (wrong | fits).items():
        answer = client.post(path(placement), filled(placement, first_lesson=f"{lesson:%Y-%m-%d}".zfill(10)))
        beside = "at most six weeks before it" in answer.content.decode()
        placement.refresh_from_db()
        got[name] = (answer.status_code, beside, placement.first_lesson == lesson)
    assert got == dict.fromkeys(wrong, (422, True, False)) | dict.fromkeys(fits, (302, False, True))


def test_without_a_session_what_was_typed_comes_back_and_can_be_saved_then(cast, placement):
    typed, signed_out = filled(placement, classes="2B en 2D", start__place="Kamer 12"), Client()
    kept = signed_out.post(path(placement), typed)
    assert (kept.status_code, "2B en 2D" in kept.text, "Kamer 12" in kept.text) == (401, True, True)
    assert set(days(placement).values()) == {None}
    again: dict = {}
    for name, value in kept.context["fields"]:
        again.setdefault(name, []).append(value)
    assert page_as(cast.student).post(path(placement), again).status_code == 302
    placement.refresh_from_db()
    assert placement.classes == "2B en 2D"


def test_who_is_late_reads_both_days_and_changes_nothing(cast, placement):
    mentor, student = page_as(cast.mentor), page_as(cast.student)
    late = filled(placement, start__day=day(placement, 2, 1))
    mentor.post(path(placement), filled(placement, start__day=day(placement, 2, 3)))
    answer = student.post(path(placement), late)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody was just before you." in text
    assert days(placement)["start"].isoformat() == day(placement, 2, 3)
    seen = Conversation.objects.get(placement=placement, kind="start").sequence
    assert f'name="start-seen" value="{seen}"' in text
    again = late | {f"{kind}-seen": 1 for kind in KINDS if days(placement)[kind]}
    assert student.post(path(placement), again).status_code == 302  # now he knows
    assert days(placement)["start"].isoformat() == day(placement, 2, 1)


def test_without_the_version_of_the_page_the_first_would_be_overwritten(cast, placement):
    """The control: whoever sends the version that stands now is not late, whatever he looked at."""
    late = filled(placement, start__day=day(placement, 2, 1))
    page_as(cast.mentor).post(path(placement), filled(placement, start__day=day(placement, 2, 3)))
    now = {f"{kind}-seen": 1 for kind in KINDS if days(placement)[kind]}
    assert page_as(cast.student).post(path(placement), late | now).status_code == 302
    assert days(placement)["start"].isoformat() == day(placement, 2, 1)


def test_agreements_that_somebody_changed_meanwhile_are_not_overwritten(cast, placement):
    late = filled(placement, classes="3A")
    page_as(cast.mentor).post(path(placement), filled(placement, classes="2B"))
    assert page_as(cast.student).post(path(placement), late).status_code == 409
    placement.refresh_from_db()
    assert placement.classes == "2B"


def test_bad_input_changes_nothing_and_never_breaks(cast, placement):
    client = page_as(cast.student)
    bad = {
        "no day": {"start__day": "morgen"}, "far day": {"start__day": "9999-12-31", "start__anyway": "on"},
        "first day": {"start__day": "0001-01-01", "start__anyway": "on"}, "no time": {"start__starts_at": "25:99"},
        "time without day": {"start__day": "", "start__starts_at": "10:00"}, "long": {"start__minutes": "99999999999"},
        "short": {"start__minutes": "-1"}, "NUL": {"start__place": "a\x00b"}, "big": {"start__place": "x" * 1_000_000},
        "foreign weekday": {"weekdays": ["9"]}, "seat": {"seat": "student"}, "version": {"start__seen": "x"},
        "huge version": {"start__seen": "9" * 40}, "print": {"agreed": "y" * 500}, "classes": {"classes": "\x00"},
        "nothing": dict.fromkeys(filled(placement), ""),
    }  # fmt: skip
    before = days(placement)
    wrong = {}
    for name, typed in bad.items():
        status = client.post(path(placement), filled(placement, **typed)).status_code
        if status != 422 or days(placement) != before:
            wrong[name] = status
    assert wrong == {}
    assert not OutgoingMail.objects.exists()


def test_a_planned_day_is_not_emptied_but_cancelled(cast, placement):
    client = page_as(cast.student)
    client.post(path(placement), filled(placement))
    answer = client.post(path(placement), filled(placement, start__day=""))
    assert "Is it off? Then cancel it, below." in answer.content.decode()
    assert days(placement)["start"] is not None


def test_nothing_is_planned_any_more_in_a_placement_that_ended_early(cast, placement):
    typed = filled(placement)
    placement.end_early(timezone.localdate())
    client = page_as(cast.student)
    assert client.post(path(placement), typed).status_code == 422
    assert "nothing is planned in it any more" in client.get(path(placement)).content.decode()
    assert set(days(placement).values()) == {None}


def test_the_seat_of_the_institute_is_one_choice_for_all_three(cast, placement):
    client = page_as(cast.student)
    client.post(path(placement), filled(placement, seat="school_educator"))
    talks = Conversation.objects.filter(placement=placement)
    seats = dict(talks.values_list("kind", "institute_seat"))
    assert {seats[kind] for kind in KINDS[1:]} == {"school_educator"}
    assert cast.school_educator in talks.get(kind="start").people()
    assert cast.institute_educator not in talks.get(kind="start").people()
