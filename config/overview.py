"""All placements somebody stands around, one line each: what comes next, who acts, and who fell silent (H14).

Silence is a signal to ask how it goes, for the educators of that placement alone; no number here says how good anybody
is. Two passes, as in `matrix`: first what is filtered, sorted and counted, for all; then the fifty that are shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from assessments.models import AssessmentForm, Reflection, UnitDecision
from assessments.models.form_queries import LATELY
from assessments.reminders import MAY_REMIND, thing
from assessments.rules import Moment
from conversations.cycle import week_of
from conversations.models import Conversation, GoalVersion, LearningPlan, PlanOpening, PlanPart, TalkRecord
from conversations.rules import TRIANGLE_TALKS, Kind, PlanState, State
from placements.models import Participation, Placement
from placements.roles import EDUCATORS, Role
from placements.weeks import SHORT_NAMES

from .matrix import Filter

PAGE = 50
QUIET_AFTER = 21  # days
SOON = timedelta(weeks=3)  # a talk whose week is nearer than this should have a day
PILLS = ("", "student", "workplace", "institute", "late", "quiet")
SORTS = ("name", "day", "quiet")


@dataclass
class Wait:
    """Something that somebody still has to do; `mine` when that is the reader. `kind` and `pk` name what it is done on
    (assessments/reminders.py); `trace` says who was reminded of it last, once `overview_reminders` looked that up."""

    corner: str
    what: str
    kind: str
    pk: int
    due: date | None = None
    mine: bool = False
    trace: "Trace | None" = None

    @property
    def thing(self) -> str:
        return thing(self.kind, self.pk, self.corner)

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < timezone.localdate()


@dataclass(frozen=True)
class Trace:
    """The last day on which somebody was reminded of something, who, and by whom. Never how often (H14)."""

    day: date
    people: tuple[str, ...]
    by: str

    @property
    def is_today(self) -> bool:
        return self.day == timezone.localdate()


@dataclass
class Line:
    """One placement. `roles` are those of the reader in it; `offered` is what he may remind another of from here."""

    placement: Placement
    roles: set[str]
    waits: list[Wait] = field(default_factory=list)
    offered: list[Wait] = field(default_factory=list)

    @cached_property
    def first(self) -> Wait | None:
        """What has to be done first."""
        return min(self.waits, key=lambda wait: wait.due or date.max, default=None)

    @property
    def turn(self) -> str:
        return self.first.corner if self.first else "none"

    @property
    def is_late(self) -> bool:
        return any(wait.is_late for wait in self.waits)

    @property
    def reads_silence(self) -> bool:
        """Only the educators of a placement read when the student last wrote."""
        return bool(self.roles & EDUCATORS)

    @cached_property
    def last_written(self) -> date | None:
        times: list[datetime] = [at for name in WRITINGS if (at := getattr(self.placement, name))]
        return timezone.localdate(max(times)) if times and self.reads_silence else None

    @cached_property
    def silent_days(self) -> int:
        """Days without anything written, in a placement that runs; 0 for who may not read that."""
        today, placement = timezone.localdate(), self.placement
        runs = placement.start <= today <= placement.end and placement.ended_on is None
        if not runs or not self.reads_silence:
            return 0
        return (today - max(self.last_written or placement.start, placement.start)).days

    @property
    def is_quiet(self) -> bool:
        return self.silent_days >= QUIET_AFTER

    @property
    def next_day(self) -> date | None:
        return self.placement.next_day

    @property
    def next_name(self) -> str | Promise:
        return SHORT_NAMES.get(self.placement.next_kind, "")

    @cached_property
    def silence(self) -> Wait | None:
        """To ask a student who fell silent how it goes, unless a form asks him to write: then that is what to remind
        of."""
        asked = any(wait.kind == "form" and wait.corner == "student" for wait in self.waits)
        return Wait("student", "", "silence", self.placement.pk) if self.is_quiet and not asked else None

    def to_remind(self, show: str = "") -> list[Wait]:
        """What others may be reminded of by this person, as far as the pill is about it: under "late" what is late,
        under "quiet" that somebody writes."""
        if not self.roles & MAY_REMIND:
            return []
        found = [*self.waits, *([self.silence] if self.silence else [])]
        writes = {"form", "silence"}
        return [
            wait
            for wait in found
            if not wait.mine
            and {"": True, "late": wait.is_late, "quiet": wait.kind in writes and wait.corner == "student"}.get(
                show, wait.corner == show
            )
        ]


@dataclass(frozen=True)
class Overview:
    pills: list[Filter]
    group: str
    groups: list[str]
    school: str
    schools: list[tuple[str, str]]
    moment: str
    moments: list[tuple[str, str | Promise]]
    show: str
    sort: str
    lines: list[Line]  # all under these filters
    page: Page

    @property
    def may_remind(self) -> bool:
        return any(line.offered for line in self.page.object_list)

    @property
    def reads_silence(self) -> bool:
        return any(line.reads_silence for line in self.page.object_list)


def may_see(user) -> bool:
    """Not a student: who learns reads nothing of others."""
    return seats_of(user).exists() or not Placement.objects.filter(student=user).exists()


def seats_of(user) -> QuerySet:
    """Where this person stands around a student; a study coach follows none."""
    return Participation.objects.running().filter(user=user).exclude(role=Role.STUDY_COACH)


def overview_for(user, query: QueryDict) -> Overview:
    """The placements of this person by `?show=&group=&school=&moment=&sort=&page=`; what is unknown counts as empty."""
    every = lines_for(user)
    groups = sorted({line.placement.group for line in every if line.placement.group})
    schools = sorted({(str(line.placement.school), str(line.placement.school_id)) for line in every})
    group = _known(query.get("group"), groups)
    school = _known(query.get("school"), [key for _name, key in schools])
    moment = _known(query.get("moment"), TRIANGLE_TALKS)
    chosen = [
        line
        for line in every
        if (not group or line.placement.group == group)
        and (not school or str(line.placement.school_id) == school)
        and (not moment or line.placement.next_kind == moment)
    ]
    show, sort = _known(query.get("show"), PILLS), _known(query.get("sort"), SORTS) or "name"
    lines = sorted((line for line in chosen if matches(line, show)), key=KEYS[sort])
    return Overview(
        pills=[Filter(name, sum(matches(line, name) for line in chosen), name == show) for name in PILLS],
        group=group,
        groups=groups,
        school=school,
        schools=[(key, name) for name, key in schools],
        moment=moment,
        moments=[(kind, SHORT_NAMES[kind]) for kind in TRIANGLE_TALKS],
        show=show,
        sort=sort,
        lines=lines,
        page=Paginator(lines, PAGE).get_page(query.get("page")),
    )


def _known(value: str | None, values: Iterable[str]) -> str:
    return value if value in values else ""


def matches(line: Line, show: str) -> bool:
    """Does this line belong under this pill? Under a corner stand all in which it has something to do."""
    corners = {wait.corner for wait in line.waits}
    return {"": True, "late": line.is_late, "quiet": line.is_quiet}.get(show, show in corners)


KEYS = {  # every sort ends with the order of the names the lines come in
    "name": lambda line: 0,
    "day": lambda line: line.next_day or date.max,
    "quiet": lambda line: -line.silent_days,
}


def lines_for(user) -> list[Line]:
    """A line for each placement, by name, with everything that waits in it. The number of queries is fixed."""
    roles: dict[int, set[str]] = {}
    for placement, role in seats_of(user).values_list("placement", "role"):
        roles.setdefault(placement, set()).add(role)
    lines = {one.pk: Line(one, roles[one.pk]) for one in placements_for(user)}
    for placement, wait in (*waiting_forms(user), *waiting_plans(lines), *talks_without_day(user, lines)):
        if placement in lines:
            lines[placement].waits.append(wait)
    return list(lines.values())


def placements_for(user) -> QuerySet:
    """Those that run, come or ended lately, with the next talk this person may know of and the student's writings."""
    today = timezone.localdate()
    own = OuterRef("pk")
    talks = Conversation.objects.visible_to(user).filter(placement=own, state=State.PLANNED, day__gte=today)
    talks = talks.filter(placement__ended_on=None)
    following = talks.order_by("day", "pk")
    starts = Conversation.objects.visible_to(user).filter(placement=own, kind=Kind.START).exclude(state=State.CANCELLED)
    mentors = Participation.objects.running().filter(placement=own, role=Role.WORKPLACE_MENTOR)
    found = Placement.objects.filter(Exists(seats_of(user).filter(placement=own)), end__gte=today - LATELY)
    return (
        found.exclude(student=user)
        .select_related("student", "school", "period")
        .annotate(
            next_day=Subquery(following.values("day")[:1]),
            next_kind=Subquery(following.values("kind")[:1]),
            start_day=Subquery(starts.values(when=Coalesce("held_on", "day"))[:1]),
            has_mentor=Exists(mentors),
            **{name: Subquery(_newest(model, where, at)) for name, (model, where, at) in WRITINGS.items()},
        )
        .order_by("student__last_name", "student__first_name", "pk")
    )


