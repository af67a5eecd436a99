"""A reminder from an educator to whoever acts next. A notice, so nobody gets more than one mail a day (decisions 5)."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from placements import outbox
from placements.roles import Role

from .models import AssessmentForm
from .tasks import actors

MAY_REMIND = {Role.INSTITUTE_EDUCATOR, Role.SCHOOL_EDUCATOR, Role.UNIT_EXAMINER}


@transaction.atomic
def remind(pks: Iterable[int], by) -> list:
    """Write a reminder for whoever acts on these forms; returns the people reminded, each once.

    Forms this person is no educator of, or on which nobody acts, are passed over. Nobody reminds himself.
    """
    forms = AssessmentForm.objects.visible_to(by).filter(pk__in=pks).with_turn().exclude(turn="none").for_matrix()
    wanted = [(person, form) for form in forms if form.roles_of(by) & MAY_REMIND for person in actors(form, form.turn)]
    reminded = {}
    for person, form in sorted(wanted, key=lambda pair: pair[0].pk):  # one order for all: a notice is locked
        if person != by:
            outbox.notice(person, placement=form.placement, path=form.get_absolute_url(), **words(form, person))
            reminded[person.pk] = person
    return list(reminded.values())


def words(form: AssessmentForm, person) -> dict:
    """Subject, sentence and button in the person's language; nothing of what was written (look, section 4)."""
    with translation.override(person.language):
        said = {
            "moment": form.get_moment_display(),
            "student": form.placement.student.get_short_name(),
            "day": date_format(form.turn_by, "l j F"),
        }
        if form.turn == "student":
            subject = pgettext("student", "Your self-reflection is still wanted")
            sentence = pgettext("student", "Your self-reflection for the %(moment)s is wanted before %(day)s.")
        elif form.turn == "workplace":
            subject = _("%(student)s waits for your feedback")
            sentence = _("%(student)s waits for your feedback for the %(moment)s, before %(day)s.")
        else:
            subject = _("The decision about %(student)s waits for you")
            sentence = _("The decision about the %(moment)s of %(student)s waits for you, before %(day)s.")
        return {"subject": subject % said, "sentences": [sentence % said], "button": _("Go to the form")}
