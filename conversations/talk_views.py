"""One conversation on screen: read it, write down what was discussed, and note that the verdict was told."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placements.middleware import keeps_text
from placements.models import Placement
from placements.models.parts import Conflict, NotNow

from . import talk_desk
from .models import Conversation
from .talk_forms import RecordForm, VerdictToldForm


def _talk(request: HttpRequest, pk: int) -> Conversation:
    return get_object_or_404(Conversation.objects.visible_to(request.user).for_page(), pk=pk)


def _page(request: HttpRequest, found: Conversation, status: int = 200, **bound) -> HttpResponse:
    context = talk_desk.page_of(found, request.user, **bound)
    return render(request, "conversations/talk.html", context, status=status)


@require_safe
def conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """When and where, who sits in it, what was discussed, and how it went."""
    return _page(request, _talk(request, pk))


@require_POST
@keeps_text
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what was discussed: a redirect when it is saved, 422 with the fault, 403 when it may not be written (any
    more), 409 with both texts when somebody else was first. Whatever the answer, what was typed stands in it."""
    found = _talk(request, pk)
    form = talk_desk.form_for(found, request.user, request.POST)
    if form is None:
        return _moved_on(request, found)
    if not form.is_valid():
        return _page(request, found, 422, form=form)
    try:
        talk_desk.save(found, form, request.user, request.POST.get("resolves", ""))
    except NotNow:
        return _moved_on(request, found)
    except Conflict as conflict:
        return _conflict(request, found, form, conflict.current)
    except ValidationError as fault:
        form.add_error("held_on", fault)
        return _page(request, _talk(request, pk), 422, form=form)
    messages.success(request, _("Kept. Everybody who sits in this talk can read it."))
    return redirect(found)


def _conflict(request: HttpRequest, found: Conversation, form: RecordForm, current) -> HttpResponse:
    fields = talk_desk.both_texts(form, current)
    posted = [(n, value) for n in form.fields if n not in ("version", "page") for value in form.data.getlist(n)]
    context = {"talk": found, "current": current, "fields": fields, "values": posted}
    return render(request, "conversations/conflict.html", context, status=409)


def _moved_on(request: HttpRequest, found: Conversation) -> HttpResponse:
    context = {
        "back": found.get_absolute_url(),
        "typed": talk_desk.typed_in(RecordForm(found, request.user, request.POST)),
    }
    return render(request, "conversations/moved_on.html", context, status=403)


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
    form = VerdictToldForm.of(found, request.POST)
    if not form.is_valid():
        return _page(request, found, 422, verdict=form)
    found.tell_verdict(request.user, form.cleaned_data["told_on"])
    messages.success(request, _("Noted."))
    return redirect(found)