WRITINGS = {  # what a student writes in the cycle: which model, the way to the placement, and when it was saved
    "reflected_at": (Reflection, "row__form__placement", "saved_at"),
    "reported_at": (TalkRecord, "conversation__placement", "saved_at"),
    "planned_at": (PlanPart, "plan__placement", "saved_at"),
    "opened_at": (PlanOpening, "plan__placement", "saved_at"),
    "aimed_at": (GoalVersion, "goal__placement", "at"),
}


def _newest(model, where: str, at: str) -> QuerySet:
    """When the student of this placement last wrote in this kind of part."""
    author = "by" if model is GoalVersion else "author"
    own = model.objects.filter(**{where: OuterRef("pk"), author: OuterRef("student"), f"{at}__isnull": False})
    return own.order_by(F(at).desc()).values(at)[:1]


def waiting_forms(user) -> Iterable[tuple[int, Wait]]:
    """The forms on which somebody acts now."""
    forms = AssessmentForm.objects.visible_to(user).of_now().with_turn().exclude(turn="none")
    words = {
        "student": _("self-reflection, %(moment)s"),
        "workplace": _("feedback, %(moment)s"),
        "institute": _("decision, %(moment)s"),
    }
    mine = set(AssessmentForm.objects.waiting_for(user).values_list("pk", flat=True))
    mine |= set(UnitDecision.objects.waiting_for(user).values_list("form", flat=True))
    for pk, placement, moment, turn, due in forms.values_list("pk", "placement", "moment", "turn", "turn_by"):
        yield placement, Wait(turn, words[turn] % {"moment": Moment(moment).label}, "form", pk, due, pk in mine)


