"""Who gets what for the calendar: one mail a person for one act, and never who did it himself."""

from datetime import date, time, timedelta

import pytest
from django.core import mail as mailbox
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from conversations.calendar import conversation_of
from conversations.models import Conversation
from conversations.planning import Board, Wish, save
from learning_outcomes.wording import long_day
from placements import outbox
from placements.models import OutgoingMail, Placement, User
from tests.placements.test_mail import Postbox, postbox

__all__ = ["Postbox", "postbox"]
pytestmark = pytest.mark.django_db

KINDS = ["start", "midterm", "final"]


@pytest.fixture
def placement(cast) -> Placement:
    start = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    Placement.objects.filter(pk=cast.placement.pk).update(
        start=start, end=start + timedelta(weeks=18), gap_start=None, gap_end=None
    )
    cast.placement.conversations.update(day=None)
    return Placement.objects.get(pk=cast.placement.pk)


def plan(placement: Placement, by, seat: str = "institute_educator", **weeks: int) -> int:
    """Plan these kinds on the Wednesday of so many weeks on, the others as they are."""
    talks = {talk.kind: talk for talk in placement.conversations.exclude(state="cancelled")}
    wishes = [
        Wish(
            kind, talk.sequence, placement.start + timedelta(weeks=weeks[kind], days=2) if kind in weeks else talk.day,
            time(10, 30) if kind in weeks else talk.starts_at,
        )
        for kind, talk in talks.items()
    ]  # fmt: skip
    agreements = {"weekdays": [], "first_lesson": None, "classes": placement.classes}
    return save(placement, by, agreements=agreements, seat=seat, agreed=Board.of(placement).agreed, wishes=wishes)


def got() -> dict[str, list[tuple[str, str]]]:
    """Of every mail that waits: whose it is, and each event with its method."""
    found, kinds = {}, dict(Conversation.objects.values_list("pk", "kind"))
    for mail in OutgoingMail.objects.order_by("pk"):
        events = [(kinds[conversation_of(one["name"])], one["method"]) for one in mail.calendars]
        found.setdefault(mail.recipient.first_name, []).append(events)
    return found


ALL_THREE = [("start", "REQUEST"), ("midterm", "REQUEST"), ("final", "REQUEST")]


def test_three_talks_are_one_mail_for_each_who_sits_in_them(cast, placement):
    assert plan(placement, cast.student, start=3, midterm=8, final=16) == 3
    assert got() == {"Marieke": [ALL_THREE], "Karim": [ALL_THREE]}
    assert set(OutgoingMail.objects.values_list("kind", flat=True)) == {"request"}


def test_the_introduction_is_for_student_and_mentor(cast, placement):
    plan(placement, cast.mentor, introduction=1)
    assert got() == {"Noor": [[("introduction", "REQUEST")]]}


def test_a_later_change_takes_the_place_of_what_has_not_left(cast, placement):
    plan(placement, cast.student, start=3, midterm=8, final=16)
    plan(placement, cast.student, start=4)
    assert got() == {"Marieke": [ALL_THREE], "Karim": [ALL_THREE]}
    (text,) = [one["text"] for one in OutgoingMail.objects.first().calendars if "SEQUENCE:2" in one["text"]]
    assert f"{(placement.start + timedelta(weeks=4, days=2)):%Y%m%d}T103000" in text
    OutgoingMail.objects.update(attempts=1)  # these are on their way
    plan(placement, cast.student, start=5)
    assert got() == {name: [ALL_THREE, [ALL_THREE[0]]] for name in ("Marieke", "Karim")}


def test_who_moves_it_himself_is_not_sent_the_day_it_had(cast, placement):
    plan(placement, cast.student, start=3, midterm=8)
    plan(placement, cast.mentor, start=4)
    assert got()["Marieke"] == [[("midterm", "REQUEST")]]
    assert got()["Noor"] == [[("start", "REQUEST")]]


def test_another_seat_is_off_for_one_and_on_for_the_other(cast, placement):
    plan(placement, cast.student, start=3)
    OutgoingMail.objects.update(sent_at=timezone.now())
    plan(placement, cast.student, seat="school_educator")
    found = got()
    assert found["Karim"][-1] == [("start", "CANCEL")]
    assert found["Hanneke"] == [[("start", "REQUEST")]]


