"""What a supervisor has to know, told by the student to one person until some day (C04, trust.md 2.2).

It stands before that person's eyes only: in no list, search, export of others, paper, mail, log, or administration. A
withdrawn note is deleted, and one whose day has passed is too; nothing counts how many were written.
"""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.rules import NOTE_RECIPIENTS
from placements.models import Participation, Placement


def guiding() -> models.QuerySet:
    """The seat from which the recipient of a note guides in its placement today."""
    seats = Participation.objects.running().filter(role__in=list(NOTE_RECIPIENTS))
    return seats.filter(placement=OuterRef("placement"), user=OuterRef("recipient"))


class PrivateNoteQuerySet(models.QuerySet):
    def readable_by(self, user) -> "PrivateNoteQuerySet":
        """What others told this person, until its day, for as long as he guides in that placement; not once that
        ended early."""
        today = timezone.localdate()
        mine = self.filter(Exists(guiding()), recipient=user, last_day__gte=today)
        return mine.exclude(placement__ended_on__lt=today)

    def written_by(self, user) -> "PrivateNoteQuerySet":
        """The student's own notes, until their day."""
        return self.filter(placement__student=user, last_day__gte=timezone.localdate())

    def to_forget(self) -> "PrivateNoteQuerySet":
        """Those whose day has passed, also because the placement ended early, and those whose recipient guides in it
        no longer."""
        today = timezone.localdate()
        return self.filter(Q(last_day__lt=today) | Q(placement__ended_on__lt=today) | ~Exists(guiding()))


def forget_private_notes(**kwargs) -> None:
    """Delete what nobody may read any more. The worker does this every half minute."""
    PrivateNote.objects.to_forget().delete()


class PrivateNote(models.Model):
    placement = models.ForeignKey(Placement, models.CASCADE, related_name="private_notes")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.TextField(_("what this supervisor has to know"))
    last_day = models.DateField(_("to be read until"))
    written_on = models.DateField(default=timezone.localdate)

    objects = PrivateNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("private note")
        verbose_name_plural = _("private notes")
        ordering = ["placement", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "recipient"], name="private_note_one_per_recipient"),
            models.CheckConstraint(condition=~Q(text=""), name="private_note_says_something"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("written_on")), name="private_note_read_for_a_day_at_least"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
