"""The two drawings of the line of a placement: lying for wide screens and paper, upright for a phone (look 11).

Only geometry, in whole units of the drawing (a template would write a fraction with a comma); every fact comes from
`thread.Thread`, of which the table is made too.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .thread import Bar, Count, Seen, Slot, Talk, Thread

WIDTH, LEFT, RIGHT, GAP = 1120, 250, 1024, 86  # lying: where the weeks begin and end, how wide the gap is
LETTER = 9.4  # about as wide as a letter of the names is
BAR, ROW, DOT = 30, 32, 11  # heights of a goal and of an outcome, how far dots stand from each other
MOST_DOTS, THREE, TWO = 6, 3, 2  # of one week; more become one dot with their number; so many on a line
ENOUGH = 200  # room in a bar for the beginning of the words; all of them stand in the table
FEWEST = 5  # letters that still say something
SHEET, HEAD, FULL = 660, 290, 11  # paper: room on a page, what stands above and below, outcomes on a further page
TALL, TOP, GAP_TALL = 31, 132, 36  # upright: a week, the names above, the gap
AXIS, NUMBERED = 34, 20  # upright: the line; how tall a dot with its number in it is


@dataclass(frozen=True)
class Columns:
    """The outcomes of one upright drawing: how many, where the first stands and how far the next is, how many dots of
    one week stand beside each other, and how many are drawn one by one."""

    most: int
    first: int
    step: int
    on_a_line: int
    dots: int


FEW, MORE = Columns(5, 196, 30, TWO, MOST_DOTS), Columns(7, 194, 20, 1, 3)  # beside the names of the conversations
FURTHER = Columns(9, 62, 30, TWO, MOST_DOTS)  # without these names, which were said


@dataclass(frozen=True)
class Dot:
    x: int
    y: int
    filled: bool
    number: int  # how many indicators it stands for


@dataclass(frozen=True)
class Label:
    """A conversation with its mark and, where it has one, its name on a level of its own."""

    talk: Talk
    x: int
    y: int
    anchor: str = "middle"
    at: int = 0
    level: int = 0

    @property
    def is_small(self) -> bool:
        return not self.talk.is_named

    @property
    def name_y(self) -> int:
        return 72 - 36 * self.level

    @property
    def day_y(self) -> int:
        return self.name_y + 18


def lying(thread: Thread) -> dict:
    """What the template draws for wide screens and for paper."""
    edges = _edges(thread.slots)
    middle = [(left + right) // 2 for left, right in edges]
    labels = _labels(thread, edges, middle)
    gaps = [left for slot, (left, _right) in zip(thread.slots, edges, strict=True) if not slot.number]
    top = 72 - 36 * max((label.level for label in labels), default=0)
    y, bars = 190, []
    for bar in thread.goals:
        bars.append(_bar(bar, edges, gaps, y))
        y += BAR
    y = y + 44 if bars else 178
    seen_head, y, rows = y, y + 12, []
    for row in thread.rows:
        tall = _tall(row)
        rows.append({"row": row, "y": y + tall // 2, "dots": _dots(row, middle, y + tall // 2)})
        y += tall
    today = thread.today
    return {
        "top": top - 20,
        "height": y + 24 - (top - 20) + 16,
        "bottom": y,
        "weeks": [{"slot": slot, "x": x} for slot, x in zip(thread.slots, middle, strict=True) if slot.number],
        "gaps": [
            {"slot": slot, "left": left, "x": (left + right) // 2, "wide": right - left, "tall": y - top + 16}
            for slot, (left, right) in zip(thread.slots, edges, strict=True)
            if not slot.number
        ],
        "runs": list(_runs(thread.slots, edges)),
        "labels": labels,
        "bars": bars,
        "seen_head": seen_head,
        "rows": rows,
        "now": middle[today] if today is not None else None,
        "top_of_gap": top - 16,
    }


def sheets(thread: Thread) -> list[dict]:
    """The lying drawing for paper: what does not fit below its heading goes on in one with the same weeks."""
    first = max(0, (SHEET - HEAD - BAR * len(thread.goals)) // ROW)
    parts = [thread.rows[:first], *(thread.rows[at : at + FULL] for at in range(first, len(thread.rows), FULL))]
    goes_on = [replace(thread, rows=part, goals=()) for part in parts[1:]]
    return [lying(one) for one in (replace(thread, rows=parts[0]), *goes_on)]


def upright(thread: Thread) -> dict:
    """What the template draws on a phone. One drawing, with narrower columns for six or seven outcomes. Of more only
    those of which something was seen are drawn, what does not fit beside the conversations in a drawing of its own;
    the others are `unseen`."""
    rows = list(thread.rows)
    drawn = rows if len(rows) <= MORE.most else [row for row in rows if row.counts]
    columns = FEW if len(drawn) <= FEW.most else MORE
    rest = drawn[columns.most :]
    parts = [rest[first : first + FURTHER.most] for first in range(0, len(rest), FURTHER.most)]
    return {
        "talls": [
            _upright(thread, drawn[: columns.most], columns),
            *(_upright(thread, part, FURTHER, talks=()) for part in parts),
        ],
        "unseen": [row.name for row in rows if row not in drawn],
    }


def _upright(thread: Thread, rows: list[Seen], of: Columns, talks: tuple[Talk, ...] | None = None) -> dict:
    further = talks is not None
    y, weeks, gaps, at = TOP, [], [], []
    for number, slot in enumerate(thread.slots):
        here_now = [talk for talk in (thread.talks if talks is None else talks) if talk.slot == number]
        tall = GAP_TALL if slot.number is None else max(TALL, 22 * len(here_now) + 9)
        tall = max([tall, *(_height(_lines(row.counts.get(number), of.on_a_line, of.dots)) + 10 for row in rows)])
        here = {"slot": slot, "y": y + tall // 2, "top": y, "tall": tall}
        spread = 11 * (len(here_now) - 1)
        here["named"] = further or any(talk.is_named for talk in here_now)
        here["labels"] = [Label(talk, AXIS, y + tall // 2 + 22 * count - spread) for count, talk in enumerate(here_now)]
        (weeks if slot.number else gaps).append(here)
        at.append(y + tall // 2)
        y += tall
    columns = []
    for number, row in enumerate(rows):
        x = of.first + number * of.step
        counts = {slot: _lines(count, of.on_a_line, of.dots) for slot, count in row.counts.items()}
        found = [dot for slot, lines in counts.items() for dot in _cluster(lines, x, at[slot], NUMBERED)]
        columns.append({"row": row, "x": x, "dots": found})
    start, end = (at[0], at[-1]) if at else (y, y)
    shape = {"height": y + 6, "weeks": weeks, "gaps": gaps, "columns": columns, "start": start, "end": end}
    return shape | {"names": ", ".join(str(row.name) for row in rows) if further else ""}


def _edges(slots: tuple[Slot, ...]) -> list[tuple[int, int]]:
    """Left and right of each slot."""
    gaps = sum(slot.number is None for slot in slots)
    step = (RIGHT - LEFT - GAP * gaps) / max(1, len(slots) - gaps)
    found, x = [], LEFT
    for slot in slots:
        wide = step if slot.number else GAP
        found.append((round(x), round(x + wide)))
        x += wide
    return found


def _runs(slots: tuple[Slot, ...], edges: list) -> Iterable[dict]:
    """The line under the weeks, dotted where the gap is."""
    for slot, (left, right) in zip(slots, edges, strict=True):
        yield {"left": left, "right": right, "gap": slot.number is None}


def _labels(thread: Thread, edges: list[tuple[int, int]], middle: list[int]) -> list[Label]:
    """Every conversation at its week. Names that would touch, or lie across the gap, move aside, or up a level."""
    found, taken = [], []
    gaps = [edge for slot, edge in zip(thread.slots, edges, strict=True) if slot.number is None]
    for talk in thread.talks:
        together = [other for other in thread.talks if other.slot == talk.slot]
        x = middle[talk.slot] + 20 * together.index(talk) - 10 * (len(together) - 1)
        if not talk.is_named:
            found.append(Label(talk, x, 112))
            continue
        wide = round(max(len(talk.name), len(talk.when)) * LETTER)
        level, anchor, at, left = _free_place(x, wide, taken, gaps if thread.slots[talk.slot].number else [])
        taken.append((level, left, left + wide))
        found.append(Label(talk, x, 112, anchor, at, level))
    return found


def _free_place(x: int, wide: int, taken: list[tuple[int, int, int]], gaps: list) -> tuple[int, str, int, int]:
    """(level, anchor, x, left) of the first place in which this name touches no other."""
    places = [("middle", x, x - wide // 2), ("end", x + 16, x + 16 - wide), ("start", x - 9, x - 9)]
    for level in range(len(taken) + 1):
        for anchor, at, left in places:
            free = all(level != other or left > right + 8 or left + wide + 8 < start for other, start, right in taken)
            clear = all(left >= right or left + wide <= start for start, right in gaps)
            if free and clear and left + wide <= WIDTH:
                return level, anchor, at, left
    return len(taken), *places[1]


def _bar(bar: Bar, edges: list, gaps: list[int], y: int) -> dict:
    """A goal with its words: in the bar when there is room, else to the right of it when there is more, up to the gap.
    Never to the left, where they would stand before the goal was there."""
    left, right = edges[bar.since][0], edges[-1 if bar.until is None else bar.until][1]
    stop = min((start for start in gaps if start >= right), default=WIDTH)
    inside, beside = right - left - 20, stop - right - 16
    is_in = inside > ENOUGH or len(bar.text) * 8 <= inside or inside >= beside
    most = (inside if is_in else beside) // 8
    text = bar.text if len(bar.text) <= most else f"{bar.text[: most - 1].rstrip()}…"
    ticks = [edges[said.slot][0] + 3 for said in bar.wordings[1:]]
    shape = {"left": left, "wide": right - left, "y": y, "ticks": ticks, "inside": is_in}
    return shape | {"bar": bar, "text": text if most >= FEWEST else "", "x": left + 10 if is_in else right + 8}


Dots = list[list[tuple[bool, int]]]  # lines of (filled, how many indicators)


def _lines(count: Count | None, on_a_line: int, most: int = MOST_DOTS) -> Dots:
    """The dots of one outcome in one week, seen first. More than `most` become one dot with their number, alone."""
    big: Dots = []
    small: list[tuple[bool, int]] = []
    for filled, number in ((True, count.seen), (False, count.used)) if count else ():
        if number > most:
            big.append([(filled, number)])
        else:
            small += [(filled, 1)] * number
    return big + [small[first : first + on_a_line] for first in range(0, len(small), on_a_line)]


def _height(lines: Dots, numbered: int = NUMBERED) -> int:
    return sum(numbered if line[0][1] > 1 else DOT for line in lines)


def _tall(row: Seen) -> int:
    return ROW - DOT + max((_height(_lines(count, THREE), DOT) for count in row.counts.values()), default=DOT)


def _dots(row: Seen, middle: list[int], y: int) -> list[Dot]:
    return [dot for at, count in row.counts.items() for dot in _cluster(_lines(count, THREE), middle[at], y, DOT)]


def _cluster(lines: Dots, x: int, y: int, numbered: int) -> list[Dot]:
    """These lines around this spot; one with a number is so tall."""
    found, top = [], y - _height(lines, numbered) // 2
    for line in lines:
        tall = _height([line], numbered)
        for at, (filled, many) in enumerate(line):
            found.append(Dot(x + DOT * at - DOT * (len(line) - 1) // 2, top + tall // 2, filled, many))
        top += tall
    return found
