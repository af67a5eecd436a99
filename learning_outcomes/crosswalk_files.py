"""Read a crosswalk file into rows, or name every fault in it with its line.

Which parts the relations point at is known to the database alone, so `crosswalk_loading` looks them up.
"""

import yaml
from django.utils.translation import gettext as _

from .composing import Fault, FaultyFile, line_of
from .models import Crosswalk, Relation
from .references import Reference, refer
from .rows import CrosswalkTree, Key, Row, RowReader
from .sections import Section

SIDES = ("origin", "target")


def read(root: Section) -> CrosswalkTree:
    """The rows of a crosswalk file.

    :raises FaultyFile: with every fault found, when there is any.
    """
    return _Reader(root).read()


class _Reader(RowReader):
    def read(self) -> CrosswalkTree:
        crosswalk, editions = self.read_crosswalk()
        links = {side: key for side, (_line, key) in editions.items()}
        references: dict[Key, dict[str, Reference]] = {}
        for order, section in enumerate(self.root.sections("relations")):
            pair = {side: self.reference(section, side) for side in SIDES}
            values = section.fill(Relation, "kind remark") | {"order": order}
            given = self.given_uuid(section)
            section.close()
            if all(pair.values()):
                key = (*pair["origin"].key, *pair["target"].key, values.pop("kind"))
                references[self.add_row(section, Relation, key, values, links, given)] = pair
        self.root.close()
        tree = CrosswalkTree(crosswalk, editions, list(self.rows.values()), references)
        if self.faults:
            raise FaultyFile(self.faults, tree if crosswalk else None)
        return tree

    def read_crosswalk(self) -> tuple[Row | None, dict[str, tuple[int, Key]]]:
        node = self.root.take("crosswalk", required=True)
        if node is None:
            return None, {}
        section = Section(node, "crosswalk", self.faults)
        values = section.fill(Crosswalk, "code title publisher year remark")
        editions = {side: self.edition(section, side) for side in SIDES}
        if editions["origin"][1] and editions["origin"][1] == editions["target"][1]:
            section.fault(section.node, _("A crosswalk lies between two frameworks."))
        given = self.given_uuid(section)
        section.close()
        return Row(Crosswalk, (values.pop("code"),), section.line, values, uuid=given), editions

    def edition(self, section: Section, side: str) -> tuple[int, Key]:
        """The line and the code and edition of the framework on one side."""
        node = section.take(side, required=True)
        if node is None:
            return section.line, ()
        words = tuple(section.scalar(node, side).split())
        if len(words) != 2:
            section.fault(node, _("%(name)s must be the code and the edition of a framework."), name=side)
        return line_of(node), words

    def reference(self, section: Section, side: str) -> Reference | None:
        """What one side of a relation names: a kind and its codes, in one text or, for codes with spaces, a list."""
        node = section.take(side, required=True)
        if node is None:
            return None
        is_list = isinstance(node, yaml.SequenceNode)
        words = section.texts(node, side) if is_list else section.scalar(node, side).split()
        found = refer(line_of(node), words)
        if isinstance(found, Fault):
            self.faults.append(found)
            return None
        return found
