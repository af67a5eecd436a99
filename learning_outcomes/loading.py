"""Bring the database to what a framework file says: first the difference, then, in one transaction, the change."""

from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from .changes import CHANGED, GONE, NEW, Change, Plan, batches, compare, identities, remove, update
from .composing import FaultyFile, fault_at
from .crosswalk_loading import CrosswalkLoad
from .models import (
    Area,
    ConversationQuestion,
    Descriptor,
    Dimension,
    Framework,
    GlossaryTerm,
    Indicator,
    LearningOutcome,
    Level,
    PeriodConversation,
    PeriodFocus,
    PeriodOutcome,
    Skill,
    SkillDescriptor,
    SkillPhase,
    TailoredRule,
    Unit,
    WorkplacePeriod,
)
from .rows import CrosswalkTree, Key, Row, Tree, default_uuid, named

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
    PeriodConversation: ("period__framework", ("period__code", "kind")),
    ConversationQuestion: (
        "conversation__period__framework",
        ("conversation__period__code", "conversation__kind", "code"),
    ),
    SkillPhase: ("framework", ("code",)),
    Skill: ("framework", ("code",)),
    SkillDescriptor: ("skill__framework", ("skill__code", "phase__code")),
    TailoredRule: ("framework", ("code",)),
    GlossaryTerm: ("framework", ("code",)),
}


def load(tree: Tree | CrosswalkTree, *, publish: bool = False, dry_run: bool = False) -> Plan:
    """Make the edition, or the crosswalk, in the database equal to the file; publish it when asked.

    A dry run does the same and takes it back, so what it promises is what will happen. What is published is frozen
    (decisions 4): loading the same file again changes nothing, any difference is refused.

    :raises FaultyFile: when it is frozen, a part is in use elsewhere, or an identity does not fit.
    """
    load = CrosswalkLoad if isinstance(tree, CrosswalkTree) else _Load
    with transaction.atomic():
        plan = load(tree, publish).run()
        if dry_run:
            transaction.set_rollback(True)
    return plan


