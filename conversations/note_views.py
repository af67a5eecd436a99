"""What a supervisor has to know: written by the student for one person, read by that person, and found nowhere else."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from placements.middleware import keeps_text
from placements.models import Placement
from placements.roles import Role

from .models import PrivateNote
from .note_forms import PrivateNoteForm
from .rules import NOTE_RECIPIENTS


def stored_nowhere(view: Callable) -> Callable:
    """The answer lies in no cache, and what was posted in no report of a fault."""

    @sensitive_post_parameters()
    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return page


def _placement(request: HttpRequest, pk: int, roles: set[str]) -> Placement:
    found = get_object_or_404(Placement.objects.visible_to(request.user).for_page(), pk=pk)
    if not found.roles_of(request.user) & roles:
        raise PermissionDenied
    return found


@require_safe
@stored_nowhere
def private_notes(request: HttpRequest, pk: int) -> HttpResponse:
    """For the student: whom to tell what. For a supervisor: what he was told himself; the page is there for each of
    them, so that it says nothing by being there."""
    placement = _placement(request, pk, NOTE_RECIPIENTS | {Role.STUDENT})
    if request.user == placement.student:
        return render(request, "conversations/private_notes.html", _page_of(placement, request.user))
    notes = PrivateNote.objects.readable_by(request.user).filter(placement=placement)
    return render(request, "conversations/private_note.html", {"placement": placement, "notes": notes})


def _page_of(placement: Placement, user, bound: dict | None = None) -> dict:
    """A line for each person who may be told something, with the note that stands there; and what others still have."""
    notes = {note.recipient_id: note for note in PrivateNote.objects.written_by(user).filter(placement=placement)}
    lines = []
    for person in placement.people_in(NOTE_RECIPIENTS):
        note = notes.get(person.pk)
        initial = {"text": note.text, "last_day": note.last_day} if note else {}
        form = PrivateNoteForm(placement, initial=initial, auto_id=f"note-{person.pk}-%s")
        lines.append({"person": person, "note": note, "form": (bound or {}).get(person.pk) or form})
    over, forms = placement.end < timezone.localdate(), [line["form"] for line in lines]
    return {"placement": placement, "lines": lines, "over": over, "forms": forms}


@require_POST
@stored_nowhere
@keeps_text
def private_note(request: HttpRequest, pk: int, recipient_pk: int) -> HttpResponse:
    """Write the note for one person; what stood there before is gone."""
    placement = _placement(request, pk, {Role.STUDENT})
    if recipient_pk not in {person.pk for person in placement.people_in(NOTE_RECIPIENTS)}:
        raise Http404
    form = PrivateNoteForm(placement, request.POST, auto_id=f"note-{recipient_pk}-%s")
    if not form.is_valid():
        context = _page_of(placement, request.user, {recipient_pk: form})
        return render(request, "conversations/private_notes.html", context, status=422)
    key = {"placement": placement, "recipient_id": recipient_pk}
    values = form.cleaned_data | {"written_on": timezone.localdate()}
    PrivateNote.objects.update_or_create(**key, defaults=values)
    messages.success(request, pgettext("student", "Kept. Only this person reads it."))
    return redirect("conversations:private_notes", pk)


@require_POST
@stored_nowhere
def private_note_withdraw(request: HttpRequest, pk: int, recipient_pk: int) -> HttpResponse:
    """Take the note back: it is deleted at once. Twice is harmless."""
    placement = _placement(request, pk, {Role.STUDENT})
    PrivateNote.objects.filter(placement=placement, recipient=recipient_pk).delete()
    messages.success(request, pgettext("student", "The note is gone. Nobody reads it any more."))
    return redirect("conversations:private_notes", pk)
