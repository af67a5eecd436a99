"""Bring the database to what a framework file says: first the difference, then, in one transaction, the change."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from .files import Key, Row, Tree
from .models import (
    Area,
    Descriptor,
    Dimension,
    Framework,
    Indicator,
    LearningOutcome,
    Level,
    PeriodFocus,
    PeriodOutcome,
    Unit,
    WorkplacePeriod,
)
from .sections import Fault, FaultyFile

NEW, CHANGED, GONE = "new", "changed", "gone"

# Where each kind of row finds its framework and its key; what is pointed at comes before what points.
PARTS: dict[type[models.Model], tuple[str, Key]] = {
    Level: ("framework", ("code",)),
    Area: ("framework", ("code",)),
    Descriptor: ("area__framework", ("area__code", "level__code")),
    Unit: ("framework", ("code",)),
    LearningOutcome: ("framework", ("code",)),
    Dimension: ("outcome__framework", ("outcome__code", "code")),
    Indicator: ("outcome__framework", ("outcome__code", "code")),
    WorkplacePeriod: ("framework", ("code",)),
    PeriodOutcome: ("period__framework", ("period__code", "outcome__code")),
    PeriodFocus: ("period__framework", ("period__code", "dimension__outcome__code", "dimension__code")),
}


@dataclass
class Change:
    """One row that is new, changed or gone; for a changed one each field with its old and its new value."""

    kind: str
    model: type[models.Model]
    key: Key
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    row: Row | None = None
    pk: int | None = None

    @property
    def label(self) -> str:
        """What people call the row: "indicator CPL CPL.1.1"."""
        return f"{self.model._meta.verbose_name} {' '.join(self.key)}"


@dataclass
class Plan:
    """What a load changes, and whether it publishes the edition."""

    changes: list[Change]
    publishes: bool = False


def load(tree: Tree, *, publish: bool = False, dry_run: bool = False) -> Plan:
    """Make the edition in the database equal to the file; publish it when asked.

    A dry run does the same and takes it back, so what it promises is what will happen. A published edition is frozen
    (decisions 4): loading the same file again changes nothing, any difference is refused.

    :raises FaultyFile: when the edition is frozen, a part is in use elsewhere, or an identity does not fit.
    """
    with transaction.atomic():
        plan = _Load(tree, publish).run()
        if dry_run:
            transaction.set_rollback(True)
    return plan


class _Load:
    def __init__(self, tree: Tree, publish: bool):
        self.tree, self.publish = tree, publish
        self.pks: dict[tuple[type[models.Model], Key], int] = {}
        code, edition = tree.edition.key
        self.framework = Framework.objects.select_for_update().filter(code=code, edition=edition).first()

    def run(self) -> Plan:
        replaces = self.replaced_edition()
        changes = [*self.edition_changes(replaces), *self.part_changes()]
        self.refuse_when_frozen(changes)
        publishes = self.publish and not (self.framework and self.framework.frozen)
        self.refuse_other_identities(changes)
        self.write_edition(changes, replaces)
        for change in changes:
            if change.model is not Framework and change.kind != GONE:
                self.write(change)
        self.remove([change for change in changes if change.kind == GONE])
        if publishes:
            self.framework.publish()
        return Plan(changes, publishes)

    def replaced_edition(self) -> Framework | None:
        """The earlier edition that the file names."""
        if not self.tree.replaces:
            return None
        found = Framework.objects.filter(code=self.tree.edition.key[0], edition=self.tree.replaces).first()
        if found is None:
            self.refuse(
                _("The edition that this one replaces, %(edition)s, does not exist."), edition=self.tree.replaces
            )
        return found

    def edition_changes(self, replaces: Framework | None) -> list[Change]:
        row = self.tree.edition
        if self.framework is None:
            return [Change(NEW, Framework, row.key, row=row)]
        wanted = row.values | {"replaces": replaces}
        fields = {name: (old, new) for name, new in wanted.items() if (old := getattr(self.framework, name)) != new}
        return [Change(CHANGED, Framework, row.key, fields, row, self.framework.pk)] if fields else []

    def part_changes(self) -> list[Change]:
        """What is new or changed in the order of PARTS, parents first; then what is gone, children first."""
        changes, gone = [], []
        for model in PARTS:
            rows = [row for row in self.tree.rows if row.model is model]
            existing = self.existing(model)
            self.pks |= {(model, key): values["pk"] for key, values in existing.items()}
            for row in sorted(rows, key=self.depth):
                if row.key not in existing:
                    changes.append(Change(NEW, model, row.key, row=row))
                    continue
                old, new = existing[row.key], row.values | row.links
                fields = {name: (old[name], value) for name, value in new.items() if old[name] != value}
                if fields:
                    changes.append(Change(CHANGED, model, row.key, fields, row, old["pk"]))
            left = existing.keys() - {row.key for row in rows}
            gone.append([Change(GONE, model, key, pk=existing[key]["pk"]) for key in sorted(left)])
        return changes + [change for group in reversed(gone) for change in group]

    def depth(self, row: Row) -> int:
        """How deep an area lies: its parent is written first."""
        parent = row.links.get("parent")
        if parent is None:
            return 0
        return 1 + self.depth(next(other for other in self.tree.rows if (other.model, other.key) == (Area, parent)))

    def existing(self, model: type[models.Model]) -> dict[Key, dict[str, Any]]:
        """The rows of this edition in the database by key, with links as keys, as the file has them."""
        if self.framework is None:
            return {}
        owner, key = PARTS[model]
        plain = [f.name for f in model._meta.concrete_fields if not f.is_relation and f.name not in {"id", "uuid"}]
        links = {
            f.name: tuple(f"{f.name}__{path}" for path in PARTS[f.related_model][1])
            for f in model._meta.concrete_fields
            if f.is_relation and f.related_model is not Framework
        }
        columns = {"pk", *key, *plain, *(path for paths in links.values() for path in paths)}
        found = {}
        for row in model.objects.filter(**{owner: self.framework}).values(*columns):
            for name, paths in links.items():
                target = tuple(row[path] for path in paths)
                row[name] = None if None in target else target
            found[tuple(row[path] for path in key)] = row
        return found

    def refuse_when_frozen(self, changes: list[Change]) -> None:
        if self.framework is None or not self.framework.frozen:
            return
        if changes:
            sentence = _(
                "Edition %(edition)s is published and no longer changes. Make a new edition. Different: %(what)s."
            )
            what = ", ".join(change.label for change in changes[:5]) + (", ..." if len(changes) > 5 else "")
            self.refuse(sentence, edition=self.framework.edition, what=what)
        if self.publish and self.framework.status == Framework.Status.RETIRED:
            self.refuse(_("Edition %(edition)s is retired and is not published again."), edition=self.framework.edition)

    def refuse_other_identities(self, changes: list[Change]) -> None:
        """A UUID that the file gives is that of the row it stands at, and of no other row anywhere."""
        faults = []
        for row in [self.tree.edition, *self.tree.rows]:
            if row.uuid is None:
                continue
            pk = self.framework and self.framework.pk if row.model is Framework else self.pks.get((row.model, row.key))
            same = models.Q(uuid=row.uuid)
            if row.model.objects.filter(models.Q(pk=pk) & ~same | same & ~models.Q(pk=pk)).exists():
                sentence = _("UUID %(uuid)s does not belong to %(code)s.")
                faults.append(Fault(row.line, sentence % {"uuid": row.uuid, "code": " ".join(row.key)}))
        if faults:
            raise FaultyFile(faults)

    def write_edition(self, changes: list[Change], replaces: Framework | None) -> None:
        row = self.tree.edition
        if self.framework is None:
            code, edition = row.key
            identity = row.uuid or self.tree.default_uuid(row)
            self.framework = Framework(code=code, edition=edition, uuid=identity)
        elif not any(change.model is Framework for change in changes):
            return
        for name, value in row.values.items():
            setattr(self.framework, name, value)
        self.framework.replaces = replaces
        self.framework.save()

    def write(self, change: Change) -> None:
        """Create or update one row; its links have a primary key by now."""
        row, model = change.row, change.model
        values = dict(row.values)
        for name, key in row.links.items():
            target = model._meta.get_field(name).related_model
            values[f"{name}_id"] = None if key is None else self.pks[target, key]
        if change.kind == CHANGED:
            model.objects.filter(pk=change.pk).update(**values)
            return
        names = {f.name for f in model._meta.concrete_fields}
        if "framework" in names:
            values["framework"] = self.framework
        if "code" in names:
            values["code"] = row.key[-1]
        if "uuid" in names:
            values["uuid"] = row.uuid or self.tree.default_uuid(row)
        self.pks[model, row.key] = model.objects.create(**values).pk

    def remove(self, changes: list[Change]) -> None:
        """Delete what the file left out, after the rest moved away from it."""
        for change in changes:
            try:
                change.model.objects.filter(pk=change.pk).delete()
            except (ProtectedError, RestrictedError) as error:
                sentence = _("%(what)s is in use and cannot be left out.") % {"what": change.label}
                raise FaultyFile([Fault(self.tree.edition.line, sentence)]) from error

    def refuse(self, sentence: str, **words) -> None:
        raise FaultyFile([Fault(self.tree.edition.line, sentence % words)])
