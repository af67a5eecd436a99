"""What the HAN guide says beside its five general outcomes: subjects, tailored rules, skills and glossary."""

import hashlib
from pathlib import Path

import pytest

from learning_outcomes import files, loading
from learning_outcomes.models import Framework, SkillDescriptor

FILE = Path(__file__).parents[2] / "fixtures" / "han-tweedegraads-2025-2026.yaml"

# Source: the HAN guide for mentors 2025-2026. A script cut each text from the lines of the guide and made white space
# single; joined by one newline, encoded as UTF-8, SHA-256. Titles of subjects lose their asterisk and "(voor de
# pilot)"; a tailored rule is its title and its text, a skill its title and its three cells, a term its name and text; a
# question of a conversation its text and then its help, which is the list below it or what stands in brackets.
SUBJECTS = "c5dacbe263992ab03643b9deb6f2fc2e6e1c1335f2046aa775386abb9796ce30"
TAILORED = "98248473043ad7396727f8a45b4214a6fe10f317c6901ee4deb14108ca4cd5b9"
SKILLS = "77bdc5a3405536a73f528a090a80d18cdf19da63271021fb7ff21a6c35ab6ccd"
GLOSSARY = "bb4dfa5fe43fefb3c34c096fc02dc987f95ada9ed0c8f88b28c5d0146f8dc29d"
INTRODUCTION = "84fc5c3b70a0fc8908ada1ea1aff68c873aef3aee02b3ef3fda4d8a3915d0600"
START = "7216df4d4e0397d2cd589f9d5579373c4b8c06def0bcefb24cda847007453b7d"
LITERATURE = "f8331714ca597134f1094895427e18c35be2298e115aa25646e82a62c3a79475"

