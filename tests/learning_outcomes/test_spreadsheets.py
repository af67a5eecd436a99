"""The comparison and the verification grid as XLSX: four sheets, and text that stays text."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from learning_outcomes.spreadsheets import comparison_sheet, verification_sheet
from learning_outcomes.verification import verification
from tests.factories import FrameworkFactory, LearningOutcomeFactory

from .crosswalked import Crosswalked, crosswalked

pytestmark = pytest.mark.django_db
FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "http://elders.example", "{=1}", "0012", "1e5"]


@pytest.fixture
def two() -> Crosswalked:
    return crosswalked()


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def rows(sheet) -> list[tuple]:
    return list(sheet.iter_rows(min_row=2, values_only=True))


def test_the_sheets_have_their_dutch_names(two):
    with translation.override("nl"):
        book = opened(comparison_sheet(two.compared()))
    assert book.sheetnames == ["Overeenkomsten", "Alleen links", "Alleen rechts", "Dekking"]


def test_every_pair_is_a_row(two, english):
    book = opened(comparison_sheet(two.compared()))
    assert [row[1:6] + (row[7],) for row in rows(book["Correspondences"])] == [
        ("A1", "Leeruitkomst A1", "is related to", "descriptor", "X 6", "Beide zelfstandig."),
        ("A1", "Leeruitkomst A1", "is part of", "area", "Y", None),
        ("A2.1", "Kijken", "is related to", "area", "Y", None),
    ]


def test_every_pair_says_whose_it_is_and_that_it_is_a_proposal(two, english):
    row = rows(opened(comparison_sheet(two.compared()))["Correspondences"])[0]
    assert row[8:] == ("Van programma naar kader (2026)", "Hogeschool Zuidoever", "draft, a proposal")


def test_what_stands_on_one_side_has_its_sheet(two, english):
    book = opened(comparison_sheet(two.compared()))
    assert [row[3] for row in rows(book["Only left"])] == ["A3", "B1"]
    assert rows(book["Only right"]) == [
        ("X Gebied X", "Niveau 7", "descriptor", "X 7", "Gebied X, Niveau 7", "zelfstandig, met actuele bronnen")
    ]


def test_the_coverage_is_that_of_the_picture(two, english):
    book = opened(comparison_sheet(two.compared()))
    assert [row[2:] for row in rows(book["Coverage"])] == [
        ("A Lijn A", "Niveau 1", "1", "1", "2", "a part: 1 of 2 whole, 1 in part"),
        ("A Lijn A", "Niveau 2", "0", "0", "1", "nothing: 0 of 1"),
        ("B Lijn B", "Niveau 1", "0", "0", "1", "nothing: 0 of 1"),
        ("X Gebied X", "Niveau 6", "1", "0", "1", "everything: 1 of 1"),
        ("X Gebied X", "Niveau 7", "0", "0", "1", "nothing: 0 of 1"),
        ("Y Gebied Y", "Without level", "1", "0", "1", "everything: 1 of 1"),
    ]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_a_link_or_a_number(two, text):
    two.crosswalk.relations.update(remark=text)
    two.crosswalk.publisher = text
    two.crosswalk.save()
    two.left.outcomes.update(title=text, text=text)
    cells = [c for s in opened(comparison_sheet(two.compared())) for row in s.iter_rows() for c in row if c.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert sum(cell.value == text for cell in cells) >= 7


def test_no_text_of_a_verification_grid_becomes_a_formula(english):
    old = LearningOutcomeFactory(code="A", title="=1+1", text="+cmd").framework
    new = FrameworkFactory(code=old.code, edition="2026-2027", replaces=old)
    LearningOutcomeFactory(framework=new, code="A", title="=2", text="-1")
    sheet = opened(verification_sheet(verification(old, new, [])))["Verification"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert [cell.value for cell in sheet[2]][:5] == ["learning outcome", "A", "changed", None, sheet["E2"].value]
    assert sheet["E2"].value.startswith("=1+1\n")


def test_a_text_longer_than_a_cell_is_cut(two):
    two.left.outcomes.update(text="x" * 40_000)
    sheet = opened(comparison_sheet(two.compared())).worksheets[1]
    assert len(sheet["F2"].value) == 32_767


def test_the_same_comparison_gives_the_same_bytes(two):
    assert comparison_sheet(two.compared()) == comparison_sheet(two.compared())


def test_a_reader_saves_the_file(reads, two):
    two.publish()
    response = reads.get(
        reverse("learning_outcomes:comparison_xlsx", args=["programma", "2025-2026", "kader", "concept"])
    )
    assert (
        response.headers["Content-Disposition"]
        == 'attachment; filename="vergelijking-programma-2025-2026-kader-concept.xlsx"'
    )
    assert len(opened(response.content).sheetnames) == 4


def test_a_reader_saves_the_grid(reads):
    old = LearningOutcomeFactory().framework
    new = FrameworkFactory(code=old.code, edition="2026-2027", replaces=old)
    address = reverse("learning_outcomes:verification_xlsx", args=[new.code, new.edition])
    for one in (old, new):
        assert reads.get(address).status_code == 404
        one.publish()
    assert opened(reads.get(address).content).sheetnames == ["Verification"]
