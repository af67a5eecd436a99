"""Calibration: fetch with the right, ask, do, answer. A stranger gets 404; an assessor 403 for what the maker does."""

import secrets

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placements.middleware import keeps_text
from placements.models.parts import Conflict, NotNow

from . import calibration_desk as desk
from .calibration_forms import CalibrationForm, ConclusionsForm, HandInForm, TakeOverForm
from .calibration_rules import CalibrationRole, CalibrationState
from .models import AssessmentForm, Calibration, CalibrationAssessor
from .models.calibration import may_make

PAGE = 50
require_form = require_http_methods(["GET", "HEAD", "POST"])


def _get(request: HttpRequest, pk: int) -> Calibration:
    return get_object_or_404(Calibration.objects.visible_to(request.user).for_page(), pk=pk)


def _get_own(request: HttpRequest, pk: int) -> Calibration:
    """For what only the maker does."""
    found = _get(request, pk)
    if found.maker_id != request.user.pk:
        raise PermissionDenied
    return found


def _too_late() -> str:
    return _("This calibration is open already, so the example stays as it is. Nothing was changed.")


@require_safe
def calibration_list(request: HttpRequest) -> HttpResponse:
    """What somebody made and what he was asked for."""
    found = Paginator(Calibration.objects.visible_to(request.user).for_list(), PAGE).get_page(request.GET.get("page"))
    lines = [(one, one.roles_of(request.user), one.seat_of(request.user)) for one in found]
    context = {"page": found, "lines": lines, "may_make": may_make(request.user)}
    return render(request, "assessments/calibration/list.html", context)


@keeps_text
@require_form
def calibration_new(request: HttpRequest) -> HttpResponse:
    if not may_make(request.user):
        raise PermissionDenied
    return _edit(request, Calibration(maker=request.user))


@keeps_text
@require_form
def calibration_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, _get_own(request, pk))


def _edit(request: HttpRequest, calibration: Calibration) -> HttpResponse:
    form = CalibrationForm(request.POST or None, instance=calibration, maker=request.user)
    if form.is_valid():
        if kept := desk.keep(form):
            return redirect(kept) if kept.cases.exists() else redirect("assessments:calibration_cases", kept.pk)
        form.add_error(None, _too_late())
    status = 422 if form.errors else 200
    return render(
        request, "assessments/calibration/edit.html", {"form": form, "calibration": calibration}, status=status
    )


@keeps_text
@require_form
def calibration_cases(request: HttpRequest, pk: int) -> HttpResponse:
    """The texts of the example, outcome by outcome."""
    calibration = _get_own(request, pk)
    forms = desk.case_forms(calibration, request.POST if request.method == "POST" else None)
    fault = ""
    if request.method == "POST" and not any(form.errors for _item, form in forms):
        if desk.keep_cases(calibration, desk.typed(forms)):
            filled = _("Kept. Look over below what the assessors will read.")
            empty = _("Kept. No learning outcome is filled in yet, so there is nothing to judge.")
            messages.success(request, filled if calibration.cases.exists() else empty)
            return redirect(calibration)
        fault = _too_late()
    return _cases(request, calibration, forms, fault=fault)


def _cases(request: HttpRequest, calibration: Calibration, forms: list, chosen=None, fault: str = "") -> HttpResponse:
    chosen = chosen or TakeOverForm(calibration=calibration, reader=request.user)
    wrong = fault or any(form.errors for _item, form in forms) or chosen.errors
    context = {"calibration": calibration, "forms": forms, "take_over": chosen, "fault": fault}
    return render(request, "assessments/calibration/cases.html", context, status=422 if wrong else 200)


