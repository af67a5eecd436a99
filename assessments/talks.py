"""The forms and the talks around them: the page of a talk leads to the form of its moment, and the other way round."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conversations.models import Conversation

from .models import AssessmentForm
from .rules import Moment

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
