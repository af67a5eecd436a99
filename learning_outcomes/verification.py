"""The verification grid: every part of an old edition and what became of it in the new one (H12).

Parts meet by their code. A relation "is replaced by" in a crosswalk between the two editions goes before the code.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .loading import PARTS
from .models import (
    Area,
    ConversationQuestion,
    Crosswalk,
    Descriptor,
    Dimension,
    Framework,
    GlossaryTerm,
    Indicator,
    LearningOutcome,
    Level,
    PeriodConversation,
    PeriodFocus,
    PeriodOutcome,
    Relation,
    Skill,
    SkillDescriptor,
    SkillPhase,
    TailoredRule,
    Unit,
    WorkplacePeriod,
)
from .models.cycle import names_people, people_in_words
from .rows import Key
from .word_difference import Piece, difference

SAME, CHANGED, GONE, NEW, REPLACED = "same", "changed", "gone", "new", "replaced"
STATUSES: dict[str, str | Promise] = {
    CHANGED: gettext_lazy("changed"),
    REPLACED: gettext_lazy("replaced"),
    GONE: gettext_lazy("gone"),
    NEW: gettext_lazy("new"),
    SAME: gettext_lazy("the same"),
}
DIFFERENT = "different"  # the filter for everything but SAME

# What a reader would call a difference, as the preview of a file counts it; the order and the identities are not.
# Outcomes first, the edition itself last.
FACTS: dict[type[models.Model], tuple[str, ...]] = {
    LearningOutcome: (
        "title", "short_title", "text", "aliases", "area__code", "level__code", "ects", "choice_set", "pilot",
        "mentor_role", "guide_at_end_level", "reference", "literature", "remark",
    ),
    Dimension: ("title", "for_judgement"),
    Indicator: ("text", "dimension__code"),
    Level: ("title", "phase", "guidance"),
    Area: ("title", "parent__code", "status"),
    Descriptor: ("text",),
    Unit: (
        "title", "collection_title", "aliases", "norm_intro", "norm_conditions", "norm_trust", "norm_expectations",
        "asks_trust", "level__code",
    ),
    WorkplacePeriod: (
        "title", "study_year", "weeks", "gap_after_week", "gap_weeks", "days", "lessons_min", "lessons_max",
        "mentor_hours", "introduction_week", "start_week", "midterm_week", "final_week", "interim_judgement",
        "next_stage", "final_stage",
    ),
    PeriodOutcome: ("unit__code", "summative", "target_level", "mentor_role"),
    PeriodFocus: ("dimension__code",),
    PeriodConversation: ("kind", "triangle", "prepared_by", "approved_by"),
    ConversationQuestion: ("text", "help", "field"),
    SkillPhase: ("title",),
    Skill: ("title",),
    SkillDescriptor: ("text",),
    TailoredRule: ("title", "text", "origin", "entry_condition", "mentor_judges", "carried_over_with__code"),
    GlossaryTerm: ("term", "aliases", "text", "speaks_of", "source"),
    Framework: ("title", "publisher", "year", "source", "indicator_label", "about", "derived_from", "scope"),
}  # fmt: skip
ORDERS: dict[type[models.Model], tuple[str, ...]] = {
    Framework: (),
    Dimension: ("outcome__order", "outcome", "order"),
    Indicator: ("outcome__order", "outcome", "order"),
    Descriptor: ("area__order", "area", "level__order"),
    PeriodOutcome: ("period__order", "period", "order"),
    PeriodFocus: ("period__order", "period", "dimension__order"),
    PeriodConversation: ("period__order", "period", "order"),
    ConversationQuestion: (
        "conversation__period__order",
        "conversation__period",
        "conversation__order",
        "conversation",
        "order",
    ),
    SkillDescriptor: ("skill__order", "skill", "phase__order"),
}  # of the others, and of these within their owner: their own order


@dataclass(frozen=True)
class Part:
    """One part of one edition: its model, its codes, and its facts by the name people know them by."""

    model: type[models.Model]
    key: Key
    facts: dict[str, str]

    @property
    def code(self) -> str:
        first, last = self.key[0], self.key[-1]
        return last if last.startswith(first) and len(self.key) == 2 and last != first else " ".join(self.key)

    @property
    def word(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def first(self) -> str:
        """Its title, or its text when it has no title."""
        return next(iter(self.facts.values()))

    @property
    def words(self) -> str:
        """Its facts as text: the first by itself, the others with their name, without what is not the case."""
        (_name, first), *others = self.facts.items()
        told = [first, *(f"{name}: {text}" for name, text in others if text not in {"", _("no")})]
        return "\n".join(told)


@dataclass(frozen=True)
class FactChange:
    """One fact that differs, word by word."""

    name: str
    old: str
    new: str

    @cached_property
    def pieces(self) -> list[Piece]:
        return difference(self.old, self.new)


@dataclass(frozen=True)
class Verdict:
    """What became of one part: `old` is None for a new one; `replaced_by` are the parts that took its place."""

    status: str
    old: Part | None
    new: Part | None = None
    replaced_by: list[Part] = field(default_factory=list)
    remark: str = ""

    @property
    def part(self) -> Part:
        return self.old or self.new

    @property
    def word(self) -> str | Promise:
        return STATUSES[self.status]

    @property
    def changes(self) -> list[FactChange]:
        """What differs from the part of the same code, or from the one part of the same kind that took its place."""
        after = self.new
        if len(self.replaced_by) == 1 and self.replaced_by[0].model is self.old.model:
            after = self.replaced_by[0]
        if self.old is None or after is None:
            return []
        both = ((name, self.old.facts[name], after.facts[name]) for name in self.old.facts)
        return [FactChange(*fact) for fact in both if fact[1] != fact[2]]


@dataclass(frozen=True)
class Grid:
    old: Framework
    new: Framework
    crosswalks: list[Crosswalk]
    rows: list[Verdict]

    def shown(self, wanted: str) -> list[Verdict]:
        """The rows of one status, all but the same for DIFFERENT, and all for anything else."""
        if wanted == DIFFERENT:
            return [row for row in self.rows if row.status != SAME]
        return [row for row in self.rows if row.status == wanted] if wanted in STATUSES else self.rows

    def count(self, wanted: str) -> int:
        return len(self.shown(wanted))


def verification(old: Framework, new: Framework, crosswalks: Iterable[Crosswalk]) -> Grid:
    """The grid from one edition to another. The number of queries does not depend on their size."""
    crosswalks = list(crosswalks)
    before, after = ({model: parts_of(edition, model) for model in FACTS} for edition in (old, new))
    replaced = replacements(old, crosswalks)
    rows = []
    for model in FACTS:
        rows += verdicts(model, before[model], after, replaced)
    return Grid(old, new, crosswalks, rows)


def parts_of(edition: Framework, model: type[models.Model]) -> dict[Key, Part]:
    """Every part of one kind, in its own order, by its codes."""
    owner, key = PARTS.get(model, ("pk", ("code",)))  # an edition is the one part of itself
    rows = model.objects.filter(**{owner: edition.pk}).order_by(*ORDERS.get(model, ("order",)), "pk")
    size, facts = len(key), named_facts(model)
    found = (tuple(row) for row in rows.values_list(*key, *FACTS[model]))
    return {row[:size]: Part(model, row[:size], told(facts, row[size:])) for row in found}


def named_facts(model: type[models.Model]) -> list[tuple[models.Field, str]]:
    """The field of each fact of one kind, and what people call it; a link is called after what it leads to."""
    fields = [model._meta.get_field(path.partition("__")[0]) for path in FACTS[model]]
    names = [one.related_model._meta.verbose_name if one.is_relation else one.verbose_name for one in fields]
    return [(one, capfirst(str(name))) for one, name in zip(fields, names, strict=True)]


def told(facts: list[tuple[models.Field, str]], values: Iterable[Any]) -> dict[str, str]:
    """The facts of one row as people read them."""
    return {name: as_text(one, value) for (one, name), value in zip(facts, values, strict=True)}


def as_text(one: models.Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "\n".join(people_in_words(value) if names_people(one) else value)
    if value is None:
        return ""
    return str(dict(one.flatchoices).get(value, value)) if one.choices else str(value)


Named = tuple[type[models.Model], Key]


def replacements(old: Framework, crosswalks: Iterable[Crosswalk]) -> dict[Named, tuple[list[Named], str]]:
    """What took the place of each old part according to the relations, and what was remarked there."""
    found: dict[Named, tuple[list[Named], list[str]]] = {}
    for crosswalk in crosswalks:
        for relation in crosswalk.relations.all() if crosswalk.origin_id == old.pk else []:
            if relation.kind != Relation.Kind.REPLACED_BY:
                continue
            here, there = ((type(end.node), end.codes) for end in (relation.origin, relation.target))
            places, remarks = found.setdefault(here, ([], []))
            places.append(there)
            remarks += [relation.remark] if relation.remark else []
    return {here: (places, "\n".join(remarks)) for here, (places, remarks) in found.items()}


def verdicts(model: type[models.Model], before: dict[Key, Part], after, replaced) -> list[Verdict]:
    """One verdict for each old part of one kind, then one for each new part that nobody told of yet."""
    rows, met = [], set()
    for key, part in before.items():
        places, remark = replaced.get((model, key), ([], ""))
        others = [after[kind][codes] for kind, codes in places if (kind, codes) != (model, key)]
        if others:
            rows.append(Verdict(REPLACED, part, replaced_by=others, remark=remark))
            continue
        same = after[model].get(key)
        met.add(key)
        status = GONE if same is None else SAME if same.facts == part.facts else CHANGED
        rows.append(Verdict(status, part, same, remark=remark))
    taken = {codes for places, _remark in replaced.values() for kind, codes in places if kind is model}
    known = met | taken
    return rows + [Verdict(NEW, None, part) for key, part in after[model].items() if key not in known]
