"""What somebody was reminded of, so that he is not reminded of it twice."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReminderQuerySet(models.QuerySet):
    def first_time(self, person, about: str) -> bool:
        """True once: this person was not reminded of this before. Belongs in the transaction of the mail."""
        return self.get_or_create(person=person, about=about)[1]


class Reminder(models.Model):
    """`about` names the thing and the day it was about: a conversation that moves is another reminder."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    about = models.CharField(max_length=60)
    made_on = models.DateField(default=timezone.localdate)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "about"], name="reminder_once")]

    def __str__(self) -> str:
        return self.about
