"""Read a framework file into rows, one per thing it describes, or name every fault in it with its line.

Nothing here touches the database; `loading` compares the rows with it. The shape, as in the files in `fixtures/`:
framework, levels, areas (with descriptors), units, outcomes (with dimensions and indicators, or success criteria
directly), periods (with their outcomes and conversations), phases and skills, tailored rules and glossary. Codes tie
the parts together.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from . import crosswalk_files, cycle_files
from .composing import fault_at, line_of
from .models import (
    Area,
    Descriptor,
    Dimension,
    Framework,
    GlossaryTerm,
    Indicator,
    LearningOutcome,
    Level,
    PeriodFocus,
    PeriodOutcome,
    Skill,
    SkillDescriptor,
    SkillPhase,
    TailoredRule,
    Unit,
    WorkplacePeriod,
)
from .rows import CrosswalkTree, Key, Row, RowReader, Tree, named
from .sections import FaultyFile, Section, open_file

FRAMEWORK = "code edition title publisher year source indicator_label about derived_from scope"
UNIT = "title collection_title aliases norm_intro norm_conditions norm_trust norm_expectations asks_trust"
OUTCOME = "title text aliases guide_at_end_level reference ects choice_set pilot mentor_role literature remark"
PERIOD = (
    "title study_year weeks gap_after_week gap_weeks days lessons_min lessons_max mentor_hours introduction_week "
    "start_week midterm_week final_week interim_judgement next_stage final_stage"
)
TAILORED = "title origin text entry_condition mentor_judges"
TERM = "term aliases text speaks_of source"


def read(data: bytes) -> Tree | CrosswalkTree:
    """The rows of a framework file, or of a crosswalk file, which its first key tells.

    :raises FaultyFile: with every fault found, when there is any.
    """
    return read_section(open_file(data))


def read_section(root: Section) -> Tree | CrosswalkTree:
    """The same for a file that is already open, whatever it was written in."""
    return crosswalk_files.read(root) if "crosswalk" in root.unread else _Reader(root).read()


class _Reader(RowReader):
    """Walks the file once, collects rows, and at the end checks what they point at."""

    def __init__(self, root: Section):
        super().__init__(root)
        self.pending: list[tuple[int, str, type[models.Model], Key]] = []

    def read(self) -> Tree:
        root = self.root
        edition, replaces = self.read_edition(root)
        for order, section in enumerate(root.sections("levels")):
            values = section.fill(Level, "title phase guidance")
            self.add(section, Level, (), values | {"order": order})
        for order, section in enumerate(root.sections("areas")):
            self.read_area(section, order)
        for order, section in enumerate(root.sections("units")):
            links = {"level": self.link(section, "level", Level)}
            self.add(section, Unit, (), section.fill(Unit, UNIT) | {"order": order}, links)
        for order, section in enumerate(root.sections("outcomes")):
            self.read_outcome(section, order)
        for order, section in enumerate(root.sections("periods")):
            self.read_period(section, order)
        self.read_skills(root)
        self.read_guide(root)
        root.close()
        self.check_links()
        self.check_parents()
        tree = Tree(edition, replaces, list(self.rows.values()))
        if self.faults:
            raise FaultyFile(self.faults, tree if edition else None)
        return tree

    def read_edition(self, root: Section) -> tuple[Row | None, str]:
        node = root.take("framework", required=True)
        if node is None:
            return None, ""
        section = Section(node, "framework", self.faults)
        values = section.fill(Framework, FRAMEWORK)
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
        values = section.fill(LearningOutcome, OUTCOME) | {"order": order}
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
        values = section.fill(WorkplacePeriod, PERIOD)
        self.check_weeks(section, values)
        conversations, outcomes = section.sections("conversations"), section.sections("outcomes")
        period = self.add(section, WorkplacePeriod, (), values | {"order": order})
        for number, row in enumerate(outcomes):
            self.read_period_outcome(row, period, number)
        for number, row in enumerate(conversations):
            cycle_files.read_conversation(self, row, period, number)

    def check_weeks(self, section: Section, values: dict[str, Any]) -> None:
        names = ("introduction_week", "start_week", "midterm_week", "final_week", "weeks")
        weeks = [values[name] or 0 for name in names]
        if weeks != sorted(weeks):
            sentence = _(
                "The weeks must follow each other: introduction_week, start_week, midterm_week, final_week, "
                "at most weeks."
            )
            section.fault(section.node, sentence)

    def read_period_outcome(self, section: Section, period: Key | None, order: int) -> None:
        outcome = self.link(section, "outcome", LearningOutcome, required=True)
        links = {"period": period, "outcome": outcome, "unit": self.link(section, "unit", Unit, required=True)}
        target = section.unread.get("target_level", section.node)
        values = section.fill(PeriodOutcome, "summative target_level mentor_role") | {"order": order}
        if values["target_level"]:
            self.pending.append((line_of(target), "target_level", Level, (values["target_level"],)))
        focus = section.items(section.take("focus"), "focus")
        section.close()
        if not (period and outcome):
            return
        self.add_row(section, PeriodOutcome, period + outcome, values, links)
        for node in focus:
            dimension = (*outcome, section.scalar(node, "focus"))
            line = line_of(node)
            self.pending.append((line, "focus", Dimension, dimension))
            row = Row(PeriodFocus, period + dimension, line, {}, {"period": period, "dimension": dimension})
            self.rows[PeriodFocus, row.key] = row

    def read_skills(self, root: Section) -> None:
        for order, section in enumerate(root.sections("phases")):
            self.add(section, SkillPhase, (), section.fill(SkillPhase, "title") | {"order": order})
        for order, section in enumerate(root.sections("skills")):
            cells = section.sections("cells")
            skill = self.add(section, Skill, (), section.fill(Skill, "title") | {"order": order})
            for cell in cells:
                phase = self.link(cell, "phase", SkillPhase, required=True)
                values, given = cell.fill(SkillDescriptor, "text"), self.given_uuid(cell)
                cell.close()
                if skill and phase:
                    links = {"skill": skill, "phase": phase}
                    self.add_row(cell, SkillDescriptor, skill + phase, values, links, given)

    def read_guide(self, root: Section) -> None:
        for order, section in enumerate(root.sections("tailored")):
            values = section.fill(TailoredRule, TAILORED) | {"order": order}
            links = {"carried_over_with": self.link(section, "carried_over_with", LearningOutcome)}
            self.add(section, TailoredRule, (), values, links)
        for order, section in enumerate(root.sections("glossary")):
            values = section.fill(GlossaryTerm, TERM) | {"order": order}
            self.add(section, GlossaryTerm, (), values)

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

    def link(self, section: Section, name: str, model: type[models.Model], *, required: bool = False) -> Key | None:
        """The key that a code points at; whether it exists is checked when the whole file is read."""
        node = section.take(name, required=required)
        code = section.scalar(node, name) if node else ""
        if not code:
            return None
        self.pending.append((line_of(node), name, model, (code,)))
        return (code,)

    def check_links(self) -> None:
        known: dict[tuple, list[str]] = {}
        for model, key in self.rows:
            known.setdefault((model, key[:-1]), []).append(key[-1])
        for line, name, model, key in self.pending:
            if (model, key) not in self.rows:
                sentence = _("%(name)s: %(code)s does not stand in this file. Known are: %(known)s.")
                words = {"name": name, "code": key[-1], "known": named(known.get((model, key[:-1]), []))}
                self.faults.append(fault_at(line, sentence, **words))

    def check_parents(self) -> None:
        """No area lies inside itself; each is walked over once, however deep the tree."""
        parents = {key: row.links["parent"] for (model, key), row in self.rows.items() if model is Area}
        sound: set[Key | None] = {None}
        for key in parents:
            path: dict[Key, None] = {}
            while key not in sound and key not in path and key in parents:
                path[key] = None
                key = parents[key]
            if key in path:
                for inside in list(path)[list(path).index(key) :]:
                    sentence = _("Area %(code)s lies, by its parents, inside itself.")
                    self.faults.append(fault_at(self.rows[Area, inside].line, sentence, code=inside[0]))
            sound.update(path)
