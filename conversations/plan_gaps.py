"""Which outcomes a plan is about, and what stands between it and the next step, as sentences."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from placements.models import PlacementOutcome
from placements.set_rules import Origin, SetState

from .models import LearningPlan, PlanPart


@dataclass(frozen=True)
class Gap:
    sentence: str
    anchor: str


def is_planned(item: PlacementOutcome) -> bool:
    """Something is learned on it here: it is asked, and not recognised as shown elsewhere."""
    return item.state == SetState.ASKED and item.stands_on_forms and item.recognition is None


def planned(plan: LearningPlan) -> Iterator[tuple[PlacementOutcome, PlanPart | None]]:
    """Each outcome of the plan with what is written on it. When its role, unit or level changed meanwhile, what was
    written before that stands with it. Takes a plan from `for_page()`."""
    parts = {part.item_id: part for part in plan.parts.all()}
    named = {part.item.names: part for part in plan.parts.all()}
    for item in plan.placement.outcomes.all():
        if is_planned(item):
            yield item, parts.get(item.pk) or named.get(item.names)


def anchor_of(item: PlacementOutcome) -> str:
    """The spot on the page, in the address after #. Outcomes of other frameworks may have the same code."""
    code = item.named.code.lower()
    return code if item.origin == Origin.PERIOD else f"{code}-{item.pk}"


def needs_goal(item: PlacementOutcome) -> bool:
    """The goals for professional and personal identity are set in the start talk: nothing else in the cycle brings them
    up (C32). For the other outcomes the student chooses where to set one (C14: which matter to me)."""
    return item.origin == Origin.PERIOD and item.named.code == "PPI"


def gaps(plan: LearningPlan, step: str) -> list[Gap]:
    """What is missing before the student may share the plan or ask for approval. Nothing else is obligatory (X02)."""
    if plan.placement.ended_on:
        return [Gap(_("The placement ended early: this plan asks for nothing more."), "")]
    if step not in ("share", "ask_approval"):
        return []
    both = list(planned(plan))
    with_goal = {item for item, part in both if part and part.goal.strip()}
    found = [
        Gap(
            pgettext("student", "Set a goal for %(outcome)s.") % {"outcome": item.named.title},
            f"{anchor_of(item)}-goal",
        )
        for item, _part in both
        if needs_goal(item) and item not in with_goal
    ]
    if not with_goal and not found:
        spot = f"{anchor_of(both[0][0])}-goal" if both else "opening"
        found.append(Gap(pgettext("student", "Set a goal for at least one outcome."), spot))
    return found
