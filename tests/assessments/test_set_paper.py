"""A tailored set on paper: the way of each outcome, and a section for each subject outcome (form layout 3 and 6)."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.attaching import attach
from assessments.models import AssessmentForm, Feedback
from assessments.papers import paper_of
from placements import sets
from placements.models import Participation
from placements.roles import Role
from tests.assessments.acts import pdf_text
from tests.assessments.test_attaching import PDF
from tests.cast import hand_in, respond
from tests.factories import UserFactory
from tests.placements.test_sets import RECOGNITION, added, leftover, row_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def form(cast) -> AssessmentForm:
    """Signed: a leftover, four subject outcomes with four roles of the mentor, and an exemption."""
    hand_in(cast.midterm)
    leftover(cast, "M5")
    leftover(cast, "M2")
    for code, role in (("VD-EN-2", "judge"), ("VD-WI-1", "feedback"), ("VD-NE-1", "none"), ("VD-GS-1", "unknown")):
        added(cast, code, role)
    sets.recognise(cast.placement.outcomes.get(outcome__code="LV"), cast.institute_educator, **RECOGNITION)
    form, row = hand_in(cast.final), row_of(cast.final, "VD-EN-2")
    nadia = UserFactory(first_name="Nadia", last_name="Verkuil")
    Participation.objects.create(placement=cast.placement, user=nadia, role=Role.SUBJECT_EDUCATOR, outcome=row.outcome)
    texts = {"text": "De regel volgde uit de voorbeelden."}
    Feedback.write({"row": row, "author": nadia}, texts, form=form, part="feedback", by=nadia, seen_version=0)
    attach(form, row, nadia, SimpleUploadedFile("observatieformulier.pdf", PDF))
    respond(form, cast.mentor).take("sign", cast.mentor)
    return AssessmentForm.objects.for_page().get(pk=form.pk)


def paper(form: AssessmentForm) -> str:
    """What the paper says, each outcome and the overview in one line."""
    return " ".join(pdf_text(paper_of(form.newest_version.content)).split("{", 1)[0].split())


def section(text: str, number: int) -> str:
    """What stands below the black bar of this outcome, up to the next one; without the heads of the pages."""
    text = re.sub(r"Leeruitkomst \d+ · [^·]{1,120}? INGEDIEND", "", text.rpartition("Bijlage 1")[0])
    return " ".join(re.findall(rf"Leeruitkomst {number} · (?:(?!Leeruitkomst {number + 1} · ).)*", text))


def test_each_subject_outcome_has_a_section_that_says_its_subject_its_ects_and_what_the_mentor_does(form):
    text = paper(form)
    wanted = {
        7: [
            "EN · 5 ECTS",
            "Beoordeelt en begeleidt",
            "Nadia Verkuil, vakdidacticus",
            "☒ voldaan",
            "observatieformulier.pdf",
        ],
        8: ["WI · 5 ECTS", "Begeleidt en geeft feedback", "Ik zag een rustige start."],
        9: ["NE · 10 ECTS", "Heeft geen rol", "De werkplek heeft hierin geen rol."],
        10: ["GS · 5 ECTS", "Niet bekend: vraag de vakgroep"],
    }
    missing = [
        (number, line) for number, lines in wanted.items() for line in lines if line not in section(text, number)
    ]
    assert not missing
    assert section(text, 7).index("☒ voldaan") < section(text, 7).index("observatieformulier.pdf")
    assert "☒" not in section(text, 8) + section(text, 9)


def test_the_overview_and_the_bar_say_by_which_way_each_outcome_goes(form):
    overview = re.sub(r"[\u00ad\u2010]\s*", "", paper(form).partition("Invulinstructie")[0])
    for said in (
        "3 Leerstof verwerken vrijstelling",
        "elders aangetoond",
        "6 Effectieve instructie (nog open uit een eerder jaar)",
        "7 Teaching Grammar (vakdidactische leeruitkomst)",
        "naar de vakgroep",
        "Oriëntatie op een positief leerklimaat (nog open uit een eerder jaar): gaat mee met",
    ):
        assert said in overview, said
    assert "elders aangetoond" in section(paper(form), 3)
