"""Passing on educators, and what the institute educator does with them (C09, Y01)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST

from placements.middleware import keeps_text
from placements.models import Placement
from placements.roles import Role

from . import educator_desk
from .educator_forms import DeclineForm, PassOnForm
from .models import PassedOn
from .rules import EDUCATOR_READERS

DONE = {
    "take_over": gettext_lazy("Taken over. The examiner gets a mail by itself."),
    "decline": gettext_lazy("Noted. The student hears of it by itself."),
    "withdraw": gettext_lazy("Withdrawn."),
}


def _placement(request: HttpRequest, pk: int) -> Placement:
    found = get_object_or_404(Placement.objects.visible_to(request.user).for_page(), pk=pk)
    if not found.roles_of(request.user) & EDUCATOR_READERS:
        raise PermissionDenied
    return found


def _page(request: HttpRequest, placement: Placement, status: int = 200, **bound) -> HttpResponse:
    context = educator_desk.page_of(placement, request.user, **bound)
    return render(request, "conversations/educators.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def educators(request: HttpRequest, pk: int) -> HttpResponse:
    """Who teaches the student at the institute, as the student passed it on."""
    placement = _placement(request, pk)
    if request.method != "POST":
        return _page(request, placement)
    if placement.roles_of(request.user) != {Role.STUDENT} or placement.ended_on:
        raise PermissionDenied
    form = PassOnForm(placement, request.POST, auto_id="pass-on-%s")
    try:
        if not form.is_valid():
            return _page(request, placement, 422, form=form)
        educator_desk.pass_on(placement, form, request.user)
    except ValidationError as fault:
        form.add_error(None, fault)
        return _page(request, placement, 422, form=form)
    messages.success(request, pgettext("student", "Passed on. Whoever guides you can read it."))
    return redirect("conversations:educators", pk)


@require_POST
@keeps_text
def educator_step(request: HttpRequest, pk: int, passed_pk: int, step: str) -> HttpResponse:
    """Take over, do not take over, or withdraw."""
    placement = _placement(request, pk)
    passed = get_object_or_404(PassedOn.objects.visible_to(request.user), pk=passed_pk, placement=placement)
    if step not in passed.STEPS or not placement.roles_of(request.user) & passed.STEPS[step].roles:
        raise PermissionDenied
    form = DeclineForm(request.POST, auto_id=f"decline-{passed_pk}-%s")
    try:
        if not form.is_valid():
            return _page(request, placement, 422, bound={passed_pk: form})
        passed.take(step, request.user, form.cleaned_data["note"])
    except ValidationError as fault:
        for sentence in fault.messages:
            messages.warning(request, sentence)
        return _page(request, placement, 422, bound={passed_pk: form})
    messages.success(request, DONE[step])
    return redirect("conversations:educators", pk)
