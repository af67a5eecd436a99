"""`kill -9` in the middle of saves and of mail leaving (trust T1, R6, R7; decisions, section 10).

Promised for saves: what the site called saved is there: text, version and marks together. Promised for mail: every mail
that was committed arrives, and no other. A mail server that took a mail just before its sender was killed gets it once
more: no queue can know. Both carry one Message-ID, which makes them one mail, and a kill doubles one at most. The kills
fall at random.

A killed process takes nothing along that it had handed to the system. What a power cut does is for the disk and the
database's own settings (`synchronous=FULL`, `fsync`); that cannot be tried from here.
"""

import threading
import time

import pytest
from django.db import connection

from .killing import KILLS, Mailbox, Site, doubled_mails, faults_in, kill_now_and_then, lost_mails, save_until
from .live import NO_ANSWER, live_site, wait_until

pytestmark = pytest.mark.slow
MAILS = 130


@pytest.fixture
def tables(django_db_setup, django_db_blocker) -> str:
    """The database of the tests, empty at this moment and in use by nobody: a copy of it is the start of a site."""
    with django_db_blocker.unblock():
        connection.close()
    return str(connection.settings_dict["NAME"])


def test_killing_web_workers_loses_no_acknowledged_save(tables):
    with live_site(copy_of=tables) as site:
        places = site.ask("writing_places")
        site.serve()

        def kill_web_workers(writers):
            def saves() -> int:
                assert [fault for writer in writers for fault in writer.faults] == [], site.log()
                return sum(len(writer.acknowledged) for writer in writers)

            kill_now_and_then(site, saves, lambda: site.web_workers()[0], most=40)

        writers = save_until(site, places, kill_web_workers)
        stands = site.ask("what_stands", places=places)
        assert [fault for pair in zip(writers, stands, strict=True) for fault in faults_in(*pair)] == []

        acknowledged = sum(len(writer.acknowledged) for writer in writers)
        unanswered = sum(len(writer.ledger) for writer in writers) - acknowledged
        kept = sum(writer.kept for writer in writers)
        print(f"{acknowledged} saves acknowledged, {KILLS} kills, {unanswered} without an answer, {kept} of those kept")
        assert unanswered > kept, "no kill fell in the middle of a save: this proved nothing"

        site.ask("undo_last_save", place=places[3])  # the comparison notices the loss of a single save
        stands = site.ask("what_stands", places=places)
        wrong = [writer.name for writer, there in zip(writers, stands, strict=True) if faults_in(writer, there)]
        assert wrong == ["Writer 3"]


@pytest.fixture
def mailbox():
    box = Mailbox()
    box.start()
    yield box
    box.stop()


def test_killing_the_queue_worker_loses_no_mail(mailbox, tables):
    with live_site(copy_of=tables, EMAIL_URL=f"smtp://127.0.0.1:{mailbox.port}", RUN_TASKS_IN_WEB="0") as site:
        queued = site.ask("queue_mails", number=MAILS)
        worker = ["manage.py", "db_worker", "--interval=0.1", "--no-startup-delay"]
        running = [site.start(*worker)]

        def kill_and_start_another():
            running.append(site.start(*worker))
            return running[-2].pid

        kill_now_and_then(site, lambda: len(mailbox.arrived), kill_and_start_another, most=8)
        site.stop()
        lost = site.ask("note_before_sending")
        site.ask("minutes_later", minutes=20)
        site.manage("requeue_stuck")
        both = [site.start(*worker, "--batch") for _one in range(2)]
        assert [process.wait(120) for process in both] == [0, 0], site.log()
        report(site, mailbox, queued, lost)


def test_killing_web_workers_that_send_mail_loses_no_mail(mailbox, tables):
    """The default set-up: the web process works off the queue itself and asks for no other process or command."""
    with live_site(copy_of=tables, EMAIL_URL=f"smtp://127.0.0.1:{mailbox.port}") as site:
        queued = site.ask("queue_mails", number=MAILS)
        with visited(site):
            kill_now_and_then(site, lambda: len(mailbox.arrived), lambda: site.web_workers()[0], most=8)
        site.stop()
        lost = site.ask("note_before_sending")
        site.ask("minutes_later", minutes=20)
        with visited(site):
            wait_until(lambda: len(set(mailbox.arrived)) >= len(queued) - 1, "every mail has arrived", site)
            wait_until(lambda: site.ask("unsent") == 0, "every mail that arrived is noted", site)
        report(site, mailbox, queued, lost)


class visited:
    """Serve the site while somebody opens a page all the time: a web process starts its queue at its first request."""

    def __init__(self, site: Site) -> None:
        self.site, self.enough = site, threading.Event()
        self.thread = threading.Thread(target=self.visit, daemon=True)

    def visit(self) -> None:
        while not self.enough.wait(0.05):
            try:
                self.site.call("/check/")
            except NO_ANSWER:
                time.sleep(0.1)

    def __enter__(self) -> None:
        self.site.serve()
        self.thread.start()

    def __exit__(self, *fault) -> None:
        self.enough.set()
        self.thread.join()


def report(site: Site, mailbox: Mailbox, queued: list[str], lost: str) -> None:
    """Everything arrived, once but for the moments between the server's OK and our note of it. `lost` is the mail that
    a worse queue would have lost: it must be missing, or the comparison is blind."""
    doubled = doubled_mails(mailbox.arrived)
    print(f"{len(queued)} mails, {KILLS} kills, {len(set(mailbox.arrived))} arrived, {doubled} twice")
    assert site.ask("unsent") == 0
    assert set(mailbox.arrived) <= set(queued), "a mail arrived that was never committed"
    assert lost_mails(queued, mailbox.arrived) == {lost}
    assert doubled <= KILLS
