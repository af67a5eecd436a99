"""The four elements of a learning outcome (F03): behaviour, context, task, norm. Said of a text, never certain of it.

"Een leeruitkomst beschrijft het waarneembare gedrag (handelingswerkwoord), in een bepaalde context, voor een herkenbaar
taakgebied van het beroep, en geeft de norm of standaard aan" (webinar Werken met leeruitkomsten).
"""

import re

from .check_words import (
    ACTION_INFINITIVES,
    ACTION_VERBS,
    CONTEXT_PREPOSITIONS,
    CONTEXT_WORDS,
    NORM_PHRASES,
    NORM_WORDS,
    TASK_BEGINNINGS,
    TASK_PARTS,
    UNSEEN_VERBS,
)

BEHAVIOUR, CONTEXT, TASK, NORM = "behaviour", "context", "task", "norm"


def any_of(*lists: str) -> str:
    """A pattern for each word in these texts of words."""
    return "|".join(word for words in lists for word in words.split())


_ACTION = re.compile(rf"\b(?:{any_of(ACTION_VERBS, ACTION_INFINITIVES)})\b")
# The verb of a clause that begins with its subject; "je lessen" in the middle of a clause is no subject.
_SUBJECT = re.compile(r"(?:^|[.,;:!?]\s+|\ben\s+)(?:je|jij|(?:de|een) (?:student|lerende|leraar))\s+(\w+)")
_CONTEXT = re.compile(
    rf"\b(?:{any_of(CONTEXT_PREPOSITIONS)})\s+(?:[\w()'’/-]+\s+){{0,5}}?[(]?(?:{any_of(CONTEXT_WORDS)})"
)
_TASK = re.compile(rf"\b(?:{any_of(TASK_BEGINNINGS)})|(?:{any_of(TASK_PARTS)})")
_NORM = re.compile(rf"\b(?:{any_of(NORM_WORDS)}|{'|'.join(NORM_PHRASES)})")


def missing_elements(text: str) -> list[str]:
    """The elements that the text does not seem to have, in the order of F03."""
    words = " ".join(text.casefold().split())
    there = {
        BEHAVIOUR: shows_behaviour(words),
        CONTEXT: bool(_CONTEXT.search(words)),
        TASK: bool(_TASK.search(words)),
        NORM: bool(_NORM.search(words)),
    }
    return [element for element, found in there.items() if not found]


def shows_behaviour(words: str) -> bool:
    """Whether somebody does something that can be seen; a verb that no list knows gets the benefit of the doubt."""
    if _ACTION.search(words):
        return True
    return any(verb not in UNSEEN_VERBS.split() for verb in _SUBJECT.findall(words))
