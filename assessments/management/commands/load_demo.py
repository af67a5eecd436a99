"""`manage.py load_demo [--students N]`: a cohort of invented people in every stage of the cycle."""

from django.core.management.base import BaseCommand

from assessments import demo


class Command(BaseCommand):
    help = (
        "Loads invented students, mentors and educators in every stage of the cycle. Once: a second time does nothing."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--students", type=int, default=len(demo.STUDENTS), help="how many placements (default: %(default)s)"
        )

    def handle(self, *args, **options) -> None:
        made = demo.load(options["students"])
        self.stdout.write(f"{made} placements made." if made else "The demo is there already.")
