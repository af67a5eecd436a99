"""The page of the set: what each reads, what is asked, and bad input beside its field."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from placements import sets
from placements.models import PlacementOutcome, Recognition, User
from placements.set_rules import SetState
from tests.assessments.acts import browser, undone
from tests.cast import hand_in, reflect, respond
from tests.placements.test_sets import RECOGNITION, added, leftover, rule, subject

pytestmark = pytest.mark.once


def url(name: str, cast, *args) -> str:
    return reverse(f"placements:{name}", args=[cast.placement.pk, *args])


def page(cast, who: str) -> str:
    return browser(cast.people[who]).get(url("outcomes", cast)).text


def test_a_role_that_is_not_known_is_said_and_asked_of_the_subject_group(cast):
    added(cast, "VD-GS-1", "unknown")
    for who in ("student", "mentor", "institute_educator"):
        assert "role of the mentor unknown, ask the subject group" in page(cast, who)


def test_pilot_and_choice_set_are_two_flags_and_the_choice_is_a_hint_only(cast):
    for code in ("VD-NASK-1", "VD-NASK-2", "VD-NASK-3"):
        added(cast, code)
    text = page(cast, "student")
    assert (text.count(">pilot<"), text.count(">to choose from<")) == (3, 3)
    assert "3 of these come from a set to choose from." in text
    assert "ECTS unknown" in text  # X15


def test_a_closed_gate_stands_on_the_page_and_on_the_placement(cast):
    leftover(cast, "M1")
    assert "No entry yet" in page(cast, "mentor")
    assert "No entry yet" in browser(cast.student).get(cast.placement.get_absolute_url()).text


def test_the_mentor_sees_what_the_student_proposes(cast):
    sets.propose(cast.placement, cast.student, rule("M3"), "Mieke van Dal")
    text = page(cast, "mentor")
    assert "Oriëntatie op de lerende" in text
    assert "Mieke van Dal" in text
    assert "Agree" not in text


def test_the_text_of_a_rule_is_an_explanation_and_a_student_reads_of_himself_as_you(cast):
    item = sets.propose(cast.placement, cast.student, rule("M3"), "Mieke van Dal")
    text, of_mentor = page(cast, "student"), page(cast, "mentor")
    assert f"Explanation: {escape(item.rule.text)}" in text
    assert ("proposed by you" in text, "proposed by the student" in text) == (True, False)
    assert "proposed by the student" in of_mentor
    item.take("agree", cast.institute_educator)
    row = cast.midterm.rows.get(item=item)
    form = browser(cast.student).get(cast.midterm.get_absolute_url()).text
    assert "Explanation</summary>" in form.partition(f'id="{row.anchor}"')[2]


def test_a_proposal_and_an_unknown_role_wait_for_the_institute_educator(cast):
    added(cast, "VD-GS-1", "unknown")
    leftover(cast, "M1")
    sets.propose(cast.placement, cast.student, rule("M3"), "Mieke van Dal")
    home = browser(cast.institute_educator).get(reverse("home")).text
    for sentence in ("Agree with an outcome", "Ask the subject group", "Record the entry condition"):
        assert sentence in home, sentence
    assert "Ask the subject group" not in browser(cast.mentor).get(reverse("home")).text


def test_what_was_signed_and_no_examiner_decides_on_waits_for_the_institute_educator(cast):
    def waits() -> bool:
        home = browser(cast.institute_educator).get(reverse("home")).text
        return "Confirm an outcome of Noor Voorbeeld as shown" in home

    for code, verdict, expected in (("M5", "met", True), ("M5", "not_met", False), ("M3", "met", True)):
        with undone():
            item = leftover(cast, code)
            form = respond(hand_in(cast.midterm), cast.mentor, verdict)
            assert not waits(), code
            form.take("sign", cast.mentor)
            assert (waits(), not item.missing_for("confirm")) == (expected, expected), (code, verdict)
            if expected:
                item.take("confirm", cast.institute_educator)
                assert not waits(), code


def test_the_guide_says_the_role_when_nobody_chooses_one(cast):
    fields = {"outcome": subject("VD-BI-1").pk}
    assert browser(cast.institute_educator).post(url("outcome_new", cast, "subject"), fields).status_code == 302
    item = cast.placement.outcomes.get(outcome__code="VD-BI-1")
    assert (item.mentor_role, item.unit, item.origin) == ("judge", None, "subject")


def test_bad_input_says_what_is_wrong_and_changes_nothing(cast):
    item = cast.placement.outcomes.get(outcome__code="CPL")
    huge, educator = "x" * 1_000_000, browser(cast.institute_educator)
    dropped = cast.placement.outcomes.get(outcome__code="ICT").take("drop", cast.institute_educator)
    before = list(PlacementOutcome.objects.values())
    whole = {**RECOGNITION, "on": "2026-01-05"}
    wrong = [
        ("outcome_new", ["subject"], {"outcome": "9" * 40}),
        ("outcome_new", ["subject"], {"outcome": item.outcome_id}),
        ("outcome_new", ["subject"], {"outcome": "\x00", "mentor_role": "boss"}),
        ("outcome_new", ["later_year"], {"outcome": subject("VD-AK-1").pk, "mentor_role": "judge"}),
        ("outcome_new", ["leftover"], {"rule": "0"}),
        ("outcome_new", ["leftover"], {"rule": rule("M3").pk, "previous_examiner": "www.x.nl\x00"}),
        ("outcome_new", ["leftover"], {"rule": rule("M3").pk, "previous_examiner": huge}),
        ("outcome_edit", [item.pk], {"mentor_role": "boss"}),
        ("outcome_edit", [item.pk], {"mentor_role": "judge", "unit": "77777"}),
        ("outcome_edit", [item.pk], {"mentor_role": "judge", "target_level": huge}),
        ("outcome_edit", [dropped.pk], {"mentor_role": "none"}),
        ("outcome_step", [item.pk, "confirm"], {}),
        ("outcome_step", [item.pk, "agree"], {}),
        ("outcome_step", [item.pk, "take_back"], {"note": huge}),
        ("outcome_step", [item.pk, "drop"], {"note": "\x00"}),
        ("outcome_recognise", [item.pk], {**whole, "on": "2999-01-01"}),
        ("outcome_recognise", [item.pk], {**whole, "brought": huge}),
        ("outcome_recognise", [item.pk], {**whole, "kind": "magic"}),
        ("outcome_recognise", [item.pk], {**whole, "rule": "\x00"}),
        ("outcome_recognise", [dropped.pk], whole),
    ]
    got = {}
    for name, args, data in wrong:
        with undone():
            answer = educator.post(url(name, cast, *args), data)
        if answer.status_code != 422:
            got[name, str(args), str(data)[:60]] = answer.status_code
    assert got == {}
    assert list(PlacementOutcome.objects.values()) == before
    assert not Recognition.objects.exists()


def test_taking_an_outcome_out_is_asked_first_says_what_was_written_and_how_it_comes_back(cast):
    reflect(cast.midterm)
    added(cast, "VD-AK-1")
    text = page(cast, "institute_educator")
    wrote, nobody = "Somebody wrote on this already.", "Nobody wrote on it there."
    assert (text.count(wrote), text.count(nobody)) == (5, 1)
    for mark in (wrote, nobody):  # no button of it outside what is opened first
        assert "<details" in text[: text.index(mark)].rsplit("</details>", 1)[-1]
    item = cast.placement.outcomes.get(outcome__code="ICT")
    answer = browser(cast.institute_educator).post(url("outcome_step", cast, item.pk, "drop"), follow=True)
    assert "“Ask again”" in answer.text


def test_a_select_begins_with_a_word_and_a_student_proposes(cast):
    pages = {
        name: browser(cast.institute_educator).get(url("outcome_new", cast, name)).text
        for name in ("leftover", "subject")
    }
    pages["proposal"] = browser(cast.student).get(url("outcome_propose", cast)).text
    assert {name for name, text in pages.items() if "-----" in text or "Choose one" not in text} == set()
    assert {name for name, text in pages.items() if "Record" not in text.partition('class="d-go"')[2]} == {"proposal"}
    assert "Propose</button>" in pages["proposal"]


def test_a_foreign_item_is_not_there(cast):
    foreign = cast.other.outcomes.first()
    for name, args in (("outcome_edit", []), ("outcome_recognise", []), ("outcome_step", ["drop"])):
        assert browser(cast.institute_educator).post(url(name, cast, foreign.pk, *args)).status_code == 404
    assert browser(cast.institute_educator).get(url("outcome_new", cast, "period")).status_code == 404


def test_what_the_machine_does_has_no_button(cast):
    item = leftover(cast, "M2")
    for step in ("carry_over", "replace", "nonsense"):
        assert browser(cast.institute_educator).post(url("outcome_step", cast, item.pk, step)).status_code == 403
    assert PlacementOutcome.objects.get(pk=item.pk).state == SetState.ASKED


def test_a_note_that_is_missing_is_asked_for_and_a_refused_note_stays(cast):
    item = sets.propose(cast.placement, cast.student, rule("M3"), "Mieke van Dal")
    educator = browser(cast.institute_educator)
    assert educator.post(url("outcome_step", cast, item.pk, "decline"), {"note": " "}).status_code == 422
    item.take("agree", cast.institute_educator)
    again = educator.post(url("outcome_step", cast, item.pk, "decline"), {"note": "Te laat gemeld."})
    assert again.status_code == 422


@pytest.mark.parametrize("who", ["student", "institute_educator"])
def test_the_page_of_a_set_asks_as_much_for_20_outcomes_as_for_6(cast, who):
    codes = list(sets.outcomes_for(cast.placement, "subject").values_list("code", flat=True))
    counts = []
    for some in (codes[:1], codes[1:16]):
        for code in some:
            item = added(cast, code)
            sets.recognise(item, cast.institute_educator, **RECOGNITION)
        User.objects.update(language="en")
        client = Client()
        client.force_login(cast.people[who])
        client.get(url("outcomes", cast))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url("outcomes", cast)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 30
