"""What is shown together with another outcome is carried over by itself, once both things are there (M04)."""

from placements.models import Placement
from placements.set_rules import SET_STEPS, SetState


def carry_over_in(placement: Placement, by) -> None:
    """An outcome was decided as met or recognised, or somebody recorded that last year's examiner agrees: what waited
    for that counts as shown."""
    waiting = placement.outcomes.filter(state=SetState.ASKED, rule__carried_over_with__isnull=False)
    for item in waiting.exclude(agreed_on=None).with_named():
        if item.roles_of(by) & SET_STEPS["carry_over"].roles and not item.missing_for("carry_over"):
            item.take("carry_over", by)


def after_change(sender, placement: Placement, by, **kwargs) -> None:
    """The set was changed."""
    carry_over_in(placement, by)