def test_a_cancellation_goes_to_who_had_it(cast, placement):
    plan(placement, cast.student, start=3)
    OutgoingMail.objects.update(sent_at=timezone.now())
    Conversation.objects.get(placement=placement, kind="start").take("cancel", cast.mentor, "Ziek, zei Noor.")
    last = OutgoingMail.objects.filter(sent_at=None)
    assert {mail.recipient for mail in last} == {cast.student, cast.institute_educator}
    assert {mail.calendars[0]["method"] for mail in last} == {"CANCEL"}
    assert not [mail for mail in last if "Ziek" in f"{mail.sentences}{mail.calendars}"]


def test_what_was_held_before_its_day_goes_out_of_the_calendars(cast, placement):
    plan(placement, cast.student, start=3)
    OutgoingMail.objects.update(sent_at=timezone.now(), attempts=1)
    talk = Conversation.objects.get(placement=placement, kind="start")
    before = talk.sequence
    held = talk.take("hold", cast.mentor, held_on=timezone.localdate())
    last = OutgoingMail.objects.filter(sent_at=None)
    assert {mail.recipient for mail in last} == {cast.student, cast.institute_educator}
    assert {mail.calendars[0]["method"] for mail in last} == {"CANCEL"}
    with translation.override("nl"):
        assert long_day(timezone.localdate()) in last[0].sentences[0]
    assert (held.day, held.sequence) == (timezone.localdate(), before + 1)


def test_a_day_that_is_over_is_sent_to_nobody(cast, placement):
    Placement.objects.filter(pk=placement.pk).update(start=placement.start - timedelta(weeks=6))
    plan(Placement.objects.get(pk=placement.pk), cast.student, start=2)
    Conversation.objects.get(placement=placement, kind="start").take("hold", cast.mentor)
    assert got() == {}


def test_a_cancellation_of_what_has_not_left_is_nobodys_news(cast, placement):
    plan(placement, cast.student, start=3)
    Conversation.objects.get(placement=placement, kind="start").take("cancel", cast.mentor, "Ziek.")
    assert got() == {"Noor": [[("start", "CANCEL")]]}  # who planned it has it


def test_what_is_off_is_off_as_it_stands_in_the_calendar_whatever_became_of_it(cast, placement):
    plan(placement, cast.student, start=3, final=16)
    OutgoingMail.objects.update(attempts=1)
    talk = Conversation.objects.get(placement=placement, kind="start")
    talk.take("cancel", cast.student, "Ziek.").take("plan_again", cast.student)
    plan(placement, cast.student, final=15)
    mail = cast.mentor.mails.get(attempts=0)
    assert [one["method"] for one in mail.calendars] == ["CANCEL", "REQUEST"]
    assert (
        f"DTSTART;TZID=Europe/Amsterdam:{placement.start + timedelta(weeks=3, days=2):%Y%m%d}"
        in (mail.calendars[0]["text"])
    )


def test_a_moved_talk_says_what_the_calendar_held_before(cast, placement):
    """In the words of who gets it; what has not left does not count."""
    User.objects.update(language="en")
    plan(placement, cast.student, start=3)
    days = [placement.start + timedelta(weeks=weeks, days=2) for weeks in (3, 4)]
    with translation.override("en"):
        first, second = map(long_day, days)
    said = [karims(cast)]
    OutgoingMail.objects.update(attempts=1)
    talk = Conversation.objects.get(placement=placement, kind="start")
    for what in (
        {"day": days[1], "starts_at": time(10, 30)},
        {"day": days[1], "starts_at": time(11, 0), "place": "Room 3"},
        {"day": days[0], "starts_at": time(11, 0), "place": "Room 3"},
    ):
        talk = talk.take("plan", cast.student, **what)
        said.append(karims(cast))
    OutgoingMail.objects.update(attempts=1)
    for what in ({"place": "Room 4"}, {"place": ""}, {"starts_at": None}, {"place": "Room 3", "starts_at": time(11)}):
        talk = talk.take("plan", cast.student, day=talk.day, **what)
        said.append(karims(cast))
    assert said == [
        f"Start talk: {first}, at 10.30.",
        f"Start talk: {second}, at 10.30 (was {first}).",
        f"Start talk: {second}, at 11.00, Room 3 (was {first}, at 10.30, without a place).",
        f"Start talk: {first}, at 11.00, Room 3 (was at 10.30, without a place).",
        f"Start talk: {first}, at 11.00, Room 4 (was Room 3).",
        f"Start talk: {first}, at 11.00 (was Room 3).",
        f"Start talk: {first} (was at 11.00, Room 3).",
        f"Start talk: {first}, at 11.00, Room 3.",
    ]


