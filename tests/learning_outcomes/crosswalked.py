"""Two small frameworks with a crosswalk between them, laid by hand and counted by hand.

Left, a programme: area A at two levels and area B at one. A1 and A2 stand in A at N1, A3 in A at N2, B1 in B at N1.
Right, a frame: area X with two descriptors, area Y that holds nothing itself.

    A1 is related to descriptor X 6        A1 is part of area Y
    a dimension of A2 is related to area Y   nothing touches A3, B1 and descriptor X 7
"""

from dataclasses import dataclass

from learning_outcomes.comparing import Comparison, Row, compare_frameworks
from learning_outcomes.models import Area, Crosswalk, Descriptor, Dimension, Framework, LearningOutcome, Level, Relation
from tests.factories import (
    AreaFactory,
    CrosswalkFactory,
    DescriptorFactory,
    DimensionFactory,
    FrameworkFactory,
    LearningOutcomeFactory,
    LevelFactory,
    RelationFactory,
)


@dataclass
class Crosswalked:
    left: Framework
    right: Framework
    crosswalk: Crosswalk
    outcomes: dict[str, LearningOutcome]
    areas: dict[str, Area]
    levels: dict[str, Level]
    descriptors: dict[str, Descriptor]
    dimension: Dimension

    def relate(self, here, there, kind: str = "isRelatedTo", remark: str = "") -> Relation:
        return RelationFactory(crosswalk=self.crosswalk, here=here, there=there, kind=kind, remark=remark)

    def publish(self) -> "Crosswalked":
        for one in (self.left, self.right, self.crosswalk):
            one.publish()
        return self

    def compared(self, *, turned: bool = False) -> Comparison:
        return compared(self.right, self.left) if turned else compared(self.left, self.right)


def compared(left: Framework, right: Framework) -> Comparison:
    """As the page compares them, for somebody who sees everything."""
    found = {one.pk: one for one in Framework.objects.for_comparison()}
    crosswalks = Crosswalk.objects.between(left, right).for_page()
    return compare_frameworks(found[left.pk], found[right.pk], crosswalks)


def row(comparison_side, code: str) -> Row:
    return next(row for row in comparison_side.rows if row.code == code)


def crosswalked() -> Crosswalked:
    left = FrameworkFactory(code="programma", title="Programma")
    right = FrameworkFactory(code="kader", title="Kader", edition="concept")
    levels = {
        code: LevelFactory(framework=left, code=code, title=f"Niveau {code[1]}", order=o)
        for o, code in enumerate(["N1", "N2"])
    }
    levels |= {
        code: LevelFactory(framework=right, code=code, title=f"Niveau {code}", order=o) for o, code in enumerate("67")
    }
    areas = {code: AreaFactory(framework=left, code=code, title=f"Lijn {code}", order=o) for o, code in enumerate("AB")}
    areas |= {
        code: AreaFactory(framework=right, code=code, title=f"Gebied {code}", order=o) for o, code in enumerate("XY")
    }
    places = [("A1", "A", "N1"), ("A2", "A", "N1"), ("A3", "A", "N2"), ("B1", "B", "N1")]
    outcomes = {
        code: LearningOutcomeFactory(framework=left, code=code, area=areas[area], level=levels[level], order=order)
        for order, (code, area, level) in enumerate(places)
    }
    descriptors = {level: DescriptorFactory(area=areas["X"], level=levels[level]) for level in "67"}
    dimension = DimensionFactory(outcome=outcomes["A2"], code="A2.1", title="Kijken")
    crosswalk = CrosswalkFactory(code="programma-kader", origin=left, target=right, remark="Een eerste voorstel.")
    made = Crosswalked(left, right, crosswalk, outcomes, areas, levels, descriptors, dimension)
    made.relate(outcomes["A1"], descriptors["6"], remark="Beide zelfstandig.")
    made.relate(outcomes["A1"], areas["Y"], "isPartOf")
    made.relate(dimension, areas["Y"])
    return made
