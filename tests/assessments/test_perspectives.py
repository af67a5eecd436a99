"""The voices on one outcome beside each other: who may read which voice, what the text says, and that the picture says
the same (F22, F23, D05)."""

import re
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from assessments.models import AssessmentForm, Feedback, IndicatorMark, Judgement
from assessments.voices import Voice, beside, voices_of
from tests.assessments.acts import browser, page_url, row_of
from tests.cast import opened, reflect
from tests.factories import DimensionFactory, IndicatorFactory, LearningOutcomeFactory

EVERYBODY = [
    "student", "mentor", "school_educator", "institute_educator", "examiner", "other_unit_examiner", "subject_educator",
    "study_coach", "other_student", "other_mentor", "admin",
]  # fmt: skip
NOOR, MARIEKE, HANNEKE, NADIA = "Noor", "Marieke", "Hanneke", "Nadia"
ALL = {NOOR, MARIEKE, HANNEKE, NADIA}
# Who reads whose voice on a judged outcome (LV, of the second unit), state after state; everybody else reads nobody's.
ON_LV = {
    "reflecting": {"student": {NOOR}},
    "responding": {
        "student": {NOOR},
        "mentor": ALL,
        "school_educator": ALL,
        "subject_educator": {HANNEKE, NADIA},  # their feedback; the judgement with its marks not before it is signed
    },
    "signed": dict.fromkeys(
        ["student", "mentor", "school_educator", "institute_educator", "other_unit_examiner", "subject_educator"], ALL
    ),
}
# The same where no subject educator stands: an outcome of the first unit, and one of the second that nobody judges yet.
THREE = ALL - {NADIA}
BEFORE = {"reflecting": {"student": {NOOR}}}
BEFORE["responding"] = {"student": {NOOR}, "mentor": THREE, "school_educator": THREE}
AROUND = ["student", "mentor", "school_educator", "institute_educator"]
ON_CPL = BEFORE | {"signed": dict.fromkeys([*AROUND, "examiner"], THREE)}
ON_ICT = BEFORE | {"signed": dict.fromkeys([*AROUND, "other_unit_examiner"], THREE)}


def indicators(row) -> list[int]:
    return list(row.outcome.indicators.values_list("pk", flat=True))


def written(cast) -> AssessmentForm:
    """Noor wrote on every outcome of the final form and named two indicators of each."""
    form = reflect(opened(cast.final))
    for row in form.rows.all():
        IndicatorMark.objects.put(row, cast.student, "shown", set(indicators(row)[:2]))
    return form


def answered(cast) -> AssessmentForm:
    form = written(cast).take("hand_in", cast.student)
    for row in form.rows.select_related("item__outcome"):
        first, second, third, fourth = indicators(row)[:4]
        if row.item.summative:
            values = {"verdict": "met", "motivation": "Ik zag het.", "feed_forward": "Vraag door."}
            values["trust"] = True if row.item.asks_trust else None
            seen = {"seen": [first, third], "used": [first, fourth]}
            Judgement.write(
                {"row": row}, values, form=form, part="judgement", by=cast.mentor, seen_version=0, marks=seen
            )
        else:
            give(form, row, cast.mentor, {"seen": [first, third]})
        give(form, row, cast.school_educator, {} if row.item.summative else {"seen": [first]})
    give(form, row_of(form, "LV"), cast.people["subject_educator"], {})
    return form


def give(form, row, by, marks) -> None:
    key, values = {"row": row, "author": by}, {"text": "Ik ook.", "made": "Groei.", "to_make": "Meer."}
    Feedback.write(key, values, form=form, part="feedback", by=by, seen_version=0, marks=marks)


STATES = {
    "reflecting": written,
    "responding": answered,
    "signed": lambda cast: answered(cast).take("sign", cast.mentor),
}


@pytest.mark.parametrize("state", STATES)
def test_who_reads_whose_voice(cast, subject_educator, state):
    pk = STATES[state](cast).pk
    found, agreed = {}, {}
    for actor in EVERYBODY:
        form = AssessmentForm.objects.for_page().get(pk=pk)
        by_code = {row.outcome.code: row for row in form.rows.all()}
        for code, table in (("LV", ON_LV), ("CPL", ON_CPL), ("ICT", ON_ICT)):
            voices = voices_of(form, by_code[code], cast.people[actor]).voices
            found[actor, code] = {voice.short for voice in voices}
            agreed[actor, code] = table[state].get(actor, set())
    assert found == agreed


def test_without_the_reading_rule_everybody_would_read_everybody(cast, subject_educator, monkeypatch):
    form = AssessmentForm.objects.for_page().get(pk=answered(cast).pk)
    monkeypatch.setattr(AssessmentForm, "may_read", lambda self, user, part, row=None: True)
    row = next(row for row in form.rows.all() if row.outcome.code == "LV")
    assert {voice.short for voice in voices_of(form, row, cast.study_coach).voices} == ALL


def test_marks_in_a_judgement_are_not_read_before_the_judgement_is(cast, subject_educator):
    form = AssessmentForm.objects.for_page().get(pk=answered(cast).pk)
    row = next(row for row in form.rows.all() if row.outcome.code == "LV")
    assert voices_of(form, row, subject_educator).groups == ()
    assert voices_of(form, row, cast.mentor).groups != ()


# ---- what the text says, and that the picture says the same


