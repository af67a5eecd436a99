"""What becomes of a crosswalk as a whole: it is published, deleted, taken over for a later edition, or taken along."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from learning_outcomes import carrying, editions
from learning_outcomes.models import Crosswalk, Framework
from learning_outcomes.yaml_export import export_crosswalk

from .crosswalks import asked, crosswalk_to_change, only_staff, require_form


@require_form
def crosswalk_publish(request: HttpRequest, code: str) -> HttpResponse:
    """Ask first; then freeze a draft: from now on everybody reads it and nobody changes it."""
    crosswalk = crosswalk_to_change(request, code)
    missing = [] if crosswalk.frozen else crosswalk.missing_to_publish()
    if request.method != "POST":
        parts = {"crosswalk": crosswalk, "missing": missing}
        return render(request, "learning_outcomes/crosswalks/publish.html", parts)
    if missing:
        messages.warning(request, " ".join(missing))
    elif editions.publish(crosswalk, request.user):
        messages.success(request, _("Published and frozen. Everybody can read it now."))
    return redirect(crosswalk)


@require_form
def crosswalk_delete(request: HttpRequest, code: str) -> HttpResponse:
    crosswalk = crosswalk_to_change(request, code)
    if request.method != "POST":
        return render(request, "learning_outcomes/crosswalks/delete.html", {"crosswalk": crosswalk})
    try:
        editions.delete_draft(crosswalk, request.user)
    except ValidationError as refused:
        messages.warning(request, refused.message)
        return redirect(crosswalk)
    messages.success(request, _("The draft %(framework)s is gone.") % {"framework": crosswalk})
    return redirect("crosswalks:crosswalk_list")


@require_form
def crosswalk_carry(request: HttpRequest, code: str) -> HttpResponse:
    """What of this crosswalk comes along to the editions that the address names; a post makes that a draft."""
    crosswalk = get_object_or_404(Crosswalk.objects.visible_to(request.user).for_page(), code=code)
    only_staff(request)
    if request.method == "POST":
        editions.locked(crosswalk)  # who presses twice finds the draft that is there by then
    plan = carrying.planned(crosswalk, *editions_asked(request, crosswalk))
    there = plan.there_already
    if request.method != "POST" or there or not plan.found:
        parts = {"plan": plan, "crosswalk": crosswalk, "there": there}
        return render(request, "learning_outcomes/crosswalks/carry.html", parts)
    draft = carrying.carry(plan, request.user)
    number = len(plan.found)
    sentence = ngettext("%(number)d relation came along.", "%(number)d relations came along.", number)
    messages.success(request, sentence % {"number": number})
    return redirect(f"{draft.get_absolute_url()}?from={crosswalk.code}")


def editions_asked(request: HttpRequest, crosswalk: Crosswalk) -> list[Framework]:
    """The edition of each framework that the address names, else that of the crosswalk; 404 when nothing differs."""
    found = []
    for side in carrying.SIDES:
        own = getattr(crosswalk, side)
        frameworks = Framework.objects.visible_to(request.user)
        found.append(get_object_or_404(frameworks, code=own.code, edition=asked(request, side) or own.edition))
    if found == [crosswalk.origin, crosswalk.target] or found[0] == found[1]:
        raise Http404
    return found


@require_safe
def crosswalk_yaml(request: HttpRequest, code: str) -> HttpResponse:
    """The file that loads back to this crosswalk."""
    crosswalk = get_object_or_404(Crosswalk.objects.visible_to(request.user), code=code)
    name = f"koppeling-{crosswalk.code}.yaml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(export_crosswalk(crosswalk), content_type="application/yaml", headers=headers)
