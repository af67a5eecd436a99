"""An observation form beside a subject outcome: a file outside the web root, under a name nobody can guess (V10)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from placements.roles import Role

from .forms import AssessmentForm
from .rows import OutcomeAssessment


class AttachmentQuerySet(models.QuerySet):
    def there(self) -> "AttachmentQuerySet":
        return self.filter(removed_at=None)

    def visible_to(self, user) -> "AttachmentQuerySet":
        """Of forms this person may know of; which of them he reads depends on the row (`is_read_by`)."""
        return self.filter(row__form__in=AssessmentForm.objects.visible_to(user))


class Attachment(models.Model):
    """Removed before signing, it shows no more; what stands in a sealed version keeps its file."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        JPG = "jpg", "JPG"
        PNG = "png", "PNG"
        DOCX = "docx", "Word"

    MEDIA_TYPES = {
        Kind.PDF: "application/pdf",
        Kind.JPG: "image/jpeg",
        Kind.PNG: "image/png",
        Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }

    row = models.ForeignKey(OutcomeAssessment, models.PROTECT, related_name="attachments")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind)
    size = models.PositiveIntegerField(_("bytes"))
    file = models.CharField(max_length=100, unique=True, help_text=_("Name in the file storage."))
    sha256 = models.CharField(max_length=64)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    saved_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["pdf", "jpg", "png", "docx"]), name="attachment_kind_valid"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("assessments:attachment", args=[self.pk])

    @property
    def media_type(self) -> str:
        return self.MEDIA_TYPES[self.kind]

    def is_read_by(self, user, form: AssessmentForm) -> bool:
        """What the student filed is read as the reflection, what others filed as the feedback; one's own always."""
        part = "reflection" if self.role == Role.STUDENT else "feedback"
        return self.author_id == user.pk or form.may_read(user, part, self.row)
