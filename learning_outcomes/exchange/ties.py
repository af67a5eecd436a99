"""How the items of a package hang together: the tree of isChildOf, and the associations that are left."""

from collections import defaultdict
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from .package import Entry, Package

CHILD = "isChildOf"
LAST = 2**31  # the place of who has no sequence number


class Tie(NamedTuple):
    """One association: what it is, from what to what, and its number."""

    entry: Entry
    kind: str
    origin: UUID | None
    destination: UUID | None
    number: int | None


def place_of(tie: Tie) -> int:
    """Who has no number comes last."""
    return LAST if tie.number is None else tie.number


class Ties:
    """The tree and the rest. An item with no parent in the file lies directly below the document: None."""

    def __init__(self, package: Package):
        self.package = package
        self.parents: dict[UUID, UUID | None] = dict.fromkeys(package.items)
        self.numbers: dict[UUID, int | None] = dict.fromkeys(package.items)
        self.others: list[Tie] = []
        placed: set[UUID] = set()
        for tie in self.read():
            if tie.kind != CHILD:
                self.others.append(tie)
            elif tie.origin not in package.items:
                package.notice(tie.entry.place, _("What lies below it is not in this file, so this is left out."))
            elif tie.origin in placed:
                package.notice(tie.entry.place, _("An item lies in one place only; a second place is left out."))
            else:
                placed.add(tie.origin)
                self.place(tie)
        self.refuse_circles()
        self.children = self.sorted_children()

    def read(self) -> list[Tie]:
        return [
            Tie(
                entry,
                entry.text("associationType", required=True).value,
                entry.end("originNodeURI"),
                entry.end("destinationNodeURI"),
                entry.whole("sequenceNumber"),
            )
            for entry in self.package.associations
        ]

    def place(self, tie: Tie) -> None:
        self.numbers[tie.origin] = tie.number
        if tie.destination in self.package.items:
            self.parents[tie.origin] = tie.destination
        elif tie.destination != self.package.identifier:
            sentence = _("What it lies in is not in this file; it comes to lie at the top.")
            self.package.notice(tie.entry.place, sentence)

    def refuse_circles(self) -> None:
        """No item lies inside itself; each is walked over once, however deep the tree."""
        sound: set[UUID | None] = {None}
        for identifier in self.package.items:
            path: dict[UUID, None] = {}
            while identifier not in sound and identifier not in path:
                path[identifier] = None
                identifier = self.parents[identifier]
            if identifier in path:
                for inside in list(path)[list(path).index(identifier) :]:
                    self.package.items[inside].fault("", _("This item lies, by its associations, inside itself."))
                    self.parents[inside] = None  # so that the rest can be read
            sound.update(path)

    def sorted_children(self) -> dict[UUID | None, list[UUID]]:
        """What lies in each item, and below the document, by sequence number and else as the file has it."""
        children: dict[UUID | None, list[UUID]] = defaultdict(list)
        for identifier in self.in_order():
            children[self.parents[identifier]].append(identifier)
        return children

    def in_order(self) -> list[UUID]:
        """All items by their sequence number; those without one as they stand, at the end."""
        return sorted(self.package.items, key=lambda one: LAST if self.numbers[one] is None else self.numbers[one])