class _Load:
    def __init__(self, tree: Tree, publish: bool):
        self.tree, self.publish = tree, publish
        self.pks: dict[tuple[type[models.Model], Key], int] = {}
        self.uuids: dict[tuple[type[models.Model], Key], UUID] = {}
        code, edition = tree.edition.key
        self.framework = Framework.objects.select_for_update().filter(code=code, edition=edition).first()

    def run(self) -> Plan:
        replaces = self.replaced_edition()
        changes = [*self.edition_changes(replaces), *self.part_changes()]
        self.refuse_when_frozen(changes)
        publishes = self.publish and not (self.framework and self.framework.frozen)
        self.write_edition(changes, replaces)
        for model in PARTS:
            written = [change for change in changes if change.model is model and change.kind != GONE]
            for group in by_depth(written) if model is Area else [written]:
                self.write(model, group)
        remove([change for change in changes if change.kind == GONE], self.tree.edition.line)
        if publishes:
            self.framework.publish()
        return Plan(changes, publishes)

    def default_uuid(self, row: Row) -> UUID:
        return default_uuid(self.tree.edition.key, row.model, row.key)

    def borrowed(self, model: type[models.Model], rows: list[Row]) -> frozenset[UUID]:
        """The identities in the file that are those of parts of other editions: a file that began as theirs has them.

        Only what is still to be made or to be changed may carry them; its parts have, or get, identities of their own.
        """
        if self.framework and self.framework.frozen:
            return frozenset()
        path = f"{PARTS[model][0]}__" if model in PARTS else ""
        code, edition = self.tree.edition.key
        others = model.objects.filter(**{f"{path}code": code}).exclude(**{f"{path}edition": edition})
        found: set[UUID] = set()
        for some in batches([row.uuid for row in rows if row.uuid]):
            found |= set(others.filter(uuid__in=some).values_list("uuid", flat=True))
        return frozenset(found)

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
        rows: dict[type[models.Model], list[Row]] = {model: [] for model in PARTS}
        for row in self.tree.rows:
            rows[row.model].append(row)
        changes, gone = [], []
        for model in PARTS:
            existing = self.existing(model)
            self.pks |= {(model, key): values["pk"] for key, values in existing.items()}
            if hasattr(model, "uuid"):
                found = identities(rows[model], existing, self.default_uuid, self.borrowed(model, rows[model]))
                self.uuids |= {(model, key): uuid for key, uuid in found.items()}
            found = compare(model, rows[model], existing)
            changes += [change for change in found if change.kind != GONE]
            gone.append([change for change in found if change.kind == GONE])
        return changes + [change for group in reversed(gone) for change in group]

    def existing(self, model: type[models.Model]) -> dict[Key, dict[str, Any]]:
        return rows_of(self.framework, model) if self.framework else {}

    def refuse_when_frozen(self, changes: list[Change]) -> None:
        if self.framework is None or not self.framework.frozen:
            return
        if changes:
            sentence = _(
                "Edition %(edition)s is published and no longer changes. Make a new edition. Different: %(what)s."
            )
            what = named(change.label for change in changes)
            self.refuse(sentence, edition=self.framework.edition, what=what)
        if self.publish and self.framework.status == Framework.Status.RETIRED:
            self.refuse(_("Edition %(edition)s is retired and is not published again."), edition=self.framework.edition)

    def write_edition(self, changes: list[Change], replaces: Framework | None) -> None:
        row = self.tree.edition
        code, edition = row.key
        existing = {row.key: {"pk": self.framework.pk, "uuid": self.framework.uuid}} if self.framework else {}
        identity = identities([row], existing, self.default_uuid, self.borrowed(Framework, [row]))[row.key]
        if self.framework is None:
            self.framework = Framework(code=code, edition=edition, uuid=identity)
        elif not any(change.model is Framework for change in changes):
            return
        for name, value in row.values.items():
            setattr(self.framework, name, value)
        self.framework.replaces = replaces
        self.framework.save()

    def write(self, model: type[models.Model], changes: list[Change]) -> None:
        """Create and update rows of one model; what they point at has a primary key by now."""
        new = [change for change in changes if change.kind == NEW]
        for some in batches(new):
            made = model.objects.bulk_create([self.made(change.row) for change in some])
            self.pks |= {(model, change.key): row.pk for change, row in zip(some, made, strict=True)}
        update(model, [(change, self.values(change.row)) for change in changes if change.kind == CHANGED])

    def made(self, row: Row) -> models.Model:
        """The new object of a row."""
        given = {"framework": self.framework, "code": row.key[-1], "uuid": self.uuids.get((row.model, row.key))}
        names = {field.name for field in row.model._meta.concrete_fields}
        return row.model(**self.values(row), **{name: value for name, value in given.items() if name in names})

    def values(self, row: Row) -> dict[str, Any]:
        """The values of a row, its links as primary keys."""
        ids = {}
        for name, key in row.links.items():
            target = row.model._meta.get_field(name).related_model
            ids[f"{name}_id"] = None if key is None else self.pks[target, key]
        return row.values | ids

    def refuse(self, sentence: str, **words) -> None:
        raise FaultyFile([fault_at(self.tree.edition.line, sentence, **words)])


def rows_of(framework: Framework, model: type[models.Model]) -> dict[Key, dict[str, Any]]:
    """The rows of an edition in the database by key, with links as keys, as a file has them."""
    owner, key = PARTS[model]
    plain = [f.name for f in model._meta.concrete_fields if not f.is_relation and f.name != "id"]
    links = {name: tuple(f"{name}__{path}" for path in PARTS[other][1]) for name, other in links_of(model).items()}
    columns = {"pk", *key, *plain, *(path for paths in links.values() for path in paths)}
    found = {}
    for row in model.objects.filter(**{owner: framework}).values(*columns):
        for name, paths in links.items():
            target = tuple(row[path] for path in paths)
            row[name] = None if None in target else target
        found[tuple(row[path] for path in key)] = row
    return found


def links_of(model: type[models.Model]) -> dict[str, type[models.Model]]:
    """What a kind of row points at within its framework, by the name of the field."""
    fields = [field for field in model._meta.concrete_fields if field.is_relation]
    return {field.name: field.related_model for field in fields if field.related_model is not Framework}


def by_depth(changes: list[Change]) -> list[list[Change]]:
    """Areas in groups, the highest first: each parent is written before what lies in it."""
    parents = {change.key: change.row.links["parent"] for change in changes}
    depths: dict[Key | None, int] = {}
    for key in parents:
        path = []
        while key in parents and key not in depths:
            path.append(key)
            key = parents[key]
        for start, inside in enumerate(reversed(path), depths.get(key, -1) + 1):
            depths[inside] = start
    groups: dict[int, list[Change]] = {}
    for change in changes:
        groups.setdefault(depths[change.key], []).append(change)
    return [groups[depth] for depth in sorted(groups)]
