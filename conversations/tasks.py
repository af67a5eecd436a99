"""What about conversations stands on somebody's first page, as plain data: the app that draws it makes lines of it."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from placements.models import Placement

from .cycle import week_of
from .models import Conversation
from .proposing import term_of
from .rules import TRIANGLE_TALKS, State

SHOWN = 6


@dataclass(frozen=True)
class Coming:
    """A conversation this person sits in, and when."""

    conversation: Conversation
    others: tuple  # who sit in it beside him

    @property
    def day(self) -> date:
        return self.conversation.day


def to_plan(user) -> list[Placement]:
    """The running placements of this student in which a conversation of the triangle still ahead has no day (C08)."""
    today = timezone.localdate()
    mine = Placement.objects.filter(student=user, start__lte=today, end__gte=today, ended_on=None)
    return [placement for placement in mine.select_related("period") if _has_undated(placement, today)]


def _has_undated(placement: Placement, today: date) -> bool:
    undated = placement.conversations.filter(kind__in=TRIANGLE_TALKS, state=State.PLANNED, day=None)
    kinds = set(undated.values_list("kind", flat=True))
    term = term_of(placement) if kinds else None
    days = [term.first_from(placement.monday_of_week(week_of(placement.period, kind))) for kind in kinds]
    return any(day is None or day >= today for day in days)


def coming_for(user) -> list[Coming]:
    """What is planned from today on, with a day, the first first. A fixed number of queries."""
    talks = (
        Conversation.objects.visible_to(user)
        .filter(state=State.PLANNED, day__gte=timezone.localdate(), placement__ended_on=None)
        .for_list()
        .order_by("day", "starts_at", "pk")
    )
    found = [(talk, talk.people()) for talk in talks[: SHOWN * 4]]
    mine = [(talk, people) for talk, people in found if user in people]
    return [Coming(talk, tuple(one for one in people if one != user)) for talk, people in mine[:SHOWN]]
