"""Bring the database to what a crosswalk file says; `loading.load` calls this inside its transaction."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from .changes import CHANGED, GONE, NEW, Change, Plan, batches, compare, identities, remove, update
from .composing import Fault, FaultyFile, fault_at
from .models import Crosswalk, Endpoint, Framework, Relation
from .references import find_ends
from .rows import CrosswalkTree, Key, Row, default_uuid, named

SIDES = ("origin", "target")


def edition_of(framework: Framework) -> Key:
    return (framework.code, framework.edition)


class CrosswalkLoad:
    """One crosswalk file against the database."""

    def __init__(self, tree: CrosswalkTree, publish: bool):
        self.tree, self.publish = tree, publish
        self.crosswalk = Crosswalk.objects.select_for_update().filter(code=tree.crosswalk.key[0]).first()

    def run(self) -> Plan:
        self.find_frameworks()
        self.find_ends()
        existing = self.existing()
        uuids = identities(self.tree.rows, existing, self.default_uuid)
        relations = compare(Relation, self.tree.rows, existing)
        changes = [*self.crosswalk_changes(), *relations]
        self.refuse_when_frozen(changes)
        publishes = self.publish and not (self.crosswalk and self.crosswalk.frozen)
        self.write_crosswalk()
        remove([change for change in relations if change.kind == GONE], self.tree.crosswalk.line)
        self.write(relations, uuids)
        if publishes:
            self.crosswalk.publish()
        return Plan(changes, publishes)

    def default_uuid(self, row: Row) -> UUID:
        return default_uuid(self.tree.crosswalk.key, row.model, row.key)

    def find_frameworks(self) -> None:
        """The editions on both sides; those of a file must be loaded before what relates them."""
        self.sides, faults = {}, []
        for side, (line, (code, edition)) in self.tree.editions.items():
            self.sides[side] = Framework.objects.filter(code=code, edition=edition).first()
            if self.sides[side] is None:
                known = named(f"{framework.code} {framework.edition}" for framework in Framework.objects.all())
                sentence = _("%(name)s: %(code)s is not loaded. Known are: %(known)s.")
                faults.append(fault_at(line, sentence, name=side, code=f"{code} {edition}", known=known))
        self.refuse_if_any(faults)

    def find_ends(self) -> None:
        """The endpoint on each side of each relation."""
        self.ends, faults = {}, []
        for side in SIDES:
            references = [pair[side] for pair in self.tree.references.values()]
            self.ends[side], unknown = find_ends(self.sides[side], references)
            faults += unknown
        self.refuse_if_any(faults)

    def existing(self) -> dict[Key, dict[str, Any]]:
        """The relations of this crosswalk in the database by key, with the edition on each side."""
        if self.crosswalk is None:
            return {}
        ends = Endpoint.objects.with_nodes().select_related("framework")
        found = {}
        for row in self.crosswalk.relations.prefetch_related(*(Prefetch(side, ends) for side in SIDES)):
            key = (*row.origin.key, *row.target.key, row.kind)
            sides = {side: edition_of(getattr(row, side).framework) for side in SIDES}
            found[key] = {"pk": row.pk, "uuid": row.uuid, "order": row.order, "remark": row.remark} | sides
        return found

    def crosswalk_changes(self) -> list[Change]:
        row = self.tree.crosswalk
        if self.crosswalk is None:
            return [Change(NEW, Crosswalk, row.key, row=row)]
        wanted = row.values | self.sides
        fields = {name: (old, new) for name, new in wanted.items() if (old := getattr(self.crosswalk, name)) != new}
        return [Change(CHANGED, Crosswalk, row.key, fields, row, self.crosswalk.pk)] if fields else []

    def refuse_when_frozen(self, changes: list[Change]) -> None:
        if self.crosswalk and self.crosswalk.frozen and changes:
            sentence = _("Crosswalk %(code)s is published and no longer changes. Different: %(what)s.")
            words = {"code": self.crosswalk.code, "what": named(change.label for change in changes)}
            raise FaultyFile([fault_at(self.tree.crosswalk.line, sentence, **words)])

    def write_crosswalk(self) -> None:
        row = self.tree.crosswalk
        existing = {row.key: {"pk": self.crosswalk.pk, "uuid": self.crosswalk.uuid}} if self.crosswalk else {}
        identity = identities([row], existing, self.default_uuid)[row.key]
        self.crosswalk = self.crosswalk or Crosswalk(code=row.key[0], uuid=identity)
        for name, value in (row.values | self.sides).items():
            setattr(self.crosswalk, name, value)
        self.crosswalk.save()

    def write(self, changes: list[Change], uuids: dict[Key, UUID]) -> None:
        new = [change.row for change in changes if change.kind == NEW]
        for some in batches(new):
            Relation.objects.bulk_create(
                Relation(crosswalk=self.crosswalk, kind=row.key[-1], uuid=uuids[row.key], **self.values(row))
                for row in some
            )
        update(Relation, [(change, self.values(change.row)) for change in changes if change.kind == CHANGED])

    def values(self, row: Row) -> dict[str, Any]:
        """The values of a relation, its ends as primary keys."""
        pair = self.tree.references[row.key]
        return row.values | {f"{side}_id": self.ends[side][pair[side].key] for side in SIDES}

    def refuse_if_any(self, faults: list[Fault]) -> None:
        if faults:
            raise FaultyFile(faults)
