"""Find one object of CASE by its identity among what is public, in a number of queries that does not grow."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.db.models import Q

from learning_outcomes.loading import PARTS
from learning_outcomes.models import (
    Area,
    Crosswalk,
    Dimension,
    Framework,
    GlossaryTerm,
    Indicator,
    LearningOutcome,
    Level,
    PeriodFocus,
    PeriodOutcome,
    Relation,
    TailoredRule,
    Unit,
)
from learning_outcomes.models.crosswalks import PARTS as ENDS
from learning_outcomes.models.crosswalks import follow

from . import case_export, case_objects
from .case import BY_MODEL, KINDS, TABLES, Kind, neighbours, rubric_identifier

Document = Framework | Crosswalk
# What knows that it lies in, or is at, a row of this kind: the model and its field.
KNOWN_BY = {
    Area: [(Area, "parent"), (LearningOutcome, "area")],
    LearningOutcome: [(Dimension, "outcome"), (Indicator, "outcome"), (TailoredRule, "carried_over_with")],
    Dimension: [(Indicator, "dimension")],
    Level: [(LearningOutcome, "level"), (Unit, "level")],
}


class Answer(NamedTuple):
    """An object of CASE, and the document whose change is its change."""

    body: dict[str, Any] | str
    document: Document | None = None


def nodes(kind: Kind) -> models.QuerySet:
    """The public rows of a kind, with what an item and its links need."""
    owner, _key = PARTS[kind.model]
    rows = kind.model.objects.filter(**{f"{owner}__in": Framework.objects.public()})
    return rows.select_related(*kind.near).prefetch_related(*kind.below)


def framework_of(node: models.Model) -> Framework:
    return follow(node, PARTS[type(node)][0])


def find_document(identifier: UUID) -> Document | None:
    found = Framework.objects.public().select_related("replaces").filter(uuid=identifier).first()
    return found or Crosswalk.objects.public().select_related("origin", "target").filter(uuid=identifier).first()


def find_node(identifier: UUID) -> models.Model | None:
    return next((node for kind in KINDS if (node := nodes(kind).filter(uuid=identifier).first())), None)


def document(identifier: UUID) -> Answer | None:
    found = find_document(identifier)
    if isinstance(found, Framework):
        return Answer(case_objects.document(found, alone=True), found)
    return Answer(case_objects.crosswalk_document(found, alone=True), found) if found else None


def package(identifier: UUID) -> Answer | None:
    found = find_document(identifier)
    if isinstance(found, Framework):
        return Answer(case_export.export_framework(found), found)
    return Answer(case_export.export_crosswalk(found), found) if found else None


def item(identifier: UUID) -> Answer | None:
    node = find_node(identifier)
    if node is None:
        return None
    framework = framework_of(node)
    return Answer(case_objects.item(node, framework, alone=True), framework)


def association(identifier: UUID) -> Answer | None:
    """A relation of a crosswalk by its own identity; any other through the row that its identity is derived from."""
    if row := relations(Q(uuid=identifier)).first():
        return Answer(case_objects.relation(row, row.crosswalk, alone=True), row.crosswalk)
    for link, framework in links_near(identifier):
        if link.identifier == identifier:
            return Answer(case_objects.association(link, framework, alone=True), framework)
    return None


def links_near(identifier: UUID) -> Iterator[tuple[case_objects.Link, Framework]]:
    """The links of every row that this identity may be derived from; nearly always of one."""
    near = neighbours(identifier)
    for kind in KINDS:
        yield from links(list(nodes(kind).filter(uuid__range=near)))
    later = Framework.objects.public().filter(replaces__uuid__range=near).select_related("replaces")
    yield from ((link, one) for one in later for link in case_objects.link_of_replacement(one))


def links(rows: list[models.Model]) -> Iterator[tuple[case_objects.Link, Framework]]:
    """Every link that begins at one of these rows, which are of one kind."""
    for row in rows:
        yield from ((link, framework_of(row)) for link in case_objects.links_of(row, framework_of(row)))
    outcomes = [row for row in rows if isinstance(row, LearningOutcome)]
    dimensions = [row for row in rows if isinstance(row, Dimension)]
    yield from counted(
        Q(outcome__in=outcomes) if outcomes else None, Q(dimension__in=dimensions) if dimensions else None
    )


def counted(rows: Q | None, focus: Q | None) -> Iterator[tuple[case_objects.Link, Framework]]:
    """The links between outcomes, dimensions, units and periods."""
    found = PeriodOutcome.objects.filter(rows) if rows else PeriodOutcome.objects.none()
    marked = PeriodFocus.objects.filter(focus) if focus else PeriodFocus.objects.none()
    found = found.select_related("period__framework", "outcome", "unit__framework")
    found = found.order_by("period__order", "order", "id")
    marked = marked.select_related("period__framework", "dimension").order_by("period__order", "id")
    for link in case_objects.links_of_periods(found, marked):
        yield link, link.destination.framework


def item_associations(identifier: UUID) -> Answer | None:
    """An item with every association it takes part in, also those of crosswalks."""
    node = find_node(identifier)
    if node is None:
        return None
    framework = framework_of(node)
    found = [case_objects.association(link, framework, alone=True) for link in around(node)]
    found += [case_objects.relation(row, row.crosswalk, alone=True) for row in relations(at_end(node))]
    return Answer({"CFItem": case_objects.item(node, framework, alone=True), "CFAssociations": found})


def around(node: models.Model) -> Iterator[case_objects.Link]:
    """The links within the framework that begin or end at this row."""
    yield from (link for link, _framework in links([node]))
    for model, name in KNOWN_BY.get(type(node), []):
        rows = nodes(BY_MODEL[model]).filter(**{name: node})
        ending = (link for row in rows for link in case_objects.links_of(row, framework_of(row)))
        yield from (link for link in ending if link.destination == node)
    name = {"workplaceperiod": "period", "unit": "unit"}.get(node._meta.model_name)
    if name:
        ending = counted(Q(**{name: node}), Q(period=node) if name == "period" else None)
        yield from (link for link, _framework in ending if link.destination == node)


def at_end(node: models.Model) -> Q:
    kinds = [kind for kind, part in ENDS.items() if part.model is type(node)]
    ends = [Q(**{f"{side}__{kind}": node}) for kind in kinds for side in ("origin", "target")]
    return ends[0] | ends[1] if ends else Q(pk=None)


def relations(which: Q) -> models.QuerySet[Relation]:
    """The public relations of crosswalks, with both their ends."""
    found = Relation.objects.filter(which, crosswalk__in=Crosswalk.objects.public()).select_related("crosswalk")
    return found.prefetch_related(*(case_export.ends(side) for side in ("origin", "target")))


def rubric(identifier: UUID) -> Answer | None:
    for framework in Framework.objects.public().filter(uuid__range=neighbours(identifier)):
        for table in TABLES:
            if rubric_identifier(framework, table) == identifier:
                found = case_export.rubric(framework, table)
                return Answer(found, framework) if found else None
    return None


def item_type(identifier: UUID) -> Answer | None:
    found = [case_objects.item_type(kind) for kind in KINDS if kind.type_identifier == identifier]
    return Answer({"CFItemTypes": found}) if found else None


def concept(identifier: UUID) -> Answer | None:
    terms = GlossaryTerm.objects.filter(framework__in=Framework.objects.public()).select_related("framework")
    term = terms.filter(uuid=identifier).first()
    return Answer({"CFConcepts": [case_objects.concept(term, term.framework)]}, term.framework) if term else None


def documents(start: int, number: int) -> tuple[int, Iterable[dict[str, Any]]]:
    """How many public documents there are, and these of them: first the frameworks, then the crosswalks."""
    frameworks = Framework.objects.public().select_related("replaces").order_by("code", "edition")
    crosswalks = Crosswalk.objects.public().select_related("origin", "target").order_by("code")
    first, second = frameworks.count(), crosswalks.count()
    found = [case_objects.document(row, alone=True) for row in frameworks[start : start + number]]
    rest = max(start - first, 0)
    left = crosswalks[rest : max(start + number - first, 0)]
    return first + second, found + [case_objects.crosswalk_document(row, alone=True) for row in left]
