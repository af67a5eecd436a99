"""What was signed or decided, sealed: append-only, hash-chained per placement, refused by triggers to change."""

import hashlib
import json
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning_outcomes.models import Unit
from placements.models import Participation, Placement
from placements.roles import Role

from .forms import AssessmentForm

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 O 1 I: the code is read from paper


def canonical(content: dict) -> str:
    """The one way to write this content down, so that equal content has an equal hash."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def new_check_code() -> str:
    """Sixty bits in three groups, as 7K4M-2QXD-9F3T."""
    return "-".join("".join(secrets.choice(ALPHABET) for _i in range(4)) for _j in range(3))


class SealedVersionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SealedVersionQuerySet":
        """Sealed copies are read by whoever reads a signed form: everybody around the placement but the study coach
        and the subject educator (who read the page of the own outcome)."""
        if not user.is_authenticated:
            return self.none()
        around = Participation.objects.running().filter(placement=OuterRef("placement"), user=user)
        readers = around.exclude(role__in=[Role.STUDY_COACH, Role.SUBJECT_EDUCATOR])
        return self.filter(Q(placement__student=user) | Exists(readers))


class SealedVersionManager(models.Manager.from_queryset(SealedVersionQuerySet)):
    def seal(self, form: AssessmentForm, by, unit: Unit | None = None) -> "SealedVersion":
        """Seal the form as it stands, at signing (no unit) or at the decision on one unit. The caller holds a
        transaction; the placement is locked so that its chain has one end."""
        from assessments.papers import file_papers_later  # papers read versions: imported here, where both are known
        from assessments.sheet import sheet_of

        Placement.objects.lock(form.placement_id)
        whole = AssessmentForm.objects.for_page().get(pk=form.pk)
        last = self.model.objects.filter(placement=form.placement_id).order_by("-number").first()
        version = self.model(
            placement_id=form.placement_id,
            form=form,
            unit=unit,
            number=last.number + 1 if last else 1,
            occasion=SealedVersion.Occasion.DECIDED if unit else SealedVersion.Occasion.SIGNED,
            sealed_at=timezone.now(),
            sealed_by=by,
            check_code=new_check_code(),
            previous=last.digest if last else "",
        )
        version.content = sheet_of(whole) | {
            "check_code": version.check_code,
            "sealed_at": version.sealed_at.isoformat(),
        }
        version.digest = version.computed_digest()
        version.save(force_insert=True)
        file_papers_later(version)
        return version


class SealedVersion(models.Model):
    class Occasion(models.TextChoices):
        SIGNED = "signed", _("signed")
        DECIDED = "decided", _("decided")

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="versions")
    form = models.ForeignKey(AssessmentForm, models.PROTECT, related_name="versions")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField(help_text=_("Counts within the placement."))
    occasion = models.CharField(max_length=8, choices=Occasion)
    content = models.JSONField(help_text=_("Everything the form said, with its edition."))
    check_code = models.CharField(max_length=14, unique=True)
    sealed_at = models.DateTimeField()
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    previous = models.CharField(
        max_length=64, blank=True, help_text=_("Digest of the version before it in this placement.")
    )
    digest = models.CharField(max_length=64)

    objects = SealedVersionManager()

    class Meta:
        verbose_name = _("sealed version")
        verbose_name_plural = _("sealed versions")
        ordering = ["placement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "number"], name="sealed_version_one_chain"),
            models.CheckConstraint(
                condition=Q(occasion__in=["signed", "decided"]), name="sealed_version_occasion_valid"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} ({self.number})"

    def computed_digest(self) -> str:
        """SHA-256 over the version before it, who sealed it when, and every letter of the content."""
        head = [self.previous, self.placement_id, self.form_id, self.unit_id, self.number, self.occasion]
        head += [self.check_code, self.sealed_at.isoformat(), self.sealed_by_id]
        return hashlib.sha256(canonical({"head": head, "content": self.content}).encode()).hexdigest()


class SealedPaper(models.Model):
    """The PDF of a sealed version, made once: of the whole form, or of one unit for its assessment collection."""

    version = models.ForeignKey(SealedVersion, models.PROTECT, related_name="papers")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    file = models.CharField(max_length=200, help_text=_("Name in the file storage."))
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("sealed paper")
        verbose_name_plural = _("sealed papers")
        constraints = [
            models.UniqueConstraint(fields=["version", "unit"], name="sealed_paper_one_per_unit"),
            models.UniqueConstraint(
                fields=["version"], condition=Q(unit__isnull=True), name="sealed_paper_one_of_the_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.file
