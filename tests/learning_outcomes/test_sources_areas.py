"""The national areas say what their source says: five areas, ten leaves, three levels, in concept."""

import hashlib
from pathlib import Path

import pytest

from learning_outcomes import files, loading
from learning_outcomes.models import Descriptor, Framework

FILE = Path(__file__).parents[2] / "fixtures" / "leeruitkomstgebieden.yaml"

# Source: the presentation of the national working group and its table of areas. A script cut its text line by line,
# made white space single and words that a line broke whole again; joined by one newline, encoded as UTF-8, SHA-256.
AREAS = "0079b30abe99ea43afb82d128ed4f6d95f68b1a7f0d047fa5203396d6f22443f"
LEAVES = "1085b05e2083cf2e25692d467e5bf98ace618d8cf40d1e70df047e34b4f6f68d"
DESCRIPTORS = "13b13ad03bbd1890a81d3b8bba0713327e841f0a2372915ac3c35fc0b97e0bca"
PROGRAMMES = "46377c261defd66d6e7ac4e98dbd262aa49411e169fc4aefdcdbea126b97d241"

pytestmark = pytest.mark.django_db


@pytest.fixture
def areas() -> Framework:
    loading.load(files.read(FILE.read_bytes()))
    return Framework.objects.get(code="leeruitkomstgebieden", edition="concept")


def digest(texts) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def test_the_five_areas_are_those_of_the_source_and_in_concept(areas):
    top = areas.areas.filter(parent=None)
    assert list(top.values_list("code", "status")) == [(code, "concept") for code in "12345"]
    assert digest(area.title for area in top) == AREAS


def test_the_ten_leaves_are_those_of_the_source(areas):
    leaves = areas.areas.exclude(parent=None)
    assert digest(area.title for area in leaves) == LEAVES
    assert list(leaves.values_list("parent__code", "code")) == [
        ("1", "1.1"),
        ("1", "1.2"),
        ("2", "2.1"),
        ("2", "2.2"),
        ("2", "2.3"),
        ("3", "3.0"),
        ("4", "4.0"),
        ("5", "5.1"),
        ("5", "5.2"),
        ("5", "5.3"),
    ]


@pytest.mark.parametrize(("code", "leaf"), [("3", "3.0"), ("4", "4.0")])
def test_an_area_without_parts_is_its_own_leaf(areas, code, leaf):
    assert areas.areas.get(code=leaf).title == areas.areas.get(code=code).title


def test_each_area_asks_something_at_each_level(areas):
    cells = Descriptor.objects.order_by("area__order", "level__order")
    assert cells.count() == 15
    assert digest(cell.text for cell in cells) == DESCRIPTORS


def test_a_leaf_asks_nothing_of_its_own(areas):
    assert not Descriptor.objects.filter(area__parent__isnull=False).exists()


def test_what_an_area_asks_stands_at_its_own_level(areas):
    cells = Descriptor.objects.filter(area__code="4").order_by("level__order")
    assert list(cells.values_list("level__code", "text")) == [
        ("5", "onder begeleiding, aangereikte bronnen"),
        ("6", "zelfstandig, meer of minder complexe vraagstukken"),
        ("7", "niveau 6 + complexe vraagstukken, eisen aan onderzoek"),
    ]


def test_the_third_area_keeps_its_brackets(areas):
    text = Descriptor.objects.get(area__code="3", level__code="5").text
    assert text == "(Passende Body of Knowledge and Skills voor beroepstaken op Ad-niveau)"


def test_each_level_names_its_programmes(areas):
    levels = areas.levels.all()
    assert [level.title for level in levels] == ["Niveau 5", "Niveau 6", "Niveau 7"]
    assert digest(level.phase for level in levels) == PROGRAMMES
    assert levels[1].phase == "PABO - TWEEDEGRAADSOPLEIDINGEN"


def test_it_comes_from_the_working_group_and_has_no_outcomes(areas):
    assert areas.publisher == "Landelijke werkgroep Werken met leeruitkomsten"
    assert "conceptstatus" in areas.source
    assert not areas.outcomes.exists()
