"""Where the student stands on the skills table, seen by the student and by the workplace (B01-B05, X10).

Words for growth and no more: it is in no judgement and adds up to nothing.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conversations.rules import Kind
from learning_outcomes.models import Skill, SkillPhase
from placements.models import Placement


class SkillPosition(models.Model):
    """One phase of one skill, at one moment, seen from one side. The view that was given last counts."""

    class Side(models.TextChoices):
        STUDENT = "student", _("student")
        WORKPLACE = "workplace", _("workplace")

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="skill_positions")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="+")
    phase = models.ForeignKey(SkillPhase, models.PROTECT, related_name="+")
    moment = models.CharField(_("moment"), max_length=12, choices=Kind)
    side = models.CharField(_("seen by"), max_length=10, choices=Side)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("position on the skills table")
        verbose_name_plural = _("positions on the skills table")
        ordering = ["placement", "skill__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "skill", "moment", "side"], name="skill_position_once"),
            models.CheckConstraint(
                condition=Q(moment__in=["start", "midterm", "final"]), name="skill_position_moment_valid"
            ),
            models.CheckConstraint(condition=Q(side__in=["student", "workplace"]), name="skill_position_side_valid"),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.moment} {self.side}"
