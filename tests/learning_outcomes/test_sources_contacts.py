"""The fixtures hold texts of frameworks and no contact data: the sources print names and addresses of people."""

import re
from pathlib import Path

import pytest
import yaml

FILES = sorted((Path(__file__).parents[2] / "fixtures").glob("*.yaml"))

PHONE = re.compile(r"(?<![\d.-])(?:\+31|0031|0)[ -]?[1-9](?:[ -]?\d){7,9}(?!\d)")
PERSON = re.compile(
    r"\b(?:[A-Z]\. ?)+(?:(?:van|de|der|den|ter|ten|’t) )*[A-Z][a-z]{2,}"  # initials and a surname
    r"|\b[A-Z][\w-]{2,}, (?:[A-Z]\.)+"  # the same the other way round, as literature has it
    r"|\b(?:[Dd]hr|[Mm]evr|[Mm]w|[Dd]rs|[Dd]r|[Pp]rof|[Ii]r|[Ii]ng)\. ?[A-Z]"  # a title before a name
)
ADDRESS = re.compile(r"@|https?:|www\.|\[(?:naam|adres)\]")


def texts(value) -> list[str]:
    """Every text of a file, but not the literature: there the names are those of authors."""
    if isinstance(value, dict):
        return [text for key, part in value.items() if key != "literature" for text in texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    return [str(value)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_fixture_holds_no_address_and_no_phone_number(file):
    content = file.read_text(encoding="utf-8")
    assert ADDRESS.findall(content) == []
    assert PHONE.findall(content) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_fixture_names_no_person(file):
    found = [text for text in texts(yaml.safe_load(file.read_text(encoding="utf-8"))) if PERSON.search(text)]
    assert found == []


@pytest.mark.parametrize("text", ["J. de Vries", "A.B. van der Berg", "Jansen, P.", "mevr. Bakker", "prof. Smit"])
def test_the_check_knows_a_person_when_it_sees_one(text):
    assert PERSON.search(f"Vraag het {text} maar")


@pytest.mark.parametrize("text", ["06-12345678", "026 123 45 67", "+31 6 12345678", "0612345678"])
def test_the_check_knows_a_phone_number_when_it_sees_one(text):
    assert PHONE.search(f"Bel {text} voor een afspraak")
