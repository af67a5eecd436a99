"""Write a framework or a crosswalk as the file that loads back to the very same, to the letter."""

from typing import Any

import yaml
from django.db import models

from .cycle_files import CONVERSATION, QUESTION
from .files import FRAMEWORK, OUTCOME, PERIOD, TAILORED, TERM, UNIT
from .models import Crosswalk, Endpoint, Framework, LearningOutcome, PeriodConversation, WorkplacePeriod
from .rows import Key, default_uuid

WIDTH = 120
MORE_THAN_A_PAGE = ("areas__parent", "skills__cells__phase", "periods__focus__outcome", "periods__outcomes__outcome")


class Dumper(yaml.SafeDumper):
    """Lists indented below their key; texts of several lines as such, where YAML can keep them to the letter."""

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data) -> bool:
        return True

    def represent_text(self, text: str) -> yaml.Node:
        return self.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


Dumper.add_representer(str, Dumper.represent_text)


def dumped(data: dict[str, Any]) -> str:
    return yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)


def export_framework(framework: Framework) -> str:
    """The file of one edition; a UUID stands in it only where the loader would make another."""
    pages = Framework.objects.for_page().prefetch_related(*MORE_THAN_A_PAGE)
    return dumped(_Writer(pages.get(pk=framework.pk)).write())


def export_crosswalk(crosswalk: Crosswalk) -> str:
    crosswalk = Crosswalk.objects.for_page().get(pk=crosswalk.pk)
    owner = (crosswalk.code,)
    sides = {
        side: f"{end.code} {end.edition}" for side, end in (("origin", crosswalk.origin), ("target", crosswalk.target))
    }
    head = plain(crosswalk, "code title publisher year remark") | sides | own_uuid(owner, crosswalk, owner)
    relations = [
        {"origin": reference(row.origin), "target": reference(row.target)}
        | plain(row, "kind remark")
        | own_uuid(owner, row, (*row.origin.key, *row.target.key, row.kind))
        for row in crosswalk.relations.all()
    ]
    return dumped(filled({"crosswalk": head, "relations": relations}))


def reference(end: Endpoint) -> str | list[str]:
    """How a file names a part: in one text, or as a list when a code holds a space."""
    text = " ".join(end.key)
    return text if tuple(text.split()) == end.key else list(end.key)


def plain(row: models.Model, names: str) -> dict[str, Any]:
    """The values of a row that differ from what an absent key means; a link as the code of what it points at."""
    found = {}
    for field in map(row._meta.get_field, names.split()):
        value = getattr(row, field.name)
        if field.is_relation:
            value = value and value.code
        if value != field.get_default():
            found[field.name] = value
    return found


def own_uuid(owner: Key, row: models.Model, key: Key) -> dict[str, str]:
    return {} if row.uuid == default_uuid(owner, type(row), key) else {"uuid": str(row.uuid)}


def filled(mapping: dict[str, Any]) -> dict[str, Any]:
    """Without the lists in which nothing stands."""
    return {name: value for name, value in mapping.items() if value != []}


class _Writer:
    def __init__(self, framework: Framework):
        self.framework, self.owner = framework, (framework.code, framework.edition)

    def write(self) -> dict[str, Any]:
        framework = self.framework
        replaces = {"replaces": framework.replaces.edition} if framework.replaces else {}
        head = plain(framework, FRAMEWORK) | replaces | own_uuid(self.owner, framework, self.owner)
        return filled(
            {
                "framework": head,
                "levels": [self.part(row, "title phase guidance") for row in framework.levels.all()],
                "areas": [self.area(row) for row in framework.areas.all()],
                "units": [self.part(row, f"{UNIT} level") for row in framework.units.all()],
                "outcomes": [self.outcome(row) for row in framework.outcomes.all()],
                "periods": [self.period(row) for row in framework.periods.all()],
                "phases": [self.part(row, "title") for row in framework.skill_phases.all()],
                "skills": [self.skill(row) for row in framework.skills.all()],
                "tailored": [self.part(row, f"{TAILORED} carried_over_with") for row in framework.tailored_rules.all()],
                "glossary": [self.part(row, TERM) for row in framework.glossary.all()],
            }
        )

    def part(self, row: models.Model, names: str, *above: str) -> dict[str, Any]:
        """What has a code of its own: the code, the values, and the identity where it is its own."""
        return {"code": row.code} | plain(row, names) | own_uuid(self.owner, row, (*above, row.code))

    def area(self, area) -> dict[str, Any]:
        descriptors = [
            plain(row, "level text") | own_uuid(self.owner, row, (area.code, row.level.code))
            for row in area.descriptors.all()
        ]
        return filled(self.part(area, "title parent status") | {"descriptors": descriptors})

    def outcome(self, outcome: LearningOutcome) -> dict[str, Any]:
        short = {} if outcome.short_title == outcome.code else {"short_title": outcome.short_title}
        head = {"code": outcome.code, "title": outcome.title} | short
        dimensions = [
            filled(
                self.part(row, "title for_judgement", outcome.code)
                | {"indicators": [self.part(one, "text", outcome.code) for one in row.indicators.all()]}
            )
            for row in outcome.dimensions.all()
        ]
        criteria = [self.part(row, "text", outcome.code) for row in outcome.criteria]
        parts = self.part(outcome, f"{OUTCOME} area level")
        return filled(head | parts | {"dimensions": dimensions, "criteria": criteria})

    def period(self, period: WorkplacePeriod) -> dict[str, Any]:
        rows = [
            filled(
                plain(row, "outcome unit summative target_level mentor_role")
                | {"focus": [one.code for one in period.focus.all() if one.outcome_id == row.outcome_id]}
            )
            for row in period.outcomes.all()
        ]
        cycle = [self.conversation(row, period.code) for row in period.conversations.all()]
        return filled(self.part(period, PERIOD) | {"conversations": cycle, "outcomes": rows})

    def conversation(self, row: PeriodConversation, period: str) -> dict[str, Any]:
        questions = [self.part(one, QUESTION, period, row.kind) for one in row.questions.all()]
        return filled(plain(row, CONVERSATION) | {"questions": questions})

    def skill(self, skill) -> dict[str, Any]:
        cells = [
            plain(row, "phase text") | own_uuid(self.owner, row, (skill.code, row.phase.code))
            for row in skill.cells.all()
        ]
        return filled(self.part(skill, "title") | {"cells": cells})
