"""Talks, goals in several versions, an educator who was passed on and one private note for the demo."""

from datetime import timedelta

from django.utils import timezone

from conversations.models import Conversation, Goal, PassedOn, PrivateNote, TalkRecord
from conversations.talk_desk import count_lessons
from placements.models import Placement
from placements.roles import Role

INTRODUCTION = (
    "We kennen elkaar nu. Je geeft de eerste drie weken een deel van de les.\nJe komt met de trein van 7.40 uur."
)
GUIDANCE = [  # weeks after the first day, what was discussed, the next step, activities, lessons
    (4, "De start van de les in 2B duurde lang. We keken naar de eerste vijf minuten.",
     "Een startopdracht op het bord, bij de deur staan.", ["routine"], 11),
    (6, "De startopdracht werkt. De overgang naar de uitleg is nog onrustig.",
     "Een vast teken afspreken met de klas.", ["routine", "experiment"], 13),
    (9, "Je probeerde de placematmethode. De groepjes praatten over de stof.",
     "Zoek bij de theorie over samenwerkend leren waarom dit werkte.", ["experiment", "theory"], 14),
]  # fmt: skip
GOALS = {
    "CPL": ["Ik begin mijn lessen rustig.", "Ik begin elke les met een startopdracht op het bord.",
            "Ik begin elke les binnen vijf minuten, ook in 2D, met een startopdracht en een vast teken."],
    "AOL": ["Ik kies per les een werkvorm die past bij het doel."],
    "PPI": ["Ik vraag elke week één leerling wat hem hielp in de les."],
}  # fmt: skip
NOTE = "Op donderdag moet ik om vier uur weg. Wil je dan niets meer met me plannen?"


def load_talks(placements: list[Placement]) -> None:
    """Noor has everything, Luuk an introduction; Tess passes on who examines her second unit."""
    for placement in placements[:2]:
        introduction(placement)
    if placements:
        goals(placements[0])
        log(placements[0])
        note(placements[0])
    if len(placements) > 2:
        educator(placements[2])


def _mentor(placement: Placement):
    return placement.people_in([Role.WORKPLACE_MENTOR])[0]


def introduction(placement: Placement) -> None:
    Conversation.objects.start_for(placement)
    held, mentor = placement.conversations.get(kind="introduction"), _mentor(placement)
    values = {"report": INTRODUCTION, "topics": ["days", "classes", "guidance"]}
    TalkRecord.write(held, values, by=mentor, seen_version=0)
    held.take("hold", mentor, held_on=placement.start + timedelta(days=2))


def goals(placement: Placement) -> None:
    """One that grew twice, one that was reached, and one as it was set."""
    student, said_in = placement.student, ["start", "guidance", "midterm"]
    for code, texts in GOALS.items():
        item = placement.outcomes.current().get(outcome__code=code)
        day = placement.start + timedelta(weeks=3)
        goal = Goal.objects.set_goal(item, texts[0], by=student, role=Role.STUDENT, kind="start", day=day)
        for seen, text in enumerate(texts[1:], start=1):
            goal.reword(text, by=student, kind=said_in[seen], seen=seen)
        if code == "AOL":
            goal.take("reach", _mentor(placement))


def log(placement: Placement) -> None:
    """Three guidance talks, each about the goal that grew."""
    mentor, goal = _mentor(placement), placement.goals.get(item__outcome__code="CPL")
    for weeks, report, next_steps, activities, lessons in GUIDANCE:
        made = Conversation.objects.create(placement=placement, kind="guidance")
        made.take("hold", mentor, held_on=placement.start + timedelta(weeks=weeks, days=1))
        values = {"report": report, "next_steps": next_steps, "activities": activities, "lessons": lessons}
        TalkRecord.write(made, values, by=mentor, seen_version=0, goals=[goal.pk])
    count_lessons(placement)


def note(placement: Placement) -> None:
    until = max(placement.end, timezone.localdate())
    PrivateNote.objects.create(placement=placement, recipient=_mentor(placement), text=NOTE, last_day=until)


def educator(placement: Placement) -> None:
    """Nobody examines the second unit yet; the student says who teaches it."""
    unit = placement.participations.filter(role=Role.UNIT_EXAMINER).order_by("unit__order").last().unit
    placement.participations.filter(unit=unit).update(until=timezone.localdate())
    names = {"first_name": "Wouter", "last_name": "Dierickx", "email": "wouter.dierickx@zuidoever.example"}
    PassedOn.objects.create(placement=placement, unit=unit, **names)
