"""The outbox: a mail is a row in the same transaction as what it tells about."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .access import AccessLink, LinkCode

QUIET = timedelta(days=1)  # at most one notice a day each (decisions, section 5)


class OutgoingMailQuerySet(models.QuerySet):
    def due(self) -> "OutgoingMailQuerySet":
        """What may leave now, oldest first."""
        waiting = self.filter(sent_at__isnull=True, recipient__is_active=True)
        return waiting.filter(not_before__lte=timezone.now()).order_by("pk")


class OutgoingMail(models.Model):
    class Kind(models.TextChoices):
        REQUEST = "request", _("request")  # leaves at once
        NOTICE = "notice", _("notice")  # gathered: one a day per person

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=10, choices=Kind)
    subject = models.CharField(max_length=200)
    sentences = models.JSONField(help_text=_("One sentence a line; a notice gathers several."))
    button = models.CharField(max_length=80, blank=True)
    path = models.CharField(max_length=200, blank=True, help_text=_("Where its one link leads on this site."))
    calendars = models.JSONField(
        default=list, blank=True, help_text=_("What it brings for the calendar: a method, a file name and a text each.")
    )
    link = models.ForeignKey(AccessLink, models.SET_NULL, null=True, blank=True, related_name="+")
    code = models.ForeignKey(LinkCode, models.SET_NULL, null=True, blank=True, related_name="+")
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField(default=timezone.now)
    about = models.CharField(max_length=60, blank=True, help_text=_("A reminder for later names what it is about."))
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["request", "notice"]), name="outgoing_mail_kind_valid"),
            models.UniqueConstraint(
                fields=["recipient"],
                condition=Q(kind="notice", sent_at__isnull=True, attempts=0),  # what left once is not added to
                name="outgoing_mail_one_waiting_notice_each",
            ),
        ]
        indexes = [models.Index(fields=["not_before"], condition=Q(sent_at__isnull=True), name="outgoing_mail_waiting")]

    def __str__(self) -> str:
        return self.subject
