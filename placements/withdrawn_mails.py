"""Who hears that an invitation was withdrawn: the student, who came in by it, and the educators who follow the student.

All of it in the notice of the day. Only the student has something to do, so only his leads somewhere; to who left
nothing is open any more.
"""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import outbox
from .models import Invitation, User
from .roles import Role

FOLLOW = {Role.SCHOOL_EDUCATOR, Role.INSTITUTE_EDUCATOR}


def tell(invitation: Invitation, by: User | None) -> None:
    """Write the notices, in a fixed order of people. `by` is None when the mail had reached somebody else."""
    placement, person = invitation.participation.placement, invitation.participation.user
    left = [person] if by and invitation.accepted_at else []
    follow = placement.people_in(FOLLOW) if left else []
    for one in sorted({placement.student, *left, *follow}, key=lambda user: user.pk):
        if one == by:
            continue
        with translation.override(one.language):
            if one == placement.student:
                _tell_student(invitation, by)
            elif one == person:
                _tell_who_left(invitation, by)
            else:
                _tell_educator(one, invitation, by)


def _words(invitation: Invitation, by: User | None) -> dict:
    seat = invitation.participation
    return {
        "person": seat.user.get_full_name(),
        "by": by.get_full_name() if by else "",
        "student": seat.placement.student.get_full_name(),
        "role": seat.get_role_display(),
    }


def _tell_student(invitation: Invitation, by: User | None) -> None:
    seat, words = invitation.participation, _words(invitation, by)
    if by:
        sentence = pgettext("student", "%(by)s withdrew your invitation of %(person)s.")
    else:
        sentence = pgettext(
            "student", "The mail for %(person)s reached somebody else. Check the address and invite again."
        )
    outbox.notice(
        seat.placement.student,
        subject=pgettext("student", "Your invitation of %(person)s was withdrawn") % words,
        sentences=[sentence % words],
        button=pgettext("student", "Go to your placement"),
        path=reverse("placements:placement", args=[seat.placement_id]),
        placement=seat.placement,
    )


def _tell_who_left(invitation: Invitation, by: User) -> None:
    words = _words(invitation, by)
    sentence = _(
        "%(by)s withdrew your invitation as %(role)s of %(student)s. Your link does not work any more; what you wrote"
        " stays."
    )
    outbox.notice(
        invitation.participation.user,
        subject=_("You do not guide %(student)s any more") % words,
        sentences=[sentence % words],
        button="",
        path="",
    )


def _tell_educator(educator: User, invitation: Invitation, by: User) -> None:
    words = _words(invitation, by)
    outbox.notice(
        educator,
        subject=_("%(person)s does not guide %(student)s any more") % words,
        sentences=[_("%(by)s withdrew the invitation of %(person)s as %(role)s of %(student)s.") % words],
        button="",
        path="",
    )
