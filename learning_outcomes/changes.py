"""What a load changes: computed first, then carried out in as few statements as there are kinds of rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from .composing import FaultyFile, fault_at
from .rows import Key, Row, code_of

NEW, CHANGED, GONE = "new", "changed", "gone"
AT_ONCE = 200  # rows in one statement; a database takes only so many values


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
        """What people call the row: "indicator CPL.1.1"."""
        return f"{self.model._meta.verbose_name} {code_of(self.key)}"


@dataclass
class Plan:
    """What a load changes, and whether it publishes what it loads."""

    changes: list[Change]
    publishes: bool = False


def compare(model: type[models.Model], rows: list[Row], existing: dict[Key, dict[str, Any]]) -> list[Change]:
    """What is new or changed, in the order of these rows, then what is gone."""
    settled = settled_groups(rows, existing)
    changes = []
    for row in rows:
        if row.key not in existing:
            changes.append(Change(NEW, model, row.key, row=row))
            continue
        old, new = existing[row.key], row.values | row.links
        fields = {name: (old[name], value) for name, value in new.items() if old[name] != value}
        if group_of(row) in settled:
            fields.pop("order", None)
        if fields:
            changes.append(Change(CHANGED, model, row.key, fields, row, old["pk"]))
    left = existing.keys() - {row.key for row in rows}
    return changes + [Change(GONE, model, key, pk=existing[key]["pk"]) for key in sorted(left)]


def settled_groups(rows: list[Row], existing: dict[Key, dict[str, Any]]) -> set[tuple]:
    """The groups whose rows follow each other in the database as in the file: those keep the numbers they have."""
    places: dict[tuple, list[tuple[int, int]]] = {}
    for row in rows:
        old = existing.get(row.key, {"order": -1, "pk": -1})
        places.setdefault(group_of(row), []).append((old.get("order", 0), old["pk"]))
    return {group for group, found in places.items() if found == sorted(found) and found[0] >= (0, 0)}


def group_of(row: Row) -> tuple:
    """The rows that are shown as one list: those of one owner, indicators per dimension."""
    return (row.key[:-1], row.links.get("dimension"))


def identities(
    rows: list[Row],
    existing: dict[Key, dict[str, Any]],
    default: Callable[[Row], UUID],
    borrowed: frozenset[UUID] = frozenset(),
) -> dict[Key, UUID]:
    """The identity that each row of one model gets or keeps.

    One that the file gives is that of the row it stands at, and of no other row anywhere. A default that another row
    has, because somebody changed its code by hand, gives way to a fresh one. Those that are `borrowed` count as not
    given.

    :raises FaultyFile: when a given identity does not fit.
    """
    own = {row.key: row.uuid if row.uuid not in borrowed else None for row in rows}
    found = {row.key: own[row.key] or existing.get(row.key, {}).get("uuid") or default(row) for row in rows}
    given = {uuid for uuid in own.values() if uuid}
    owners = owners_of(rows[0].model, list(found.values())) if rows else {}
    faults = []
    for row in rows:
        pk, owner = existing.get(row.key, {}).get("pk"), owners.get(found[row.key])
        if own[row.key] and (owner != pk or pk is None and owner):
            sentence = _("UUID %(uuid)s does not belong to %(code)s. Leave it out: this part gets one of its own.")
            faults.append(fault_at(row.line, sentence, uuid=str(row.uuid), code=code_of(row.key)))
        elif pk is None and not own[row.key] and (owner or found[row.key] in given):
            found[row.key] = uuid4()
    if faults:
        raise FaultyFile(faults)
    return found


def owners_of(model: type[models.Model], wanted: list[UUID]) -> dict[UUID, int]:
    """The rows that have these identities already."""
    owners = {}
    for some in batches(wanted):
        owners |= dict(model.objects.filter(uuid__in=some).values_list("uuid", "pk"))
    return owners


def batches(items: list) -> Iterator[list]:
    """The items in lists that one statement can take."""
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))


def update(model: type[models.Model], rows: list[tuple[Change, dict[str, Any]]]) -> None:
    """Give changed rows their new values, one statement for many rows that change in the same fields."""
    groups: dict[tuple[str, ...], list[models.Model]] = {}
    for change, values in rows:
        names = tuple(sorted(change.fields))
        groups.setdefault(names, []).append(model(pk=change.pk, **values))
    for names, objects in groups.items():
        model.objects.bulk_update(objects, names, batch_size=AT_ONCE)


def remove(changes: list[Change], line: int) -> None:
    """Delete what the file left out, after the rest moved away from it.

    :raises FaultyFile: when something else still needs one of these rows.
    """
    for model, group in groupby(changes, key=lambda change: change.model):
        group = list(group)
        try:
            for some in batches([change.pk for change in group]):
                model.objects.filter(pk__in=some).delete()
        except (ProtectedError, RestrictedError) as error:
            sentence = _("%(what)s is in use and cannot be left out.")
            raise FaultyFile([fault_at(line, sentence, what=in_use(group))]) from error


def in_use(changes: list[Change]) -> str:
    """What to call the row that something else needs: the first that cannot go alone."""
    for change in changes:
        try:
            with transaction.atomic():
                change.model.objects.filter(pk=change.pk).delete()
                transaction.set_rollback(True)
        except (ProtectedError, RestrictedError):
            return change.label
    return changes[0].label
