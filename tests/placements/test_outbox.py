"""Mail as rows: with their transaction or not at all, once, at most one notice a day (decisions, section 5; R6)."""

from collections.abc import Iterator
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail as mailbox
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult

from placements import jobs, outbox
from placements.models import OutgoingMail, User
from tests.factories import PlacementFactory, UserFactory

WORDS = {"subject": "Noor asks you something", "sentences": ["Would you look?"], "button": "Look", "path": "/here/"}


@pytest.fixture
def person(db) -> User:
    return UserFactory(first_name="Femke", language="en")


@pytest.fixture
def broken() -> Iterator[pytest.MonkeyPatch]:
    """A mail server that hangs up; `broken.undo()` repairs it."""

    def hang_up(self, messages):
        raise SMTPServerDisconnected("Connection unexpectedly closed")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", hang_up)
        yield patch


def later(**delta) -> None:
    """Let time pass for every mail and every task."""
    step = timedelta(**delta)
    for mail in OutgoingMail.objects.all():
        mail.not_before -= step
        mail.sent_at = mail.sent_at and mail.sent_at - step
        mail.save()
    for task in DBTaskResult.objects.filter(run_after__year__lt=9999):
        task.run_after -= step
        task.save()


def test_a_request_leaves_at_once(person, work_off):
    outbox.request(person, **WORDS)
    work_off()
    assert [message.subject for message in mailbox.outbox] == ["Noor asks you something"]
    assert OutgoingMail.objects.get().sent_at


def test_a_rollback_leaves_no_mail_and_no_task(person):
    with transaction.atomic():
        outbox.request(person, **WORDS)
        outbox.notice(person, **WORDS)
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_each_request_is_a_mail_of_its_own(person, work_off):
    outbox.request(person, **WORDS)
    outbox.request(person, **WORDS)
    work_off()
    assert len(mailbox.outbox) == 2


def test_notices_join_the_one_that_waits(person, work_off):
    for number in range(3):
        outbox.notice(person, **{**WORDS, "sentences": [f"Thing {number}."], "path": f"/{number}/"})
    work_off()
    (message,) = mailbox.outbox
    assert all(f"Thing {number}." in message.body for number in range(3))
    assert message.subject == "3 things are new for you"
    assert message.body.count("http") == 1


def test_the_subject_says_whether_what_was_gathered_is_news(person):
    """A mail that only reminds does not call itself new."""
    gathered = {(True, True): "2 reminders", (True, False): "Reminders and news", (False, True): "Reminders and news"}
    for kinds in gathered:
        person.mails.all().delete()
        for number, reminds in enumerate(kinds):
            mail = outbox.notice(person, **{**WORDS, "sentences": [f"Thing {number}."]}, reminds=reminds)
        assert mail.subject == gathered[kinds]
    assert outbox.notice(person, **{**WORDS, "sentences": ["More."]}, reminds=True).subject == "Reminders and news"


def test_notices_about_one_thing_keep_its_link(person):
    outbox.notice(person, **WORDS)
    mail = outbox.notice(person, **{**WORDS, "sentences": ["Another."]})
    assert (mail.path, mail.button) == ("/here/", "Look")


@pytest.mark.parametrize("first", ["leads nowhere", "leads somewhere"])
def test_what_leads_nowhere_leaves_the_link_to_what_it_joins(person, first):
    nowhere = WORDS | {"sentences": ["Just so you know."], "button": "", "path": ""}
    both = [nowhere, WORDS] if first == "leads nowhere" else [WORDS, nowhere]
    mail = [outbox.notice(person, **words) for words in both][-1]
    assert (mail.path, mail.button, len(mail.sentences)) == ("/here/", "Look", 2)


def test_the_same_sentence_twice_is_said_once(person):
    outbox.notice(person, **WORDS)
    assert outbox.notice(person, **WORDS).sentences == ["Would you look?"]


def test_one_notice_a_day(person, work_off):
    outbox.notice(person, **WORDS)
    work_off()
    outbox.notice(person, **WORDS)
    work_off()
    assert len(mailbox.outbox) == 1
    later(hours=23)
    work_off()
    assert len(mailbox.outbox) == 1
    later(hours=1)
    work_off()
    assert len(mailbox.outbox) == 2


def test_a_request_does_not_wait_for_a_notice(person, work_off):
    outbox.notice(person, **WORDS)
    outbox.request(person, **WORDS)
    work_off()
    assert len(mailbox.outbox) == 2


def test_what_was_tried_once_is_not_added_to(person, work_off, broken):
    first = outbox.notice(person, **WORDS)
    work_off()
    second = outbox.notice(person, **{**WORDS, "sentences": ["Later."]})
    assert second.pk != first.pk
    first.refresh_from_db()
    assert first.sentences == ["Would you look?"]


def test_a_notice_waits_for_an_earlier_one_that_is_still_on_its_way(person, work_off):
    outbox.notice(person, **WORDS)
    OutgoingMail.objects.update(attempts=1, not_before=timezone.now() + timedelta(minutes=10))
    second = outbox.notice(person, **{**WORDS, "sentences": ["Later."]})
    assert not outbox.deliver(second.pk)


def test_a_broken_mail_server_is_tried_again_with_the_same_message_id(person, work_off, broken):
    mail = outbox.request(person, **WORDS)
    work_off()
    mail.refresh_from_db()
    assert (mail.attempts, mail.sent_at) == (1, None)
    assert mail.last_error == "SMTPServerDisconnected: Connection unexpectedly closed"
    broken.undo()
    later(minutes=1)
    work_off()
    assert mailbox.outbox[0].extra_headers["Message-ID"].startswith(f"<{mail.message_id}@")
    mail.refresh_from_db()
    assert mail.last_error == ""


