"""Forms, decisions, calibration, and the portfolio."""

from assessments.models import Attachment, Calibration, OutcomeAssessment
from portfolio.models import Item
from tests.cast import Cast

from .rows import ASKED, EVERYBODY, INSIDERS, MAKERS, UNIT_1, WORKPLACE, Row


def first_row(form, code: str):
    return form.rows.get(item__outcome__code=code).pk


def decision(cast: Cast):
    return cast.final.decisions.get(unit=cast.units[0]).pk


def calibration(cast: Cast) -> list:
    return [Calibration.objects.get().pk]


def item(cast: Cast) -> Item:
    return Item.objects.filter(collection__unit=cast.units[0]).first()


def subject_row(cast: Cast) -> OutcomeAssessment:
    return cast.final.rows.get(item__outcome__code="VD-WI-1")


def attachment(cast: Cast) -> Attachment:
    return Attachment.objects.get()


MIDTERM, FINAL = (lambda c: [c.midterm.pk]), (lambda c: [c.final.pk])


TEXTS = {"version": 0, "text": "Ik zag een rustige start."}


ROWS = [
    # portfolio
    Row("portfolio:collections", ok=EVERYBODY),
    Row("portfolio:collection", lambda c: [item(c).collection_id], ok=UNIT_1),
    Row("portfolio:item", lambda c: [item(c).pk], ok=UNIT_1),
    # forms
    Row("assessments:form", MIDTERM, ok=INSIDERS),
    Row("assessments:form", FINAL, ok=INSIDERS),
    Row("assessments:paper", MIDTERM, ok=INSIDERS),
    Row("assessments:paper", FINAL, ok=INSIDERS),
    Row("assessments:sealed", lambda c: [c.final.versions.first().pk], ok=INSIDERS),
    Row(
        "assessments:part", lambda c: [c.midterm.pk, first_row(c.midterm, "CPL"), "reflection"], "post",
        data={"version": 1, "shown": "Te laat."}, refused=UNIT_1, anonymous=401,
    ),
    Row(
        "assessments:part", lambda c: [c.midterm.pk, first_row(c.midterm, "CPL"), "feedback"], "post", data=TEXTS,
        ok={"school_educator"}, also={"mentor": 409}, refused=UNIT_1 - WORKPLACE, success=302, anonymous=401,
    ),
    Row(  # signed: nobody files any more
        "assessments:attach", lambda c: [c.final.pk, subject_row(c).pk], "post", refused=UNIT_1, anonymous=302,
    ),
    Row("assessments:attachment", lambda c: [attachment(c).pk], ok=UNIT_1),
    Row("assessments:attachment_remove", lambda c: [attachment(c).pk], "post", refused=UNIT_1),
    Row(  # a midterm has no judgement (X06)
        "assessments:part", lambda c: [c.midterm.pk, first_row(c.midterm, "LV"), "judgement"], "post",
        data={"version": 0}, anonymous=401,
    ),
    Row(
        "assessments:part", lambda c: [c.final.pk, first_row(c.final, "CPL"), "judgement"], "post",
        data={"version": 1, "verdict": "not_met"}, refused=UNIT_1, anonymous=401,
    ),
    Row(
        "assessments:other", MIDTERM, "post", data=TEXTS,
        ok=WORKPLACE, refused=INSIDERS - WORKPLACE, success=302, anonymous=401,
    ),
    Row("assessments:step", lambda c: [c.midterm.pk, "hand_in"], "post", refused=INSIDERS - {"student"}, ok={"student"},
        success=422, anonymous=401),
    Row(
        "assessments:step", lambda c: [c.midterm.pk, "sign"], "post",
        ok=WORKPLACE, refused=INSIDERS - WORKPLACE, success=302, anonymous=401,
    ),
    Row(
        "assessments:step", lambda c: [c.midterm.pk, "return"], "post", data={"note": "Noem een voorbeeld."},
        ok=WORKPLACE, refused=INSIDERS - WORKPLACE, success=302, anonymous=401,
    ),
    Row(
        "assessments:step", lambda c: [c.final.pk, "reopen"], "post", data={"note": "Verkeerde versie."},
        ok={"institute_educator"}, refused=INSIDERS - {"institute_educator"}, success=422, anonymous=401,
    ),
    Row(
        "assessments:decision_step", lambda c: [decision(c), "adopt"], "post",
        ok={"examiner"}, refused=UNIT_1 - {"examiner"}, success=302, anonymous=401,
    ),
    # nobody talks about it (tests/assessments/test_dialogue.py has the tables of each state): no such outcome, no
    # position to write
    Row("assessments:decision", lambda c: [decision(c)], ok=UNIT_1),
    Row("assessments:say", lambda c: [decision(c), first_row(c.final, "CPL")], "post", anonymous=401,
        refused={"student"}),
    Row("assessments:repair", lambda c: [decision(c)], "post", anonymous=401, success=422,
        ok={"examiner", "institute_educator"}, refused={"student", *WORKPLACE}),
    Row("assessments:position", lambda c: [decision(c)], "post", anonymous=401, success=422,
        ok=WORKPLACE | {"examiner"}, refused={"student", "institute_educator"}),
    # calibration: Karim made one that is open and asked three; the mentor has handed in
    Row("assessments:calibration_list", ok=EVERYBODY),
    Row("assessments:calibration_new", ok=MAKERS, refused=EVERYBODY - MAKERS),
    Row("assessments:calibration_new", method="post", data={"title": ""}, ok=MAKERS, refused=EVERYBODY - MAKERS,
        success=422, anonymous=401),
    Row("assessments:calibration", calibration, ok={"institute_educator", "mentor"},
        also=dict.fromkeys(ASKED - {"mentor"}, 302)),
    Row("assessments:calibration_edit", calibration, ok={"institute_educator"}, refused=ASKED),
    Row("assessments:calibration_cases", calibration, ok={"institute_educator"}, refused=ASKED),
    Row("assessments:calibration_take_over", calibration, "post", ok={"institute_educator"}, refused=ASKED,
        success=422),
    Row("assessments:calibration_judge", calibration, ok=ASKED, also={"mentor": 302}, refused={"institute_educator"}),
    Row("assessments:calibration_judge", calibration, "post", ok=ASKED, refused={"institute_educator"}, success=422,
        anonymous=401),
    Row("assessments:calibration_conclusions", calibration, "post", ok={"institute_educator"}, refused=ASKED,
        success=422, anonymous=401),
    Row("assessments:calibration_step", lambda c: [*calibration(c), "reveal"], "post", ok={"institute_educator"},
        refused=ASKED, success=422),
]  # fmt: skip
