"""What was discussed, an educator who was passed on and one private note for the demo."""

from datetime import timedelta

from django.utils import timezone

from conversations.cycle import moment_of
from conversations.models import Conversation, PassedOn, PrivateNote, TalkRecord
from conversations.talk_desk import count_lessons
from conversations.topics import topics_of
from placements.models import Placement
from placements.roles import Role

INTRODUCTION = (
    "We kennen elkaar nu. Je geeft de eerste drie weken een deel van de les.\nJe komt met de trein van 7.40 uur."
)
GUIDANCE = [  # week, what was discussed, the next step, activities, lessons
    (4, "De start van de les in 2B duurde lang. We keken naar de eerste vijf minuten.",
     "Een startopdracht op het bord, bij de deur staan.", ["routine"], 11),
    (6, "De startopdracht werkt. De overgang naar de uitleg is nog onrustig.",
     "Een vast teken afspreken met de klas.", ["routine", "experiment"], 13),
    (9, "Je probeerde de placematmethode. De groepjes praatten over de stof.",
     "Zoek bij de theorie over samenwerkend leren waarom dit werkte.", ["experiment", "theory"], 14),
]  # fmt: skip
AGREED = {
    "midterm": (
        "We lazen samen de feedback. De start van de les loopt; het ingrijpen komt nog te laat.\n"
        "In deel twee geef ik hele lessen, ook in een klas die ik nog niet ken.",
        "Elke week één opname van tien minuten terugkijken.",
    ),
    "final": (
        "We gingen de leeruitkomsten langs. Ik liet de opname van 18 mei zien.\n"
        "De begeleiders vertelden hun oordeel en waarom.",
        "Volgend jaar: eerder ingrijpen, en vaker vragen wat leerlingen ervan vonden.",
    ),
}
NOTE = "Op donderdag moet ik om vier uur weg. Wil je dan niets meer met me plannen?"


def load_talks(placements: list[Placement]) -> None:
    """Noor has everything, Luuk an introduction; Tess passes on who examines her second unit."""
    for placement in placements[:2]:
        introduction(placement)
    if placements:
        log(placements[0])
        note(placements[0])
    if len(placements) > 2:
        educator(placements[2])


def _mentor(placement: Placement):
    return placement.people_in([Role.WORKPLACE_MENTOR])[0]


def introduction(placement: Placement) -> None:
    """The introduction was held already; this is what came of it."""
    held, mentor = placement.conversations.get(kind="introduction"), _mentor(placement)
    topics = [topic.code for topic in topics_of(moment_of(placement.period, held.kind))]
    TalkRecord.write(held, {"report": INTRODUCTION, "topics": topics[2:6]}, by=mentor, seen_version=0)


def log(placement: Placement) -> None:
    """Three guidance talks, each about the first goal."""
    mentor, goal = _mentor(placement), placement.goals.filter(item__outcome__code="CPL").first()
    for week, report, next_steps, activities, lessons in GUIDANCE:
        made = Conversation.objects.create(placement=placement, kind="guidance")
        made.take("hold", mentor, held_on=placement.monday_of_week(week) + timedelta(days=1))
        values = {"report": report, "next_steps": next_steps, "activities": activities, "lessons": lessons}
        TalkRecord.write(made, values, by=mentor, seen_version=0, goals=[goal.pk])
    count_lessons(placement)


def say_what_was_agreed(placement: Placement, moment: str) -> None:
    """The report of the talk about a form, in the words of the student; at the final the verdict was told in it."""
    talk = placement.conversations.get(kind=moment)
    if talk.state == "held":
        report, next_steps = AGREED[moment]
        values = {"report": report, "next_steps": next_steps}
        TalkRecord.write(talk, values, by=placement.student, seen_version=0)
        if moment == "final":
            talk.tell_verdict(_mentor(placement), talk.held_on)


def note(placement: Placement) -> None:
    until = max(placement.end, timezone.localdate())
    PrivateNote.objects.create(placement=placement, recipient=_mentor(placement), text=NOTE, last_day=until)


def educator(placement: Placement) -> None:
    """Nobody examines the second unit yet; the student says who teaches it."""
    unit = placement.participations.filter(role=Role.UNIT_EXAMINER).order_by("unit__order").last().unit
    placement.participations.filter(unit=unit).update(until=timezone.localdate())
    names = {"first_name": "Wouter", "last_name": "Dierickx", "email": "wouter.dierickx@zuidoever.example"}
    PassedOn.objects.create(placement=placement, unit=unit, **names)
