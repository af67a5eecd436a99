"""Learning outcomes and what one may see of them: the observation guide or the success criteria."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .frameworks import Area, Framework, Level, Node, validate_texts


class LearningOutcomeQuerySet(models.QuerySet):
    def for_page(self) -> "LearningOutcomeQuerySet":
        """With area, level and the observation guide."""
        return self.select_related("area", "level").prefetch_related("dimensions__indicators", "indicators")


class LearningOutcome(Node):
    """What must be shown, however and wherever it was learnt (F01). Some have a title only (V07)."""

    class MentorRole(models.TextChoices):
        JUDGE = "judge", _("judges and gives feedback")
        FEEDBACK = "feedback", _("gives feedback")
        NONE = "none", _("has no part")
        UNKNOWN = "unknown", _("not known")  # the source lost it (X17): ask, do not guess

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="outcomes", verbose_name=_("framework"))
    area = models.ForeignKey(
        Area, models.RESTRICT, null=True, blank=True, related_name="outcomes", verbose_name=_("area")
    )
    level = models.ForeignKey(
        Level, models.RESTRICT, null=True, blank=True, related_name="outcomes", verbose_name=_("level")
    )
    code = models.CharField(_("code"), max_length=30)
    title = models.CharField(_("title"), max_length=200)
    short_title = models.CharField(_("short title"), max_length=40)
    text = models.TextField(_("text"), blank=True)
    aliases = models.JSONField(_("other names"), default=list, blank=True, validators=[validate_texts])
    guide_at_end_level = models.BooleanField(_("guide is written at end level"), default=False)
    reference = models.CharField(_("place in the guide"), max_length=100, blank=True)
    ects = models.PositiveSmallIntegerField("ECTS", null=True, blank=True)  # X15: not every source gives them
    choice_set = models.BooleanField(_("one of a set the student chooses from"), default=False)  # X14
    pilot = models.BooleanField(_("pilot"), default=False)  # V02
    mentor_role = models.CharField(
        _("role of the mentor"),
        max_length=20,
        choices=MentorRole.choices,
        blank=True,
        help_text=_("Empty: each period says it."),
    )
    literature = models.JSONField(_("literature"), default=list, blank=True, validators=[validate_texts])  # F31
    remark = models.TextField(_("remark of the editor"), blank=True)

    objects = LearningOutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("learning outcome")
        verbose_name_plural = _("learning outcomes")
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="%(app_label)s_outcome_code_once"),
            models.CheckConstraint(
                condition=Q(mentor_role__in=["", "judge", "feedback", "none", "unknown"]),
                name="%(app_label)s_outcome_mentor_role_valid",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def criteria(self) -> list["Indicator"]:
        """The indicators directly under the outcome: success criteria (X35). No query after `for_page`."""
        return [indicator for indicator in self.indicators.all() if indicator.dimension_id is None]

    @property
    def title_only(self) -> bool:
        """Whether the source says nothing but how it is called (V07). No query after `for_page`."""
        return not (self.text or self.dimensions.all() or self.indicators.all())

    def get_absolute_url(self) -> str:
        edition = [self.framework.code, self.framework.edition]
        return reverse("learning_outcomes:outcome", args=[*edition, self.code])

    def clean(self) -> None:
        """Area and level lie in the same framework."""
        for part in (self.area, self.level):
            if part and part.framework_id != self.framework_id:
                raise ValidationError(_("%(part)s belongs to another framework.") % {"part": part})


class Dimension(Node):
    """A side of an outcome in the observation guide; some are there to look at, not to judge by (F24)."""

    outcome = models.ForeignKey(
        LearningOutcome, models.CASCADE, related_name="dimensions", verbose_name=_("learning outcome")
    )
    code = models.CharField(_("code"), max_length=30)
    title = models.CharField(_("title"), max_length=300)
    for_judgement = models.BooleanField(_("for judgement"), default=True)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("dimension")
        verbose_name_plural = _("dimensions")
        constraints = [models.UniqueConstraint(fields=["outcome", "code"], name="%(app_label)s_dimension_code_once")]

    def __str__(self) -> str:
        return self.title


class Indicator(Node):
    """Something to be seen. Without a dimension it is a success criterion of the outcome itself (X35)."""

    outcome = models.ForeignKey(
        LearningOutcome, models.CASCADE, related_name="indicators", verbose_name=_("learning outcome")
    )
    dimension = models.ForeignKey(
        Dimension, models.CASCADE, null=True, blank=True, related_name="indicators", verbose_name=_("dimension")
    )
    code = models.CharField(_("code"), max_length=30)
    text = models.TextField(_("text"))

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [models.UniqueConstraint(fields=["outcome", "code"], name="%(app_label)s_indicator_code_once")]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """The dimension is one of the outcome."""
        if self.dimension and self.dimension.outcome_id != self.outcome_id:
            raise ValidationError(_("%(part)s belongs to another learning outcome.") % {"part": self.dimension})
