"""How far one framework covers another: counted by hand, and the picture says what its table says."""

import re
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from learning_outcomes.coverage import coverage, head_text, label_text
from learning_outcomes.models import Level
from tests.factories import AreaFactory, FrameworkFactory, LearningOutcomeFactory, LevelFactory

from .crosswalked import Crosswalked, compared, crosswalked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def two() -> Crosswalked:
    return crosswalked()


def shapes(side, by) -> list[list[str]]:
    return [[mark.shape for mark in line.marks] for line in coverage(side, by).lines]


def test_the_shapes_of_the_left_side(two):
    assert shapes(two.compared().left, two.right) == [["half", "open"], ["open", "empty"]]


def test_the_shapes_of_the_right_side(two):
    """Levels 6 and 7, then what has no level: area Y holds nothing and is part of nothing by itself."""
    assert shapes(two.compared().right, two.left) == [["full", "open", "empty"], ["empty", "empty", "full"]]


def test_a_cell_is_full_only_when_everything_in_it_has_a_counterpart(two):
    two.relate(two.outcomes["A2"], two.areas["X"])
    assert shapes(two.compared().left, two.right)[0] == ["full", "open"]


def test_a_cell_with_parts_only_is_half(two):
    two.relate(two.dimension, two.descriptors["7"])
    assert shapes(two.compared().right, two.left)[0] == ["full", "half", "empty"]


def test_a_skill_covers_no_cell_by_itself(two):
    skill = two.left.skills.create(code="CB1", title="Routines")
    two.relate(skill, two.descriptors["7"])
    assert shapes(two.compared().right, two.left)[0] == ["full", "half", "empty"]


def test_the_words_of_a_cell_count_wholes_and_parts(two):
    words = [mark.words for mark in coverage(two.compared().left, two.right).lines[0].marks]
    assert words == ["a part: 1 of 2 whole, 1 in part", "nothing: 0 of 1"]


def drawn(svg: ElementTree.Element) -> list[list[str]]:
    """The shapes as somebody sees them: by what is drawn in each row, from left to right."""
    rows = []
    for group in svg.findall(f"{SVG}g"):
        squares = {}
        for one in group.findall(f"{SVG}rect"):
            squares.setdefault(float(one.get("x")), set()).add(one.get("fill"))
        for one in group.findall(f"{SVG}path"):
            squares[float(re.match(r"M([\d.]+)", one.get("d"))[1])].add("half")
        signs = {frozenset({"currentColor", "none"}): "everything", frozenset({"half", "none"}): "a part"}
        rows.append([signs.get(frozenset(what), "nothing") for _x, what in sorted(squares.items())])
    return rows


def test_picture_and_table_say_the_same(two):
    for side, by in ((two.compared().left, two.right), (two.compared().right, two.left)):
        context = {"coverage": coverage(side, by), "number": 1}
        svg = render_to_string("learning_outcomes/compare/_picture.html", context)
        table = render_to_string("learning_outcomes/compare/_coverage_table.html", context)
        said = [re.findall(r"<span>(\w[\w ]*)", one) for one in table.split("<tbody>")[1].split("</tr>")[:-1]]
        told = [[words for words in row if words != "empty"] for row in said]
        assert drawn(ElementTree.fromstring(svg)) == told
        assert any(told)


def test_the_picture_has_a_name_and_whole_numbers_with_a_point(two):
    with translation.override("nl"):
        context = {"coverage": coverage(two.compared().left, two.right), "number": 7}
        svg = render_to_string("learning_outcomes/compare/_picture.html", context)
    picture = ElementTree.fromstring(svg)
    assert picture.get("role") == "img"
    assert picture.find(f"{SVG}title").get("id") == picture.get("aria-labelledby") == "picture-7"
    assert not re.search(r' (x|y|d|width|height)="[^"]*,', svg)


def test_nothing_is_drawn_outside_the_picture():
    """Twelve levels and a name that is too long."""
    framework = FrameworkFactory()
    area = AreaFactory(framework=framework, title="Verantwoordelijkheidsbewustwordingsontwikkeling " * 4)
    for number in range(12):
        LearningOutcomeFactory(framework=framework, area=area, level=LevelFactory(framework=framework, order=number))
    found = coverage(compared(framework, FrameworkFactory()).left, framework)
    marks = found.lines[0].marks
    assert all(after.x >= mark.x + mark.side for mark, after in zip(marks, marks[1:], strict=False))
    assert marks[-1].x + marks[-1].side <= found.width
    assert len(found.lines[0].label.lines) == 3


@pytest.mark.parametrize(
    ("title", "code", "room", "lines"),
    [
        ("Niveau 5", "5", 60, ["Niveau 5"]),
        ("Niveau 5", "5", 42, ["Niveau", "5"]),
        ("Tussenniveau", "TN", 42, ["TN"]),
        ("Tussenniveau", "tussenniveau", 42, ["tussen"]),
    ],
)
def test_the_head_of_a_column_fits(title, code, room, lines):
    assert head_text(Level(title=title, code=code), room) == lines


def test_a_name_breaks_after_a_slash():
    assert label_text("WD Vakdidactische/didactische leerlijn") == ["WD Vakdidactische/", "didactische", "leerlijn"]
