"""The complex professional skills in their phases: words for growth, never part of a verdict (B01, B02)."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .frameworks import Framework, Node


class SkillPhase(Node):
    """A column of the table: beginfase, groeifase, ..."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="skill_phases", verbose_name=_("framework"))
    code = models.CharField(_("code"), max_length=30)
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="%(app_label)s_phase_code_once")]

    def __str__(self) -> str:
        return self.title


class Skill(Node):
    """A row of the table: complexe beroepsvaardigheid."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="skills", verbose_name=_("framework"))
    code = models.CharField(_("code"), max_length=30)
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="%(app_label)s_skill_code_once")]

    def __str__(self) -> str:
        return self.title


class SkillDescriptor(models.Model):
    """What one skill looks like in one phase."""

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="cells", verbose_name=_("skill"))
    phase = models.ForeignKey(SkillPhase, models.CASCADE, related_name="cells", verbose_name=_("phase"))
    text = models.TextField(_("text"))
    uuid = models.UUIDField("UUID", unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ["skill", "phase__order", "id"]
        verbose_name = _("cell of the skill table")
        verbose_name_plural = _("cells of the skill table")
        constraints = [models.UniqueConstraint(fields=["skill", "phase"], name="%(app_label)s_skill_cell_once")]

    def __str__(self) -> str:
        return f"{self.skill.code} {self.phase.code}"

    def clean(self) -> None:
        """The phase lies in the same framework."""
        if self.phase_id and self.phase.framework_id != self.skill.framework_id:
            raise ValidationError(_("%(part)s belongs to another framework.") % {"part": self.phase})
