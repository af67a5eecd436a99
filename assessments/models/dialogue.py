"""What was said about a doubt: each contribution with its author, for ever as it was said (D01-D03)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.rules import SIDES, Verdict
from placements.roles import CORNER

from .rows import OutcomeAssessment


class Contribution(models.Model):
    """One contribution to the collegial dialogue on one outcome. The table is append-only."""

    class Kind(models.TextChoices):
        DOUBT = "doubt", _("the doubt")
        SAID = "said", _("contribution")
        POSITION = "position", _("position")

    decision = models.ForeignKey("assessments.UnitDecision", models.PROTECT, related_name="contributions")
    row = models.ForeignKey(OutcomeAssessment, models.PROTECT, related_name="contributions")
    kind = models.CharField(max_length=8, choices=Kind)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    verdict = models.CharField(_("how I see it now"), max_length=8, choices=Verdict, blank=True)
    text = models.TextField(_("text"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("contribution to a dialogue")
        verbose_name_plural = _("contributions to a dialogue")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["doubt", "said", "position"]), name="contribution_kind_valid"),
            models.CheckConstraint(condition=Q(verdict__in=["", *Verdict.values]), name="contribution_verdict_valid"),
            models.CheckConstraint(condition=~Q(text=""), name="contribution_says_something"),
            models.CheckConstraint(
                condition=~Q(kind="position") | ~Q(verdict=""), name="contribution_a_position_names_its_verdict"
            ),
            models.UniqueConstraint(
                fields=["row"],
                condition=Q(kind="position", role="unit_examiner"),
                name="contribution_one_position_of_the_institute",
            ),
            models.UniqueConstraint(
                fields=["row"],
                condition=Q(kind="position", role__in=["workplace_mentor", "school_educator"]),
                name="contribution_one_position_of_the_workplace",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row}, {self.get_kind_display()}, {self.author}"

    @property
    def side(self) -> str:
        """Of the doubt: workplace or institute; empty for the institute educator, who decides."""
        return SIDES.get(self.role, "")

    @property
    def corner(self) -> str:
        """Of the triangle."""
        return CORNER[self.role]
