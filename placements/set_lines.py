"""What the page of a set shows: one line an outcome, and the steps this reader may take with it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from learning_outcomes.models import LearningOutcome

from . import sets
from .models import Placement, PlacementOutcome, PlacementOutcomeLog, Recognition
from .roles import Role
from .set_rules import MAY_EDIT_SET, WITHOUT_BUTTON, Origin, SetState
from .workflow import Step


@dataclass
class Line:
    """One outcome: how it stands, and what this reader may do with it."""

    item: PlacementOutcome
    recognition: Recognition | None
    steps: dict[str, Step]
    may_change: bool
    may_recognise: bool
    may_withdraw: bool
    log: list[PlacementOutcomeLog]
    withdrawn: list[Recognition] = field(default_factory=list)
    written_on: bool = False  # on a form that is not signed yet; asked for whoever may take it off

    @property
    def named(self):
        return self.item.named

    @property
    def outcome(self) -> LearningOutcome | None:
        return self.item.outcome


def page_of(placement: Placement, user) -> dict:
    """Everything the page shows this reader; the number of queries does not grow with the outcomes."""
    roles = placement.roles_of(user)
    items = list(placement.outcomes.for_page())
    for item in items:
        item.placement = placement
    signed = {item.names for item in items for row in item.rows.all() if row.form.state == "signed"}
    lines = [line_of(item, roles, user, signed) for item in items if item.state != SetState.REPLACED]
    edits = bool(roles & MAY_EDIT_SET)
    written = set(placement.outcomes.written_on().values_list("pk", flat=True)) if edits else set()
    for line in lines:
        line.written_on = line.item.pk in written
    groups = [(origin, [line for line in lines if is_under(line.item, origin)]) for origin in Origin]
    return {
        "placement": placement,
        "own": user.pk == placement.student_id,
        "edits": edits,
        "groups": [(Origin(origin), found) for origin, found in groups if found],
        "proposed": [line for line in lines if line.item.state == SetState.PROPOSED],
        "gone": [line for line in lines if line.item.state in {SetState.DROPPED, SetState.DECLINED}],
        "gate": [line for line in lines if line.item.closes_gate],
        "unknown": [line for line in lines if line.item.is_current and line.item.role_unknown],
        "hint": choice_hint(lines),
        "has_rules": sets.rules_for(placement).exists() if edits or user.pk == placement.student_id else False,
    }


def is_under(item: PlacementOutcome, origin: str) -> bool:
    return item.is_current and item.origin == origin


def line_of(item: PlacementOutcome, roles: set[Role], user, signed: set[tuple]) -> Line:
    recognition = item.recognition
    steps = {
        name: step
        for name, step in item.steps_for(user).items()
        if name not in WITHOUT_BUTTON and offered(item, name, signed)
    }
    edits, open_now = bool(roles & MAY_EDIT_SET), item.state == SetState.ASKED and not recognition
    return Line(
        item=item,
        recognition=recognition,
        steps=steps,
        may_change=edits and open_now and not item.rule_id,
        may_recognise=open_now and sets.may_recognise(item, user),
        may_withdraw=recognition is not None and sets.may_recognise(item, user),
        log=list(item.log.all()),
        withdrawn=[found for found in item.recognitions.all() if found.withdrawn_at],
    )


def offered(item: PlacementOutcome, step: str, signed: set[tuple]) -> bool:
    """Has a button for this step a sense on this line? What is missing besides is said when it is pressed."""
    rule = item.rule
    if step in ("entry_shown", "entry_refused"):
        return item.closes_gate and (step == "entry_shown" or not item.entry)
    if step == "examiner_agreed":
        return bool(rule and rule.carried_over_with_id and not item.agreed_on)
    if step == "confirm":
        return item.goes_to == "institute" and not item.recognition and item.names in signed
    if step == "drop":
        return item.recognition is None
    return True


def choice_hint(lines: Iterable[Line]) -> list[LearningOutcome]:
    """The outcomes of this set that come from a set the student chooses from: a hint, nothing is counted (X14)."""
    return [line.outcome for line in lines if line.outcome and line.item.is_current and line.outcome.choice_set]
