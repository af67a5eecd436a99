"""What the plan asks of whom now, and what became of it lately, as lines of a first page."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from learning_outcomes.wording import long_day
from placements.models import Participation, Placement
from placements.roles import CORNER, Role
from placements.task import Task

from .models import Conversation, LearningPlan, PlanLog, PlanRemark
from .rules import PLAN_STEPS, WORKPLACE, Kind, PlanState, State

SEARCHED = 40  # the newest steps that are looked through for news


def plan_tasks(user) -> list[Task]:
    """What this person must do with a plan, in a fixed number of queries. Nobody of the institute has a task (X08)."""
    plans = LearningPlan.objects.visible_to(user).exclude(state=PlanState.APPROVED)
    plans = plans.filter(placement__ended_on=None, placement__start__lte=timezone.localdate())
    plans = list(plans.filter(placement__end__gte=timezone.localdate()).for_tasks())
    talks = Conversation.objects.filter(placement__in=[plan.placement_id for plan in plans], kind=Kind.START)
    by_placement = {talk.placement_id: talk for talk in talks}
    return [task for plan in plans for task in _of(plan, by_placement.get(plan.placement_id), user)]


def day_of(placement: Placement, talk: Conversation | None) -> date:
    """The day of the start talk; the Friday of its week while nobody planned it."""
    planned = talk and talk.state != State.CANCELLED and (talk.held_on or talk.day)
    return planned or placement.monday_of_week(placement.period.start_week) + timedelta(days=4)


def _of(plan: LearningPlan, talk: Conversation | None, user) -> Iterator[Task]:
    placement, today = plan.placement, timezone.localdate()
    day = day_of(placement, talk)
    held = talk is not None and talk.state == State.HELD
    talked = held or (day <= today and not (talk and talk.state == State.CANCELLED))
    url, midterm = plan.get_absolute_url(), placement.monday_of_week(placement.period.midterm_week)
    if placement.student_id == user.pk:
        if plan.came_back:
            yield Task(
                pgettext("student", "%(by)s sent your learning plan back") % {"by": plan.came_back.by.get_short_name()},
                pgettext("student", "Read the remark, change what is needed, and ask for approval again."),
                pgettext("student", "Read the remark"),
                url,
            )
        elif plan.state == PlanState.PREPARING and talk and talk.has_been and today < midterm:
            words = {"day": long_day(day)}
            yield Task(
                pgettext("student", "Write your learning plan after all"),
                pgettext("student", "Your start talk was on %(day)s. You can still write your plan and share it.")
                % words,
                pgettext("student", "Go to your plan"),
                url,
            )
        elif plan.state == PlanState.PREPARING and today < midterm:  # from then on the midterm asks for more
            yield Task(
                pgettext("student", "Prepare your start talk"),
                pgettext("student", "Write your learning plan: which outcomes, which goals, and how."),
                pgettext("student", "Go to your plan"),
                url,
                day,
            )
        elif plan.state == PlanState.SHARED and talked:
            yield Task(
                pgettext("student", "Sharpen your plan and ask for approval"),
                pgettext("student", "Write in it what you agreed in the start talk."),
                pgettext("student", "Go to your plan"),
                url,
            )
        return
    if not _asked(plan, user):
        return
    words = {"student": placement.student.get_short_name()}
    if plan.state == PlanState.ASKED:
        text = _("You see what changed, and approve once.")
        if plan.sent_back:
            asked_again = _("It was sent back on %(day)s, and you are asked again.")
            text = f"{asked_again % {'day': long_day(timezone.localdate(plan.sent_back.at))}} {text}"
        yield Task(
            _("Approve the plan of %(student)s") % words,
            text,
            _("Read and approve"),
            url,
            corner="workplace",
        )
    elif plan.state == PlanState.SHARED and not held and day >= today and not _gave_feedback(plan):
        yield Task(
            _("Look at the preparation of %(student)s") % words,
            _("You may leave feedback with it, before the start talk."),
            _("Read the plan"),
            url,
            day,
            corner="workplace",
        )


def _asked(plan: LearningPlan, user) -> bool:
    """The mentor; where no mentor stands, the school educator (X37)."""
    roles = plan.roles_of(user)
    if Role.WORKPLACE_MENTOR in roles:
        return True
    return Role.SCHOOL_EDUCATOR in roles and not plan.placement.people_in({Role.WORKPLACE_MENTOR})


def _gave_feedback(plan: LearningPlan) -> bool:
    return any(said.role in WORKPLACE for said in plan.remarks.all())


def plan_news(user, since: datetime) -> list[tuple[datetime, Task]]:
    """What others did with a plan since then, for who is told of it and has no act in it."""
    around = Participation.objects.running().filter(user=user).values_list("placement", "role")
    roles: dict[int, set[str]] = {}
    for placement, role in around:
        roles.setdefault(placement, set()).add(role)
    steps = PlanLog.objects.filter(at__gte=since).exclude(by=user)
    steps = steps.filter(Q(record__placement__student=user) | Q(record__placement__in=roles))
    steps = steps.select_related("by", "record__placement__student").order_by("-pk")[:SEARCHED]
    found = []
    for line in steps:
        placement = line.record.placement
        mine = {Role.STUDENT} if placement.student_id == user.pk else roles[placement.pk]
        if line.step in NEWS and PLAN_STEPS[line.step].news_for & mine:
            found.append((line.at, _news(line, own=Role.STUDENT in mine)))
    return [*found, *_feedback(user, since)]


def _feedback(user, since: datetime) -> Iterator[tuple[datetime, Task]]:
    """What others said about the own plan: a line for each of them, at his last words (C16)."""
    remarks = PlanRemark.objects.filter(plan__placement__student=user, at__gte=since).exclude(by=user)
    remarks = remarks.select_related("by", "plan").order_by("-pk")[:SEARCHED]
    for remark in {(remark.plan_id, remark.by_id): remark for remark in reversed(remarks)}.values():
        words = {"by": remark.by.get_short_name()}
        title = pgettext("student", "%(by)s gave feedback on your learning plan") % words
        url, day = remark.plan.get_absolute_url(), timezone.localdate(remark.at)
        yield remark.at, Task(title, url=url, due=day, corner=CORNER[Role(remark.role)])


NEWS = {"share", "approve", "send_back"}


def _news(line: PlanLog, *, own: bool) -> Task:
    words = {"by": line.by.get_short_name(), "student": line.record.placement.student}
    if line.step == "share":
        title = _("%(student)s prepared the start talk")
    elif line.step == "send_back":
        title = pgettext("student", "%(by)s sent your learning plan back")
    elif own:
        title = pgettext("student", "%(by)s approved your learning plan")
    else:
        title = _("%(by)s approved the learning plan of %(student)s")
    corner = CORNER[Role(line.role)]
    return Task(title % words, url=line.record.get_absolute_url(), due=timezone.localdate(line.at), corner=corner)
