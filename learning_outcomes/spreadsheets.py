"""A comparison and a verification grid as XLSX, for who goes on calculating and sorting there.

Every text is written as text: a remark "=1+1" or "+cmd" stays what somebody typed and is never a formula. A day is a
date, so that it can be sorted.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from io import BytesIO

import xlsxwriter
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .comparing import PART, Comparison, Entry, Pair, Side
from .coverage import coverage, level_title, name_of
from .models import Endpoint
from .verification import Grid, Verdict

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_LETTERS = 32_767  # of one cell, by Excel
NARROW, MIDDLE, BROAD = 14, 28, 60
SHORT_DATE = 14  # the format in which each reader's own program writes a day
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # the same comparison gives the same bytes


class Book:
    """A workbook of plain tables."""

    def __init__(self) -> None:
        self.file = BytesIO()
        self.workbook = xlsxwriter.Workbook(self.file, {"in_memory": True})
        self.workbook.set_properties({"created": LONG_AGO})
        self.head = self.workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.body = self.workbook.add_format({"text_wrap": True, "valign": "top"})
        self.day = self.workbook.add_format({"num_format": SHORT_DATE, "valign": "top", "align": "left"})

    def table(self, name: str, heads: list[tuple[str, int]], rows: Iterable[list[str | int | date | None]]) -> None:
        """A sheet with a head and its rows; the head stays in sight."""
        sheet = self.workbook.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, (text, width) in enumerate(heads):
            sheet.set_column(column, column, width)
            self.write(sheet, 0, column, text, self.head)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                self.write(sheet, number, column, value, self.body)

    def write(self, sheet, row: int, column: int, text: str | int | date | None, style) -> None:
        """A day as a day and a number as a number; text as nothing but text, whatever it looks like."""
        if isinstance(text, date):
            sheet.write_datetime(row, column, text, self.day)
        elif isinstance(text, int):
            sheet.write_number(row, column, text, style)
        elif text:
            sheet.write_string(row, column, str(text)[:MOST_LETTERS], style)

    def close(self) -> bytes:
        self.workbook.close()
        return self.file.getvalue()


def comparison_sheet(comparison: Comparison) -> bytes:
    """Four sheets: what corresponds, what stands on the left only, on the right only, and both coverages."""
    book = Book()
    left, right = comparison.left, comparison.right
    sides = [
        (_("%(framework)s: what") % {"framework": left.framework}, MIDDLE),
        (_("code"), NARROW),
        (_("title"), BROAD),
        (_("relation"), MIDDLE),
        (_("%(framework)s: what") % {"framework": right.framework}, MIDDLE),
        (_("code"), NARROW),
        (_("title"), BROAD),
    ]
    about = [(_("remark"), BROAD), (_("crosswalk"), MIDDLE), (_("publisher"), MIDDLE), (_("status"), MIDDLE)]
    heads = [(capfirst(str(text)), width) for text, width in [*sides, *about]]
    book.table(_("Correspondences"), heads, (pair_row(pair) for pair in comparison.pairs))
    for name, side in ((_("Only left"), left), (_("Only right"), right)):
        book.table(name, entry_heads(side), entry_rows(side))
    heads = [(_("Framework"), BROAD), (_("Covered by"), BROAD), (_("Place"), MIDDLE), (_("Level"), MIDDLE)]
    heads += [
        (_("Has a relation"), MIDDLE),
        (_("In part"), NARROW),
        (pgettext("coverage", "Of"), NARROW),
        (_("Coverage"), BROAD),
    ]
    rows = [*coverage_rows(left, right), *coverage_rows(right, left)]
    book.table(_("Coverage"), heads, rows)
    return book.close()


def pair_row(pair: Pair) -> list[str]:
    crosswalk = pair.crosswalk
    proposal = _("%(status)s, a proposal") if crosswalk.is_proposal else "%(status)s"
    source = [f"{crosswalk.title} ({crosswalk.year})", crosswalk.publisher]
    source.append(proposal % {"status": crosswalk.get_status_display()})
    return [*end_cells(pair.here), str(pair.words), *end_cells(pair.there), pair.relation.remark, *source]


def end_cells(end: Endpoint) -> list[str]:
    return [end.word, end.code, end.title]


def entry_heads(side: Side) -> list[tuple[str, int]]:
    names = [(_("Place"), MIDDLE), (_("Level"), MIDDLE), (_("What"), NARROW)]
    return [*names, (_("Code"), NARROW), (_("Title"), BROAD), (_("Text"), BROAD)]


def entry_rows(side: Side) -> Iterable[list[str]]:
    for row in side.rows:
        for cell in row.cells:
            for entry in (entry for entry in cell.entries if not entry.pairs):
                yield [name_of(row), str(level_title(cell.level)), *entry_cells(entry)]


def entry_cells(entry: Entry) -> list[str]:
    return [entry.word, entry.code, entry.title, entry.text]


def coverage_rows(side: Side, other: Side) -> Iterable[list[str]]:
    """A row for each cell in which something stands; the same structure as the picture."""
    drawn = coverage(side, other.framework)
    for line in drawn.lines:
        for head, mark in zip(drawn.heads, line.marks, strict=True):
            cell = mark.cell
            if cell.total:
                counts = [str(cell.related), str(cell.count(PART)), str(cell.total)]
                yield [
                    str(side.framework),
                    str(other.framework),
                    name_of(line.row),
                    str(head.title),
                    *counts,
                    mark.words,
                ]


def verification_sheet(grid: Grid) -> bytes:
    """One sheet: every part of both editions and what became of it."""
    book = Book()
    heads = [(_("What"), NARROW), (_("Code"), NARROW), (_("Verdict"), NARROW), (_("Replaced by"), MIDDLE)]
    heads += [(str(grid.old), BROAD), (str(grid.new), BROAD), (_("Remark"), BROAD)]
    book.table(_("Verification"), heads, (verdict_row(row) for row in grid.rows))
    return book.close()


def verdict_row(row: Verdict) -> list[str]:
    after = [row.new] if row.new else row.replaced_by
    others = ", ".join(f"{part.word} {part.code}" for part in row.replaced_by)
    old = row.old.words if row.old else ""
    return [row.part.word, row.part.code, str(row.word), others, old, "\n\n".join(p.words for p in after), row.remark]
