"""The weeks of a placement in a row, with the gap and the talks: for the drawing and for the table beside it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import Placement

LEFT, STEP, GAP = 90, 58, 90  # of the drawing: where week 1 stands, how far the next one is, how wide the gap is


@dataclass(frozen=True)
class Week:
    """One week: its number (None for the gap), its days, and what is talked about then."""

    number: int | None
    monday: date
    sunday: date
    talks: tuple[str | Promise, ...]
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
            gap = found[-1].monday + timedelta(days=7)
            found.append(Week(None, gap, monday - timedelta(days=1), (), x + (GAP - STEP) // 2))
            x += GAP
        found.append(Week(number, monday, monday + timedelta(days=6), tuple(talks.get(number, ())), x))
        x += STEP
    return found


def talks_of(placement: Placement) -> dict[int, list[str | Promise]]:
    """Which conversation is held in which week."""
    period = placement.period
    found: dict[int, list[str | Promise]] = {1: [_("Introduction")]}
    for week, name in (
        (period.start_week, _("Start talk")),
        (period.midterm_week, pgettext_lazy("talk", "Midterm")),
        (period.final_week, pgettext_lazy("talk", "Final")),
    ):
        found.setdefault(week, []).append(name)
    return found
