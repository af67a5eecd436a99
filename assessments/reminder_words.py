"""What a reminder by an educator says: subject, sentence and button; nothing of what was written (look, section 4).

Each is called in the language of who reads it. The sentence names who reminds, so that nobody takes it for news.
"""

from collections.abc import Callable
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conversations.models import LearningPlan
from conversations.rules import PlanState
from placements.models import User
from placements.task import Task

from .models import AssessmentForm

Words = dict[str, str]


def about_form(form: AssessmentForm, by: User) -> Words:
    """A form from `with_turn()`, to whoever acts on it."""
    said = {
        "by": by.get_full_name(),
        "moment": form.get_moment_display(),
        "student": form.placement.student.get_short_name(),
    }
    if form.turn == "student":
        subject = pgettext("student", "Your self-reflection is still wanted")
        sentence = pgettext("student", "%(by)s reminds you: your self-reflection for the %(moment)s is still wanted.")
    elif form.turn == "workplace":
        subject = _("%(student)s waits for your feedback")
        sentence = _("%(by)s reminds you: %(student)s waits for your feedback for the %(moment)s.")
    else:
        subject = _("The decision about %(student)s waits for you")
        sentence = _("%(by)s reminds you: the decision about the %(moment)s of %(student)s waits for you.")
    return _words(subject % said, f"{sentence % said} {_by_when(form.turn_by)}", _("Go to the form"))


def about_talk(line: Callable[[], Task], by: User) -> Words:
    """A talk about a doubt, to who has the next word in it; `line` gives the line of his first page."""
    task = line()
    said = {"by": by.get_full_name(), "act": task.title[:1].lower() + task.title[1:]}
    sentence = _("%(by)s reminds you: %(act)s.") % said
    return _words(task.title, f"{sentence} {_by_when(task.due)}", task.button)


def about_plan(plan: LearningPlan, day: date, over: bool, by: User) -> Words:
    """A plan that is not approved; `day` is that of the start talk, and `over` says that it has been."""
    said = {
        "by": by.get_full_name(),
        "student": plan.placement.student.get_short_name(),
        "day": date_format(day, "l j F"),
    }
    if plan.state == PlanState.ASKED:
        subject = _("%(student)s waits for your approval of the learning plan")
        sentence = _("%(by)s reminds you: %(student)s waits for your approval of the learning plan. You approve once.")
        return _words(subject % said, sentence % said, _("Read and approve"))
    if plan.state == PlanState.PREPARING:
        subject = pgettext("student", "Your learning plan is still wanted")
        if over:
            sentence = pgettext(
                "student",
                "%(by)s reminds you: your learning plan is not shared yet. You can still write it and share it.",
            )
        else:
            sentence = pgettext(
                "student", "%(by)s reminds you: your learning plan is wanted for the start talk of %(day)s."
            )
    else:
        subject = pgettext("student", "Sharpen your plan and ask for approval")
        sentence = pgettext(
            "student",
            "%(by)s reminds you: your learning plan is not approved yet. Sharpen it and ask for approval.",
        )
    return _words(subject, sentence % said, pgettext("student", "Go to your plan"))


def about_days(by: User) -> Words:
    """To a student whose conversations have no day yet."""
    sentence = pgettext(
        "student", "%(by)s reminds you: not all your conversations have a day yet. Choose the days together."
    )
    subject, said = pgettext("student", "About your conversations"), {"by": by.get_full_name()}
    return _words(subject, sentence % said, pgettext("student", "Choose the days"))


def about_silence(by: User) -> Words:
    """To a student who fell silent and of whom nothing is asked: no number and no day, only how it goes (H14)."""
    sentence = pgettext(
        "student", "%(by)s asks how it is going. You have not written anything for a while. Is it working out?"
    )
    subject, said = pgettext("student", "How is it going?"), {"by": by.get_full_name()}
    return _words(subject, sentence % said, pgettext("student", "Go to your placement"))


def _by_when(day: date) -> str:
    sentence = _("It was asked for before %(day)s.") if day < timezone.localdate() else _("Before %(day)s, please.")
    return sentence % {"day": date_format(day, "l j F")}


def _words(subject: str, sentence: str, button: str) -> Words:
    return {"subject": subject, "sentence": sentence, "button": button}
