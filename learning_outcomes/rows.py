"""What a file of ours holds once read: rows with their keys, before the database is asked anything."""

from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_DNS, UUID, uuid5

from django.db import models
from django.utils.translation import gettext as _

from .composing import Fault, Pointer, fault_at
from .sections import FaultyFile, Section

MOST_ROWS = 30_000  # `order` holds no more, and a page shows far less
MOST_NAMED = 12
NAMESPACE = uuid5(NAMESPACE_DNS, "frameworks.driehoek.example")

Key = tuple[str, ...]


@dataclass
class Row:
    """One row to be: its model, its codes within the file, its own values, and the keys of what it points at."""

    model: type[models.Model]
    key: Key
    line: int
    values: dict[str, Any]
    links: dict[str, Key | None] = field(default_factory=dict)
    uuid: UUID | None = None


@dataclass
class Tree:
    """A whole framework file: the edition itself, the edition it replaces, and its parts in the order of the file."""

    edition: Row
    replaces: str
    rows: list[Row]
    notices: list[Fault] = field(default_factory=list)  # what the file holds and a framework of ours does not
    outdated: str = ""  # the edition that the file itself names, when a newer one took its place in `replaces`


@dataclass
class CrosswalkTree:
    """A whole crosswalk file: the crosswalk, the line and edition on each side, and its relations.

    A relation has the editions as its links, and for each side a reference to the part it names there.
    """

    crosswalk: Row
    editions: dict[str, tuple[int, Key]]
    rows: list[Row]
    references: dict[Key, dict[str, Any]]
    notices: list[Fault] = field(default_factory=list)


def default_uuid(owner: Key, model: type[models.Model], key: Key) -> UUID:
    """The identity of a part without one of its own: the same file gives the same on every machine."""
    parts = [part.replace("%", "%25").replace("/", "%2F") for part in (*owner, model._meta.model_name, *key)]
    return uuid5(NAMESPACE, "/".join(parts))


def code_of(key: Key) -> str:
    """What people call a row: its own code when that begins with the code of its owner, else all of them."""
    *owners, own = key
    return own if owners and own.startswith(owners[-1]) else " ".join(key)


def named(codes) -> str:
    """Some codes as people read them, never more than they can take in."""
    codes = list(codes)
    return ", ".join(codes[:MOST_NAMED]) + (", …" if len(codes) > MOST_NAMED else "") or "-"


class RowReader:
    """Collects the rows of one file, each key and each UUID once."""

    def __init__(self, root: Section):
        self.root, self.faults = root, root.faults
        self.rows: dict[tuple[type[models.Model], Key], Row] = {}
        self.uuids: dict[UUID, int] = {}

    def add_row(self, section, model, key, values, links, given=None) -> Key:
        if earlier := self.rows.get((model, key)):
            self.fault_twice(section, code_of(key), earlier.line)
        else:
            self.rows[model, key] = Row(model, key, section.line, values, links, given)
        if len(self.rows) > MOST_ROWS:
            raise FaultyFile([*self.faults, fault_at(section.line, _("The file holds too many parts."))])
        return key

    def given_uuid(self, section: Section) -> UUID | None:
        given = section.uuid()
        if given in self.uuids:
            self.fault_twice(section, str(given), self.uuids[given])
        if given:
            self.uuids[given] = section.line
        return given

    def fault_twice(self, section: Section, code: str, first: int) -> None:
        if isinstance(first, Pointer):
            sentence, words = _("%(code)s stands in the file twice; first at %(place)s."), {"place": first.path}
        else:
            sentence, words = _("%(code)s stands in the file twice; first on line %(line)d."), {"line": first}
        section.fault(section.node, sentence, code=code, **words)