def test_the_waits_grow(person, broken):
    mail = outbox.request(person, **WORDS)
    waits = []
    for _attempt in range(6):
        OutgoingMail.objects.update(not_before=timezone.now())
        outbox.deliver(mail.pk)
        mail.refresh_from_db()
        waits.append(round((mail.not_before - timezone.now()).total_seconds() / 60))
    assert waits == [1, 5, 15, 60, 240, 240]


def test_a_failure_is_queued_again(person, work_off, broken):
    outbox.request(person, **WORDS)
    work_off()
    assert DBTaskResult.objects.filter(status="READY").count() == 1


def test_who_sends_has_the_mail_for_himself(person, monkeypatch):
    mail = outbox.request(person, **WORDS)
    tried = []
    monkeypatch.setattr(EmailBackend, "send_messages", lambda self, messages: tried.append(outbox.deliver(mail.pk)))
    assert outbox.deliver(mail.pk)
    assert tried == [False]


def test_a_mail_is_sent_once_however_often_it_is_queued(person, work_off):
    mail = outbox.request(person, **WORDS)
    outbox.deliver_later.enqueue(mail.pk)
    work_off()
    assert not outbox.deliver(mail.pk)
    assert len(mailbox.outbox) == 1


def test_no_transaction_is_open_while_the_mail_server_talks(transactional_db, monkeypatch):
    mail = outbox.request(UserFactory(), **WORDS)
    seen = []
    connection = transaction.get_connection()
    monkeypatch.setattr(EmailBackend, "send_messages", lambda self, messages: seen.append(connection.in_atomic_block))
    outbox.deliver(mail.pk)
    assert seen == [False]


def test_a_worker_that_died_half_way_loses_nothing(person, work_off):
    mail = outbox.request(person, **WORDS)
    task = DBTaskResult.objects.get()
    task.claim("gone")
    outbox._reserve(mail.pk)  # and then the machine stopped
    work_off()
    assert not mailbox.outbox
    later(minutes=10)
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(minutes=16))
    call_command("requeue_stuck")
    work_off()
    assert len(mailbox.outbox) == 1


def test_a_task_that_runs_is_left_alone(person):
    outbox.request(person, **WORDS)
    DBTaskResult.objects.get().claim("busy")
    assert jobs.requeue_stuck() == (0, 0)


def test_a_mail_without_a_task_gets_one_and_only_one(person):
    outbox.request(person, **WORDS)
    DBTaskResult.objects.all().delete()
    assert jobs.requeue_stuck() == (0, 1)
    assert jobs.requeue_stuck() == (0, 0)
    assert DBTaskResult.objects.count() == 1


def test_what_is_long_done_is_forgotten_and_what_waits_is_not(person, work_off):
    for days in (15, 13):
        outbox.request(person, **WORDS)
        work_off()
        DBTaskResult.objects.filter(finished_at__gt=timezone.now() - timedelta(hours=1)).update(
            finished_at=timezone.now() - timedelta(days=days)
        )
    outbox.request(person, **WORDS)
    assert jobs.forget_finished() == 1
    assert DBTaskResult.objects.count() == 2


def test_a_closed_account_gets_no_mail(person, work_off):
    outbox.request(person, **WORDS)
    User.objects.update(is_active=False)
    work_off()
    assert not mailbox.outbox
    assert jobs.requeue_stuck() == (0, 0)


def test_a_code_that_is_too_old_is_not_sent(invitation, work_off):
    code = invitation.codes.create()
    outbox.send_code(code)
    type(code).objects.update(created_at=timezone.now() - timedelta(minutes=10))
    work_off()
    assert not mailbox.outbox
    assert not OutgoingMail.objects.exists()


def test_words_are_said_in_the_language_of_who_gets_them(db):
    words = {**WORDS, "subject": gettext_lazy("Monday"), "sentences": [gettext_lazy("Tuesday")]}
    assert outbox.request(UserFactory(language="nl"), **words).subject == "maandag"
    assert outbox.request(UserFactory(language="en"), **words).sentences == ["Tuesday"]


def test_the_invited_get_a_link_and_others_an_address(invitation, mentor, student, placement, work_off, settings):
    for user in (mentor, student):
        outbox.request(user, **WORDS, placement=placement)
    work_off()
    to_mentor, to_student = mailbox.outbox
    link = mentor.mails.get().link
    assert f"{settings.SITE_URL}/i/{link.secret()}/" in to_mentor.body
    assert f"{settings.SITE_URL}/here/" in to_student.body
    assert "not for you" in to_mentor.body
    assert "not for you" not in to_student.body


def test_the_invited_of_another_placement_get_no_link_for_this_one(mentor, work_off):
    assert outbox.request(mentor, **WORDS, placement=PlacementFactory()).link is None


def test_the_secret_of_a_link_is_in_no_table(invitation, mentor, placement, work_off):
    mail = outbox.request(mentor, **WORDS, placement=placement)
    work_off()
    everything = f"{OutgoingMail.objects.values_list()}{DBTaskResult.objects.values_list()}{mail.link.__dict__}"
    assert mail.link.secret() in mailbox.outbox[0].body
    assert mail.link.secret() not in everything
