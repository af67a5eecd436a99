"""Shown elsewhere: what was brought, who validated it, when and by which rule; nobody is asked for it (W04, X40)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessments.models import AssessmentForm
from assessments.papers import paper_html
from assessments.sheet import sheet_of
from placements import sets
from placements.models import Recognition
from placements.set_rules import SetState
from tests.assessments.acts import browser
from tests.cast import hand_in, respond, signed
from tests.placements.test_sets import RECOGNITION, leftover, row_of


def item_of(cast, code: str):
    return cast.placement.outcomes.get(outcome__code=code)


def recognise(cast, code: str, by=None) -> Recognition:
    return sets.recognise(item_of(cast, code), by or cast.institute_educator, **RECOGNITION)


def sheet(form: AssessmentForm, reader=None) -> dict:
    return sheet_of(AssessmentForm.objects.for_page().get(pk=form.pk), reader)


# Spelt out: who may recognise an outcome of the first unit (CPL) and one of the second (LV).
MAY = {"institute_educator": {"CPL", "LV"}, "examiner": {"CPL"}, "other_unit_examiner": {"LV"}}


def test_the_institute_educator_and_the_examiner_of_the_unit_recognise(cast):
    for who, user in cast.people.items():
        got = {code for code in ("CPL", "LV") if sets.may_recognise(item_of(cast, code), user)}
        assert got == MAY.get(who, set()), who
    with pytest.raises(PermissionDenied):
        recognise(cast, "LV", cast.examiner)


def test_nobody_is_asked_anything_for_what_was_shown_elsewhere(cast):
    recognise(cast, "CPL")
    form = hand_in(cast.final)
    row = row_of(form, "CPL")
    assert not row.is_judged(form)
    assert "CPL" not in {m.outcome for m in form.missing_for("sign")}
    for who, part in ((cast.mentor, "judgement"), (cast.mentor, "feedback"), (cast.student, "reflection")):
        assert not form.may_write(who, part, row)
    assert row.part("reflection") is None


def test_a_unit_is_decided_only_where_judged_rows_remain(cast):
    recognise(cast, "LV")  # the only judged outcome of the second unit
    form = signed(cast.final, cast.mentor)
    assert [decision.unit for decision in form.decisions.all()] == [cast.units[0]]


def test_the_examiner_decides_on_the_rest_of_the_unit(cast):
    recognise(cast, "CPL")
    form = signed(cast.final, cast.mentor)
    decision = form.decisions.get(unit=cast.units[0]).take("adopt", cast.examiner)
    assert [made.row.outcome.code for made in decision.outcomes.all()] == ["AOL"]


def test_page_sheet_and_paper_say_by_which_route(cast):
    recognise(cast, "CPL")
    form = signed(cast.final, cast.mentor)
    page = browser(cast.mentor).get(form.get_absolute_url()).text
    paper = paper_html(form.versions.get().content)
    for text in (page, paper):
        for word in ("Diploma pabo.", "Mieke van Dal", "examencommissie", "artikel 4.3 OER"):
            assert word in text, word
    assert sheet(form)["rows"][0]["recognition"]["kind"] == "exemption"


def test_an_examiner_of_another_unit_reads_nothing_of_it_on_the_form(cast):
    recognise(cast, "CPL")
    assert "Diploma pabo." not in str(sheet(cast.final, cast.other_unit_examiner))


def test_it_is_refused_once_a_judgement_was_signed(cast):
    signed(cast.final, cast.mentor)
    with pytest.raises(ValidationError):
        recognise(cast, "CPL")
    assert recognise(cast, "ICT").counts_at(None), "formative: no judgement stands in the way"


def test_a_judgement_that_is_only_written_does_not_stand_in_the_way(cast):
    form = respond(hand_in(cast.final), cast.mentor)
    recognise(cast, "CPL")
    form.take("sign", cast.mentor)
    assert "CPL" not in {made.row.outcome.code for d in form.decisions.all() for made in d.outcomes.all()}


def test_it_is_withdrawn_with_a_reason_and_then_asked_again(cast):
    found = recognise(cast, "CPL")
    with pytest.raises(ValidationError):
        sets.withdraw(found, cast.institute_educator, "  ")
    sets.withdraw(found, cast.institute_educator, "Verkeerde student.")
    with pytest.raises(ValidationError):
        sets.withdraw(found, cast.institute_educator, "Nog eens.")
    assert row_of(cast.final, "CPL").is_judged(cast.final)
    assert recognise(cast, "CPL").pk != found.pk


def test_the_database_keeps_what_was_recorded(cast):
    found = recognise(cast, "CPL")
    mine = Recognition.objects.filter(pk=found.pk)
    for act in (mine.delete, lambda: mine.update(rule="anders"), lambda: mine.update(withdrawn_reason="zomaar")):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    assert Recognition.objects.get().rule == RECOGNITION["rule"]


def test_a_second_recognition_and_one_of_nothing_are_refused(cast):
    recognise(cast, "CPL")
    item_of(cast, "ICT").take("drop", cast.institute_educator)
    for code in ("CPL", "ICT"):
        with pytest.raises(ValidationError):
            recognise(cast, code)


def test_what_was_recognised_carries_a_leftover_with_it(cast):
    item = leftover(cast, "M2").take("examiner_agreed", cast.institute_educator)
    recognise(cast, "CPL")
    item.refresh_from_db()
    assert item.state == SetState.SHOWN


def test_the_transfer_report_counts_what_was_shown_elsewhere(cast):
    recognise(cast, "CPL")
    answer = browser(cast.student).get(reverse("assessments:transfer", args=[cast.placement.pk]))
    assert "shown=CPL" in answer.url


def test_what_was_recognised_after_signing_is_not_on_the_signed_form(cast):
    form = signed(cast.midterm, cast.mentor)
    recognise(cast, "CPL")
    assert sheet(form)["rows"][0]["recognition"] is None
    assert sheet(cast.final)["rows"][0]["recognition"]["by"] == "Mieke van Dal"
