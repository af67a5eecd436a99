"""What is shown together with another outcome is carried over by itself, once both things are there (M04)."""

from placements.models import Placement
from placements.set_rules import SET_STEPS, SetState


def carry_over_in(sender, placement: Placement, by, **kwargs) -> None:
    """The set was changed: somebody recorded that last year's examiner agrees, or that the other one was recognised."""
    waiting = placement.outcomes.filter(state=SetState.ASKED, rule__carried_over_with__isnull=False)
    for item in waiting.exclude(agreed_on=None).with_named():
        if item.roles_of(by) & SET_STEPS["carry_over"].roles and not item.missing_for("carry_over"):
            item.take("carry_over", by)


def carry_over_after_decision(sender, instance, created: bool, **kwargs) -> None:
    """An outcome was decided: as met, it may carry another one with it."""
    if created and instance.verdict == "met":
        carry_over_in(sender, instance.decision.form.placement, instance.decision.decided_by)
