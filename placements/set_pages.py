"""The page of a student's own set of outcomes, and what is done there."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import sets
from .models import Placement, PlacementOutcome, Recognition
from .roles import Role
from .set_forms import LeftoverForm, OutcomeForm, ProposalForm, RecognitionForm, RoleForm
from .set_lines import page_of
from .set_rules import MAY_EDIT_SET, MAY_READ_SET, WITHOUT_BUTTON, Origin

BOTH = ["GET", "HEAD", "POST"]
LONGEST_NOTE = 4_000
DONE = {"drop": gettext_lazy("This is not asked any more. “Ask again”, below on this page, brings it back.")}


def _placement(request: HttpRequest, pk: int, roles: set[str]) -> Placement:
    """A placement this person stands in; a stranger gets 404, an insider without such a role 403."""
    found = get_object_or_404(Placement.objects.visible_to(request.user).for_page(), pk=pk)
    if not found.roles_of(request.user) & roles:
        raise PermissionDenied
    return found


def _item(request: HttpRequest, pk: int, item_pk: int, roles: set[str]) -> PlacementOutcome:
    placement = _placement(request, pk, roles)
    item = get_object_or_404(placement.outcomes.with_named().prefetch_related("recognitions"), pk=item_pk)
    item.placement = placement
    return item


@require_safe
def outcomes(request: HttpRequest, pk: int) -> HttpResponse:
    """The set as it stands: where each outcome comes from, who does what, and by which way it was shown."""
    placement = _placement(request, pk, MAY_READ_SET)
    return render(request, "placements/sets/detail.html", page_of(placement, request.user))


def _written(request: HttpRequest, placement: Placement, form, act, title: str, done: str, button="") -> HttpResponse:
    """Answer a form: do it and go back to the set, or show it again with what is wrong beside the field."""
    if form.is_valid():
        try:
            act(**form.cleaned_data)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, done)
            return redirect("placements:outcomes", placement.pk)
    status = 422 if form.is_bound else 200
    context = {"placement": placement, "form": form, "title": title, "button": button}
    return render(request, "placements/sets/form.html", context, status=status)


@require_http_methods(BOTH)
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """The student reports an outcome of an earlier year (M02)."""
    placement = _placement(request, pk, {Role.STUDENT})
    return _written(
        request,
        placement,
        ProposalForm(placement, request.POST or None),
        lambda **typed: sets.propose(placement, request.user, **typed),
        pgettext("student", "Which outcome of an earlier year do you still want to show?"),
        pgettext("student", "Proposed. Your institute educator hears of it by itself."),
        pgettext("student", "Propose"),
    )


@require_http_methods(BOTH)
def add(request: HttpRequest, pk: int, origin: str) -> HttpResponse:
    """The institute educator adds a leftover, an outcome of a later year, or a subject outcome."""
    if origin not in {Origin.LEFTOVER, Origin.LATER_YEAR, Origin.SUBJECT}:
        raise Http404
    placement = _placement(request, pk, MAY_EDIT_SET)
    if origin == Origin.LEFTOVER:
        form, more = LeftoverForm(placement, request.POST or None), {}
    else:
        form, more = OutcomeForm(placement, origin, request.POST or None), {"origin": origin}
    act = sets.add_leftover if origin == Origin.LEFTOVER else sets.add_outcome
    return _written(
        request,
        placement,
        form,
        lambda **typed: act(placement, request.user, **more, **typed),
        {
            Origin.LEFTOVER: _("Add an outcome of an earlier year"),
            Origin.LATER_YEAR: _("Add an outcome of a later year"),
            Origin.SUBJECT: _("Add a subject outcome"),
        }[origin],
        _("Added. It stands on the forms that were not handed in yet."),
    )


@require_http_methods(BOTH)
def change(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Another role, unit or level for this student."""
    item = _item(request, pk, item_pk, MAY_EDIT_SET)
    initial = {"mentor_role": item.mentor_role, "unit": item.unit_id, "target_level": item.target_level}
    return _written(
        request,
        item.placement,
        RoleForm(item.placement, item, request.POST or None, initial=initial),
        lambda **typed: sets.change(item, request.user, **typed),
        _("Change %(outcome)s for this student") % {"outcome": item},
        _("Changed. A form that was signed stays as it is."),
    )


@require_POST
def take_step(request: HttpRequest, pk: int, item_pk: int, step: str) -> HttpResponse:
    """Agree, decline, confirm and the like; refused, the page says why and the note is still there."""
    item = _item(request, pk, item_pk, MAY_READ_SET)
    if step not in item.STEPS or step in WITHOUT_BUTTON:
        raise PermissionDenied
    note = request.POST.get("note", "")
    try:
        if "\x00" in note or len(note) > LONGEST_NOTE:
            raise ValidationError(_("This note is too long, or holds a sign that cannot be kept."))
        item.take(step, request.user, note)
    except ValidationError as fault:
        return _refused(request, item.placement, fault, item, step, note)
    messages.success(request, DONE.get(step, _("Recorded. Whoever needs to know hears of it by itself.")))
    return redirect("placements:outcomes", pk)


def _refused(request: HttpRequest, placement: Placement, fault, item, step: str, note: str) -> HttpResponse:
    for sentence in fault.messages:
        messages.warning(request, sentence)
    kept = {"asked": (item.pk, step), "note_typed": note[:LONGEST_NOTE].replace("\x00", "")}
    return render(request, "placements/sets/detail.html", page_of(placement, request.user) | kept, status=422)


def _recognising(request: HttpRequest, pk: int, item_pk: int) -> PlacementOutcome:
    item = _item(request, pk, item_pk, MAY_READ_SET)
    if not sets.may_recognise(item, request.user):
        raise PermissionDenied
    return item


@require_http_methods(BOTH)
def recognise(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Record an exemption, EVC or an earlier placement (W01, W04, X40)."""
    item = _recognising(request, pk, item_pk)
    return _written(
        request,
        item.placement,
        RecognitionForm(request.POST or None),
        lambda **typed: sets.recognise(item, request.user, **typed),
        _("Record that %(outcome)s was shown elsewhere") % {"outcome": item},
        _("Recorded. The outcome counts as shown and nobody is asked anything for it."),
    )


@require_POST
def withdraw_recognition(request: HttpRequest, pk: int, item_pk: int, recognition_pk: int) -> HttpResponse:
    """It counts no longer, with a reason."""
    item = _recognising(request, pk, item_pk)
    found = get_object_or_404(Recognition, pk=recognition_pk, item=item)
    found.item = item
    note = request.POST.get("note", "")
    try:
        if "\x00" in note or len(note) > LONGEST_NOTE:
            raise ValidationError(_("This note is too long, or holds a sign that cannot be kept."))
        sets.withdraw(found, request.user, note)
    except ValidationError as fault:
        return _refused(request, item.placement, fault, item, "withdraw", note)
    messages.success(request, _("Withdrawn. What was recorded stays readable."))
    return redirect("placements:outcomes", pk)
