"""Two frameworks beside each other through their crosswalks: what corresponds, what stands on one side only (H03).

Scales and texts are never compared (X28): only a relation that somebody laid by hand makes two things correspond.
What is compared are outcomes, descriptors, and areas that hold nothing themselves. Where only a dimension, an
indicator or a skill (never part of a verdict, B02) takes part, on either side, something corresponds in part. Relations
of a whole area say nothing about each outcome in it: they stand beside the area and fill no cell.

Everything here is pure: no query after `for_comparison` and `for_page`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Area, Crosswalk, Descriptor, Endpoint, Framework, LearningOutcome, Level, Relation, Unit

WHOLE, PART, NONE = "whole", "part", "none"
PARTS_OF_OUTCOMES = {"dimension", "indicator"}
MOST_TEXTS = 300  # with more entries than this a page shows titles only
Kind = Relation.Kind

# How a relation reads from its other end; a kind that is not here reads the same from both.
TURNED: dict[str, str | Promise] = {
    Kind.IS_PART_OF: _("contains"),
    Kind.PRECEDES: _("comes after"),
    Kind.REPLACED_BY: _("replaces"),
    Kind.IS_CHILD_OF: _("has below it"),
    Kind.EXEMPLAR: _("has as an example"),
    Kind.HAS_SKILL_LEVEL: _("is the level of"),
    Kind.IS_TRANSLATION_OF: _("is translated as"),
}


@dataclass(frozen=True)
class Pair:
    """One relation as it reads from here; `turned` when it was written from there."""

    here: Endpoint
    there: Endpoint
    relation: Relation
    turned: bool = False

    @property
    def words(self) -> str | Promise:
        """The kind of relation in words: "is part of", and from the other end "contains"."""
        kind = self.relation.kind
        return TURNED.get(kind, Kind(kind).label) if self.turned else Kind(kind).label

    @property
    def is_whole(self) -> bool:
        """Whether it lies between wholes: outcomes, descriptors, areas."""
        return not {self.here.kind, self.there.kind} & {*PARTS_OF_OUTCOMES, "skill"}

    @property
    def crosswalk(self) -> Crosswalk:
        return self.relation.crosswalk

    @property
    def from_there(self) -> "Pair":
        return Pair(self.there, self.here, self.relation, not self.turned)


@dataclass(eq=False)
class Entry:
    """Something that is compared: an outcome, a descriptor, or an area that holds nothing itself."""

    kind: str
    node: LearningOutcome | Descriptor | Area
    pairs: list[Pair] = field(default_factory=list)

    @property
    def code(self) -> str:
        return f"{self.node.area.code} {self.node.level.code}" if self.kind == "descriptor" else self.node.code

    @property
    def title(self) -> str:
        """A descriptor is called after its cell."""
        return f"{self.node.area.title}, {self.node.level.title}" if self.kind == "descriptor" else self.node.title

    @property
    def text(self) -> str:
        return getattr(self.node, "text", "")

    @property
    def standing(self) -> str:
        """WHOLE when it has a relation between wholes, PART when it only has others."""
        if any(pair.is_whole for pair in self.pairs):
            return WHOLE
        return PART if self.pairs else NONE

    @property
    def word(self) -> str:
        """What people call it: "leeruitkomst"."""
        return str(self.node._meta.verbose_name)

    @property
    def counterparts(self) -> list[list[Pair]]:
        """The relations, those with the same counterpart together."""
        found: dict[int, list[Pair]] = {}
        for pair in self.pairs:
            found.setdefault(pair.there.pk, []).append(pair)
        return list(found.values())


@dataclass
class Cell:
    """What stands in one row at one level; the level is None for what has none."""

    level: Level | None
    entries: list[Entry] = field(default_factory=list)

    def count(self, *standings: str) -> int:
        return sum(entry.standing in standings for entry in self.entries)

    @property
    def total(self) -> int:
        return len(self.entries)

    @property
    def related(self) -> int:
        return self.count(WHOLE)

    @property
    def partly(self) -> int:
        return self.count(PART)

    @property
    def shape(self) -> str:
        """The sign of the cell: "full" when everything has a relation, "half" when some has, "open" when nothing has,
        "empty" when nothing stands here. What corresponds in part never makes a cell full."""
        if not self.entries:
            return "empty"
        if self.related == self.total:
            return "full"
        return "half" if self.related or self.partly else "open"


@dataclass
class Row:
    """An area, or for outcomes without one their unit, or neither; with a cell for each level of its side.

    `pairs` are the relations of the area as a whole; `inside` are the areas around it that have such relations.
    """

    area: Area | None
    unit: Unit | None
    cells: list[Cell]
    pairs: list[Pair] = field(default_factory=list)
    inside: list[Area] = field(default_factory=list)

    @property
    def title(self) -> str | Promise:
        part = self.area or self.unit
        return part.title if part else _("Without area")

    @property
    def code(self) -> str:
        part = self.area or self.unit
        return part.code if part else ""

    @property
    def entries(self) -> list[Entry]:
        return [entry for cell in self.cells for entry in cell.entries]


@dataclass
class Side:
    """One framework seen against the other. `loose` are relations of levels and skills, which lie in no area."""

    framework: Framework
    levels: list[Level | None]
    rows: list[Row]
    loose: list[Pair]

    @property
    def entries(self) -> list[Entry]:
        return [entry for row in self.rows for entry in row.entries]

    @property
    def alone(self) -> list[Entry]:
        """What has no relation at all."""
        return [entry for entry in self.entries if entry.standing == NONE]

    @property
    def paired(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.standing != NONE]


@dataclass
class Comparison:
    """Two frameworks, the crosswalks between them in either direction, and every relation read from the left."""

    left: Side
    right: Side
    crosswalks: list[Crosswalk]
    pairs: list[Pair]

    @property
    def shows_texts(self) -> bool:
        """Whether there is room for the texts beside the titles."""
        return len(self.left.entries) + len(self.right.entries) <= MOST_TEXTS


def compare_frameworks(left: Framework, right: Framework, crosswalks: Iterable[Crosswalk]) -> Comparison:
    """The comparison of two frameworks from `for_comparison()` through crosswalks from `for_page()`."""
    crosswalks = list(crosswalks)
    pairs = list(pairs_from(left, crosswalks))
    turned = [pair.from_there for pair in pairs]
    return Comparison(side_of(left, pairs), side_of(right, turned), crosswalks, pairs)


def pairs_from(left: Framework, crosswalks: Iterable[Crosswalk]) -> Iterator[Pair]:
    """Every relation of these crosswalks, read from this framework."""
    for crosswalk in crosswalks:
        turned = crosswalk.origin_id != left.pk
        for relation in crosswalk.relations.all():
            pair = Pair(relation.origin, relation.target, relation)
            yield pair.from_there if turned else pair


def side_of(framework: Framework, pairs: list[Pair]) -> Side:
    """A framework with, at each of its parts, the relations that start there."""
    of_entry: dict[tuple[str, int], list[Pair]] = {}
    for pair in pairs:
        of_entry.setdefault(owner_of(pair.here), []).append(pair)
    units = units_of(framework)
    placed = [(place_of(entry, units), entry) for entry in entries_of(framework)]
    for _place, entry in placed:
        entry.pairs = of_entry.pop((entry.kind, entry.node.pk), [])
    used = {level for (_home, level), _entry in placed}
    levels = [level for level in [*framework.levels.all(), None] if (level and level.pk) in used]
    rows = [row for row in rows_of(framework, placed, levels, of_entry) if row.entries or row.pairs]
    loose = [pair for pair in pairs if pair.here.kind in {"level", "skill"}]
    return Side(framework, levels, rows, loose)


def owner_of(end: Endpoint) -> tuple[str, int]:
    """What a relation counts for: a dimension and an indicator count for their outcome."""
    if end.kind in PARTS_OF_OUTCOMES:
        return ("outcome", end.node.outcome_id)
    return (end.kind, end.node.pk)


def entries_of(framework: Framework) -> list[Entry]:
    """Everything of this framework that is compared, in its own order."""
    areas = list(framework.areas.all())
    outcomes = [Entry("outcome", outcome) for outcome in framework.outcomes.all()]
    descriptors = [Entry("descriptor", descriptor) for area in areas for descriptor in area.descriptors.all()]
    holds = {entry.node.area_id for entry in [*outcomes, *descriptors]} | {area.parent_id for area in areas}
    return outcomes + descriptors + [Entry("area", area) for area in areas if area.pk not in holds]


Home = tuple[type[models.Model] | None, int | None]


def place_of(entry: Entry, units: dict[int, Unit]) -> tuple[Home, int | None]:
    """The row and the level of an entry: an area, else a unit, else neither."""
    node = entry.node
    if entry.kind == "area":
        return (Area, node.pk), None
    if node.area_id:
        return (Area, node.area_id), node.level_id
    unit = units.get(node.pk)
    return ((Unit, unit.pk) if unit else (None, None)), node.level_id


def units_of(framework: Framework) -> dict[int, Unit]:
    """The unit that decides on each outcome: as the first period says, else the unit of its level (F11)."""
    of_level = {unit.level_id: unit for unit in framework.units.all() if unit.level_id}
    outcomes = framework.outcomes.all()
    found = {outcome.pk: of_level[outcome.level_id] for outcome in outcomes if outcome.level_id in of_level}
    said = [(row.outcome_id, row.unit) for period in framework.periods.all() for row in period.outcomes.all()]
    return found | dict(reversed(said))


def rows_of(framework: Framework, placed, levels, of_entry: dict[tuple[str, int], list[Pair]]) -> Iterator[Row]:
    """Units first, as a form has them, then the areas, then what has neither."""
    keys = [level and level.pk for level in levels]
    cells: dict[tuple, list[Entry]] = {}
    for place, entry in placed:
        cells.setdefault(place, []).append(entry)

    def row(home: Home, **where) -> Row:
        found = [Cell(level, cells.get((home, key), [])) for level, key in zip(levels, keys, strict=True)]
        return Row(where.get("area"), where.get("unit"), found)

    areas = {area.pk: area for area in framework.areas.all()}
    for unit in framework.units.all():
        yield row((Unit, unit.pk), unit=unit)
    for area in areas.values():
        made = row((Area, area.pk), area=area)
        made.pairs = of_entry.get(("area", area.pk), [])
        made.inside = [one for one in around(area, areas) if ("area", one.pk) in of_entry]
        yield made
    yield row((None, None))


def around(area: Area, areas: dict[int, Area]) -> Iterator[Area]:
    """The areas that this one lies in, the nearest first."""
    seen = {area.pk}
    while (area := areas.get(area.parent_id)) and area.pk not in seen:
        seen.add(area.pk)
        yield area
