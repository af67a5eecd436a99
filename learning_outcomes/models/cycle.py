"""Which conversations a workplace period has, and what each of them asks (C01-C17): the cycle as data."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .frameworks import Node, validate_texts
from .periods import WorkplacePeriod


class ConversationKind(models.TextChoices):
    INTRODUCTION = "introduction", pgettext_lazy("conversation", "introduction")
    START = "start", _("start talk")
    GUIDANCE = "guidance", _("guidance talk")
    MIDTERM = "midterm", _("midterm evaluation")
    FINAL = "final", _("final assessment")


class PeriodConversation(models.Model):
    """One kind of conversation in a period: who prepares it, who sits in it, who approves what comes of it.

    Its week stands with the period (`start_week`, ...). Roles are codes of `placements.roles`.
    """

    Kind = ConversationKind

    period = models.ForeignKey(
        WorkplacePeriod, models.CASCADE, related_name="conversations", verbose_name=_("workplace period")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=ConversationKind)
    triangle = models.BooleanField(_("student, workplace and institute together"), default=False)
    prepared_by = models.JSONField(_("prepared by"), default=list, blank=True, validators=[validate_texts])
    approved_by = models.JSONField(_("approved by"), default=list, blank=True, validators=[validate_texts])
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("conversation in a period")
        verbose_name_plural = _("conversations in a period")
        constraints = [
            models.UniqueConstraint(fields=["period", "kind"], name="%(app_label)s_periodconversation_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["introduction", "start", "guidance", "midterm", "final"]),
                name="%(app_label)s_periodconversation_kind_valid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period.code}: {self.get_kind_display()}"


class ConversationQuestion(Node):
    """One question or topic of a conversation, in the words of the source. `field` says where its answer is kept."""

    class Field(models.TextChoices):
        TOPIC = "topic", _("a topic to talk about")
        SITUATION = "situation", _("starting situation")
        SHOWN_BEFORE = "shown_before", _("what was shown before")
        WHY = "why", _("why it matters")
        GOAL = "goal", _("goal")
        ACTIVITIES = "activities", _("activities")
        EVIDENCE = "evidence", _("how it will show")
        NOTICED_BY = "noticed_by", _("who notices")
        TRANSFER = "transfer", _("in other settings")
        SATISFIED_WHEN = "satisfied_when", _("satisfied when")
        SUPPORT = "support", _("support wanted")
        SUPPORT_FROM = "support_from", _("support from whom")

    conversation = models.ForeignKey(
        PeriodConversation, models.CASCADE, related_name="questions", verbose_name=_("conversation")
    )
    code = models.CharField(_("code"), max_length=30)
    text = models.TextField(_("text"))
    help = models.TextField(_("help"), blank=True)
    field = models.CharField(_("answered in"), max_length=16, choices=Field)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("question of a conversation")
        verbose_name_plural = _("questions of a conversation")
        constraints = [
            models.UniqueConstraint(fields=["conversation", "code"], name="%(app_label)s_question_code_once"),
            models.CheckConstraint(
                condition=Q(
                    field__in=[
                        "topic",
                        "situation",
                        "shown_before",
                        "why",
                        "goal",
                        "activities",
                        "evidence",
                        "noticed_by",
                        "transfer",
                        "satisfied_when",
                        "support",
                        "support_from",
                    ]  # fmt: skip
                ),
                name="%(app_label)s_question_field_valid",
            ),
        ]

    def __str__(self) -> str:
        return self.code
