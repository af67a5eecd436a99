"""Section 8 of the form: what was agreed in the conversation about it, and writing down with the signature that it was
held and the verdict told (C22, C30)."""

import pytest
from django.urls import reverse

from assessments.agreed import agreements_of
from assessments.models import AssessmentForm
from assessments.papers import paper_html
from assessments.sheet import of_units, sheet_of
from conversations.models import Conversation, Goal
from tests.assessments.acts import browser
from tests.cast import Cast, decided, hand_in, respond, signed
from tests.conversations.talking import GOAL, goal_on, in_days, recorded, talk

pytestmark = [pytest.mark.django_db, pytest.mark.once]

READERS = {"student", "mentor", "school_educator", "institute_educator"}
OTHERS = {"examiner", "other_unit_examiner", "study_coach", "subject_educator"}


def planned(cast: Cast, kind: str, days: int) -> Conversation:
    Conversation.objects.filter(placement=cast.placement, kind=kind).update(day=in_days(days))
    return talk(cast, kind)


def ready(cast: Cast, form: AssessmentForm) -> AssessmentForm:
    return respond(hand_in(form), cast.mentor)


def sign(cast: Cast, form: AssessmentForm, **said):
    return browser(cast.mentor).post(reverse("assessments:step", args=[form.pk, "sign"]), said)


def form_of(form: AssessmentForm) -> AssessmentForm:
    return AssessmentForm.objects.for_page().get(pk=form.pk)


def test_the_signature_writes_down_the_day_of_the_talk_and_that_the_verdict_was_told(cast):
    planned(cast, "final", -1)
    assert sign(cast, ready(cast, cast.final), held_on=in_days(-2), told="on").status_code == 302
    held, sealed = talk(cast, "final"), form_of(cast.final).newest_version.content["agreements"]
    assert (held.state, held.held_on, held.verdict_told_on) == ("held", in_days(-2), in_days(-2))
    assert held.verdict_told_by == cast.mentor
    assert sealed["held_on"] == sealed["verdict_told"]["on"] == in_days(-2).isoformat()


@pytest.mark.parametrize("said", [{}, {"held_on": ""}], ids=["not asked", "left empty"])
def test_without_a_day_the_talk_is_still_to_come(cast, said):
    planned(cast, "midterm", -1)
    assert sign(cast, ready(cast, cast.midterm), **said).status_code == 302
    assert talk(cast, "midterm").state == "planned"


def test_a_wrong_day_is_said_beside_its_field_and_nothing_is_signed(cast):
    planned(cast, "final", -1)
    form = ready(cast, cast.final)
    for said in ({"held_on": in_days(2)}, {"held_on": "gisteren"}, {"held_on": "\x00"}, {"held_on": "", "told": "on"}):
        answer = sign(cast, form, **said)
        assert answer.status_code == 422, said
        assert answer.text.count("invalid-feedback") == 1, said
        assert form_of(form).state == "responding"
        assert talk(cast, "final").state == "planned"
    assert 'id="talk-told" form="forward-form" checked' in answer.text


def test_a_signature_that_is_refused_holds_no_talk(cast):
    planned(cast, "midterm", -1)
    assert sign(cast, hand_in(cast.midterm), held_on=in_days(-1)).status_code == 422
    assert talk(cast, "midterm").state == "planned"


def test_the_day_is_asked_of_who_signs_until_it_was_written_down_and_of_nobody_else(cast):
    form, asked = ready(cast, cast.midterm), {}
    for when, bring in {
        "ahead": lambda: planned(cast, "midterm", 3),
        "no day": lambda: Conversation.objects.filter(kind="midterm").update(day=None),
        "past": lambda: planned(cast, "midterm", -3),
        "held": lambda: talk(cast, "midterm").take("hold", cast.student),
    }.items():
        bring()
        asked[when] = 'id="talk-held_on"' in browser(cast.mentor).get(form.get_absolute_url()).text
    assert asked == {"ahead": True, "no day": True, "past": True, "held": False}
    assert 'id="talk-held_on"' not in browser(cast.institute_educator).get(form.get_absolute_url()).text


def test_the_triangle_reads_the_agreements_and_nobody_else(cast, subject_educator):
    planned(cast, "final", -1)
    recorded(talk(cast, "final"), cast.student, report="Wij spraken af.")
    form = decided(cast.final, cast)
    read = {who: "Wij spraken af." in browser(cast.people[who]).get(form.get_absolute_url()).text
            for who in READERS | OTHERS - {"study_coach"}}  # fmt: skip
    assert {who for who, reads in read.items() if reads} == READERS
    assert {who for who in READERS | OTHERS if agreements_of(form_of(form), cast.people[who])} == READERS


def test_the_midterm_names_the_goals_for_part_two_and_says_which_words_are_new(cast):
    old, new = goal_on(cast), goal_on(cast, "LV", "Elke les een afsluiting.")
    new.reword("Elke les een afsluiting in twee minuten.", by=cast.student, kind="midterm", seen=1)
    goal_on(cast, "AOL", "Los ik.").take("let_go", cast.student, "Anders.")
    found = agreements_of(form_of(cast.midterm))
    assert [(goal["text"], goal["adjusted"]) for goal in found["goals"]] == [
        (GOAL, False),
        ("Elke les een afsluiting in twee minuten.", True),
    ]
    assert Goal.objects.get(pk=old.pk).text == GOAL
    assert agreements_of(form_of(cast.final)) is None


def test_a_signed_form_says_what_was_agreed_when_it_was_signed(cast):
    recorded(talk(cast, "midterm"), cast.student, report="Toen.")
    form = signed(cast.midterm, cast.mentor)
    recorded(talk(cast, "midterm"), cast.mentor, report="Daarna.", seen=1)
    page = browser(cast.student).get(form.get_absolute_url()).text
    assert "Toen." in page
    assert "Daarna." not in page


def test_the_paper_of_one_unit_leaves_them_out(cast):
    recorded(talk(cast, "final"), cast.student, report="Wij spraken af.")
    sheet = sheet_of(form_of(decided(cast.final, cast)))
    assert "Wij spraken af." in paper_html(sheet)
    assert "Wij spraken af." not in paper_html(of_units(sheet, cast.units[0].code))
