"""Who may do what with a conversation, a learning plan and a goal, when. One screen (C01-C33, X08, X24)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from learning_outcomes.models import ConversationKind as Kind
from placements.roles import Role
from placements.workflow import Step

STUDENT, MENTOR, SCHOOL = Role.STUDENT, Role.WORKPLACE_MENTOR, Role.SCHOOL_EDUCATOR
INSTITUTE, EXAMINER, SUBJECT = Role.INSTITUTE_EDUCATOR, Role.UNIT_EXAMINER, Role.SUBJECT_EDUCATOR

TRIANGLE = {STUDENT, MENTOR, SCHOOL, INSTITUTE}  # C02: the seats of a conversation; the institute's may be the school's
WORKPLACE = {MENTOR, SCHOOL}
DATED = [Kind.INTRODUCTION, Kind.START, Kind.MIDTERM, Kind.FINAL]  # each once in a placement; the others as they come
TRIANGLE_TALKS = [Kind.START, Kind.MIDTERM, Kind.FINAL]  # C08: planned in one go


class State(models.TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")


class PlanState(models.TextChoices):
    PREPARING = "preparing", _("the student prepares")
    SHARED = "shared", _("shared for the start talk")
    ASKED = "asked", _("approval is asked")
    APPROVED = "approved", _("approved")


class PassedState(models.TextChoices):
    PASSED = "passed", _("passed on")
    TAKEN_OVER = "taken_over", _("taken over")
    DECLINED = "declined", _("not taken over")
    WITHDRAWN = "withdrawn", _("withdrawn")


class GoalState(models.TextChoices):
    RUNNING = "running", _("runs")
    REACHED = "reached", _("reached")
    LET_GO = "let_go", _("let go")


def step(label, source, target, roles, **more) -> Step:
    """A line of the tables below."""
    return Step(label, frozenset({source}), target, frozenset(roles), **more)


# A day, a time, a place: `plan` says or changes them. Whom it concerns gets them for the calendar (`calendar_mails`).
STEPS = {
    "plan": step(_("Plan"), State.PLANNED, State.PLANNED, TRIANGLE),
    "hold": step(_("Write down that it was held"), State.PLANNED, State.HELD, TRIANGLE),
    "take_back": step(_("It was not held after all"), State.HELD, State.PLANNED, TRIANGLE, needs_note=True),
    "cancel": step(pgettext_lazy("conversation", "Cancel"), State.PLANNED, State.CANCELLED, TRIANGLE, needs_note=True),
    "plan_again": step(_("Plan again"), State.CANCELLED, State.PLANNED, TRIANGLE),
}

# C13-C19, X24: one plan with two lines of approval, given in one act.
PLAN_STEPS = {
    "share": step(
        _("Share"), PlanState.PREPARING, PlanState.SHARED, {STUDENT},
        asks=frozenset({MENTOR}), shows=frozenset({SCHOOL, INSTITUTE, EXAMINER}),
    ),
    "ask_approval": step(
        _("Ask for approval"), PlanState.SHARED, PlanState.ASKED, {STUDENT},
        asks=frozenset({MENTOR}), shows=frozenset({SCHOOL}),
    ),
    "take_back": step(pgettext_lazy("plan", "Take back"), PlanState.ASKED, PlanState.SHARED, {STUDENT}),
    "send_back": step(
        _("Send back"), PlanState.ASKED, PlanState.SHARED, WORKPLACE, needs_note=True,
        asks=frozenset({STUDENT}), shows=frozenset({STUDENT}),
    ),
    "approve": step(
        _("Approve"), PlanState.ASKED, PlanState.APPROVED, WORKPLACE,
        tells=frozenset({STUDENT}), shows=frozenset({SCHOOL, INSTITUTE, EXAMINER}),
    ),
}  # fmt: skip

GOAL_STEPS = {
    "reach": step(_("Reached"), GoalState.RUNNING, GoalState.REACHED, {STUDENT, MENTOR}),
    "let_go": step(_("Let go"), GoalState.RUNNING, GoalState.LET_GO, {STUDENT}, needs_note=True),
    "go_on": step(_("Go on with it"), GoalState.REACHED, GoalState.RUNNING, {STUDENT, MENTOR}),
}

# C09: the student passes on an address; nobody sits anywhere before the institute educator has looked (trust.md 1.1).
PASSED_STEPS = {
    "take_over": step(_("Take over"), PassedState.PASSED, PassedState.TAKEN_OVER, {INSTITUTE}),
    "decline": step(
        _("Do not take over"), PassedState.PASSED, PassedState.DECLINED, {INSTITUTE}, needs_note=True,
        tells=frozenset({STUDENT}),
    ),
    "withdraw": step(_("Withdraw"), PassedState.PASSED, PassedState.WITHDRAWN, {STUDENT}),
}  # fmt: skip

PLAN_WRITERS = {PlanState.PREPARING: {STUDENT}, PlanState.SHARED: {STUDENT}}
# An examiner reads the outcomes of the own unit, a subject educator the own outcome (X08: to read, without a task).
_ALL = {STUDENT, MENTOR, SCHOOL, INSTITUTE, EXAMINER, SUBJECT}
PLAN_READERS = {
    PlanState.PREPARING: {STUDENT},
    PlanState.SHARED: _ALL,
    PlanState.ASKED: _ALL,
    PlanState.APPROVED: _ALL,
}
MAY_REMARK = {MENTOR, SCHOOL, INSTITUTE, EXAMINER, SUBJECT}  # C16: feedback on the plan

TALK_WRITERS = {STUDENT, MENTOR, SCHOOL}  # what was discussed; nobody's feedback or judgement
TALK_READERS = TRIANGLE
TELLS_VERDICT = {MENTOR, SCHOOL, INSTITUTE}  # C30: the verdict is said aloud; they note on which day
NOTE_RECIPIENTS = {MENTOR, SCHOOL, INSTITUTE}  # C04: whom the student may tell what a supervisor has to know
EDUCATOR_READERS = TRIANGLE  # C09, Y01: who reads which educators the student passed on
GOAL_WRITERS = {STUDENT}
GOAL_READERS = _ALL - {SUBJECT}

SKILL_READERS = TRIANGLE  # B02: words for a conversation, so for who sits in it
SIDES = {STUDENT: "student", MENTOR: "workplace", SCHOOL: "workplace"}  # whose view of the skills


class Activity(models.TextChoices):
    """What the student works on all the time (C21)."""

    REPERTOIRE = "repertoire", _("widening the repertoire")
    EXPERIMENT = "experiment", _("experimenting")
    ROUTINE = "routine", _("widening routines")
    THEORY = "theory", _("linking theory")
    VISIBLE = "visible", _("making development visible")


class Line(models.TextChoices):
    """What is approved (C17, X24)."""

    PEDAGOGICAL = "pedagogical", _("pedagogical")
    DIDACTIC = "didactic", _("didactic")
