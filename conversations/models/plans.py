"""The learning plan of a placement, made for the start talk: written, shared, sharpened, approved (C11-C19, X24)."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conversations.rules import (
    MAY_REMARK,
    PLAN_READERS,
    PLAN_STEPS,
    PLAN_WRITERS,
    Line,
    PlanState,
)
from learning_outcomes.models import Indicator, SkillDescriptor
from placements.models import Participation, Placement, PlacementOutcome
from placements.models.parts import NotNow, Part
from placements.models.said import Said
from placements.roles import Role
from placements.workflow import StepLog, WorkflowRecord

NARROW = {Role.UNIT_EXAMINER, Role.SUBJECT_EDUCATOR}  # read the outcomes of the own unit, the own outcome


class LearningPlanQuerySet(models.QuerySet):
    def visible_to(self, user) -> "LearningPlanQuerySet":
        """The own plan always; that of others once it is shared, for who stands around the placement."""
        if not user.is_authenticated:
            return self.none()
        around = Participation.objects.running().filter(placement=OuterRef("placement"), user=user)
        readers = PLAN_READERS[PlanState.SHARED] - {Role.STUDENT}
        shared = ~Q(state=PlanState.PREPARING) & Exists(around.filter(role__in=list(readers)))
        return self.filter(Q(placement__student=user) | shared)

    def for_page(self) -> "LearningPlanQuerySet":
        """With everything the page and the paper show; the number of queries does not grow with the outcomes."""
        people = Participation.objects.running().for_page()
        items = PlacementOutcome.objects.with_named().order_by("order", "pk")
        return self.select_related(
            "placement__student", "placement__school", "placement__institute", "placement__period__framework", "opening"
        ).prefetch_related(
            models.Prefetch("placement__participations", people, to_attr="people_now"),
            models.Prefetch("parts", PlanPart.objects.prefetch_related("indicators", "cells__skill", "cells__phase")),
            models.Prefetch("placement__outcomes", items),
            "placement__outcomes__recognitions",
            "placement__outcomes__outcome__dimensions__indicators",
            "placement__outcomes__outcome__indicators",
            "remarks__by",
            "versions__approvals__by",
            "versions__made_by",
            "log__by",
        )


class LearningPlan(WorkflowRecord):
    """One per placement. Its words stand in `opening` and `parts` while it is written, in `versions` for ever."""

    STEPS = PLAN_STEPS

    placement = models.OneToOneField(
        Placement, models.PROTECT, verbose_name=_("placement"), related_name="learning_plan"
    )
    state = models.CharField(_("state"), max_length=10, choices=PlanState, default=PlanState.PREPARING, editable=False)

    objects = LearningPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("learning plan")
        verbose_name_plural = _("learning plans")
        ordering = ["placement"]
        constraints = [models.CheckConstraint(condition=Q(state__in=PlanState.values), name="plan_state_valid")]

    def __str__(self) -> str:
        return f"{self.placement}"

    def get_absolute_url(self) -> str:
        return reverse("conversations:plan", args=[self.pk])

    def roles_of(self, user) -> set[Role]:
        return self.placement.roles_of(user)

    def steps_for(self, user) -> dict:
        """As any record; none once the placement ended early."""
        return {} if self.placement.ended_on else super().steps_for(user)

    def may_write(self, user) -> bool:
        """May this person write in the plan now?"""
        return self.placement.ended_on is None and bool(self.roles_of(user) & PLAN_WRITERS.get(self.state, set()))

    def may_read(self, user, item: PlacementOutcome | None = None) -> bool:
        """May this person read the plan, or the part about this outcome?"""
        roles = self.roles_of(user) & PLAN_READERS[self.state]
        if roles - NARROW:
            return True
        return bool(roles) and item is not None and item.is_known_to(user)

    def may_remark(self, user, item: PlacementOutcome | None = None) -> bool:
        """May this person give feedback on it now? As long as the student can still sharpen it (C16)."""
        open_ = self.state in (PlanState.SHARED, PlanState.ASKED) and self.placement.ended_on is None
        return open_ and bool(self.roles_of(user) & MAY_REMARK) and self.may_read(user, item)


class PlanOpening(Part):
    """Where the student starts from (the first lines of the plan)."""

    TEXTS = ("situation", "shown_before")

    plan = models.OneToOneField(LearningPlan, models.PROTECT, related_name="opening")
    situation = models.TextField(_("starting situation"), blank=True)
    shown_before = models.TextField(_("what was shown before"), blank=True)

    class Meta:
        verbose_name = _("opening of a plan")
        verbose_name_plural = _("openings of plans")

    def __str__(self) -> str:
        return f"{self.plan_id} ({self.version})"

    @classmethod
    @transaction.atomic
    def write(cls, plan: LearningPlan, values: dict, *, by, seen_version: int, page: str = "") -> "PlanOpening":
        """Save it under the lock of the plan. Raises NotNow and Conflict."""
        found = locked(plan, by)
        return cls.put({"plan": found}, values, by=by, role=Role.STUDENT, seen_version=seen_version, page=page)


class PlanPart(Part):
    """What the student plans for one outcome: the questions of the start talk (C14, S07-S09)."""

    TEXTS = (
        "why", "goal", "activities", "evidence", "noticed_by", "transfer", "satisfied_when", "support", "support_from",
    )  # fmt: skip

    plan = models.ForeignKey(LearningPlan, models.PROTECT, related_name="parts")
    item = models.ForeignKey(PlacementOutcome, models.PROTECT, related_name="plan_parts", verbose_name=_("outcome"))
    why = models.TextField(_("why it matters"), blank=True)
    goal = models.TextField(_("goal"), blank=True)
    activities = models.TextField(_("activities"), blank=True)
    evidence = models.TextField(_("how it will show"), blank=True)
    noticed_by = models.TextField(_("who notices"), blank=True)
    transfer = models.TextField(_("in other settings"), blank=True)
    satisfied_when = models.TextField(_("satisfied when"), blank=True)
    support = models.TextField(_("support wanted"), blank=True)
    support_from = models.TextField(_("support from whom"), blank=True)
    indicators = models.ManyToManyField(Indicator, blank=True, related_name="+", verbose_name=_("indicators"))
    cells = models.ManyToManyField(
        SkillDescriptor, blank=True, related_name="+", verbose_name=_("from the skills table")
    )

    class Meta:
        verbose_name = _("outcome in a plan")
        verbose_name_plural = _("outcomes in a plan")
        ordering = ["item__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "item"], name="plan_part_once")]

    def __str__(self) -> str:
        return f"{self.plan_id}, {self.item_id} ({self.version})"

    @classmethod
    @transaction.atomic
    def write(
        cls, plan: LearningPlan, item: PlacementOutcome, values: dict, *, by, seen_version: int, page: str = "",
        indicators=(), cells=(),
    ) -> "PlanPart":  # fmt: skip
        """Save it under the lock of the plan, with the indicators and cells picked beside it; foreign ones are ignored.

        Raises NotNow when the plan may not be written in now, and Conflict when another version stands there.
        """
        found = locked(plan, by)
        key = {"plan": found, "item": item}
        part = cls.put(key, values, by=by, role=Role.STUDENT, seen_version=seen_version, page=page)
        part.indicators.set(Indicator.objects.filter(outcome=item.outcome_id, pk__in=indicators))
        framework = found.placement.period.framework_id
        part.cells.set(SkillDescriptor.objects.filter(skill__framework=framework, pk__in=cells))
        return part


def locked(plan: LearningPlan, by) -> LearningPlan:
    """The plan as it is now, locked: for `by` to write in. Raises NotNow when that is not possible any more."""
    found = LearningPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if not found.may_write(by):
        raise NotNow
    return found


class PlanVersion(models.Model):
    """The plan as it was at a step: shared, asked to approve. What was approved never changes. Append-only."""

    plan = models.ForeignKey(LearningPlan, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=20)
    content = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("version of a plan")
        verbose_name_plural = _("versions of plans")
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number_once")]

    def __str__(self) -> str:
        return f"{self.plan_id}, {self.number}"


class PlanApproval(models.Model):
    """One line of approval of one version; both are given in one act (C17, X24). Append-only."""

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="approvals")
    line = models.CharField(_("line"), max_length=12, choices=Line)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("approval of a plan")
        verbose_name_plural = _("approvals of plans")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "line"], name="plan_approval_once_a_line"),
            models.CheckConstraint(condition=Q(line__in=["pedagogical", "didactic"]), name="plan_approval_line_valid"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.line}"


class PlanRemark(Said):
    """Feedback on the plan, on one outcome or on the whole (C16). Append-only."""

    plan = models.ForeignKey(LearningPlan, models.PROTECT, related_name="remarks")
    item = models.ForeignKey(PlacementOutcome, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("feedback"))

    class Meta(Said.Meta):
        abstract = False
        verbose_name = _("feedback on a plan")
        verbose_name_plural = _("feedback on plans")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="plan_remark_says_something")]


class PlanLog(StepLog):
    record = models.ForeignKey(LearningPlan, models.PROTECT, related_name="log")

    class Meta(StepLog.Meta):
        abstract = False
        verbose_name = _("step of a plan")
        verbose_name_plural = _("steps of plans")
        constraints = [
            models.CheckConstraint(
                condition=~Q(step="send_back") | ~Q(note=""), name="plan_log_sending_back_carries_a_note"
            )
        ]
