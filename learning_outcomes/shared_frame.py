"""Three frameworks beside each other: one of them is the frame that both others have a crosswalk to (H03).

Nothing is derived: that A and B both touch one area of the frame does not make them correspond to each other.
"""

from dataclasses import dataclass
from itertools import combinations

from .comparing import Pair, pairs_from
from .models import Area, Crosswalk, Endpoint, Framework


@dataclass(frozen=True)
class Column:
    """One of the others, with the crosswalks that tie it to the frame."""

    framework: Framework
    crosswalks: list[Crosswalk]


@dataclass(frozen=True)
class FrameRow:
    """An area of the frame, and per column what touches it, each read from the other framework."""

    area: Area
    cells: list[list[Pair]]
    depth: int


@dataclass(frozen=True)
class SharedFrame:
    frame: Framework
    columns: list[Column]
    rows: list[FrameRow]


def shared_frame(frameworks: list[Framework], crosswalks: list[Crosswalk]) -> SharedFrame | None:
    """The frame that most crosswalks point to, and the others in it; None when no one of the three reaches both others.

    The frame must have areas. The national areas win over a programme that also has a crosswalk to each of the others.
    """
    ways = {frame.pk: {other.pk: ties(other, frame, crosswalks) for other in frameworks} for frame in frameworks}
    able = [
        frame
        for frame in frameworks
        if frame.areas.all() and all(ways[frame.pk][other.pk] for other in frameworks if other != frame)
    ]
    if not able:
        return None
    pointed = {frame.pk: sum(crosswalk.target_id == frame.pk for crosswalk in crosswalks) for frame in able}
    frame = max(able, key=lambda one: pointed[one.pk])  # of equals the first that was chosen
    columns = [Column(other, ways[frame.pk][other.pk]) for other in frameworks if other != frame]
    return SharedFrame(frame, columns, rows_of(frame, columns))


def ties(one: Framework, other: Framework, crosswalks: list[Crosswalk]) -> list[Crosswalk]:
    """The crosswalks between two of them."""
    return [crosswalk for crosswalk in crosswalks if {crosswalk.origin_id, crosswalk.target_id} == {one.pk, other.pk}]


def missing_ties(frameworks: list[Framework], crosswalks: list[Crosswalk]) -> list[tuple[Framework, Framework]]:
    """The pairs between which there is no crosswalk."""
    return [(one, other) for one, other in combinations(frameworks, 2) if not ties(one, other, crosswalks)]


def rows_of(frame: Framework, columns: list[Column]) -> list[FrameRow]:
    """A row for each area of the frame, in its own order."""
    areas = {area.pk: area for area in frame.areas.all()}
    homes = {outcome.pk: outcome.area_id for outcome in frame.outcomes.all()}
    found: dict[tuple[int, int], list[Pair]] = {}
    for number, column in enumerate(columns):
        for pair in pairs_from(column.framework, column.crosswalks):
            if area := area_of(pair.there, homes):
                found.setdefault((area, number), []).append(pair)
    return [
        FrameRow(area, [found.get((area.pk, number), []) for number in range(len(columns))], depth_of(area, areas))
        for area in areas.values()
    ]


def area_of(end: Endpoint, homes: dict[int, int | None]) -> int | None:
    """The area that a part of the frame lies in; None for a level, a skill, and an outcome without area."""
    node = end.node
    if end.kind == "area":
        return node.pk
    if end.kind == "descriptor":
        return node.area_id
    outcome = node.pk if end.kind == "outcome" else getattr(node, "outcome_id", None)
    return homes.get(outcome)


def depth_of(area: Area, areas: dict[int, Area]) -> int:
    """How many areas lie around this one."""
    depth = 0
    while (area := areas.get(area.parent_id)) and depth < len(areas):
        depth += 1
    return depth
