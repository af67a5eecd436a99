"""On which day a conversation may be proposed (C08, C10, P02, X34): a day at school, outside the gap and days off.

A proposal is only that: whoever wants another day gets it once he says so (`Conversation.chosen`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from learning_outcomes.models import ConversationKind as Kind
from placements.models import FreeDays, Placement

from .cycle import week_of

SCHOOL_WEEK = frozenset(range(5))  # where nobody said which days somebody is at school
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """Days from the first to the last, both included."""

    first: date
    last: date
    title: str = ""

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Term:
    """What says which days of a placement may be proposed; nothing of it is asked of the database."""

    whole: Stretch
    weekdays: frozenset[int] = SCHOOL_WEEK
    gap: Stretch | None = None
    free: tuple[Stretch, ...] = ()

    def why_not(self, day: date) -> str:
        """Why this day is not proposed, as a sentence; empty when it may be."""
        if not self.whole.holds(day):
            return _("This day lies outside the placement, which runs from %(first)s to %(last)s.") % {
                "first": date_format(self.whole.first, "j F"),
                "last": date_format(self.whole.last, "j F Y"),
            }
        if self.gap and self.gap.holds(day):
            return _("This day lies in the weeks without placement.")
        if off := next((stretch for stretch in self.free if stretch.holds(day)), None):
            return _("This is a day off: %(title)s.") % {"title": off.title}
        if day.weekday() not in self.weekdays:
            return _("%(weekday)s is not a day at school.") % {"weekday": date_format(day, "l").capitalize()}
        return ""

    def may_be(self, day: date) -> bool:
        """The same, without words."""
        stretches = (*self.free, *([self.gap] if self.gap else []))
        free = any(stretch.holds(day) for stretch in stretches)
        return self.whole.holds(day) and day.weekday() in self.weekdays and not free

    def first_from(self, day: date) -> date | None:
        """The first day from this one on that may be proposed; None when the placement has none any more."""
        day = max(day, self.whole.first)
        while day <= self.whole.last:
            if self.may_be(day):
                return day
            day += DAY
        return None


def term_of(placement: Placement, weekdays: Iterable[int] | None = None) -> Term:
    """The days of this placement; one query. With other `weekdays` than it has: as if it had those."""
    free = FreeDays.objects.for_placement(placement)
    return Term(
        Stretch(placement.start, placement.end),
        frozenset(placement.weekdays if weekdays is None else weekdays) or SCHOOL_WEEK,
        Stretch(placement.gap_start, placement.gap_end) if placement.gap_start else None,
        tuple(Stretch(days.first_day, days.last_day, days.title) for days in free),
    )


def propose(placement: Placement, week: int, term: Term | None = None) -> date | None:
    """The first day of this week of the placement on which a conversation fits, else the next one later."""
    return (term or term_of(placement)).first_from(placement.monday_of_week(week))


def proposals(placement: Placement, kinds: Iterable[str], term: Term | None = None) -> dict[Kind, date | None]:
    """A day for each of these kinds of conversation, in the weeks the period gives them (X34)."""
    term = term or term_of(placement)
    return {Kind(kind): propose(placement, week_of(placement.period, kind) or 1, term) for kind in kinds}


def why_not(placement: Placement, day: date, term: Term | None = None) -> str:
    """Why this day is not proposed: in the gap, no day at school, a day off, outside the placement. Else empty."""
    return (term or term_of(placement)).why_not(day)
