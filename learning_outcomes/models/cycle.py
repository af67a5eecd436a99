"""Which conversations a workplace period has, and what each of them asks (C01-C17): the cycle as data."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .frameworks import Framework, Node
from .periods import WorkplacePeriod


class ConversationKind(models.TextChoices):
    INTRODUCTION = "introduction", pgettext_lazy("conversation", "introduction")
    START = "start", _("start talk")
    GUIDANCE = "guidance", _("guidance talk")
    MIDTERM = "midterm", _("midterm evaluation")
    FINAL = "final", _("final assessment")


class Person(models.TextChoices):
    """Who may have a part in a conversation: the codes and the words of `placements.roles`, which is out of reach."""

    STUDENT = "student", _("student")
    WORKPLACE_MENTOR = "workplace_mentor", _("workplace mentor")
    SCHOOL_EDUCATOR = "school_educator", _("school educator")
    INSTITUTE_EDUCATOR = "institute_educator", _("institute educator")
    UNIT_EXAMINER = "unit_examiner", _("unit examiner")
    SUBJECT_EDUCATOR = "subject_educator", _("subject educator")
    STUDY_COACH = "study_coach", _("study coach")


def validate_people(value) -> None:
    """A list of roles, each once."""
    if not isinstance(value, list) or not all(role in Person.values for role in value) or len(set(value)) < len(value):
        raise ValidationError(_("This must be a list of roles, each once."))


def names_people(field: models.Field) -> bool:
    """Whether a field holds a list of roles."""
    return validate_people in field.validators


def people_in_words(roles: list[str]) -> list[str]:
    """What people call these roles."""
    return [str(dict(Person.choices).get(role, role)) for role in roles]


class PeriodConversation(models.Model):
    """One kind of conversation in a period: who prepares it, who sits in it, who approves what comes of it.

    Its week stands with the period (`start_week`, ...).
    """

    Kind = ConversationKind

    period = models.ForeignKey(
        WorkplacePeriod, models.CASCADE, related_name="conversations", verbose_name=_("workplace period")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=ConversationKind)
    triangle = models.BooleanField(_("student, workplace and institute together"), default=False)
    prepared_by = models.JSONField(_("prepared by"), default=list, blank=True, validators=[validate_people])
    approved_by = models.JSONField(_("approved by"), default=list, blank=True, validators=[validate_people])
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

    @property
    def framework(self) -> Framework:
        return self.period.framework

    @property
    def week(self) -> int | None:
        """The week of the placement it belongs in; None for those that come when they come."""
        return self.period.week_of(self.kind)

    @property
    def around_the_table(self) -> str:
        """Who sits in it, in words (C02)."""
        if self.triangle:
            return gettext("student, workplace and institute together")
        return gettext("student and workplace")

    @property
    def prepared(self) -> str:
        """Who prepares it, in words; mostly "student"."""
        return ", ".join(people_in_words(self.prepared_by))

    @property
    def approved(self) -> str:
        """Who approves what comes of it, in words."""
        return ", ".join(people_in_words(self.approved_by))


class ConversationQuestion(Node):
    """One question or topic of a conversation, in the words of the source. `field` says where its answer is kept."""

    # The answers to topics are not kept by themselves; any other field one question of a conversation fills.
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
