"""The words of a glossary where they occur in a text (K02): a link to what they mean, below on the same page."""

import re
from collections.abc import Iterator

from django.db.models import Case, Q, Value, When
from django.template.defaultfilters import linebreaksbr
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .models import Framework, GlossaryTerm

MOST_NAMES = 2000  # terms that are looked for; a glossary of more is no longer one to explain words in passing
SHARED = "begrippenkader"  # the framework whose glossary explains words everywhere
WORD = re.compile(r"\w+")
GAP = re.compile(r"[^\w\n.!?;:]{1,3}|\n")  # what may stand between two words of one term
HYPHENS = "-\N{NON-BREAKING HYPHEN}"
PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")

Words = tuple[str, ...]


class Glossary:
    """The terms one page may explain, and which of them its texts turned out to hold.

    Make one per page; the list at the foot of the page asks for `used` after all texts are written.
    """

    def __init__(self, framework: Framework):
        self.framework = framework
        self.met: dict[int, None] = {}

    @cached_property
    def terms(self) -> dict[str, list[tuple[Words, int]]]:
        """By its first word every name of every term, as words; of two terms with one name the framework's own."""
        shared = Framework.objects.filter(code=SHARED, status=Framework.Status.PUBLISHED).order_by("-published_at")[:1]
        own_first = Case(When(framework=self.framework, then=Value(0)), default=Value(1))
        rows = GlossaryTerm.objects.filter(Q(framework=self.framework) | Q(framework__in=shared.values("pk")))
        names: dict[Words, int] = {}
        for pk, term, aliases in rows.order_by(own_first, "order", "pk").values_list("pk", "term", "aliases")[
            :MOST_NAMES
        ]:
            for name in [term, *aliases]:
                if words := words_of(name):
                    names.setdefault(words, pk)
        found: dict[str, list[tuple[Words, int]]] = {}
        for words, pk in names.items():
            found.setdefault(words[0], []).append((words, pk))
        return found

    @cached_property
    def used(self) -> list[GlossaryTerm]:
        """The terms that were explained, by name."""
        found = GlossaryTerm.objects.filter(pk__in=list(self.met)).select_related("framework")
        return sorted(found, key=lambda term: term.term.casefold())

    def explained(self, text: str) -> SafeString:
        """The paragraphs of a text, escaped, each term a link where it occurs first."""
        seen: set[int] = set()
        paragraphs = [part for part in PARAGRAPHS.split(text.strip()) if part.strip()]
        return format_html_join("", "<p>{}</p>", ((self._linked(part, seen),) for part in paragraphs))

    def _linked(self, text: str, seen: set[int]) -> SafeString:
        place, parts = 0, []
        for start, end, pk in self._chosen(text):
            if pk in seen:
                continue
            seen.add(pk)
            self.met[pk] = None
            link = format_html('<a class="d-word" href="#word-{}">{}</a>', pk, text[start:end])
            parts += [(linebreaksbr(text[place:start]),), (link,)]
            place = end
        return format_html_join("", "{}", [*parts, (linebreaksbr(text[place:]),)])

    def _chosen(self, text: str) -> list[tuple[int, int, int]]:
        """The stretches that are names of terms, in order: of those over each other the longest."""
        chosen: list[tuple[int, int, int]] = []
        for start, end, pk in sorted(self._found(text), key=lambda found: (found[0] - found[1], found[0])):
            if all(end <= other or start >= past for other, past, _pk in chosen):
                chosen.append((start, end, pk))
        return sorted(chosen)

    def _found(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Every place where a name of a term stands as whole words."""
        tokens = list(WORD.finditer(text))
        for number, token in enumerate(tokens):
            for words, pk in self.terms.get(token.group().casefold(), []):
                run = tokens[number : number + len(words)]
                if tuple(one.group().casefold() for one in run) != words or not _together(text, run):
                    continue
                start, end = run[0].start(), run[-1].end()
                end += "(" in text[start:end] and text[end : end + 1] == ")"
                if not _goes_on(text, start, end):
                    yield start, end, pk


def words_of(name: str) -> Words:
    return tuple(word.group().casefold() for word in WORD.finditer(name))


def _together(text: str, run: list[re.Match]) -> bool:
    return all(GAP.fullmatch(text[a.end() : b.start()]) for a, b in zip(run, run[1:], strict=False))


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether this is only half of a word with a hyphen: "les" in "wiskunde-les" or in "les-idee"."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return (len(before) == 2 and before[1] in HYPHENS and before[0].isalnum()) or (
        len(after) == 2 and after[0] in HYPHENS and after[1].isalnum()
    )
