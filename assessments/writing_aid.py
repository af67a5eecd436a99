"""The writing aid: one remark at a time, on words that say too little (A17). It never blocks and nothing is stored.

The words are data of the Dutch language, so they stand here as they are and not in the catalogue.
"""

import re

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

VERY = r"(?:wel |heel |erg |best |prima |vrij |redelijk |een |echte? |hele )*"
SWEEPING = [
    rf"(?:ging|gaat|gingen|verliep|loopt|liep) (?:het |dit |dat )?{VERY}(?:goed|prima|lekker|oké|ok|slecht)",
    rf"(?:doet|deed) (?:het |dit |dat )?{VERY}(?:goed|prima)",
    r"(?:altijd|nooit|iedereen|niemand|alles|niets) (?:goed|fout|mis|geweldig|prima)",
    rf"(?:is|was) {VERY}(?:topper|goede leraar|goede docent|geweldig|toppie|super|prima|fantastisch)",
    r"(?:hartstikke|super|mega) (?:goed|leuk|fijn|lekker)",
    r"geen (?:bijzonderheden|opmerkingen)",
    r"(?:zoals altijd|als altijd|zoals gewoonlijk)",
]
PATTERN = re.compile(rf"\b({'|'.join(SWEEPING)})\b", re.IGNORECASE)


def sweeping_words(text: str) -> str:
    """The first words in the text that judge without showing anything; empty when there are none."""
    found = PATTERN.search(text)
    return found.group(1) if found else ""


def remarks(text: str, *, of_student: bool) -> dict[str, str] | None:
    """The words and a question about them; None when the text says what happened."""
    words = sweeping_words(text)
    if not words:
        return None
    ask = pgettext("student", "does not say that much yet. What did you see the pupils do?")
    return {
        "words": words,
        "question": ask if of_student else _("does not say that much yet. What did you see the pupils do?"),
    }
