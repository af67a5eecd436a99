"""Who may do what with a calibration, when (S10, O10): several assessors judge one example, each for himself, and only
then see each other's judgement."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from placements.roles import Role
from placements.workflow import Step


class CalibrationState(models.TextChoices):
    DRAFT = "draft", _("being made")
    OPEN = "open", _("being judged")
    REVEALED = "revealed", _("beside each other")
    CLOSED = "closed", _("closed")


class CalibrationRole(models.TextChoices):
    MAKER = "maker", _("maker")
    ASSESSOR = "assessor", _("assessor")


DRAFT, OPEN, REVEALED, CLOSED = CalibrationState
MAKER, ASSESSOR = CalibrationRole


def _step(label, source: str, target: str, role: str) -> Step:
    return Step(label, frozenset({source}), target, frozenset({role}))


CALIBRATION_STEPS = {
    "open": _step(_("Open for the assessors"), DRAFT, OPEN, MAKER),
    "hand_in": _step(_("Hand in"), OPEN, OPEN, ASSESSOR),
    "reveal": _step(_("Lay beside each other"), OPEN, REVEALED, MAKER),
    "close": _step(_("Close"), REVEALED, CLOSED, MAKER),
}
SHOWN = [REVEALED, CLOSED]  # the states in which who handed in sees what the others judged

MAKES = {Role.INSTITUTE_EDUCATOR}  # and staff
ASSESSES = {  # who guides or judges students somewhere today may be asked
    Role.WORKPLACE_MENTOR,
    Role.SCHOOL_EDUCATOR,
    Role.INSTITUTE_EDUCATOR,
    Role.UNIT_EXAMINER,
    Role.SUBJECT_EDUCATOR,
}
FEWEST = 2  # assessors: one judgement has nothing to stand beside
