"""Write a framework or a crosswalk as a CFPackage of CASE 1.1: the same text for the same rows, whoever asks and when.

One object stands on each line, so that two files can be compared; a package is written object by object, so that one of
20,000 parts takes no more memory than its text.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from learning_outcomes.loading import PARTS
from learning_outcomes.models import (
    Area,
    Crosswalk,
    Dimension,
    Endpoint,
    Framework,
    GlossaryTerm,
    Indicator,
    LearningOutcome,
    Level,
    PeriodFocus,
    PeriodOutcome,
    TailoredRule,
    Unit,
)

from . import case_objects
from .case import BY_MODEL, KINDS, TABLES, Table

NEXT = ",\n"


def export_framework(framework: Framework) -> str:
    """The package of one edition, in a fixed number of queries."""
    return _Package(framework).write()


def export_crosswalk(crosswalk: Crosswalk) -> str:
    """A package of associations only, between parts of two other documents."""
    relations = crosswalk.relations.prefetch_related(*(ends(side) for side in ("origin", "target")))
    rows = (case_objects.relation(row, crosswalk) for row in relations)
    return written(case_objects.crosswalk_document(crosswalk), CFItems=[], CFAssociations=rows)


def ends(side: str) -> models.Prefetch:
    return models.Prefetch(side, Endpoint.objects.with_nodes().select_related("descriptor__area__framework"))


def dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def written(document: dict[str, Any], **lists: Iterable[dict[str, Any]] | str) -> str:
    """The text of a package: the document, and each list with an object a line; what is text already stays as it is."""
    parts = [f'"CFDocument":{dumped(document)}']
    for name, found in lists.items():
        text = found if isinstance(found, str) else "[\n" + NEXT.join(map(dumped, found)) + "\n]"
        parts.append(f'"{name}":{text}')
    return "{\n" + NEXT.join(parts) + "\n}\n"


class _Package:
    def __init__(self, framework: Framework):
        self.framework = framework
        self.rows = {kind.model: self.fetch(kind.model) for kind in KINDS}
        self.tie()

    def fetch(self, model: type[models.Model]) -> list[models.Model]:
        owner, _key = PARTS[model]
        return list(model.objects.filter(**{owner: self.framework}).prefetch_related(*BY_MODEL[model].below))

    def tie(self) -> None:
        """Let the rows point at each other instead of at the database."""
        links = {
            Area: {"parent": Area},
            LearningOutcome: {"area": Area, "level": Level},
            Dimension: {"outcome": LearningOutcome},
            Indicator: {"outcome": LearningOutcome, "dimension": Dimension},
            Unit: {"level": Level},
            TailoredRule: {"carried_over_with": LearningOutcome},
        }
        known = {model: {row.pk: row for row in rows} for model, rows in self.rows.items()}
        for model, fields in links.items():
            for row in self.rows[model]:
                for name, target in fields.items():
                    setattr(row, name, known[target].get(getattr(row, f"{name}_id")))

    def nodes(self) -> Iterator[models.Model]:
        """Every item in the order of reading: an outcome is followed by what lies below it."""
        below = defaultdict(list)
        for row in self.rows[Dimension]:
            below["outcome", row.outcome_id].append(row)
        for row in self.rows[Indicator]:
            below[("dimension", row.dimension_id) if row.dimension_id else ("outcome", row.outcome_id)].append(row)
        for kind in KINDS:
            if kind.model in (Dimension, Indicator):
                continue
            for row in self.rows[kind.model]:
                yield row
                for part in below["outcome", row.pk] if kind.model is LearningOutcome else []:
                    yield part
                    yield from below["dimension", part.pk] if isinstance(part, Dimension) else []

    def links(self) -> Iterator[case_objects.Link]:
        yield from case_objects.link_of_replacement(self.framework)
        for node in self.nodes():
            yield from case_objects.links_of(node, self.framework)
        rows = PeriodOutcome.objects.filter(period__framework=self.framework)
        focus = PeriodFocus.objects.filter(period__framework=self.framework)
        yield from case_objects.links_of_periods(
            rows.select_related("period", "outcome", "unit").order_by("period__order", "period_id", "order", "id"),
            focus.select_related("period", "dimension").order_by("period__order", "period_id", "dimension__code", "id"),
        )

    def write(self) -> str:
        framework = self.framework
        return written(
            case_objects.document(framework),
            CFItems=(case_objects.item(node, framework) for node in self.nodes()),
            CFAssociations=(case_objects.association(link, framework) for link in self.links()),
            CFDefinitions=self.definitions(),
            CFRubrics=(found for table in TABLES if (found := rubric(framework, table))),
        )

    def definitions(self) -> str:
        terms = GlossaryTerm.objects.filter(framework=self.framework)
        concepts = [case_objects.concept(term, self.framework) for term in terms]
        types = [case_objects.item_type(kind) for kind in KINDS if self.rows[kind.model]]
        return dumped({"CFConcepts": concepts, "CFItemTypes": types})


def rubric(framework: Framework, table: Table) -> dict[str, Any] | None:
    """A table of a framework; None when nothing stands in it."""
    row, column = table.row, table.column
    cells = table.cell.objects.filter(**{f"{row}__framework": framework}).select_related(row, column)
    cells = list(cells.order_by(f"{row}__order", f"{row}_id", f"{column}__order", f"{column}_id"))
    return case_objects.rubric(framework, table, cells) if cells else None
