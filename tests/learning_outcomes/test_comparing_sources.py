"""The frameworks of the sources through the proposals in fixtures/: what a reader of these texts would expect."""

from pathlib import Path

import pytest
from django.db import transaction

from learning_outcomes import files, loading
from learning_outcomes.coverage import coverage
from learning_outcomes.models import Crosswalk, Framework
from learning_outcomes.shared_frame import shared_frame

from .crosswalked import compared

pytestmark = pytest.mark.django_db
FIXTURES = Path(__file__).parents[2] / "fixtures"
HAN, GRID, AREAS = "han-tweedegraads", "werkplekleren-4x4", "leeruitkomstgebieden"
FILES = ["han-tweedegraads-2025-2026", GRID, AREAS, "crosswalk-han-4x4", "crosswalk-han-gebieden"]
FILES += ["crosswalk-4x4-gebieden"]


@pytest.fixture(scope="module")
def sources(django_db_setup, django_db_blocker):
    """Loaded once: none of these tests changes anything."""
    with django_db_blocker.unblock(), transaction.atomic():
        for name in FILES:
            loading.load(files.read((FIXTURES / f"{name}.yaml").read_bytes()), publish=True)
        yield {framework.code: framework for framework in Framework.objects.all()}
        transaction.set_rollback(True)


def shapes(sources, code: str, by: str) -> dict[str, list[str]]:
    side = compared(sources[code], sources[by]).left
    return {line.row.code: [mark.shape for mark in line.marks] for line in coverage(side, sources[by]).lines}


def test_how_far_the_han_covers_the_table_of_four_by_four(sources):
    assert shapes(sources, GRID, HAN) == {
        "WP": ["open", "full", "full", "full"],
        "WD": ["half", "full", "full", "half"],
        "WPO": ["open", "open", "half", "half"],
        "WPI": ["half", "half", "half", "full"],
    }


def test_the_han_has_nothing_on_research_and_on_subject_knowledge(sources):
    found = shapes(sources, AREAS, HAN)
    assert (found["3.0"], found["4.0"]) == (["empty", "empty", "empty", "open"], ["empty", "empty", "empty", "open"])
    assert found["4"] == ["open", "open", "open", "empty"]
    assert found["1"] == ["open", "full", "open", "empty"]


def test_the_table_touches_research_in_single_criteria_only(sources):
    found = shapes(sources, AREAS, GRID)
    assert (found["3.0"][-1], found["4.0"][-1]) == ("half", "half")


def test_the_subject_outcomes_of_the_han_stand_alone(sources):
    side = compared(sources[HAN], sources[GRID]).left
    assert len(side.alone) == 23
    assert {entry.code for entry in side.paired} == {"CPL", "AOL", "LV", "ICT", "PPI"}


def test_the_national_areas_are_the_frame_of_all_three(sources):
    found = {one.pk: one for one in Framework.objects.for_comparison()}
    frameworks = [found[sources[code].pk] for code in (GRID, HAN, AREAS)]
    shared = shared_frame(frameworks, list(Crosswalk.objects.for_page()))
    assert shared.frame.code == AREAS
    assert [column.framework.code for column in shared.columns] == [GRID, HAN]
    assert len(shared.rows) == 15
