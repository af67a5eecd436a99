"""What an introduction is about (C03-C09), in our own short words: for a framework that names no topics itself."""

from django.utils.translation import gettext_lazy as _

from learning_outcomes.models import ConversationKind as Kind

from .cycle import Field, Moment, Question

INTRODUCTION = [
    ("development", _("How the student grew in the first year")),  # C05
    ("outcomes", _("Which learning outcomes it is about")),  # C06
    ("guidance", _("Which guidance suits the student")),  # C07
    ("days", _("On which days the student is there")),
    ("classes", _("Which classes the student teaches")),
    ("first_lesson", _("When the first lesson is")),
    ("moments", _("When you evaluate together")),  # C08
    ("practical", _("Practical matters, such as travelling time")),  # C04
    ("educators", _("Who the educators of the institute are")),  # C09
]


def topics_of(moment: Moment) -> list[Question]:
    """The topics of this moment; those above for an introduction whose framework has none."""
    if moment.topics or moment.kind != Kind.INTRODUCTION:
        return moment.topics
    return [Question(code, str(text), "", Field.TOPIC) for code, text in INTRODUCTION]
