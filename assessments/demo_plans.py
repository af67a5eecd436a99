"""Learning plans for the demo: one being written, one shared, one that waits for approval, the others approved."""

from conversations.models import LearningPlan, PlanOpening, PlanPart
from learning_outcomes.models import SkillDescriptor
from placements.models import Placement
from placements.roles import Role

OPENING = {
    "situation": "Ik geef les aan twee klassen op een school met veel leerlingen uit de buurt. Vorig jaar stond ik nog "
    "met een medestudent voor de klas; nu doe ik het voor het eerst alleen.",
    "shown_before": "In jaar 1 kon ik een uitleg van tien minuten geven. Mijn begeleider schreef dat ik rustig bleef.",
}
FIELDS = ("why", "goal", "activities", "satisfied_when", "evidence", "noticed_by", "support", "support_from")
PLANS = {
    "CPL": (
        "In mijn drukste klas duurt het soms tien minuten voor we begonnen zijn.",
        "Elke les begint binnen drie minuten, met een vaste start.",
        "Ik sta bij de deur, zet een startopdracht op het bord en laat mijn begeleider drie keer de tijd noteren.",
        "Werkt routinematig in herkenbare situaties",
        "De tijd van vijf lesstarts achter elkaar.",
        "Mijn werkplekbegeleider, en de leerlingen in een korte vragenlijst.",
        "Twee keer meekijken bij een collega met een rustige start.",
        "Mijn werkplekbegeleider regelt bij wie.",
    ),
    "AOL": (
        "Ik leg nu voor iedereen hetzelfde uit.",
        "Ik bereid per les een tweede uitleg voor, voor wie vastloopt.",
        "Per lesontwerp kies ik twee leerlingen en schrijf op waar zij zullen vastlopen.",
        "In drie lessen achter elkaar gebruik ik de tweede uitleg.",
        "",
        "",
        "",
        "",
    ),
    "PPI": (
        "",
        "Ik kan na elke lesdag in vijf zinnen zeggen wat voor leraar ik die dag was, en waarom.",
        "Een logboek, en om de week een gesprek met mijn medestudent.",
        "",
        "",
        "",
        "",
        "",
    ),
}
SHARPENED = "Elke les begint binnen twee minuten, ook op maandag het eerste uur."
REMARK = "Mooi dat je de tijd laat noteren. Denk je ook aan de lessen na de pauze?"
STATES = {"Tess": "preparing", "Sem": "shared", "Luuk": "asked"}  # by first name


def load_plan(placement: Placement) -> None:
    """Write the plan of this placement and bring it where it is in the demo."""
    plan, student = LearningPlan.objects.get(placement=placement), placement.student
    state = STATES.get(student.first_name, "approved")
    PlanOpening.write(plan, OPENING, by=student, seen_version=0)
    outcomes = ("CPL",) if state == "preparing" else tuple(PLANS)
    for code in outcomes:
        _write(plan, code)
    if state == "preparing":
        return
    mentor = placement.people_in([Role.WORKPLACE_MENTOR])[0]
    plan.take("share", student)
    plan.say(mentor, REMARK, _item(plan, "CPL"))
    if state == "shared":
        return
    _write(plan, "CPL", seen=1, goal=SHARPENED)
    plan.take("ask_approval", student)
    if state == "approved":
        plan.take("approve", mentor)


def _item(plan: LearningPlan, code: str):
    return plan.placement.outcomes.filter(outcome__code=code, state="asked").first()


def _write(plan: LearningPlan, code: str, seen: int = 0, **changed) -> None:
    item = _item(plan, code)
    if item is None:
        return
    values = dict(zip(FIELDS, PLANS[code], strict=True)) | changed
    indicators = item.outcome.indicators.values_list("pk", flat=True)[:2]
    cells = SkillDescriptor.objects.filter(skill__framework=item.outcome.framework_id, text=values["satisfied_when"])
    picked = {"indicators": list(indicators), "cells": list(cells.values_list("pk", flat=True))}
    PlanPart.write(plan, item, values, by=plan.placement.student, seen_version=seen, **picked)
