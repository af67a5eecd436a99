"""Units and workplace periods: which outcomes count when, how far, and by whom."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .frameworks import Framework, Level, Node, validate_texts
from .outcomes import Dimension, LearningOutcome


class Unit(Node):
    """Onderwijseenheid: outcomes that are decided on together, with the norm of that unit (F28-F30).

    With a level it is an eenheid van leeruitkomsten: every outcome of that level (F11).
    """

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="units", verbose_name=_("framework"))
    code = models.CharField(_("code"), max_length=30)
    title = models.CharField(_("title"), max_length=200)
    collection_title = models.CharField(_("name of the assessment collection"), max_length=200, blank=True)
    aliases = models.JSONField(_("other names"), default=list, blank=True, validators=[validate_texts])
    norm_intro = models.TextField(_("introduction of the norm"), blank=True)
    norm_conditions = models.JSONField(
        _("conditions of the norm"), default=list, blank=True, validators=[validate_texts]
    )
    norm_trust = models.TextField(_("trust condition of the norm"), blank=True)
    norm_expectations = models.JSONField(
        _("expectations of the norm"), default=list, blank=True, validators=[validate_texts]
    )
    asks_trust = models.BooleanField(_("asks for a trust statement"), default=False)
    level = models.ForeignKey(
        Level, models.RESTRICT, null=True, blank=True, related_name="units", verbose_name=_("level")
    )

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="%(app_label)s_unit_code_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def has_norm(self) -> bool:
        """False is shown as "not yet set" (X19)."""
        return bool(self.norm_conditions or self.norm_trust or self.norm_expectations)

    def clean(self) -> None:
        """The level lies in the same framework."""
        if self.level and self.level.framework_id != self.framework_id:
            raise ValidationError(_("%(part)s belongs to another framework.") % {"part": self.level})


class WorkplacePeriodQuerySet(models.QuerySet):
    def for_new_placement(self) -> "WorkplacePeriodQuerySet":
        """Those of published editions, the newest first: a draft may still change, a retired one is out of use."""
        published = self.filter(framework__status=Framework.Status.PUBLISHED).select_related("framework")
        return published.order_by("-framework__year", "-framework__edition", "order", "pk")

    def for_page(self) -> "WorkplacePeriodQuerySet":
        """With outcomes, their unit and the whole observation guide, in a fixed number of queries."""
        return self.select_related("framework").prefetch_related(
            models.Prefetch("outcomes", PeriodOutcome.objects.select_related("unit")),
            models.Prefetch("outcomes__outcome", LearningOutcome.objects.for_page()),
            "focus",
        )


class WorkplacePeriod(Node):
    """A stretch of workplace learning in a study year, with its outcomes and its calendar (P01-P06, X34)."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="periods", verbose_name=_("framework"))
    code = models.SlugField(_("code"), max_length=30)
    title = models.CharField(_("title"), max_length=200)
    study_year = models.CharField(_("study year"), max_length=20)
    weeks = models.PositiveSmallIntegerField(_("weeks"))
    gap_after_week = models.PositiveSmallIntegerField(_("gap after week"), null=True, blank=True)
    gap_weeks = models.PositiveSmallIntegerField(_("weeks in the gap"), default=0)
    days = models.CharField(_("days"), max_length=100, blank=True)
    lessons_min = models.PositiveSmallIntegerField(_("lessons at least"), null=True, blank=True)
    lessons_max = models.PositiveSmallIntegerField(_("lessons at most"), null=True, blank=True)
    mentor_hours = models.PositiveSmallIntegerField(_("hours of guidance"), null=True, blank=True)
    introduction_week = models.PositiveSmallIntegerField(_("week of the introduction"), default=1)
    start_week = models.PositiveSmallIntegerField(_("week of the start conversation"))
    midterm_week = models.PositiveSmallIntegerField(_("week of the midterm"))
    final_week = models.PositiveSmallIntegerField(_("week of the final assessment"))
    interim_judgement = models.BooleanField(_("interim judgement at the midterm"), default=False)  # X06
    next_stage = models.CharField(_("next stage"), max_length=60, blank=True)
    final_stage = models.CharField(_("final stage"), max_length=60, blank=True)
    focus = models.ManyToManyField(
        Dimension, through="PeriodFocus", related_name="focus_periods", verbose_name=_("focus")
    )

    objects = WorkplacePeriodQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("workplace period")
        verbose_name_plural = _("workplace periods")
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="%(app_label)s_period_code_once"),
            models.CheckConstraint(
                condition=Q(introduction_week__lte=models.F("start_week"))
                & Q(start_week__lte=models.F("midterm_week"))
                & Q(midterm_week__lte=models.F("final_week"))
                & Q(final_week__lte=models.F("weeks")),
                name="%(app_label)s_period_weeks_in_order",
                violation_error_message=_(
                    "The weeks must follow each other: introduction, start, midterm, final, "
                    "at most the number of weeks."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def week_of(self, kind: str) -> int | None:
        """The week of the placement that a kind of conversation belongs in (X34); None for those without one."""
        return getattr(self, f"{kind}_week", None)

    def by_unit(self) -> Iterator[tuple[Unit, list["PeriodOutcome"]]]:
        """Each unit with its outcomes, both in their own order. No query after `for_page`."""
        rows = list(self.outcomes.all())
        for unit in sorted({row.unit for row in rows}, key=lambda unit: (unit.order, unit.pk)):
            yield unit, [row for row in rows if row.unit_id == unit.pk]


class PeriodOutcome(models.Model):
    """How one outcome counts in one period: summative or formative, how far, and what the mentor does (F19)."""

    class MentorRole(models.TextChoices):
        JUDGE = "judge", _("judges and gives feedback")
        FEEDBACK = "feedback", _("gives feedback")
        NONE = "none", _("has no part")

    period = models.ForeignKey(
        WorkplacePeriod, models.CASCADE, related_name="outcomes", verbose_name=_("workplace period")
    )
    outcome = models.ForeignKey(
        LearningOutcome, models.RESTRICT, related_name="period_outcomes", verbose_name=_("learning outcome")
    )
    unit = models.ForeignKey(Unit, models.RESTRICT, related_name="period_outcomes", verbose_name=_("unit"))
    summative = models.BooleanField(_("summative"))
    target_level = models.CharField(_("target level"), max_length=60, blank=True)
    mentor_role = models.CharField(_("role of the mentor"), max_length=20, choices=MentorRole.choices)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("outcome in a period")
        verbose_name_plural = _("outcomes in a period")
        constraints = [
            models.UniqueConstraint(fields=["period", "outcome"], name="%(app_label)s_periodoutcome_once"),
            models.CheckConstraint(
                condition=Q(mentor_role__in=["judge", "feedback", "none"]),
                name="%(app_label)s_periodoutcome_mentor_role_valid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period.code}: {self.outcome.title}"

    @property
    def asks_trust(self) -> bool:
        """Whether a judgement on this row carries the trust statement of its unit (A04)."""
        return self.summative and self.unit.asks_trust

    def clean(self) -> None:
        """Outcome, unit, period and target level lie in the same framework."""
        parts = [getattr(self, name) for name in ("outcome", "unit") if getattr(self, f"{name}_id")]
        for part in parts:
            if part.framework_id != self.period.framework_id:
                raise ValidationError(_("%(part)s belongs to another framework.") % {"part": part})
        levels = Level.objects.filter(framework=self.period.framework_id, code=self.target_level)
        if self.target_level and not levels.exists():
            raise ValidationError({"target_level": _("This must be the code of a level of this framework.")})


class PeriodFocus(models.Model):
    """A dimension that gets extra attention in a period (F26)."""

    period = models.ForeignKey(
        WorkplacePeriod, models.CASCADE, related_name="focus_rows", verbose_name=_("workplace period")
    )
    dimension = models.ForeignKey(Dimension, models.CASCADE, related_name="focus_rows", verbose_name=_("dimension"))

    class Meta:
        verbose_name = _("focus")
        verbose_name_plural = _("focus")
        constraints = [
            models.UniqueConstraint(fields=["period", "dimension"], name="%(app_label)s_periodfocus_once"),
        ]

    def __str__(self) -> str:
        return f"{self.period.code}: {self.dimension.code}"
