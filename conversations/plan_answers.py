"""The answers of the page of a plan: saved, refused, too late. What was typed stands in every one of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from placements.models.parts import Part
from placements.part_forms import WAYS_ON, both_texts

from . import plan_desk
from .models import LearningPlan
from .plan_forms import RemarkForm


def _words(plan: LearningPlan, place: plan_desk.PlanPlace) -> dict:
    return {"form": plan, "place": place, "back": pgettext("student", "Back to your plan")}


def saved(request: HttpRequest, plan: LearningPlan, place: plan_desk.PlanPlace, written: Part) -> HttpResponse:
    """New version and time, and what is still missing. The version is that of what was `written`: somebody may have
    saved after it, and that text was not seen yet."""
    if request.POST.get("resolves") and request.htmx:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if not request.htmx:
        return redirect(f"{plan.get_absolute_url()}#{place.anchor}")
    fresh = plan_desk.place_of(plan, place.item and place.item.pk, request.user)
    fresh.record.version, fresh.record.saved_at = written.version, written.saved_at
    return render(request, "conversations/plan/saved.html", plan_desk.page_of(plan, request.user) | {"place": fresh})


def refused(request: HttpRequest, plan: LearningPlan, place: plan_desk.PlanPlace) -> HttpResponse:
    """Something in it cannot be kept so: the fault beside the field, everything typed still there."""
    template = "components/writing/answer_refused.html" if request.htmx else "components/writing/part_page.html"
    return render(request, template, _words(plan, place) | {"kept": _picked(place)}, status=422)


def moved_on(request: HttpRequest, plan: LearningPlan, place: plan_desk.PlanPlace) -> HttpResponse:
    """The plan was sent for approval meanwhile, or this is not the one who writes it: nothing is saved or lost."""
    template = "conversations/plan/moved_on.html" if request.htmx else "conversations/plan/moved_on_page.html"
    data = place.form.data
    typed = [text for name in place.record.TEXTS if (text := data.get(name, "").strip())]
    return render(request, template, {"plan": plan, "place": place, "typed": typed}, status=403)


def conflict(request: HttpRequest, plan: LearningPlan, place: plan_desk.PlanPlace, current: Part) -> HttpResponse:
    """Another device was first: both texts beside each other, three ways on, nothing is gone (409)."""
    context = {
        "current": current,
        "fields": both_texts(place.form, current),
        "values": [*place.form.values().items(), *_picked(place)],
        "choices_of_conflict": WAYS_ON,
    }
    template = "components/writing/answer_conflict.html" if request.htmx else "components/writing/conflict_page.html"
    return render(request, template, _words(plan, place) | context, status=409)


def _picked(place: plan_desk.PlanPlace) -> list[tuple[str, str]]:
    """What was ticked, as it was posted: names and values."""
    return [(name, value) for name in place.form.MARKS.values() for value in place.form.data.getlist(name)]


def step_refused(request: HttpRequest, plan: LearningPlan, step: str, sentences: list[str]) -> HttpResponse:
    """Back to the plan with the sentences; a note that was typed stays."""
    for sentence in sentences:
        messages.warning(request, sentence)
    asked = {"note_typed": request.POST.get("note", ""), "asked": step}
    return render(request, "conversations/plan.html", plan_desk.page_of(plan, request.user) | asked, status=422)


def remark_refused(request: HttpRequest, plan: LearningPlan, form: RemarkForm) -> HttpResponse:
    """Back to the plan, with the fault beside the box it was typed in."""
    context = plan_desk.page_of(plan, request.user) | {"remark_form": form, "remark_item": form.data.get("item", "")}
    return render(request, "conversations/plan.html", context, status=422)


def done_sentence(plan: LearningPlan, step: str) -> str:
    """What happened, and who acts next."""
    name = plan.placement.student.get_short_name()
    return {
        "share": pgettext("student", "Shared. Your workplace hears of it by itself."),
        "ask_approval": pgettext("student", "Sent for approval. Your workplace hears of it by itself."),
        "take_back": pgettext("student", "Taken back. You can write in your plan again."),
        "send_back": _("The plan is back with %(name)s, with your note.") % {"name": name},
        "approve": _("Approved, pedagogically and didactically. %(name)s hears of it by itself.") % {"name": name},
    }[step]
