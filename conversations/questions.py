"""The questions of the start talk in the words of the framework, and in ours where it says nothing (C14, S07-S09)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from learning_outcomes.models import ConversationKind as Kind
from learning_outcomes.models import WorkplacePeriod

from .cycle import moment_of

OPENING = ("situation", "shown_before")
OPEN_FIELDS = ("why", "goal", "activities")  # beside the observation guide
NORM = "satisfied_when"  # beside the table of skills
GROUPS = ("evidence", "support")  # the fields of the two groups below
EVIDENCE, SUPPORT = ("evidence", "noticed_by", "transfer"), ("support", "support_from")
FIELDS = (*OPEN_FIELDS, *EVIDENCE, NORM, *SUPPORT)


@dataclass(frozen=True)
class Asked:
    """A question to the student, what helps with it, and how its answer is called for who reads it."""

    field: str
    text: str
    help: str
    name: str


def own_words() -> dict[str, tuple[str, str]]:
    """Our question and help per field, for the student."""
    return {
        "situation": (
            pgettext("student", "Where do you start from?"),
            pgettext("student", "This school, your classes, and what you can do already."),
        ),
        "shown_before": (
            pgettext("student", "What did you show before?"),
            pgettext("student", "In an earlier placement, in your studies, or elsewhere."),
        ),
        "why": (pgettext("student", "Why does this outcome matter to you?"), ""),
        "goal": (
            pgettext("student", "Which goal do you set?"),
            pgettext("student", "Use the observation guide: tick what your goal is about."),
        ),
        "activities": (
            pgettext("student", "What will you do to get there?"),
            pgettext("student", "Where do you begin, and what can you do at this school?"),
        ),
        "evidence": (pgettext("student", "How will it show in this school?"), ""),
        "noticed_by": (pgettext("student", "Who notices it, or what?"), ""),
        "transfer": (pgettext("student", "Does it carry to another class or setting?"), ""),
        "satisfied_when": (
            pgettext("student", "When will you all be satisfied?"),
            pgettext("student", "Words from the table of complex professional skills may help. They are no norm."),
        ),
        "support": (pgettext("student", "Which support do you want?"), ""),
        "support_from": (
            pgettext("student", "From whom?"),
            pgettext("student", "Your school, your fellow students, another school or the institute."),
        ),
    }


def names() -> dict[str, str]:
    """What each answer is called on the page of a reader, in a difference, and on paper."""
    return {
        "situation": _("Starting situation"),
        "shown_before": _("Shown before"),
        "why": _("Why it matters"),
        "goal": _("Goal"),
        "activities": _("Learning activities"),
        "evidence": _("How it will show here"),
        "noticed_by": _("Who notices it"),
        "transfer": _("In other settings"),
        "satisfied_when": _("Satisfied when"),
        "support": _("Support wanted"),
        "support_from": _("Support from whom"),
    }


def questions_of(period: WorkplacePeriod) -> dict[str, Asked]:
    """Every question of the plan by its field. Two queries; none after a prefetch of `conversations__questions`."""
    moment, called = moment_of(period, Kind.START), names()
    found = {}
    for field, (text, helping) in own_words().items():
        given = moment.asks(field)
        found[field] = Asked(field, given.text if given else text, given.help if given else helping, called[field])
    return found
