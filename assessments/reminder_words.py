"""What a reminder by an educator says: subject, sentence and button; nothing of what was written (look, section 4).

Each is called in the language of who reads it.
"""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conversations.models import LearningPlan
from conversations.rules import PlanState

from .models import AssessmentForm

Words = dict[str, str]


def about_form(form: AssessmentForm) -> Words:
    """A form from `with_turn()`, to whoever acts on it."""
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
    return _words(subject % said, sentence % said, _("Go to the form"))


def about_plan(plan: LearningPlan, day: date) -> Words:
    """A plan that is not approved; `day` is that of the start talk."""
    said = {"student": plan.placement.student.get_short_name(), "day": date_format(day, "l j F")}
    if plan.state == PlanState.ASKED:
        subject = _("%(student)s waits for your approval of the learning plan")
        sentence = _("%(student)s waits for your approval of the learning plan. You approve once.")
        return _words(subject % said, sentence % said, _("Read and approve"))
    if plan.state == PlanState.PREPARING:
        subject = pgettext("student", "Your learning plan is still wanted")
        sentence = pgettext("student", "Your learning plan is wanted for the start talk of %(day)s.")
    else:
        subject = pgettext("student", "Sharpen your plan and ask for approval")
        sentence = pgettext("student", "Your learning plan is not approved yet: sharpen it and ask for approval.")
    return _words(subject, sentence % said, pgettext("student", "Go to your plan"))


def about_days() -> Words:
    """To a student whose conversations have no day yet; the sentence that also comes by itself."""
    sentence = pgettext("student", "Not all your conversations have a day yet. Choose the days together.")
    return _words(pgettext("student", "About your conversations"), sentence, pgettext("student", "Choose the days"))


def about_silence() -> Words:
    """To a student who fell silent and of whom nothing is asked: no number and no day, only how it goes (H14)."""
    sentence = pgettext("student", "You have not written anything for a while. Is it working out?")
    return _words(pgettext("student", "How is it going?"), sentence, pgettext("student", "Go to your placement"))


def _words(subject: str, sentence: str, button: str) -> Words:
    return {"subject": subject, "sentence": sentence, "button": button}
