"""What was shown elsewhere: recognised by EVC, exemption or an earlier placement (W01, W04, X40)."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Recognition(models.Model):
    """That an outcome of the set counts as shown, by another way than the forms. Withdrawn with a reason, never
    deleted; one counts at a time."""

    class Kind(models.TextChoices):
        EVC = "evc", _("recognition of earlier learning (EVC)")
        EXEMPTION = "exemption", _("exemption")
        EARLIER = "earlier", _("earlier placement")

    item = models.ForeignKey("placements.PlacementOutcome", models.PROTECT, related_name="recognitions")
    kind = models.CharField(_("way"), max_length=10, choices=Kind)
    brought = models.TextField(_("what was brought"))
    validated_by = models.CharField(_("validated by"), max_length=120)
    validator_function = models.CharField(_("function"), max_length=120)
    on = models.DateField(_("validated on"))
    rule = models.CharField(_("by which rule"), max_length=300)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_role = models.CharField(max_length=20)
    recorded_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["evc", "exemption", "earlier"]), name="recognition_kind_valid"
            ),
            models.CheckConstraint(
                condition=~Q(brought="") & ~Q(validated_by="") & ~Q(validator_function="") & ~Q(rule=""),
                name="recognition_says_what_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason=""),
                name="recognition_withdrawn_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(withdrawn_at=None), name="recognition_one_counts_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_kind_display()}"

    def counts_at(self, at: datetime | None) -> bool:
        """Did it count at this moment? None is now."""
        if at is None:
            return self.withdrawn_at is None
        return self.recorded_at <= at and (self.withdrawn_at is None or self.withdrawn_at > at)
