"""Who is asked and told when a placement may end early. No mail says why: the reason stands on the page alone (E02)."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from .roles import Role

SENTENCES = {
    "plan": gettext_noop("There is a plan about how the placement of %(student)s goes on."),
    "end": gettext_noop("The placement of %(student)s ends early. What was written stays."),
    "go_on": gettext_noop("The placement of %(student)s goes on."),
}


def ask_institute(ending) -> None:
    """Somebody brought it up: the institute educators are asked to talk about it."""
    from . import outbox  # knows the models, which know this module

    words = {"by": ending.started_by.get_full_name(), "student": ending.placement.student.get_short_name()}
    for user in _in_order(ending.placement.people_in([Role.INSTITUTE_EDUCATOR])):
        if user == ending.started_by:
            continue
        with translation.override(user.language):
            outbox.request(
                user,
                subject=_("%(by)s wants to talk with you about the placement of %(student)s") % words,
                sentences=[
                    _("%(by)s asks whether the placement of %(student)s can go on.") % words,
                    _("Before anything is decided, school and institute are spoken with and a plan is made."),
                ],
                button=_("Go to the page"),
                path=ending.get_absolute_url(),
                placement=ending.placement,
            )


def tell_of_ending(ending, name: str, step, by) -> None:
    """Tell those named in it of this step; the student only of what is read by him."""
    for user in _in_order(ending.people_in(step.tells)):
        if user != by:
            _notice(ending, name, user)


def _in_order(people: list) -> list:
    return sorted(people, key=lambda user: user.pk)  # one order for all: a notice is locked


def _notice(ending, name: str, user) -> None:
    from . import outbox

    words = {"student": ending.placement.student.get_short_name()}
    mine = user.pk == ending.placement.student_id
    with translation.override(user.language):
        outbox.notice(
            user,
            subject=pgettext("student", "News about your placement") if mine else _("News about %(student)s") % words,
            sentences=[
                pgettext("student", "There is news about your placement.") if mine else _(SENTENCES[name]) % words
            ],
            button=_("Go to the page"),
            path=ending.get_absolute_url(),
            placement=ending.placement,
        )
