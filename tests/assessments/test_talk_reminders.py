"""Reminders around conversations (X36) in the one notice of the day, and the outbox in a day with much to say."""

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.core import mail as mailbox
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.talk_reminders import remind_of_talks
from conversations.models import Conversation
from placements import jobs, outbox
from placements.models import OutgoingMail, Placement, User
from tests.cast import hand_in, signed
from tests.factories import PlacementFactory
from tests.placements.test_mail import Postbox, postbox
from tests.placements.test_outbox import later

__all__ = ["Postbox", "postbox"]
pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
OFF = "Your midterm evaluation did not take place. Choose another day together, or leave it at that."


@pytest.fixture
def work_off(monkeypatch):
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    return jobs.drain


def on(cast, kind: str, day: date | None, **more) -> None:
    Conversation.objects.filter(placement=cast.placement, kind=kind).update(day=day, **more)


def sentences(user) -> list[str]:
    type(user).objects.filter(pk=user.pk).update(language="en")
    remind_of_talks(None, TODAY)
    return [sentence for mail in OutgoingMail.objects.filter(recipient=user) for sentence in mail.sentences]


def started(cast, **ago) -> None:
    start = TODAY - timedelta(**ago)
    Placement.objects.filter(pk=cast.placement.pk).update(
        start=start, end=start + timedelta(weeks=18), gap_start=None, gap_end=None
    )


def test_an_unprepared_talk_is_said_three_days_before(cast):
    said = {}
    for days in (0, 1, 3, 4):
        OutgoingMail.objects.all().delete()
        on(cast, "midterm", TODAY + timedelta(days=days))
        said[days] = [s for s in sentences(cast.student) if "self-reflection is not handed in yet" in s] != []
    assert said == {0: False, 1: True, 3: True, 4: False}


def test_who_prepared_is_left_alone(cast):
    hand_in(cast.midterm)
    on(cast, "midterm", TODAY + timedelta(days=3))
    on(cast, "start", TODAY + timedelta(days=2))
    (said,) = sentences(cast.student)
    assert "your learning plan is not shared yet" in said


def test_a_day_that_is_over_and_not_written_down(cast):
    on(cast, "start", TODAY - timedelta(days=1))
    on(cast, "introduction", TODAY)
    on(cast, "midterm", TODAY - timedelta(days=8))
    (said,) = sentences(cast.student)
    assert said.startswith("Was the start talk of ")


@pytest.mark.parametrize(("weeks", "asks"), [(1, False), (2, True), (5, True), (7, False)])
def test_two_weeks_after_the_start_the_days_should_stand(cast, weeks, asks):
    started(cast, weeks=weeks)
    assert bool(sentences(cast.student)) == asks


def test_a_talk_that_is_off_for_a_week_is_said_once(cast):
    User.objects.update(language="en")
    on(cast, "midterm", TODAY + timedelta(days=20))
    talk = Conversation.objects.get(placement=cast.placement, kind="midterm")

    def said_after(*days: int) -> list[int]:
        """How often it was said, so many days after it was cancelled."""
        found = []
        for number in days:
            remind_of_talks(None, TODAY + timedelta(days=number))
            lines = [line for mail in OutgoingMail.objects.filter(kind="notice") for line in mail.sentences]
            found.append(len([line for line in lines if line == OFF]))
        return found

    talk.take("cancel", cast.mentor, "Ziek.")
    assert said_after(40, 6, 7, 8) == [0, 0, 1, 1]
    OutgoingMail.objects.all().delete()
    signed(cast.midterm, cast.mentor)
    talk.take("plan_again", cast.mentor).take("cancel", cast.mentor, "Weer ziek.")
    assert said_after(7) == [0]


def test_nobody_but_the_student_is_reminded_and_guidance_talks_never(cast):
    Conversation.objects.create(placement=cast.placement, kind="guidance", day=TODAY - timedelta(days=1))
    assert sentences(cast.student) == []
    started(cast, weeks=2)
    on(cast, "start", TODAY + timedelta(days=3))
    assert len(sentences(cast.student)) == 2
    assert set(OutgoingMail.objects.values_list("recipient", flat=True)) == {cast.student.pk}


