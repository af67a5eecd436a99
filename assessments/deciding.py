"""The page of a decision that is talked about: what was said, whose turn it is, and the forms of who may act."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from placements.roles import Role

from .decision_forms import SayForm, form_for
from .models import OutcomeAssessment, UnitDecision
from .rules import DIALOGUE_READERS, MAY_AGREE_ON_REPAIR, SIDES, SPEAKERS, DecisionState
from .sheet import contribution, positions_in, sheet_of
from .voices import Voice, Voices, voices_of


@dataclass
class Talk:
    """One outcome that is talked about, as this reader may see it."""

    row: OutcomeAssessment
    sheet: dict  # the outcome as on the form
    said: list[dict]
    positions: list[dict]
    voices: Voices
    form: SayForm | None

    @property
    def answers(self) -> list[dict]:
        """What is read as a talk: without the doubt while that stands beside the judgement above it."""
        return self.said if self.positions else self.said[1:]


def page_of(decision: UnitDecision, user, asked: str = "", typed=None) -> dict:
    """Everything the page of a decision shows this reader. `asked` is the step whose form was sent with faults in it,
    `typed` that form; a contribution is asked for as its row."""
    roles = decision.roles_of(user)
    sheet = sheet_of(decision.form, user)
    forms = {step: form_for(step, decision) for step in decision.steps_for(user)}
    side = next((SIDES[role] for role in sorted(roles & SIDES.keys())), "")
    if side in decision.sides_to_hear:
        forms["position"] = form_for("position", decision)
    if decision.is_not_met and not decision.agreed_repair and roles & MAY_AGREE_ON_REPAIR:
        forms["repair"] = form_for("repair", decision)
    if typed is not None and asked in forms:
        forms[asked] = typed
    return {
        "decision": decision,
        "form": decision.form,
        "sheet": sheet,
        "talks": _talks(decision, user, sheet, roles, asked, typed),
        "forms": forms,
        "repair": decision.agreed_repair,
        "asked": asked,
        "side": side,
        "may_read": bool(roles & DIALOGUE_READERS.get(decision.state, set())),
        "waits": waits_sentence(decision, side),
        "is_late": decision.due_on is not None and decision.due_on < timezone.localdate(),
        "decides": Role.INSTITUTE_EDUCATOR in roles and decision.state == DecisionState.ESCALATED,
        "missing": [m for m in decision.missing_for("decide_finally", user)[:1] if decision.sides_to_hear],
    }


def _talks(decision: UnitDecision, user, sheet: dict, roles: set, asked: str, typed) -> list[Talk]:
    by_anchor = {row["anchor"]: row for row in sheet["rows"]}
    by_row = {row.pk: row for row in decision.form.rows.all()}
    said, found = decision.said_for(user), []
    asked_by_decider = any(c.role == Role.INSTITUTE_EDUCATOR for c in said)
    speaks = bool(roles & SPEAKERS.get(decision.state, set()))
    speaks &= decision.state == DecisionState.IN_DIALOGUE or Role.INSTITUTE_EDUCATOR in roles or asked_by_decider
    for row in decision.doubted_rows if said else []:
        mine = [c for c in said if c.row_id == row.pk]
        form = SayForm(prefix=f"say-{row.anchor}") if speaks else None
        if form and asked == f"say-{row.anchor}":
            form = typed
        found.append(
            Talk(
                row,
                by_anchor[row.anchor],
                [contribution(c) for c in mine if c.kind != "position"],
                positions_in(mine),
                voices_of(decision.form, by_row[row.pk], user, examiners_in(mine)),
                form,
            )
        )
    return found


def examiners_in(said: list) -> list[Voice]:
    """Who speaks for the institute in the dialogue stands among the voices too, without marks of its own."""
    last = {c.author_id: c for c in said if c.side == "institute"}
    return [
        Voice(c.author.get_full_name(), c.author.get_short_name(), c.role, c.corner, c.verdict, (("", c.text),))
        for c in last.values()
    ]


def waits_sentence(decision: UnitDecision, side: str = "") -> str:
    """Who acts now, in one sentence; said to somebody who stands on this side."""
    place = decision.form.placement
    names = {
        "workplace": place.people_in([Role.WORKPLACE_MENTOR]) or place.people_in([Role.SCHOOL_EDUCATOR]),
        "institute": place.people_in([Role.UNIT_EXAMINER], decision.unit_id),
    }
    words = {side: people[0].get_short_name() if people else _("nobody yet") for side, people in names.items()}
    if decision.state == DecisionState.IN_DIALOGUE:
        return _("%(workplace)s and %(institute)s talk about it.") % words
    if decision.state != DecisionState.ESCALATED:
        return ""
    if side in decision.sides_to_hear:
        return _("Your position is still to come.")
    if sides := decision.sides_to_hear:
        return _("The position of %(name)s is still to come.") % {"name": words[sides[0]]}
    decider = place.people_in([Role.INSTITUTE_EDUCATOR])
    return _("%(name)s takes the final decision.") % {
        "name": decider[0].get_short_name() if decider else _("The institute educator")
    }
