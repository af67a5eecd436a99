"""What the institute decides about the judgement: per unit, apart from the judgement itself (X07)."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments import mails
from assessments.rules import DECISION_STEPS, DecisionState, Verdict
from learning_outcomes.models import Unit
from placements.models import Participation, Placement
from placements.roles import Role
from placements.workflow import StepLog, WorkflowRecord

from .forms import AssessmentForm, locked
from .rows import Missing, OutcomeAssessment


class UnitDecisionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "UnitDecisionQuerySet":
        """Decisions about forms this person may know of; an examiner those of the own unit."""
        if not user.is_authenticated:
            return self.none()
        around = Participation.objects.running().filter(placement=OuterRef("form__placement"), user=user)
        examines = around.filter(role=Role.UNIT_EXAMINER, unit=OuterRef("unit"))
        others = around.exclude(role__in=[Role.UNIT_EXAMINER, Role.STUDY_COACH])
        return self.filter(Q(form__placement__student=user) | Exists(examines) | Exists(others))

    def for_list(self) -> "UnitDecisionQuerySet":
        people = Participation.objects.running().for_page()
        return self.select_related(
            "unit", "form__placement__student", "form__placement__school", "form__signed_by"
        ).prefetch_related(Prefetch("form__placement__participations", people, to_attr="people_now"))

    def waiting_for(self, user) -> "UnitDecisionQuerySet":
        """Open decisions on the units this person examines, each with `signer_confirmed_at`: None says that the
        judgement is still provisional and cannot be adopted yet (decisions, section 6)."""
        examines = Participation.objects.running().filter(
            placement=OuterRef("form__placement"), user=user, role=Role.UNIT_EXAMINER, unit=OuterRef("unit")
        )
        signers = Participation.objects.filter(
            placement=OuterRef("form__placement"), user=OuterRef("form__signed_by"), role=OuterRef("form__signed_role")
        )
        confirmed_at = signers.order_by("-since", "-pk").values("confirmed_at")[:1]
        return self.filter(Exists(examines), state=DecisionState.OPEN).annotate(
            signer_confirmed_at=Subquery(confirmed_at)
        )


class UnitDecision(WorkflowRecord):
    STEPS = DECISION_STEPS

    form = models.ForeignKey(AssessmentForm, models.PROTECT, related_name="decisions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=12, choices=DecisionState, default=DecisionState.OPEN, editable=False
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("decided by"),
        null=True,
        editable=False,
        related_name="+",
    )
    told_at = models.DateTimeField(_("told at"), null=True, editable=False)

    objects = UnitDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["form", "unit__order"]
        constraints = [
            models.UniqueConstraint(fields=["form", "unit"], name="unit_decision_one_per_unit"),
            models.CheckConstraint(condition=Q(state__in=DecisionState.values), name="unit_decision_state_valid"),
            models.CheckConstraint(
                condition=Q(state=DecisionState.DECIDED, decided_at__isnull=False, decided_by__isnull=False)
                | ~Q(state=DecisionState.DECIDED) & Q(decided_at__isnull=True, decided_by__isnull=True),
                name="unit_decision_decided_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(told_at=None) | Q(state=DecisionState.DECIDED), name="unit_decision_told_once_decided"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.form}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:form", args=[self.form_id]) + f"#decision-{self.pk}"

    def roles_of(self, user) -> set[Role]:
        """As in the placement, but an examiner only counts for the own unit."""
        seats = self.form.placement.seats_of(user)
        return {role for role, unit in seats if role != Role.UNIT_EXAMINER or unit == self.unit_id}

    def judged_rows(self) -> list[OutcomeAssessment]:
        """The rows of this unit that the workplace judged, with their judgement."""
        rows = self.form.rows.filter(item__unit=self.unit_id).select_related("item__outcome", "item__rule", "judgement")
        return [row for row in rows.prefetch_related("item__recognitions") if row.is_judged(self.form)]

    def take(self, name: str, by, note: str = "") -> "UnitDecision":
        """As any record. The form is locked before the decision, as when it is opened again: one of the two waits."""
        with transaction.atomic():
            locked(self.form)
            return super().take(name, by, note)

    def missing_for(self, step: str, by=None) -> list[Missing]:
        """A judgement by somebody whom nobody confirmed is provisional (decisions, section 6)."""
        missing = []
        if self.form.state != "signed":
            missing.append(Missing(gettext("The form is not signed now."), ""))
        elif not self.form.signer.is_confirmed:
            sentence = gettext("The judgement is provisional: nobody has confirmed yet who %(name)s is.")
            missing.append(Missing(sentence % {"name": self.form.signed_by}, ""))
        return missing

    @property
    def missing_to_adopt(self) -> list[Missing]:
        """What keeps the judgement provisional, for the page."""
        return self.missing_for("adopt")

    def on_adopt(self, by) -> None:
        """Take over the judgement on every outcome of the unit, and seal the form with the decision in it."""
        self.decided_at, self.decided_by = timezone.now(), by
        self.save()
        for row in self.judged_rows():
            OutcomeDecision.objects.create(decision=self, row=row, verdict=row.judgement.verdict, adopted=True)
        self.form.versions.seal(self.form, by, unit=self.unit)

    def tell(self, name: str, step, by, note: str) -> None:
        mails.tell_of_decision(self, name, step, by, note)


class OutcomeDecisionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OutcomeDecisionQuerySet":
        """What was decided on the rows this person reads: an examiner the own unit, a subject educator the own
        outcome, a study coach none."""
        if not user.is_authenticated:
            return self.none()
        around = Participation.objects.running().filter(placement=OuterRef("decision__form__placement"), user=user)
        wide = around.exclude(role__in=[Role.UNIT_EXAMINER, Role.SUBJECT_EDUCATOR, Role.STUDY_COACH])
        examines = around.filter(role=Role.UNIT_EXAMINER, unit=OuterRef("decision__unit"))
        teaches = around.filter(role=Role.SUBJECT_EDUCATOR, outcome=OuterRef("row__item__outcome"))
        own = Q(decision__form__placement__student=user)
        return self.filter(own | Exists(wide) | Exists(examines) | Exists(teaches))

    def met_in(self, placement: Placement) -> "OutcomeDecisionQuerySet":
        """Decided as met in this placement."""
        return self.filter(verdict=Verdict.MET, decision__form__placement=placement)


class OutcomeDecision(models.Model):
    """The decision on one outcome. A deviation from the judgement needs its reason (A16)."""

    decision = models.ForeignKey(UnitDecision, models.PROTECT, related_name="outcomes")
    row = models.ForeignKey(OutcomeAssessment, models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=8, choices=Verdict)
    adopted = models.BooleanField(default=True)
    reason = models.TextField(blank=True)

    objects = OutcomeDecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["row"], name="outcome_decision_one_per_row"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="outcome_decision_verdict_valid"),
            models.CheckConstraint(
                condition=Q(adopted=True) | ~Q(reason=""), name="outcome_decision_deviation_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row}: {self.get_verdict_display()}"


class DecisionLog(StepLog):
    record = models.ForeignKey(UnitDecision, models.PROTECT, related_name="log")

    class Meta(StepLog.Meta):
        abstract = False
        verbose_name = _("step of a decision")
        verbose_name_plural = _("steps of decisions")

    def sentence_on(self, decision: UnitDecision) -> str:
        """'Ilse adopted the judgement for Afstemmen en creëren 1.'"""
        words = {"adopt": gettext("%(name)s adopted the judgement for %(unit)s.")}
        return words[self.step] % {"name": self.by.get_short_name(), "unit": decision.unit.title}
