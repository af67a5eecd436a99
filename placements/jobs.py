"""Working off the queue inside the web process, so that the default set-up needs no second one (decisions, section 10).

Past one machine, set RUN_TASKS_IN_WEB=0 and run `manage.py db_worker` beside the web processes, and
`manage.py requeue_stuck` every few minutes (it forgets what is long done, and writes the reminders of the day).
"""

import logging
import os
import threading
from datetime import date, timedelta

from django.conf import settings
from django.core.signals import request_started
from django.db import connections, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus
from django_tasks.signals import task_enqueued
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from .models import OutgoingMail
from .outbox import deliver_later
from .signals import day_began, forgetting

STUCK = timedelta(minutes=15)  # no task takes this long; whoever ran it is gone
AGAIN = timedelta(minutes=5)  # a task that failed is tried again after this long,
GIVE_UP = timedelta(days=1)  # until it is this old
KEPT = timedelta(days=14)  # what is done or given up stays this long, to be looked at
MORNING = 7  # o'clock: nobody is reminded at night
LOOK_EVERY = 30  # seconds; for retries, and for what a process left behind that is gone

logger = logging.getLogger(__name__)
_wake = threading.Event()
_lock = threading.Lock()
_greeted: date | None = None  # the last day this process said had begun
_working_in: int | None = None  # the process the thread was started in: threads do not survive a fork


def requeue_stuck(after: timedelta = STUCK) -> tuple[int, int]:
    """Put back what fell out of the queue: tasks that run since too long or failed, and due mails without a task.

    Returns how many of each. Doing it twice does no harm: a mail is sent once however many tasks it has, and a paper
    is filed once.
    """
    now = timezone.now()
    with transaction.atomic():
        stuck = DBTaskResult.objects.running().filter(started_at__lt=now - after)
        failed = DBTaskResult.objects.failed().filter(finished_at__lt=now - AGAIN, enqueued_at__gt=now - GIVE_UP)
        tasks = sum(
            rows.update(status=TaskResultStatus.READY, started_at=None, finished_at=None) for rows in (stuck, failed)
        )
        queued = DBTaskResult.objects.filter(
            task_path=deliver_later.module_path, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
        )
        known = {call["args"][0] for call in queued.values_list("args_kwargs", flat=True)}
        lost = [pk for pk in OutgoingMail.objects.due().values_list("pk", flat=True) if pk not in known]
        for pk in lost:
            deliver_later.enqueue(pk)
    return tasks, len(lost)


def forget_finished(after: timedelta = KEPT) -> int:
    """Delete the tasks that ended longer ago than this, so that the queue does not grow for ever. Returns how many."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - after).delete()[0]


def greet_day() -> bool:
    """Say that a day has begun, once in each process, after MORNING; True when it was said. Reminders hang on it. When
    one of them fails, the day is greeted again at the next look."""
    global _greeted
    now = timezone.localtime()
    if now.hour < MORNING or _greeted == now.date():
        return False
    day_began.send(None, day=now.date())
    _greeted = now.date()
    return True


def forget() -> int:
    """Delete what need not be kept any longer: tasks long done, and what the apps to the right say. Returns how many
    tasks. One that fails keeps no other from it."""
    for _receiver, answer in forgetting.send_robust(sender=None):
        if isinstance(answer, Exception):
            logger.error("Something could not be forgotten.", exc_info=answer)
    return forget_finished()


def drain() -> None:
    """Run the tasks that are ready, one after the other, and return."""
    if DBTaskResult.objects.ready().exists():
        Worker(
            queue_names=["*"],
            interval=1,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        ).run()


def start(**kwargs) -> None:
    """At the first request in each web process: a thread that works off the queue, if the settings want one."""
    global _working_in
    with _lock:
        if settings.RUN_TASKS_IN_WEB and _working_in != os.getpid():
            _working_in = os.getpid()
            threading.Thread(target=_work, name="tasks", daemon=True).start()


def _work() -> None:
    while True:
        _wake.clear()
        try:
            requeue_stuck()
            drain()
            forget()
            greet_day()
            drain()
        except Exception:
            logger.exception("The queue could not be worked off; the next try is in %s seconds.", LOOK_EVERY)
        finally:
            connections.close_all()
        _wake.wait(LOOK_EVERY)


def _wake_after_commit(**kwargs) -> None:
    transaction.on_commit(_wake.set)


request_started.connect(start, dispatch_uid="start_working_off_the_queue")
task_enqueued.connect(_wake_after_commit, dispatch_uid="wake_the_worker")
