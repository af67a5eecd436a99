"""The line of a placement on screen and on paper."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conversations.rules import SKILL_READERS
from placements.models import Placement
from portfolio.pdf import PaperFailed

from . import thread_paper
from .thread import MAY_SEE, Thread, thread_of
from .thread_picture import lying, upright


def _get_placement(request: HttpRequest, pk: int) -> Placement:
    placement = get_object_or_404(Placement.objects.visible_to(request.user).for_page(), pk=pk)
    if not placement.roles_of(request.user) & MAY_SEE:
        raise PermissionDenied
    return placement


@require_safe
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """The weeks with what was talked about, aimed at and seen, drawn and as a table."""
    placement = _get_placement(request, pk)
    found = thread_of(placement, request.user)
    context = {
        "placement": placement,
        "own": placement.student == request.user,
        "week": placement.week_now,
        "next": _next(found),
        "thread": found,
        "wide": lying(found),
        "upright": upright(found),
        "may_see_skills": bool(placement.roles_of(request.user) & SKILL_READERS),
    }
    return render(request, "assessments/thread/page.html", context)


def _next(found: Thread):
    """The first conversation that is planned today or later."""
    coming = [talk for talk in found.talks if talk.state == "planned" and talk.day >= timezone.localdate()]
    return min(coming, key=lambda talk: talk.day, default=None)


@require_safe
def thread_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as PDF; a sentence and the way back when it cannot be made."""
    placement = _get_placement(request, pk)
    try:
        content = thread_paper.paper_of(placement, request.user)
    except PaperFailed as fault:
        messages.error(request, str(fault))
        return redirect("assessments:thread", pk)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="lijn-{placement.pk}.pdf"'
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; sandbox"
    response["Cache-Control"] = "no-store"
    return response
