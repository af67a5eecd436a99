"""Read crosswalks, and make them by hand: staff lay relations in a draft, publishing freezes it (X28)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning_outcomes.carrying import offered, planned
from learning_outcomes.crosswalk_forms import CrosswalkForm, RelationChoiceForm
from learning_outcomes.models import Crosswalk, Framework, Relation

require_form = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def crosswalk_list(request: HttpRequest) -> HttpResponse:
    found = Crosswalk.objects.visible_to(request.user).for_list()
    return render(request, "learning_outcomes/crosswalks/list.html", {"crosswalks": found})


@require_safe
def crosswalk_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Every relation of one crosswalk; staff also find what they may do with it."""
    crosswalks = Crosswalk.objects.visible_to(request.user).for_page()
    found = get_object_or_404(crosswalks, code=code)
    page = {"crosswalk": found, "missing": [] if found.frozen else found.missing_to_publish()}
    if request.user.is_staff:
        page["offer"] = offered(found, request.user)
        before = None if found.frozen else crosswalks.filter(code=asked(request, "from")).first()
        page["carried"] = planned(before, found.origin, found.target, laid=found) if before else None
    return render(request, "learning_outcomes/crosswalks/detail.html", page)


def asked(request: HttpRequest, name: str) -> str:
    """A value in the address, without what PostgreSQL refuses to look for."""
    return request.GET.get(name, "").replace("\0", "")


def only_staff(request: HttpRequest) -> None:
    if not request.user.is_staff:
        raise PermissionDenied


def crosswalk_to_change(request: HttpRequest, code: str) -> Crosswalk:
    """The crosswalk, for staff alone and locked: whoever publishes it at the same moment waits, or is waited for.

    No page offers to change what is published; a post that comes too late is answered with its text.
    """
    visible = Crosswalk.objects.visible_to(request.user).select_for_update(of=("self",))
    found = get_object_or_404(visible.select_related("origin", "target"), code=code)
    only_staff(request)
    if found.frozen and request.method != "POST":
        raise PermissionDenied
    return found


@require_form
def crosswalk_new(request: HttpRequest) -> HttpResponse:
    """Facts of a new crosswalk, kept as a draft."""
    only_staff(request)
    frameworks = Framework.objects.visible_to(request.user)
    form = CrosswalkForm(request.POST or None, initial=request.GET.dict(), frameworks=frameworks)
    if form.is_valid() and (made := kept(form)):
        messages.success(request, _("The crosswalk is a draft. Lay its first relation."))
        return redirect("crosswalks:relation_new", made.code)
    return render(request, "learning_outcomes/crosswalks/form.html", {"form": form})


@require_form
def crosswalk_change(request: HttpRequest, code: str) -> HttpResponse:
    """The facts of a draft."""
    crosswalk = crosswalk_to_change(request, code)
    address = crosswalk.get_absolute_url()
    form = CrosswalkForm(
        request.POST or None, instance=crosswalk, frameworks=Framework.objects.visible_to(request.user)
    )
    if form.is_valid() and (changed := kept(form)):
        messages.success(request, _("Kept."))
        return redirect(changed)
    page = {"form": form, "crosswalk": crosswalk, "back": address}
    return render(request, "learning_outcomes/crosswalks/form.html", page)


def kept(form: CrosswalkForm) -> Crosswalk | None:
    """The saved crosswalk; None when somebody else took its code a moment before."""
    try:
        with transaction.atomic():
            return form.save()
    except IntegrityError:
        form.add_error("code", _("There is a crosswalk with this code already."))
        return None


@require_form
def relation_new(request: HttpRequest, code: str) -> HttpResponse:
    """Lay one relation, and another one after it for whoever asks so."""
    crosswalk = crosswalk_to_change(request, code)
    form = RelationChoiceForm(
        request.POST or None,
        instance=Relation(crosswalk=crosswalk),
        initial=request.GET.dict(),
        use_required_attribute=False,
    )
    if form.is_valid():
        form.save()
        messages.success(request, _("The relation is laid."))
        return redirect("crosswalks:relation_new", crosswalk.code) if "next" in request.POST else redirect(crosswalk)
    return render(request, "learning_outcomes/crosswalks/relation.html", {"form": form, "crosswalk": crosswalk})


def relation_to_change(request: HttpRequest, code: str, pk: int) -> Relation:
    crosswalk = crosswalk_to_change(request, code)
    found = get_object_or_404(Relation.objects.with_ends(), crosswalk=crosswalk, pk=pk)
    found.crosswalk = crosswalk
    return found


@require_form
def relation_change(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    relation = relation_to_change(request, code, pk)
    form = RelationChoiceForm(request.POST or None, instance=relation)
    if form.is_valid():
        form.save()
        messages.success(request, _("Kept."))
        return redirect(relation.crosswalk)
    page = {"form": form, "crosswalk": relation.crosswalk, "relation": relation}
    return render(request, "learning_outcomes/crosswalks/relation.html", page)


@require_POST
def relation_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    relation = relation_to_change(request, code, pk)
    if relation.crosswalk.frozen:
        messages.warning(request, _("This crosswalk is published and no longer changes."))
    else:
        relation.delete()
        messages.success(request, _("The relation is removed."))
    return redirect(relation.crosswalk)
