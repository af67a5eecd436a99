"""The answers of the page of a conversation: saved, refused, too late. What was typed stands in every one of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from placements.models.parts import Part
from placements.part_forms import WAYS_ON, both_texts

from . import talk_desk
from .models import Conversation
from .talk_forms import RecordForm


def page(request: HttpRequest, found: Conversation, status: int = 200, **bound) -> HttpResponse:
    """The whole page; forms may come back with faults."""
    context = talk_desk.page_of(found, request.user, **bound)
    return render(request, "conversations/talk.html", context, status=status)


def saved(request: HttpRequest, found: Conversation, place: talk_desk.TalkPlace) -> HttpResponse:
    """New version and time: those of what was written, as somebody may have saved after it already."""
    if request.POST.get("resolves") and request.htmx:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if not request.htmx:
        messages.success(request, _("Kept. Everybody who sits in this talk can read it."))
        return redirect(found)
    return render(request, "conversations/record_saved.html", {"place": place})


def refused(request: HttpRequest, found: Conversation, place: talk_desk.TalkPlace) -> HttpResponse:
    """Something in it cannot be kept so: the fault beside the field, everything typed still there."""
    if not request.htmx:
        return page(request, found, 422, place=place)
    return render(request, "conversations/record_refused.html", {"place": place}, status=422)


def moved_on(request: HttpRequest, found: Conversation) -> HttpResponse:
    """It was cancelled meanwhile, or this is not one who writes it: nothing is saved or lost."""
    if request.htmx:
        return render(request, "conversations/record_moved_on.html", status=403)
    typed = talk_desk.typed_in(RecordForm(found, request.user, request.POST))
    context = {"back": found.get_absolute_url(), "typed": typed}
    return render(request, "conversations/moved_on.html", context, status=403)


def conflict(request: HttpRequest, found: Conversation, place: talk_desk.TalkPlace, current: Part) -> HttpResponse:
    """Somebody else was first: both texts beside each other, three ways on, nothing is gone (409)."""
    data, fields = place.form.data, place.form.fields
    context = {
        "form": found,
        "place": place,
        "back": _("Back to the talk"),
        "current": current,
        "fields": both_texts(place.form, current),
        "values": [(n, value) for n in fields if n not in ("version", "page") for value in data.getlist(n)],
        "choices_of_conflict": WAYS_ON,
    }
    template = "components/writing/answer_conflict.html" if request.htmx else "components/writing/conflict_page.html"
    return render(request, template, context, status=409)
