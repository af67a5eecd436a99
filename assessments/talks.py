"""The forms and the talks around them: the page of a talk leads to the form of its moment, the other way round, and
whoever signs the form writes down on which day it was talked about."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conversations.models import Conversation, LearningPlan
from conversations.rules import TRIANGLE_TALKS, Kind, PlanState
from conversations.rules import State as TalkState
from placements.models import Placement

from .forms import TalkHeldForm
from .models import AssessmentForm
from .rules import Moment, State

TALKED_ABOUT = {Moment.MIDTERM, Moment.FINAL}  # each has its conversation


def links_of_forms(sender, conversation: Conversation, user, **kwargs) -> list[tuple[str, str]]:
    """(text, address) of the form this conversation is about, for who may know of it."""
    if conversation.kind not in TALKED_ABOUT:
        return []
    own = user.pk == conversation.placement.student_id
    text = pgettext("student", "Go to your form") if own else _("Go to the form")
    found = AssessmentForm.objects.visible_to(user).filter(placement=conversation.placement, moment=conversation.kind)
    return [(text, form.get_absolute_url()) for form in found]


def talk_of(form: AssessmentForm, user) -> Conversation | None:
    """The conversation about this form, for who sits in it."""
    if form.moment not in TALKED_ABOUT:
        return None
    return Conversation.objects.visible_to(user).filter(placement=form.placement_id, kind=form.moment).first()


def held_form(form: AssessmentForm, talk: Conversation | None, user, data=None) -> TalkHeldForm | None:
    """What is asked beside the signature, with the planned day filled in once it has come; None when the talk is off,
    was written down already, or this person does not sign now."""
    if talk is None or "sign" not in form.steps_for(user) or "hold" not in talk.steps_for(user):
        return None
    asks_told = talk.may_tell_verdict(user) and talk.verdict_told_on is None
    return TalkHeldForm(talk, data, asks_told=asks_told)


class NotSaid(Exception):
    """What was said beside the signature has a fault; `form` says which."""

    def __init__(self, form: TalkHeldForm) -> None:
        super().__init__("faults")
        self.form = form


@transaction.atomic
def sign(form: AssessmentForm, by, note: str, posted: Mapping) -> AssessmentForm:
    """Sign, and write down with it that the talk was held and the verdict told: both or neither. The talk comes first,
    so that it stands in what is sealed.

    Raises as `AssessmentForm.take`, and NotSaid.
    """
    Placement.objects.lock(form.placement_id)
    talk = talk_of(form, by)
    said = held_form(form, talk, by, posted) if "held_on" in posted else None
    if said and not said.is_valid():
        raise NotSaid(said)
    if said and (day := said.cleaned_data["held_on"]):
        talk.take("hold", by, held_on=day)
        if said.cleaned_data.get("told"):
            talk.tell_verdict(by, day)
    return form.take("sign", by, note)


def is_off(form: AssessmentForm) -> bool:
    """Was the conversation about this form cancelled, and not planned again?"""
    return (
        form.moment in TALKED_ABOUT
        and form.placement.conversations.filter(kind=form.moment, state=TalkState.CANCELLED).exists()
    )


def called_off(day: date) -> QuerySet[Conversation]:
    """Conversations of the triangle that are off, of placements that run on this day, as long as it makes sense to plan
    them again: until the form of the moment is signed, and for the start until the plan is approved or the student has
    handed in for the midterm."""
    forms = AssessmentForm.objects.filter(placement=OuterRef("placement"))
    signed = forms.filter(moment=OuterRef("kind"), state=State.SIGNED)
    approved = LearningPlan.objects.filter(placement=OuterRef("placement"), state=PlanState.APPROVED)
    past_start = Exists(approved) | Exists(forms.filter(moment=Moment.MIDTERM).exclude(state=State.REFLECTING))
    off = Conversation.objects.filter(
        state=TalkState.CANCELLED,
        kind__in=TRIANGLE_TALKS,
        placement__ended_on=None,
        placement__start__lte=day,
        placement__end__gte=day,
    )
    return off.exclude(Exists(signed)).exclude(past_start, kind=Kind.START).select_related("placement__student")
