"""Read a package that somebody else's tool made, with types and depths of its own.

What an item becomes, from the top of the tree:

- An item whose type names it an outcome (OUTCOMES below: Leeruitkomst, Competency, Standard ...) is a learning outcome,
  provided that the types of the package differ at all. In it, an item with items below it is a dimension and a leaf is
  an indicator; what lies deeper still is flattened: the leaf becomes an indicator of the dimension, and the statements
  between them stand before its own.
- What lies above an outcome is an area, in areas as deep as they come; so is an item whose type names a group (GROUPS).
- Where no type tells, the shape does: leaves are indicators, one level above them are the outcomes, everything higher
  is an area. A leaf directly in an area is an outcome of its own, and in a flat list every item is one.
- An item that outcomes point at with hasSkillLevel is a level. Without such items the values of educationLevel are, if
  no outcome has more than one. A rubric whose criteria belong to areas gives what each area asks at each level.

A code is the humanCodingScheme, made unique where the file is not, else the number of the item below what it lies in.
What our model has no place for is left out, and said.
"""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from learning_outcomes.sections import fitting

from .heads import foreign_head, shortened
from .package import Entry, Found, Package
from .ties import Ties

OUTCOMES = {
    "leeruitkomst", "leerresultaat", "leerdoel", "competentie", "learning outcome", "outcome", "learning objective",
    "objective", "competency", "competence", "standard",
}  # fmt: skip
GROUPS = {
    "bekwaamheidsgebied", "leeruitkomstgebied", "leerlijn", "gebied", "domein", "categorie", "area", "domain", "strand",
    "cluster", "category", "subject", "course", "group",
}  # fmt: skip
LONGEST_CODE = 30
AREA, OUTCOME, DIMENSION, INDICATOR, BETWEEN, LEVEL = "area", "outcome", "dimension", "indicator", "between", "level"


