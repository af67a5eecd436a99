"""One conversation on screen: read it, write down what was discussed, and note that the verdict was told."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placements.middleware import keeps_text
from placements.models import Placement
from placements.models.parts import Conflict, NotNow
from placements.part_forms import is_gone

from . import talk_answers, talk_desk
from .models import Conversation
from .talk_forms import VerdictToldForm


def _talk(request: HttpRequest, pk: int) -> Conversation:
    return get_object_or_404(Conversation.objects.visible_to(request.user).for_page(), pk=pk)


@require_safe
def conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """When and where, who sits in it, what was discussed, and how it went."""
    return talk_answers.page(request, _talk(request, pk))


# Only the saving is one transaction, in `talk_desk.save`: on SQLite a whole request keeps all other writers waiting.
@require_POST
@keeps_text
@transaction.non_atomic_requests
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what was discussed, from the page while somebody writes or with the button: 200 or a redirect when it is
    saved, 422 with the fault, 403 when it may not be written (any more), 409 with both texts when somebody else was
    first. Whatever the answer, what was typed stands in it."""
    found = _talk(request, pk)
    place = talk_desk.place_for(found, request.user, request.POST, button=not request.htmx)
    if place is None:
        return talk_answers.moved_on(request, found)
    if not place.form.is_valid():
        return talk_answers.refused(request, found, place)
    try:
        place.record = talk_desk.save(found, place.form, request.user, request.POST.get("resolves", ""))
    except NotNow:
        return talk_answers.moved_on(request, found)
    except Conflict as conflict:
        if is_gone(request):
            talk_desk.keep_aside(found, place.form, request.user, conflict.current)
        return talk_answers.conflict(request, found, place, conflict.current)
    except ValidationError as fault:
        place.form.add_error("held_on", fault)
        return talk_answers.refused(request, _talk(request, pk), place)
    return talk_answers.saved(request, found, place)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def guidance(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a guidance talk in one act (C20, C21, C31)."""
    placement = get_object_or_404(Placement.objects.visible_to(request.user).for_page(), pk=pk)
    form = talk_desk.guidance_form(placement, request.user, request.POST or None)
    if form is None:
        raise PermissionDenied
    if form.is_valid():
        talk_desk.write_down(placement, form, request.user)
        messages.success(request, _("The talk is written down."))
        return redirect("conversations:goals", placement.pk)
    context = {"placement": placement, "form": form, "own": request.user == placement.student}
    return render(request, "conversations/guidance.html", context, status=422 if form.is_bound else 200)


@require_POST
def verdict_told(request: HttpRequest, pk: int) -> HttpResponse:
    """Note on which day the verdict was said aloud (C30)."""
    found = _talk(request, pk)
    if not found.may_tell_verdict(request.user):
        raise PermissionDenied
    form = VerdictToldForm(found, request.POST)
    if not form.is_valid():
        return talk_answers.page(request, found, 422, verdict=form)
    found.tell_verdict(request.user, form.cleaned_data["told_on"])
    messages.success(request, _("Noted."))
    return redirect(found)
