"""A framework as a table: areas down, levels across, in each cell the outcomes and what the area asks there."""

from dataclasses import dataclass, field

from .models import Area, Descriptor, Framework, LearningOutcome, Level


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
    """The rows of the table; empty when nothing stands in it. No query after `Framework.for_page`."""
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
    empty = [area for area in areas if area.parent_id and not rows[area.pk].used]
    for area in empty:
        del rows[area.pk]
    parents = {area.pk: area.parent_id for area in areas}
    for area in empty:
        parent = area.parent_id
        while parent not in rows:  # a top area always keeps its row
            parent = parents[parent]
        rows[parent].parts.append(area)
    return list(rows.values()) if any(row.used for row in rows.values()) else []


def outside_periods(framework: Framework) -> list[LearningOutcome]:
    """The outcomes that no workplace period uses. No query after `Framework.for_page`."""
    used = {row.outcome_id for period in framework.periods.all() for row in period.outcomes.all()}
    return [outcome for outcome in framework.outcomes.all() if outcome.pk not in used]
