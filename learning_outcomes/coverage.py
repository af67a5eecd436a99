"""How far one framework covers another, per area and level: one structure for the picture and for its table.

Shapes, not colours: a full square when everything in the cell has a relation, half when some has, an open square when
nothing has, nothing when the cell is empty. No sums and no percentages: a relation is not a measure.
"""

from dataclasses import dataclass
from textwrap import wrap

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .comparing import Cell, Row, Side
from .models import Framework, Level

SHAPE_WORDS: dict[str, str | Promise] = {
    "full": gettext_lazy("everything"),
    "half": gettext_lazy("a part"),
    "open": gettext_lazy("nothing"),
    "empty": gettext_lazy("empty"),
}

# The picture in its own units, about one CSS pixel each on the narrowest phone.
WIDTH, LEFT, LINE, TOP, GAP, SQUARE = 290, 132, 15, 8, 12, 18
LETTER = 6.9  # width of a letter of the heads, at most
LABEL_LETTERS, LABEL_LINES = 19, 3


def shape_words(cell: Cell) -> str:
    """What the sign of a cell says, in words: "a part: 1 of 3 whole, 1 in part"."""
    if cell.shape == "empty":
        return str(SHAPE_WORDS["empty"])
    words = {"word": SHAPE_WORDS[cell.shape], "related": cell.related, "total": cell.total, "partly": cell.partly}
    if not cell.partly:
        return _("%(word)s: %(related)d of %(total)d") % words
    return _("%(word)s: %(related)d of %(total)d whole, %(partly)d in part") % words


@dataclass(frozen=True)
class Mark:
    """One cell of the picture and of the table: its shape, its words, and where it is drawn."""

    cell: Cell
    head: str | Promise
    x: float
    y: float
    side: float

    @property
    def shape(self) -> str:
        return self.cell.shape

    @property
    def words(self) -> str:
        return shape_words(self.cell)

    @property
    def half(self) -> str:
        """The lower left half of the square, as a path."""
        return f"M{self.x:g} {self.y:g}v{self.side:g}h{self.side:g}z"


@dataclass(frozen=True)
class Label:
    """A text of the picture: its lines, each at its own height."""

    lines: list[tuple[float, str]]
    x: float


@dataclass(frozen=True)
class Line:
    """One row: an area with a mark for each level."""

    row: Row
    label: Label
    marks: list[Mark]


@dataclass(frozen=True)
class Head:
    """One column: a level, with its full title for the table and what fits for the picture."""

    level: Level | None
    title: str | Promise
    label: Label


@dataclass(frozen=True)
class Coverage:
    """How far `by` covers `framework`. Both the picture and the table walk through `heads` and `lines`."""

    framework: Framework
    by: Framework
    heads: list[Head]
    lines: list[Line]
    height: float

    width = WIDTH


def coverage(side: Side, by: Framework) -> Coverage:
    """The coverage of one side of a comparison. Rows that hold nothing to cover are left out."""
    step = (WIDTH - LEFT) / max(len(side.levels), 1)
    square = round(min(SQUARE, step * 0.8), 1)
    centres = [LEFT + step * (place + 0.5) for place in range(len(side.levels))]
    texts = [head_text(level, step) for level in side.levels]
    y = TOP + LINE * max((len(lines) for lines in texts), default=0)
    heads = [
        Head(level, level_title(level), label(centre, TOP + LINE, lines))
        for level, centre, lines in zip(side.levels, centres, texts, strict=True)
    ]
    lines = []
    for row in side.rows:
        if not row.entries:
            continue
        words = label_text(name_of(row))
        tall = max(len(words) * LINE, SQUARE)
        middle = y + GAP + tall / 2
        marks = [
            Mark(cell, head.title, round(centre - square / 2, 1), round(middle - square / 2, 1), square)
            for cell, head, centre in zip(row.cells, heads, centres, strict=True)
        ]
        first = middle - len(words) * LINE / 2 + LINE * 0.75
        lines.append(Line(row, label(0, first, words), marks))
        y += GAP + tall
    return Coverage(side.framework, by, heads, lines, round(y + GAP, 1))


def label(x: float, y: float, lines: list[str]) -> Label:
    return Label([(round(y + LINE * number, 1), text) for number, text in enumerate(lines)], round(x, 1))


def name_of(row: Row) -> str:
    """Code and title of a row, as a picture and a table head name it."""
    return f"{row.code} {row.title}".strip()


def label_text(text: str) -> list[str]:
    """The lines of a row's name; a word may break after a slash."""
    lines = wrap(text.replace("/", "/ "), LABEL_LETTERS, max_lines=LABEL_LINES, placeholder="…")
    return [line.replace("/ ", "/") for line in lines]


def level_title(level: Level | None) -> str | Promise:
    return level.title if level else gettext_lazy("Without level")


def head_text(level: Level | None, room: float) -> list[str]:
    """The head of a column in the lines that fit: the title, else the code, else the beginning of the code."""
    letters = max(int(room / LETTER), 1)
    for text in filter(None, (str(level_title(level)), level and level.code)):
        lines = wrap(text, letters, break_long_words=False)
        if len(lines) <= LABEL_LINES and all(len(line) <= letters for line in lines):
            return lines
    return [(level.code if level else "–")[:letters]]
