"""The page where the conversations of a placement are planned, the steps with one of them, and its calendar file."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placements.forms import Longest
from placements.middleware import keeps_text
from placements.models import Placement
from placements.part_forms import LONGEST_NOTE

from . import calendar, planning
from .models import Conversation
from .planning_forms import PlanningForm
from .planning_lines import page_of
from .rules import TRIANGLE, State

BY_BUTTON = {"cancel", "plan_again", "hold", "take_back"}  # a day is planned on the page
TEMPLATE = "conversations/planning.html"


class StepForm(forms.Form):
    """What comes with a step."""

    note = forms.CharField(validators=[Longest(LONGEST_NOTE)], required=False)
    held_on = forms.DateField(required=False)
    seen = forms.IntegerField(required=False)


def _placement(request: HttpRequest, pk: int) -> Placement:
    """A stranger gets 404; who sits in no conversation, such as an examiner, 403."""
    found = get_object_or_404(Placement.objects.visible_to(request.user).for_page(), pk=pk)
    if not found.roles_of(request.user) & TRIANGLE:
        raise PermissionDenied
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The introduction and the three talks at once, with the days at school."""
    placement = _placement(request, pk)
    if request.method != "POST":
        return render(request, TEMPLATE, page_of(PlanningForm(placement), request.user))
    form = PlanningForm(placement, request.POST)
    if "propose" in request.POST:
        return render(request, TEMPLATE, page_of(form.proposed_again(), request.user))
    if not form.is_valid():
        return render(request, TEMPLATE, page_of(form, request.user), status=422)
    try:
        number = planning.save(placement, request.user, **form.said())
    except planning.Meanwhile as meanwhile:
        context = page_of(form.after(meanwhile), request.user) | {"meanwhile": meanwhile}
        return render(request, TEMPLATE, context, status=409)
    except ValidationError as fault:
        return _refused(request, placement, fault)
    messages.success(request, _saved(number))
    return redirect("conversations:planning", pk)


def _saved(number: int) -> str:
    if not number:
        return _("Saved. No conversation got another day.")
    return ngettext(
        "Saved. Everybody who sits in it gets it for the calendar by mail.",
        "Saved. Everybody who sits in them gets them for the calendar by mail.",
        number,
    )


def _refused(request: HttpRequest, placement: Placement, fault: ValidationError, **kept) -> HttpResponse:
    for sentence in fault.messages:
        messages.warning(request, sentence)
    return render(request, TEMPLATE, page_of(PlanningForm(placement), request.user) | kept, status=422)


@require_POST
@keeps_text
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Cancel, plan again, write down that it was held, take that back; refused, the page says why and keeps the note.
    `next` is the page of this site to go on to; else what is planned again goes on to its day."""
    talk = get_object_or_404(Conversation.objects.visible_to(request.user).select_related("placement__period"), pk=pk)
    if step not in BY_BUTTON:
        raise PermissionDenied
    form, placement = StepForm(request.POST), _placement(request, talk.placement_id)
    try:
        if not form.is_valid():
            raise ValidationError(_("Look at the day and the note: one of them cannot be kept like this."))
        said = form.cleaned_data
        held_on = {"held_on": said["held_on"]} if step == "hold" else {}
        planning.take_step(talk, step, request.user, said["note"], said["seen"], **held_on)
    except planning.Meanwhile as meanwhile:
        context = page_of(PlanningForm(placement), request.user) | {"meanwhile": meanwhile}
        return render(request, TEMPLATE, context, status=409)
    except ValidationError as fault:
        note = request.POST.get("note", "").replace("\x00", "")
        return _refused(request, placement, fault, asked=(talk.pk, step), note_typed=note)
    messages.success(request, _done(step))
    back = request.POST.get("next", "")
    local = url_has_allowed_host_and_scheme(back, None)
    spot = f"#{talk.kind}" if step == "plan_again" else ""
    return redirect(back if local else reverse("conversations:planning", args=[talk.placement_id]) + spot)


def _done(step: str) -> str:
    return {
        "cancel": _("Cancelled. Everybody who had it in the calendar gets a mail."),
        "plan_again": _("It can be planned again: choose a day."),
        "hold": _("Written down: it was held."),
        "take_back": _("Written down: it is still to come."),
    }[step]


@require_safe
def calendar_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The conversation for one's own calendar, as the mail brings it to others."""
    talk = get_object_or_404(Conversation.objects.visible_to(request.user).select_related("placement__student"), pk=pk)
    if talk.day is None:
        raise Http404
    method = calendar.CANCEL if talk.state == State.CANCELLED else calendar.REQUEST
    text = calendar.text_for(talk, request.user, method)
    headers = {
        "Content-Disposition": f'attachment; filename="{calendar.file_name(talk)}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(text, content_type=f"text/calendar; method={method}; charset=utf-8", headers=headers)
