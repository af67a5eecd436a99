"""The conversations of the demo: planned for everybody, held as far as they are past, one cancelled, one without a day.

Nobody here exists.
"""

from datetime import time, timedelta

from django.utils import timezone

from conversations.proposing import proposals
from conversations.rules import DATED
from placements.models import FreeDays, Placement
from placements.roles import Role

SCHOOL_DAYS = [0, 1]  # as the period says: Monday and Tuesday
TIMES = {"introduction": time(9, 0), "start": time(15, 30), "midterm": time(15, 30), "final": time(14, 0)}
PLACES = {"introduction": "Kamer van de schoolopleider", "start": "Lokaal 2.14", "midterm": "Lokaal 2.14"}
WITHOUT_FINAL = "Sem"  # still has to choose a day
CANCELLED = ("Tess", "midterm", "Griep. We zoeken een dag in de week erna.")


def plan_talks(placement: Placement) -> None:
    """Each conversation on its proposed day; what is past was held."""
    Placement.objects.filter(pk=placement.pk).update(
        weekdays=SCHOOL_DAYS, first_lesson=placement.start + timedelta(days=8)
    )
    placement.weekdays, student, today = SCHOOL_DAYS, placement.student, timezone.localdate()
    days = proposals(placement, DATED)
    for talk in placement.conversations.filter(kind__in=DATED).order_by("pk"):
        day = days[talk.kind]
        if day is None or (student.first_name == WITHOUT_FINAL and talk.kind == "final"):
            continue
        said = {"day": day, "starts_at": TIMES[talk.kind], "place": PLACES.get(talk.kind, "")}
        talk = talk.take("plan", student, **said)
        if day < today:
            talk.take("hold", student)


def cancel_one(placement: Placement) -> None:
    """One conversation is off, and says why."""
    first, kind, why = CANCELLED
    if placement.student.first_name == first:
        placement.conversations.get(kind=kind).take("cancel", placement.people_in([Role.WORKPLACE_MENTOR])[0], why)


def days_off(placements: list[Placement]) -> None:
    """A study day of the first school and a holiday of the institute, in the weeks to come."""
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    FreeDays.objects.create(school=placements[0].school, title="Studiedag", first_day=monday, last_day=monday)
    week = monday + timedelta(weeks=5)
    FreeDays.objects.create(
        institute=placements[0].institute, title="Collegevrije week", first_day=week, last_day=week + timedelta(days=4)
    )
