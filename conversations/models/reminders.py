"""What somebody was reminded of, so that he is not reminded of it twice, and his educators know that he was."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placements.models import Placement


class ReminderQuerySet(models.QuerySet):
    def first_time(self, person, about: str, **more) -> bool:
        """True once: this person was not reminded of this before. Belongs in the transaction of the mail. `more` is
        the placement it was about, and who asked for it."""
        return self.get_or_create(person=person, about=about, defaults=more)[1]


class Reminder(models.Model):
    """`about` names the thing and the day it was about: a conversation that moves is another reminder. What an educator
    reminds of carries the day of today, so nobody hears of it twice on one day, whoever asks.

    A trace for the educators of the placement: who was told what when. Nothing counts how often, and it is forgotten
    with the placement (assessments/reminders.py).
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    about = models.CharField(max_length=60)
    made_on = models.DateField(default=timezone.localdate)
    placement = models.ForeignKey(Placement, models.CASCADE, null=True, related_name="reminders")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")  # None: by itself

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "about"], name="reminder_once"),
            models.CheckConstraint(
                condition=Q(by=None) | Q(placement__isnull=False), name="reminder_by_somebody_is_in_a_placement"
            ),
            models.CheckConstraint(condition=Q(by=None) | ~Q(by=models.F("person")), name="reminder_never_to_oneself"),
        ]

    def __str__(self) -> str:
        return self.about
