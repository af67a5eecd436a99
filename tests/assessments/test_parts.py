"""Who writes and who reads which part, in which state: the agreed tables, spelt out (decisions, section 5)."""

import json
from datetime import timedelta
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import AssessmentForm, Judgement, Reflection
from assessments.papers import paper_html
from assessments.sheet import sheet_of
from placements.models import Participation
from tests.assessments.acts import (
    TEXTS,
    body_of,
    browser,
    page_url,
    part_url,
    pdf_text,
    reflect_in_words,
    respond_in_words,
    row_of,
    undone,
    word,
    words_in,
    write,
)
from tests.cast import opened

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# CPL, AOL and PPI belong to the first unit (examiner), LV and ICT to the second (other_unit_examiner).
# The subject educator stands beside LV. Summative: CPL, AOL, LV; formative: ICT, PPI.
PARTS = ["reflection", "feedback", "judgement", "other_feedback"]
STATES = ["reflecting", "responding", "signed", "returned", "reopened"]
STRANGERS = {
    "withdrawn_mentor", "study_coach", "other_student", "other_mentor", "other_school_educator",
    "other_institute_educator", "other_examiner", "admin",
}  # fmt: skip
INSIDERS = {
    "student", "mentor", "school_educator", "institute_educator", "examiner", "other_unit_examiner", "subject_educator",
}  # fmt: skip

# (state, part) -> who writes it; an insider who is not named here reads 403, a stranger 404
WRITES = {
    ("reflecting", "reflection"): {"student"},
    ("responding", "feedback"): {"mentor", "school_educator", "subject_educator"},
    ("responding", "judgement"): {"mentor", "school_educator"},
    ("responding", "other_feedback"): {"mentor", "school_educator"},
    ("returned", "reflection"): {"student"},
    ("reopened", "feedback"): {"mentor", "school_educator", "subject_educator"},
    ("reopened", "judgement"): {"mentor", "school_educator"},
    ("reopened", "other_feedback"): {"mentor", "school_educator"},
}
# outcome -> insiders to whom its row does not exist
UNKNOWN = {"CPL": {"other_unit_examiner", "subject_educator"}, "LV": {"examiner"}}

ALL = {"CPL", "AOL", "LV", "ICT", "PPI"}
JUDGED = {"CPL", "AOL", "LV"}
# (state, who) -> part -> the outcomes on which it is read; who is not named reads nothing
READS = {
    ("reflecting", "student"): {"reflection": ALL},
    ("responding", "student"): {"reflection": ALL},
    ("responding", "mentor"): {"reflection": ALL, "feedback": ALL, "judgement": JUDGED, "other_feedback": {""}},
    ("responding", "school_educator"): {
        "reflection": ALL, "feedback": ALL, "judgement": JUDGED, "other_feedback": {""},
    },
    ("responding", "subject_educator"): {"feedback": {"LV"}},
    ("signed", "student"): {"reflection": ALL, "feedback": ALL, "judgement": JUDGED, "other_feedback": {""}},
    ("signed", "mentor"): {"reflection": ALL, "feedback": ALL, "judgement": JUDGED, "other_feedback": {""}},
    ("signed", "school_educator"): {"reflection": ALL, "feedback": ALL, "judgement": JUDGED, "other_feedback": {""}},
    ("signed", "institute_educator"): {"reflection": ALL, "feedback": ALL, "judgement": JUDGED, "other_feedback": {""}},
    ("signed", "examiner"): {
        "reflection": {"CPL", "AOL", "PPI"}, "feedback": {"CPL", "AOL", "PPI"}, "judgement": {"CPL", "AOL"},
        "other_feedback": {""},
    },
    ("signed", "other_unit_examiner"): {"reflection": {"LV", "ICT"}, "feedback": {"LV", "ICT"}, "judgement": {"LV"}},
    ("signed", "subject_educator"): {"reflection": {"LV"}, "feedback": {"LV"}, "judgement": {"LV"}},
    # sent back: the student reads what was there before and nothing of the response
    ("returned", "student"): {"reflection": ALL},
    # opened again: as while responding; what was sealed is another matter (test_sealed)
    ("reopened", "student"): {"reflection": ALL},
    ("reopened", "mentor"): {"reflection": ALL, "feedback": ALL, "judgement": JUDGED, "other_feedback": {""}},
    ("reopened", "school_educator"): {"reflection": ALL, "feedback": ALL, "judgement": JUDGED, "other_feedback": {""}},
    ("reopened", "subject_educator"): {"feedback": {"LV"}},
}  # fmt: skip


