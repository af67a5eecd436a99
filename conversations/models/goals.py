"""A goal on one outcome: set in the start talk, and growing from talk to talk (C20, C22, C32)."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conversations.rules import GOAL_READERS, GOAL_STEPS, GOAL_WRITERS, GoalState, Kind
from placements.models import Participation, Placement, PlacementOutcome
from placements.models.parts import NotNow
from placements.models.said import Still
from placements.roles import Role
from placements.workflow import StepLog, WorkflowRecord


class GoalQuerySet(models.QuerySet):
    def visible_to(self, user) -> "GoalQuerySet":
        """Goals of the placements this person stands in; an examiner those of the own unit."""
        if not user.is_authenticated:
            return self.none()
        around = Participation.objects.running().filter(placement=OuterRef("placement"), user=user)
        wide = around.filter(role__in=list(GOAL_READERS - {Role.STUDENT, Role.UNIT_EXAMINER}))
        own_unit = around.filter(role=Role.UNIT_EXAMINER, unit=OuterRef("item__unit"))
        return self.filter(Q(placement__student=user) | Exists(wide) | Exists(own_unit))

    def for_list(self) -> "GoalQuerySet":
        """With every version, newest last, and the outcome."""
        return self.select_related("item__outcome", "item__rule").prefetch_related("versions__by", "log__by")

    @transaction.atomic
    def set_goal(self, item: PlacementOutcome, text: str, *, by, role: str, kind: str, day=None) -> "Goal":
        """A new goal with its first version."""
        goal = self.create(placement_id=item.placement_id, item=item, set_in=kind, since=day or timezone.localdate())
        goal.versions.create(number=1, text=text.strip(), by=by, role=role, said_in=kind)
        return goal

    @transaction.atomic
    def set_once(self, item: PlacementOutcome, text: str, *, by, role: str, kind: str) -> "Goal":
        """As `set_goal`; the same words on the same outcome, posted twice, are one goal."""
        Placement.objects.lock(item.placement_id)
        running = self.filter(item=item, state=GoalState.RUNNING).prefetch_related("versions")
        there = next((goal for goal in running if goal.text == text.strip()), None)
        return there or self.set_goal(item, text, by=by, role=role, kind=kind)


class Goal(WorkflowRecord):
    """Its words are its newest version. `until` is the day it was reached or let go."""

    STEPS = GOAL_STEPS

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="goals", verbose_name=_("placement"))
    item = models.ForeignKey(PlacementOutcome, models.PROTECT, related_name="goals", verbose_name=_("outcome"))
    set_in = models.CharField(_("set in"), max_length=12, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=GoalState, default=GoalState.RUNNING, editable=False)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True, editable=False)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["placement", "item__order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(set_in__in=Kind.values), name="goal_set_in_valid"),
            models.CheckConstraint(condition=Q(state__in=GoalState.values), name="goal_state_valid"),
            models.CheckConstraint(
                condition=Q(state=GoalState.RUNNING, until__isnull=True)
                | ~Q(state=GoalState.RUNNING) & Q(until__isnull=False),
                name="goal_runs_until_some_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"  # never its words: this ends up in logs

    @property
    def text(self) -> str:
        """As it stands now. No query after `for_list`."""
        return self.newest.text

    @property
    def newest(self) -> "GoalVersion":
        """The version that counts now. No query after `for_list`."""
        return max(self.versions.all(), key=lambda version: version.number)

    def roles_of(self, user) -> set[Role]:
        return self.placement.roles_of(user)

    def may_write(self, user) -> bool:
        """May this person put the goal into other words now?"""
        running = self.state == GoalState.RUNNING and self.placement.ended_on is None
        return running and bool(self.roles_of(user) & GOAL_WRITERS)

    def steps_for(self, user) -> dict:
        """As any record; none once the placement ended early."""
        return {} if self.placement.ended_on else super().steps_for(user)

    def missing_for(self, step: str, by=None) -> list:
        if self.placement.ended_on:
            return [Still(gettext("The placement ended early: its goals stay as they are."))]
        return []

    @transaction.atomic
    def reword(self, text: str, *, by, kind: str, seen: int) -> "GoalVersion":
        """A next version of its words. The same words make none.

        Raises NotNow when the goal does not run any more or another version than `seen` stands there.
        """
        goal = Goal.objects.select_for_update(of=("self",)).get(pk=self.pk)
        last = goal.versions.order_by("-number").first()
        if last.text == text.strip():
            return last
        if not goal.may_write(by) or last.number != seen:
            raise NotNow
        role = min(goal.roles_of(by) & GOAL_WRITERS)
        return goal.versions.create(number=last.number + 1, text=text.strip(), by=by, role=role, said_in=kind)

    def on_reach(self, by) -> None:
        self.until = timezone.localdate()

    def on_let_go(self, by) -> None:
        self.until = timezone.localdate()

    def on_go_on(self, by) -> None:
        self.until = None


class GoalVersion(models.Model):
    """The words of a goal from some day on. The table is append-only."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("goal"))
    said_in = models.CharField(max_length=12, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("version of a goal")
        verbose_name_plural = _("versions of goals")
        ordering = ["goal", "number"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "number"], name="goal_version_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="goal_version_says_something"),
            models.CheckConstraint(condition=Q(said_in__in=Kind.values), name="goal_version_said_in_valid"),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id}, {self.number}"


class GoalLog(StepLog):
    record = models.ForeignKey(Goal, models.PROTECT, related_name="log")

    class Meta(StepLog.Meta):
        abstract = False
        verbose_name = _("step of a goal")
        verbose_name_plural = _("steps of goals")
