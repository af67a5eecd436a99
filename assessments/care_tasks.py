"""What waits because of a concern, or because a placement may end early. No line says what was seen, or why."""

from collections.abc import Iterator
from datetime import datetime, time

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from placements.concern_rules import ASKED_WHETHER_TOLD, EXAMINER, INSTITUTE, ConcernState
from placements.ending_rules import MAY_NOTE_CONTACT, STARTER
from placements.models import Concern, EarlyEnding
from placements.roles import CORNER
from placements.task import Task


def care_tasks(user) -> list[Task]:
    """The tasks of this person, in a fixed number of queries."""
    concerns = Concern.objects.visible_to(user).exclude(state=ConcernState.WITHDRAWN).filter(placement__ended_on=None)
    concerns = concerns.filter(Q(told_on=None) | ~Q(state=ConcernState.CLOSED)).for_tasks()
    endings = EarlyEnding.objects.visible_to(user).running().for_tasks()
    found = [task for concern in concerns for task in _of_concern(concern, user)]
    return found + [task for ending in endings for task in _of_ending(ending, user)]


def _of_concern(concern: Concern, user) -> Iterator[Task]:
    """Whose turn it is; and whether the student was told, until somebody notes that he was."""
    roles, student = concern.roles_of(user), concern.placement.student
    line = {"url": concern.get_absolute_url(), "corner": "institute", "button": _("Read and go on")}
    words = {"by": concern.reported_by.get_short_name(), "name": student.get_short_name()}
    late = concern.follow_up_on is not None and concern.follow_up_on <= timezone.localdate()
    if concern.state == ConcernState.REPORTED and INSTITUTE in roles:
        yield Task(_("A concern about %(student)s") % {"student": student}, _("%(by)s reported it.") % words, **line)
    elif concern.state == ConcernState.WITH_EXAMINER and EXAMINER in roles:
        text = _("You are asked to look along, and to make agreements.")
        yield Task(_("A concern about %(student)s") % {"student": student}, text, **line)
    elif concern.state == ConcernState.AGREED and INSTITUTE in roles and late:
        text = _("Today you look again at what was agreed.")
        title = _("How does it go with %(student)s?") % {"student": student}
        yield Task(title, text, due=concern.follow_up_on, **line)
    elif concern.told_on is None and roles & ASKED_WHETHER_TOLD:
        text = _("There is a concern that %(name)s does not see yet. A person tells, no mail.") % words
        title = _("Have you talked with %(student)s?") % {"student": student}
        yield Task(title, text, **line | {"button": _("Note it, or read it again")})


def _of_ending(ending: EarlyEnding, user) -> Iterator[Task]:
    roles, student = ending.roles_of(user), ending.placement.student
    line = {"url": ending.get_absolute_url(), "corner": "institute", "button": _("Read and go on")}
    title = _("How does the placement of %(student)s go on?") % {"student": student}
    if INSTITUTE in roles and ending.state == "planned":
        yield Task(title, _("There is a plan. You decide."), **line)
    elif INSTITUTE in roles:
        text = _("%(by)s brought it up. Talk about it, and make a plan together.")
        yield Task(title, text % {"by": ending.started_by.get_short_name()}, **line)
    elif STARTER in roles and roles & MAY_NOTE_CONTACT and ending.missing_contacts():
        yield Task(title, _("Speak with the school educator and the institute educator, and note it."), **line)


def care_news(user, since: datetime) -> list[tuple[datetime, Task]]:
    """For a student: that somebody told of a concern, and that it was closed. No line names the outcome."""
    found = Concern.objects.visible_to(user).filter(placement__student=user)
    found = found.filter(Q(told_on__gte=timezone.localdate(since)) | Q(result__at__gte=since))
    lines = []
    for concern in found.select_related("told_by", "result__by"):
        told = timezone.make_aware(datetime.combine(concern.told_on, time.min))
        told_title = pgettext("student", "%(by)s talked with you about a concern")
        lines.append((told, told_title, concern.told_by, CORNER.get(concern.reported_role, "institute"), concern))
        if concern.state == ConcernState.CLOSED:
            closed_title = pgettext("student", "%(by)s closed the concern")
            lines.append((concern.result.at, closed_title, concern.result.by, "institute", concern))
    return [
        (
            at,
            Task(
                title % {"by": by.get_short_name()},
                url=concern.get_absolute_url(),
                due=timezone.localdate(at),
                corner=corner,
            ),
        )
        for at, title, by, corner, concern in lines
        if at >= since
    ]
