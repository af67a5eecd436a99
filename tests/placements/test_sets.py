"""The student's own set: the five rules, roles per student, and what a form does with it (M01-M10, X13, X26)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.models import AssessmentForm, OutcomeDecision, Reflection
from assessments.sheet import sheet_of
from learning_outcomes.models import LearningOutcome, TailoredRule
from placements import sets
from placements.models import OutgoingMail, PlacementOutcome, PlacementOutcomeLog
from placements.set_rules import Origin, SetState
from tests.cast import decided, hand_in, respond, signed
from tests.factories import LearningOutcomeFactory

JUDGE, FEEDBACK, UNKNOWN = "judge", "feedback", "unknown"


def rule(code: str) -> TailoredRule:
    return TailoredRule.objects.get(code=code)


def subject(code: str) -> LearningOutcome:
    return LearningOutcome.objects.get(code=code)


def leftover(cast, code: str) -> PlacementOutcome:
    return sets.add_leftover(cast.placement, cast.institute_educator, rule(code), "Mieke van Dal")


def added(cast, code: str, role: str = FEEDBACK, unit=None) -> PlacementOutcome:
    return sets.add_outcome(
        cast.placement, cast.institute_educator, subject(code), Origin.SUBJECT, mentor_role=role, unit=unit
    )


def codes(form: AssessmentForm) -> list[str]:
    return [row.outcome.code for row in form.rows.select_related("item__outcome", "item__rule")]


def row_of(form: AssessmentForm, code: str):
    rows = form.rows.select_related("item__outcome", "item__rule", "item__unit")
    return next(row for row in rows if row.outcome.code == code)


def sentences(item: PlacementOutcome, step: str) -> list[str]:
    return [gap.sentence for gap in item.missing_for(step)]


def test_what_was_taken_out_can_be_asked_again(cast):
    item = cast.placement.outcomes.get(outcome__code="ICT").take("drop", cast.institute_educator)
    item.take("ask_again", cast.institute_educator)
    assert "ICT" in codes(cast.final)
    dropped = added(cast, "VD-AK-1").take("drop", cast.institute_educator)
    added(cast, "VD-AK-1")
    with pytest.raises(ValidationError):
        dropped.take("ask_again", cast.institute_educator)


# ---- made from the period


def test_the_set_of_a_placement_is_made_from_its_period(cast):
    found = cast.placement.outcomes.values_list("outcome__code", "mentor_role", "summative", "origin", "state")
    assert list(found) == [
        ("CPL", "judge", True, "period", "asked"),
        ("AOL", "judge", True, "period", "asked"),
        ("LV", "judge", True, "period", "asked"),
        ("ICT", "feedback", False, "period", "asked"),
        ("PPI", "feedback", False, "period", "asked"),
    ]


def test_made_twice_it_is_the_same_and_what_was_taken_out_stays_out(cast):
    cast.placement.outcomes.get(outcome__code="ICT").take("drop", cast.institute_educator)
    AssessmentForm.objects.start_for(cast.placement)
    assert cast.placement.outcomes.count() == 5
    assert codes(cast.final) == ["CPL", "AOL", "LV", "PPI"]


def test_the_database_refuses_a_row_that_names_nothing_or_two_things(cast):
    wrong = [
        {"origin": "subject"},
        {"origin": "subject", "outcome": subject("VD-AK-1"), "rule": rule("M3")},
        {"origin": "subject", "rule": rule("M3")},
        {"origin": "leftover", "outcome": subject("VD-AK-1")},
        {"origin": "subject", "outcome": subject("VD-AK-1"), "mentor_role": "boss"},
        {"origin": "subject", "outcome": subject("CPL")},  # a second time
    ]
    for fields in wrong:
        values = {"summative": True, "mentor_role": "feedback", "placement": cast.placement} | fields
        with pytest.raises(IntegrityError), transaction.atomic():
            PlacementOutcome.objects.create(**values)


# ---- the five rules


def test_m1_without_its_condition_no_form_can_be_handed_in(cast):
    item = leftover(cast, "M1")
    with pytest.raises(ValidationError, match="Oriëntatie op Beroep"):
        hand_in(cast.midterm)
    with pytest.raises(ValidationError, match="Oriëntatie op Beroep"):
        cast.midterm.take("open_without_reflection", cast.institute_educator, "Ziek.")
    item.take("entry_refused", cast.institute_educator, "Nog te vaak te laat.")
    assert cast.midterm.missing_for("hand_in")
    item.take("entry_shown", cast.institute_educator)
    assert cast.midterm.take("hand_in", cast.student).state == "responding"


def test_m2_is_carried_over_once_the_outcome_is_met_and_last_years_examiner_agrees(cast):
    item = leftover(cast, "M2")
    assert "M2" not in codes(cast.final)
    assert len(sentences(item, "carry_over")) == 2
    decided(cast.final, cast)
    item.refresh_from_db()
    assert item.state == SetState.ASKED, "nobody asked last year's examiner"
    item.take("examiner_agreed", cast.institute_educator)
    assert (item.state, item.shown_on) == (SetState.SHOWN, timezone.localdate())


def test_m2_is_carried_over_by_the_decision_when_the_agreement_was_there_first(cast):
    item = leftover(cast, "M2").take("examiner_agreed", cast.institute_educator)
    decided(cast.final, cast)
    item.refresh_from_db()
    assert item.state == SetState.SHOWN
    assert item.log.get(step="carry_over").by == cast.examiner


def test_m2_is_not_carried_over_by_a_decision_of_not_met(cast):
    item = leftover(cast, "M2").take("examiner_agreed", cast.institute_educator)
    form = signed(cast.final, cast.mentor, verdict="not_met")
    for decision in form.decisions.all():
        decision.take("adopt", cast.examiner if decision.unit == cast.units[0] else cast.other_unit_examiner)
    item.refresh_from_db()
    assert OutcomeDecision.objects.filter(verdict="not_met").count() == 3
    assert item.state == SetState.ASKED


def test_m3_asks_the_student_and_not_the_workplace_and_the_institute_confirms(cast):
    item = leftover(cast, "M3")
    form = hand_in(cast.midterm)
    row = row_of(form, "M3")
    assert not form.may_write(cast.mentor, "feedback", row)
    assert row.missing_response(form) == []
    with pytest.raises(ValidationError):
        item.take("confirm", cast.institute_educator)
    respond(form, cast.mentor).take("sign", cast.mentor)
    item.take("confirm", cast.institute_educator)
    assert item.state == SetState.SHOWN


@pytest.mark.parametrize(("code", "verdict"), [("M4", "met"), ("M5", "met"), ("M5", "not_met")])
def test_m4_and_m5_are_judged_by_the_mentor_on_the_next_form_and_then_confirmed(cast, code, verdict):
    item = leftover(cast, code)
    assert (code in codes(cast.midterm), code in codes(cast.final)) == (True, False)
    form = hand_in(cast.midterm)
    assert f"{row_of(form, code).anchor}-verdict" in {m.anchor for m in form.missing_for("sign")}
    respond(form, cast.mentor, verdict).take("sign", cast.mentor)
    assert form.decisions.count() == 0
    assert (sentences(item, "confirm") == []) == (verdict == "met")


# ---- who may


def test_only_the_institute_educator_edits_the_set(cast):
    item = cast.placement.outcomes.get(outcome__code="ICT")
    for name in ("student", "mentor", "school_educator", "examiner", "study_coach", "other_institute_educator"):
        by = cast.people[name]
        for act in (
            lambda by=by: sets.add_leftover(cast.placement, by, rule("M3")),
            lambda by=by: sets.add_outcome(cast.placement, by, subject("VD-AK-1"), "subject", "feedback"),
            lambda by=by: sets.change(item, by, "none", None, ""),
            lambda by=by: item.take("drop", by),
        ):
            with pytest.raises(PermissionDenied):
                act()


def test_the_student_proposes_and_the_institute_educator_agrees(cast):
    item = sets.propose(cast.placement, cast.student, rule("M3"), "Mieke van Dal")
    assert "M3" not in codes(cast.midterm)
    assert OutgoingMail.objects.filter(recipient=cast.institute_educator, kind="notice").count() == 1
    with pytest.raises(PermissionDenied):
        item.take("agree", cast.student)
    item.take("agree", cast.institute_educator)
    assert "M3" in codes(cast.midterm)


def test_what_is_not_agreed_comes_on_no_form_and_can_be_proposed_again(cast):
    item = sets.propose(cast.placement, cast.student, rule("M3"), "Mieke van Dal")
    with pytest.raises(ValidationError):
        item.take("decline", cast.institute_educator)
    item.take("decline", cast.institute_educator, "Dat is vorig jaar al besloten.")
    assert "M3" not in codes(cast.midterm)
    assert sets.propose(cast.placement, cast.student, rule("M3"), "Mieke van Dal").pk != item.pk


def test_the_same_outcome_comes_into_a_set_once(cast):
    leftover(cast, "M3")
    with pytest.raises(ValidationError):
        leftover(cast, "M3")


# ---- the forms follow


def test_a_role_that_is_not_known_blocks_nothing_and_asks_for_no_judgement(cast):
    added(cast, "VD-GS-1", UNKNOWN)
    form = hand_in(cast.final)
    row = row_of(form, "VD-GS-1")
    assert not row.is_judged(form)
    assert row.missing_response(form) == []
    assert form.may_write(cast.mentor, "feedback", row)


def test_an_outcome_without_unit_has_no_unit_decision(cast):
    added(cast, "VD-EN-2", JUDGE)
    form = respond(hand_in(cast.final), cast.mentor).take("sign", cast.mentor)
    assert {decision.unit for decision in form.decisions.all()} == set(cast.units)
    line = next(row for row in form.versions.get().content["rows"] if row["code"] == "VD-EN-2")
    assert (line["judgement"]["verdict"], line["goes_to"], line["decision"]) == ("met", "subject_group", None)


def test_a_signed_form_never_changes_when_the_set_does(cast):
    form = signed(cast.midterm, cast.mentor)
    before = sheet_of(AssessmentForm.objects.for_page().get(pk=form.pk), cast.student)
    items = {item.outcome.code: item for item in cast.placement.outcomes.all()}
    sets.change(items["CPL"], cast.institute_educator, "feedback", cast.units[1], "eindniveau")
    items["ICT"].take("drop", cast.institute_educator)
    leftover(cast, "M4")
    sets.recognise(items["LV"], cast.institute_educator, **RECOGNITION)
    assert sheet_of(AssessmentForm.objects.for_page().get(pk=form.pk), cast.student) == before
    assert codes(form) == ["CPL", "AOL", "LV", "ICT", "PPI"]
    assert codes(cast.final) == ["CPL", "AOL", "LV", "PPI", "M4"]
    changed = row_of(cast.final, "CPL").item
    assert (changed.mentor_role, changed.unit, changed.target_level) == ("feedback", cast.units[1], "eindniveau")


RECOGNITION = {
    "kind": "exemption",
    "brought": "Diploma pabo.",
    "validated_by": "Mieke van Dal",
    "validator_function": "examencommissie",
    "on": timezone.localdate(),
    "rule": "artikel 4.3 OER",
}


def test_what_was_written_stays_when_an_outcome_is_asked_no_more(cast):
    row = row_of(cast.final, "ICT")
    Reflection.write(
        {"row": row}, {"shown": "Een quiz."}, form=cast.final, part="reflection", by=cast.student, seen_version=0
    )
    row.item.take("drop", cast.institute_educator)
    row = row_of(cast.final, "ICT")
    assert (row.asked, row.part("reflection").shown) == (False, "Een quiz.")
    assert not cast.final.may_write(cast.student, "reflection", row)
    assert "ICT" not in codes(cast.midterm)


def test_what_the_student_writes_moves_along_when_the_role_changes(cast):
    row = row_of(cast.final, "CPL")
    Reflection.write(
        {"row": row}, {"shown": "Rust."}, form=cast.final, part="reflection", by=cast.student, seen_version=0
    )
    sets.change(row.item, cast.institute_educator, "feedback", row.item.unit, "")
    assert row_of(cast.final, "CPL").part("reflection").shown == "Rust."


def test_an_outcome_of_a_later_year_may_come_from_another_edition(cast):
    later = LearningOutcomeFactory(code="CPL", title="Creëren, jaar 3")
    later.framework.publish()
    assert later in sets.outcomes_for(cast.placement, Origin.LATER_YEAR)
    sets.add_outcome(cast.placement, cast.institute_educator, later, Origin.LATER_YEAR, mentor_role=JUDGE)
    rows = [row for row in cast.final.rows.all() if row.outcome.code == "CPL"]
    assert len({row.anchor for row in rows}) == 2
    sheet = sheet_of(AssessmentForm.objects.for_page().get(pk=cast.final.pk))
    assert [row["edition"] and row["edition"]["title"] for row in sheet["rows"] if row["code"] == "CPL"] == [
        None,
        later.framework.title,
    ]


def test_what_comes_in_after_handing_in_waits_for_a_form_that_was_not(cast):
    hand_in(cast.midterm)
    added(cast, "VD-AK-1")
    assert "VD-AK-1" not in codes(cast.midterm)
    assert "VD-AK-1" in codes(cast.final)
    cast.midterm.take("return", cast.mentor, "Noem een voorbeeld.")
    assert "VD-AK-1" in codes(cast.midterm)


def test_the_log_of_a_set_cannot_be_changed(cast):
    leftover(cast, "M3")
    with pytest.raises(IntegrityError), transaction.atomic():
        PlacementOutcomeLog.objects.update(note="Anders")
    assert PlacementOutcomeLog.objects.get().note == ""