SCIENCE = ["VD-NASK-1", "VD-NASK-2", "VD-NASK-3", "VD-NASK-4"]
MATHS = ["VD-WI-1", "VD-WI-2", "VD-WI-3", "VD-WI-4"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def han() -> Framework:
    loading.load(files.read(FILE.read_bytes()))
    return Framework.objects.get(code="han-tweedegraads", edition="2025-2026")


def digest(texts) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def subjects(han, **wanted):
    return han.outcomes.filter(area__parent__code="VD", **wanted)


def codes(rows) -> list[str]:
    return list(rows.values_list("code", flat=True))


def test_the_23_outcomes_of_the_subjects_are_those_of_the_source(han):
    assert subjects(han).count() == 23
    assert digest(outcome.title for outcome in subjects(han)) == SUBJECTS


def test_each_subject_has_its_own_number_of_outcomes(han):
    counts = [(area.title, area.outcomes.count()) for area in han.areas.filter(parent__code="VD")]
    assert counts == [
        ("AK", 1),
        ("BI", 2),
        ("DU/FR", 2),
        ("EC", 1),
        ("EN", 3),
        ("GS", 3),
        ("NA/SK", 4),
        ("NE", 3),
        ("WI", 4),
    ]


def test_a_subject_gives_its_code_to_its_outcomes(han):
    assert codes(subjects(han))[:5] == ["VD-AK-1", "VD-BI-1", "VD-BI-2", "VD-DUFR-1", "VD-DUFR-2"]
    assert han.outcomes.get(code="VD-NE-3").area.code == "VD-NE"


def test_the_five_general_outcomes_lie_in_no_subject(han):
    assert codes(han.outcomes.filter(area=None)) == ["CPL", "AOL", "LV", "ICT", "PPI"]


def test_no_title_of_a_subject_keeps_the_marks_of_the_table(han):
    titles = " ".join(outcome.title for outcome in subjects(han))
    assert "*" not in titles
    assert "pilot" not in titles


def test_three_outcomes_have_no_ects_one_has_ten_and_the_rest_five(han):
    assert codes(subjects(han, ects=None)) == ["VD-NASK-2", "VD-NASK-3", "VD-NASK-4"]
    assert codes(subjects(han, ects=10)) == ["VD-NE-1"]
    assert subjects(han, ects=5).count() == 19


def test_the_student_chooses_among_the_starred_outcomes_of_two_subjects(han):
    assert codes(han.outcomes.filter(choice_set=True)) == SCIENCE + MATHS
    assert all("2 luks aan in jaar 2" in outcome.remark for outcome in subjects(han, choice_set=True))


def test_the_pilot_is_that_of_teaching_grammar_and_of_science(han):
    assert codes(han.outcomes.filter(pilot=True)) == ["VD-EN-2", *SCIENCE]


def test_the_mentor_judges_biology_and_teaching_grammar(han):
    assert codes(subjects(han, mentor_role="judge")) == ["VD-BI-1", "VD-BI-2", "VD-EN-2"]


def test_where_the_source_lost_the_role_it_is_not_known_and_said(han):
    unknown = subjects(han, mentor_role="unknown")
    assert codes(unknown) == ["VD-EN-1", "VD-EN-3", "VD-GS-1", "VD-GS-2", "VD-GS-3"]
    assert all("in grijs" in outcome.remark for outcome in unknown)


def test_in_science_the_mentor_gives_feedback_and_judges_only_in_the_pilot(han):
    science = subjects(han, area__code="VD-NASK")
    assert {outcome.mentor_role for outcome in science} == {"feedback"}
    assert all("in de pilot geeft de werkplekbegeleider ook een oordeel" in outcome.remark for outcome in science)


def test_the_star_of_teaching_grammar_means_pilot_and_the_remark_says_so(han):
    grammar = han.outcomes.get(code="VD-EN-2")
    assert not grammar.choice_set
    assert "het wijst hier op de pilot" in grammar.remark


def test_in_all_other_subjects_the_mentor_gives_feedback(han):
    assert subjects(han, mentor_role="feedback").count() == 15


def test_a_general_outcome_leaves_the_role_to_the_period(han):
    assert set(han.outcomes.filter(area=None).values_list("mentor_role", flat=True)) == {""}


def test_identity_has_the_literature_of_the_source(han):
    assert digest(han.outcomes.get(code="PPI").literature) == LITERATURE
    assert [outcome.code for outcome in han.outcomes.all() if outcome.literature] == ["PPI"]


def test_the_tailored_rules_are_those_of_the_source(han):
    rules = han.tailored_rules.all()
    assert digest(text for rule in rules for text in (rule.title, rule.text)) == TAILORED
    assert [(rule.code, rule.origin) for rule in rules] == [(f"M{number}", "jaar 1") for number in range(1, 6)]


def test_one_rule_closes_the_door_one_is_carried_over_and_two_are_judged(han):
    rules = han.tailored_rules
    assert codes(rules.filter(entry_condition=True)) == ["M1"]
    assert list(rules.exclude(carried_over_with=None).values_list("code", "carried_over_with__code")) == [("M2", "CPL")]
    assert codes(rules.filter(mentor_judges=True)) == ["M4", "M5"]


def test_the_14_skills_in_3_phases_are_those_of_the_source(han):
    assert [phase.title for phase in han.skill_phases.all()] == ["Beginfase", "Groei-fase", "Vergevorderde fase"]
    texts = []
    for skill in han.skills.all():
        texts += [skill.title, *(cell.text for cell in skill.cells.order_by("phase__order"))]
    assert (han.skills.count(), SkillDescriptor.objects.count()) == (14, 42)
    assert digest(texts) == SKILLS


def test_a_cell_of_the_skills_stands_in_its_own_phase(han):
    cell = SkillDescriptor.objects.get(skill__code="CB7", phase__code="vergevorderd")
    assert cell.text == "Positioneert zich als mede-eigenaar van bredere (onderwijs)doelen"


def test_the_five_terms_are_those_of_the_source(han):
    assert han.glossary.count() == 5
    assert digest(text for term in han.glossary.all() for text in (term.term, term.text)) == GLOSSARY


def test_two_terms_still_speak_of_year_1(han):
    old = han.glossary.exclude(speaks_of="")
    assert list(old.values_list("code", "speaks_of")) == [
        ("leeruitkomst", "jaar 1"),
        ("leren-in-de-praktijk", "jaar 1"),
    ]


def test_every_spelling_of_a_name_in_the_guide_is_found(han):
    identity = han.outcomes.get(code="PPI")
    assert {identity.title, *identity.aliases} == {
        "Ontwikkelen van professionele en persoonlijke identiteit",
        "Ontwikkelen van een persoonlijke en professionele identiteit",
        "Ontwikkeling van een persoonlijke en professionele identiteit",
        "Ontwikkeling van professionele en persoonlijke identiteit",
        "PPI",
    }
    assert "LUK" in han.glossary.get(code="leeruitkomst").aliases


def asked(han, kind: str) -> list:
    return list(han.periods.get().conversations.get(kind=kind).questions.all())


def test_the_cycle_is_that_of_the_source(han):
    cycle = han.periods.get().conversations.all()
    assert [(row.kind, row.week, row.triangle, row.prepared_by, row.approved_by) for row in cycle] == [
        ("introduction", 1, False, [], []),
        ("start", 3, True, ["student"], ["workplace_mentor"]),
        ("guidance", None, False, [], []),
        ("midterm", 8, True, ["student"], []),
        ("final", 16, True, ["student"], []),
    ]


def test_the_nine_topics_of_the_introduction_are_those_of_the_source(han):
    topics = asked(han, "introduction")
    assert digest(" ".join(text.split()) for one in topics for text in (one.text, one.help) if text) == INTRODUCTION
    assert ([one.field for one in topics], [one.code for one in topics if one.help]) == (["topic"] * 9, ["K8", "K9"])


def test_the_five_questions_of_the_start_talk_are_those_of_the_source(han):
    questions = asked(han, "start")
    assert digest(" ".join(text.split()) for one in questions for text in (one.text, one.help) if text) == START
    assert [one.field for one in questions] == ["topic", "why", "goal", "activities", "satisfied_when"]
