"""Placements, invitations, the set of a student."""

from learning_outcomes.models import TailoredRule
from placements.models import Invitation, Recognition
from tests.cast import Cast

from .rows import COACH, EVERYBODY, INSIDERS, OPEN, STUDENTS, Row, own_placement


def invitation(cast: Cast) -> list:
    return [cast.placement.pk, Invitation.objects.get(participation__user=cast.mentor).pk]


EDITS_SET, RECOGNISES = {"institute_educator"}, {"institute_educator", "examiner"}


def leftover(cast: Cast) -> dict:
    return {"rule": TailoredRule.objects.get(code="M3").pk, "previous_examiner": "Mieke van Dal"}


def item_of_set(cast: Cast) -> list:
    return [cast.placement.pk, cast.placement.outcomes.get(outcome__code="PPI", state="asked").pk]


def recognised(cast: Cast) -> list:
    """An outcome that came into the set later, in the unit of the first examiner, and was recognised."""
    return [cast.placement.pk, cast.placement.outcomes.get(outcome__code="VD-AK-1").pk]


def recognised_by(cast: Cast) -> int:
    return Recognition.objects.get().pk


INVITED = {"role": "workplace_mentor", "first_name": "Imke", "last_name": "Buurma", "email": "imke@vlierbeek.example"}

# The midterm waits for the workplace; the final form is signed and decided on both units.


ROWS = [
    # people
    Row("placements:placement_list", ok=EVERYBODY - STUDENTS, also=dict.fromkeys(STUDENTS, 302)),
    Row("placements:placement", lambda c: [c.placement.pk], ok=INSIDERS | COACH),
    Row("placements:confirm", ok=EVERYBODY),
    Row("placements:confirm", method="post", ok=EVERYBODY, success=302),
    Row("placements:invite", lambda c: [c.placement.pk], ok={"student"}, refused=(INSIDERS | COACH) - {"student"}),
    Row(
        "placements:invite", lambda c: [c.placement.pk], "post", data=INVITED, success=302,
        ok={"student"}, refused=(INSIDERS | COACH) - {"student"},
    ),
    Row(
        "placements:resend", invitation, "post", success=302,
        ok={"student", "institute_educator"}, refused=(INSIDERS | COACH) - {"student", "institute_educator"},
    ),
    Row(
        "placements:withdraw", invitation, "post", success=302,
        ok={"student", "institute_educator"}, refused=(INSIDERS | COACH) - {"student", "institute_educator"},
    ),
    # the student's own set of outcomes
    Row("placements:outcomes", own_placement, ok=INSIDERS, refused=COACH),
    Row("placements:outcome_propose", own_placement, ok={"student"}, refused=(INSIDERS | COACH) - {"student"}),
    Row(
        "placements:outcome_propose", own_placement, "post", data=leftover, success=302,
        ok={"student"}, refused=(INSIDERS | COACH) - {"student"},
    ),
    Row("placements:outcome_new", lambda c: [c.placement.pk, "subject"], ok=EDITS_SET,
        refused=(INSIDERS | COACH) - EDITS_SET),
    Row(
        "placements:outcome_new", lambda c: [c.placement.pk, "leftover"], "post", data=leftover, success=302,
        ok=EDITS_SET, refused=(INSIDERS | COACH) - EDITS_SET,
    ),
    Row("placements:outcome_edit", item_of_set, ok=EDITS_SET, refused=(INSIDERS | COACH) - EDITS_SET),
    Row(
        "placements:outcome_edit", item_of_set, "post", data={"mentor_role": "none"}, success=302,
        ok=EDITS_SET, refused=(INSIDERS | COACH) - EDITS_SET,
    ),
    Row(
        "placements:outcome_step", lambda c: [*item_of_set(c), "drop"], "post", success=302,
        ok=EDITS_SET, refused=(INSIDERS | COACH) - EDITS_SET,
    ),
    Row("placements:outcome_recognise", item_of_set, ok=RECOGNISES, refused=(INSIDERS | COACH) - RECOGNISES),
    Row(
        "placements:outcome_recognise", item_of_set, "post", data={"kind": "evc"}, success=422,
        ok=RECOGNISES, refused=(INSIDERS | COACH) - RECOGNISES,
    ),
    Row(
        "placements:recognition_withdraw", lambda c: [*recognised(c), recognised_by(c)], "post",
        data={"note": "Verkeerde student."}, success=302, ok=RECOGNISES, refused=(INSIDERS | COACH) - RECOGNISES,
    ),
    Row("placements:link", lambda c: ["a" * 43], ok=OPEN),
    Row("placements:link_code", lambda c: ["a" * 43], ok=OPEN),
    Row("placements:link_not_mine", lambda c: ["a" * 43], ok=OPEN),
    # a made-up link leads nobody anywhere; who holds a real one is in tests/placements
    Row("placements:link", lambda c: ["a" * 43], "post", anonymous=404),
    Row("placements:link_code", lambda c: ["a" * 43], "post", data={"code": "123456"}, anonymous=404),
    Row("placements:link_not_mine", lambda c: ["a" * 43], "post", anonymous=404),
]  # fmt: skip
