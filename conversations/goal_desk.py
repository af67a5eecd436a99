"""The goals of a placement per outcome, with every version, and what this person may do with each (C20, C22, C23)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from placements.models import Placement, PlacementOutcome
from placements.roles import Role

from .models import Conversation, Goal, GoalVersion
from .rules import GOAL_WRITERS, TALK_READERS, TALK_WRITERS, Kind, State
from .signals import coming_along
from .talk_forms import GoalForm, GoalNoteForm


@dataclass
class GoalRow:
    """One goal: its words now, the words before, its steps, and the forms of who may use them."""

    goal: Goal
    versions: list[GoalVersion]  # newest first
    steps: dict
    form: GoalForm | None = None
    note_form: GoalNoteForm | None = None

    @property
    def now(self) -> GoalVersion:
        return self.versions[0]

    @property
    def before(self) -> list[GoalVersion]:
        return self.versions[1:]

    @property
    def notes(self) -> list:
        """Why it was let go."""
        return [line for line in self.goal.log.all() if line.note]


@dataclass
class OutcomeGoals:
    """One outcome of the set with its goals, and what comes along from the moment before."""

    item: PlacementOutcome
    running: list[GoalRow] = field(default_factory=list)
    past: list[GoalRow] = field(default_factory=list)
    brought: object = None
    form: GoalForm | None = None

    @property
    def forms(self) -> list:
        """All that stand on the page, in its order."""
        found = [form for row in self.running for form in (row.form, row.note_form)]
        found += [self.form, *(form for row in self.past for form in (row.form, row.note_form))]
        return [form for form in found if form]


def goal_rows(
    placement: Placement, user, *, talk: Conversation | None = None, running=False, bound=None
) -> list[GoalRow]:
    """The goals this person may read. `bound` maps the name of a form to one that came back with faults."""
    found = Goal.objects.visible_to(user).filter(placement=placement).for_list()
    rows, bound = [], bound or {}
    for goal in found:
        goal.placement = placement  # its people are known already
        if running and goal.state != "running":
            continue
        rows.append(_row(goal, user, talk, bound))
    return rows


def _row(goal: Goal, user, talk: Conversation | None, bound: dict) -> GoalRow:
    versions = sorted(goal.versions.all(), key=lambda version: -version.number)
    row, more = GoalRow(goal, versions, goal.steps_for(user)), {"talk": talk.pk if talk else None}
    if goal.may_write(user):
        initial = more | {"text": versions[0].text, "seen": versions[0].number}
        row.form = bound.get(f"goal-{goal.pk}") or GoalForm(initial=initial, auto_id=f"goal-{goal.pk}-%s")
    if "let_go" in row.steps:
        row.note_form = bound.get(f"let-go-{goal.pk}") or GoalNoteForm(initial=more, auto_id=f"let-go-{goal.pk}-%s")
    return row


def items_for(placement: Placement, user) -> list[PlacementOutcome]:
    """The outcomes of the set on which goals stand; an examiner's own unit only."""
    items = [item for item in placement.outcomes.current().with_named() if item.stands_on_forms]
    roles = placement.roles_of(user)
    for item in items:
        item.placement = placement
    if roles == {Role.UNIT_EXAMINER}:
        units = {unit for _role, unit in placement.seats_of(user)}
        return [item for item in items if item.unit_id in units]
    return items


def page_of(placement: Placement, user, bound: dict | None = None) -> dict:
    """Everything the page of the goals shows this reader."""
    bound, groups = bound or {}, {}
    writes = placement.ended_on is None and bool(placement.roles_of(user) & GOAL_WRITERS)
    brought = brought_along(placement, user)
    for item in items_for(placement, user):
        group = groups[item.names] = OutcomeGoals(item, brought=brought.get(item.names))
        if writes:
            name = f"new-{item.pk}"
            group.form = bound.get(name) or GoalForm(auto_id=f"{name}-%s")
    for row in goal_rows(placement, user, bound=bound):
        group = groups.setdefault(row.goal.item.names, OutcomeGoals(row.goal.item))
        (group.running if row.goal.state == "running" else group.past).append(row)
    talks = guidance_talks(placement) if placement.roles_of(user) & TALK_READERS else None
    return {
        "placement": placement,
        "own": user.pk == placement.student_id,
        "groups": list(groups.values()),
        "forms": [form for group in groups.values() for form in group.forms],
        "talks": talks,
        "lessons": lessons_of(placement) if talks is not None else None,
        "may_write_down": placement.ended_on is None and bool(placement.roles_of(user) & TALK_WRITERS),
    }


def brought_along(placement: Placement, user) -> dict:
    """Per outcome of the set what the last moment says for the next (C23, A29); from the apps that know the forms."""
    answers = coming_along.send(sender=Placement, placement=placement, user=user)
    return {names: brought for _receiver, found in answers for names, brought in found.items()}


def guidance_talks(placement: Placement) -> Iterable[Conversation]:
    """The log of guidance talks, newest first."""
    found = placement.conversations.filter(kind=Kind.GUIDANCE, state=State.HELD).order_by("-held_on", "-pk")
    return found.select_related("record__author").prefetch_related("record__goals__versions")


def lessons_of(placement: Placement) -> dict | None:
    """How many lessons were given so far, as everywhere, beside what the period asks; no judgement in it."""
    period, given = placement.period, placement.lessons_given
    if given is None and not period.lessons_min:
        return None
    return {"given": given or 0, "least": period.lessons_min, "most": period.lessons_max}
