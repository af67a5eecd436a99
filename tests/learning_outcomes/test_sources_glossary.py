"""What the sources mean by their words, each in its own words and with its place."""

import hashlib
from pathlib import Path

import pytest

from learning_outcomes import files, loading
from learning_outcomes.models import Framework

FILE = Path(__file__).parents[2] / "fixtures" / "begrippenkader.yaml"

# Source: five documents. A script cut each text from the lines it stands on and made white space single, one line per
# bullet; all 26 joined by one newline, encoded as UTF-8. This is the SHA-256 of that.
DIGEST = "9e3d8bfdc3188d3df6c927244ac05233aa6f56873b8e3ca18407dec76cd31c16"

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms():
    loading.load(files.read(FILE.read_bytes()))
    return Framework.objects.get(code="begrippenkader").glossary.all()


def test_each_text_is_that_of_its_source(terms):
    assert len(terms) == 26
    assert hashlib.sha256("\n".join(term.text for term in terms).encode()).hexdigest() == DIGEST


def test_a_learning_outcome_has_four_definitions_from_four_documents(terms):
    definitions = terms.filter(term="Leeruitkomst")
    assert [term.code for term in definitions] == [f"leeruitkomst-{number}" for number in (1, 2, 3, 4)]
    assert len({term.source.split(",")[0] for term in definitions}) == 4


def test_the_first_definition_says_that_the_way_does_not_matter(terms):
    assert terms.get(code="leeruitkomst-1").text == (
        "Leeruitkomst als datgene wat aangetoond moet worden, ongeacht hoe, wanneer of waar het geleerd is "
        "(leerwegonafhankelijk)."
    )


def test_the_definition_of_2015_is_quoted_from_who_quotes_it(terms):
    term = terms.get(code="leeruitkomst-2")
    assert "te begrijpen en te kunnen toepassen" in term.text
    assert term.source.startswith("Presentatie “Gelukt in de driehoek”")


def test_every_term_names_its_source(terms):
    documents = (
        "Landelijke werkgroep Werken met leeruitkomsten, presentatie",
        "Presentatie “Gelukt in de driehoek”, dia",
        "Webinar “Werken met leeruitkomsten”",
        "Tabel “Leeruitkomsten” van het werkplekleren, ",
        "HAN, Handleiding voor werkplekbegeleiders, ",
    )
    assert [term.code for term in terms if not term.source.startswith(documents)] == []
    assert {document for document in documents for term in terms if term.source.startswith(document)} == set(documents)


def test_a_learning_outcome_has_four_elements(terms):
    text = terms.get(code="leeruitkomst-elementen").text
    assert text.count("•") == 4
    assert text.startswith("Een leeruitkomst beschrijft\n• het waarneembare gedrag (handelingswerkwoord),")


def test_three_things_are_kept_apart(terms):
    apart = terms.filter(source__endswith="onderscheid maken tussen")
    assert [term.term for term in apart] == ["Persoonlijke leerdoelen", "Opleidingskwalificaties", "Leeruitkomsten"]


def test_it_says_what_working_with_outcomes_is_not(terms):
    text = terms.get(code="wat-is-het-niet").text
    assert text.count("• niet ") == 4
    assert "Maar wel:" in text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("kleine-driehoek", "van concrete student en opleiders uit school en instituut"),
        ("grote-driehoek", "als afspraken binnen (onderwijs)regio of partnerschap(pen)"),
        ("eenheid-van-leeruitkomsten-1", "moet je de Eenheid van Leeruitkomsten (EvL) aantonen."),
        ("persona-2", "karakteristieken van groepen studenten"),
        ("leerwegonafhankelijk-2", "maar hoe, waar en in hoeveel tijd staat open"),
        ("driehoek", "De gesprekken vinden plaats in de driehoek: student – werkplek – instituut."),
    ],
)
def test_a_word_means_what_its_source_says(terms, code, words):
    assert words in terms.get(code=code).text


def test_it_does_not_claim_to_be_the_national_begrippenkader(terms):
    framework = Framework.objects.get(code="begrippenkader")
    assert framework.title == "Begrippen rond leeruitkomsten"
    assert framework.publisher == "Verzameld uit vijf bronnen; elk begrip noemt de zijne"
