"""The drawings of growth: wide, and narrow for a phone (look, picture 12). Student: discs; workplace: squares.

Only geometry, in whole units of the drawing; every fact comes from `growth.Growth`, of which the table is made too.
"""

from dataclasses import dataclass
from textwrap import wrap

from .growth import Growth, Lane

WIDE, NAMES, BETWEEN = 1120, 390, 6  # the drawing, the names at its left, the space between two phases
NARROW = 330
ROW, HEAD, APART = 46, 34, 9  # height of a skill, of the heads; how far a side stands from the middle of the row
BOX, LINE, LETTERS = 40, 18, 34  # on a phone: height of the phases, of a line of a name, letters on such a line
AGAIN = 5  # skills below one set of heads


@dataclass(frozen=True)
class Mark:
    """`kind` is newest, first, or between; `ringed` says that the first and the newest phase are the same."""

    side: str
    kind: str
    ringed: bool
    x: int
    y: int


def wide(growth: Growth) -> dict:
    columns = _columns(growth, NAMES, WIDE)
    rows = []
    for number, row in enumerate(growth.rows):
        y = HEAD + ROW * number + ROW // 2
        rows.append({"name": row.skill.title, "y": y + 5} | _drawn(row.lanes, columns, y))
    tall = ROW * len(rows)
    return {"columns": columns, "rows": rows, "width": WIDE, "height": HEAD + tall + 4, "top": HEAD, "tall": tall}


def narrow(growth: Growth) -> dict:
    """The heads stand above every few skills: nobody sees all of them at once on a phone."""
    columns, rows, top = _columns(growth, 0, NARROW), [], 0
    for number, row in enumerate(growth.rows):
        heads = []
        if number % AGAIN == 0:
            heads = [column | {"name": _lines(column["name"], 13, top + 16)} for column in columns]
            top += 50
        name = _lines(row.skill.title, LETTERS, top + 8)
        top = name[-1]["y"] + 8
        boxes = {"heads": heads, "name": name, "top": top, "tall": BOX}
        rows.append(boxes | _drawn(row.lanes, columns, top + BOX // 2))
        top += BOX + 16
    return {"columns": columns, "rows": rows, "width": NARROW, "height": top}


def _lines(text: str, letters: int, y: int) -> list[dict]:
    """A name on one or two lines, the first one at `y`."""
    found = wrap(text, letters, max_lines=2, placeholder="…", break_long_words=False) or [text]
    return [{"text": line, "y": y + LINE * number} for number, line in enumerate(found)]


def _columns(growth: Growth, left: int, right: int) -> list[dict]:
    each = (right - left + BETWEEN) // max(1, len(growth.phases))
    starts = [left + each * number for number in range(len(growth.phases))]
    return [
        {"name": phase.title, "left": start, "wide": each - BETWEEN, "x": start + (each - BETWEEN) // 2}
        for phase, start in zip(growth.phases, starts, strict=True)
    ]


def _drawn(lanes: tuple[Lane, ...], columns: list[dict], middle: int) -> dict:
    """The marks of both sides and the lines between them."""
    marks, lines = [], []
    for lane, y in zip(lanes, (middle - APART, middle + APART), strict=True):
        if not lane.points:
            continue
        at = [columns[point.phase]["x"] for point in lane.points]
        if len(set(at)) > 1:
            lines.append({"left": min(at), "right": max(at), "y": y})
        kinds = dict.fromkeys(at, "between") | {at[0]: "first"} | {at[-1]: "newest"}
        marks += [Mark(lane.side, kind, kind == "newest" and lane.stays, x, y) for x, kind in kinds.items()]
    return {"marks": marks, "lines": lines}
