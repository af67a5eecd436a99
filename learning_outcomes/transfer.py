"""What somebody who goes to another framework has shown already, seen from there (H05). A view: nothing is stored.

An aid and not a decision: a counterpart says that somebody laid two texts side by side, not that one proves the other.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from .comparing import Comparison, Entry, Pair
from .models import Relation

Kind = Relation.Kind

CORRESPONDS, PARTLY, NOT_YET = "corresponds", "partly", "not_yet"
# What was shown is by these words, read from there, less than what is asked here.
LESS = {Kind.IS_PART_OF, Kind.IS_CHILD_OF, Kind.PRECEDES, Kind.EXEMPLAR, Kind.HAS_SKILL_LEVEL}


@dataclass(frozen=True)
class Asked:
    """One thing that the new framework asks, and the relations it has with what was shown, read from the shown."""

    entry: Entry
    pairs: list[Pair] = field(default_factory=list)

    @property
    def status(self) -> str:
        """CORRESPONDS when a whole outcome that was shown is a counterpart of the whole of this; PARTLY when only a
        part of either is, or when the relation itself says that it is less."""
        if any(is_whole(pair, self.entry) for pair in self.pairs):
            return CORRESPONDS
        return PARTLY if self.pairs else NOT_YET


@dataclass(frozen=True)
class Transfer:
    """Everything that is asked, in the order of the new framework."""

    asked: list[Asked]

    def of(self, status: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.status == status]

    @property
    def corresponds(self) -> list[Asked]:
        return self.of(CORRESPONDS)

    @property
    def partly(self) -> list[Asked]:
        return self.of(PARTLY)

    @property
    def not_yet(self) -> list[Asked]:
        return self.of(NOT_YET)


def transfer(comparison: Comparison, shown: Collection[str]) -> Transfer:
    """From the left framework, of which the outcomes with these codes were shown, to the right one.

    An area that holds more than itself is asked through what it holds; it only joins where it has a counterpart.
    """
    codes = {outcome.pk: outcome.code for outcome in comparison.left.framework.outcomes.all()}

    def was_shown(pair: Pair) -> bool:
        node = pair.there.node
        outcome = node.pk if pair.there.kind == "outcome" else getattr(node, "outcome_id", None)
        return codes.get(outcome) in shown

    asked = []
    for row in comparison.right.rows:
        whole = Asked(Entry("area", row.area), [pair.from_there for pair in row.pairs if was_shown(pair)])
        asked += [whole] if whole.pairs else []
        asked += [Asked(entry, [p.from_there for p in entry.pairs if was_shown(p)]) for entry in row.entries]
    return Transfer(asked)


def is_whole(pair: Pair, entry: Entry) -> bool:
    """Whether a relation, read from what was shown, lies between wholes and does not say that it is less."""
    less = pair.relation.kind in LESS and not pair.turned
    return pair.is_whole and pair.there.kind == entry.kind and not less
