"""An edition of a framework, its areas and its scale.

RESTRICT guards single parts inside a framework while a draft can still be deleted whole; the apps that judge by a
framework PROTECT what they point at.
"""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from learning_outcomes.composing import forbidden_character

# What the page of a framework shows, and what its other pages show; a fixed number of queries each.
PAGE_PARTS = [
    "levels__units",
    "areas__descriptors__level",
    "tailored_rules__carried_over_with",
    "outcomes__area",
    "outcomes__level",
    "outcomes__indicators",
    "outcomes__dimensions__indicators",
    "periods__focus",
    "periods__conversations__questions",
    "periods__outcomes__unit",
    "periods__outcomes__outcome__indicators",
    "periods__outcomes__outcome__dimensions__indicators",
]
OTHER_PARTS = ["units__level", "skill_phases", "skills__cells", "glossary"]


def validate_texts(value) -> None:
    """A list of texts, as `aliases` and the parts of a norm are."""
    if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
        raise ValidationError(_("This must be a list of texts."))
    if sentence := next(filter(None, map(forbidden_character, value)), ""):
        raise ValidationError(sentence)


class FrameworkQuerySet(models.QuerySet):
    def visible_to(self, user) -> "FrameworkQuerySet":
        """Published and retired editions for everybody signed in, drafts for staff, nothing for a stranger."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_staff else self.exclude(status=Framework.Status.DRAFT)

    def public(self) -> "FrameworkQuerySet":
        """What anybody may read, also without signing in: a framework tells nothing about a person."""
        return self.exclude(status=Framework.Status.DRAFT)

    def for_list(self) -> "FrameworkQuerySet":
        """With the number of outcomes, for the list."""
        return self.annotate(outcome_count=models.Count("outcomes"))

    def for_comparison(self) -> "FrameworkQuerySet":
        """With what a comparison places: areas, levels, outcomes without their guide, and the unit of each outcome."""
        return self.prefetch_related(
            "levels",
            "areas__descriptors__area",
            "areas__descriptors__level",
            "outcomes",
            "units",
            "periods__outcomes__unit",
        )

    def for_page(self) -> "FrameworkQuerySet":
        """With everything its own pages show, in a fixed number of queries."""
        return self.select_related("replaces").prefetch_related(*PAGE_PARTS, *OTHER_PARTS)


class Node(models.Model):
    """What every part of a framework has: its place in the row and an identity that outlives the database."""

    order = models.PositiveSmallIntegerField(_("order"), default=0)
    uuid = models.UUIDField("UUID", unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class Framework(models.Model):
    """One edition of a set of outcomes. Once published it is frozen: a change is a new edition (decisions 4)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("retired")

    code = models.SlugField(_("code"), max_length=60)
    edition = models.SlugField(_("edition"), max_length=20)
    title = models.CharField(_("title"), max_length=200)
    publisher = models.CharField(_("publisher"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    source = models.TextField(_("source"))
    about = models.TextField(_("introduction"), blank=True)
    derived_from = models.JSONField(_("derived from"), default=list, blank=True, validators=[validate_texts])  # F08
    scope = models.CharField(_("scope"), max_length=200, blank=True)  # F10
    indicator_label = models.CharField(_("name of one indicator"), max_length=60, default="indicator")
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.DRAFT)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )
    uuid = models.UUIDField("UUID", unique=True, default=uuid.uuid4, editable=False)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-edition"]
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        constraints = [
            models.UniqueConstraint(fields=["code", "edition"], name="%(app_label)s_framework_edition_once"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "published", "retired"]),
                name="%(app_label)s_framework_status_valid",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", published_at=None) | ~Q(status="draft") & Q(published_at__isnull=False),
                name="%(app_label)s_framework_published_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.edition})"

    def get_absolute_url(self) -> str:
        return reverse("learning_outcomes:framework_detail", args=[self.code, self.edition])

    @property
    def frozen(self) -> bool:
        """Whether the texts may no longer change: the loader and the admin, the only ways in, refuse then."""
        return self.status != self.Status.DRAFT

    def clean(self) -> None:
        """A new edition replaces an earlier one of the same framework."""
        if self.replaces and (self.replaces.code != self.code or self.replaces.edition == self.edition):
            raise ValidationError({"replaces": _("This must be another edition of the same framework.")})

    @cached_property
    def later_editions(self) -> list["Framework"]:
        """The editions that replace this one, the newest first; drafts among them."""
        return sorted(self.replaced_by.all(), key=lambda later: (later.year, later.edition), reverse=True)

    @property
    def successor(self) -> "Framework | None":
        """The newest edition that everybody can read and that replaces this one."""
        return next((later for later in self.later_editions if later.frozen), None)

    @property
    def next_draft(self) -> "Framework | None":
        """The draft that is to replace this one."""
        return next((later for later in self.later_editions if not later.frozen), None)

    @property
    def is_newest(self) -> bool:
        """Whether it is published and nothing took its place yet."""
        return self.status == self.Status.PUBLISHED and self.successor is None

    def publish(self) -> None:
        """Freeze a draft; a published or retired edition stays as it is."""
        if not self.frozen:
            self.status, self.published_at = self.Status.PUBLISHED, timezone.now()
            self.save(update_fields=["status", "published_at"])
            self.search_entries.write_for(self)

    def retire(self) -> None:
        """Take a published edition out of use; it stays readable, for whoever was judged by it."""
        if self.status == self.Status.PUBLISHED:
            self.status = self.Status.RETIRED
            self.save(update_fields=["status"])


class Area(Node):
    """A branch of the tree: leeruitkomstgebied or leerlijn; its status is free text of the publisher (X31)."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="areas", verbose_name=_("framework"))
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("lies in")
    )
    code = models.CharField(_("code"), max_length=30)
    title = models.CharField(_("title"), max_length=200)
    status = models.CharField(_("status according to the publisher"), max_length=100, blank=True)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="%(app_label)s_area_code_once"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=models.F("id")),
                name="%(app_label)s_area_not_own_parent",
                violation_error_message=_("An area cannot lie in itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def clean(self) -> None:
        """The parent lies in the same framework, and not below this area."""
        parent = self.parent
        if parent and parent.framework_id != self.framework_id:
            raise ValidationError(_("%(part)s belongs to another framework.") % {"part": parent})
        while parent:
            if parent.pk == self.pk:
                raise ValidationError(_("Area %(code)s lies, by its parents, inside itself.") % {"code": self.code})
            parent = parent.parent


class Level(Node):
    """A step on the framework's own scale (X28); scales are never compared automatically."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="levels", verbose_name=_("framework"))
    code = models.CharField(_("code"), max_length=30)
    title = models.CharField(_("title"), max_length=200)
    phase = models.CharField(_("phase"), max_length=100, blank=True)
    guidance = models.TextField(_("guidance"), blank=True)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="%(app_label)s_level_code_once")]

    def __str__(self) -> str:
        return self.title


class Descriptor(models.Model):
    """What one area asks at one level."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="descriptors", verbose_name=_("area"))
    level = models.ForeignKey(Level, models.CASCADE, related_name="descriptors", verbose_name=_("level"))
    text = models.TextField(_("text"))
    uuid = models.UUIDField("UUID", unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ["area", "level__order", "id"]
        verbose_name = _("descriptor")
        verbose_name_plural = _("descriptors")
        constraints = [models.UniqueConstraint(fields=["area", "level"], name="%(app_label)s_descriptor_cell_once")]

    def __str__(self) -> str:
        return f"{self.area.code} {self.level.code}"