def test_a_talk_that_is_planned_again_says_whose_place_it_takes(cast, placement):
    """Also when the mail waits and another day is chosen; not to who never had the day that was cancelled."""
    User.objects.update(language="en")
    plan(placement, cast.student, start=3)
    OutgoingMail.objects.update(attempts=1)
    talk = Conversation.objects.get(placement=placement, kind="start")
    talk.take("cancel", cast.mentor, "Ziek.")
    OutgoingMail.objects.update(attempts=1)
    talk.take("plan_again", cast.student)
    with translation.override("en"):
        first, second, third = (long_day(placement.start + timedelta(weeks=weeks, days=2)) for weeks in (3, 5, 6))
    said = []
    for weeks in (5, 6):
        plan(placement, cast.student, start=weeks)
        said.append(karims(cast))
    plan(placement, cast.student, seat="school_educator")
    hannekes = cast.school_educator.mails.get(attempts=0).sentences[0]
    assert cast.mentor.mails.get(attempts=0).sentences[0] == said[1], "who cancelled it reads it as well"
    assert [*said, hannekes] == [
        f"Start talk: {second}, at 10.30. It takes the place of {first}.",
        f"Start talk: {third}, at 10.30. It takes the place of {first}.",
        f"Start talk: {third}, at 10.30.",
    ]


def karims(cast) -> str:
    return cast.institute_educator.mails.get(attempts=0).sentences[0]


def test_a_day_in_another_year_says_so():
    this = timezone.localdate().year
    assert [str(year) in long_day(date(year, 3, 9)) for year in (this - 1, this, this + 1)] == [True, False, True]


def test_what_was_past_when_it_was_written_down_is_nobodys_news(cast, placement):
    plan(placement, cast.student, start=-2)
    assert got() == {}


def test_one_event_is_an_invitation_and_a_file_several_are_files(cast, placement, postbox):
    plan(placement, cast.student, start=3)
    outbox.deliver(cast.mentor.mails.get().pk)
    plan(placement, cast.student, midterm=8, final=16)
    outbox.deliver(cast.mentor.mails.filter(sent_at=None).get().pk)
    one, several = postbox.messages()
    (part,) = [part for part in one.walk() if part.get_content_type() == "text/calendar"]
    assert part.get_params(header="content-type")[1:] == [("method", "REQUEST"), ("charset", "utf-8")]
    assert "BEGIN:VEVENT" in part.get_content()
    (file,) = one.iter_attachments()
    assert (file.get_content_type(), file.get_filename()[-4:]) == ("application/ics", ".ics")
    assert file.get_content().decode() == part.get_content()
    files = list(several.iter_attachments())
    assert [part.get_content_type() for part in files] == ["text/calendar"] * 2
    assert [part.get_param("method") for part in files] == ["REQUEST"] * 2
    assert several.get_body(["plain"]).get_content().count("http") >= 1
    assert [part for part in several.walk() if part.get_content_type() == "text/html"]


def test_the_planner_finds_the_file_on_the_page(cast, placement):
    plan(placement, cast.student, start=3)
    talk = Conversation.objects.get(placement=placement, kind="start")
    client, url = Client(), reverse("conversations:calendar", args=[talk.pk])
    client.force_login(cast.student)
    assert url in client.get(reverse("conversations:planning", args=[placement.pk])).content.decode()
    answer = client.get(url)
    assert answer["Content-Type"] == "text/calendar; method=REQUEST; charset=utf-8"
    assert f"{talk.uid}@" in answer.content.decode()
    undated = Conversation.objects.get(placement=placement, kind="final")
    assert client.get(reverse("conversations:calendar", args=[undated.pk])).status_code == 404


def test_the_invited_get_a_link_and_the_event_tells_no_secret(cast, placement):
    plan(placement, cast.student, start=3)
    mail = cast.mentor.mails.get()
    assert mail.link is not None
    assert mail.link.secret() not in mail.calendars[0]["text"]
    outbox.deliver(mail.pk)
    assert mail.link.secret() in mailbox.outbox[0].body
