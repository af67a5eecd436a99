"""The answers of the writing page: saved, refused, too late. What was typed stands in every one of them.

A small answer for htmx carries pieces that replace their counterparts on the page; the text under the writer's hands
is never touched. Without JavaScript the same parts come as a page.
"""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from placements.models.parts import Part
from placements.part_forms import WAYS_ON, both_texts

from . import desk
from .forms import TalkHeldForm
from .models import AssessmentForm, OutcomeAssessment, SealedVersion
from .papers import paper_of, sealed_paper
from .sheet import of_units


def saved(
    request: HttpRequest, form: AssessmentForm, row: OutcomeAssessment | None, part: str, written: Part
) -> HttpResponse:
    """The part is saved: new version and time, the remark of the writing aid, and what is still missing.

    The version is that of what was `written`: somebody may have saved after it, and that text was not seen yet.
    """
    if request.POST.get("resolves") and request.htmx:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if not request.htmx:
        anchor = row.anchor if row else "other"
        return redirect(f"{form.get_absolute_url()}#{anchor}")
    row = next((r for r in form.rows.all() if row and r.pk == row.pk), None)
    place = desk.desk_of(form, row, part, request.user)
    place.record.version, place.record.saved_at = written.version, written.saved_at
    return render(request, "assessments/answer_saved.html", desk.progress_on(form, request.user) | {"place": place})


def refused(request: HttpRequest, form: AssessmentForm, place: desk.PartDesk) -> HttpResponse:
    """Something in it cannot be kept so: the fault beside the field, everything typed still there."""
    template = "components/writing/answer_refused.html" if request.htmx else "components/writing/part_page.html"
    return render(request, template, {"form": form, "place": place, "kept": chosen(place)}, status=422)


def moved_on(request: HttpRequest, form: AssessmentForm, place: desk.PartDesk) -> HttpResponse:
    """The form was handed in or signed meanwhile: nothing is saved, nothing is lost."""
    template = "assessments/answer_moved_on.html" if request.htmx else "assessments/moved_on_page.html"
    return render(request, template, {"form": form, "place": place, "typed": typed(place)}, status=403)


def conflict(request: HttpRequest, form: AssessmentForm, place: desk.PartDesk, current: Part) -> HttpResponse:
    """Somebody else was first: both texts beside each other, three ways on, nothing is gone (409)."""
    mine = place.form.values()
    typed_here = [(name, mine[name]) for name in current.texts if name in mine]
    context = {
        "form": form,
        "place": place,
        "current": current,
        "fields": both_texts(place.form, current),
        "verdicts": {"mine": mine.get("verdict"), "theirs": current.said.get("verdict")},
        "values": typed_here + chosen(place),
        "choices_of_conflict": WAYS_ON,
    }
    template = "components/writing/answer_conflict.html" if request.htmx else "components/writing/conflict_page.html"
    return render(request, template, context, status=409)


def chosen(place: desk.PartDesk) -> list[tuple[str, str]]:
    """The choices and the ticked indicators as they were posted: names and values."""
    names = [*place.form.MARKS.values(), *place.record.CHOICES]
    return [(name, value) for name in names for value in place.form.data.getlist(name)]


def typed(place: desk.PartDesk) -> list[str]:
    """The texts as they were posted."""
    return [text for name in place.record.TEXTS if (text := place.form.data.get(name, "").strip())]


def step_refused(
    request: HttpRequest, form: AssessmentForm, step: str, sentences: list[str], held: TalkHeldForm | None = None
) -> HttpResponse:
    """Back to the form with the sentences; a note that was typed stays, and so does what was `held` with its fault."""
    for sentence in sentences:
        messages.warning(request, sentence)
    context = desk.page_of(form, request.user) | {"note_typed": request.POST.get("note", ""), "asked": step}
    return render(request, "assessments/form.html", context | ({"held": held} if held else {}), status=422)


def done_sentence(form: AssessmentForm, step: str) -> str:
    """What happened, and who acts next."""
    name = form.placement.student.get_short_name()
    return {
        "hand_in": pgettext("student", "Handed in. The workplace hears of it by itself."),
        "open_without_reflection": _("The form is open for the workplace."),
        "return": _("The form is back with %(name)s, with your note.") % {"name": name},
        "sign": _("Signed. Everybody who needs to know hears of it by itself. You have nothing to pass on."),
        "reopen": _("The form is open again. The signed copy stays as an earlier version."),
    }[step]


def pdf(content: bytes, form: AssessmentForm) -> HttpResponse:
    """A PDF that was made just now."""
    return _as_file(HttpResponse(content, content_type="application/pdf"), form)


def sealed_pdf(version: SealedVersion, form: AssessmentForm, reader) -> HttpResponse:
    """A sealed PDF as it lies in the storage: of the whole form, or of the one unit this reader examines. Who examines
    several but not all gets those, out of the sealed content."""
    units = form.units_for(reader)
    if units and len(units) > 1:
        return pdf(paper_of(of_units(version.content, *(unit.code for unit in units))), form)
    file = default_storage.open(sealed_paper(version, units[0] if units else None).file, "rb")
    return _as_file(FileResponse(file, content_type="application/pdf"), form)


def _as_file(response: HttpResponse, form: AssessmentForm) -> HttpResponse:
    name = f"{form.get_moment_display()}-{form.placement_id}.pdf".replace(" ", "-")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; sandbox"
    response["Cache-Control"] = "no-store"
    return response
