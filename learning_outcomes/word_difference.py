"""Which words of a text were taken out and which came in, as pieces that a template escapes and marks."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from django.utils.translation import ngettext

SAME, REMOVED, ADDED = "same", "removed", "added"
MOST_COMPARED = 100_000  # words of one text times words of the other; beyond it the whole middle counts as replaced
AROUND = 12  # words kept on both sides of a change, when the rest is left out
LONGEST_RUN = 150  # words that one removal or addition shows


class Piece(NamedTuple):
    """Words in a row that stayed, went or came."""

    kind: str
    text: str


def difference(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in reading order: what goes stands before what comes in its place."""
    before, after = words_of(old), words_of(new)
    start = common(before, after)
    end = common(before[start:][::-1], after[start:][::-1])
    middle = replaced(before[start : len(before) - end], after[start : len(after) - end])
    runs = [(SAME, before[:start]), *middle, (SAME, before[len(before) - end :])]
    runs = [(kind, words) for kind, words in runs if words]
    last = len(runs) - 1
    return [Piece(kind, shown(kind, words, number == 0, number == last)) for number, (kind, words) in enumerate(runs)]


def words_of(text: str) -> list[str]:
    """The words of a text; the end of a line counts as one."""
    return re.findall(r"\n|[^\s]+", text.strip())


def common(first: list[str], second: list[str]) -> int:
    """How many words both begin with."""
    pairs = zip(first, second, strict=False)
    return next((number for number, (one, other) in enumerate(pairs) if one != other), min(len(first), len(second)))


def replaced(before: list[str], after: list[str]) -> list[tuple[str, list[str]]]:
    if len(before) * len(after) > MOST_COMPARED:
        return [(REMOVED, before), (ADDED, after)]
    runs = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        runs += [(SAME, before[i1:i2])] if tag == "equal" else [(REMOVED, before[i1:i2]), (ADDED, after[j1:j2])]
    return runs


def shown(kind: str, words: list[str], first: bool, last: bool) -> str:
    """The words of one run as a text; of a long one the part next to what changed."""
    if kind == SAME and not (first and last) and len(words) > 4 * AROUND:
        head = [] if first else words[:AROUND]
        tail = [] if last else words[-AROUND:]
        return joined([*head, "…", *tail])
    left = len(words) - LONGEST_RUN
    if left <= 0:
        return joined(words)
    more = ngettext("… and %(number)d word more", "… and %(number)d words more", left) % {"number": left}
    return joined([*words[:LONGEST_RUN], more])


def joined(words: list[str]) -> str:
    return re.sub(r" ?\n ?", "\n", " ".join(words))
