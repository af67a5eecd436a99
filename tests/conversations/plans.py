"""The plan of Noor in each of its states, brought there by the steps real people take."""

from datetime import timedelta

from django.utils import timezone

from conversations.models import LearningPlan, PlanOpening, PlanPart
from placements.models import Participation, Placement, PlacementOutcome
from tests.cast import Cast

TEXTS = {
    "why": "In 2B begint geen les op tijd.",
    "goal": "Elke les begint binnen drie minuten.",
    "activities": "Ik sta bij de deur en begin met een startopdracht.",
    "satisfied_when": "Werkt routinematig in herkenbare situaties",
}


def plan_of(placement: Placement) -> LearningPlan:
    return LearningPlan.objects.get(placement=placement)


def item_of(plan: LearningPlan, code: str) -> PlacementOutcome:
    return plan.placement.outcomes.get(outcome__code=code, state="asked")


def put(plan: LearningPlan, code: str, *, seen: int = 0, indicators=(), cells=(), **texts) -> PlanPart:
    """The student writes this about one outcome; what is not given is as in TEXTS."""
    by, item = plan.placement.student, item_of(plan, code)
    values = TEXTS | texts
    return PlanPart.write(plan, item, values, by=by, seen_version=seen, indicators=indicators, cells=cells)


def prepared(cast: Cast) -> LearningPlan:
    """With a starting situation, and goals for CPL and PPI."""
    plan = plan_of(cast.placement)
    values = {"situation": "Twee klassen, voor het eerst alleen voor de groep.", "shown_before": "Stage in jaar 1."}
    PlanOpening.write(plan, values, by=cast.student, seen_version=0)
    put(plan, "CPL")
    put(plan, "PPI", goal="Ik kan zeggen wat voor leraar ik wil zijn.")
    return plan


def shared(cast: Cast) -> LearningPlan:
    return prepared(cast).take("share", cast.student)


def week(cast: Cast, number: int) -> None:
    """It is this week of the placement now; the gap left out."""
    start = timezone.localdate() - timedelta(weeks=number - 1)
    Placement.objects.filter(pk=cast.placement.pk).update(start=start, end=start + timedelta(weeks=18))
    Participation.objects.filter(placement=cast.placement).update(since=start)


def shared_with_one_goal(cast: Cast) -> LearningPlan:
    plan = plan_of(cast.placement)
    put(plan, "PPI")
    return plan.take("share", cast.student)


def asked(cast: Cast) -> LearningPlan:
    """After the talk the goal of CPL was sharpened."""
    plan = shared(cast)
    put(plan, "CPL", seen=1, goal="Elke les in 2B begint binnen twee minuten.")
    return plan.take("ask_approval", cast.student)


def approved(cast: Cast) -> LearningPlan:
    return asked(cast).take("approve", cast.mentor)


STATES = {"preparing": prepared, "shared": shared, "asked": asked, "approved": approved}
