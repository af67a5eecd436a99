"""Who may do what with a form, when. One screen; decisions, section 5, is the agreed text of these tables."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from placements.roles import Role
from placements.workflow import Step

STUDENT, MENTOR, SCHOOL = Role.STUDENT, Role.WORKPLACE_MENTOR, Role.SCHOOL_EDUCATOR
INSTITUTE, EXAMINER, SUBJECT = Role.INSTITUTE_EDUCATOR, Role.UNIT_EXAMINER, Role.SUBJECT_EDUCATOR


class Moment(models.TextChoices):
    MIDTERM = "midterm", _("midterm evaluation")
    FINAL = "final", _("final assessment")
    REASSESSMENT = "reassess", _("re-assessment")  # of the outcomes that were not met, after a repair agreement


DECIDED_ON = {Moment.FINAL, Moment.REASSESSMENT}  # the moments with judgements and decisions


class State(models.TextChoices):
    REFLECTING = "reflecting", _("the student writes")
    RESPONDING = "responding", _("the workplace responds")
    SIGNED = "signed", _("signed")


class DecisionState(models.TextChoices):
    OPEN = "open", _("open")
    IN_DIALOGUE = "in_dialogue", _("in dialogue")
    ESCALATED = "escalated", _("escalated")
    DECIDED = "decided", _("decided")


class Verdict(models.TextChoices):
    MET = "met", _("met")
    NOT_MET = "not_met", _("not met")


def step(label, source, target, roles, **more) -> Step:
    """A line of the tables below."""
    return Step(label, frozenset({source}), target, frozenset(roles), **more)


STEPS = {
    "hand_in": step(
        _("Hand in"), State.REFLECTING, State.RESPONDING, {STUDENT},
        asks=frozenset({MENTOR}), shows=frozenset({SCHOOL}),
    ),
    "open_without_reflection": step(
        _("Open without reflection"), State.REFLECTING, State.RESPONDING, {INSTITUTE}, needs_note=True,
        asks=frozenset({MENTOR}), tells=frozenset({STUDENT, SCHOOL}),
    ),
    "return": step(
        _("Return to the student"), State.RESPONDING, State.REFLECTING, {MENTOR, SCHOOL}, needs_note=True,
        asks=frozenset({STUDENT}),
    ),
    "sign": step(
        _("Sign"), State.RESPONDING, State.SIGNED, {MENTOR, SCHOOL},
        asks=frozenset({EXAMINER}), tells=frozenset({STUDENT, MENTOR, SCHOOL, INSTITUTE}),
    ),
    "reopen": step(
        _("Reopen"), State.SIGNED, State.RESPONDING, {INSTITUTE}, needs_note=True,
        asks=frozenset({MENTOR}), tells=frozenset({STUDENT, SCHOOL}),
    ),
}  # fmt: skip

# A16, D01-D04: adopt in one act, or talk about one outcome first; who does not agree in time escalates.
DECISION_STEPS = {
    "adopt": step(
        _("Adopt the judgement"), DecisionState.OPEN, DecisionState.DECIDED, {EXAMINER},
        tells=frozenset({STUDENT, MENTOR}), shows=frozenset({SCHOOL, INSTITUTE}),
    ),
    "open_dialogue": step(
        _("Open the dialogue"), DecisionState.OPEN, DecisionState.IN_DIALOGUE, {EXAMINER, MENTOR, SCHOOL},
        asks=frozenset({EXAMINER, MENTOR}), shows=frozenset({SCHOOL, INSTITUTE}),
    ),
    "settle": step(
        _("Settle"), DecisionState.IN_DIALOGUE, DecisionState.DECIDED, {EXAMINER},
        tells=frozenset({STUDENT, MENTOR}), shows=frozenset({SCHOOL, INSTITUTE}),
    ),
    "escalate": step(
        _("Escalate"), DecisionState.IN_DIALOGUE, DecisionState.ESCALATED, {EXAMINER, MENTOR, SCHOOL},
        asks=frozenset({EXAMINER, MENTOR}), shows=frozenset({SCHOOL, INSTITUTE}),
    ),
    "decide_finally": step(
        _("Take the final decision"), DecisionState.ESCALATED, DecisionState.DECIDED, {INSTITUTE},
        tells=frozenset({STUDENT, MENTOR, EXAMINER}), shows=frozenset({SCHOOL}),
    ),
}  # fmt: skip
SIDES = {MENTOR: "workplace", SCHOOL: "workplace", EXAMINER: "institute"}  # who stands on which side of a doubt

MAY_AGREE_ON_REPAIR = {EXAMINER, INSTITUTE}  # with the student, after "not met"

# state of the decision -> roles
SPEAKERS = {
    DecisionState.IN_DIALOGUE: {MENTOR, SCHOOL, EXAMINER},
    DecisionState.ESCALATED: {MENTOR, SCHOOL, EXAMINER, INSTITUTE},  # the institute educator may ask something first
}
DIALOGUE_READERS = {
    DecisionState.IN_DIALOGUE: {MENTOR, SCHOOL, EXAMINER},
    DecisionState.ESCALATED: {MENTOR, SCHOOL, EXAMINER, INSTITUTE},
    DecisionState.DECIDED: {STUDENT, MENTOR, SCHOOL, EXAMINER, INSTITUTE},
}
# A position: one's own side and the institute educator at once; the other side once both are written (D03).

WORKPLACE = {MENTOR, SCHOOL}
EVERYONE = {STUDENT, MENTOR, SCHOOL, INSTITUTE, EXAMINER, SUBJECT}

# part -> state -> roles. An examiner reads the rows of the own unit, a subject educator the own outcome.
WRITERS = {
    "reflection": {State.REFLECTING: {STUDENT}},
    "feedback": {State.RESPONDING: {MENTOR, SCHOOL, SUBJECT}},
    "judgement": {State.RESPONDING: WORKPLACE},
    "other_feedback": {State.RESPONDING: WORKPLACE},
}
READERS = {
    "reflection": {
        State.REFLECTING: {STUDENT},
        State.RESPONDING: {STUDENT, MENTOR, SCHOOL},
        State.SIGNED: EVERYONE,
    },
    "feedback": {State.RESPONDING: {MENTOR, SCHOOL, SUBJECT}, State.SIGNED: EVERYONE},
    "judgement": {State.RESPONDING: WORKPLACE, State.SIGNED: EVERYONE},
    "other_feedback": {State.RESPONDING: WORKPLACE, State.SIGNED: EVERYONE},
}
