"""The learning plan of a placement, made for the start talk: written, shared, sharpened, approved (C11-C19, X24)."""

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conversations.rules import (
    MAY_REMARK,
    PLAN_READERS,
    PLAN_STEPS,
    PLAN_WRITERS,
    WORKPLACE,
    Kind,
    Line,
    PlanState,
)
from learning_outcomes.models import Indicator, SkillDescriptor
from placements.models import Participation, Placement, PlacementOutcome, Recognition
from placements.models.parts import NotNow, Part
from placements.roles import Role
from placements.workflow import WorkflowRecord

from .goals import Goal
from .plan_records import PlanApproval, PlanRemark, PlanVersion

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

    def for_tasks(self) -> "LearningPlanQuerySet":
        """With what a line on somebody's first page says."""
        people = Participation.objects.running().for_page()
        return self.select_related("placement__student", "placement__period").prefetch_related(
            models.Prefetch("placement__participations", people, to_attr="people_now"), "remarks", "log__by"
        )

    def for_page(self) -> "LearningPlanQuerySet":
        """With everything the page and the paper show; the number of queries does not grow with the outcomes."""
        people = Participation.objects.running().for_page()
        items = PlacementOutcome.objects.with_named().order_by("order", "pk")
        parts = PlanPart.objects.select_related("item", "author")
        # what they say is fetched for the one that is read: a plan that is written in on many days has many
        versions = PlanVersion.objects.defer("content").select_related("made_by").prefetch_related("approvals__by")
        return self.select_related(
            "placement__student", "placement__school", "placement__institute", "placement__period__framework",
            "placement__duo_with__student", "placement__duo_of__student", "opening__author",
        ).prefetch_related(
            models.Prefetch("placement__participations", people, to_attr="people_now"),
            models.Prefetch("parts", parts.prefetch_related("indicators", "cells__skill", "cells__phase")),
            models.Prefetch("placement__outcomes", items),
            models.Prefetch("placement__outcomes__recognitions", Recognition.objects.select_related("recorded_by")),
            "placement__period__focus",
            "placement__period__conversations__questions",
            "placement__outcomes__outcome__dimensions__indicators",
            "placement__outcomes__outcome__indicators",
            models.Prefetch("remarks", PlanRemark.objects.select_related("by", "item")),
            models.Prefetch("versions", versions),
            "log__by",
            "earlier_texts__author",
        )  # fmt: skip


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

    def missing_for(self, step: str, by=None) -> list:
        from conversations.plan_gaps import gaps  # it reads plans: imported here, where both are known

        return gaps(LearningPlan.objects.for_page().get(pk=self.pk), step)

    def gaps_for(self, steps) -> list:
        """What is missing before the student may go on, for a plan from `for_page()`."""
        from conversations.plan_gaps import gaps  # as above

        forward = [name for name in ("share", "ask_approval") if name in steps]
        return gaps(self, forward[0]) if forward else []

    @transaction.atomic
    def say(self, by, text: str, item: PlacementOutcome | None = None) -> None:
        """Feedback by `by`, in the role that may give it. The same words twice in a row are said once: a button that
        was pressed twice. The student hears of it in the notice of the day.

        Raises PermissionDenied when the time for it is over.
        """
        plan = LearningPlan.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if not plan.may_remark(by, item):
            raise PermissionDenied
        last = plan.remarks.filter(by=by, item=item).last()
        if last is None or last.text != text.strip():
            role = min(plan.roles_of(by) & MAY_REMARK)
            plan.remarks.create(by=by, role=role, item=item, text=text.strip())
            from conversations.plan_mails import tell_of_remark  # as above

            tell_of_remark(plan, by)

    def on_share(self, by) -> None:
        self.keep("share", by)

    def on_ask_approval(self, by) -> None:
        self.keep("ask_approval", by)

    def on_take_back(self, by) -> None:
        """The mail that asks for approval stays at home when it has not left yet."""
        from conversations.plan_mails import call_off  # as above

        call_off(self)

    def on_approve(self, by) -> None:
        """Both lines at once (X24), and from now on the goals run (C20). What is approved is what was asked: nobody can
        write in between."""
        role = min(self.roles_of(by) & WORKPLACE)
        version = self.keep("approve", by, lines=[line.value for line in Line])
        PlanApproval.objects.bulk_create(PlanApproval(version=version, line=line, by=by, role=role) for line in Line)
        set_goals(self)
        from conversations.plan_papers import file_plan  # as above

        file_plan.enqueue(version.pk)

    def tell(self, name: str, step, by, note: str) -> None:
        from conversations.plan_mails import tell_of_plan  # as above

        tell_of_plan(self, name, step, by)

    def keep(self, step: str, by, **more) -> PlanVersion:
        """The plan as it is now becomes a version for ever. Under the lock of the plan."""
        from conversations.plan_sheet import approvals, sheet_of  # as above

        content = sheet_of(LearningPlan.objects.for_page().get(pk=self.pk)) | {"state": self.state}
        if "lines" in more:
            content["approvals"] = approvals(self, by, more["lines"])
        last = self.versions.order_by("-number").first()
        return self.versions.create(number=last.number + 1 if last else 1, step=step, content=content, made_by=by)

    @property
    def sentence(self) -> str:
        """Where it stands and who acts now. One query after `for_page` while it is shared."""
        name = self.placement.student.get_short_name()
        if self.placement.ended_on and self.state != PlanState.APPROVED:
            return gettext("The placement ended early: this plan asks for nothing more.")
        if self.state == PlanState.APPROVED:
            last = self.newest_version
            words = {"name": last.made_by.get_short_name(), "day": date_format(localtime(last.at), "j F Y")}
            return gettext("Approved by %(name)s on %(day)s, pedagogically and didactically.") % words
        return {
            PlanState.PREPARING: gettext("%(name)s prepares the start talk."),
            PlanState.SHARED: gettext("%(name)s sharpens the plan after the start talk, and then asks for approval.")
            if self._talked
            else gettext("%(name)s goes on writing until after the start talk."),
            PlanState.ASKED: gettext("The workplace looks whether it is what was agreed."),
        }[self.state] % {"name": name}

    @property
    def _talked(self) -> bool:
        """Has the start talk been?"""
        if self.state != PlanState.SHARED:
            return False
        talk = self.placement.conversations.filter(kind=Kind.START).first()
        return talk is not None and talk.has_been

    @property
    def sent_back(self):
        """The line of the log that sent it back last, or None. No query after `for_page` and `for_tasks`."""
        lines = [line for line in self.log.all() if line.step == "send_back"]
        return max(lines, key=lambda line: line.pk, default=None)

    @property
    def came_back(self):
        """The same, as long as the student has not asked again."""
        last = max(self.log.all(), key=lambda line: line.pk, default=None)
        return last if last and last.step == "send_back" else None

    @property
    def newest_version(self) -> PlanVersion | None:
        """No query after `for_page`."""
        return max(self.versions.all(), key=lambda version: version.number, default=None)

    @property
    def discussed(self):
        """What was on the table in the start talk (C18); None before it is shared. One query after `for_page`."""
        from conversations.discussed import discussed  # it reads versions: imported here, where both are known

        talk = self.placement.conversations.filter(kind=Kind.START).first()
        return discussed(self.versions.all(), talk and talk.held_on)

    def keep_morning(self, by) -> None:
        """Before the first change of a day keep the plan as it stood, so that it can still be taken as discussed when
        the talk is written down later. Under the lock of the plan."""
        last = self.versions.order_by("-number").first()
        if last and timezone.localdate(last.at) < timezone.localdate():
            self.keep("morning", by)

    def may_remark(self, user, item: PlacementOutcome | None = None) -> bool:
        """May this person give feedback on it now? As long as the student can still sharpen it (C16)."""
        open_ = self.state in (PlanState.SHARED, PlanState.ASKED) and self.placement.ended_on is None
        return open_ and bool(self.roles_of(user) & MAY_REMARK) and self.may_read(user, item)


def keep_discussed(placement_id: int, by) -> None:
    """The start talk was held today: what the student wrote today was on the table as well.

    Written down later, the plan of that day is found among the versions (`discussed`).
    """
    plan = LearningPlan.objects.select_for_update(of=("self",)).filter(placement=placement_id).first()
    if plan and plan.state == PlanState.SHARED:
        plan.keep("hold", by)


def set_goals(plan: LearningPlan) -> None:
    """A running goal for every outcome that has one in the plan, by the student who set it."""
    from conversations.plan_gaps import planned  # it reads plans: imported here, where both are known

    student = plan.placement.student
    for item, part in planned(LearningPlan.objects.for_page().get(pk=plan.pk)):
        if part and part.goal.strip():
            Goal.objects.set_goal(item, part.goal, by=student, role=Role.STUDENT, kind=Kind.START)


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
    found.keep_morning(by)
    return found
