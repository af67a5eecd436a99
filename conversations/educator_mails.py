"""Whom passing on an educator tells: no names, no addresses, and nothing about the student but the name."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from placements import outbox
from placements.roles import Role

from .models import PassedOn


def tell_institute(passed: PassedOn) -> None:
    """Somebody was passed on for a unit without an examiner: the institute educators look (C09)."""
    placement = passed.placement
    words = {"student": placement.student.get_full_name(), "unit": passed.unit.title}
    for educator in sorted(placement.people_in([Role.INSTITUTE_EDUCATOR]), key=lambda user: user.pk):
        with translation.override(educator.language):
            outbox.notice(
                educator,
                subject=_("%(student)s passes on an educator") % words,
                sentences=[_("%(student)s passes on who examines %(unit)s. Do you take it over?") % words],
                button=_("Look and take over"),
                path=reverse("conversations:educators", args=[placement.pk]),
                placement=placement,
            )


def invite_examiner(passed: PassedOn, examiner, by) -> None:
    """The seat is there: ask the examiner in. The one link leads to the placement, after signing in."""
    placement = passed.placement
    words = {"student": placement.student.get_full_name(), "by": by.get_full_name(), "unit": passed.unit.title}
    with translation.override(examiner.language):
        outbox.request(
            examiner,
            subject=_("You examine %(unit)s of %(student)s") % words,
            sentences=[
                _("%(student)s named you as the educator of %(unit)s, and %(by)s took it over.") % words,
                _("You sign in with this e-mail address; you need no password."),
                _("We mail you again when there is something to decide."),
            ],
            button=_("Go to the placement"),
            path=placement.get_absolute_url(),
            placement=placement,
        )


def tell_student(passed: PassedOn, by) -> None:
    """It was not taken over; why stands on the page."""
    student = passed.placement.student
    with translation.override(student.language):
        sentence = pgettext("student", "%(by)s did not take over an educator whom you passed on.")
        outbox.notice(
            student,
            subject=pgettext("student", "Look again at the educators you passed on"),
            sentences=[sentence % {"by": by.get_full_name()}],
            button=pgettext("student", "See why"),
            path=reverse("conversations:educators", args=[passed.placement_id]),
            placement=passed.placement,
        )
