"""Fetch with the right, ask, do, answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from learning_outcomes.choosing import address_of
from placements.middleware import keeps_text
from placements.models import Placement
from placements.models.parts import Conflict, NotNow
from placements.part_forms import is_gone
from placements.roles import MAY_PLAN_TRANSFER

from . import answers, desk, talks, wording
from .forms import NoteForm, PaperForm
from .models import AssessmentForm, OutcomeAssessment, OutcomeDecision, SealedVersion
from .papers import paper_of, version_of
from .sheet import knows, sheet_of


def _get_form(request: HttpRequest, pk: int) -> AssessmentForm:
    return get_object_or_404(AssessmentForm.objects.visible_to(request.user).for_page(), pk=pk)


@require_safe
def form(request: HttpRequest, pk: int) -> HttpResponse:
    """The form: to write in for whoever may, to read for the others."""
    return render(request, "assessments/form.html", desk.page_of(_get_form(request, pk), request.user))


def _get_form_to_write(request: HttpRequest, pk: int) -> AssessmentForm:
    """Saving happens every few seconds while people type, so it loads no more than it needs."""
    return get_object_or_404(AssessmentForm.objects.visible_to(request.user).for_writing(), pk=pk)


def _get_row(request: HttpRequest, record: AssessmentForm, row_pk: int | None, part: str) -> OutcomeAssessment | None:
    """The row this part belongs to; 404 for a row the reader may not know of, and for a part that row does not have."""
    if row_pk is None:
        return None
    row = next((row for row in record.rows.all() if row.pk == row_pk), None)
    if row is None or not knows(record, row, request.user) or not row.has_part(part, record):
        raise Http404
    return row


# Only the saving is one transaction, inside `desk.save`: on SQLite a whole request keeps all other writers waiting.
@require_POST
@keeps_text
@transaction.non_atomic_requests
def write_part(request: HttpRequest, pk: int, part: str, row_pk: int | None = None) -> HttpResponse:
    """Save one part: 200 or a redirect when it is saved, 422 with the fault, 403 when the form moved on meanwhile,
    409 with both texts when somebody else was first. Whatever the answer, what was typed stands in it."""
    record = _get_form_to_write(request, pk)
    row = _get_row(request, record, row_pk, part)
    place = desk.desk_of(record, row, part, request.user, request.POST)
    if not record.may_write(request.user, part, row):
        return answers.moved_on(request, record, place)
    if not place.form.is_valid():
        return answers.refused(request, record, place)
    try:
        written = desk.save(record, row, place, request.user, resolves=request.POST.get("resolves", ""))
    except NotNow:
        return answers.moved_on(request, record, place)
    except Conflict as conflict:
        if is_gone(request):
            desk.keep_aside(record, row, place, request.user, conflict.current)
        return answers.conflict(request, record, place, conflict.current)
    return answers.saved(request, _get_form_to_write(request, pk), row, part, written)


def note_in(request: HttpRequest) -> str:
    """The note that was posted. Raises ValidationError when it cannot be kept so."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        raise ValidationError(form.errors["note"])
    return form.cleaned_data["note"]


@require_POST
@keeps_text
def take_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Take a step with the form; what is missing comes back as sentences, each with a link to its spot."""
    record = _get_form(request, pk)
    if step not in record.STEPS:
        raise PermissionDenied
    try:
        if step == "sign":
            talks.sign(record, request.user, note_in(request), request.POST)
        else:
            record.take(step, request.user, note_in(request))
    except talks.NotSaid as fault:
        return answers.step_refused(request, _get_form(request, pk), step, [], held=fault.form)
    except ValidationError as error:
        return answers.step_refused(request, _get_form(request, pk), step, error.messages)
    messages.success(request, answers.done_sentence(record, step))
    return redirect(record)


@require_safe
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """On to the transfer report, with what was decided as met here and this reader may know (H05)."""
    visible = Placement.objects.visible_to(request.user).select_related("period__framework")
    placement = get_object_or_404(visible, pk=pk)
    if not placement.roles_of(request.user) & MAY_PLAN_TRANSFER:
        raise PermissionDenied
    own = placement.period.framework_id
    met = OutcomeDecision.objects.visible_to(request.user).met_in(placement).order_by("row__item__order")
    shown = list(met.filter(row__item__outcome__framework=own).values_list("row__item__outcome__code", flat=True))
    otherwise = placement.outcomes.shown_otherwise().filter(outcome__framework=own).with_named()
    shown += [item.outcome.code for item in otherwise if item.is_known_to(request.user)]
    query = urlencode({"origin": address_of(placement.period.framework), "shown": shown}, doseq=True)
    return redirect(f"{reverse('learning_outcomes:transfer')}?{query}")


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The form as PDF, as this reader sees it: the sealed paper once it is signed, a concept before that. Who reads no
    sealed copies gets what is on his page."""
    record = _get_form(request, pk)
    version = record.versions.visible_to(request.user).order_by("-number").first()
    if not version or record.state != "signed":
        return answers.pdf(paper_of(sheet_of(record, request.user)), record)
    return answers.sealed_pdf(version, record, request.user)


@require_safe
def sealed(request: HttpRequest, pk: int) -> HttpResponse:
    """A sealed version as PDF; an examiner gets the own units of it."""
    version = get_object_or_404(SealedVersion.objects.visible_to(request.user).select_related("form__placement"), pk=pk)
    return answers.sealed_pdf(version, version.form, request.user)


@require_safe
def check(request: HttpRequest, code: str = "") -> HttpResponse:
    """Says to anybody whether a check code is genuine and when it was sealed, and nothing else."""
    code = wording.check_code(code or request.GET.get("code", ""))
    version = SealedVersion.objects.filter(check_code=code).first() if code else None
    return render(request, "assessments/check.html", {"code": code, "version": version, "form": PaperForm()})


@require_POST
def check_file(request: HttpRequest) -> HttpResponse:
    """Says to anybody whether this very file is a sealed PDF of ours, and nothing else; the file is not kept."""
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "assessments/check.html", {"form": form}, status=422)
    found = {"looked": True, "version": version_of(form.cleaned_data["file"]), "form": PaperForm()}
    return render(request, "assessments/check.html", found)
