"""Ending a placement early on screen: bring it up, note the contacts, plan, decide (E01-E04).

Whoever reads no part of it gets 404, also within the placement.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .concern_forms import ContactForm, EndForm, GoOnForm, PlanForm, StartEndingForm
from .concerns import typed_in
from .ending_rules import ENDING_READERS, MAY_NOTE_CONTACT, MAY_START
from .middleware import keeps_text
from .models import EarlyEnding, Placement
from .roles import Role

DONE = {
    "plan": gettext_lazy("The plan is kept. Those who were there can read it."),
    "end": gettext_lazy("The placement ends early. Everything that was written stays."),
    "go_on": gettext_lazy("The placement goes on."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def ending_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring up that the placement may have to end; one choice, no text."""
    placement = get_object_or_404(Placement.objects.visible_to(request.user).for_page(), pk=pk)
    if not placement.roles_of(request.user) & MAY_START:
        raise PermissionDenied
    form = StartEndingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = EarlyEnding.objects.start(placement, request.user, **form.cleaned_data)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            own = pgettext("student", "The institute educator is asked to talk with you.")
            others = _("The institute educator is asked to talk with you.")
            messages.success(request, own if request.user == placement.student else others)
            return redirect(made)
    context = {"placement": placement, "form": form, "own": request.user == placement.student}
    return render(request, "placements/ending_new.html", context, status=422 if form.is_bound else 200)


def _get_ending(request: HttpRequest, pk: int) -> EarlyEnding:
    return get_object_or_404(EarlyEnding.objects.visible_to(request.user).for_page(), pk=pk)


@require_safe
def ending(request: HttpRequest, pk: int) -> HttpResponse:
    """What this reader may read of it, and what he may do with it now."""
    return render(request, "placements/ending.html", page_of(_get_ending(request, pk), request.user))


def step_form(name: str, found: EarlyEnding, data=None) -> forms.Form:
    """The form that belongs to a step."""
    options = {"auto_id": f"{name}-%s"}
    if name == "go_on":
        return GoOnForm(data, **options)
    return {"plan": PlanForm, "end": EndForm}[name](data, ending=found, **options)


def page_of(found: EarlyEnding, user, **bound: forms.Form) -> dict:
    """Everything the page shows this reader; `bound` are forms that came back with faults, under their name."""
    ready = {name: bound.get(name) or step_form(name, found) for name in found.steps_for(user)}
    if found.may_note_contact(user):
        ready["contact"] = bound.get("contact") or ContactForm(ending=found, auto_id="contact-%s")
    return {
        "ending": found,
        "placement": found.placement,
        "reads": {part: found.may_read(user, part) for part in ENDING_READERS},
        "own": user.pk == found.placement.student_id,
        "forms": ready,
        "missing": found.missing_contacts() if found.is_running else [],
        "turn": Role.INSTITUTE_EDUCATOR in found.roles_of(user) and found.is_running,
        "may_continue": Role.INSTITUTE_EDUCATOR in found.roles_of(user) and found.state == "ended",
        "typed": [text for name, form in bound.items() if name not in ready for text in typed_in(form)],
    }


def refused(request: HttpRequest, pk: int, name: str, form: forms.Form, fault: ValidationError | None = None):
    """The page again, with the faults and what was typed; nothing has changed."""
    for sentence in fault.messages if fault else []:
        messages.warning(request, sentence)
    context = page_of(_get_ending(request, pk), request.user, **{name: form})
    return render(request, "placements/ending.html", context, status=422)


@require_POST
def note_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Note with whom was spoken, and when."""
    found = _get_ending(request, pk)
    if not (found.may_read(request.user, "contacts") and found.roles_of(request.user) & MAY_NOTE_CONTACT):
        raise PermissionDenied
    form = ContactForm(request.POST, ending=found, auto_id="contact-%s")
    if not form.is_valid():
        return refused(request, pk, "contact", form)
    try:
        found.note_contact(request.user, **form.cleaned_data)
    except ValidationError as fault:
        return refused(request, pk, "contact", form, fault)
    return redirect(f"{found.get_absolute_url()}#contacts")


@require_POST
@keeps_text
def take_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Take a step with it; the plan or the decision is written in the same moment."""
    found = _get_ending(request, pk)
    if step not in found.STEPS or not found.roles_of(request.user) & found.STEPS[step].roles:
        raise PermissionDenied
    form = step_form(step, found, request.POST)
    if not form.is_valid():
        return refused(request, pk, step, form)
    try:
        found.take(step, request.user, **form.cleaned_data)
    except ValidationError as fault:
        return refused(request, pk, step, form, fault)
    messages.success(request, DONE[step])
    return redirect(found)
