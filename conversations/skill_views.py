"""Growth on the skills table: to look at together, and to choose a phase in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from placements.middleware import keeps_text
from placements.models import Placement
from placements.models.parts import Conflict, NotNow

from .growth import MOMENTS, growth_of, moment_now, moments_for
from .growth_forms import PhasesForm, name_of
from .growth_picture import narrow, wide
from .models import SkillPosition
from .rules import SKILL_READERS


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def skills(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: both views, drawn and in words, with the form of one moment for who has a side. POST: choose the phases;
    whoever goes to another moment (`go`) takes no choice back by it: they are kept first."""
    placement = get_object_or_404(Placement.objects.visible_to(request.user).for_page(), pk=pk)
    if not placement.roles_of(request.user) & SKILL_READERS:
        raise PermissionDenied
    side, growth = SkillPosition.objects.side_of(placement, request.user), growth_of(placement)
    asked = (request.POST if request.method == "POST" else request.GET).get("moment", "")
    moment = asked if asked in MOMENTS else moment_now(placement)
    standing = SkillPosition.objects.standing(placement, moment, side) if side else {}
    initial = {name_of(skill): one.phase_id for skill, one in standing.items()}
    form = PhasesForm(growth, request.POST or None, initial=initial | {"seen": SkillPosition.objects.stamp(standing)})
    if request.method != "POST":
        return _page(request, placement, growth, moment, form if side else None)
    if not side:
        raise PermissionDenied
    if asked not in MOMENTS:
        messages.warning(request, _("Nothing was kept: look at what stands beside the skills."))
    if asked not in MOMENTS or not form.is_valid():
        return _page(request, placement, growth, moment, form, status=422)
    return _choose(request, placement, growth, moment, form)


def _choose(request: HttpRequest, placement: Placement, growth, moment: str, form: PhasesForm) -> HttpResponse:
    """Keep the choices; who comes too late reads what stands there now beside the own choices, which stay."""
    seen, going = form.cleaned_data["seen"], request.POST.get("go", "")
    try:
        changed = SkillPosition.objects.choose(placement, moment, form.chosen, by=request.user, seen=seen)
    except NotNow as gone:
        raise PermissionDenied from gone
    except Conflict as late:
        names = {phase.pk: phase.title for phase in growth.phases}
        now = {skill: names[one.phase_id] for skill, one in late.current.items()}
        differ = [
            (row.skill.title, now.get(row.skill.pk, _("open")))
            for row in growth.rows
            if row.skill.pk in form.chosen and names.get(form.chosen[row.skill.pk]) != now.get(row.skill.pk)
        ]
        form.data = form.data.copy()
        form.data["seen"] = SkillPosition.objects.stamp(late.current)
        return _page(request, placement, growth, moment, form, status=409, differ=differ)
    if changed or not going:
        messages.success(request, _("Kept."))
    there = going if going in MOMENTS else moment
    return redirect(f"{reverse('conversations:skills', args=[placement.pk])}?moment={there}#choose")


def _page(request: HttpRequest, placement: Placement, growth, moment: str, form, status=200, **more) -> HttpResponse:
    context = {
        "placement": placement,
        "own": placement.student == request.user,
        "growth": growth,
        "wide": wide(growth),
        "narrow": narrow(growth),
        "moment": moment,
        "moments": moments_for(moment),
        "form": form,
    }
    return render(request, "conversations/skills/page.html", context | more, status=status)
