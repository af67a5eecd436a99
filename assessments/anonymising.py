"""Names out of a text, in whatever spelling, so that it can serve as an example (S10).

It rather replaces a word too many than one too few: the maker sees every word that was replaced, and looks the text
over himself before it opens. What no list of names knows, such as a nickname, only that look can find; words with a
capital are shown to help.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import combining, normalize

from django.utils.translation import gettext as _

from .models import AssessmentForm

PARTICLES = {
    "van",
    "von",
    "de",
    "den",
    "der",
    "het",
    "t",
    "ten",
    "ter",
    "te",
    "el",
    "al",
    "la",
    "le",
    "di",
    "da",
    "v",
    "d",
}
COMMON = {  # words that many schools have in their name: on their own they point at none
    "college", "lyceum", "gymnasium", "atheneum", "school", "scholengemeenschap", "mavo", "havo", "vwo", "vmbo", "mbo",
    "hogeschool", "universiteit", "academie", "instituut", "opleiding", "opleidingen", "lerarenopleiding",
    "lerarenopleidingen", "opleidingsschool", "opleiden", "in", "en", "voor", "aan", "op", "of",
}  # fmt: skip
SHORTEST = 2  # letters of a name that is looked for on its own
APART = r"[\s\-._]{0,3}"  # between the parts of a name: a space, a hyphen, a dot, or nothing
START, END = r"(?<![^\W_])", r"(?:['’]?s|['’])?(?![^\W_])"  # no letter before it; after it a possessive at most
PREFIX = rf"(?:['’]?(?:van|von|den|der|de|het|ten|ter|te|el|al|t|v|d){APART}){{0,3}}"  # 'van der', 'v.d.'
PLACEHOLDER = r"\[[^\]\n]{1,30}\]"  # stands there already
EMAIL = r"[\w.+-]{1,64}@[\w.-]{3,250}"
LINK = r"(?:https?://|www\.)\S+"
PHONE = r"(?<!\d)(?:\+|00)?\d(?:[\s\-()]{0,2}\d){8,12}(?!\d)"
INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])


@dataclass(frozen=True)
class Name:
    """Something to look for, as a pattern over the text without accents, and what to put there."""

    pattern: str
    by: str


def names_in(form: AssessmentForm) -> list[Name]:
    """Everything in and around the placement of this form that points at somebody."""
    placement = form.placement
    student, school, institute = _("[student]"), _("[school]"), _("[institute]")
    found = [*of_person(placement.student, student), *of_words(placement.student_number, _("[number]"), whole=True)]
    for seat in placement.participations.select_related("user"):
        found += of_person(seat.user, _("[supervisor]"))
    if placement.duo:
        found += of_person(placement.duo.student, _("[fellow student]"))
    for text in (placement.school.name, placement.school.location):
        found += of_words(text, school)
    for text in (placement.institute.name, placement.institute.department):
        found += of_words(text, institute)
    found += of_words(placement.group, _("[group]"), whole=True)
    return found


def of_person(user, by: str) -> list[Name]:
    """The full name, with initials, and each part of it on its own."""
    first, last = _parts(user.first_name), _parts(user.last_name)
    own = [part for part in last if part not in PARTICLES]
    whole = [rf"{APART}".join(map(re.escape, parts)) for parts in (first + last, first + own, own) if parts]
    initial = rf"{first[0][0]}{APART}{PREFIX}{APART.join(own)}" if first and own else ""
    surname = rf"{PREFIX}{APART.join(map(re.escape, own))}" if own else ""
    joined = [APART.join([*first, PREFIX + part]) for part in own if first] + [APART.join(first)] * (len(first) > 1)
    single = [part for part in first + own if len(part) >= SHORTEST]
    return [Name(pattern, by) for pattern in [*whole, initial, surname, *joined, *single] if pattern]


def of_words(text: str, by: str, whole: bool = False) -> list[Name]:
    """A name of something: as a whole, and its telling words on their own unless `whole`."""
    parts = _parts(text)
    if not parts:
        return []
    alone = [] if whole else [p for p in parts if p not in COMMON | PARTICLES and len(p) > SHORTEST]
    telling = [] if set(parts) <= COMMON | PARTICLES else [APART.join(map(re.escape, parts))]
    return [Name(pattern, by) for pattern in [*telling, *map(re.escape, alone)]]


def anonymised(text: str, names: Iterable[Name]) -> tuple[str, list[list[str]]]:
    """The text without these names, and [what stood there, what stands there now] for each different word."""
    text = normalize("NFC", text).translate(INVISIBLE)
    longest = sorted(set(names), key=lambda name: -len(name.pattern))
    wanted = [Name(PLACEHOLDER, ""), Name(EMAIL, _("[e-mail address]")), Name(LINK, _("[link]"))]
    wanted += [Name(f"{START}{name.pattern}{END}", name.by) for name in longest]
    wanted += [Name(PHONE, _("[telephone number]"))]
    look = re.compile("|".join(f"(?P<n{at}>{name.pattern})" for at, name in enumerate(wanted)), re.IGNORECASE)
    pieces, at, replaced = [], 0, {}
    for match in look.finditer(_plain(text)):
        if by := wanted[int(match.lastgroup[1:])].by:
            pieces += [text[at : match.start()], by]
            replaced.setdefault(text[match.start() : match.end()], by)
            at = match.end()
    return "".join([*pieces, text[at:]]), [[word, by] for word, by in replaced.items()]


def capitals(text: str) -> list[str]:
    """Words with a capital in the middle of a sentence: these may be names that no list knows."""
    found = re.findall(r"(?<=[^\W_,;:)\]])[,;:)\]]?[ \t]+([^\W\d_a-zà-ÿ][\w'’-]+)", text)
    return list(dict.fromkeys(word for word in found if not word.isupper() or len(word) > 3))


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[^\w]+", _plain(normalize("NFC", text)).lower()) if part]


def _plain(text: str) -> str:
    """The text without accents, letter for letter as long as the text itself."""
    return "".join(_letters(text))


def _letters(text: str) -> Iterator[str]:
    """Each letter without its accents; one letter for one, so that places stay where they are."""
    for letter in text:
        bare = "".join(sign for sign in normalize("NFD", letter) if not combining(sign))
        yield bare[:1] or letter
