"""What people write in a form, part by part, and the indicators they mark beside it."""

from collections.abc import Iterable, Mapping
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.rules import Verdict
from learning_outcomes.models import Indicator
from placements.models.parts import NotNow, Part

from .forms import AssessmentForm, locked
from .rows import OutcomeAssessment


class FormPart(Part):
    class Meta:
        abstract = True

    @classmethod
    @transaction.atomic
    def write(
        cls,
        key: Mapping,
        values: Mapping,
        *,
        form: AssessmentForm,
        part: str,
        by,
        seen_version: int,
        page: str = "",
        marks: Mapping[str, Iterable[int]] | None = None,
    ) -> Self:
        """Save a part under the lock of its form, with the indicators marked per kind when `marks` is given.

        Raises NotNow when the form moved on meanwhile and Conflict when another version stands there.
        """
        form = locked(form)
        row = key.get("row")
        if not form.may_write(by, part, row):
            raise NotNow
        role = min(form.writes_as(by, part, row))
        record = cls.put(key, values, by=by, role=role, seen_version=seen_version, page=page)
        for kind, indicators in (marks or {}).items():
            IndicatorMark.objects.put(row, by, kind, set(indicators))
        return record


class Reflection(FormPart):
    """What the student showed, with which evidence, and what to develop (C24, C29)."""

    TEXTS = ("shown", "evidence", "to_develop")

    row = models.OneToOneField(OutcomeAssessment, models.PROTECT, related_name="reflection")
    shown = models.TextField(_("what I showed"), blank=True)
    evidence = models.TextField(_("evidence"), blank=True)
    to_develop = models.TextField(_("point to develop"), blank=True)

    def __str__(self) -> str:
        return f"{self.row} ({self.version})"


class Feedback(FormPart):
    """What one supervisor saw on one outcome. Summative rows: seen and effect in one text, and a next step (A11);
    formative rows: development made and to make, or too little seen yet (A06, A07)."""

    TEXTS = ("text", "next_step", "made", "to_make")
    CHOICES = ("too_little_seen",)

    row = models.ForeignKey(OutcomeAssessment, models.PROTECT, related_name="feedback")
    text = models.TextField(_("what was seen"), blank=True)
    next_step = models.TextField(_("next step"), blank=True)
    made = models.TextField(_("development made"), blank=True)
    to_make = models.TextField(_("development to make"), blank=True)
    too_little_seen = models.BooleanField(_("too little seen yet"), default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["row", "author"], name="feedback_one_per_author")]

    def __str__(self) -> str:
        return f"{self.row}, {self.author} ({self.version})"


class Judgement(FormPart):
    """The workplace's verdict on one summative outcome, with its reason (A16-A20). One text is feedback and reason."""

    TEXTS = ("motivation", "feed_forward")
    CHOICES = ("verdict", "trust")

    row = models.OneToOneField(OutcomeAssessment, models.PROTECT, related_name="judgement")
    verdict = models.CharField(_("judgement"), max_length=8, choices=Verdict, blank=True)
    motivation = models.TextField(_("why"), blank=True)
    trust = models.BooleanField(_("enough trust"), null=True, help_text=_("Can finish the outcome in time (A04, F29)."))
    feed_forward = models.TextField(_("a step to the next year"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=["", *Verdict.values]), name="judgement_verdict_valid")
        ]

    def __str__(self) -> str:
        return f"{self.row}: {self.get_verdict_display()} ({self.version})"


class OtherFeedback(FormPart):
    """Feedback that fits no outcome: it counts under professional identity (A21)."""

    TEXTS = ("text",)

    form = models.ForeignKey(AssessmentForm, models.PROTECT, related_name="other_feedback")
    text = models.TextField(_("other feedback"), blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["form", "author"], name="other_feedback_one_per_author")]

    def __str__(self) -> str:
        return f"{self.form}, {self.author} ({self.version})"


class EarlierText(models.Model):
    """A text that gave way when somebody chose between two versions. Nothing that was saved is ever gone."""

    form = models.ForeignKey(AssessmentForm, models.PROTECT, related_name="earlier_texts")
    row = models.ForeignKey(OutcomeAssessment, models.PROTECT, null=True, related_name="earlier_texts")
    part = models.CharField(max_length=20)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    texts = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.part} {self.at:%Y-%m-%d %H:%M}"


class IndicatorMarkManager(models.Manager):
    def put(self, row: OutcomeAssessment, author, kind: str, indicators: set[int]) -> None:
        """Make these the indicators this author marked in this way, no others. Foreign indicators are ignored."""
        allowed = set(row.outcome.indicators.filter(pk__in=indicators).values_list("pk", flat=True))
        mine = self.filter(row=row, author=author, kind=kind)
        mine.exclude(indicator__in=allowed).delete()
        there = set(mine.values_list("indicator", flat=True))
        self.bulk_create(self.model(row=row, author=author, kind=kind, indicator_id=pk) for pk in allowed - there)


class IndicatorMark(models.Model):
    """One tap on one indicator: named by the student, or used or seen by the workplace. Never a sum (A02, F22)."""

    class Kind(models.TextChoices):
        SHOWN = "shown", _("shown")
        USED = "used", _("used")
        SEEN = "seen", _("seen")

    row = models.ForeignKey(OutcomeAssessment, models.PROTECT, related_name="marks")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind)
    since = models.DateField(default=timezone.localdate)

    objects = IndicatorMarkManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["row", "indicator", "author", "kind"], name="indicator_mark_once"),
            models.CheckConstraint(condition=Q(kind__in=["shown", "used", "seen"]), name="indicator_mark_kind_valid"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.kind}"
