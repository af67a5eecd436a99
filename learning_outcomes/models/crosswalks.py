"""Crosswalks: how parts of one framework relate to parts of another, put side by side by hand (X28).

Scales and texts of two frameworks are never compared automatically; the kinds of relation are those of CASE 1.1.
"""

import uuid
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .frameworks import Area, Descriptor, Framework, Level, Node
from .outcomes import Dimension, Indicator, LearningOutcome
from .skills import Skill


class Part(NamedTuple):
    """What can take part in a relation: its model, and the ways to its framework and to its codes."""

    model: type[models.Model]
    owner: str
    codes: tuple[str, ...]


PARTS: dict[str, Part] = {
    "area": Part(Area, "framework", ("code",)),
    "level": Part(Level, "framework", ("code",)),
    "outcome": Part(LearningOutcome, "framework", ("code",)),
    "dimension": Part(Dimension, "outcome__framework", ("outcome__code", "code")),
    "indicator": Part(Indicator, "outcome__framework", ("outcome__code", "code")),
    "descriptor": Part(Descriptor, "area__framework", ("area__code", "level__code")),
    "skill": Part(Skill, "framework", ("code",)),
}


def follow(node: models.Model, path: str):
    """The value at the end of a path as a query writes it: "outcome__code"."""
    return reduce(getattr, path.split("__"), node)


class CrosswalkQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CrosswalkQuerySet":
        """Published ones between frameworks that this user sees; drafts for staff, nothing for a stranger."""
        if not user.is_authenticated:
            return self.none()
        if user.is_staff:
            return self
        draft = Framework.Status.DRAFT
        return self.exclude(status=Crosswalk.Status.DRAFT).exclude(Q(origin__status=draft) | Q(target__status=draft))

    def public(self) -> "CrosswalkQuerySet":
        """What anybody may read, also without signing in."""
        frameworks = Framework.objects.public()
        return self.exclude(status=Crosswalk.Status.DRAFT).filter(origin__in=frameworks, target__in=frameworks)

    def between(self, *frameworks: Framework) -> "CrosswalkQuerySet":
        """Those that lie between two of these frameworks, in either direction."""
        return self.filter(origin__in=frameworks, target__in=frameworks)

    def touching(self, framework: Framework) -> "CrosswalkQuerySet":
        """Those with this edition on one of their sides."""
        return self.filter(Q(origin=framework) | Q(target=framework))

    def for_list(self) -> "CrosswalkQuerySet":
        """With both frameworks and the number of relations; those of the newest editions first."""
        newest_first = ("-origin__year", "-origin__edition", "-target__year", "-target__edition", "code")
        counted = self.select_related("origin", "target").annotate(relation_count=models.Count("relations"))
        return counted.order_by(*newest_first)

    def for_page(self) -> "CrosswalkQuerySet":
        """With every relation and both its ends, in a fixed number of queries."""
        return self.select_related("origin", "target").prefetch_related(
            models.Prefetch("relations__origin", Endpoint.objects.with_nodes()),
            models.Prefetch("relations__target", Endpoint.objects.with_nodes()),
        )


