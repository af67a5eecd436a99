"""Read a package in which every item is of one of our own types: what we wrote, or who uses our words.

Each field comes from where CASE has a place for it, so that a change made in another tool counts; the extensions give
only the rest. A package that lost its extensions on the way keeps its outcomes, and loses what CASE cannot say.
"""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from learning_outcomes.files import TERM
from learning_outcomes.models import (
    Area,
    Dimension,
    GlossaryTerm,
    Indicator,
    LearningOutcome,
    Level,
    PeriodOutcome,
    Skill,
    SkillPhase,
    TailoredRule,
    Unit,
    WorkplacePeriod,
)
from learning_outcomes.rows import Key, Tree
from learning_outcomes.sections import fitting

from .case import BY_LABEL, BY_MODEL, STEP, Kind
from .case_cycle import Cycle
from .case_objects import LINK
from .heads import foreign_head, our_head
from .package import Entry, Found, Package
from .ties import Tie, Ties, place_of

COLUMNS = {Area: ("level", Level), Skill: ("phase", SkillPhase)}
CELLS = {Area: "descriptors", Skill: "cells"}
BELOW = {Dimension: (LearningOutcome,), Indicator: (LearningOutcome, Dimension)}
HIGHEST = 32_767  # of an order number

Sections = dict[str, list[Found]]


