"""A CFPackage as it comes in: its objects with their place in the file, and what is wrong with them."""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import yaml
from django.utils.translation import gettext as _

from learning_outcomes.composing import Fault, FaultyFile, Pointer, fault_at
from learning_outcomes.rows import MOST_ROWS

from .case import OURS

TOP = re.compile(r"(\w*)(?:\[(\d+)\])?")
ORDER = ["CFDocument", "CFItems", "CFAssociations", "CFDefinitions", "CFRubrics"]
MOST_PLACES = 10**9
YEAR = re.compile(r"^(\d{4})-\d\d-\d\d")


@dataclass(frozen=True)
class Found:
    """A value and where it stands."""

    value: Any
    place: Pointer


def node(found: Found) -> yaml.Node:
    """The same as a node, which the reader of our own files takes: it checks it against the models as any other."""
    place, value = found.place, found.value
    if isinstance(value, dict):
        pairs = [(scalar(name, place), node(at(part, place))) for name, part in value.items() if part is not None]
        return yaml.MappingNode("map", pairs, place, place)
    if isinstance(value, list):
        return yaml.SequenceNode("seq", [node(at(part, place)) for part in value], place, place)
    return scalar(str(value).lower() if isinstance(value, bool) else str(value), place)


def absent(value: Any) -> str:
    """What is wrong where an object should stand."""
    return _("%(name)s is missing.") if value is None else _("%(name)s must be an object.")


def at(part: Any, place: Pointer) -> Found:
    """A part with its own place, or else with that of the whole."""
    return part if isinstance(part, Found) else Found(part, place)


def scalar(text: str, place: Pointer) -> yaml.ScalarNode:
    return yaml.ScalarNode("str", text, place, place)


