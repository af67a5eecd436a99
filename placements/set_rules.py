"""The student's own set of outcomes: where an outcome comes from, how it stands, and who may move it (M01-M10)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .roles import Role
from .workflow import Step

MAY_EDIT_SET = {Role.INSTITUTE_EDUCATOR}
# A study coach reads no forms, so no set either.
MAY_READ_SET = {
    Role.STUDENT,
    Role.WORKPLACE_MENTOR,
    Role.SCHOOL_EDUCATOR,
    Role.INSTITUTE_EDUCATOR,
    Role.UNIT_EXAMINER,
    Role.SUBJECT_EDUCATOR,
}


class Origin(models.TextChoices):
    """Where an outcome of the set comes from."""

    PERIOD = "period", _("of this period")
    LEFTOVER = "leftover", _("left over from an earlier year")  # M01
    LATER_YEAR = "later_year", _("of a later year")  # M08
    SUBJECT = "subject", _("subject outcome")  # V07


class SetState(models.TextChoices):
    PROPOSED = "proposed", _("proposed by the student")
    ASKED = "asked", _("asked")
    SHOWN = "shown", _("shown")
    DROPPED = "dropped", _("not asked any more")
    REPLACED = "replaced", _("replaced")  # by the same outcome with another role, unit or level
    DECLINED = "declined", _("not agreed")


IN_SET = [SetState.PROPOSED, SetState.ASKED, SetState.SHOWN]  # an outcome is there once
CURRENT = [SetState.ASKED, SetState.SHOWN]  # what belongs to the set now


class Entry(models.TextChoices):
    """What the institute educator recorded about an entry condition (M03, P13)."""

    SHOWN = "shown", _("shown: the placement may go on")
    REFUSED = "refused", _("not shown: no entry")


def step(label, source, target, roles=MAY_EDIT_SET, **more) -> Step:
    """A line of the table below."""
    return Step(label, frozenset({source}), target, frozenset(roles), **more)


TELLS_STUDENT = frozenset({Role.STUDENT})
SET_STEPS = {
    "agree": step(_("Agree"), SetState.PROPOSED, SetState.ASKED, tells=TELLS_STUDENT),
    "decline": step(_("Do not agree"), SetState.PROPOSED, SetState.DECLINED, needs_note=True, tells=TELLS_STUDENT),
    "entry_shown": step(_("Entry: shown"), SetState.ASKED, SetState.ASKED, tells=TELLS_STUDENT),
    "entry_refused": step(
        _("Entry: not shown"), SetState.ASKED, SetState.ASKED, needs_note=True, tells=TELLS_STUDENT
    ),
    "examiner_agreed": step(_("Last year's examiner agrees"), SetState.ASKED, SetState.ASKED),
    "confirm": step(_("Confirm as shown"), SetState.ASKED, SetState.SHOWN, tells=TELLS_STUDENT),
    "carry_over": step(
        _("Carry over"), SetState.ASKED, SetState.SHOWN,
        {Role.INSTITUTE_EDUCATOR, Role.UNIT_EXAMINER}, tells=TELLS_STUDENT,
    ),
    "take_back": step(_("Take back"), SetState.SHOWN, SetState.ASKED, needs_note=True, tells=TELLS_STUDENT),
    "drop": step(_("Ask no more"), SetState.ASKED, SetState.DROPPED),
    "ask_again": step(_("Ask again"), SetState.DROPPED, SetState.ASKED),
    "replace": step(_("Replace"), SetState.ASKED, SetState.REPLACED),
}  # fmt: skip
# What the machine takes by itself: no button.
WITHOUT_BUTTON = {"carry_over", "replace"}
# After these the forms look different, so they are locked first, as writing locks them.
MOVES_FORMS = {"agree", "drop", "ask_again", "replace"}