def outcome_with(indicators: int):
    outcome = LearningOutcomeFactory()
    made = IndicatorFactory.create_batch(indicators, outcome=outcome, dimension=DimensionFactory(outcome=outcome))
    return outcome, [one.pk for one in made]


def three_voices():
    outcome, (a, b, c, d, _unmarked) = outcome_with(5)
    noor = Voice("Noor V", "Noor", "student", "student", marks={a: {"shown"}, b: {"shown"}})
    mentor = Voice("Marieke V", "Marieke", "workplace_mentor", "workplace", marks={a: {"seen", "used"}, d: {"used"}})
    ilse = Voice("Ilse V", "Ilse", "unit_examiner", "institute", marks={a: {"seen"}, b: {"seen"}, c: {"seen"}})
    pieter = Voice("Pieter V", "Pieter", "institute_educator", "institute", said=(("", "Ik twijfel."),))
    return beside("lv", "Leerstof", [noor, mentor, ilse, pieter], outcome)


@pytest.mark.django_db
def test_each_indicator_says_who_saw_it_and_who_used_it():
    with translation.override("en"):
        voices = three_voices()
        assert [one.sentence for one in voices.groups[0].indicators] == [
            "All of them saw it. Marieke used it.",
            "Noor and Ilse saw it.",
            "Only Ilse saw it.",
            "Nobody marked it as seen. Marieke used it.",
        ]
        assert voices.silent == "Pieter"
        assert voices.agreement.startswith("Partly they saw the same")


def drawn(html: str) -> list[dict[str, str]]:
    """Row after row of the picture: the name above each mark, and how it is drawn."""
    svg = ElementTree.fromstring(re.search(r'<svg class="d-draw" width.*?</svg>', html, re.S)[0])
    heads = {int(t.get("x")): t.text for t in svg.iter("text") if t.get("class") == "head"}
    found = []
    for row in (g for g in svg.iter("g") if g.get("class") == "of-one"):
        marks: dict[str, str] = {}
        for mark in row:
            if mark.tag in ("circle", "rect", "polygon"):
                x = mark.get("cx") or mark.get("x") or mark.get("points").split(",")[0]
                kind = {"b": "saw", "bl": "used", "bl ring": "saw and used"}[mark.get("class")]
                marks[heads[int(x)]] = kind
        found.append(marks)
    return found


@pytest.mark.django_db
def test_the_picture_says_what_the_text_says():
    with translation.override("en"):
        voices = three_voices()
        html = render_to_string("assessments/_voices.html", {"voices": voices, "texts": True})
        rows = [
            {voice.short: "saw and used" if voice in one.used else "saw" for voice in one.saw}
            | {voice.short: "used" for voice in one.used if voice not in one.saw}
            for one in voices.groups[0].indicators
        ]
        assert drawn(html) == rows
        assert drawn(html)[0] == {"Noor": "saw", "Marieke": "saw and used", "Ilse": "saw"}
        assert [one.sentence in html for one in voices.groups[0].indicators] == [True] * 4
        assert {'<rect class="b"' in html, '<polygon class="b"' in html, '<circle class="b"' in html} == {True}


@pytest.mark.django_db
def test_nothing_is_counted_and_nobody_is_ranked():
    with translation.override("en"):
        html = render_to_string("assessments/_voices.html", {"voices": three_voices(), "texts": True})
    text = " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", html, flags=re.S).split())
    assert not re.search(r"\d+ (of|out of|/)|%|score|total|average", text.replace("Not every", ""))


@pytest.mark.parametrize(
    ("actor", "opened_at_once"), [("student", False), ("mentor", False), ("institute_educator", True)]
)
def test_the_page_of_a_form_shows_who_saw_what_to_educators_without_a_press(
    cast, subject_educator, actor, opened_at_once
):
    form = STATES["signed"](cast)
    html = browser(cast.people[actor]).get(page_url(form)).content.decode()
    folds = re.findall(r'<details class="d-luk d-beside-fold"( open)?>', html)
    assert [bool(fold) for fold in folds] == [opened_at_once] * 5


def test_one_voice_alone_stands_beside_nobody(cast):
    html = browser(cast.student).get(page_url(written(cast).take("hand_in", cast.student))).content.decode()
    assert "d-beside-fold" not in html


@pytest.mark.django_db
def test_two_people_of_one_first_name_are_told_apart():
    outcome, (a, *_rest) = outcome_with(2)
    voices = [Voice(f"Noor {last}", "Noor", marks={a: {"seen"}}) for last in ("Vos", "Kip")]
    assert [voice.short for voice in beside("x", "X", voices, outcome).voices] == ["Noor Vos", "Noor Kip"]


def test_who_marked_in_a_colleagues_judgement_and_left_keeps_a_voice(cast, subject_educator):
    form = answered(cast)
    row = row_of(form, "LV")
    Judgement.objects.filter(row=row).update(author=cast.school_educator, role="school_educator")
    form.placement.participations.filter(user=cast.mentor).update(until=form.placement.start)
    form = AssessmentForm.objects.for_page().get(pk=form.take("sign", cast.school_educator).pk)
    row = next(row for row in form.rows.all() if row.outcome.code == "LV")
    mentor = next(v for v in voices_of(form, row, cast.institute_educator).voices if v.short == MARIEKE)
    assert (mentor.role, mentor.corner) == ("", "workplace")
