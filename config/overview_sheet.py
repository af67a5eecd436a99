"""The overview as XLSX. Every cell is text, so a name "=1+1" is never a formula; nothing about how to reach anybody."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from config.templatetags.ui import CORNER_WORDS
from learning_outcomes.spreadsheets import BROAD, MIDDLE, NARROW, Book

from .overview import Line, Overview


def overview_sheet(overview: Overview) -> bytes:
    """One sheet with the lines under the chosen filters, in the chosen order."""
    heads = [(_("Student"), MIDDLE), (_("Group"), NARROW), (_("School"), MIDDLE), (_("Week"), NARROW)]
    heads += [(_("Next moment"), MIDDLE), (_("Day"), NARROW), (_("To act"), NARROW), (_("What waits"), BROAD)]
    heads += [(_("Before"), NARROW), (_("Last written"), NARROW), (_("Days without writing"), NARROW)]
    book = Book()
    book.table(_("Overview"), heads, map(cells, overview.lines))
    return book.close()


def cells(line: Line) -> list[str]:
    placement, first = line.placement, line.first
    names: Iterable = (placement.student, placement.group, placement.school, placement.week_now or "")
    acts = (CORNER_WORDS[line.turn] if first else "", "; ".join(wait.what for wait in line.waits))
    days = (line.next_name, _iso(line.next_day), *acts, _iso(first and first.due), _iso(line.last_written))
    return [str(cell) for cell in (*names, *days, line.silent_days if line.is_quiet else "")]


def _iso(day) -> str:
    return day.isoformat() if day else ""
