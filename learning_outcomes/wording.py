"""Numbers, names, days and years as people say them."""

import re
from datetime import date
from unicodedata import normalize

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

NUMBERS = [
    pgettext_lazy("number", "none"),
    gettext_lazy("one"),
    gettext_lazy("two"),
    gettext_lazy("three"),
    gettext_lazy("four"),
    gettext_lazy("five"),
    gettext_lazy("six"),
    gettext_lazy("seven"),
    gettext_lazy("eight"),
    gettext_lazy("nine"),
    gettext_lazy("ten"),
]
STUDY_YEAR = r"\b(20\d\d)\s?[-/\u2013]\s?(20\d\d)\b"  # 2026-2027, with a hyphen, a slash or a dash


def in_words(number: int) -> str | Promise:
    """'drie' for 3; figures above ten."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def begin(text: str | Promise) -> str:
    """With a capital, as at the start of a sentence; a capital carries no accent ('Eén', not 'Één')."""
    first, rest = str(text)[:1], str(text)[1:]
    return normalize("NFD", first)[:1].upper() + rest


def long_day(day: date) -> str:
    """'dinsdag 9 maart'; with the year when it is another one than that of today."""
    return date_format(day, "l j F" if day.year == timezone.localdate().year else "l j F Y")


def counted(number: int, label: str, said: str | Promise = "") -> str:
    """'101 succescriteria', '1 indicator'; a word whose plural is not known keeps its form: '3 × prestatie-eis'.

    The label is data, in the language of its publisher. `said` is the number as it must be said.
    """
    said = said or number
    if number == 1:
        return f"{said} {label}"
    if label.endswith("um"):
        return f"{said} {label[:-2]}a"
    if label.endswith("or"):
        return f"{said} {label}en"
    return f"{number} × {label}"


def first_year(name: str) -> str:
    """The first year in a name: "2026" in "2026-2027"; empty when there is none."""
    found = re.search(r"\b20\d\d\b", name)
    return found[0] if found else ""


def is_earlier(edition: str, other: str) -> bool:
    """Whether an edition is, by its name, of an earlier year than another one."""
    years = first_year(edition), first_year(other)
    return all(years) and years[0] < years[1]


def other_source(edition: str, source: str) -> str:
    """What is wrong when a source names study years and not the one of its edition; empty when nothing is."""
    own, named = (re.findall(STUDY_YEAR, text) for text in (edition, source))
    if not own or not named or set(own) & set(named):
        return ""
    years = [f"{first}-{second}" for first, second in named]
    sentence = gettext("The source names %(years)s, and this is edition %(edition)s.")
    return sentence % {"years": ", ".join(dict.fromkeys(years)), "edition": edition}


def other_year(edition: str, study_year: str) -> str:
    """What is wrong when a study year begins in another year than its edition; empty when nothing is, or none says."""
    years = first_year(edition), first_year(study_year)
    if not all(years) or years[0] == years[1]:
        return ""
    sentence = gettext("study year %(study_year)s does not belong to edition %(edition)s.")
    return sentence % {"study_year": study_year, "edition": edition}