class Shape:
    """Builds what a file of ours would hold of the tree of somebody else."""

    def __init__(self, package: Package, ties: Ties):
        self.package, self.ties = package, ties
        self.outcome_levels = self.skill_levels()
        self.roles = self.cast()
        self.taken: dict[Any, set[str]] = defaultdict(set)
        self.codes: dict[UUID, Found] = {}
        self.places = {one: at for children in ties.children.values() for at, one in enumerate(children, 1)}
        self.owners: dict[UUID, UUID | None] = {}  # the outcome that each item is, or lies in
        self.levels: dict[str, dict[str, Any]] = {}  # by what the file calls them
        self.areas: dict[UUID, dict[str, Any]] = {}

    def read(self) -> Found:
        document = self.package.document
        head = Found(foreign_head(document), document.place)
        order = self.from_the_top()
        for identifier in order:
            self.codes[identifier] = self.code(identifier)
        self.read_levels(order)
        lists = {AREA: [], OUTCOME: []}
        for identifier in order:
            if self.roles[identifier] in lists:
                section = self.area(identifier) if self.roles[identifier] == AREA else self.outcome(identifier)
                lists[self.roles[identifier]].append(Found(section, self.package.items[identifier].place))
        for rubric in self.package.rubrics:
            self.rubric(rubric)
        self.notice_the_rest()
        levels = [Found(level, level["title"].place) for level in self.levels.values()]
        sections = {"framework": head, "levels": levels, "areas": lists[AREA], "outcomes": lists[OUTCOME]}
        return Found(sections, document.place)

    def skill_levels(self) -> dict[UUID, UUID]:
        """Which item each item has as its level; a level is a leaf."""
        items, leaf = self.package.items, lambda one: not self.ties.children[one]
        ties = [tie for tie in self.ties.others if tie.kind == "hasSkillLevel"]
        return {tie.origin: tie.destination for tie in ties if tie.destination in items and leaf(tie.destination)}

    def from_the_top(self) -> list[UUID]:
        """Every item, each before what lies in it, branch by branch."""
        left, found = list(reversed(self.ties.children[None])), []
        while left:
            found.append(left.pop())
            left += reversed(self.ties.children[found[-1]])
        return found

    def cast(self) -> dict[UUID, str]:
        """What each item becomes."""
        order, levels = self.from_the_top(), set(self.outcome_levels.values())
        types = {self.type_of(identifier) for identifier in order}
        telling = [one for one in order if len(types) > 1]  # a type that all have tells nothing
        named = {one for one in telling if self.type_of(one) in OUTCOMES}
        groups = {one for one in telling if self.type_of(one) in GROUPS and self.ties.children[one]}
        height, above_named = dict.fromkeys(order, 0), set()
        for identifier in reversed(order):
            parent = self.ties.parents[identifier]
            if parent is not None:
                height[parent] = max(height[parent], height[identifier] + 1)
                if identifier in named or identifier in above_named:
                    above_named.add(parent)
        areas = above_named | groups
        roles: dict[UUID | None, str] = {None: AREA}
        for identifier in order:
            role = roles[self.ties.parents[identifier]]
            if identifier in levels:
                roles[identifier] = LEVEL
            elif role in (OUTCOME, DIMENSION, BETWEEN):
                deeper = DIMENSION if role == OUTCOME else BETWEEN
                roles[identifier] = deeper if height[identifier] else INDICATOR
            elif identifier in named:
                roles[identifier] = OUTCOME
            else:
                roles[identifier] = AREA if identifier in areas or height[identifier] >= 2 else OUTCOME
        return roles

    def type_of(self, identifier: UUID) -> str:
        value = self.package.items[identifier].values.get("CFItemType")
        return value.strip().lower() if isinstance(value, str) else ""

    def code(self, identifier: UUID) -> Found:
        entry, parent = self.package.items[identifier], self.ties.parents[identifier]
        given = entry.text("humanCodingScheme")
        wanted = fitting(given.value) if given else ""
        if not wanted:
            number = self.places[identifier]
            wanted = f"{self.codes[parent].value}.{number}" if parent else str(number)
        self.owners[identifier] = identifier if self.roles[identifier] == OUTCOME else self.owners.get(parent)
        scope = (self.roles[identifier], self.owners.get(parent))
        return Found(self.unique(scope, wanted), given.place if given else entry.place)

    def unique(self, scope: Any, wanted: str) -> str:
        """The code itself, or with a number behind it when it is taken or too long."""
        code, number = wanted[:LONGEST_CODE], 1
        while code in self.taken[scope]:
            number += 1
            tail = f"-{number}"
            code = wanted[: LONGEST_CODE - len(tail)] + tail
        self.taken[scope].add(code)
        return code

    def statement(self, entry: Entry) -> Found:
        return entry.text("fullStatement", required=True)

    def title(self, entry: Entry, longest: int = 200) -> Found:
        """The short statement where there is one. Where only a title has a place, the rest of a long text is lost."""
        full = self.statement(entry)
        short = shortened(entry.text("abbreviatedStatement") or full, longest)
        if short.value != full.value and self.roles[UUID(entry.values["identifier"])] != OUTCOME:
            self.package.notice(full.place, _("Only the title of this item has a place; its longer text is left out."))
        return short

    def area(self, identifier: UUID) -> dict[str, Any]:
        entry, parent = self.package.items[identifier], self.ties.parents[identifier]
        found = {"code": self.codes[identifier], "title": self.title(entry), "uuid": entry.text("identifier")}
        found["parent"] = self.codes[parent] if parent else None
        self.areas[identifier] = found
        return found

    def outcome(self, identifier: UUID) -> dict[str, Any]:
        entry, parent = self.package.items[identifier], self.ties.parents[identifier]
        dimensions, criteria = [], []
        for child in self.ties.children[identifier]:
            if self.roles[child] == DIMENSION:
                dimensions.append(self.dimension(child))
            elif self.roles[child] == INDICATOR:
                criteria.append(self.indicator(child))
        return {
            "code": self.codes[identifier],
            "short_title": shortened(self.codes[identifier], 40),
            "title": self.title(entry),
            "text": self.statement(entry),
            "aliases": entry.texts("conceptKeywords"),
            "remark": entry.text("notes"),
            "uuid": entry.text("identifier"),
            "area": self.codes[parent] if parent else None,
            "level": self.level_of(identifier),
            "dimensions": dimensions,
            "criteria": criteria,
        }

    def dimension(self, identifier: UUID) -> Found:
        entry = self.package.items[identifier]
        found = {"code": self.codes[identifier], "title": self.title(entry, 300), "uuid": entry.text("identifier")}
        left, indicators = list(reversed(self.ties.children[identifier])), []
        while left:
            child = left.pop()
            if self.roles[child] == INDICATOR:
                indicators.append(self.indicator(child))
            left += reversed(self.ties.children[child])
        return Found(found | {"indicators": indicators}, entry.place)

    def indicator(self, identifier: UUID) -> Found:
        entry, between = self.package.items[identifier], []
        parent = self.ties.parents[identifier]
        while self.roles[parent] == BETWEEN:
            between.insert(0, self.statement(self.package.items[parent]).value)
            parent = self.ties.parents[parent]
        statement = self.statement(entry)
        text = Found(": ".join([*between, statement.value]), statement.place)
        found = {"code": self.codes[identifier], "text": text, "uuid": entry.text("identifier")}
        return Found(found, entry.place)

    def read_levels(self, order: list[UUID]) -> None:
        for identifier in order:
            if self.roles[identifier] == LEVEL:
                entry = self.package.items[identifier]
                level = {"code": self.codes[identifier], "title": self.title(entry), "uuid": entry.text("identifier")}
                self.levels[str(identifier)] = level
        if self.levels:
            return
        entries = [self.package.items[one] for one in order if self.roles[one] == OUTCOME]
        values = [found for entry in entries if (found := entry.texts("educationLevel"))]
        if several := [found for found in values if len(found.value) > 1]:
            sentence = _("An outcome has one level at most; the levels in educationLevel are left out.")
            self.package.notice(several[0].place, sentence)
            return
        for found in values:
            self.add_level(Found(found.value[0], found.place))

    def add_level(self, name: Found) -> Found:
        """The code of the level that the file calls so, made when it is not there yet."""
        if name.value not in self.levels:
            code = self.unique((LEVEL, None), fitting(name.value) or str(len(self.levels) + 1))
            self.levels[name.value] = {"code": Found(code, name.place), "title": shortened(name)}
        return self.levels[name.value]["code"]

    def level_of(self, identifier: UUID) -> Found | None:
        name = str(self.outcome_levels.get(identifier))
        if name not in self.levels:
            found = self.package.items[identifier].texts("educationLevel")
            name = found.value[0] if found and len(found.value) == 1 else ""
        return self.levels[name]["code"] if name in self.levels else None

    def rubric(self, rubric: Entry) -> None:
        for criterion in rubric.entries("CFRubricCriteria"):
            area = self.areas.get(criterion.end("CFItemURI")) if criterion.values.get("CFItemURI") else None
            if area is None:
                sentence = _("A criterion of a rubric that belongs to no area is left out.")
                self.package.notice(criterion.place, sentence)
                continue
            cells = area.setdefault("descriptors", [])
            for level in criterion.entries("CFRubricCriterionLevels"):
                text, name = level.text("description", required=True), level.text("quality", required=True)
                cell = {"level": self.add_level(name), "text": text, "uuid": level.text("identifier")}
                cells.append(Found(cell, level.place))

    def notice_the_rest(self) -> None:
        used = {(origin, destination) for origin, destination in self.outcome_levels.items()}
        for tie in self.ties.others:
            if tie.kind != "hasSkillLevel" or (tie.origin, tie.destination) not in used:
                sentence = _("%(kind)s: a relation that has no place inside one framework is left out.")
                self.package.notice(tie.entry.place, sentence, kind=tie.kind)
        for concept in self.package.definitions.entries("CFConcepts"):
            self.package.notice(concept.place, _("The concepts of a file that is not ours are left out."))
