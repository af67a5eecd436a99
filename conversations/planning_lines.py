"""What the page with the planning shows: the form, and below it each conversation with what can be done with it."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from placements.roles import Role

from .models import Conversation
from .planning_forms import PlanningForm
from .rules import State


@dataclass(frozen=True)
class Line:
    """A conversation that has a day, or that is off."""

    talk: Conversation
    steps: dict = field(default_factory=dict)
    note: str = ""  # why it is off
    by: str = ""

    @property
    def held_on(self) -> date | None:
        """The day to begin with when somebody writes down that it was held; None while it lies ahead."""
        today = timezone.localdate()
        return min(self.talk.day or today, today) if "hold" in self.steps and not self._is_ahead else None

    @property
    def _is_ahead(self) -> bool:
        return self.talk.day is not None and self.talk.day > timezone.localdate()


def page_of(form: PlanningForm, user) -> dict:
    """Everything the template needs; the number of queries does not grow."""
    placement = form.placement
    return {
        "placement": placement,
        "own": placement.student_id == user.pk,
        "form": form,
        "lines": [_line(talk, user) for talk in form.board.talks.values() if talk.day or talk.state != State.PLANNED],
        "nobody": _nobody_in(form),
        "ended": placement.ended_on is not None,
    }


def _line(talk: Conversation, user) -> Line:
    steps = {name: step for name, step in talk.steps_for(user).items() if name != "plan"}
    last = max(talk.log.all(), key=lambda line: line.pk, default=None)
    if talk.state != State.CANCELLED or last is None:
        return Line(talk, steps)
    return Line(talk, steps, last.note, last.by.get_short_name())


def _nobody_in(form: PlanningForm) -> list:
    """Seats in which nobody sits yet: they get nothing for their calendar."""
    seats = [Role.WORKPLACE_MENTOR, Role(form.board.seat)]
    return [seat.label for seat in seats if not form.placement.people_in({seat})]