def test_a_placement_that_ended_early_asks_nothing(cast):
    on(cast, "start", TODAY - timedelta(days=1))
    cast.placement.end_early(TODAY)
    assert sentences(cast.student) == []


def test_twice_a_day_is_once_and_a_day_later_is_not_again(cast, work_off):
    on(cast, "start", TODAY + timedelta(days=3))
    first = sentences(cast.student)
    assert sentences(cast.student) == first
    work_off()
    remind_of_talks(None, TODAY + timedelta(days=1))
    work_off()
    assert len(mailbox.outbox) == 1
    on(cast, "start", TODAY + timedelta(days=2))  # it moved: that is another thing to prepare for
    assert len(sentences(cast.student)) == 2


def test_without_the_memory_it_would_be_said_every_time(cast, work_off):
    """The control."""
    on(cast, "start", TODAY + timedelta(days=3))
    with patch("conversations.models.reminders.ReminderQuerySet.first_time", lambda *args, **more: True):
        for _morning in range(2):
            remind_of_talks(None, TODAY)
            work_off()
    assert OutgoingMail.objects.count() == 2


def test_the_day_is_greeted_once_and_not_at_night(monkeypatch):
    monkeypatch.setattr(jobs, "_greeted", None)
    heard = []
    monkeypatch.setattr(jobs.day_began, "send", lambda sender, day: heard.append(day))
    for hour, said in ((6, False), (7, True), (23, False)):
        now = timezone.localtime().replace(hour=hour, minute=30)
        with patch("placements.jobs.timezone.localtime", lambda now=now: now):
            assert jobs.greet_day() == said
    assert len(heard) == 1


# ---- a day with much to say


def test_thirty_events_in_a_day_are_one_mail_and_a_request_does_not_wait(cast, work_off, postbox):
    words = {"subject": "News", "button": "Look"}
    outbox.notice(cast.student, **words, sentences=["First."], path="/0/")
    work_off()
    for number in range(30):
        outbox.notice(cast.student, **words, sentences=[f"Thing {number}."], path=f"/{number}/")
        work_off()
    outbox.request(cast.student, **words, sentences=["Now."], path="/now/")
    work_off()
    assert len(postbox.envelopes) == 2  # this morning's, and the request
    later(days=1)
    work_off()
    _first, request, gathered = [message.get_body(["plain"]).get_content() for message in postbox.messages()]
    assert "Now." in request
    assert all(f"Thing {number}." in gathered for number in range(30))


def test_a_server_that_is_down_for_an_hour_loses_nothing_and_doubles_nothing(cast, work_off, postbox, monkeypatch):
    async def refuse(self, server, session, envelope) -> str:
        return "451 Try again later"

    with monkeypatch.context() as down:
        down.setattr(Postbox, "handle_DATA", refuse)
        talk = Conversation.objects.get(placement=cast.placement, kind="start")
        talk.take("plan", cast.student, day=TODAY + timedelta(days=3))
        remind_of_talks(None, TODAY)
        for minutes in (0, 1, 5, 15, 30):
            later(minutes=minutes)
            work_off()
    assert postbox.envelopes == []
    for _hour in range(2):
        later(minutes=60)
        work_off()
    arrived = sorted(rcpt for envelope in postbox.envelopes for rcpt in envelope.rcpt_tos)
    assert arrived == sorted(person.email for person in (cast.student, cast.mentor, cast.institute_educator))
    assert OutgoingMail.objects.filter(sent_at=None).count() == 0


def test_nobody_gets_a_mail_about_what_he_did_himself(cast):
    talk = Conversation.objects.get(placement=cast.placement, kind="start")
    for number, by in enumerate((cast.student, cast.mentor, cast.institute_educator)):
        OutgoingMail.objects.all().delete()
        talk = talk.take("plan", by, day=TODAY + timedelta(days=20 + number))
        assert by.pk not in set(OutgoingMail.objects.values_list("recipient", flat=True)), by


def test_the_reminders_ask_as_much_for_20_placements_as_for_2(cast):
    counts = []
    for number in (2, 18):
        for _n in range(number):
            placement = PlacementFactory()
            Conversation.objects.start_for(placement)
        with CaptureQueriesContext(connection) as asked:
            remind_of_talks(None, TODAY)
        counts.append(len(asked))
    assert counts[0] == counts[1]
