"""Who learns where, with whom, and how they come in."""

from .access import AccessLink, Device, Invitation, KnownMentor, LinkCode
from .concerns import Agreement, Concern, ConcernContribution, ConcernLog, ConcernResult
from .endings import EarlyEnding, EndingContact, EndingDecision, EndingLog, EndingPlan
from .free_days import FreeDays
from .mail import OutgoingMail
from .people import User
from .places import Institute, Participation, Partnership, Placement, School
from .recognitions import Recognition
from .sets import PlacementOutcome, PlacementOutcomeLog

__all__ = [
    "AccessLink",
    "Agreement",
    "Concern",
    "ConcernLog",
    "ConcernResult",
    "ConcernContribution",
    "Device",
    "EarlyEnding",
    "EndingContact",
    "EndingDecision",
    "EndingLog",
    "EndingPlan",
    "FreeDays",
    "Institute",
    "Invitation",
    "KnownMentor",
    "LinkCode",
    "OutgoingMail",
    "Participation",
    "Partnership",
    "Placement",
    "PlacementOutcome",
    "PlacementOutcomeLog",
    "Recognition",
    "School",
    "User",
]