def waiting_plans(lines: dict[int, Line]) -> Iterable[tuple[int, Wait]]:
    """The learning plan from three weeks before the start talk until it is approved, or until the midterm: after that
    it is too late to wait for it. Between sharing it and the talk nobody has to do anything."""
    today = timezone.localdate()
    plans = LearningPlan.objects.exclude(state=PlanState.APPROVED).filter(placement__in=list(lines))
    for pk, placement, state in plans.values_list("pk", "placement", "state"):
        line, one = lines[placement], lines[placement].placement
        due = one.start_day or one.monday_of_week(one.period.start_week)
        if one.ended_on or not due - SOON <= today < one.monday_of_week(one.period.midterm_week):
            continue
        if state == PlanState.ASKED:
            approves = Role.WORKPLACE_MENTOR if one.has_mentor else Role.SCHOOL_EDUCATOR
            what = _("approval of the learning plan")
            yield placement, Wait("workplace", what, "plan", pk, mine=approves in line.roles)
        elif state == PlanState.PREPARING:
            yield placement, Wait("student", _("learning plan"), "plan", pk, due)
        elif due <= today:
            yield placement, Wait("student", _("learning plan"), "plan", pk)


def talks_without_day(user, lines: dict[int, Line]) -> Iterable[tuple[int, Wait]]:
    """Triangle talks whose week is near and for which no day was planned."""
    talks = Conversation.objects.visible_to(user).filter(state=State.PLANNED, day=None, kind__in=TRIANGLE_TALKS)
    for placement, kind in talks.values_list("placement", "kind"):
        one = lines[placement].placement if placement in lines else None
        if one is None or one.ended_on:
            continue
        monday = one.monday_of_week(week_of(one.period, kind))
        if monday - SOON <= timezone.localdate():
            what = _("a day for: %(talk)s") % {"talk": SHORT_NAMES[kind]}
            yield placement, Wait("student", what, "days", placement, monday)
