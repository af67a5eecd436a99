"""A file somebody sent in and has not loaded yet: kept so that what is loaded is what was previewed."""

import uuid
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=1)


class FrameworkUploadQuerySet(models.QuerySet):
    def visible_to(self, user) -> "FrameworkUploadQuerySet":
        """One's own, as long as they are kept; staff make frameworks, nobody else does."""
        return self.filter(by=user, at__gt=timezone.now() - KEPT) if user.is_staff else self.none()

    def expired(self) -> "FrameworkUploadQuerySet":
        return self.filter(at__lte=timezone.now() - KEPT)

    def keep(self, name: str, text: str, by) -> "FrameworkUpload":
        """Keep this file for its preview; what lies there too long goes at the same time."""
        self.expired().delete()
        digest = sha256(text.encode()).hexdigest()
        return self.create(name=name, text=text, digest=digest, by=by)


class FrameworkUpload(models.Model):
    """The text of a framework or crosswalk file between its preview and its loading; it never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name of the file"), max_length=255)
    text = models.TextField(_("text"))
    digest = models.CharField("SHA-256", max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="framework_uploads", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = FrameworkUploadQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")

    def __str__(self) -> str:
        return self.name
