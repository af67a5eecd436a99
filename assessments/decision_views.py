"""The talk about a decision: read it, say something, take a step."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from placements.middleware import keeps_text

from . import deciding
from .decision_forms import SayForm, form_for
from .models import AssessmentForm, Repair, UnitDecision
from .rules import MAY_AGREE_ON_REPAIR, SIDES, SPEAKERS


def _get_decision(request: HttpRequest, pk: int) -> UnitDecision:
    decision = get_object_or_404(UnitDecision.objects.visible_to(request.user).for_list(), pk=pk)
    decision.form = AssessmentForm.objects.for_page().get(pk=decision.form_id)
    return decision


def _page(request: HttpRequest, decision: UnitDecision, asked: str = "", typed=None, faults=()) -> HttpResponse:
    """The page; with the form that was sent and what is wrong with it, nothing of what was typed is lost."""
    for fault in faults:
        messages.warning(request, fault)
    context = deciding.page_of(decision, request.user, asked, typed)
    shown = {*context["forms"], *(talk.form.prefix for talk in context["talks"] if talk.form)}
    if asked and asked not in shown:  # the decision moved on meanwhile: there is no field left to keep it in
        texts = (value for name, value in request.POST.items() if name.endswith(("text", "reason", "weighing")))
        context["kept"] = [text for text in texts if text.strip()]
    return render(request, "assessments/decision.html", context, status=422 if asked else 200)


@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """The talk about one decision, as far as this reader may follow it."""
    return _page(request, _get_decision(request, pk))


@require_POST
@keeps_text
def take_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Take a step with the decision on one unit, with what comes with it."""
    decision = _get_decision(request, pk)
    if step not in decision.STEPS or not decision.roles_of(request.user) & decision.STEPS[step].roles:
        raise PermissionDenied
    typed = form_for(step, decision, request.POST)
    if typed is not None and not typed.is_valid():
        return _page(request, decision, step, typed)
    try:
        decision.take(step, request.user, said=typed.said() if typed else None)
    except ValidationError as error:
        if typed is not None:
            return _page(request, _get_decision(request, pk), step, typed, error.messages)
        messages.error(request, " ".join(error.messages))
    except UnitDecision.DoesNotExist as gone:  # the form was opened again a moment ago
        raise Http404 from gone
    else:
        messages.success(request, done_sentence(step))
    return redirect(decision)


@require_POST
@keeps_text
def take_position(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the position of one's own side."""
    decision = _get_decision(request, pk)
    if not decision.roles_of(request.user) & SIDES.keys():
        raise PermissionDenied
    typed = form_for("position", decision, request.POST)
    if not typed.is_valid():
        return _page(request, decision, "position", typed)
    try:
        decision.take_position(request.user, typed.said())
    except ValidationError as error:
        return _page(request, _get_decision(request, pk), "position", typed, error.messages)
    complete = not _get_decision(request, pk).sides_to_hear
    other = _("Both positions stand below.") if complete else _("You read the other one as soon as it is there.")
    messages.success(request, _("Your position is written.") + " " + other)
    return redirect(decision.get_dialogue_url())


@require_POST
@keeps_text
def say(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """Say something about one outcome."""
    decision = _get_decision(request, pk)
    if not decision.roles_of(request.user) & set().union(*SPEAKERS.values()):
        raise PermissionDenied
    row = next((row for row in decision.doubted_rows if row.pk == row_pk), None)
    if row is None:
        raise Http404
    typed = SayForm(request.POST, prefix=f"say-{row.anchor}")
    if not typed.is_valid():
        return _page(request, decision, f"say-{row.anchor}", typed)
    try:
        decision.speak(request.user, row.pk, **typed.cleaned_data)
    except ValidationError as error:
        return _page(request, _get_decision(request, pk), f"say-{row.anchor}", typed, error.messages)
    messages.success(request, _("Said. The other reads it in the mail of today."))
    return redirect(f"{decision.get_dialogue_url()}#{row.anchor}")


@require_POST
@keeps_text
def agree_on_repair(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down the repair agreement after "not met", and make the form of the re-assessment."""
    decision = _get_decision(request, pk)
    if not decision.roles_of(request.user) & MAY_AGREE_ON_REPAIR:
        raise PermissionDenied
    typed = form_for("repair", decision, request.POST)
    if not typed.is_valid():
        return _page(request, decision, "repair", typed)
    try:
        repair = Repair.objects.agree(decision, request.user, **typed.cleaned_data)
    except ValidationError as error:
        return _page(request, _get_decision(request, pk), "repair", typed, error.messages)
    messages.success(request, _("Agreed. Student and workplace hear of it by themselves."))
    return redirect(repair.form)


def done_sentence(step: str) -> str:
    """What happened, and who acts next."""
    return {
        "adopt": _("Decided. Everybody in the placement hears of it by itself."),
        "open_dialogue": _("The talk is open. The other side hears of it by itself."),
        "settle": _("Settled and decided. Everybody in the placement hears of it by itself."),
        "escalate": _("Escalated. The other side is asked for its position, and then the institute educator decides."),
        "decide_finally": _("Decided. Everybody in the placement hears of it by itself."),
    }[step]
