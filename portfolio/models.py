"""What a student keeps: for now the assessment collection of each unit (L06, L07).

The development portfolio, evidence and sharing join here later: a collection has a kind, an item a file.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from learning_outcomes.models import Unit
from placements.models import Participation, Placement
from placements.roles import Role


class CollectionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CollectionQuerySet":
        """The student's own, and of the placements somebody stands in; an examiner those of the own unit."""
        if not user.is_authenticated:
            return self.none()
        around = Participation.objects.running().filter(placement=OuterRef("placement"), user=user)
        examines = around.filter(role=Role.UNIT_EXAMINER, unit=OuterRef("unit"))
        others = around.exclude(role__in=[Role.UNIT_EXAMINER, Role.SUBJECT_EDUCATOR, Role.STUDY_COACH])
        return self.filter(Q(placement__student=user) | Exists(examines) | Exists(others))

    def for_page(self) -> "CollectionQuerySet":
        people = Participation.objects.running().for_page()
        return self.select_related("placement__student", "placement__period", "unit").prefetch_related(
            "items", Prefetch("placement__participations", people, to_attr="people_now")
        )


class Collection(models.Model):
    class Kind(models.TextChoices):
        ASSESSMENT = "assessment", _("assessment collection")

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="collections")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ASSESSMENT)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ["placement", "unit__order"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "unit", "kind"], name="collection_one_per_unit_and_kind"),
            models.CheckConstraint(condition=Q(kind__in=["assessment"]), name="collection_kind_valid"),
        ]

    def __str__(self) -> str:
        return self.unit.collection_title or self.unit.title

    def get_absolute_url(self) -> str:
        return reverse("portfolio:collection", args=[self.pk])


class ItemQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ItemQuerySet":
        return self.filter(collection__in=Collection.objects.visible_to(user))

    def for_file(self) -> "ItemQuerySet":
        """With whom and what the file is named after."""
        return self.select_related("collection__placement__student")


class Item(models.Model):
    """A filed paper. `key` says what it is, so that filing it twice changes nothing."""

    collection = models.ForeignKey(Collection, models.PROTECT, related_name="items")
    key = models.CharField(max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    filed_at = models.DateTimeField(_("filed at"))
    file = models.CharField(max_length=200, help_text=_("Name in the file storage."))
    sha256 = models.CharField(max_length=64)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["filed_at", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("portfolio:item", args=[self.pk])
