"""Who may do and read what with a concern, when (E05). One screen; decisions, section 5, is the agreed text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .roles import Role
from .workflow import Step

STUDENT, MENTOR, SCHOOL = Role.STUDENT, Role.WORKPLACE_MENTOR, Role.SCHOOL_EDUCATOR
INSTITUTE, EXAMINER = Role.INSTITUTE_EDUCATOR, Role.UNIT_EXAMINER
REPORTER = "reporter"  # whoever reported it, as long as he stands beside the student

# The roles from which a concern is reported; an examiner on the own unit, a subject educator on the own outcome.
MAY_REPORT = {MENTOR, SCHOOL, INSTITUTE, EXAMINER, Role.SUBJECT_EDUCATOR}
MAY_TELL = {REPORTER, SCHOOL, INSTITUTE}  # who may note that the student was told; the person tells, never a mail
ASKED_WHETHER_TOLD = {REPORTER, INSTITUTE}


class ConcernState(models.TextChoices):
    REPORTED = "reported", _("reported")
    WITH_EXAMINER = "with_examiner", _("the examiner looks along")
    AGREED = "agreed", _("agreements made")
    CLOSED = "closed", _("closed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Ending(models.TextChoices):
    """How a concern ended; never a verdict."""

    GONE = "gone", _("The concern is gone.")
    BETTER = "better", _("It goes better, and stays a point to develop.")
    REMAINS = "remains", _("The concern remains; the next form takes it up.")


OPEN = {ConcernState.REPORTED, ConcernState.WITH_EXAMINER, ConcernState.AGREED}


def step(label, source, target, roles, **more) -> Step:
    """A line of the table below."""
    return Step(label, frozenset(source), target, frozenset(roles), **more)


CONCERN_STEPS = {
    "bring_in": step(
        _("Bring in the examiner"), {ConcernState.REPORTED}, ConcernState.WITH_EXAMINER, {INSTITUTE},
        asks=frozenset({EXAMINER}),
    ),
    "agree": step(
        _("Keep the agreements"), {ConcernState.REPORTED, ConcernState.WITH_EXAMINER}, ConcernState.AGREED,
        {INSTITUTE, EXAMINER}, tells=frozenset({REPORTER, SCHOOL, INSTITUTE}),
    ),
    "follow_up": step(
        _("Keep the new agreement"), {ConcernState.AGREED}, ConcernState.AGREED, {INSTITUTE, EXAMINER},
        tells=frozenset({REPORTER, SCHOOL, INSTITUTE}),
    ),
    "close": step(
        _("Close the concern"), {ConcernState.AGREED}, ConcernState.CLOSED, {INSTITUTE},
        tells=frozenset({REPORTER, SCHOOL, EXAMINER}),
    ),
    "withdraw": step(
        _("Withdraw the concern"), {ConcernState.REPORTED, ConcernState.WITH_EXAMINER}, ConcernState.WITHDRAWN,
        {REPORTER}, needs_note=True, tells=frozenset({INSTITUTE, EXAMINER}),
    ),
}  # fmt: skip

# Mentor and school educator count once somebody confirmed who they are, an examiner once brought in on the own unit,
# the student once a person has told him. Nobody else knows that there is a concern at all.
INNER = {REPORTER, SCHOOL, INSTITUTE, EXAMINER}
WORDS = dict.fromkeys(ConcernState, INNER)
CONCERN_READERS = {
    "concern": {  # that there is one, on which outcome, since when
        ConcernState.REPORTED: INNER | {STUDENT},
        ConcernState.WITH_EXAMINER: INNER | {STUDENT},
        ConcernState.AGREED: INNER | {STUDENT, MENTOR},
        ConcernState.CLOSED: INNER | {STUDENT, MENTOR},
        ConcernState.WITHDRAWN: INNER | {STUDENT},
    },
    "words": WORDS,  # what was seen, what each said about it, how it went
    "agreements": {  # what, who, until when; and how it ended
        ConcernState.AGREED: INNER | {STUDENT, MENTOR},
        ConcernState.CLOSED: INNER | {STUDENT, MENTOR},
    },
}
CONCERN_WRITERS = dict.fromkeys(OPEN, INNER)  # of contributions
