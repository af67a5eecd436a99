from argparse import ArgumentParser
from datetime import timedelta

from django.core.management.base import BaseCommand

from placements.jobs import STUCK, forget, greet_day, requeue_stuck


class Command(BaseCommand):
    help = (
        "Put tasks that never ended, and mails that should have left, back into the queue, and write the reminders of "
        "the day. Safe to run at any time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        minutes = int(STUCK.total_seconds() // 60)
        parser.add_argument(
            "--minutes", type=int, default=minutes, help="a task that runs longer than this is stuck (%(default)s)"
        )

    def handle(self, *args, minutes: int, **options) -> None:
        tasks, mails = requeue_stuck(timedelta(minutes=minutes))
        self.stdout.write(f"{tasks} tasks and {mails} mails put back into the queue.")
        self.stdout.write(f"{forget()} tasks that were long done are forgotten.")
        if greet_day():
            self.stdout.write("The reminders of today are written.")
