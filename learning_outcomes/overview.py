"""A framework as a page shows it: the table of areas and levels, what each period asks, and what is left."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .models import Area, Descriptor, Framework, LearningOutcome, Level, PeriodOutcome, Unit, WorkplacePeriod


@dataclass
class Cell:
    level: Level
    outcomes: list[LearningOutcome] = field(default_factory=list)
    descriptor: Descriptor | None = None


@dataclass
class AreaRow:
    """An area with a cell per level, and the areas below it that have no cells of their own (X31)."""

    area: Area
    cells: list[Cell]
    parts: list[Area] = field(default_factory=list)

    @property
    def used(self) -> bool:
        return any(cell.outcomes or cell.descriptor for cell in self.cells)


def matrix(framework: Framework) -> list[AreaRow]:
    """The rows of the table, of the areas whose cells are used. No query after `Framework.for_page`."""
    levels, areas = list(framework.levels.all()), list(framework.areas.all())
    rows = {area.pk: AreaRow(area, [Cell(level) for level in levels]) for area in areas}
    for outcome in framework.outcomes.all():
        for cell in rows[outcome.area_id].cells if outcome.area_id else []:
            if cell.level.pk == outcome.level_id:
                cell.outcomes.append(outcome)
    for area in areas:
        descriptors = {descriptor.level_id: descriptor for descriptor in area.descriptors.all()}
        for cell in rows[area.pk].cells:
            cell.descriptor = descriptors.get(cell.level.pk)
    parents = {area.pk: area.parent_id for area in areas}
    for area in areas:
        if rows[area.pk].used:
            continue
        above = area.parent_id
        while above and not rows[above].used:
            above = parents[above]
        if above:
            rows[above].parts.append(area)
    return [row for row in rows.values() if row.used]


def chosen_level(framework: Framework, code: str) -> Level | None:
    """The level whose cells a phone shows: the one asked for, otherwise the first."""
    levels = list(framework.levels.all())
    return next((level for level in levels if level.code == code), levels[0] if levels else None)


@dataclass
class PeriodRow:
    """An outcome in a period; `repeated` when an earlier period on the page has told what it is."""

    row: PeriodOutcome
    repeated: bool


@dataclass
class PeriodPart:
    """A period with its outcomes per unit."""

    period: WorkplacePeriod
    units: list[tuple[Unit, list[PeriodRow]]]


def periods(framework: Framework) -> list[PeriodPart]:
    """The periods with their outcomes, each told once. No query after `Framework.for_page`."""
    told: set[int] = set()
    found = []
    for period in framework.periods.all():
        units = []
        for unit, rows in period.by_unit():
            units.append((unit, [PeriodRow(row, row.outcome_id in told) for row in rows]))
            told |= {row.outcome_id for row in rows}
        found.append(PeriodPart(period, units))
    return found


def outside_periods(framework: Framework) -> list[LearningOutcome]:
    """The outcomes that no workplace period uses. No query after `Framework.for_page`."""
    used = {row.outcome_id for period in framework.periods.all() for row in period.outcomes.all()}
    return [outcome for outcome in framework.outcomes.all() if outcome.pk not in used]


@dataclass
class Strand:
    """Outcomes of one area, in the order of the framework."""

    area: Area | None
    outcomes: list[LearningOutcome]


@dataclass
class Subjects:
    """Outcomes of which the source gives a title only, per subject, under the area that holds the subjects (V07)."""

    area: Area | None
    strands: list[Strand]

    @property
    def counts_ects(self) -> bool:
        """Whether credits are told at all; then one that is missing is worth saying (X15)."""
        return any(outcome.ects is not None for strand in self.strands for outcome in strand.outcomes)


def strands(outcomes: Iterable[LearningOutcome]) -> list[Strand]:
    """Outcomes per area, in the order in which the areas occur."""
    found: dict[int | None, Strand] = {}
    for outcome in outcomes:
        found.setdefault(outcome.area_id, Strand(outcome.area, [])).outcomes.append(outcome)
    return list(found.values())


def subjects(framework: Framework, outcomes: Iterable[LearningOutcome]) -> list[Subjects]:
    """Outcomes with a title only, per subject and per area above it. No query after `Framework.for_page`."""
    areas = {area.pk: area for area in framework.areas.all()}
    found: dict[int | None, Subjects] = {}
    for strand in strands(outcomes):
        above = areas.get(strand.area.parent_id, strand.area) if strand.area else None
        found.setdefault(above.pk if above else None, Subjects(above, [])).strands.append(strand)
    return list(found.values())
