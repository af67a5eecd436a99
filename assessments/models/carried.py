"""What a student showed in a placement that ended early, and takes along to the next one."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from learning_outcomes.models import LearningOutcome
from placements.models import Participation, Placement
from placements.roles import Role

from .decisions import OutcomeDecision


class CarriedOverQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CarriedOverQuerySet":
        """As the decision itself, seen from the placement it is carried to: an examiner the own unit, a subject
        educator the own outcome, a study coach none."""
        if not user.is_authenticated:
            return self.none()
        around = Participation.objects.running().filter(placement=OuterRef("placement"), user=user)
        wide = around.exclude(role__in=[Role.UNIT_EXAMINER, Role.SUBJECT_EDUCATOR, Role.STUDY_COACH])
        examines = around.filter(role=Role.UNIT_EXAMINER, unit=OuterRef("decision__decision__unit"))
        teaches = around.filter(role=Role.SUBJECT_EDUCATOR, outcome=OuterRef("outcome"))
        return self.filter(Q(placement__student=user) | Exists(wide) | Exists(examines) | Exists(teaches))

    def for_list(self) -> "CarriedOverQuerySet":
        return self.select_related("outcome", "decision__decision").order_by("outcome__order", "pk")


class CarriedOver(models.Model):
    """One outcome, decided as met there, that counts here."""

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="carried_over")
    outcome = models.ForeignKey(LearningOutcome, models.PROTECT, related_name="+")
    decision = models.ForeignKey(OutcomeDecision, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = CarriedOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome carried over")
        verbose_name_plural = _("outcomes carried over")
        constraints = [models.UniqueConstraint(fields=["placement", "outcome"], name="carried_over_once_per_placement")]

    def __str__(self) -> str:
        return f"{self.outcome} ({self.pk})"
