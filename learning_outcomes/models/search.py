"""What can be searched: one row per part of a frozen edition. A draft changes, so its rows are made while searching.

Frozen texts never change, so their rows are written once, by `Framework.publish`. An edition without rows, for
whatever reason, is searched like a draft: slower, and right all the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from learning_outcomes.folding import fold

from .frameworks import Area, Descriptor, Framework
from .guide import GlossaryTerm, TailoredRule
from .outcomes import Dimension, Indicator, LearningOutcome
from .skills import Skill, SkillDescriptor

MOST_AT_ONCE = 500


class SearchEntryQuerySet(models.QuerySet):
    def write_for(self, framework: Framework) -> None:
        """Write the rows of an edition that was frozen just now."""
        self.filter(framework=framework).delete()
        self.bulk_create(entries_of(Framework.objects.filter(pk=framework.pk)), batch_size=MOST_AT_ONCE)

    def matching(self, words: list[str]) -> "SearchEntryQuerySet":
        """The rows that hold every word, in the order of the page: per framework, names before texts."""
        every, named = Q(), Q()
        for word in words:
            every &= Q(body__contains=word)
            named &= Q(head__contains=word)
        order = ("framework__title", "framework__code", "-framework__edition", "framework", "late", "place")
        return self.filter(every).annotate(late=Case(When(named, then=Value(0)), default=Value(1))).order_by(*order)


class SearchEntry(models.Model):
    """One part of a framework as the search finds and shows it."""

    class Kind(models.TextChoices):
        FRAMEWORK = "framework", _("framework")
        AREA = "area", _("area")
        OUTCOME = "outcome", _("learning outcome")
        DIMENSION = "dimension", _("dimension")
        INDICATOR = "indicator", _("indicator")
        SKILL = "skill", _("skill")
        RULE = "rule", _("tailored rule")
        TERM = "term", _("term")

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="search_entries")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    owner = models.CharField(max_length=30, blank=True)  # the outcome of a dimension or an indicator
    code = models.CharField(_("code"), max_length=60)
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    names = models.TextField(blank=True)  # other names
    head = models.TextField()  # folded: code, title and other names
    body = models.TextField()  # folded: the head and the text
    place = models.PositiveIntegerField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        ordering = ["framework", "place"]
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.UniqueConstraint(fields=["framework", "place"], name="%(app_label)s_searchentry_place_once"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["framework", "area", "outcome", "dimension", "indicator", "skill", "rule", "term"]
                ),
                name="%(app_label)s_searchentry_kind_valid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """Where it stands. `at` makes a page with many parts show the right one of its pages."""
        edition = [self.framework.code, self.framework.edition]
        match self.kind:
            case "outcome":
                return address("outcome", [*edition, self.code])
            case "dimension" | "indicator":
                anchor = f"{self.kind}-{self.code}"
                return address("outcome", [*edition, self.owner], at=self.code, anchor=anchor)
            case "skill" | "term" | "rule":
                page = {"skill": "skills", "term": "glossary", "rule": "tailored"}[self.kind]
                return address(page, edition, at=self.code, anchor=f"{self.kind}-{self.code}")
        return self.framework.get_absolute_url()

    @property
    def has_code(self) -> bool:
        """Whether the code says something to people; that of a term or a rule is only a handle."""
        return self.kind in {"area", "outcome", "dimension", "indicator", "skill"}


def address(name: str, args: list[str], at: str = "", anchor: str = "") -> str:
    return reverse(f"learning_outcomes:{name}", args=args, query={"at": at} if at else None, fragment=anchor or None)


@dataclass(frozen=True)
class Source:
    """Which rows of a model become entries, and from which of its columns.

    `names` are more columns of the head: texts, or lists of texts. A row about `owner` shows that one's title.
    """

    kind: str
    model: type[models.Model]
    title: str = "title"
    code: str = "code"
    text: str = ""
    names: tuple[str, ...] = ()
    framework: str = "framework"
    owner: str = ""
    about: bool = False  # the title is that of something else, so it is shown and not searched


SOURCES = [
    Source("framework", Framework, text="about", framework="pk", names=("publisher",)),
    Source("area", Area),
    Source("area", Descriptor, "area__title", "area__code", "text", framework="area__framework", about=True),
    Source("outcome", LearningOutcome, text="text", names=("short_title", "aliases")),
    Source("dimension", Dimension, framework="outcome__framework", owner="outcome__code"),
    Source(
        "indicator",
        Indicator,
        "outcome__title",
        text="text",
        framework="outcome__framework",
        owner="outcome__code",
        about=True,
    ),
    Source("skill", Skill),
    Source("skill", SkillDescriptor, "skill__title", "skill__code", "text", framework="skill__framework", about=True),
    Source("rule", TailoredRule, text="text", names=("origin",)),
    Source("term", GlossaryTerm, "term", text="text", names=("aliases",)),
]


def entries_of(frameworks: models.QuerySet) -> list[SearchEntry]:
    """What can be found in these editions; one query per kind of row, whatever their number."""
    entries = [entry for source in SOURCES for entry in _made(source, frameworks)]
    for place, entry in enumerate(entries):
        entry.place = place
    return entries


def _made(source: Source, frameworks: models.QuerySet) -> Iterator[SearchEntry]:
    order = [name for name in ("order", "pk") if name == "pk" or hasattr(source.model, "order")]
    columns = [source.framework, source.code, source.title, source.text or "pk", source.owner or "pk", *source.names]
    rows = source.model.objects.filter(**{f"{source.framework}__in": frameworks.values("pk")}).order_by(*order)
    for framework, code, title, text, owner, *names in rows.values_list(*columns):
        text, owner = text if source.text else "", owner if source.owner else ""
        told = [word for name in names for word in ([name] if isinstance(name, str) else name)]
        head = fold(" ".join([code, *([] if source.about else [title]), *told]))
        body = f"{head} {fold(text)}" if text else head
        yield SearchEntry(
            framework_id=framework,
            kind=source.kind,
            owner=owner,
            code=code,
            title=title,
            text=text,
            names="; ".join(name for found in names if isinstance(found, list) for name in found),
            head=head,
            body=body,
        )


def without_entries(frameworks: models.QuerySet) -> models.QuerySet:
    """The editions whose rows are made while searching: drafts, and whatever was frozen some other way."""
    return frameworks.filter(~Exists(SearchEntry.objects.filter(framework=OuterRef("pk"))))
