"""Days on which nobody is at school or institute: holidays and days off (P02). Conversations are not proposed there."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .places import Institute, Placement, School


class FreeDaysQuerySet(models.QuerySet):
    def for_placement(self, placement: Placement) -> "FreeDaysQuerySet":
        """Those of the school and of the institute of this placement, as far as they touch it."""
        whose = Q(school=placement.school_id) | Q(institute=placement.institute_id)
        return self.filter(whose, first_day__lte=placement.end, last_day__gte=placement.start)


class FreeDays(models.Model):
    """A stretch of days off, of one school or of one institute."""

    school = models.ForeignKey(
        School, models.CASCADE, null=True, blank=True, verbose_name=_("school"), related_name="free_days"
    )
    institute = models.ForeignKey(
        Institute, models.CASCADE, null=True, blank=True, verbose_name=_("institute"), related_name="free_days"
    )
    title = models.CharField(_("title"), max_length=100)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    objects = FreeDaysQuerySet.as_manager()

    class Meta:
        verbose_name = _("free days")
        verbose_name_plural = _("free days")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="free_days_end_after_they_begin"),
            models.CheckConstraint(
                condition=Q(school__isnull=True, institute__isnull=False)
                | Q(school__isnull=False, institute__isnull=True),
                name="free_days_of_a_school_or_of_an_institute",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """As the database has it, in words beside the field."""
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("The last day comes before the first.")})

    def holds(self, day: date) -> bool:
        """Does this day lie in it?"""
        return self.first_day <= day <= self.last_day
