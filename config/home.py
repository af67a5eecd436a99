"""What everybody's first page shows, each kind of person in its own way (look, pictures 01, 02, 04 and 16)."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from assessments.desk import progress_of
from assessments.models import AssessmentForm
from assessments.models.form_queries import LATELY
from assessments.rules import STEPS, State
from assessments.talk_tasks import coming_lines, off_lines
from assessments.tasks import Task, actors, asked, first_names, news_for, upcoming, waiting_for, waiting_for_others
from conversations.talk_desk import guidance_form
from placements.models import Participation, Placement
from placements.roles import Role

from .matrix import matrix_for

SHOWN_TASKS = 6  # more than these stand in a fold below them


def kind_of(user) -> str:
    """Which first page: student, mentor (a few students), educator (many students), or nobody (no seat anywhere)."""
    if Placement.objects.filter(student=user).exists():
        return "student"
    roles = set(Participation.objects.running().filter(user=user).values_list("role", flat=True))
    if roles == {Role.WORKPLACE_MENTOR}:
        return "mentor"
    return "educator" if roles else "nobody"


def student_page(request: HttpRequest) -> dict:
    """The task with its steps, what follows, what waits for others, what is new."""
    user, today = request.user, timezone.localdate()
    placements = list(Placement.objects.filter(student=user).for_page().order_by("-start"))
    placement = next((p for p in placements if p.start <= today <= p.end), placements[0])
    tasks, others = waiting_for(user), waiting_for_others(user)
    form = next((task.form for task in tasks if task.form), None)
    helpers = actors(form, "workplace") if form else []
    about = form or (others[0].form if others else None)
    return {
        "tasks": tasks,
        "placement": placement,
        "week": placement.week_on(today),
        "steps": steps_of(form, user) if form else [],
        "helpers": first_names(helpers),
        "helpers_number": len(helpers),
        "later": later_for(user, about if tasks else None),
        "off": off_lines(user),
        "others": others,
        "news": news_for(user),
        "talked": guidance_form(placement, user, short=True) if placement.start <= today <= placement.end else None,
    } | ({} if tasks else quiet(user, others))


def later_for(user, form: AssessmentForm | None) -> list[Task]:
    """What follows: the conversations that are planned, and on this form what comes after the present turn. A talk that
    is planned is said once, with its time and place."""
    coming = coming_lines(user)
    days = {line.due for line in coming}
    acts = [task for task in (upcoming(form) if form else []) if task.corner != "all" or task.due not in days]
    return sorted([*coming, *acts], key=lambda task: task.due)


def quiet(user, others: list[Task]) -> dict:
    """What a student reads when nothing waits: who acts now, or what opens when, or what there is to read."""
    own = AssessmentForm.objects.visible_to(user).filter(placement__student=user)
    acting = actors(others[0].form, others[0].corner) if others else []
    return {
        "acting": first_names(acting),
        "acting_number": len(acting),
        "coming": own.filter(state=State.REFLECTING, opens_on__gt=timezone.localdate(), placement__ended_on=None)
        .order_by("opens_on")
        .first(),
        "last": own.filter(state=State.SIGNED).order_by("-signed_at").first(),
    }


def steps_of(form: AssessmentForm, user) -> list[tuple[str, str]]:
    """The outcomes with how far the writing is: "", "half" or "done"."""
    return [(row.outcome.short_title, progress_of(form, row, user)) for row in form.rows.all() if row.asks(form)]


def mentor_page(request: HttpRequest) -> dict:
    """The task with what is asked, the other students, and what is good to know."""
    user = request.user
    tasks, others = waiting_for(user), waiting_for_others(user)
    form = tasks[0].form if tasks else None
    named = {task.form.placement_id for task in tasks + others if task.form}
    rest = Placement.objects.visible_to(user).select_related("student").exclude(pk__in=named)
    others += [_resting(placement) for placement in rest]
    return {
        "tasks": tasks,
        "asked": asked(form) if form else [],
        "placement": form.placement if form else None,
        "others": others,
        "coming": coming_lines(user),
        "told": told_of(form, user) if form else "",
        "news": news_for(user),
    }


def told_of(form: AssessmentForm, user) -> str:
    """'Noor, Hanneke (schoolopleider) en Karim (instituutsopleider)': whom the system tells once it is signed."""
    seats = [
        p for p in form.placement.running_participations() if p.role in STEPS["sign"].tells and p.user_id != user.pk
    ]
    named = [f"{p.user.get_short_name()} ({p.get_role_display()})" for p in seats]
    return get_text_list([form.placement.student.get_short_name(), *named], _("and"))


def _resting(placement: Placement) -> Task:
    return Task(
        str(placement.student), _("Nobody has to do anything now."), url=placement.get_absolute_url(), corner="none"
    )


def educator_page(request: HttpRequest) -> dict:
    """The list of tasks, and who acts next for all students."""
    tasks = waiting_for(request.user)
    placements = Placement.objects.visible_to(request.user).filter(end__gte=timezone.localdate() - LATELY)
    return {
        "tasks": tasks[:SHOWN_TASKS],
        "number": len(tasks),
        "rest": tasks[SHOWN_TASKS:],
        "others": waiting_for_others(request.user),
        "students": placements.count(),
        "schools": placements.values("school").distinct().count(),
        "matrix": matrix_for(request.user, request.GET),
        "coming": coming_lines(request.user),
        "news": news_for(request.user),
    }


def nobody_page(request: HttpRequest) -> dict:
    """Somebody without a seat in any placement: staff find the administration, others that nothing is here yet."""
    return {}


PAGES = {"student": student_page, "mentor": mentor_page, "educator": educator_page, "nobody": nobody_page}
