"""The overview as XLSX. What people typed is text, so a name "=1+1" is never a formula, and days are dates; nothing
about how to reach anybody, and no trace of reminders: a file travels further than the page (Y01, H14)."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from config.templatetags.ui import CORNER_WORDS
from learning_outcomes.spreadsheets import BROAD, MIDDLE, NARROW, Book

from .overview import Line, Overview


def overview_sheet(overview: Overview) -> bytes:
    """One sheet with the lines under the chosen filters, in the chosen order."""
    heads = [(_("Student"), MIDDLE), (_("Group"), NARROW), (_("School"), MIDDLE), (_("Week"), NARROW)]
    heads += [(_("Next moment"), MIDDLE), (_("Day"), NARROW), (_("To act"), NARROW), (_("What waits"), BROAD)]
    heads += [(_("Before"), NARROW), (_("Late"), NARROW), (_("Last written"), NARROW)]
    heads += [(_("Days without writing"), NARROW)]
    book = Book()
    book.table(_("Overview"), heads, map(cells, overview.lines))
    return book.close()


def cells(line: Line) -> list[str | int | date | None]:
    placement, first = line.placement, line.first
    week = _("ended early") if placement.ended_on else placement.week_now
    names = [str(placement.student), placement.group, str(placement.school), week]
    acts = [str(CORNER_WORDS[line.turn]) if first else "", waits(line)]
    days = [str(line.next_name), line.next_day, *acts, first and first.due, _("yes") if line.is_late else ""]
    return [*names, *days, line.last_written, line.silent_days if line.is_quiet else None]


def waits(line: Line) -> str:
    """What waits; of several things each with its own day, the first due first, as the day beside it is that of one."""
    if len(line.waits) < 2:
        return "; ".join(wait.what for wait in line.waits)
    dated = _("%(what)s (before %(day)s)")
    found = sorted(line.waits, key=lambda wait: wait.due or date.max)
    return "; ".join(
        dated % {"what": wait.what, "day": date_format(wait.due, "j F")} if wait.due else wait.what for wait in found
    )
