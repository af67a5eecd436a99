"""Make frameworks: load a file, check, publish, make the next edition, retire, delete.

For staff: others may not make what they can read, and to them a draft is not there.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning_outcomes import editions
from learning_outcomes.checks import check
from learning_outcomes.composing import FaultyFile
from learning_outcomes.file_keys import file_keys
from learning_outcomes.making_forms import NextEditionForm, UploadForm
from learning_outcomes.models import Crosswalk, Framework, FrameworkUpload
from learning_outcomes.preview import preview
from learning_outcomes.uploading import Stale, carry_out

TAKES_BOTH = ["GET", "HEAD", "POST"]
AGAIN = 422  # something has to be filled in differently
CHANGED_MEANWHILE = 409


def refuse_others(user) -> None:
    """Who may read a framework but not make one is told so."""
    if not user.is_staff:
        raise PermissionDenied


def framework_for(user, code: str, edition: str, *, whole: bool = False) -> Framework:
    """The edition, for who makes frameworks; a draft is not there for others, anything else is refused to them."""
    frameworks = Framework.objects.visible_to(user)
    found = get_object_or_404(frameworks.for_page() if whole else frameworks, code=code, edition=edition)
    refuse_others(user)
    return found


@require_http_methods(TAKES_BOTH)
def load(request: HttpRequest) -> HttpResponse:
    refuse_others(request.user)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        upload = FrameworkUpload.objects.keep(file.name, file.text, request.user)
        return redirect("learning_outcomes:load_preview", upload.pk)
    parts = {"form": form, "keys": list(file_keys())}
    return render(request, "learning_outcomes/load.html", parts, status=AGAIN if form.is_bound else 200)


@require_safe
def load_preview(request: HttpRequest, pk) -> HttpResponse:
    refuse_others(request.user)
    upload = FrameworkUpload.objects.visible_to(request.user).filter(pk=pk).first()
    if upload is None:
        return choose_again(request)
    return render(request, "learning_outcomes/load_preview.html", {"preview": preview(upload)})


@require_POST
def load_confirm(request: HttpRequest, pk) -> HttpResponse:
    refuse_others(request.user)
    upload = FrameworkUpload.objects.visible_to(request.user).select_for_update().filter(pk=pk).first()
    if upload is None:
        return choose_again(request)
    try:
        loaded = carry_out(upload, request.POST.get("plan", ""))
    except (Stale, FaultyFile):
        parts = {"preview": preview(upload), "stale": True}
        return render(request, "learning_outcomes/load_preview.html", parts, status=CHANGED_MEANWHILE)
    messages.success(request, _("%(framework)s is loaded as a draft.") % {"framework": loaded})
    return redirect(loaded if hasattr(loaded, "get_absolute_url") else "learning_outcomes:framework_list")


def choose_again(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("This file is loaded already, or was kept for too long. Choose it again."))
    return redirect("learning_outcomes:load")


@require_safe
def framework_check(request: HttpRequest, code: str, edition: str) -> HttpResponse:
    framework = framework_for(request.user, code, edition, whole=True)
    return render(request, "learning_outcomes/check.html", {"framework": framework, "groups": check(framework)})


@require_http_methods(TAKES_BOTH)
def publish(request: HttpRequest, code: str, edition: str) -> HttpResponse:
    framework = framework_for(request.user, code, edition, whole=True)
    if request.method == "POST":
        if editions.publish(framework, request.user):
            messages.success(request, _("%(framework)s is published and frozen.") % {"framework": framework})
    elif not framework.frozen:
        parts = {"framework": framework, "groups": check(framework)}
        return render(request, "learning_outcomes/publish.html", parts)
    return redirect(framework)


@require_http_methods(TAKES_BOTH)
def retire(request: HttpRequest, code: str, edition: str) -> HttpResponse:
    framework = framework_for(request.user, code, edition)
    if request.method == "POST":
        if editions.retire(framework, request.user):
            messages.success(request, _("%(framework)s is retired. It stays readable.") % {"framework": framework})
    elif framework.status == Framework.Status.PUBLISHED:
        return render(request, "learning_outcomes/retire.html", {"framework": framework})
    return redirect(framework)


@require_http_methods(TAKES_BOTH)
def delete_draft(request: HttpRequest, code: str, edition: str) -> HttpResponse:
    framework = framework_for(request.user, code, edition)
    if request.method == "POST":
        try:
            editions.delete_draft(framework, request.user)
        except ValidationError as refused:
            messages.warning(request, refused.message)
            return redirect(framework)
        messages.success(request, _("The draft %(framework)s is gone.") % {"framework": framework})
        return redirect("learning_outcomes:framework_list")
    if framework.frozen:
        return redirect(framework)
    parts = {"framework": framework, "users": list(Crosswalk.objects.touching(framework)) + framework.later_editions}
    return render(request, "learning_outcomes/delete_draft.html", parts)


@require_http_methods(TAKES_BOTH)
def next_edition(request: HttpRequest, code: str, edition: str) -> HttpResponse:
    framework = framework_for(request.user, code, edition)
    if not framework.frozen:
        return redirect(framework)  # a draft is changed itself
    form = NextEditionForm(request.POST if request.method == "POST" else None, after=framework)
    if form.is_bound and form.is_valid():
        try:
            draft = editions.next_edition(framework, **form.chosen, by=request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("%(framework)s is a draft now.") % {"framework": draft})
            return redirect(draft)
    parts = {"framework": framework, "form": form}
    return render(request, "learning_outcomes/next_edition.html", parts, status=AGAIN if form.is_bound else 200)
