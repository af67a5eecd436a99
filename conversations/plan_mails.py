"""Whom the steps of a plan tell (C16-C18): two mails for the mentor in the whole start, no text about the student."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from learning_outcomes.wording import long_day
from placements import outbox
from placements.roles import Role

from .models import LearningPlan


def tell_of_plan(plan: LearningPlan, name: str, step, by) -> None:
    """Ask those whose turn it is at once, tell the others once a day; never who took the step himself."""
    placement = plan.placement
    asks = placement.people_in(step.asks)
    if not asks and Role.WORKPLACE_MENTOR in step.asks:  # where no mentor stands, the school educator reads (X37)
        asks = placement.people_in({Role.SCHOOL_EDUCATOR})
    for user in sorted(asks, key=lambda u: u.pk):
        if user != by:
            _request(plan, name, user)
    for user in sorted(placement.people_in(step.tells), key=lambda u: u.pk):
        if user != by and user not in asks:
            _approved(plan, user, by)


def call_off(plan: LearningPlan) -> None:
    """The student took the request for approval back: a mail about it that has not left stays at home."""
    outbox.call_off(_about(plan))


def _about(plan: LearningPlan) -> str:
    return f"approval of plan {plan.pk}"


def _request(plan: LearningPlan, name: str, user) -> None:
    back = plan.sent_back
    with translation.override(user.language):
        subject, sentences, button = {
            "share": (
                _("%(student)s prepared the start talk and asks for your feedback"),
                [
                    _("%(student)s has written a learning plan for the start talk."),
                    _("Would you look at it before you talk? You may leave feedback with it."),
                    _("You need no account."),
                ],
                _("Read the plan"),
            ),
            "ask_approval": (
                _("%(student)s asks you to approve the learning plan"),
                [
                    _("%(student)s has sharpened the plan."),
                    _("You see what changed. You approve once, pedagogically and didactically."),
                ],
                _("Read and approve"),
            ),
            "ask_again": (
                _("%(student)s asks you again to approve the learning plan"),
                [
                    _("It was sent back on %(day)s. %(student)s has changed it and asks again."),
                    _("You see what changed. You approve once, pedagogically and didactically."),
                ],
                _("Read and approve"),
            ),
            "send_back": (
                pgettext("student", "Your learning plan came back with a remark"),
                [pgettext("student", "You can write in it again. The remark stands at the top of your plan.")],
                pgettext("student", "Read the remark"),
            ),
        }["ask_again" if name == "ask_approval" and back else name]
        words = {"student": plan.placement.student.get_short_name()}
        words["day"] = long_day(timezone.localdate(back.at)) if back else ""
        outbox.request(
            user,
            subject=subject % words,
            sentences=[sentence % words for sentence in sentences],
            button=button,
            path=plan.get_absolute_url(),
            placement=plan.placement,
            about=_about(plan) if name == "ask_approval" else "",
        )


def tell_of_remark(plan: LearningPlan, by) -> None:
    """The student hears that there is feedback, never what it says; of several remarks of one person once."""
    student = plan.placement.student
    with translation.override(student.language):
        sentence = pgettext("student", "%(by)s gave feedback on your learning plan.")
        outbox.notice(
            student,
            subject=pgettext("student", "There is feedback on your learning plan"),
            sentences=[sentence % {"by": by.get_short_name()}],
            button=pgettext("student", "Read your plan"),
            path=plan.get_absolute_url(),
            placement=plan.placement,
        )


def _approved(plan: LearningPlan, user, by) -> None:
    """Only the student hears of it by mail; the others find it among their news."""
    with translation.override(user.language):
        outbox.notice(
            user,
            subject=pgettext("student", "Your learning plan is approved"),
            sentences=[
                pgettext("student", "%(by)s has approved your learning plan. Your goals run from now on.")
                % {"by": by.get_short_name()}
            ],
            button=pgettext("student", "Read your plan"),
            path=plan.get_absolute_url(),
            placement=plan.placement,
        )