class OwnWords:
    """Builds what a file of ours would hold; whether that is right, its own reader finds out."""

    def __init__(self, package: Package, ties: Ties):
        self.package, self.ties = package, ties
        self.kinds = {key: BY_LABEL[entry.values["CFItemType"]] for key, entry in package.items.items()}
        self.codes = {key: self.code(entry) for key, entry in package.items.items()}
        self.sections: dict[UUID, dict[str, Any]] = {}
        self.orders: dict[tuple[type[models.Model], Key], int] = {}

    def read(self) -> Found:
        document = self.package.document
        lists: Sections = defaultdict(list)
        for identifier in self.ties.in_order():
            kind, entry = self.kinds[identifier], self.package.items[identifier]
            if kind.model is WorkplacePeriod and not entry.ours:
                self.package.notice(entry.place, _("A workplace period without its calendar is left out."))
                continue
            section = self.sections[identifier] = self.section(entry, kind, self.codes[identifier])
            lists[kind.section].append(Found(section, entry.place))
        self.hang()
        for tie in sorted(self.ties.others, key=place_of):  # periods first get their outcomes, then their focus
            self.tie(tie)
        for rubric in self.package.rubrics:
            self.rubric(rubric)
        lists["glossary"] = [self.term(entry) for entry in self.package.definitions.entries("CFConcepts")]
        for name in ("dimensions", "indicators"):  # they hang in their outcomes by now
            lists.pop(name, None)
        head = our_head(document) if document.ours else foreign_head(document)
        return Found({"framework": Found(head, document.place), **lists}, document.place)

    def code(self, entry: Entry) -> Found | None:
        found = entry.text("humanCodingScheme", required=True)
        return found and Found(fitting(found.value), found.place)

    def section(self, entry: Entry, kind: Kind, code: Found) -> dict[str, Any]:
        """The values of one item, under the names that our files give them."""
        found = {name: entry.more(name) for name in kind.more}
        found |= {"code": code, "uuid": entry.text("identifier")}
        found[kind.statement] = statement = entry.text("fullStatement", required=True)
        if kind.title:
            found[kind.title] = title = entry.text("abbreviatedStatement", required=True)
            if entry.ours.get("title_only") and statement.value == title.value:
                found[kind.statement] = None
        if kind.names:
            found[kind.names] = entry.texts("conceptKeywords")
        if kind.notes:
            found[kind.notes] = entry.text("notes")
        if kind.model is WorkplacePeriod:
            cycle = Cycle(entry, code.value if code else "")
            found["conversations"] = cycle.sections() or None
            for model, key, order in cycle.orders():
                self.keep_order(model, key, order)
        return found

    def hang(self) -> None:
        """Put each item into or below the one it lies in, and remember the number it had there."""
        for identifier, section in self.sections.items():
            kind, parent = self.kinds[identifier], self.ties.parents[identifier]
            above = self.kinds[parent].model if parent in self.sections else None
            if kind.model is Area and above is Area:
                section["parent"] = self.codes[parent]
            elif kind.model is LearningOutcome and above is Area:
                section["area"] = self.codes[parent]
            elif kind.model in BELOW:
                self.hang_below(identifier, kind, parent, above)
            self.note_order(identifier, kind)

    def hang_below(self, identifier: UUID, kind: Kind, parent: UUID | None, above: type | None) -> None:
        entry = self.package.items[identifier]
        if above not in BELOW[kind.model]:
            labels = " / ".join(BY_MODEL[model].label for model in BELOW[kind.model])
            entry.fault("", _("%(kind)s must lie in: %(parents)s."), kind=kind.label, parents=labels)
            return
        name = "criteria" if kind.model is Indicator and above is LearningOutcome else kind.section
        self.sections[parent].setdefault(name, []).append(Found(self.sections[identifier], entry.place))

    def note_order(self, identifier: UUID, kind: Kind) -> None:
        number = self.ties.numbers[identifier]
        if number is not None and number // STEP == kind.number and 0 < number % STEP <= HIGHEST + 1:
            self.orders[kind.model, self.key(identifier, kind)] = number % STEP - 1

    def key(self, identifier: UUID, kind: Kind) -> Key:
        """The codes that name an item among those of its kind: first that of its outcome, when it lies in one."""
        codes = (self.codes[identifier].value,)
        while kind.model in BELOW and identifier is not None and self.kinds[identifier].model is not LearningOutcome:
            identifier = self.ties.parents[identifier]
        return codes if kind.model not in BELOW or identifier is None else (self.codes[identifier].value, *codes)

    def tie(self, tie: Tie) -> None:
        """An association that is no tree: what each means depends on what stands at its ends."""
        ends = [self.kinds[key].model if key in self.sections else None for key in (tie.origin, tie.destination)]
        match (ends[0], tie.kind, ends[1]):
            case (model, "hasSkillLevel", other) if model in (LearningOutcome, Unit) and other is Level:
                self.sections[tie.origin]["level"] = self.codes[tie.destination]
            case (model, "isRelatedTo", other) if model is TailoredRule and other is LearningOutcome:
                self.sections[tie.origin]["carried_over_with"] = self.codes[tie.destination]
            case (model, "isPartOf", other) if model is LearningOutcome and other is WorkplacePeriod:
                self.in_period(tie)
            case (model, "isRelatedTo", other) if model is Dimension and other is WorkplacePeriod:
                self.focus(tie)
            case (model, "isPartOf", other) if model is LearningOutcome and other is Unit:
                pass  # follows from what is said of the period
            case (_origin, "replacedBy", _destination) if tie.destination == self.package.identifier:
                pass  # the head says so too
            case _:
                sentence = _("%(kind)s: a relation that has no place inside one framework is left out.")
                self.package.notice(tie.entry.place, sentence, kind=tie.kind)

    def in_period(self, tie: Tie) -> None:
        if not tie.entry.ours:
            sentence = _("An outcome in a period without how it counts there is left out.")
            self.package.notice(tie.entry.place, sentence)
            return
        names = ["unit", *LINK.split()]
        row = {"outcome": self.codes[tie.origin]} | {name: tie.entry.more(name) for name in names}
        self.sections[tie.destination].setdefault("outcomes", []).append(Found(row, tie.entry.place))
        if tie.number is not None and 0 < tie.number <= HIGHEST + 1:
            key = (self.codes[tie.destination].value, self.codes[tie.origin].value)
            self.orders[PeriodOutcome, key] = tie.number - 1

    def focus(self, tie: Tie) -> None:
        outcome = self.codes.get(self.ties.parents[tie.origin])
        rows = self.sections[tie.destination].get("outcomes", [])
        row = next((row for row in rows if outcome and row.value["outcome"].value == outcome.value), None)
        if row is None:
            self.package.notice(tie.entry.place, _("Focus on an outcome that the period does not have is left out."))
        else:
            row.value.setdefault("focus", []).append(self.codes[tie.origin])

    def rubric(self, rubric: Entry) -> None:
        """The cells of a table go to their rows, the areas or the skills."""
        for criterion in rubric.entries("CFRubricCriteria"):
            row = criterion.end("CFItemURI")
            model = self.kinds[row].model if row in self.sections else None
            if model not in COLUMNS:
                sentence = _("A criterion of a rubric that belongs to no area and no skill is left out.")
                self.package.notice(criterion.place, sentence)
                continue
            column, target = COLUMNS[model]
            for level in criterion.entries("CFRubricCriterionLevels"):
                cell = {"text": level.text("description", required=True), "uuid": level.text("identifier")}
                cell[column] = level.more("code") or self.column(level, target)
                self.sections[row].setdefault(CELLS[model], []).append(Found(cell, level.place))

    def column(self, level: Entry, model: type[models.Model]) -> Found | None:
        """The level or phase whose title a cell quotes, for a package that lost its extensions."""
        quality = level.text("quality", required=True)
        for identifier, kind in self.kinds.items():
            if kind.model is model and self.package.items[identifier].values.get("fullStatement") == quality.value:
                return self.codes[identifier]
        return quality

    def term(self, entry: Entry) -> Found:
        keywords = entry.text("keywords")
        found = {name: entry.more(name) for name in TERM.split()}
        found |= {"code": entry.text("hierarchyCode", required=True), "uuid": entry.text("identifier")}
        found |= {"term": entry.text("title", required=True), "text": entry.text("description", required=True)}
        if keywords:
            found["aliases"] = Found(keywords.value.split("|"), keywords.place)
        self.keep_order(GlossaryTerm, (found["code"].value,), entry.ours.get("order"))
        return Found(found, entry.place)

    def keep_order(self, model: type[models.Model], key: Key, order: Any) -> None:
        if isinstance(order, int) and 0 <= order <= HIGHEST:
            self.orders[model, key] = order

    def settle(self, tree: Tree) -> None:
        """Give the rows the numbers they had, where all of a kind have one; else they count from the top."""
        for model in {model for model, _key in self.orders}:
            rows = [row for row in tree.rows if row.model is model]
            if all((model, row.key) in self.orders for row in rows):
                for row in rows:
                    row.values["order"] = self.orders[model, row.key]


def speaks_our_words(package: Package) -> bool:
    """Whether this reader can read it: every item is of a type of ours, or there is none and the document is ours."""
    types = [entry.values.get("CFItemType") for entry in package.items.values()]
    if not types:
        return bool(package.document.ours)
    return all(isinstance(name, str) and name in BY_LABEL for name in types)
