"""The goals of a placement: read them, set one, put one in other words, say that it was reached (C20, C22)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from placements.middleware import keeps_text
from placements.models import Placement
from placements.models.parts import NotNow
from placements.roles import Role

from . import goal_desk
from .models import Conversation, Goal
from .rules import GOAL_READERS, GOAL_WRITERS, Kind
from .talk_desk import typed_in
from .talk_forms import GoalForm, GoalNoteForm


def _placement(request: HttpRequest, pk: int, roles: set[str] = GOAL_READERS) -> Placement:
    """A placement this person stands in; a stranger gets 404, an insider without such a role 403."""
    found = get_object_or_404(Placement.objects.visible_to(request.user).for_page(), pk=pk)
    if not found.roles_of(request.user) & roles:
        raise PermissionDenied
    return found


def _goal(request: HttpRequest, placement: Placement, pk: int) -> Goal:
    goal = get_object_or_404(Goal.objects.visible_to(request.user).for_list(), pk=pk, placement=placement)
    goal.placement = placement
    return goal


@require_safe
def goals(request: HttpRequest, pk: int) -> HttpResponse:
    """Per outcome the goals with all their versions; below them the log of guidance talks."""
    return _page(request, _placement(request, pk))


def _page(request: HttpRequest, placement: Placement, status: int = 200, **more) -> HttpResponse:
    context = goal_desk.page_of(placement, request.user, more.pop("bound", None)) | more
    return render(request, "conversations/goals.html", context, status=status)


def _talk(request: HttpRequest, placement: Placement, form) -> Conversation | None:
    """The conversation from whose page this was posted, if it is one of this placement that he may know."""
    pk = form.cleaned_data.get("talk")
    mine = Conversation.objects.visible_to(request.user).filter(placement=placement)
    return mine.filter(pk=pk).first() if pk else None


def _done(request: HttpRequest, placement: Placement, talk: Conversation | None, anchor: str) -> HttpResponse:
    page = talk.get_absolute_url() if talk else reverse("conversations:goals", args=[placement.pk])
    return redirect(f"{page}#{anchor}")


@require_POST
@keeps_text
def goal_new(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Set a goal on one outcome."""
    placement = _placement(request, pk)
    known = {item.pk: item for item in goal_desk.items_for(placement, request.user)}
    if item_pk not in known:
        raise Http404
    if placement.ended_on or not placement.roles_of(request.user) & GOAL_WRITERS:
        raise PermissionDenied
    form = GoalForm(request.POST, auto_id=f"new-{item_pk}-%s")
    if not form.is_valid():
        return _page(request, placement, 422, bound={f"new-{item_pk}": form})
    talk = _talk(request, placement, form)
    kind = talk.kind if talk else Kind.GUIDANCE
    Goal.objects.set_once(known[item_pk], form.cleaned_data["text"], by=request.user, role=Role.STUDENT, kind=kind)
    messages.success(request, pgettext("student", "The goal stands there. Whoever guides you can read it."))
    return _done(request, placement, talk, f"item-{item_pk}")


@require_POST
@keeps_text
def goal_reword(request: HttpRequest, pk: int, goal_pk: int) -> HttpResponse:
    """Put a goal in other words: 409 with both when somebody else was first, 403 when it does not run any more."""
    placement = _placement(request, pk)
    goal = _goal(request, placement, goal_pk)
    if not placement.roles_of(request.user) & GOAL_WRITERS:
        raise PermissionDenied
    form = GoalForm(request.POST, auto_id=f"goal-{goal_pk}-%s")
    if not form.is_valid():
        return _page(request, placement, 422, bound={f"goal-{goal_pk}": form})
    talk = _talk(request, placement, form)
    seen, kind = form.cleaned_data["seen"] or 0, talk.kind if talk else Kind.GUIDANCE
    try:
        goal.reword(form.cleaned_data["text"], by=request.user, kind=kind, seen=seen)
    except NotNow:
        return _late(request, placement, goal_pk, form)
    messages.success(request, pgettext("student", "The goal stands there in your new words. The old ones stay."))
    return _done(request, placement, talk, f"goal-{goal_pk}")


def _late(request: HttpRequest, placement: Placement, pk: int, form: GoalForm) -> HttpResponse:
    """Another version stands there by now, or the goal does not run any more."""
    goal = _goal(request, placement, pk)
    if not goal.may_write(request.user):
        back = reverse("conversations:goals", args=[placement.pk])
        return render(request, "conversations/moved_on.html", {"back": back, "typed": typed_in(form)}, status=403)
    context = {"placement": placement, "goal": goal, "typed": form.cleaned_data["text"], "talk": form.data.get("talk")}
    context["now"] = max(goal.versions.all(), key=lambda version: version.number)
    return render(request, "conversations/goal_conflict.html", context, status=409)


@require_POST
@keeps_text
def goal_step(request: HttpRequest, pk: int, goal_pk: int, step: str) -> HttpResponse:
    """Reached, let go, or on with it after all."""
    placement = _placement(request, pk)
    goal = _goal(request, placement, goal_pk)
    if step not in goal.STEPS or not placement.roles_of(request.user) & goal.STEPS[step].roles:
        raise PermissionDenied
    form = GoalNoteForm(request.POST, auto_id=f"let-go-{goal_pk}-%s")
    if not form.is_valid():
        return _page(request, placement, 422, bound={f"let-go-{goal_pk}": form})
    try:
        goal.take(step, request.user, form.cleaned_data["note"])
    except ValidationError as fault:
        for sentence in fault.messages:
            form.add_error("note", sentence)
            messages.warning(request, sentence)
        return _page(request, placement, 422, bound={f"let-go-{goal_pk}": form})
    messages.success(request, _("Noted."))
    return _done(request, placement, _talk(request, placement, form), f"goal-{goal_pk}")
