"""The weeks of a placement in a row, with the gap and the talks: for the drawing and for the table beside it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from learning_outcomes.models import ConversationKind as Kind

from .models import Placement

SHORT_NAMES = {  # of conversations, where there is little room
    Kind.INTRODUCTION: _("Introduction"),
    Kind.START: _("Start talk"),
    Kind.GUIDANCE: _("Guidance talk"),
    Kind.MIDTERM: pgettext_lazy("talk", "Midterm"),
    Kind.FINAL: pgettext_lazy("talk", "Final"),
}
LEFT, STEP, GAP = 90, 58, 90  # of the drawing: where week 1 stands, how far the next one is, how wide the gap is


@dataclass(frozen=True)
class Talk:
    """A conversation in a week; its day once it is planned or held."""

    name: str | Promise
    week: int
    day: date | None = None

    def __str__(self) -> str:
        return str(self.name)


@dataclass(frozen=True)
class Week:
    """One week: its number (None for the gap), its days, and what is talked about then."""

    number: int | None
    monday: date
    sunday: date
    talks: tuple["Talk", ...]
    x: int

    @property
    def is_now(self) -> bool:
        return self.monday <= timezone.localdate() <= self.sunday

    @property
    def is_past(self) -> bool:
        return self.sunday < timezone.localdate()


def weeks_of(placement: Placement) -> list[Week]:
    """The weeks in order, the gap as one week without a number (P02, X34)."""
    talks, x = talks_of(placement), LEFT
    found: list[Week] = []
    for number in range(1, placement.period.weeks + 1):
        monday = placement.monday_of_week(number)
        if found and monday > found[-1].monday + timedelta(days=7):
            gap, last = found[-1].monday + timedelta(days=7), monday - timedelta(days=1)
            found.append(Week(None, gap, last, _in_days(talks, gap, last), x + (GAP - STEP) // 2))
            x += GAP
        sunday = monday + timedelta(days=6)
        without_day = tuple(talk for talk in talks if talk.day is None and talk.week == number)
        found.append(Week(number, monday, sunday, without_day + _in_days(talks, monday, sunday), x))
        x += STEP
    return found


def _in_days(talks: list[Talk], first: date, last: date) -> tuple[Talk, ...]:
    return tuple(sorted((talk for talk in talks if talk.day and first <= talk.day <= last), key=lambda talk: talk.day))


def talks_of(placement: Placement) -> list[Talk]:
    """Which conversation is held in which week: on its day once it has one, else in the week of the period. One that is
    off is left out. One query."""
    period, stands = placement.period, {talk.kind: talk for talk in placement.conversations.exclude(kind=Kind.GUIDANCE)}
    found = []
    for kind in (Kind.INTRODUCTION, Kind.START, Kind.MIDTERM, Kind.FINAL):
        talk = stands.get(kind)
        if talk is None or talk.state != "cancelled":
            week = getattr(period, f"{kind}_week")
            found.append(Talk(SHORT_NAMES[kind], week, talk and (talk.held_on or talk.day)))
    return found