@pytest.fixture
def cast(cast, subject_educator):
    return cast


def brought_to(state: str, cast) -> AssessmentForm:
    """The final form in this state, with a text in every part that can have one by then."""
    form = reflect_in_words(cast.final)
    if state == "reflecting":
        return form
    form.take("hand_in", cast.student)
    respond_in_words(form, cast.mentor, cast.school_educator)
    if state == "returned":
        form.take("return", cast.mentor, note="Welke les was dit?")
    if state in ("signed", "reopened"):
        form.take("sign", cast.mentor)
    if state == "reopened":
        form.take("reopen", cast.institute_educator, note="Het oordeel stond bij de verkeerde leeruitkomst.")
    return form


def readable(state: str, name: str) -> set[str]:
    """The words of the table above."""
    found = set()
    for part, codes in READS.get((state, name), {}).items():
        for code in codes:
            fields = TEXTS[part]
            if part == "feedback":
                fields = fields[:2] if code in JUDGED else fields[2:]
            found |= {word(part, field, code) for field in fields}
    return found


@pytest.mark.parametrize("state", STATES)
def test_only_the_agreed_people_write_a_part(cast, state):
    form = brought_to(state, cast)
    for part, (code, unknown) in product(PARTS, UNKNOWN.items()):
        unknown = unknown if part != "other_feedback" else set()
        expected = dict.fromkeys(INSIDERS, 403) | dict.fromkeys(unknown, 404)
        # who may write and had not seen the newest text reads 409
        expected |= dict.fromkeys(WRITES.get((state, part), set()) - unknown, 409)
        found = {}
        for name in INSIDERS:
            with undone():
                found[name] = write(form, cast.people[name], code, part, version=99).status_code
        assert found == expected, (part, code)


def test_to_a_stranger_there_is_nothing_to_write_in(cast):
    form = brought_to("responding", cast)
    for part, name in product(PARTS, STRANGERS):
        assert write(form, cast.people[name], "LV", part).status_code == 404, (part, name)


@pytest.mark.parametrize("state", ["reflecting", "responding", "returned", "reopened"])
def test_the_agreed_people_save(cast, state):
    form = brought_to(state, cast)
    there = {("mentor", "other_feedback"), ("school_educator", "feedback")}
    for part, name in [(part, name) for (at, part), names in WRITES.items() if at == state for name in sorted(names)]:
        own = part not in ("reflection", "judgement")  # one per author, not written yet by everybody
        version = 1 if not own or (name, part) in there else 0
        with undone():
            field = {TEXTS[part][0]: "Nieuwe tekst."}
            assert write(form, cast.people[name], "LV", part, version=version, **field).status_code == 302, (part, name)
            assert "Nieuwe tekst." in json.dumps(sheet_of(AssessmentForm.objects.for_page().get(pk=form.pk)))


@pytest.mark.parametrize("state", STATES)
def test_a_sheet_holds_only_what_its_reader_may_read(cast, state):
    form = brought_to(state, cast)
    for name in INSIDERS | STRANGERS:
        fresh = AssessmentForm.objects.for_page().get(pk=form.pk)
        found = words_in(json.dumps(sheet_of(fresh, cast.people[name]), default=str))
        assert found == readable(state, name), name


@pytest.mark.parametrize("state", STATES)
def test_the_page_says_no_more_than_its_reader_may_read(cast, state):
    form = brought_to(state, cast)
    for name in INSIDERS:
        response = browser(cast.people[name]).get(page_url(form))
        assert response.status_code == 200, name
        assert words_in(response.text) <= readable(state, name), name


