"""What follows a decision "not met": an agreement on what to show, by when, and a form with only those outcomes."""

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments import mails
from assessments.rules import MAY_AGREE_ON_REPAIR, DecisionState, Moment, Verdict
from placements.models import Participation
from placements.roles import Role

from .decisions import OutcomeDecision, UnitDecision
from .forms import AssessmentForm, locked
from .rows import OutcomeAssessment

BEFORE_TALK, AFTER_TALK = timedelta(days=7), timedelta(days=7)  # to hand in before it, and to decide after it


class RepairQuerySet(models.QuerySet):
    def wanted_by(self, user) -> models.QuerySet:
        """Decisions "not met" on a unit this person examines, on which nothing is agreed yet."""
        examines = Participation.objects.running().filter(
            placement=OuterRef("form__placement"), user=user, role=Role.UNIT_EXAMINER, unit=OuterRef("unit")
        )
        failed = OutcomeDecision.objects.filter(decision=OuterRef("pk"), verdict=Verdict.NOT_MET)
        return UnitDecision.objects.filter(
            Exists(examines), Exists(failed), state=DecisionState.DECIDED, repair__isnull=True
        )

    @transaction.atomic
    def agree(self, decision: UnitDecision, by, *, text: str, on: date) -> "Repair":
        """Write down what was agreed and make the form for it. Raises PermissionDenied for who may not, and
        ValidationError when there is nothing to repair, it was agreed already, or the day has passed."""
        locked(decision.form)
        if not decision.roles_of(by) & MAY_AGREE_ON_REPAIR:
            raise PermissionDenied
        failed = list(decision.outcomes.filter(verdict=Verdict.NOT_MET).select_related("row"))
        if decision.state != DecisionState.DECIDED or not failed:
            raise ValidationError(gettext("There is nothing to repair here."))
        if self.filter(decision=decision).exists():
            raise ValidationError(gettext("This was agreed already."))
        if on <= timezone.localdate():
            raise ValidationError(gettext("Choose a day that is still to come."))
        form = AssessmentForm.objects.create(
            placement=decision.form.placement,
            moment=Moment.REASSESSMENT,
            opens_on=timezone.localdate(),
            talk_on=on,
            reflect_by=max(on - BEFORE_TALK, timezone.localdate()),
            respond_by=on,
            decide_by=on + AFTER_TALK,
        )
        OutcomeAssessment.objects.bulk_create(OutcomeAssessment(form=form, item=one.row.item) for one in failed)
        repair = self.create(decision=decision, form=form, text=text.strip(), agreed_by=by)
        mails.tell_of_repair(repair)
        return repair


class Repair(models.Model):
    """The agreement after "not met". Once made it stays as it was made."""

    decision = models.OneToOneField(UnitDecision, models.PROTECT, related_name="repair")
    form = models.OneToOneField(AssessmentForm, models.PROTECT, related_name="repairs")
    text = models.TextField(_("what is agreed"))
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(auto_now_add=True)

    objects = RepairQuerySet.as_manager()

    class Meta:
        verbose_name = _("repair agreement")
        verbose_name_plural = _("repair agreements")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="repair_says_what_is_agreed")]

    def __str__(self) -> str:
        return f"{self.decision}"
