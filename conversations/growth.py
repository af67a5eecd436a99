"""Growth on the skills table: where the student and the workplace see it, first and newest (B01-B05).

One structure, of which the drawings and the table in words are made. Both views stand beside each other; there is no
score and nothing adds up (X10). A skill that nobody placed has no marks.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from conversations.cycle import week_of
from conversations.models import SkillPosition
from conversations.rules import Kind
from learning_outcomes.models import Skill, SkillPhase
from placements.models import Placement

MOMENTS = [Kind.START, Kind.MIDTERM, Kind.FINAL]
MOMENT_WORDS = {
    Kind.START: pgettext_lazy("growth", "start"),
    Kind.MIDTERM: pgettext_lazy("growth", "halfway"),
    Kind.FINAL: pgettext_lazy("growth", "end"),
}
Side = SkillPosition.Side
SIDE_WORDS = {Side.STUDENT: pgettext_lazy("growth", "student"), Side.WORKPLACE: pgettext_lazy("growth", "workplace")}


@dataclass(frozen=True)
class Point:
    """A phase that was chosen at a moment; `phase` counts the columns of the table from 0."""

    moment: str
    phase: int


@dataclass(frozen=True)
class Lane:
    """One skill as one side sees it, in the order of the moments."""

    side: str
    points: tuple[Point, ...]

    @property
    def newest(self) -> Point | None:
        return self.points[-1] if self.points else None

    @property
    def stays(self) -> bool:
        """Is the newest phase the first one as well, seen at two moments or more?"""
        return len(self.points) > 1 and self.points[0].phase == self.points[-1].phase

    def tag_in(self, phase: int) -> "Tag | None":
        """What the table says of this side in this phase: 'student: start en halverwege'."""
        moments = [str(MOMENT_WORDS[point.moment]) for point in self.points if point.phase == phase]
        if not moments:
            return None
        words = f"{SIDE_WORDS[self.side]}: {get_text_list(moments, _('and'))}"
        return Tag(self.side, words, self.newest.phase == phase)


@dataclass(frozen=True)
class Tag:
    side: str
    words: str
    newest: bool


@dataclass(frozen=True)
class Cell:
    """What the skill looks like in this phase, and who saw it there when."""

    phase: SkillPhase
    text: str
    tags: tuple[Tag, ...]

    @property
    def is_newest(self) -> bool:
        return any(tag.newest for tag in self.tags)


@dataclass(frozen=True)
class Row:
    skill: Skill
    cells: tuple[Cell, ...]
    lanes: tuple[Lane, ...]


@dataclass(frozen=True)
class Growth:
    phases: tuple[SkillPhase, ...]
    rows: tuple[Row, ...]

    @property
    def is_empty(self) -> bool:
        """Did nobody choose anything yet?"""
        return not any(lane.points for row in self.rows for lane in row.lanes)

    @property
    def key(self) -> list[tuple[str, str, bool]]:
        """What the marks of each side that said something stand for, in the words of the table: side, 'student: start
        en halverwege', and whether these are several moments."""
        found = []
        for side in Side.values:
            lanes = [lane for row in self.rows for lane in row.lanes if lane.side == side]
            said = {point.moment for lane in lanes for point in lane.points}
            words = [str(MOMENT_WORDS[moment]) for moment in MOMENTS if moment in said]
            if words:
                found.append((side, f"{SIDE_WORDS[side]}: {get_text_list(words, _('and'))}", len(words) > 1))
        return found


def growth_of(placement: Placement) -> Growth:
    """The table of the framework of this placement with both views in it. Four queries."""
    framework = placement.period.framework_id
    phases = tuple(SkillPhase.objects.filter(framework=framework))
    column = {phase.pk: number for number, phase in enumerate(phases)}
    chosen: dict[tuple[int, str], list[SkillPosition]] = {}
    for position in SkillPosition.objects.filter(placement=placement):
        chosen.setdefault((position.skill_id, position.side), []).append(position)
    rows = []
    for skill in Skill.objects.filter(framework=framework).prefetch_related("cells"):
        lanes = tuple(Lane(side, tuple(_points(chosen.get((skill.pk, side), ()), column))) for side in Side.values)
        texts = {cell.phase_id: cell.text for cell in skill.cells.all()}
        cells = (
            Cell(phase, texts.get(phase.pk, ""), tuple(tag for lane in lanes if (tag := lane.tag_in(number))))
            for number, phase in enumerate(phases)
        )
        rows.append(Row(skill, tuple(cells), lanes))
    return Growth(phases, tuple(rows))


def _points(positions: Iterable[SkillPosition], column: dict[int, int]) -> Iterable[Point]:
    for position in sorted(positions, key=lambda one: MOMENTS.index(one.moment)):
        yield Point(position.moment, column[position.phase_id])


def moment_now(placement: Placement) -> str:
    """The moment whose week has begun last: what somebody most likely wants to fill in."""
    today = timezone.localdate()
    begun = [kind for kind in MOMENTS if placement.monday_of_week(week_of(placement.period, kind)) <= today]
    return begun[-1] if begun else Kind.START


def moments_for(current: str) -> list[tuple[str, Promise, bool]]:
    """The three moments to choose from: value, word, whether it is this one."""
    return [(kind.value, MOMENT_WORDS[kind], kind == current) for kind in MOMENTS]
