"""Students of the demo with a set of their own: leftovers, a pilot, an exemption, an observation form."""

from collections.abc import Callable
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from learning_outcomes.models import LearningOutcome, TailoredRule
from placements import sets
from placements.invitations import confirm, invite
from placements.models import Placement, PlacementOutcome, User
from placements.roles import Role
from placements.set_rules import Origin

from .attaching import attach
from .rules import Moment

EXAMINER_OF_LAST_YEAR = "Mieke van Dalen"
FORM = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
FORM += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def tailor(placement: Placement, name: str) -> None:
    """Before anything is written: what this student works on besides the period."""
    TAILORED.get(name, lambda placement: None)(placement)


def finish(placement: Placement, name: str) -> None:
    """After the stage: what the institute educator confirms, or still has to record."""
    if name == "Luuk":
        _a_closed_gate(placement)
    if name == "Yara":
        _rule_item(placement, "M4").take("confirm", _institute(placement))


def _institute(placement: Placement) -> User:
    return placement.people_in([Role.INSTITUTE_EDUCATOR])[0]


def _rule(placement: Placement, code: str) -> TailoredRule:
    return TailoredRule.objects.get(framework=placement.period.framework_id, code=code)


def _rule_item(placement: Placement, code: str) -> PlacementOutcome:
    return placement.outcomes.current().get(rule__code=code)


def _subject(placement: Placement, code: str, mentor_role: str = "") -> LearningOutcome:
    """Add this subject outcome; without a role the one the guide gives."""
    outcome = LearningOutcome.objects.get(framework=placement.period.framework_id, code=code)
    role = mentor_role or outcome.mentor_role
    sets.add_outcome(placement, _institute(placement), outcome, Origin.SUBJECT, mentor_role=role)
    return outcome


def _a_proposal(placement: Placement) -> None:
    _subject(placement, "VD-NE-1")
    sets.propose(placement, placement.student, _rule(placement, "M3"), EXAMINER_OF_LAST_YEAR)


def _a_closed_gate(placement: Placement) -> None:
    sets.add_leftover(placement, _institute(placement), _rule(placement, "M1"), EXAMINER_OF_LAST_YEAR)


def _leftovers_a_pilot_and_an_exemption(placement: Placement) -> None:
    by = _institute(placement)
    sets.add_leftover(placement, by, _rule(placement, "M4"), EXAMINER_OF_LAST_YEAR)
    sets.add_leftover(placement, by, _rule(placement, "M2"), EXAMINER_OF_LAST_YEAR).take("examiner_agreed", by)
    _subject(placement, "VD-EN-2")
    _subject(placement, "VD-EN-1")
    sets.recognise(
        placement.outcomes.current().get(outcome__code="ICT"),
        by,
        kind="exemption",
        brought="Diploma lerarenopleiding basisonderwijs, met het portfolio van de module media en ict.",
        validated_by=EXAMINER_OF_LAST_YEAR,
        validator_function="lid van de examencommissie",
        on=timezone.localdate() - timedelta(weeks=12),
        rule="artikel 4.3 van de onderwijs- en examenregeling",
    )


def _an_observation_form(placement: Placement) -> None:
    outcome = _subject(placement, "VD-WI-1")
    person = ("Nadia", "Verkuil", "nadia.verkuil@driehoek.example")
    seat = invite(placement, placement.student, Role.SUBJECT_EDUCATOR, *person, outcome=outcome).participation
    confirm([seat.pk], by=_institute(placement))
    form = placement.forms.get(moment=Moment.FINAL)
    row = form.rows.get(item__outcome=outcome)
    attach(form, row, placement.student, SimpleUploadedFile("observatieformulier-algebra.pdf", FORM))


TAILORED: dict[str, Callable[[Placement], None]] = {
    "Tess": _a_proposal,
    "Yara": _leftovers_a_pilot_and_an_exemption,
    "Bram": _an_observation_form,
}
