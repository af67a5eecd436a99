"""The placement on screen: who stands where, from when until when, and the list of them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from .concern_rules import MAY_REPORT
from .ending_rules import MAY_START
from .models import Concern, EarlyEnding, Participation, Placement
from .page_links import links_for
from .roles import CORNER, IN_CONVERSATIONS, MAY_PLAN_TRANSFER, Role
from .set_rules import MAY_READ_SET
from .weeks import weeks_of

PAGE = 50
SHOWN_ROLES = list(CORNER)  # the student first, then as in the table of roles


@require_safe
def placement_list(request: HttpRequest) -> HttpResponse:
    """The placements somebody stands in, without addresses (T7). A student with only one goes straight there."""
    found = Placement.objects.visible_to(request.user).for_list()
    if len(found[:2]) == 1 and found[0].student == request.user:
        return redirect(found[0])
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "placements/placement_list.html", {"page": page})


@require_safe
def placement(request: HttpRequest, pk: int) -> HttpResponse:
    """One placement: the triangle with its people and how to reach them, the weeks, and the dates of the forms."""
    found = get_object_or_404(Placement.objects.visible_to(request.user).for_page(), pk=pk)
    conditions = found.outcomes.visible_to(request.user).filter(rule__entry_condition=True).with_named()
    context = care_for(found, request.user) | {
        "placement": found,
        "own": found.student == request.user,
        "may_plan_transfer": bool(found.roles_of(request.user) & MAY_PLAN_TRANSFER),
        "manages": bool(found.roles_of(request.user) & {Role.STUDENT, Role.INSTITUTE_EDUCATOR}),
        "people": sorted(found.running_participations(), key=lambda p: (SHOWN_ROLES.index(p.role), p.pk)),
        "may_confirm": set(Participation.objects.to_confirm_by(request.user).filter(placement=found)),
        "forms": found.forms.visible_to(request.user).with_talk().order_by("-moment"),
        "week": found.week_now,
        "weeks": weeks_of(found),
        "plans_days": bool(found.roles_of(request.user) & IN_CONVERSATIONS),
        "reads_set": bool(found.roles_of(request.user) & MAY_READ_SET),
        "links": links_for(found, request.user),
        "gate": [item for item in conditions if item.closes_gate],
    }
    return render(request, "placements/placement_detail.html", context)


def care_for(found: Placement, user) -> dict:
    """Concerns and the way to an early ending, as far as this person is named in them; no texts (E02, E05)."""
    roles = found.roles_of(user)
    endings = list(EarlyEnding.objects.visible_to(user).filter(placement=found))
    going = found.ended_on is None and not any(ending.is_running for ending in endings)
    return {
        "concerns": Concern.objects.visible_to(user).filter(placement=found).for_list(),
        "may_report": found.ended_on is None and bool(roles & MAY_REPORT),
        "endings": endings,
        "may_start_ending": going and bool(roles & MAY_START),
        "carried": found.carried_over.visible_to(user).for_list(),
    }
