"""What a doubt asks of whom: the lines of the first page about talks and escalations."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from placements.models import User
from placements.roles import Role
from placements.task import Task

from .dialogue_mails import side_people
from .models import Repair, UnitDecision
from .rules import SIDES, DecisionState

AGREED_WITHIN = timedelta(days=14)  # after a decision "not met"; shown as the day it is due


def talks_for(user) -> Iterator[tuple[bool, Task]]:
    """Each talk this person has a say in, as a line; with it whether the next word is theirs. The number of queries
    does not grow with the talks."""
    for decision in UnitDecision.objects.talked_about_by(user).for_list():
        side = next((side for side in dict.fromkeys(SIDES.values()) if user in side_people(decision, side)), "")
        decides = Role.INSTITUTE_EDUCATOR in decision.roles_of(user)
        if side or decides:
            yield _line(decision, side, decides)


def asked_in(decision: UnitDecision) -> Iterator[tuple[User, Callable[[], Task]]]:
    """Who has the next word in this talk, each with what makes the line of his first page, in the language that is on
    when it is called."""
    people = {person: side for side in reversed(SIDES.values()) for person in side_people(decision, side)}
    deciders = decision.form.placement.people_in([Role.INSTITUTE_EDUCATOR])
    if decision.state == DecisionState.ESCALATED:
        people |= {person: "" for person in deciders if person not in people}
    for person, side in people.items():
        line = partial(_line, decision, side, person in deciders)
        if line()[0]:
            yield person, lambda line=line: line()[1]


def _line(decision: UnitDecision, side: str, decides: bool) -> tuple[bool, Task]:
    late = decision.due_on < timezone.localdate()
    if decision.state == DecisionState.IN_DIALOGUE:
        last = max(decision.contributions.all(), key=lambda said: said.pk)
        if late:
            return True, _task(decision, _("Settle the talk about %(student)s, or escalate"), _("Go to the talk"))
        if last.side != side:
            return True, _task(decision, _("Answer in the talk about %(student)s"), _("Read and answer"))
        return False, _task(decision, _("The talk about %(student)s: the other side answers"))
    if side in decision.sides_to_hear:
        return True, _task(decision, _("Write your position about %(student)s"), _("Write your position"))
    if decides and (late or not decision.sides_to_hear):
        return True, _task(decision, _("Take the final decision about %(student)s"), _("Read and decide"))
    if decision.sides_to_hear:
        return False, _task(decision, _("Escalated about %(student)s: a position is still to come"))
    return False, _task(decision, _("Escalated about %(student)s: the institute educator decides"))


def _task(decision: UnitDecision, title: str, button: str = "") -> Task:
    placement = decision.form.placement
    return Task(
        title=title % {"student": placement.student},
        text=f"{decision.unit.title}." if button else decision.unit.title,
        button=button,
        url=decision.get_dialogue_url(),
        due=decision.due_on,
        corner="all",
        form=decision.form,
    )


def repairs_for(user) -> Iterator[Task]:
    """Decisions "not met" of an examiner, on which nothing is agreed with the student yet."""
    for decision in Repair.objects.wanted_by(user).for_list():
        yield Task(
            title=_("Agree with %(student)s on what comes now") % {"student": decision.form.placement.student},
            text=_("%(unit)s is not met.") % {"unit": decision.unit.title},
            button=_("Make a repair agreement"),
            url=f"{decision.get_dialogue_url()}#repair",
            due=timezone.localdate(decision.decided_at) + AGREED_WITHIN,
            corner="institute",
            form=decision.form,
        )