def test_a_signed_form_shows_each_reader_all_he_may_read(cast):
    form = brought_to("signed", cast)
    for name in INSIDERS:
        response = browser(cast.people[name]).get(page_url(form))
        assert words_in(response.text) == readable("signed", name), name


@pytest.mark.parametrize("state", STATES)
def test_the_paper_says_no_more_than_its_reader_may_read(cast, state):
    form = brought_to(state, cast)
    for name in INSIDERS:
        fresh = AssessmentForm.objects.for_page().get(pk=form.pk)
        assert words_in(paper_html(sheet_of(fresh, cast.people[name]))) == readable(state, name), name


def test_the_pdf_that_is_sent_holds_all_its_reader_may_read_and_no_more(cast):
    url = reverse("assessments:paper", args=[brought_to("signed", cast).pk])
    for name in INSIDERS:
        response = browser(cast.people[name]).get(url)
        assert words_in(pdf_text(body_of(response))) == readable("signed", name), name


def test_a_concept_on_paper_holds_only_what_its_reader_may_read(cast):
    response = browser(cast.student).get(reverse("assessments:paper", args=[brought_to("responding", cast).pk]))
    assert words_in(pdf_text(body_of(response))) == readable("responding", "student")


def test_to_a_stranger_the_form_does_not_exist(cast):
    form = brought_to("signed", cast)
    for name in STRANGERS:
        client = browser(cast.people[name])
        assert client.get(page_url(form)).status_code == 404, name
        assert client.get(reverse("assessments:paper", args=[form.pk])).status_code == 404, name


@pytest.mark.parametrize("state", ["reflecting", "responding", "returned", "reopened"])
def test_before_signing_no_verdict_shows_to_who_may_not_read_it(cast, state):
    form = brought_to(state, cast)
    for name in INSIDERS - {"mentor", "school_educator"}:
        fresh = AssessmentForm.objects.for_page().get(pk=form.pk)
        rows = sheet_of(fresh, cast.people[name])["rows"]
        assert not [row["code"] for row in rows if row["judgement"] or row["status"] in ("met", "not_met")], name


def test_marks_show_with_the_part_they_were_made_with(cast):
    form = reflect_in_words(cast.final)
    indicator = row_of(form, "LV").outcome.indicators.first()
    write(form, cast.student, "LV", "reflection", version=1, shown="Kijk.", shown_indicator=indicator.pk)
    form.take("hand_in", cast.student)
    write(form, cast.mentor, "LV", "judgement", motivation="Ja.", used=indicator.pk, seen=indicator.pk)

    def marks(name: str) -> list[str]:
        sheet = sheet_of(AssessmentForm.objects.for_page().get(pk=form.pk), cast.people[name])
        rows = [row for row in sheet["rows"] if row["code"] == "LV"]
        return [i["marks"] for row in rows for d in row["guide"] for i in d["indicators"] if i["marks"]]

    assert marks("student") == [["shown"]]
    assert marks("mentor") == [["seen", "shown", "used"]]
    assert marks("subject_educator") == [["seen", "used"]]
    assert marks("institute_educator") == []


@pytest.mark.parametrize("end", ["withdrawn", "ended"])
def test_access_goes_at_once_with_the_seat_and_what_was_written_stays(cast, end):
    form = brought_to("responding", cast)
    client = browser(cast.mentor)
    assert client.get(page_url(form)).status_code == 200
    if end == "withdrawn":
        cast.invitation.withdraw()
    else:
        Participation.objects.filter(user=cast.mentor).update(until=timezone.localdate())
    assert client.get(page_url(form)).status_code == 404
    assert client.get(reverse("assessments:paper", args=[form.pk])).status_code == 404
    assert client.post(part_url(form, "LV", "judgement"), {"version": 1, "motivation": "Toch."}).status_code == 404
    assert Judgement.objects.get(row=row_of(form, "LV")).motivation == word("judgement", "motivation", "LV")


