"""What somebody said, signed with name, role and time. Rows are added, never changed: the database refuses it."""

from dataclasses import dataclass

from django.conf import settings
from django.db import models

from placements.roles import CORNER, Role


@dataclass(frozen=True)
class Still:
    """What is missing before a step, as a sentence."""

    sentence: str


class Said(models.Model):
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"  # never the text: this ends up in logs

    @property
    def corner(self) -> str:
        return CORNER.get(self.role, "workplace")

    @property
    def role_word(self) -> str:
        return str(Role(self.role).label) if self.role in Role else ""
