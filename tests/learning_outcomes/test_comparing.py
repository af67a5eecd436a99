"""What corresponds and what does not: small frameworks, counted by hand (H03)."""

import pytest

from tests.factories import (
    CrosswalkFactory,
    FrameworkFactory,
    LearningOutcomeFactory,
    LevelFactory,
    PeriodOutcomeFactory,
    RelationFactory,
    UnitFactory,
    WorkplacePeriodFactory,
)

from .crosswalked import Crosswalked, compared, crosswalked, row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def two() -> Crosswalked:
    return crosswalked()


def codes(entries) -> list[str]:
    return [entry.code for entry in entries]


def told(pairs) -> list[tuple]:
    return [(pair.here.code, str(pair.words), pair.there.code, pair.relation.remark) for pair in pairs]


def test_what_has_a_relation_corresponds(two):
    assert codes(two.compared().left.paired) == ["A1", "A2"]


def test_what_has_none_stands_on_one_side_only(two):
    found = two.compared()
    assert codes(found.left.alone) == ["A3", "B1"]
    assert codes(found.right.alone) == ["X 7"]


def test_every_pair_tells_its_kind_and_its_remark(two):
    entry = row(two.compared().left, "A").cells[0].entries[0]
    assert told(entry.pairs) == [("A1", "is related to", "X 6", "Beide zelfstandig."), ("A1", "is part of", "Y", "")]


def test_the_other_way_round_a_relation_reads_the_other_way(two):
    entry = row(two.compared(turned=True).left, "Y").cells[-1].entries[0]
    assert [(pair.here.code, str(pair.words), pair.there.code) for pair in entry.pairs] == [
        ("Y", "contains", "A1"),
        ("Y", "is related to", "A2.1"),
    ]


def test_a_crosswalk_the_other_way_tells_the_same(two):
    back = CrosswalkFactory(origin=two.right, target=two.left)
    RelationFactory(crosswalk=back, here=two.descriptors["7"], there=two.outcomes["B1"], kind="precedes")
    found = two.compared()
    assert told(row(found.left, "B").entries[0].pairs) == [("B1", "comes after", "X 7", "")]
    assert codes(found.left.alone) == ["A3"]


def test_a_relation_of_a_dimension_counts_in_part_for_its_outcome(two):
    entries = {entry.code: entry.standing for entry in two.compared().left.entries}
    assert entries == {"A1": "whole", "A2": "part", "A3": "none", "B1": "none"}


def test_a_counterpart_that_is_only_a_dimension_counts_in_part(two):
    two.crosswalk.relations.filter(kind="isPartOf").delete()
    assert row(two.compared().right, "Y").entries[0].standing == "part"


def test_the_groups_are_area_by_level(two):
    groups = [
        (group.code, cell.level.code, codes(cell.entries)) for group in two.compared().left.rows for cell in group.cells
    ]
    assert groups == [("A", "N1", ["A1", "A2"]), ("A", "N2", ["A3"]), ("B", "N1", ["B1"]), ("B", "N2", [])]


def test_an_area_that_holds_something_is_not_compared_itself(two):
    assert codes(two.compared().right.entries) == ["X 6", "X 7", "Y"]


def test_a_relation_of_a_whole_area_stands_beside_the_area_and_counts_for_no_outcome(two):
    two.relate(two.areas["B"], two.areas["X"])
    found = two.compared()
    assert told(row(found.left, "B").pairs) == [("B", "is related to", "X", "")]
    assert codes(found.left.alone) == ["A3", "B1"]


def test_what_lies_in_a_related_area_says_so(two):
    inner = two.areas["B"]
    inner.parent = two.areas["A"]
    inner.save()
    two.relate(two.areas["A"], two.areas["X"])
    assert [area.code for area in row(two.compared().left, "B").inside] == ["A"]


def test_relations_of_levels_lie_in_no_area(two):
    two.relate(two.levels["N2"], two.levels["6"], remark="Beide het einde.")
    assert told(two.compared().left.loose) == [("N2", "is related to", "6", "Beide het einde.")]


def test_without_areas_the_units_are_the_groups():
    period = WorkplacePeriodFactory()
    unit = UnitFactory(framework=period.framework, code="OWE1")
    loose = LearningOutcomeFactory(framework=period.framework, code="LOS", order=5)
    PeriodOutcomeFactory(period=period, unit=unit, outcome__code="CPL")
    side = compared(period.framework, FrameworkFactory()).left
    assert [(group.code, codes(group.entries)) for group in side.rows] == [("OWE1", ["CPL"]), ("", [loose.code])]
    assert str(side.rows[1].title) == "Without area"


def test_a_unit_of_one_level_holds_the_outcomes_of_that_level():
    level = LevelFactory()
    unit = UnitFactory(framework=level.framework, code="EvL1", level=level)
    LearningOutcomeFactory(framework=level.framework, level=level, code="WP1")
    assert [group.unit for group in compared(level.framework, FrameworkFactory()).left.rows] == [unit]


def test_without_a_crosswalk_everything_stands_on_one_side():
    outcome = LearningOutcomeFactory()
    found = compared(outcome.framework, FrameworkFactory())
    assert (codes(found.left.alone), found.right.alone, found.pairs) == ([outcome.code], [], [])


def test_scales_never_meet_by_themselves():
    """X28: the same code and title on both sides make no pair."""
    left, right = (LearningOutcomeFactory(code="CPL", title="Leerklimaat") for _side in range(2))
    assert compared(left.framework, right.framework).pairs == []


def test_comparing_asks_the_database_nothing(two, django_assert_num_queries):
    found = two.compared()
    with django_assert_num_queries(0):
        assert [pair.here.title for entry in found.left.entries for pair in entry.pairs]
        assert [pair.crosswalk.title for pair in found.pairs]