class Crosswalk(models.Model):
    """Relations from parts of one framework to parts of another, by one publisher. Frozen once published."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    publisher = models.CharField(_("publisher"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    remark = models.TextField(_("remark"), blank=True, help_text=_("Say so when this is a proposal."))
    origin = models.ForeignKey(Framework, models.PROTECT, related_name="crosswalks_from", verbose_name=_("from"))
    target = models.ForeignKey(Framework, models.PROTECT, related_name="crosswalks_to", verbose_name=_("to"))
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.DRAFT)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    uuid = models.UUIDField("UUID", unique=True, default=uuid.uuid4, editable=False)

    objects = CrosswalkQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("crosswalk")
        verbose_name_plural = _("crosswalks")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "published"]), name="%(app_label)s_crosswalk_status_valid"
            ),
            models.CheckConstraint(
                condition=Q(status="draft", published_at=None) | ~Q(status="draft") & Q(published_at__isnull=False),
                name="%(app_label)s_crosswalk_published_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(origin=models.F("target")),
                name="%(app_label)s_crosswalk_between_two",
                violation_error_message=_("A crosswalk lies between two frameworks."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("crosswalks:crosswalk_detail", args=[self.code])

    @property
    def frozen(self) -> bool:
        """Whether nothing may change any more: every way in (the loader, the pages, the admin) refuses then."""
        return self.status != self.Status.DRAFT

    @property
    def is_proposal(self) -> bool:
        """Whether it has to be read as one: a draft is, and one whose remark says so."""
        return not self.frozen or any(word in self.remark.lower() for word in ("voorstel", "proposal"))

    def missing_to_publish(self) -> list[str]:
        """What stands between this draft and its publication, one sentence each."""
        sides = [side for side in (self.origin, self.target) if not side.frozen]
        sentence = gettext("%(framework)s is still a draft. Publish that first.")
        missing = [sentence % {"framework": side} for side in sides]
        if not self.relations.exists():
            missing.append(gettext("There is no relation in it yet."))
        return missing

    def publish(self) -> None:
        """Freeze a draft; a published one stays as it is."""
        if not self.frozen:
            self.status, self.published_at = self.Status.PUBLISHED, timezone.now()
            self.save(update_fields=["status", "published_at"])


class EndpointQuerySet(models.QuerySet):
    def of(self, node: models.Model) -> "Endpoint":
        """The one endpoint of a part of a framework, made when it is not there yet."""
        kind, part = next((kind, part) for kind, part in PARTS.items() if isinstance(node, part.model))
        return self.get_or_create(**{kind: node}, defaults={"framework": follow(node, part.owner)})[0]

    def for_nodes(self, framework: Framework, kind: str, nodes: list[int]) -> dict[int, int]:
        """The endpoints of many parts of one kind by the key of the part, in a fixed number of queries per batch."""
        link = f"{kind}_id"
        found = dict(self.filter(framework=framework, **{f"{kind}__isnull": False}).values_list(link, "pk"))
        missing = [Endpoint(framework=framework, **{link: pk}) for pk in nodes if pk not in found]
        made = self.bulk_create(missing, batch_size=200)
        return found | {getattr(end, link): end.pk for end in made}

    def with_nodes(self) -> "EndpointQuerySet":
        """With the part itself and what its codes need, in the same query."""
        owners = ["dimension__outcome", "indicator__outcome", "descriptor__area", "descriptor__level"]
        return self.select_related(*PARTS, *owners)


def one_part() -> Q:
    """Exactly one of the links to a part is filled."""
    return reduce(or_, (Q(**{f"{other}__isnull": other != kind for other in PARTS}) for kind in PARTS))


class Endpoint(models.Model):
    """One part of a framework as it takes part in relations: a row of its own, so that each link is a real one."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="endpoints", verbose_name=_("framework"))
    area = models.OneToOneField(Area, models.CASCADE, null=True, blank=True)
    level = models.OneToOneField(Level, models.CASCADE, null=True, blank=True)
    outcome = models.OneToOneField(LearningOutcome, models.CASCADE, null=True, blank=True)
    dimension = models.OneToOneField(Dimension, models.CASCADE, null=True, blank=True)
    indicator = models.OneToOneField(Indicator, models.CASCADE, null=True, blank=True)
    descriptor = models.OneToOneField(Descriptor, models.CASCADE, null=True, blank=True)
    skill = models.OneToOneField(Skill, models.CASCADE, null=True, blank=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("end of a relation")
        verbose_name_plural = _("ends of relations")
        constraints = [models.CheckConstraint(condition=one_part(), name="%(app_label)s_endpoint_one_part")]

    def __str__(self) -> str:
        return self.label

    @property
    def kind(self) -> str:
        """The word for what it is, as in a file: "outcome"."""
        return next(kind for kind in PARTS if getattr(self, f"{kind}_id") is not None)

    @property
    def node(self) -> models.Model:
        """The part itself. No query after `with_nodes`."""
        return getattr(self, self.kind)

    @property
    def codes(self) -> tuple[str, ...]:
        """What names the part within its framework: ("CPL", "CPL.1") for a dimension."""
        return tuple(follow(self.node, path) for path in PARTS[self.kind].codes)

    @property
    def key(self) -> tuple[str, ...]:
        """What names it in a file: ("outcome", "CPL")."""
        return (self.kind, *self.codes)

    @property
    def code(self) -> str:
        """Its own code, with that of its outcome in front where it does not show that already: "CPL.1"."""
        first, last = self.codes[0], self.codes[-1]
        return last if last.startswith(first) and self.kind != "descriptor" else f"{first} {last}"

    @property
    def title(self) -> str:
        """Its words: a title, or the text of what has no title; a descriptor is called after its cell."""
        if self.kind == "descriptor":
            return f"{self.node.area.title}, {self.node.level.title}"
        return getattr(self.node, "title", "") or self.node.text

    @property
    def text(self) -> str:
        """What it says below its title; empty where that is all."""
        text = getattr(self.node, "text", "")
        return "" if text == self.title else text

    @property
    def word(self) -> str:
        """What people call such a part: "dimensie"."""
        return str(self.node._meta.verbose_name)

    @property
    def label(self) -> str:
        """What people call it: "dimensie CPL CPL.1"."""
        return f"{self.node._meta.verbose_name} {' '.join(self.codes)}"


class RelationQuerySet(models.QuerySet):
    def with_ends(self) -> "RelationQuerySet":
        """With both ends and the parts they stand for."""
        ends = Endpoint.objects.with_nodes()
        return self.prefetch_related(models.Prefetch("origin", ends), models.Prefetch("target", ends))


class Relation(Node):
    """One line of a crosswalk: this part relates to that part in this way."""

    class Kind(models.TextChoices):
        EXACT_MATCH_OF = "exactMatchOf", _("is the same as")
        IS_RELATED_TO = "isRelatedTo", _("is related to")
        IS_PART_OF = "isPartOf", _("is part of")
        IS_PEER_OF = "isPeerOf", _("stands beside")
        PRECEDES = "precedes", _("comes before")
        REPLACED_BY = "replacedBy", _("is replaced by")
        IS_CHILD_OF = "isChildOf", _("falls under")
        EXEMPLAR = "exemplar", _("is an example of")
        HAS_SKILL_LEVEL = "hasSkillLevel", _("is at the level of")
        IS_TRANSLATION_OF = "isTranslationOf", _("is a translation of")

    crosswalk = models.ForeignKey(Crosswalk, models.CASCADE, related_name="relations", verbose_name=_("crosswalk"))
    origin = models.ForeignKey(Endpoint, models.PROTECT, related_name="relations_from", verbose_name=_("from"))
    target = models.ForeignKey(Endpoint, models.PROTECT, related_name="relations_to", verbose_name=_("to"))
    kind = models.CharField(_("kind of relation"), max_length=20, choices=Kind.choices)
    remark = models.TextField(_("remark"), blank=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.UniqueConstraint(
                fields=["crosswalk", "origin", "target", "kind"], name="%(app_label)s_relation_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "exactMatchOf",
                        "isRelatedTo",
                        "isPartOf",
                        "isPeerOf",
                        "precedes",
                        "replacedBy",
                        "isChildOf",
                        "exemplar",
                        "hasSkillLevel",
                        "isTranslationOf",
                    ]
                ),
                name="%(app_label)s_relation_kind_valid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin} {self.get_kind_display()} {self.target}"

    def clean(self) -> None:
        """Each end lies in the framework on its side of the crosswalk."""
        sides = [side for side in ("origin", "target") if getattr(self, f"{side}_id")]
        for side in sides:
            end = getattr(self, side)
            if end.framework_id != getattr(self.crosswalk, f"{side}_id"):
                raise ValidationError({side: _("%(part)s belongs to another framework.") % {"part": end}})
