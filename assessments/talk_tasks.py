"""The lines about conversations on somebody's first page: to plan them, which ones come, and which ones are off."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conversations.calendar_words import at
from conversations.tasks import Coming, coming_for, to_plan
from learning_outcomes.wording import begin
from placements.task import Task

from .talks import called_off


def planning_tasks(user) -> Iterator[Task]:
    """One for each placement of a student whose conversations have no day yet (C08)."""
    for placement in to_plan(user):
        yield Task(
            title=pgettext("student", "Plan the conversations"),
            text=pgettext("student", "Choose the days together. Everybody gets them for the calendar by mail."),
            button=pgettext("student", "Choose the days"),
            url=reverse("conversations:planning", args=[placement.pk]),
            corner="student",
        )


def off_lines(user) -> list[Task]:
    """The conversations of this student that are off and may be planned again; the button takes that step. An offer,
    and no task: whoever leaves it at that is not told for ever that something waits."""
    talks = called_off(timezone.localdate()).filter(placement__student=user).in_order()
    return [
        Task(
            title=pgettext("student", "Your %(kind)s did not take place") % {"kind": talk.get_kind_display()},
            text=pgettext("student", "Choose another day together, or leave it at that."),
            button=_("Plan again"),
            url=reverse("conversations:step", args=[talk.pk, "plan_again"]),
            corner="none",
        )
        for talk in talks
    ]


def coming_lines(user) -> list[Task]:
    """The conversations this person sits in, with day, time and place."""
    return [_line(coming, user) for coming in coming_for(user)]


def _line(coming: Coming, user) -> Task:
    talk = coming.conversation
    own = talk.placement.student_id == user.pk
    names = [one.get_short_name() for one in coming.others]
    title = begin(talk.get_kind_display())
    if names:
        words = {"kind": title, "names": get_text_list(names, _("and"))}
        title = pgettext("student", "%(kind)s with %(names)s") % words if own else _("%(kind)s with %(names)s") % words
    return Task(
        title,
        begin(at(talk)),
        url=reverse("conversations:planning", args=[talk.placement_id]),
        due=talk.day,
        corner="all",
    )
