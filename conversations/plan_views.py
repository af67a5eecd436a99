"""The learning plan: fetch with the right, ask, do, answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from placements.middleware import keeps_text
from placements.models import PlacementOutcome
from placements.models.parts import Conflict, NotNow
from placements.part_forms import NoteForm, is_gone

from . import plan_answers, plan_desk
from .models import LearningPlan
from .plan_forms import RemarkForm
from .plan_papers import paper_of, pdf


def _get_plan(request: HttpRequest, pk: int) -> LearningPlan:
    return get_object_or_404(LearningPlan.objects.visible_to(request.user).for_page(), pk=pk)


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan: to write in for the student, to read for the others."""
    return render(request, "conversations/plan.html", plan_desk.page_of(_get_plan(request, pk), request.user))


# Only the saving is one transaction, in `plan_desk.save`: on SQLite a whole request keeps all other writers waiting.
@require_POST
@keeps_text
@transaction.non_atomic_requests
def write(request: HttpRequest, pk: int, item_pk: int | None = None) -> HttpResponse:
    """Save the opening or one outcome: 200 or a redirect when it is saved, 422 with the fault, 403 when the plan moved
    on meanwhile, 409 with both texts when another device was first."""
    found = _get_plan(request, pk)
    place = plan_desk.place_of(found, item_pk, request.user, request.POST)
    if place is None or not found.may_read(request.user, place.item):
        raise Http404
    if not found.may_write(request.user):
        return plan_answers.moved_on(request, found, place)
    if not place.form.is_valid():
        return plan_answers.refused(request, found, place)
    try:
        written = plan_desk.save(found, place, request.user, resolves=request.POST.get("resolves", ""))
    except NotNow:
        return plan_answers.moved_on(request, found, place)
    except Conflict as conflict:
        if is_gone(request):
            plan_desk.keep_aside(found, place, request.user, conflict.current)
        return plan_answers.conflict(request, found, place, conflict.current)
    return plan_answers.saved(request, _get_plan(request, pk), place, written)


@require_POST
@keeps_text
def take_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Share, ask for approval, approve, send back; what is missing comes back as sentences."""
    found, form = _get_plan(request, pk), NoteForm(request.POST)
    if step not in found.STEPS:
        raise PermissionDenied
    try:
        if not form.is_valid():
            raise ValidationError(form.errors["note"])
        found.take(step, request.user, form.cleaned_data["note"])
    except ValidationError as error:
        return plan_answers.step_refused(request, _get_plan(request, pk), step, error.messages)
    messages.success(request, plan_answers.done_sentence(found, step))
    return redirect(found)


@require_POST
@keeps_text
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    """Feedback on the plan or on one outcome of it, shown at once with name and role (C16)."""
    found, form = _get_plan(request, pk), RemarkForm(request.POST, auto_id="remark-%s")
    item = _item_of(found, request.POST.get("item", ""), request.user)
    if not found.may_remark(request.user, item):
        raise PermissionDenied
    if not form.is_valid():
        return plan_answers.remark_refused(request, found, form)
    found.say(request.user, form.cleaned_data["text"], item)
    messages.success(request, _("Your feedback stands with the plan."))
    return redirect(f"{found.get_absolute_url()}#remarks{f'-{item.pk}' if item else ''}")


def _item_of(found: LearningPlan, posted: str, user) -> PlacementOutcome | None:
    """The outcome this is about; 404 for one this reader does not know here."""
    if not posted:
        return None
    item = next((one for one in found.placement.outcomes.all() if str(one.pk) == posted), None)
    if item is None or not found.may_read(user, item):
        raise Http404
    return item


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan as PDF, as this reader sees it: what was approved, or a concept before that."""
    found = _get_plan(request, pk)
    return pdf(paper_of(plan_desk.read_sheet(found, request.user)), found)
