"""The whole line of one placement: its weeks, conversations, goals, and what was seen for the first time (B03, O07).

One structure for one reader, of which both drawings, the table and the paper are made. What a reader may not read is
not in it, so nothing that is made from it can show it. Never a sum over outcomes and never a verdict (F22).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from conversations.cycle import week_of
from conversations.models import Conversation, Goal
from conversations.rules import DATED, TALK_READERS, GoalState, Kind
from conversations.rules import State as TalkState
from learning_outcomes.wording import begin
from placements.models import Placement
from placements.roles import Role
from placements.weeks import SHORT_NAMES, weeks_of

from .models import AssessmentForm, IndicatorMark
from .voices import SAW, readable_marks

MAY_SEE = set(Role) - {Role.STUDY_COACH}


@dataclass(frozen=True)
class Slot:
    """A week of the placement; without a number it is the gap."""

    number: int | None
    monday: date
    sunday: date

    @property
    def is_now(self) -> bool:
        return self.monday <= timezone.localdate() <= self.sunday

    @property
    def weeks(self) -> int:
        """How many weeks it lasts: the gap may last several."""
        return ((self.sunday - self.monday).days + 1) // 7


@dataclass(frozen=True)
class Talk:
    """A conversation in its slot. `state` is held, planned, cancelled, or undated: no day yet, in the week of the
    period; for who may know of no conversations every one of the period is expected."""

    kind: str
    state: str
    day: date | None
    slot: int
    pk: int | None = None  # of its page, for who may open it

    @property
    def name(self) -> str:
        return str(SHORT_NAMES[self.kind])

    @property
    def is_named(self) -> bool:
        """Does its name stand in the drawing? Guidance talks are many, so they only have a mark."""
        return self.kind != Kind.GUIDANCE

    @property
    def when(self) -> str:
        """'3 feb', below the name: `b` because months have no capital."""
        if self.state == "cancelled":
            return _("cancelled")
        return date_format(self.day, "j b") if self.day else _("no day yet") if self.state == "undated" else ""

    @property
    def sentence(self) -> str:
        """'Startgesprek, di 17 februari: gehouden'"""
        day = f", {date_format(self.day, 'D j F')}" if self.day else ""
        word = {
            "held": _("held"),
            "planned": _("planned"),
            "cancelled": _("cancelled"),
            "undated": _("no day yet"),
        }.get(self.state, "")
        return f"{self.name}{day}: {word}" if word else self.name


@dataclass(frozen=True)
class Wording:
    """The words of a goal from some slot on."""

    slot: int
    text: str


@dataclass(frozen=True)
class Bar:
    """A goal from the slot it was set in until the one it ended in; `until` is None while it runs."""

    outcome: str
    state: str
    since: int
    until: int | None
    wordings: tuple[Wording, ...]

    @property
    def text(self) -> str:
        return self.wordings[-1].text

    @property
    def events(self) -> Iterable[tuple[int, str]]:
        """(slot, sentence) for each thing that happened with it."""
        first, *later = self.wordings
        yield self.since, _("%(outcome)s, new: %(text)s") % {"outcome": self.outcome, "text": first.text}
        for said in later:
            yield said.slot, _("%(outcome)s, in other words: %(text)s") % {"outcome": self.outcome, "text": said.text}
        if self.until is not None:
            words = {
                GoalState.REACHED: _("%(outcome)s, reached: %(text)s"),
                GoalState.LET_GO: _("%(outcome)s, let go: %(text)s"),
            }
            yield self.until, words[self.state] % {"outcome": self.outcome, "text": self.text}


@dataclass(frozen=True)
class Count:
    """How many indicators were seen for the first time in one slot, and how many only used there."""

    seen: int = 0
    used: int = 0

    def words(self, name: str) -> str:
        """'2 Leerklimaat', '2 Leerklimaat, 1 gebruikt' or 'Leerklimaat: 1 gebruikt'."""
        used = _("%(number)s used") % {"number": self.used}
        if not self.seen:
            return f"{name}: {used}"
        return f"{self.seen} {name}, {used}" if self.used else f"{self.seen} {name}"


@dataclass(frozen=True)
class Seen:
    """One outcome, and per slot what was seen of it for the first time."""

    title: str
    name: str
    counts: dict[int, Count]

    @property
    def total(self) -> str:
        """'15 gezien': of this outcome alone; nothing where nothing was, or may not be read."""
        number = sum(count.seen for count in self.counts.values())
        return _("%(number)s seen") % {"number": number} if number else ""


@dataclass(frozen=True)
class Line:
    """One row of the table: a week, the gap, or weeks in a row in which nothing happened."""

    slots: tuple[Slot, ...]
    talks: tuple[Talk, ...] = ()
    goals: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.talks or self.goals or self.seen)

    @property
    def is_gap(self) -> bool:
        return self.slots[0].number is None

    @property
    def is_now(self) -> bool:
        return any(slot.is_now for slot in self.slots)

    @property
    def name(self) -> str:
        """'Week 4', 'Week 4–6', or 'Daarna 2 weken' for the gap."""
        first, last = self.slots[0], self.slots[-1]
        if self.is_gap:
            return _("Then %(weeks)s weeks") % {"weeks": first.weeks} if first.weeks > 1 else _("Then a week")
        week = _("Week")
        return f"{week} {first.number}" if first is last else f"{week} {first.number}\N{EN DASH}{last.number}"


@dataclass(frozen=True)
class Thread:
    """What one reader may know of the line of one placement."""

    slots: tuple[Slot, ...]
    talks: tuple[Talk, ...]
    goals: tuple[Bar, ...]
    rows: tuple[Seen, ...]

    @property
    def today(self) -> int | None:
        return next((number for number, slot in enumerate(self.slots) if slot.is_now), None)

    @property
    def states(self) -> list[str]:
        """The states of conversations that occur: what the key below the drawing explains."""
        there = {talk.state for talk in self.talks}
        return [name for name in ("held", "planned", "undated", "expected", "cancelled") if name in there]

    @property
    def has_guidance(self) -> bool:
        return any(not talk.is_named for talk in self.talks)

    @property
    def has_wordings(self) -> bool:
        """Was a goal put into other words?"""
        return any(len(bar.wordings) > 1 for bar in self.goals)

    @property
    def has_used(self) -> bool:
        return any(count.used for row in self.rows for count in row.counts.values())

    @property
    def goal_states(self) -> list[str]:
        there = {bar.state for bar in self.goals}
        return [name for name in GoalState.values if name in there]

    @property
    def lines(self) -> list[Line]:
        """The table: the same facts, week by week; quiet weeks in a row make one line."""
        found: list[Line] = []
        for number, slot in enumerate(self.slots):
            line = self._line(number, slot)
            before = found[-1] if found else None
            quiet = line.is_empty and before is not None and before.is_empty
            if quiet and not (line.is_gap or before.is_gap or line.is_now or before.is_now):
                found[-1] = Line((*before.slots, slot))
            else:
                found.append(line)
        return found

    def _line(self, number: int, slot: Slot) -> Line:
        return Line(
            slots=(slot,),
            talks=tuple(talk for talk in self.talks if talk.slot == number),
            goals=tuple(words for bar in self.goals for at, words in bar.events if at == number),
            seen=tuple(row.counts[number].words(row.name) for row in self.rows if number in row.counts),
        )


def thread_of(placement: Placement, reader) -> Thread:
    """The line of this placement as `reader` may know it; a fixed number of queries."""
    slots = tuple(Slot(week.number, week.monday, week.sunday) for week in weeks_of(placement))
    if not slots:  # a period of no weeks
        return Thread((), (), (), ())
    forms = AssessmentForm.objects.visible_to(reader).filter(placement=placement).for_thread()
    return Thread(
        slots=slots,
        talks=tuple(sorted(_talks(placement, reader, slots), key=lambda talk: (talk.slot, talk.day or date.max))),
        goals=tuple(_goals(placement, reader, slots)),
        rows=tuple(_rows(placement, forms, reader, slots)),
    )


def slot_of(slots: tuple[Slot, ...], day: date) -> int:
    """The slot this day lies in; what lies before or after the placement stands at its edge."""
    return max((number for number, slot in enumerate(slots) if slot.monday <= day), default=0)


def _slot_of_week(slots: tuple[Slot, ...], week: int | None) -> int:
    return next((number for number, slot in enumerate(slots) if slot.number == week), len(slots) - 1)


def _talks(placement: Placement, reader, slots: tuple[Slot, ...]) -> Iterable[Talk]:
    weeks = {kind: week_of(placement.period, kind) for kind in DATED}
    if not placement.roles_of(reader) & TALK_READERS:
        for kind, week in weeks.items():
            yield Talk(kind, "expected", None, _slot_of_week(slots, week))
        return
    for one in Conversation.objects.visible_to(reader).filter(placement=placement).in_order():
        day = one.held_on or one.day
        state = "undated" if one.state == TalkState.PLANNED and not day else one.state
        if day or one.kind in weeks:
            slot = slot_of(slots, day) if day else _slot_of_week(slots, weeks[one.kind])
            yield Talk(one.kind, state, day, slot, one.pk)


def _goals(placement: Placement, reader, slots: tuple[Slot, ...]) -> Iterable[Bar]:
    for goal in Goal.objects.visible_to(reader).filter(placement=placement).for_list().order_by("since", "pk"):
        since = slot_of(slots, goal.since)
        versions = sorted(goal.versions.all(), key=lambda version: version.number)
        said = (Wording(max(since, slot_of(slots, timezone.localdate(v.at))), v.text) for v in versions)
        until = max(since, slot_of(slots, goal.until)) if goal.until else None
        yield Bar(short_name(goal.item.named), goal.state, since, until, tuple(said))


def _rows(placement: Placement, forms: Iterable[AssessmentForm], reader, slots: tuple[Slot, ...]) -> Iterable[Seen]:
    """One row for each outcome this reader knows of; an outcome keeps its row when its role or unit changed."""
    items, marks = {}, {}
    for form in forms:
        form.placement = placement  # with the people around it, for what may be read
        for row in form.rows.all():
            row.item.placement = placement
            if row.item.is_known_to(reader):
                items.setdefault(row.item.names, row.item)
                marks.setdefault(row.item.names, []).extend(readable_marks(form, row, reader))
    for names, item in sorted(items.items(), key=lambda pair: (pair[1].order, pair[1].pk)):
        yield Seen(item.named.title, short_name(item.named), _counts(marks[names], slots))


def _counts(marks: list[IndicatorMark], slots: tuple[Slot, ...]) -> dict[int, Count]:
    """Each indicator once: in the slot it was first seen or shown; where it was only ever used, in that one."""
    first: dict[tuple[int, bool], date] = {}
    for mark in marks:
        key = (mark.indicator_id, mark.kind in SAW)
        first[key] = min(mark.since, first.get(key, mark.since))
    found: dict[int, list[int]] = {}
    for (indicator, saw), day in first.items():
        if saw or (indicator, True) not in first:
            found.setdefault(slot_of(slots, day), [0, 0])[0 if saw else 1] += 1
    return {slot: Count(*both) for slot, both in sorted(found.items())}


def short_name(named) -> str | Promise:
    """What an outcome is called where there is little room; a rule of an earlier year has its code."""
    return begin(getattr(named, "short_title", "") or named.code)
