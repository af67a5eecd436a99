"""The crosswalks between the frameworks are proposals: made by hand, with a reason per pair and honest gaps."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from learning_outcomes import files, loading
from learning_outcomes.models import Crosswalk

FIXTURES = Path(__file__).parents[2] / "fixtures"
FRAMEWORKS = ["han-tweedegraads-2025-2026", "werkplekleren-4x4", "leeruitkomstgebieden"]
CODES = ["han-4x4", "han-gebieden", "4x4-gebieden"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def crosswalks():
    for name in [*FRAMEWORKS, *(f"crosswalk-{code}" for code in CODES)]:
        loading.load(files.read((FIXTURES / f"{name}.yaml").read_bytes()))
    return {crosswalk.code: crosswalk for crosswalk in Crosswalk.objects.for_page()}


def pairs(crosswalk, kind: str) -> dict[str, set[str]]:
    """The codes on either side of the relations between two things of one kind."""
    relations = [row for row in crosswalk.relations.all() if row.origin.kind == row.target.kind == kind]
    found = {}
    for row in relations:
        found.setdefault(" ".join(row.origin.codes), set()).add(" ".join(row.target.codes))
    return found


def targets(crosswalk) -> set[str]:
    return {f"{row.target.kind} {' '.join(row.target.codes)}" for row in crosswalk.relations.all()}


def test_there_are_three_and_they_lie_between_the_three_frameworks(crosswalks):
    ends = {code: (row.origin.code, row.target.code) for code, row in crosswalks.items()}
    assert ends == {
        "han-4x4": ("han-tweedegraads", "werkplekleren-4x4"),
        "han-gebieden": ("han-tweedegraads", "leeruitkomstgebieden"),
        "4x4-gebieden": ("werkplekleren-4x4", "leeruitkomstgebieden"),
    }


def test_each_has_its_own_number_of_relations(crosswalks):
    counts = {code: row.relations.count() for code, row in crosswalks.items()}
    assert counts == {"han-4x4": 44, "han-gebieden": 27, "4x4-gebieden": 31}


@pytest.mark.parametrize("code", CODES)
def test_each_says_that_it_is_a_proposal(crosswalks, code):
    remark = crosswalks[code].remark
    assert remark.startswith("Een eerste voorstel, met de hand gemaakt, nog door niemand vastgesteld.")


@pytest.mark.parametrize("code", CODES)
def test_every_relation_gives_its_reason(crosswalks, code):
    assert [str(row) for row in crosswalks[code].relations.all() if not row.remark] == []


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_said_to_be_the_same(crosswalks, code):
    kinds = {row.kind for row in crosswalks[code].relations.all()}
    assert kinds <= {"isRelatedTo", "isPartOf"}


def test_levels_meet_only_where_a_reason_was_found(crosswalks):
    assert pairs(crosswalks["han-4x4"], "level") == {"tussenniveau": {"N2"}, "eindniveau": {"N4"}}
    assert pairs(crosswalks["han-gebieden"], "level") == {"eindniveau": {"6"}}
    assert pairs(crosswalks["4x4-gebieden"], "level") == {"N4": {"6"}}


def test_four_general_outcomes_of_the_han_meet_an_outcome_of_the_table(crosswalks):
    assert pairs(crosswalks["han-4x4"], "outcome") == {
        "CPL": {"WP2", "WP4"},
        "AOL": {"WP3", "WP4", "WD3"},
        "LV": {"WD2", "WD3"},
        "PPI": {"WPI4"},
    }


def test_the_han_has_nothing_on_research_or_on_knowledge_of_the_subject(crosswalks):
    found = targets(crosswalks["han-gebieden"])
    assert "area 5.3" in found
    assert not found & {"area 3", "area 3.0", "area 4", "area 4.0"}


def test_all_sixteen_outcomes_of_the_table_lie_in_an_area(crosswalks):
    rows = crosswalks["4x4-gebieden"].relations.all()
    placed = {row.origin.codes[0] for row in rows if row.origin.kind == "outcome" and row.target.kind == "area"}
    assert placed == {f"{leerlijn}{level}" for leerlijn in ("WP", "WD", "WPO", "WPI") for level in (1, 2, 3, 4)}


def test_only_criteria_of_the_table_touch_research_and_knowledge_of_the_subject(crosswalks):
    rows = [row for row in crosswalks["4x4-gebieden"].relations.all() if row.target.codes in {("3.0",), ("4.0",)}]
    assert [" ".join(row.origin.codes) for row in rows] == [
        "WD1 WD1.1",
        "WD2 WD2.1",
        "WPI3 WPI3.1",
        "WPI3 WPI3.5",
        "WPI4 WPI4.5",
    ]


def test_every_file_of_the_sources_loads_again_without_a_change():
    paths = sorted(FIXTURES.glob("*.yaml"))
    call_command("load_framework", *map(str, paths), stdout=StringIO())
    again = {path.stem: loading.load(files.read(path.read_bytes())).changes for path in paths}
    assert again == dict.fromkeys(
        [
            "begrippenkader",
            "crosswalk-4x4-gebieden",
            "crosswalk-han-4x4",
            "crosswalk-han-gebieden",
            "han-tweedegraads-2025-2026",
            "leeruitkomstgebieden",
            "werkplekleren-4x4",
        ],
        [],
    )
