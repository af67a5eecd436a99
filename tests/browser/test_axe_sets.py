"""axe on the pages of a student's own set: with every kind of outcome in it, as the three who use them see them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.attaching import attach
from placements import sets
from tests.assessments.test_attaching import PDF
from tests.placements.test_sets import RECOGNITION, added, leftover, row_of, rule

from .tour import Tour


@pytest.fixture
def tailored(cast):
    """A closed gate, a proposal, a pilot with a file, a role that is not known, an exemption, something dropped."""
    by = cast.institute_educator
    leftover(cast, "M1").take("entry_refused", by, "Nog niet op tijd.")
    leftover(cast, "M2")
    sets.propose(cast.placement, cast.student, rule("M3"), "Mieke van Dal")
    for code, role in (("VD-EN-2", "judge"), ("VD-EN-1", "unknown"), ("VD-WI-1", "feedback"), ("VD-NE-1", "none")):
        added(cast, code, role)
    attach(cast.final, row_of(cast.final, "VD-EN-2"), cast.student, SimpleUploadedFile("observatie.pdf", PDF))
    sets.recognise(cast.placement.outcomes.get(outcome__code="ICT"), by, **RECOGNITION)
    cast.placement.outcomes.get(outcome__code="VD-NE-1").take("drop", by)
    return cast


def test_the_pages_of_a_set(tour: Tour, tailored):
    cast, item = tailored, tailored.placement.outcomes.get(outcome__code="VD-EN-1")
    here = cast.placement.pk
    tour.become(cast.student)
    tour.visit("placements:outcomes", here)
    tour.visit("placements:outcome_propose", here)
    tour.post("main form")
    tour.look("a proposal with faults")
    tour.visit("placements:placement", here)
    tour.visit("placements:invite", here)
    tour.visit("assessments:form", cast.final.pk)
    tour.become(cast.institute_educator)
    tour.visit("placements:outcomes", here)
    tour.post("form[action$='/steps/decline/']")
    tour.look("a step without a note")
    tour.visit("placements:outcome_new", here, "subject")
    tour.visit("placements:outcome_edit", here, item.pk)
    tour.visit("placements:outcome_recognise", here, item.pk)
    tour.post("main form")
    tour.look("a recognition with faults")
    assert not tour.faults, "\n".join(tour.faults)
