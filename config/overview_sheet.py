"""The overview as XLSX. What people typed is text, so a name "=1+1" is never a formula, and days are dates; nothing
about how to reach anybody, and no trace of reminders: a file travels further than the page (Y01, H14)."""

from datetime import date

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


def cells(line: Line) -> list[str | int | date | None]:
    placement, first = line.placement, line.first
    names = [str(placement.student), placement.group, str(placement.school), placement.week_now]
    acts = [str(CORNER_WORDS[line.turn]) if first else "", "; ".join(wait.what for wait in line.waits)]
    days = [str(line.next_name), line.next_day, *acts, first and first.due, line.last_written]
    return [*names, *days, line.silent_days if line.is_quiet else None]
