"""Who learns where, with whom, and how they come in."""

from .access import AccessLink, Device, Invitation, KnownMentor, LinkCode
from .mail import OutgoingMail
from .people import User
from .places import Institute, Participation, Partnership, Placement, School

__all__ = [
    "AccessLink",
    "Device",
    "Institute",
    "Invitation",
    "KnownMentor",
    "LinkCode",
    "OutgoingMail",
    "Participation",
    "Partnership",
    "Placement",
    "School",
    "User",
]
