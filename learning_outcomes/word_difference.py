"""What became different between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

KEPT, GONE, ADDED = "kept", "gone", "added"
MOST_WORDS = 2_000  # beyond this the search takes seconds; then the whole text counts as replaced


@dataclass(frozen=True)
class Run:
    """Words that follow each other and share a fate: "kept", "gone" or "added"."""

    fate: str
    text: str


def word_difference(old: str, new: str) -> list[Run]:
    """The runs that make the old text when the added ones are left out, and the new one without those that are gone."""
    before, after = (re.findall(r"\s*\S+|\s+$", text) for text in (old, new))
    if max(len(before), len(after)) > MOST_WORDS:
        return [run for run in (Run(GONE, old), Run(ADDED, new)) if run.text]
    runs = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, added = "".join(before[a:b]), "".join(after[c:d])
        if kind == "equal":
            runs.append(Run(KEPT, gone))
            continue
        space = shared_space(gone, added)
        gone, added = gone[len(space) :], added[len(space) :]
        runs += [Run(fate, text) for fate, text in ((KEPT, space), (GONE, gone), (ADDED, added)) if text]
    return runs


def shared_space(gone: str, added: str) -> str:
    """The white space that both begin with: it did not change, and would be drawn as if it did."""
    length = 0
    while length < min(len(gone), len(added)) and gone[length] == added[length] and gone[length].isspace():
        length += 1
    return gone[:length]
