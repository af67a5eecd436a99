"""What is kept of a learning plan for ever: its versions, approvals, feedback and steps, and texts that gave way."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conversations.rules import Line
from placements.models import PlacementOutcome
from placements.models.said import Said
from placements.workflow import StepLog


class PlanVersion(models.Model):
    """The plan as it was at a step (shared, asked to approve, approved), when the start talk was held, and as each day
    of writing in between began. Append-only."""

    plan = models.ForeignKey("conversations.LearningPlan", models.PROTECT, related_name="versions")
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

    plan = models.ForeignKey("conversations.LearningPlan", models.PROTECT, related_name="remarks")
    item = models.ForeignKey(PlacementOutcome, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("feedback"))

    class Meta(Said.Meta):
        abstract = False
        verbose_name = _("feedback on a plan")
        verbose_name_plural = _("feedback on plans")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="plan_remark_says_something")]


class PlanLog(StepLog):
    record = models.ForeignKey("conversations.LearningPlan", models.PROTECT, related_name="log")

    class Meta(StepLog.Meta):
        abstract = False
        verbose_name = _("step of a plan")
        verbose_name_plural = _("steps of plans")
        constraints = [
            models.CheckConstraint(
                condition=~Q(step="send_back") | ~Q(note=""), name="plan_log_sending_back_carries_a_note"
            )
        ]

    @property
    def sentence(self) -> str:
        """'Noor shared the plan.'"""
        words = {
            "share": gettext("%(name)s shared the plan."),
            "ask_approval": gettext("%(name)s asked for approval."),
            "take_back": gettext("%(name)s took the request for approval back."),
            "send_back": gettext("%(name)s sent the plan back with a remark."),
            "approve": gettext("%(name)s approved the plan, pedagogically and didactically."),
        }
        return words[self.step] % {"name": self.by.get_short_name()}


class EarlierPlanText(models.Model):
    """A text that gave way when the student chose between two versions. Nothing that was saved is ever gone."""

    plan = models.ForeignKey("conversations.LearningPlan", models.PROTECT, related_name="earlier_texts")
    item = models.ForeignKey(PlacementOutcome, models.PROTECT, null=True, related_name="+")  # None: the opening
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    texts = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("earlier text of a plan")
        verbose_name_plural = _("earlier texts of plans")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.at:%Y-%m-%d %H:%M}"
