"""The table of four by four says what its source says, cell by cell."""

import hashlib
from pathlib import Path

import pytest

from learning_outcomes import files, loading
from learning_outcomes.models import Framework, Indicator

FILE = Path(__file__).parents[2] / "fixtures" / "werkplekleren-4x4.yaml"

# Source: the table "Leeruitkomsten" of the werkplekleren. A script cut its text at bullets, made white space single and
# put the two halves of WD3.5 together again; per leerlijn the text of each outcome followed by its criteria, joined by
# one newline and encoded as UTF-8. These are the SHA-256 of that.
DIGESTS = {
    "WP": "be5cfe932ea16fb237f2b3f0d17f153f6ef992fa58d21603aba3221506855edb",
    "WD": "51af5ae9e7d26336d8b86e3fa2897ad737a31501843fed12377355c87d12573d",
    "WPO": "0817a411039de3cf55b55334df6112d649dd9134a20b365fb4328de7e2fce7ad",
    "WPI": "37e1d7cc63e6d2e2147ee0780d8a85bcbc1f8c54efd15b8784a0440ec57a9996",
}
ABOUT = "1640e372f16dde3e1db31b0ff1bf1250a88752afdd6638e783d82b985e5ee5b9"  # its three paragraphs, joined likewise

pytestmark = pytest.mark.django_db


@pytest.fixture
def table() -> Framework:
    loading.load(files.read(FILE.read_bytes()))
    return Framework.objects.get(code="werkplekleren-4x4", edition="ongedateerd")


def digest(texts: list[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def criterion(code: str) -> str:
    return Indicator.objects.get(code=code).text


def test_it_has_4_leerlijnen_4_levels_16_outcomes_and_101_criteria(table):
    counts = (table.areas.count(), table.levels.count(), table.outcomes.count(), Indicator.objects.count())
    assert counts == (4, 4, 16, 101)


def test_each_cell_has_its_own_number_of_criteria(table):
    cells = {area.code: [outcome.indicators.count() for outcome in area.outcomes.all()] for area in table.areas.all()}
    assert cells == {"WP": [4, 9, 9, 8], "WD": [7, 8, 8, 7], "WPO": [4, 4, 3, 5], "WPI": [5, 6, 7, 7]}


@pytest.mark.parametrize("leerlijn", ["WP", "WD", "WPO", "WPI"])
def test_each_text_is_that_of_the_source_in_the_order_of_the_source(table, leerlijn):
    texts = []
    for outcome in table.outcomes.for_page().filter(area__code=leerlijn):
        texts += [outcome.text, *(indicator.text for indicator in outcome.criteria)]
    assert digest(texts) == DIGESTS[leerlijn]


def test_the_introduction_is_that_of_the_source(table):
    assert digest(table.about.split("\n\n")) == ABOUT


def test_the_leerlijnen_are_named_as_the_source_names_them(table):
    assert list(table.areas.values_list("code", "title")) == [
        ("WP", "Pedagogische leerlijn"),
        ("WD", "Vakdidactische/didactische leerlijn"),
        ("WPO", "Professionele omgeving"),
        ("WPI", "Professionele identiteit"),
    ]


def test_each_level_has_a_phase_and_all_but_the_first_say_what_guidance_goes_with_it(table):
    assert list(table.levels.values_list("code", "phase", "guidance")) == [
        ("N1", "Oriëntatiefase", ""),
        ("N2", "Verdiepingsfase", "proactieve begeleiding"),
        ("N3", "Visiefase", "begeleiding op afstand of reactieve begeleiding"),
        ("N4", "Afstudeerfase", "zelfstandig"),
    ]


def test_an_outcome_lies_where_its_code_says(table):
    places = list(table.outcomes.values_list("code", "area__code", "level__code"))
    assert places == [
        (f"{leerlijn}{level}", leerlijn, f"N{level}")
        for leerlijn in ("WP", "WD", "WPO", "WPI")
        for level in (1, 2, 3, 4)
    ]


def test_a_unit_is_made_of_the_outcomes_of_one_level(table):
    assert list(table.units.values_list("code", "level__code")) == [
        ("EvL1", "N1"),
        ("EvL2", "N2"),
        ("EvL3", "N3"),
        ("EvL4", "N4"),
    ]


def test_the_first_and_the_last_criterion_are_where_they_belong(table):
    assert criterion("WP1.1") == "Je legt contact met leerlingen voor, tijdens en buiten de les."
    assert criterion("WPI4.7") == (
        "Je stelt je (non)verbale gedrag bij aan de hand van reflectie op je gedag en je eigen visie."
    )


def test_the_criterion_that_a_page_break_split_is_whole(table):
    assert criterion("WD2.6") == "Je geeft opbouwende feedback."
    assert criterion("WD3.5") == (
        "Je begeleidt de verwerking van de leerstof (individueel en samenwerkend), je stelt hierbij stimulerende "
        "vragen en je geeft opbouwende gerichte feedback op taak en proces."
    )


def test_what_is_not_certain_is_said_beside_the_outcome(table):
    remarks = dict(table.outcomes.exclude(remark="").values_list("code", "remark"))
    assert remarks.keys() == {"WD2", "WD3", "WPO4", "WPI3", "WPI4"}
    assert "WPO4.2 en WPO4.3" in remarks["WPO4"]
    assert "niveau 3 kan ook" in remarks["WPO4"]


def test_it_says_what_it_was_derived_from_and_for_whom(table):
    assert table.scope == "tweedegraads"
    assert table.derived_from == [
        "bekwaamheidseisen (Onderwijscoöperatie, 2014)",
        "generieke kennisbasis (10voordeleraar, 2017)",
    ]


def test_it_admits_that_the_source_has_no_date(table):
    assert (table.edition, table.year) == ("ongedateerd", 2017)
    assert "zonder datum" in table.source
    assert table.indicator_label == "succescriterium"
