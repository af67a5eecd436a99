"""Texts as a search sees them: without capitals, accents, hyphens and brackets, so that one spelling finds the others.

Done here and not by the database: SQLite and PostgreSQL fold capitals and accents each in their own way.
"""

import re
import unicodedata
from functools import lru_cache

HYPHENS = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{SOFT HYPHEN}"
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff" + "".join(map(chr, [*range(9), *range(14, 28), *range(127, 133)]))
LEFT_OUT = dict.fromkeys(map(ord, HYPHENS + UNSEEN + "()[]"))
QUOTES = dict.fromkeys(map(ord, "‘’‛′`"), "'") | dict.fromkeys(map(ord, "“”„‟″«»"), '"')
TABLE = LEFT_OUT | QUOTES
OPTIONAL = re.compile(r"(?<=\w)\(\w+\)|\(\w+\)(?=\w)")  # "lerende(n)", "(vak)didactisch"
AROUND = ".,;:!?\"'"
LONGEST = 200


def fold(text: str) -> str:
    """`T-PaCK` and `tpack` become the same, and so do `Oriëntatie` and `orientatie`."""
    return " ".join(letters(text).split())


def letters(text: str) -> str:
    text = unicodedata.normalize("NFKD", text).casefold().translate(TABLE)
    return text if text.isascii() else "".join(c for c in text if not unicodedata.combining(c))


def folded_places(text: str) -> tuple[str, list[int]]:
    """What `fold` makes of a text, and for each letter of that the place it comes from."""
    found, places = [], []
    for place, letter in enumerate(text):
        for part in _folded(letter):
            if part != " " or (found and found[-1] != " "):
                found.append(part)
                places.append(place)
    end = len(found) - (found[-1:] == [" "])
    return "".join(found[:end]), places[:end]


@lru_cache(4096)
def _folded(letter: str) -> str:
    return " " if letter.isspace() else letters(letter)


def words_of(asked: str) -> list[str]:
    """The folded words somebody searches for, each once. Of "lerende(n)" the part that both forms have."""
    words = fold(OPTIONAL.sub("", asked)).split()
    return list(dict.fromkeys(word.strip(AROUND) or word for word in words))


def found_in(text: str, words: list[str]) -> list[tuple[int, int]]:
    """Where these words stand in a text as it was written: places from and to, in order, none over another."""
    folded, places = folded_places(text)
    hits = []
    for word in words:
        start = folded.find(word)
        while start >= 0:
            hits.append((places[start], places[start + len(word) - 1] + 1))
            start = folded.find(word, start + len(word))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(hits):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
