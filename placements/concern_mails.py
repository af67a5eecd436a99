"""Who is asked and told about a concern. The student never by mail: a person tells him (E05).

No mail and no subject names the outcome, or says anything of what was written.
"""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .roles import Role

REPORTED = gettext_noop("%(by)s reports a concern about one learning outcome of %(student)s.")
BROUGHT_IN = gettext_noop("%(by)s asks you to look along at a concern about %(student)s.")
SEE_PAGE = gettext_noop("What it is about stands on the page, for those named in it. The student gets no mail of this.")


def ask_institute(concern) -> None:
    """A new concern: the institute educators are asked to look."""
    for user in _in_order(concern.placement.people_in([Role.INSTITUTE_EDUCATOR])):
        if user != concern.reported_by:
            _request(concern, user, [REPORTED, SEE_PAGE], concern.reported_by)


def tell_of_concern(concern, name: str, step, by) -> None:
    """Ask the examiner who is brought in; tell the others named in it that something was written."""
    asked = concern.people_in(step.asks)
    for user in _in_order(asked):
        if user != by:
            _request(concern, user, [BROUGHT_IN, SEE_PAGE], by)
    for user in _in_order(concern.people_in(step.tells)):
        if user != by and user not in asked:
            _notice(concern, user)


def _in_order(people: list) -> list:
    return sorted(people, key=lambda user: user.pk)  # one order for all: a notice is locked


def _request(concern, user, sentences: list, by) -> None:
    from . import outbox  # knows the models, which know this module

    words = {"by": by.get_full_name(), "student": concern.placement.student.get_short_name()}
    with translation.override(user.language):
        outbox.request(
            user,
            subject=_("%(by)s asks you to look along, about %(student)s") % words,
            sentences=[_(sentence) % words for sentence in sentences],
            button=_("Go to the page"),
            path=concern.get_absolute_url(),
            placement=concern.placement,
        )


def _notice(concern, user) -> None:
    from . import outbox

    words = {"student": concern.placement.student.get_short_name()}
    with translation.override(user.language):
        outbox.notice(
            user,
            subject=_("News about %(student)s") % words,
            sentences=[_("Something new was written about %(student)s that you are named in.") % words],
            button=_("Go to the page"),
            path=concern.get_absolute_url(),
            placement=concern.placement,
        )