@dataclass
class Entry:
    """One object of the package. What is null counts as absent: many a tool writes every key."""

    values: dict[str, Any]
    path: str
    package: "Package"
    place: Pointer = field(init=False)

    def __post_init__(self):
        self.place = self.package.place(self.path)

    @property
    def ours(self) -> dict[str, Any]:
        """What stands in the extensions under our key."""
        extensions = self.values.get("extensions")
        if isinstance(extensions, list):  # as a level of a criterion has it
            extensions = next((part for part in extensions if isinstance(part, dict) and OURS in part), {})
        found = extensions.get(OURS) if isinstance(extensions, dict) else None
        return found if isinstance(found, dict) else {}

    def inside(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path and name else self.path or name

    def found(self, name: str, value: Any) -> Found:
        return Found(value, self.package.place(self.inside(name)))

    def fault(self, name: str, sentence: str, /, **words) -> Found:
        """Note what is wrong; the answer keeps the reader going, and is never loaded."""
        found = self.found(name, "-")
        self.package.faults.append(fault_at(found.place, sentence, **words))
        return found

    def text(self, name: str, *, required: bool = False) -> Found | None:
        """The text under a key; None when it is absent or says nothing."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, str):
            return self.fault(name, _("%(name)s must be text."), name=name)
        if value is not None and value.strip():
            return self.found(name, value)
        return self.fault(name, _("%(name)s is missing."), name=name) if required else None

    def texts(self, name: str) -> Found | None:
        """The list of texts under a key; an older tool may write one text."""
        value = self.values.get(name)
        if value is None or value == []:
            return None
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            self.fault(name, _("%(name)s must be a list of texts."), name=name)
            return None
        return self.found(name, value)

    def more(self, name: str) -> Found | None:
        """A value of our own in the extensions."""
        value = self.ours.get(name)
        return None if value is None else self.found(f"extensions.{OURS}.{name}", value)

    def whole(self, name: str) -> int | None:
        value = self.values.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 2**31:
            self.fault(name, _("%(name)s must be a whole number."), name=name)
            return None
        return value

    def identifier(self) -> UUID | None:
        found = self.text("identifier", required=True)
        try:
            return UUID(found.value)
        except ValueError:
            if found.value != "-":
                self.fault("identifier", _("%(name)s is not a valid UUID."), name="identifier")
            return None

    def end(self, name: str) -> UUID | None:
        """The identity at one end of an association; None for what cannot be a part of any framework of ours."""
        value = self.values.get(name)
        if not isinstance(value, dict):
            self.fault(
                name, _("%(name)s is missing.") if value is None else _("%(name)s must be an object."), name=name
            )
            return None
        found = Entry(value, self.inside(name), self.package).text("identifier", required=True)
        try:
            return UUID(found.value)
        except ValueError:
            return None

    def year(self) -> Found | None:
        """The year it speaks of: that of its status, else of its last change."""
        for name in ("statusStartDate", "lastChangeDateTime"):
            found = self.text(name)
            if found and (match := YEAR.match(found.value)):
                return Found(match[1], found.place)
        self.fault("lastChangeDateTime", _("%(name)s must begin with a date: 2026-08-31."), name="lastChangeDateTime")
        return None

    def entries(self, name: str) -> list["Entry"]:
        """The objects in the list under a key."""
        value = self.values.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(name, _("%(name)s must be a list."), name=name)
            return []
        found = []
        for number, part in enumerate(value):
            entry = Entry(part if isinstance(part, dict) else {}, f"{self.inside(name)}[{number}]", self.package)
            if isinstance(part, dict):
                found.append(entry)
            else:
                entry.fault("", _("%(name)s must be an object."), name=f"{name}[{number}]")
        return found


class Package:
    """The document, its items by identity, and its associations, each checked as far as CASE goes."""

    def __init__(self, root: dict[str, Any]):
        self.places: dict[str, Pointer] = {}
        self.faults: list[Fault] = []
        self.left_out: dict[str, list[Pointer]] = {}
        if isinstance(root.get("CFPackage"), dict) and "CFDocument" not in root:
            root = root["CFPackage"]  # some tools put the package in a box
        self.root = Entry(root, "", self)
        document = root.get("CFDocument")
        if not isinstance(document, dict):
            raise FaultyFile([fault_at(self.place("CFDocument"), absent(document), name="CFDocument")])
        self.document = Entry(document, "CFDocument", self)
        self.identifier = self.document.identifier()
        self.items = self.identified(self.root.entries("CFItems"))
        self.associations = self.root.entries("CFAssociations")
        self.rubrics = self.root.entries("CFRubrics")
        definitions = root.get("CFDefinitions")
        self.definitions = Entry(definitions if isinstance(definitions, dict) else {}, "CFDefinitions", self)
        self.refuse_when_huge()

    def place(self, path: str) -> Pointer:
        """The pointer to a path, numbered so that faults come in the order of the objects."""
        if path not in self.places:
            top, number = TOP.match(path).groups()
            object_number = ORDER.index(top) * 4 * MOST_ROWS + int(number or 0) if top in ORDER else 0
            self.places[path] = Pointer(object_number * MOST_PLACES + len(self.places) + 1, path)
        return self.places[path]

    def notice(self, place: Pointer, sentence: str, /, **words) -> None:
        """Something that is left out, which is no reason to refuse the rest."""
        self.left_out.setdefault(sentence % words, []).append(place)

    @property
    def notices(self) -> list[Fault]:
        """What is left out, each kind once, at the first place where it happens."""
        found = []
        for sentence, places in self.left_out.items():
            more = "" if len(places) == 1 else " " + _("This happens %(number)d times.") % {"number": len(places)}
            found.append(Fault(places[0], sentence + more))
        return sorted(found)

    def identified(self, entries: list[Entry]) -> dict[UUID, Entry]:
        """Entries by their identity, which each has for itself."""
        found: dict[UUID, Entry] = {}
        for entry in entries:
            identifier = entry.identifier()
            if identifier is None:
                continue
            if identifier in found or identifier == self.identifier:
                first = found[identifier].path if identifier in found else self.document.path
                sentence = _("%(code)s stands in the file twice; first at %(place)s.")
                entry.fault("identifier", sentence, code=str(identifier), place=first)
            else:
                found[identifier] = entry
        return found

    def refuse_when_huge(self) -> None:
        if len(self.items) > MOST_ROWS or len(self.associations) > 4 * MOST_ROWS:
            raise FaultyFile([*self.faults, fault_at(self.place("CFItems"), _("The file holds too many parts."))])
