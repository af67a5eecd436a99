"""Coming in by link, inviting, confirming. The pages of a placement itself are in `pages.py`."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from . import addresses, invitations, links, warnings
from .forms import CodeForm, InviteForm
from .models import AccessLink, Invitation, Placement
from .roles import Role


def link_page(referrer: str) -> Callable:
    """Pages with a secret in their address: open to all, stored and indexed nowhere, the address told to nobody."""

    def decorate(view: Callable) -> Callable:
        @login_not_required
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def page(request: HttpRequest, secret: str) -> HttpResponse:
            response = view(request, secret)
            response["Referrer-Policy"] = referrer
            response["X-Robots-Tag"] = "noindex"
            response["Cache-Control"] = "no-store"
            return response

        return page

    return decorate


# No CSRF token: with `no-referrer` browsers tell no origin, and the secret in the address is what nobody can forge.
@csrf_exempt
@link_page("no-referrer")
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """GET: a page that names nobody, or straight on in a browser that is known. POST: go on (look 03)."""
    found = links.find(secret)
    if request.method == "POST":
        return _go_on(request, found) if found and links.opens(found) else _no_link(request, found)
    if request.method == "GET" and found and links.opens(found) and links.leads_straight_on(request, found):
        return links.enter(request, found)
    return render(request, "placements/link.html", {"secret": secret})


def _go_on(request: HttpRequest, found: AccessLink) -> HttpResponse:
    person = links.person_of(found)
    if request.user.is_authenticated and request.user != person:
        if "switch" not in request.POST:
            return render(request, "placements/link_switch.html")
        logout(request)
    if links.leads_straight_on(request, found):
        return links.enter(request, found)
    if not person.by_link_only:
        return redirect_to_login(found.path)
    _mail_code(request, found)
    return redirect("placements:link_code", found.secret())


def _no_link(request: HttpRequest, found: AccessLink | None) -> HttpResponse:
    """The same words for a link that ended and for one that never was."""
    return render(request, "placements/link_gone.html", status=410 if found else 404)


def _mail_code(request: HttpRequest, found: AccessLink, again: bool = False) -> None:
    try:
        links.mail_code(found.invitation, again)
    except ValidationError as fault:
        messages.warning(request, fault.message)
    else:
        if again:
            messages.success(request, _("A new code is on its way; the earlier one no longer works."))


@link_page("same-origin")
def link_code(request: HttpRequest, secret: str) -> HttpResponse:
    """The code that was mailed to the invited mailbox; right once, and this device is known."""
    form = CodeForm(request.POST if request.method == "POST" and "again" not in request.POST else None)
    if request.method == "POST":
        found = links.find(secret)
        if not found or not links.opens(found):
            return _no_link(request, found)
        if "again" in request.POST:
            _mail_code(request, found, again=True)
            return redirect("placements:link_code", secret)
        if form.is_valid():
            try:
                links.check_code(found.invitation, form.cleaned_data["code"])
                return links.accept(request, found)
            except ValidationError as fault:
                form.add_error("code", fault)
    return render(request, "placements/link_code.html", {"form": form})


@csrf_exempt  # as above
@link_page("no-referrer")
def link_not_mine(request: HttpRequest, secret: str) -> HttpResponse:
    """Somebody else's mail: one button withdraws the invitation and tells the student."""
    if request.method != "POST":
        return render(request, "placements/link_not_mine.html", {"secret": secret})
    found = links.find(secret)
    if not found:
        return _no_link(request, found)
    invitations.withdraw(found.invitation)
    return render(request, "placements/link_withdrawn.html")


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """The student names a mentor or a school educator (L03, Y01)."""
    placement = get_object_or_404(Placement.objects.visible_to(request.user).for_page(), pk=pk)
    if request.user != placement.student:
        raise PermissionDenied
    initial = {"role": request.GET.get("role", Role.WORKPLACE_MENTOR)}
    form = InviteForm(invitations.subject_outcomes(placement), request.POST or None, initial=initial)
    if form.is_valid():
        try:
            invitation = invitations.invite(placement, request.user, **form.cleaned_data)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            words = {"name": invitation.participation.user.get_short_name()}
            messages.success(request, pgettext("student", "The invitation for %(name)s is on its way.") % words)
            return redirect(placement)
    return render(request, "placements/invite.html", {"placement": placement, "form": form})


def _invitation_to_manage(request: HttpRequest, placement_pk: int, pk: int) -> Invitation:
    """Of the own placement, for its student and its institute educators; a stranger gets 404, others 403."""
    placement = get_object_or_404(Placement.objects.visible_to(request.user), pk=placement_pk)
    if not placement.roles_of(request.user) & {Role.STUDENT, Role.INSTITUTE_EDUCATOR}:
        raise PermissionDenied
    found = Invitation.objects.filter(participation__placement=placement)
    return get_object_or_404(found.select_related("participation__user", "participation__placement__student"), pk=pk)


@require_POST
def resend(request: HttpRequest, placement_pk: int, pk: int) -> HttpResponse:
    """Mail the invitation once more, with a fresh link."""
    invitation = _invitation_to_manage(request, placement_pk, pk)
    try:
        invitations.resend(invitation)
    except ValidationError as fault:
        messages.warning(request, fault.message)
    else:
        words = {"name": invitation.participation.user.get_short_name()}
        messages.success(request, _("The invitation for %(name)s is on its way again.") % words)
    return redirect("placements:placement", placement_pk)


@require_POST
def withdraw(request: HttpRequest, placement_pk: int, pk: int) -> HttpResponse:
    """End the invitation; its links stop at once."""
    invitation = _invitation_to_manage(request, placement_pk, pk)
    invitations.withdraw(invitation, request.user)
    words = {"name": invitation.participation.user.get_full_name()}
    messages.success(request, _("The invitation of %(name)s was withdrawn. What was written stays.") % words)
    return redirect("placements:placement", placement_pk)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """The people students invited whom this educator may confirm, by school; one button for all that are ticked."""
    if request.method == "POST":
        return _confirm(request)
    people = list(invitations.to_confirm(request.user))
    signs = warnings.signs_for(people)
    rows = [{"seat": seat, "signs": signs[seat.pk], "address": addresses.masked(seat.user.email)} for seat in people]
    return render(request, "placements/confirm.html", {"rows": rows})


def _confirm(request: HttpRequest) -> HttpResponse:
    chosen = {pk for pk in request.POST.getlist("participation") if pk.isdecimal() and len(pk) < 19}
    count = len(invitations.confirm(chosen, request.user))
    if count:
        words = {"count": count}
        messages.success(request, ngettext("%(count)s person confirmed.", "%(count)s people confirmed.", count) % words)
    else:
        messages.warning(request, _("Nobody was chosen, or somebody else confirmed them meanwhile."))
    back = request.POST.get("next", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, None) else reverse("placements:confirm"))
