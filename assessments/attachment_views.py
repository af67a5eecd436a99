"""Files beside a subject outcome: fetch with the right, ask, do, answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from . import attaching
from .models import AssessmentForm, Attachment, OutcomeAssessment
from .sheet import knows


def _known(request: HttpRequest, form: AssessmentForm, row_pk: int) -> OutcomeAssessment:
    """A row this reader may know of; 404 for the others."""
    row = next((row for row in form.rows.all() if row.pk == row_pk), None)
    if row is None or not knows(form, row, request.user):
        raise Http404
    return row


def _form(request: HttpRequest, pk: int) -> AssessmentForm:
    return get_object_or_404(AssessmentForm.objects.visible_to(request.user).for_page(), pk=pk)


@require_POST
@transaction.non_atomic_requests
def attach(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """File an observation form; what is wrong with it is said at the top of the page."""
    form = _form(request, pk)
    row = _known(request, form, row_pk)
    if not attaching.part_for(form, request.user, row):
        raise PermissionDenied
    file = request.FILES.get("file")
    try:
        if file is None:
            raise ValidationError(_("Choose a file first."))
        attaching.attach(form, row, request.user, file)
    except ValidationError as fault:
        messages.warning(request, " ".join(fault.messages))
    else:
        messages.success(request, _("The file stands with this outcome."))
    return redirect(f"{form.get_absolute_url()}#{row.anchor}")


def _attachment(request: HttpRequest, pk: int) -> tuple[Attachment, AssessmentForm]:
    """A file this person reads, with its form; 404 for all others."""
    found = get_object_or_404(Attachment.objects.there().visible_to(request.user), pk=pk)
    form = _form(request, found.row.form_id)
    found.row = _known(request, form, found.row_id)
    if not found.is_read_by(request.user, form):
        raise Http404
    return found, form


@require_safe
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """The file, to keep and never to run on this site."""
    found, _form_of_it = _attachment(request, pk)
    response = FileResponse(
        default_storage.open(found.file, "rb"), as_attachment=True, filename=found.name, content_type=found.media_type
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away what one filed oneself, before signing."""
    found, form = _attachment(request, pk)
    attaching.remove(found, form, request.user)
    messages.success(request, _("The file was taken away."))
    return redirect(f"{form.get_absolute_url()}#{found.row.anchor}")
