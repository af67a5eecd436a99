"""What a guide says beside its outcomes: rules for who comes in with a backlog, and what its words mean."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from .frameworks import Framework, Node, validate_texts
from .outcomes import Dimension, Indicator, LearningOutcome


class TailoredRule(Node):
    """Maatwerk: what becomes of an outcome of an earlier year that was not yet shown (M01-M07).

    The outcome itself lies in no framework here: the rule stands for it on a form, so it answers to what the page and
    the paper ask of an outcome, with an empty observation guide.
    """

    guide_at_end_level = False

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="tailored_rules", verbose_name=_("framework"))
    code = models.CharField(_("code"), max_length=30)
    title = models.CharField(_("title"), max_length=200)
    origin = models.CharField(_("comes from"), max_length=100, blank=True)
    text = models.TextField(_("text"))
    entry_condition = models.BooleanField(_("no entry without it"), default=False)  # M03
    mentor_judges = models.BooleanField(_("the mentor judges it"), default=False)  # M06, M07
    carried_over_with = models.ForeignKey(
        LearningOutcome,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="carries_over",
        verbose_name=_("shown together with"),  # M04
    )

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("tailored rule")
        verbose_name_plural = _("tailored rules")
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="%(app_label)s_tailored_code_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def short_title(self) -> str:
        """For narrow places."""
        return Truncator(self.title).chars(40)

    @property
    def dimensions(self) -> models.QuerySet[Dimension]:
        return Dimension.objects.none()

    @property
    def indicators(self) -> models.QuerySet[Indicator]:
        return Indicator.objects.none()

    @property
    def criteria(self) -> list[Indicator]:
        return []

    def clean(self) -> None:
        """The outcome lies in the same framework."""
        outcome = self.carried_over_with
        if outcome and outcome.framework_id != self.framework_id:
            raise ValidationError(_("%(part)s belongs to another framework.") % {"part": outcome})


class GlossaryTerm(Node):
    """What a word means according to one source; another source may say something else under another code."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="glossary", verbose_name=_("framework"))
    code = models.CharField(_("code"), max_length=30)
    term = models.CharField(_("term"), max_length=200)
    aliases = models.JSONField(_("other names"), default=list, blank=True, validators=[validate_texts])
    text = models.TextField(_("text"))
    speaks_of = models.CharField(_("year or programme it speaks of"), max_length=100, blank=True)  # X23
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("term")
        verbose_name_plural = _("glossary")
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="%(app_label)s_term_code_once")]

    def __str__(self) -> str:
        return self.term
