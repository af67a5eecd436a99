"""Search in everything somebody may read of the frameworks, case and accents aside."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from .folding import LONGEST, found_in
from .models import Framework
from .models.search import SearchEntry, entries_of, without_entries

PER_PAGE = 20
SHORTEST = 2
BEFORE, WIDTH = 60, 260  # letters of a text before the first word that was found, and in all


def search(user, words: list[str], page: str | None, *, everywhere: bool = False) -> tuple[Page, int]:
    """The parts of the frameworks visible to this user that hold every word, a page at a time.

    Of each framework only the edition in use, unless everywhere is asked; with how many places that leaves out.
    """
    frameworks = Framework.objects.visible_to(user)
    entries = SearchEntry.objects.filter(framework__in=frameworks).matching(words)
    found = [
        *entries.values_list("pk", "framework"),
        *((one, one.framework_id) for one in _in_drafts(frameworks, words)),
    ]
    used = in_use(frameworks)
    shown = [one for one, framework in found if everywhere or framework in used]
    result = Paginator(shown, PER_PAGE).get_page(page)
    result.object_list = _complete(result.object_list)
    return result, len(found) - len(shown)


def in_use(frameworks: Iterable[Framework]) -> set[int]:
    """Of each framework the newest edition that is published, else a draft, else one that is retired."""
    rank = {Framework.Status.PUBLISHED: 2, Framework.Status.DRAFT: 1, Framework.Status.RETIRED: 0}
    found: dict[str, Framework] = {}
    for one in sorted(frameworks, key=lambda one: (rank[one.status], one.year, one.edition)):
        found[one.code] = one
    return {one.pk for one in found.values()}


def _in_drafts(frameworks, words: list[str]) -> list[SearchEntry]:
    changing = {framework.pk: framework for framework in without_entries(frameworks)}
    if not changing:
        return []
    entries = entries_of(Framework.objects.filter(pk__in=changing))
    found = [entry for entry in entries if all(word in entry.body for word in words)]
    for entry in found:
        entry.framework = changing[entry.framework_id]
        entry.late = not all(word in entry.head for word in words)
    return sorted(found, key=lambda e: (e.framework.title, e.framework.code, e.framework_id, e.late, e.place))


def _complete(found: Sequence[int | SearchEntry]) -> list[SearchEntry]:
    keys = [one for one in found if isinstance(one, int)]
    rows = SearchEntry.objects.select_related("framework").in_bulk(keys)
    return [rows[one] if isinstance(one, int) else one for one in found]


def objection(asked: str, words: list[str]) -> str:
    """Why this cannot be searched for, in a sentence; empty when it can."""
    if len(asked) > LONGEST:
        return _("That is more than %(most)d characters. Search for a few words.") % {"most": LONGEST}
    if asked.strip() and len("".join(words)) < SHORTEST:
        return _("Type at least two letters.")
    return ""


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, found or not."""

    text: str
    found: bool = False


def pieces(text: str, words: list[str]) -> Iterator[Piece]:
    """The text in pieces, so that a page can mark what was found without trusting the text."""
    place = 0
    for start, end in found_in(text, words):
        if start > place:
            yield Piece(text[place:start])
        yield Piece(text[start:end], True)
        place = end
    if place < len(text):
        yield Piece(text[place:])


def around(text: str, words: list[str]) -> str:
    """The part of a text that shows the first word found in it."""
    text = " ".join(text.split())
    hits = found_in(text, words)
    start = max(0, hits[0][0] - BEFORE) if hits else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = start + WIDTH if start + WIDTH >= len(text) else text.rfind(" ", start + 1, start + WIDTH)
    part = text[start : end if end > start else start + WIDTH]
    return ("… " if start else "") + part + (" …" if start + len(part) < len(text) else "")
