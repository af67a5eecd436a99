"""Who may do and read what on the way to ending a placement early (E01-E04). One screen, as `concern_rules.py`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .concern_rules import INSTITUTE, MENTOR, SCHOOL, STUDENT, step
from .roles import Role

COACH = Role.STUDY_COACH
STARTER = "starter"  # whoever brought it up, as long as he stands in the placement
PLANNER = "planner"  # whoever was there when a plan was made, as long as he stands in the placement

MAY_START = {STUDENT, MENTOR, SCHOOL, INSTITUTE}
MAY_NOTE_CONTACT = {MENTOR, SCHOOL, INSTITUTE}
WANTED_CONTACTS = [SCHOOL, INSTITUTE]  # E03: before anything is ended


class Reason(models.TextChoices):
    """Why, coded (E02). Read on the page of the record alone; in no list, mail, export or log."""

    PERSONAL = "personal", _("personal reasons")
    MISMATCH = "mismatch", _("a mismatch between student and mentor")
    STAGNATION = "stagnation", _("development that stands still")
    UNSAFE = "unsafe", _("unsafe situations")
    ATTITUDE = "attitude", _("professional attitude")


class EndingState(models.TextChoices):
    CONSIDERED = "considered", _("being considered")
    PLANNED = "planned", _("there is a plan")
    ENDED = "ended", _("ended early")
    CONTINUED = "continued", _("goes on")


CONSIDERED, PLANNED = EndingState.CONSIDERED, EndingState.PLANNED
RUNNING = {CONSIDERED, PLANNED}

ENDING_STEPS = {
    "plan": step(
        _("Keep the plan"), RUNNING, PLANNED, {SCHOOL, INSTITUTE},
        tells=frozenset({STARTER, SCHOOL, INSTITUTE, COACH, PLANNER}),
    ),
    "end": step(
        _("End the placement"), {PLANNED}, EndingState.ENDED, {INSTITUTE},
        tells=frozenset({STUDENT, STARTER, MENTOR, SCHOOL, INSTITUTE, COACH, PLANNER}),
    ),
    "go_on": step(
        _("Go on with the placement"), RUNNING, EndingState.CONTINUED, {INSTITUTE},
        tells=frozenset({STARTER, SCHOOL, INSTITUTE}),
    ),
}  # fmt: skip

# Mentor and school educator count once somebody confirmed who they are. Whoever was there when a plan was made reads
# the plan, the student and an examiner too; so does the study coach. The student who neither was there nor brought it
# up himself reads nothing until it is ended; such a mentor nothing until there is a plan, and the plan itself once it
# is decided.
CORE = {STARTER, SCHOOL, INSTITUTE}
ENDING_READERS = {
    "reason": {
        EndingState.CONSIDERED: CORE, EndingState.PLANNED: CORE, EndingState.ENDED: CORE, EndingState.CONTINUED: CORE,
    },
    "contacts": {
        EndingState.CONSIDERED: CORE, EndingState.PLANNED: CORE | {MENTOR},
        EndingState.ENDED: CORE | {MENTOR}, EndingState.CONTINUED: CORE | {MENTOR},
    },
    "plan": {
        EndingState.PLANNED: CORE | {COACH, PLANNER},
        EndingState.ENDED: CORE | {MENTOR, COACH, PLANNER, STUDENT},
        EndingState.CONTINUED: CORE | {MENTOR, COACH, PLANNER},
    },
    "decision": {
        EndingState.ENDED: CORE | {MENTOR, STUDENT},
        EndingState.CONTINUED: CORE | {MENTOR},
    },
}  # fmt: skip
