"""Talks, goals, notes and educators of Noor's placement, brought there as people bring them."""

from datetime import timedelta

from django.utils import timezone

from conversations.models import Conversation, Goal, PassedOn, PrivateNote, TalkRecord
from tests.cast import Cast

GOAL = "Ik geef elke les een startopdracht."
TRIANGLE = {"student", "mentor", "school_educator", "institute_educator"}


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def talk(cast: Cast, kind: str) -> Conversation:
    return Conversation.objects.get(placement=cast.placement, kind=kind)


def recorded(conversation: Conversation, by, report="We keken terug op de les.", seen=0, **values) -> TalkRecord:
    return TalkRecord.write(conversation, {"report": report} | values, by=by, seen_version=seen)


def goal_on(cast: Cast, code="CPL", text=GOAL) -> Goal:
    item = cast.placement.outcomes.get(outcome__code=code)
    return Goal.objects.set_goal(item, text, by=cast.student, role="student", kind="start")


def guidance(cast: Cast, by, lessons=3, days_ago=1, report="Over de start van de les.") -> Conversation:
    made = Conversation.objects.create(placement=cast.placement, kind="guidance")
    made.take("hold", by, held_on=in_days(-days_ago))
    recorded(made, by, report=report, lessons=lessons)
    return made


def note_for(cast: Cast, person: str, text: str, days=30) -> PrivateNote:
    values = {"recipient": cast.people[person], "text": text, "last_day": in_days(days)}
    return PrivateNote.objects.create(placement=cast.placement, **values)


def passed_on(cast: Cast, email="imke@instituut.example", unit=0) -> PassedOn:
    names = {"first_name": "Imke", "last_name": "Buurma", "email": email}
    return PassedOn.objects.create(placement=cast.placement, unit=cast.units[unit], **names)


def without_examiner(cast: Cast, unit=0) -> None:
    """Nobody sits for this unit."""
    cast.placement.participations.filter(unit=cast.units[unit]).update(until=timezone.localdate())