@require_POST
def calibration_take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill the example with the texts of a signed form, without the names in it."""
    calibration = _get_own(request, pk)
    chosen = TakeOverForm(request.POST, calibration=calibration, reader=request.user)
    if not chosen.is_valid():
        return _cases(request, calibration, desk.case_forms(calibration), chosen)
    form = AssessmentForm.objects.for_page().get(pk=chosen.cleaned_data["form"].pk)
    texts = desk.taken_over(form, request.user)
    if not texts:
        chosen.add_error("form", _("There is no reflection on this form that you may read."))
        return _cases(request, calibration, desk.case_forms(calibration), chosen)
    if not desk.keep_cases(calibration, texts):
        return _cases(request, calibration, desk.case_forms(calibration), chosen, _too_late())
    messages.success(request, _("Taken over. Look below which words were replaced, and what was missed."))
    return redirect(calibration)


@require_safe
def calibration(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _get(request, pk))


def _page(request: HttpRequest, found: Calibration, conclusions=None, status: int = 200) -> HttpResponse:
    """What this person may see and do now. Whoever only has to judge goes straight there."""
    roles, seat = found.roles_of(request.user), found.seat_of(request.user)
    if found.state == CalibrationState.OPEN and CalibrationRole.MAKER not in roles and not seat.handed_in_at:
        return redirect("assessments:calibration_judge", found.pk)
    steps = found.steps_for(request.user)
    step = next((name for name in ("open", "reveal", "close") if name in steps), "")
    context = {
        "calibration": found,
        "makes": CalibrationRole.MAKER in roles,
        "seat": seat,
        "drafted": desk.drafted(found) if found.state == CalibrationState.DRAFT else [],
        "beside": desk.beside_each_other(found, request.user),
        "step": step,
        "missing": [m for m in found.missing_for(step, request.user) if m.anchor != "checked"] if step else [],
        "conclusions": conclusions or ConclusionsForm(instance=found),
    }
    return render(request, "assessments/calibration/page.html", context, status=status)


@require_POST
def calibration_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """The maker takes a step. Opening carries the tick that nobody can be recognised in the texts as he saw them."""
    found = _get_own(request, pk)
    if step not in ("open", "reveal", "close"):
        raise PermissionDenied
    try:
        with transaction.atomic():
            if step == "open":
                _tick(found, request.POST)
            found.take(step, request.user)
    except ValidationError as fault:
        messages.warning(request, " ".join(fault.messages))
        return _page(request, _get(request, pk), status=422)
    return redirect(found)


def _tick(found: Calibration, data) -> None:
    """Note that the maker looked the texts over. Raises ValidationError when others stand there by now."""

    def act(locked: Calibration) -> None:
        if data.get("texts") != locked.fingerprint:
            raise ValidationError(_("The texts were changed meanwhile. Look at them once more."))
        Calibration.objects.filter(pk=locked.pk).update(names_checked="checked" in data)

    found.change(act)


@require_POST
@keeps_text
def calibration_conclusions(request: HttpRequest, pk: int) -> HttpResponse:
    """A few lines about the talk, while the judgements lie beside each other."""
    found = _get_own(request, pk)
    form = ConclusionsForm(request.POST, instance=found)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    text = form.cleaned_data["conclusions"]
    if not Calibration.objects.filter(pk=pk, state=CalibrationState.REVEALED).update(conclusions=text):
        form.add_error("conclusions", _("This can be written while the judgements lie beside each other, not now."))
        return _page(request, _get(request, pk), form, status=422)
    messages.success(request, _("Kept."))
    return redirect(found)


@require_form
@keeps_text
@transaction.non_atomic_requests
def calibration_judge(request: HttpRequest, pk: int) -> HttpResponse:
    """The example to judge; everything on it is one form. Saved by itself while somebody types, and on each button."""
    found = _get(request, pk)
    seat = found.seat_of(request.user)
    if seat is None:
        raise PermissionDenied
    if request.method != "POST":
        waits = found.state == CalibrationState.OPEN and not seat.handed_in_at
        return _judge(request, found, seat) if waits else redirect(found)
    desks, whole = desk.desks_of(found, seat, request.POST), HandInForm(request.POST)
    if whole.errors or any(one.form.errors for one in desks):
        return _judge(request, found, seat, desks, whole, status=422)
    return _save(request, found, seat, desks, whole)


def _save(request: HttpRequest, found: Calibration, seat: CalibrationAssessor, desks: list, whole) -> HttpResponse:
    said, marks = desk.values_of(desks), desk.ticked_in(request.POST)
    sent = whole.cleaned_data
    try:
        seat.write(said, marks, with_name=sent["with_name"], seen_version=sent["version"], page=sent["page"])
        if "hand_in" in request.POST:
            found.take("hand_in", request.user)
            messages.success(request, _("Handed in. You get a mail when the judgements lie beside each other."))
            return redirect(found)
    except NotNow:
        fault = _("This was handed in or laid beside the others already. Your text below was not saved.")
        return _judge(request, found, seat, desks, whole, fault, status=403)
    except Conflict as conflict:
        seat = conflict.current
        fault = _(
            "On another device you saved another text meanwhile. Below stands what you typed here: save it to keep it."
        )
        return _judge(request, found, seat, desks, whole, fault, status=409)
    except ValidationError:
        seat.refresh_from_db()
        return _judge(request, found, seat, desks, whole, missing=seat.missing(), status=422)
    if request.htmx:
        return render(request, "assessments/calibration/answer_saved.html", {"seat": seat})
    messages.success(request, _("Saved. It is not handed in yet."))
    return redirect("assessments:calibration_judge", found.pk)


def _judge(
    request: HttpRequest,
    found: Calibration,
    seat: CalibrationAssessor,
    desks=None,
    whole=None,
    fault="",
    missing=(),
    status=200,
) -> HttpResponse:
    context = {
        "calibration": found,
        "seat": seat,
        "desks": desks if desks is not None else desk.desks_of(found, seat),
        "whole": whole or HandInForm(initial={"with_name": seat.with_name, "page": secrets.token_hex(8)}),
        "fault": fault,
        "missing": missing,
    }
    whole_page, answer = "assessments/calibration/judge.html", "assessments/calibration/answer_fault.html"
    return render(request, answer if request.htmx else whole_page, context, status=status)
