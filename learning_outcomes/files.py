"""Read a framework file into rows, one per thing it describes, or name every fault in it with its line.

Nothing here touches the database; `loading` compares the rows with it. The shape, as in
`fixtures/han-tweedegraads-2025-2026.yaml`: framework, levels, areas (with descriptors), outcomes (with dimensions and
indicators, or success criteria directly), units and periods. Codes tie the parts together.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_DNS, UUID, uuid5

from django.db import models
from django.utils.translation import gettext as _

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
from .sections import Fault, FaultyFile, Section, compose

MOST_BYTES = 2_000_000
NAMESPACE = uuid5(NAMESPACE_DNS, "frameworks.driehoek.example")

Key = tuple[str, ...]


@dataclass
class Row:
    """One row to be: its model, its codes within the framework, its own values, and the keys of what it points at."""

    model: type[models.Model]
    key: Key
    line: int
    values: dict[str, Any]
    links: dict[str, Key | None] = field(default_factory=dict)
    uuid: UUID | None = None


@dataclass
class Tree:
    """A whole file: the edition itself, the edition it replaces, and its parts in the order of the file."""

    edition: Row
    replaces: str
    rows: list[Row]

    def default_uuid(self, row: Row) -> UUID:
        """The identity of a part without one of its own: the same file gives the same on every machine."""
        return uuid5(NAMESPACE, "/".join([*self.edition.key, row.model._meta.model_name, *row.key]))


def read(data: bytes) -> Tree:
    """The rows of a framework file.

    :raises FaultyFile: with every fault found, when there is any.
    """
    if len(data) > MOST_BYTES:
        raise FaultyFile([Fault(1, _("The file is larger than 2 MB."))])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FaultyFile([Fault(data.count(b"\n", 0, error.start) + 1, _("The file is not UTF-8 text."))]) from error
    return _Reader().read(Section(compose(text), _("The file"), []))


class _Reader:
    """Walks the file once, collects rows, and at the end checks what they point at."""

    def __init__(self):
        self.rows: dict[tuple[type[models.Model], Key], Row] = {}
        self.uuids: dict[UUID, int] = {}
        self.pending: list[tuple[int, str, type[models.Model], Key]] = []

    def read(self, root: Section) -> Tree:
        self.faults = root.faults
        edition, replaces = self.read_edition(root)
        for order, section in enumerate(root.sections("levels")):
            values = section.fill(Level, "title phase guidance")
            self.add(section, Level, (), values | {"order": order})
        for order, section in enumerate(root.sections("areas")):
            self.read_area(section, order)
        for order, section in enumerate(root.sections("units")):
            values = section.fill(
                Unit,
                "title collection_title aliases norm_intro norm_conditions norm_trust norm_expectations asks_trust",
            )
            self.add(section, Unit, (), values | {"order": order})
        for order, section in enumerate(root.sections("outcomes")):
            self.read_outcome(section, order)
        for order, section in enumerate(root.sections("periods")):
            self.read_period(section, order)
        root.close()
        self.check_links()
        self.check_parents()
        if self.faults:
            raise FaultyFile(self.faults)
        return Tree(edition, replaces, list(self.rows.values()))

    def read_edition(self, root: Section) -> tuple[Row | None, str]:
        node = root.take("framework", required=True)
        if node is None:
            return None, ""
        section = Section(node, "framework", self.faults)
        values = section.fill(Framework, "code edition title publisher year source indicator_label")
        node = section.take("replaces")
        replaces = section.scalar(node, "replaces") if node else ""
        if node and replaces == values["edition"]:
            section.fault(node, _("An edition cannot replace itself."))
        given = self.given_uuid(section)
        section.close()
        key = (values.pop("code"), values.pop("edition"))
        return Row(Framework, key, section.line, values, uuid=given), replaces

    def read_area(self, section: Section, order: int) -> None:
        values = section.fill(Area, "title status")
        links = {"parent": self.link(section, "parent", Area)}
        descriptors = section.sections("descriptors")
        key = self.add(section, Area, (), values | {"order": order}, links)
        for row in descriptors:
            level = self.link(row, "level", Level, required=True)
            values, given = row.fill(Descriptor, "text"), self.given_uuid(row)
            row.close()
            if key and level:
                self.add_row(row, Descriptor, key + level, values, {"area": key, "level": level}, given)

    def read_outcome(self, section: Section, order: int) -> None:
        names = "title text aliases guide_at_end_level reference"
        values = section.fill(LearningOutcome, names) | {"order": order}
        links = {"area": self.link(section, "area", Area), "level": self.link(section, "level", Level)}
        dimensions, criteria = section.sections("dimensions"), section.sections("criteria")
        short_title = LearningOutcome._meta.get_field("short_title")
        node = section.take("short_title")
        if node:
            values["short_title"] = section.scalar(node, "short_title")
            section.check_text(node, short_title, values["short_title"])
        outcome = self.add(section, LearningOutcome, (), values, links)
        if outcome and not node:  # the code is short enough for any place
            self.rows[LearningOutcome, outcome].values["short_title"] = outcome[0]
        indicators = []
        for number, part in enumerate(dimensions):
            found = part.sections("indicators")
            values = part.fill(Dimension, "title for_judgement") | {"order": number}
            key = self.add(part, Dimension, outcome, values, {"outcome": outcome})
            indicators += [(row, key) for row in found]
        indicators += [(row, None) for row in criteria]
        for number, (row, dimension) in enumerate(indicators):
            values = row.fill(Indicator, "text") | {"order": number}
            self.add(row, Indicator, outcome, values, {"outcome": outcome, "dimension": dimension})

    def read_period(self, section: Section, order: int) -> None:
        values = section.fill(
            WorkplacePeriod,
            "title study_year weeks gap_after_week gap_weeks days lessons_min lessons_max mentor_hours start_week "
            "midterm_week final_week interim_judgement next_stage final_stage",
        )
        weeks = [values[name] or 0 for name in ("start_week", "midterm_week", "final_week", "weeks")]
        if weeks != sorted(weeks):
            sentence = _("The weeks must follow each other: start_week, midterm_week, final_week, at most weeks.")
            section.fault(section.node, sentence)
        outcomes = section.sections("outcomes")
        period = self.add(section, WorkplacePeriod, (), values | {"order": order})
        for number, row in enumerate(outcomes):
            self.read_period_outcome(row, period, number)

    def read_period_outcome(self, section: Section, period: Key | None, order: int) -> None:
        outcome = self.link(section, "outcome", LearningOutcome, required=True)
        links = {"period": period, "outcome": outcome, "unit": self.link(section, "unit", Unit, required=True)}
        target = section.unread.get("target_level", section.node)
        values = section.fill(PeriodOutcome, "summative target_level mentor_role") | {"order": order}
        if values["target_level"]:
            self.pending.append((target.start_mark.line + 1, "target_level", Level, (values["target_level"],)))
        focus = section.items(section.take("focus"), "focus")
        section.close()
        if not (period and outcome):
            return
        self.add_row(section, PeriodOutcome, period + outcome, values, links)
        for node in focus:
            dimension = (*outcome, section.scalar(node, "focus"))
            line = node.start_mark.line + 1
            self.pending.append((line, "focus", Dimension, dimension))
            row = Row(PeriodFocus, period + dimension, line, {}, {"period": period, "dimension": dimension})
            self.rows[PeriodFocus, row.key] = row

    def add(
        self,
        section: Section,
        model: type[models.Model],
        owner: Key | None,
        values: dict[str, Any],
        links: dict[str, Key | None] | None = None,
    ) -> Key | None:
        """Take the code and the UUID, close the section, and keep the row; its key, or None without a code."""
        code = section.fill(model, "code")["code"]
        given = self.given_uuid(section)
        section.close()
        if not code or owner is None:
            return None
        return self.add_row(section, model, (*owner, code), values, links or {}, given)

    def add_row(self, section, model, key, values, links, given=None) -> Key:
        if earlier := self.rows.get((model, key)):
            words = {"code": " ".join(key), "line": earlier.line}
            section.fault(section.node, _("%(code)s stands in the file twice; first on line %(line)d."), **words)
        else:
            self.rows[model, key] = Row(model, key, section.line, values, links, given)
        return key

    def given_uuid(self, section: Section) -> UUID | None:
        given = section.uuid()
        if given in self.uuids:
            sentence = _("%(code)s stands in the file twice; first on line %(line)d.")
            section.fault(section.node, sentence, code=given, line=self.uuids[given])
        if given:
            self.uuids[given] = section.line
        return given

    def link(self, section: Section, name: str, model: type[models.Model], *, required: bool = False) -> Key | None:
        """The key that a code points at; whether it exists is checked when the whole file is read."""
        node = section.take(name, required=required)
        code = section.scalar(node, name) if node else ""
        if not code:
            return None
        self.pending.append((node.start_mark.line + 1, name, model, (code,)))
        return (code,)

    def check_links(self) -> None:
        for line, name, model, key in self.pending:
            if (model, key) not in self.rows:
                known = ", ".join(k[-1] for m, k in self.rows if m is model and k[:-1] == key[:-1])
                sentence = _("%(name)s: %(code)s does not stand in this file. Known are: %(known)s.")
                self.faults.append(Fault(line, sentence % {"name": name, "code": key[-1], "known": known or "-"}))

    def check_parents(self) -> None:
        for (model, key), row in self.rows.items():
            if model is not Area:
                continue
            seen, parent = {key}, row.links["parent"]
            while parent and parent not in seen and (Area, parent) in self.rows:
                seen.add(parent)
                parent = self.rows[Area, parent].links["parent"]
            if parent in seen:
                sentence = _("Area %(code)s lies, by its parents, inside itself.")
                self.faults.append(Fault(row.line, sentence % {"code": key[0]}))