def test_a_seat_that_ends_tomorrow_still_counts_today(cast):
    form = brought_to("responding", cast)
    Participation.objects.filter(user=cast.mentor).update(until=timezone.localdate() + timedelta(days=1))
    assert browser(cast.mentor).get(page_url(form)).status_code == 200


def test_a_seat_that_begins_tomorrow_opens_nothing_today(cast):
    form = brought_to("responding", cast)
    Participation.objects.filter(user=cast.mentor).update(since=timezone.localdate() + timedelta(days=1))
    assert browser(cast.mentor).get(page_url(form)).status_code == 404


def test_a_mentor_nobody_confirmed_yet_may_write(cast):
    Participation.objects.filter(user=cast.mentor).update(confirmed_at=None, confirmed_by=None)
    form = reflect_in_words(cast.final)
    form.take("hand_in", cast.student)
    assert write(form, cast.mentor, "LV", "judgement", motivation="Op 3 juni.").status_code == 302


def test_a_role_in_another_placement_counts_for_nothing_here(cast):
    form = brought_to("signed", cast)
    fresh = AssessmentForm.objects.for_page().get(pk=form.pk)
    assert sheet_of(fresh, cast.other_mentor)["rows"] == []
    assert not any(fresh.may_read(cast.other_mentor, part, row_of(form, "LV")) for part in PARTS)


def test_an_examiner_who_is_also_study_coach_reads_only_the_own_unit(cast):
    form = brought_to("signed", cast)
    Participation.objects.create(placement=cast.placement, user=cast.examiner, role="study_coach")
    response = browser(cast.examiner).get(reverse("assessments:paper", args=[form.pk]))
    assert words_in(pdf_text(body_of(response))) == readable("signed", "examiner")


def test_an_examiner_of_both_units_gets_both_on_paper(cast):
    form = brought_to("signed", cast)
    Participation.objects.filter(user=cast.other_unit_examiner).update(user=cast.examiner)
    response = browser(cast.examiner).get(reverse("assessments:paper", args=[form.pk]))
    assert words_in(pdf_text(body_of(response))) == readable("signed", "institute_educator")


def test_a_part_is_kept_with_the_role_in_which_it_was_written(cast):
    form = reflect_in_words(cast.final)
    form.take("hand_in", cast.student)
    Participation.objects.create(placement=cast.placement, user=cast.mentor, role="institute_educator")
    write(form, cast.mentor, "LV", "judgement", motivation="Op 3 juni.")
    assert Judgement.objects.get().role == "workplace_mentor"


def test_a_fault_in_a_post_shows_nothing_of_a_part_that_is_not_readable(cast):
    form = reflect_in_words(cast.final)
    form.take("hand_in", cast.student)
    write(form, cast.mentor, "LV", "judgement", motivation="Het ging wel goed.")
    response = write(form, cast.student, "LV", "judgement", version="x", motivation="Wat staat daar?")
    assert response.status_code == 403
    assert "ging wel goed" not in response.text


def test_choosing_the_other_text_is_for_who_may_write(cast):
    form = brought_to("signed", cast)
    response = write(form, cast.institute_educator, "LV", "judgement", resolves="theirs", motivation="Van mij.")
    assert response.status_code == 403
    assert not form.earlier_texts.exists()


def test_no_judgement_is_written_at_the_midterm_unless_the_period_asks_for_it(cast):
    form = opened(cast.midterm)
    for row in form.rows.all():
        values = {"shown": "Dit."}
        Reflection.write({"row": row}, values, form=form, part="reflection", by=cast.student, seen_version=0)
    form.take("hand_in", cast.student)
    assert write(form, cast.mentor, "LV", "judgement", verdict="met").status_code == 404
    type(cast.placement.period).objects.update(interim_judgement=True)
    assert write(form, cast.mentor, "LV", "judgement", verdict="met").status_code == 302


def test_a_formative_outcome_has_no_judgement(cast):
    form = reflect_in_words(cast.final)
    form.take("hand_in", cast.student)
    assert write(form, cast.mentor, "ICT", "judgement", verdict="met").status_code == 404
