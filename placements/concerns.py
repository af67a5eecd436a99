"""A concern on screen: report it, read it, say something, agree, look again, close (E05).

Whoever is not named in it gets 404, also within the placement: that there is a concern is nobody else's to know.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .concern_forms import (
    AgreementForm,
    ContributionForm,
    FollowUpForm,
    ReportForm,
    ResultForm,
    ToldForm,
    WithdrawForm,
)
from .middleware import keeps_text
from .models import Concern, Placement
from .models.concerns import reportable
from .roles import Role

STEP_FORMS = {
    "bring_in": forms.Form,
    "agree": AgreementForm,
    "follow_up": FollowUpForm,
    "close": ResultForm,
    "withdraw": WithdrawForm,
}
DONE = {
    "bring_in": gettext_lazy("The examiner of this unit is asked to look along."),
    "agree": gettext_lazy("The agreements are kept."),
    "follow_up": gettext_lazy("The new agreement is kept."),
    "close": gettext_lazy("The concern is closed. It stays readable for those named in it."),
    "withdraw": gettext_lazy("The concern is withdrawn."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def concern_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Report a concern about one outcome; `?outcome=CPL` chooses it beforehand."""
    placement = get_object_or_404(Placement.objects.visible_to(request.user).for_page(), pk=pk)
    if not reportable(placement, request.user):
        raise PermissionDenied
    chosen = placement.period.outcomes.filter(outcome__code__iexact=request.GET.get("outcome", "")[:40]).first()
    posted = request.POST if request.method == "POST" else None
    form = ReportForm(posted, placement=placement, user=request.user, initial={"item": chosen})
    if form.is_valid():
        made = Concern.objects.report(placement, by=request.user, **form.cleaned_data)
        messages.success(request, _("Reported. The institute educator hears of it by itself."))
        return redirect(made)
    context = {"placement": placement, "form": form}
    return render(request, "placements/concern_new.html", context, status=422 if form.is_bound else 200)


def _get_concern(request: HttpRequest, pk: int) -> Concern:
    return get_object_or_404(Concern.objects.visible_to(request.user).for_page(), pk=pk)


@require_safe
def concern(request: HttpRequest, pk: int) -> HttpResponse:
    """What this reader may read of it, and what he may do with it now."""
    return render(request, "placements/concern.html", page_of(_get_concern(request, pk), request.user))


def page_of(found: Concern, user, **bound: forms.Form) -> dict:
    """Everything the page shows this reader; `bound` are forms that came back with faults, under their name."""
    steps = found.steps_for(user)
    if "bring_in" in steps and found.missing_for("bring_in", user):
        del steps["bring_in"]
    places = {"contribute": ContributionForm} if found.may_contribute(user) else {}
    places |= {name: STEP_FORMS[name] for name in steps}
    ready = {name: bound.get(name) or kind(auto_id=f"{name}-%s") for name, kind in places.items()}
    if found.may_tell(user):
        ready["told"] = bound.get("told") or ToldForm(concern=found, auto_id="told-%s", initial={"who": user.pk})
    typed = [text for name, form in bound.items() if name not in ready for text in typed_in(form)]
    return {
        "concern": found,
        "placement": found.placement,
        "reads": {part: found.may_read(user, part) for part in ("words", "agreements")},
        "own": user.pk == found.placement.student_id,
        "forms": ready,
        "turn": Role.INSTITUTE_EDUCATOR in found.roles_of(user) or Role.UNIT_EXAMINER in found.roles_of(user),
        "steps": steps,
        "typed": typed,
    }


def typed_in(form: forms.Form) -> list[str]:
    """The texts that were posted, to give back when there is no place for them any more."""
    return [text for name in form.fields if (text := form.data.get(name, "").strip()) and not text.isdecimal()]


def refused(request: HttpRequest, pk: int, name: str, form: forms.Form, fault: ValidationError | None = None):
    """The page again, with the faults and what was typed; nothing has changed."""
    for sentence in fault.messages if fault else []:
        messages.warning(request, sentence)
    context = page_of(_get_concern(request, pk), request.user, **{name: form})
    return render(request, "placements/concern.html", context, status=422)


@require_POST
@keeps_text
def contribute(request: HttpRequest, pk: int) -> HttpResponse:
    """Add what somebody says."""
    found, form = _get_concern(request, pk), ContributionForm(request.POST, auto_id="contribute-%s")
    if not found.may_read(request.user, "words"):
        raise PermissionDenied
    if not form.is_valid():
        return refused(request, pk, "contribute", form)
    try:
        found.contribute(request.user, form.cleaned_data["text"])
    except ValidationError as fault:
        return refused(request, pk, "contribute", form, fault)
    return redirect(f"{found.get_absolute_url()}#words")


@require_POST
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """Note who told the student, and when."""
    found = _get_concern(request, pk)
    form = ToldForm(request.POST, concern=found, auto_id="told-%s")
    try:
        if not form.is_valid():
            found.check_may_tell(request.user)
            return refused(request, pk, "told", form)
        found.note_told(request.user, form.cleaned_data["who"], form.cleaned_data["on"])
    except ValidationError as fault:
        return refused(request, pk, "told", form, fault)
    messages.success(request, _("Noted. The student now sees that there is a concern, and what is agreed."))
    return redirect(found)


@require_POST
@keeps_text
def take_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Take a step with it; what belongs to the step is written in the same moment."""
    found = _get_concern(request, pk)
    if step not in found.STEPS or not found.roles_of(request.user) & found.STEPS[step].roles:
        raise PermissionDenied
    form = STEP_FORMS[step](request.POST, auto_id=f"{step}-%s")
    if not form.is_valid():
        return refused(request, pk, step, form)
    try:
        found.take(step, request.user, **form.cleaned_data)
    except ValidationError as fault:
        return refused(request, pk, step, form, fault)
    messages.success(request, DONE[step])
    return redirect(found)
