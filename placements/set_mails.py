"""The student hears what becomes of the set, the educator of a proposal: no text about the student (look, 4)."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import outbox
from .models import PlacementOutcome
from .roles import Role


def tell_student(item: PlacementOutcome, name: str, step, by) -> None:
    """One notice a day at most says that the set was changed; the page says what."""
    student = item.placement.student
    if Role.STUDENT not in step.tells or student == by:
        return
    with translation.override(student.language):
        _notice(
            item,
            student,
            pgettext("student", "News about your learning outcomes"),
            pgettext("student", "%(by)s recorded something about %(outcome)s."),
            pgettext("student", "Read your set"),
            {"by": by.get_short_name(), "outcome": item.named.title},
        )


def tell_educators(item: PlacementOutcome) -> None:
    """Those who may agree hear that there is a proposal; it waits among their tasks as well."""
    student = item.placement.student
    for educator in item.placement.people_in([Role.INSTITUTE_EDUCATOR]):
        with translation.override(educator.language):
            _notice(
                item,
                educator,
                _("%(student)s proposes an outcome of an earlier year"),
                _("%(student)s proposes to work on an outcome of an earlier year. Would you agree or not?"),
                _("Look and agree"),
                {"student": student.get_short_name()},
            )


def _notice(item: PlacementOutcome, user, subject: str, sentence: str, button: str, words: dict) -> None:
    outbox.notice(
        user,
        subject=subject % words,
        sentences=[sentence % words],
        button=button,
        path=reverse("placements:outcomes", args=[item.placement_id]),
        placement=item.placement,
    )
