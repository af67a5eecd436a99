"""Where the student stands on the skills table, seen by the student and by the workplace (B01-B05, X10).

Words for growth and no more: it is in no judgement and adds up to nothing.
"""

from collections.abc import Mapping

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conversations.rules import SIDES, Kind
from learning_outcomes.models import Skill, SkillPhase
from placements.models import Placement
from placements.models.parts import Conflict, NotNow


class SkillPositionManager(models.Manager):
    def side_of(self, placement: Placement, user) -> str:
        """Whose view this person gives; empty for who gives none, and once the placement ended early."""
        sides = {SIDES[role] for role in placement.roles_of(user) if role in SIDES}
        return min(sides, default="") if placement.ended_on is None else ""

    def standing(self, placement: Placement, moment: str, side: str) -> dict[int, "SkillPosition"]:
        """What stands there now, by skill."""
        return {one.skill_id: one for one in self.filter(placement=placement, moment=moment, side=side)}

    @staticmethod
    def stamp(standing: Mapping[int, "SkillPosition"]) -> str:
        """Changes with every change of what stands there: '14 2026-03-24T10:00:00.000000+00:00'."""
        newest = max((one.at for one in standing.values()), default=None)
        return f"{len(standing)} {newest.isoformat()}" if newest else "0"  # a field of a form drops spaces at the ends

    @transaction.atomic
    def choose(self, placement: Placement, moment: str, chosen: Mapping[int, int | None], *, by, seen: str) -> bool:
        """Make these the phases of one side at one moment, None for a skill that is left open. The same again changes
        nothing; returns whether anything changed.

        Raises NotNow when `by` gives no view here (any more), and Conflict, with what stands there by skill, when that
        is something else than what was `seen`: mentor and school educator share a view.
        """
        found = Placement.objects.lock(placement.pk)
        side = self.side_of(found, by)
        if not side:
            raise NotNow
        standing = self.standing(found, moment, side)
        now = {skill: one.phase_id for skill, one in standing.items()}
        changed = {skill: phase for skill, phase in chosen.items() if now.get(skill) != phase}
        if changed and seen != self.stamp(standing):
            raise Conflict(standing)
        key = {"placement": found, "moment": moment, "side": side}
        for skill, phase in changed.items():
            if phase is None:
                self.filter(**key, skill=skill).delete()
            else:
                self.update_or_create(**key, skill_id=skill, defaults={"phase_id": phase, "author": by})
        return bool(changed)


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

    objects = SkillPositionManager()

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
