"""The HAN edition 2025-2026 says what its source says, and says it in the shape the forms need."""

import hashlib
from pathlib import Path

import pytest

from learning_outcomes import files, loading
from learning_outcomes.models import Dimension, Framework, Indicator, Unit, WorkplacePeriod
from learning_outcomes.models.outcomes import LearningOutcomeQuerySet

FILE = Path(__file__).parents[2] / "fixtures" / "han-tweedegraads-2025-2026.yaml"

# Source: the HAN guide for mentors 2025-2026, chapter 5. Its text was cut, by a script, from each outcome to the next,
# split at bullets and at the titles of dimensions, white space made single; per outcome the text, then per dimension
# its title and its indicators, all 132 joined by one newline and encoded as UTF-8. This is the SHA-256 of that.
DIGEST = "395040a1a297cd81c8031c34f2629b165b4b56ddb2af5a38bb675da5dfbe8224"

pytestmark = pytest.mark.django_db


@pytest.fixture
def han() -> Framework:
    loading.load(files.read(FILE.read_bytes()))
    return Framework.objects.get(code="han-tweedegraads", edition="2025-2026")


@pytest.fixture
def period(han) -> WorkplacePeriod:
    return WorkplacePeriod.objects.for_page().get(framework=han)


@pytest.fixture
def general(han) -> LearningOutcomeQuerySet:
    """The outcomes that every student works on; those of the subjects are in test_sources_han."""
    return han.outcomes.for_page().filter(area=None)


def test_it_has_5_general_outcomes_21_dimensions_and_106_indicators(general):
    assert [general.count(), Dimension.objects.count(), Indicator.objects.count()] == [5, 21, 106]


def test_each_outcome_has_its_own_number_of_indicators(general):
    counts = {outcome.code: outcome.indicators.count() for outcome in general}
    assert counts == {"CPL": 23, "AOL": 24, "LV": 24, "ICT": 11, "PPI": 24}


def test_each_text_is_that_of_the_source_in_the_order_of_the_source(general):
    texts = []
    for outcome in general:
        texts.append(outcome.text)
        for dimension in outcome.dimensions.all():
            texts += [dimension.title, *(indicator.text for indicator in dimension.indicators.all())]
    assert hashlib.sha256("\n".join(texts).encode()).hexdigest() == DIGEST


def test_three_outcomes_are_judged_and_two_get_feedback(period):
    rows = [(row.outcome.code, row.summative, row.target_level, row.mentor_role) for row in period.outcomes.all()]
    assert rows == [
        ("CPL", True, "tussenniveau", "judge"),
        ("AOL", True, "tussenniveau", "judge"),
        ("LV", True, "tussenniveau", "judge"),
        ("ICT", False, "", "feedback"),
        ("PPI", False, "", "feedback"),
    ]


def test_the_outcomes_lie_in_two_units(period):
    units = {unit.title: [row.outcome.code for row in rows] for unit, rows in period.by_unit()}
    assert units == {"Afstemmen en creëren 1": ["CPL", "AOL", "PPI"], "Leerstof verwerken": ["LV", "ICT"]}


def test_trust_is_asked_on_the_judged_outcomes_of_the_first_unit_only(period):
    assert [row.outcome.code for row in period.outcomes.all() if row.asks_trust] == ["CPL", "AOL"]


def test_every_general_outcome_has_a_short_title(general):
    titles = list(general.values_list("short_title", flat=True))
    assert titles == ["Leerklimaat", "Afstemmen", "Leerstof", "Ict", "Identiteit"]


def test_differentiation_is_the_one_dimension_not_for_judgement(han):
    assert list(Dimension.objects.filter(for_judgement=False).values_list("code", flat=True)) == ["LV.3"]


def test_only_the_guide_of_identity_is_written_at_end_level(han):
    assert [outcome.code for outcome in han.outcomes.all() if outcome.guide_at_end_level] == ["PPI"]


def test_the_focus_is_on_professional_growth(period):
    assert [dimension.title for dimension in period.focus.all()] == ["Professionele groei en ontwikkeling"]


def test_the_first_unit_has_the_norm_of_the_source_and_the_second_has_none_yet(han):
    first, second = han.units.all()
    assert (len(first.norm_conditions), bool(first.norm_trust), len(first.norm_expectations)) == (2, True, 4)
    assert first.has_norm
    assert not second.has_norm


def test_the_period_has_the_calendar_of_the_source(period):
    assert (period.weeks, period.gap_after_week, period.gap_weeks) == (16, 8, 2)
    assert (period.start_week, period.midterm_week, period.final_week) == (3, 8, 16)
    assert (period.days, period.lessons_min, period.lessons_max) == ("maandag en dinsdag", 40, 50)
    assert period.mentor_hours == 30
    assert not period.interim_judgement


def test_other_spellings_of_a_name_are_kept_as_aliases(han):
    assert "Ontwikkeling van professionele en persoonlijke identiteit" in han.outcomes.get(code="PPI").aliases
    assert "T-PaCK" in han.outcomes.get(code="ICT").aliases
    assert "afstemmen en creëren (incl. PPI)" in Unit.objects.get(code="OWE1").aliases


def test_a_period_is_read_in_a_fixed_number_of_queries(han, django_assert_num_queries):
    with django_assert_num_queries(7):
        period = WorkplacePeriod.objects.for_page().get(framework=han)
        for _unit, rows in period.by_unit():
            for row in rows:
                [list(dimension.indicators.all()) for dimension in row.outcome.dimensions.all()]
                assert row.outcome.criteria == []
