"""The picture of voices beside each other: a column for each voice, a row for each indicator somebody marked.

Only geometry, in whole units of the drawing; who marked what comes from the structure that the text is made of too. A
voice has a shape of its own corner, so that the picture reads without colours: filled is seen, a ring is only used.
"""

from dataclasses import dataclass

from .voices import Voice, Voices

CODES, COLUMN, ROW, HEAD = 62, 54, 30, 64  # widths of the codes and a column, heights of a row and the names
EDGE = 46  # the names stand alternately high and low, each as wide as two columns; so the last one sticks out
LONGEST = 13  # letters of a name that fit above two columns: 'beoordelaar 3'
SHAPES = {"student": "disc", "workplace": "square", "institute": "triangle"}


@dataclass(frozen=True)
class Mark:
    shape: str
    filled: bool  # seen; otherwise only used
    ringed: bool  # seen and used
    x: int
    y: int

    @property
    def points(self) -> str:
        """The corners of a triangle around the middle of the mark."""
        return f"{self.x},{self.y - 9} {self.x + 9},{self.y + 7} {self.x - 9},{self.y + 7}"


def drawing(voices: Voices) -> dict:
    """What the template draws: the size, the names above the columns, and per indicator its code and its marks."""
    columns = [(voice, CODES + number * COLUMN + COLUMN // 2) for number, voice in enumerate(voices.marking)]
    rows, y = [], HEAD + ROW // 2
    for group in voices.groups:
        for number, indicator in enumerate(group.indicators):
            marks = [_mark(voice, x, y, indicator) for voice, x in columns if voice in indicator.saw + indicator.used]
            rows.append({"code": indicator.code[:8], "y": y, "line": y - ROW // 2, "first": not number, "marks": marks})
            y += ROW
    width = CODES + len(columns) * COLUMN + EDGE
    return {
        "width": width,
        "height": y - ROW // 2 + 6,
        "right": width - EDGE,
        "heads": [
            {"short": _fitting(voice), "x": x, "y": 18 if number % 2 else 40, "stem": 24 if number % 2 else 46}
            for number, (voice, x) in enumerate(columns)
        ],
        "foot": HEAD - 4,
        "rows": rows,
    }


def _mark(voice: Voice, x: int, y: int, indicator) -> Mark:
    saw, used = voice in indicator.saw, voice in indicator.used
    return Mark(SHAPES.get(voice.corner, "disc"), saw, saw and used, x, y)


def _fitting(voice: Voice) -> str:
    return voice.short if len(voice.short) <= LONGEST else f"{voice.short[: LONGEST - 1]}…"
