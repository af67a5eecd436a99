"""The objects of CASE 1.1, one row at a time, as in a package; `alone` adds what they need outside of one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models

from learning_outcomes.cycle_files import CONVERSATION, QUESTION
from learning_outcomes.files import FRAMEWORK, TERM
from learning_outcomes.models import (
    Area,
    Crosswalk,
    Dimension,
    Framework,
    GlossaryTerm,
    Indicator,
    LearningOutcome,
    PeriodConversation,
    PeriodFocus,
    PeriodOutcome,
    Relation,
    TailoredRule,
    WorkplacePeriod,
)

from .case import (
    BY_MODEL,
    LANGUAGE,
    OURS,
    STATUS,
    Kind,
    Table,
    derived,
    last_change,
    link,
    link_to,
    rubric_identifier,
    sequence,
    uri,
)

HEAD = ("title", "edition", "publisher", "about", "source")  # CASE has a place for these
TYPES_CHANGED = "2026-11-25T00:00:00Z"  # the last time that KINDS got another type, label or explanation
LINK = "summative target_level mentor_role"


@dataclass(frozen=True)
class Link:
    """An association to be: from a row to a row, of a kind that CASE names."""

    origin: models.Model
    kind: str
    destination: models.Model
    sequence: int | None = None
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def identifier(self) -> UUID:
        return derived(self.origin.uuid, "CFAssociation", self.kind, str(self.destination.uuid))


def values(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """The fields of a row that say something: all but those with the value that an absent one has."""
    found = {name: getattr(row, name) for name in names}
    return {name: value for name, value in found.items() if value != row._meta.get_field(name).get_default()}


def ours(more: dict[str, Any]) -> dict[str, Any]:
    """The extensions of an object; none when there is nothing to say."""
    return {"extensions": {OURS: more}} if more else {}


def filled(pairs: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in pairs.items() if value not in ("", [], None)}


def document(framework: Framework, *, alone: bool = False) -> dict[str, Any]:
    more = values(framework, [name for name in FRAMEWORK.split() if name not in HEAD])
    if framework.replaces:
        more["replaces"] = framework.replaces.edition
    texts = filled({"description": framework.about, "notes": framework.source})
    return head(framework, framework.edition, texts, alone=alone) | ours(more)


def crosswalk_document(crosswalk: Crosswalk, *, alone: bool = False) -> dict[str, Any]:
    sides = {side: getattr(crosswalk, side) for side in ("origin", "target")}
    more = {"code": crosswalk.code, "year": crosswalk.year}
    more |= {side: f"{framework.code} {framework.edition}" for side, framework in sides.items()}
    texts = filled({"description": crosswalk.remark})
    return head(crosswalk, "", texts, alone=alone) | ours({"crosswalk": more})


def head(row: Framework | Crosswalk, version: str, texts: dict[str, str], *, alone: bool) -> dict[str, Any]:
    """What every CFDocument has."""
    package = {"CFPackageURI": link("CFPackages", row.uuid, row.title)} if alone else {}
    start = {"statusStartDate": last_change(row)[:10]} if row.published_at else {}
    return {
        "identifier": str(row.uuid),
        "uri": uri("CFDocuments", row.uuid),
        **package,
        "caseVersion": "1.1",
        "creator": row.publisher,
        "title": row.title,
        "lastChangeDateTime": last_change(row),
        "publisher": row.publisher,
        **texts,
        "language": LANGUAGE,
        **filled({"version": version}),
        "adoptionStatus": STATUS[row.status],
        **start,
    }


def item(node: models.Model, framework: Framework, *, alone: bool = False) -> dict[str, Any]:
    """A part of a framework that has a code."""
    kind = BY_MODEL[type(node)]
    level = getattr(node, "level", None)
    texts = {
        "humanCodingScheme": node.code,
        "fullStatement": getattr(node, kind.statement) or node.title,
        "abbreviatedStatement": getattr(node, kind.title, ""),
        "conceptKeywords": getattr(node, kind.names, []),
        "notes": getattr(node, kind.notes, ""),
        "language": LANGUAGE,
        "educationLevel": [level.title] if level else [],
        "alternativeLabel": framework.indicator_label if isinstance(node, Indicator) else "",
    }
    return {
        "identifier": str(node.uuid),
        "uri": uri("CFItems", node.uuid),
        **({"CFDocumentURI": link_to(framework)} if alone else {}),
        "CFItemType": kind.label,
        "CFItemTypeURI": link("CFItemTypes", kind.type_identifier, kind.label),
        **filled(texts),
        "lastChangeDateTime": last_change(framework),
        **ours(extension(node, kind)),
    }


def extension(node: models.Model, kind: Kind) -> dict[str, Any]:
    found = values(node, kind.more)
    if isinstance(node, LearningOutcome):
        if node.short_title == node.code:
            del found["short_title"]  # that is what it is without saying so
        if not node.text:
            found["title_only"] = True  # CASE wants a statement: the title stands in
    if isinstance(node, WorkplacePeriod):
        found |= filled({"conversations": [conversation(row) for row in node.conversations.all()]})
    return found


def conversation(row: PeriodConversation) -> dict[str, Any]:
    """One kind of conversation of a period; CASE has no place for those."""
    questions = [
        {"code": one.code, "identifier": str(one.uuid), **values(one, [*QUESTION.split(), "order"])}
        for one in row.questions.all()
    ]
    return values(row, [*CONVERSATION.split(), "order"]) | filled({"questions": questions})


def association(link_: Link, document: Framework | Crosswalk, *, alone: bool = False) -> dict[str, Any]:
    found = {"identifier": str(link_.identifier), "associationType": link_.kind}
    if link_.sequence is not None:
        found["sequenceNumber"] = link_.sequence
    return found | ends(link_.identifier, link_.origin, link_.destination, document, alone) | ours(link_.more)


def relation(row: Relation, crosswalk: Crosswalk, *, alone: bool = False) -> dict[str, Any]:
    """One line of a crosswalk. The codes stand beside the identities, for a site that has other identities."""
    more = {side: list(getattr(row, side).key) for side in ("origin", "target")}
    found = {"identifier": str(row.uuid), "associationType": row.kind, "sequenceNumber": row.order + 1}
    found |= ends(row.uuid, row.origin.node, row.target.node, crosswalk, alone)
    return found | filled({"notes": row.remark}) | ours(more)


def ends(identifier: UUID, origin: models.Model, destination: models.Model, document, alone: bool) -> dict[str, Any]:
    found = {
        "uri": uri("CFAssociations", identifier),
        "originNodeURI": link_to(origin),
        "destinationNodeURI": link_to(destination),
        "lastChangeDateTime": last_change(document),
    }
    return found | ({"CFDocumentURI": link_to(document)} if alone else {})


def parent_of(node: models.Model, framework: Framework) -> models.Model:
    """What an item lies in: the part above it, else the document."""
    if isinstance(node, Area):
        return node.parent or framework
    if isinstance(node, LearningOutcome):
        return node.area or framework
    if isinstance(node, Dimension):
        return node.outcome
    if isinstance(node, Indicator):
        return node.dimension or node.outcome
    return framework


def links_of(node: models.Model, framework: Framework) -> Iterator[Link]:
    """The associations that one row knows of by itself."""
    yield Link(node, "isChildOf", parent_of(node, framework), sequence(node))
    if level := getattr(node, "level", None):
        yield Link(node, "hasSkillLevel", level)
    if isinstance(node, TailoredRule) and node.carried_over_with:
        yield Link(node, "isRelatedTo", node.carried_over_with)


def links_of_periods(rows: Iterable[PeriodOutcome], focus: Iterable[PeriodFocus]) -> Iterator[Link]:
    """What counts when: an outcome in a period, and so in a unit; a dimension with extra attention in a period."""
    units = {}
    for row in rows:
        more = {"unit": row.unit.code} | values(row, LINK.split())
        yield Link(row.outcome, "isPartOf", row.period, row.order + 1, more)
        units[row.outcome_id, row.unit_id] = Link(row.outcome, "isPartOf", row.unit)
    yield from units.values()
    for one in focus:
        yield Link(one.dimension, "isRelatedTo", one.period)


def link_of_replacement(framework: Framework) -> Iterator[Link]:
    """That this edition came in the place of an earlier one, when everybody may know that one."""
    if framework.replaces and framework.replaces.frozen:
        yield Link(framework.replaces, "replacedBy", framework)


def rubric(framework: Framework, table: Table, cells: list[models.Model]) -> dict[str, Any]:
    """A table as a CFRubric; the cells come row by row."""
    identifier = rubric_identifier(framework, table)
    criteria: dict[int, dict[str, Any]] = {}
    for cell in cells:
        row, column = getattr(cell, table.row), getattr(cell, table.column)
        found = criteria.setdefault(row.pk, criterion(row, identifier, framework))
        found["CFRubricCriterionLevels"].append(
            {
                "identifier": str(cell.uuid),
                "uri": f"{uri('CFRubrics', identifier)}#{cell.uuid}",
                "description": cell.text,
                "quality": column.title,
                "position": column.order + 1,
                "rubricCriterionId": found["identifier"],
                "lastChangeDateTime": last_change(framework),
                "extensions": [{OURS: {"code": column.code}}],  # CASE 1.1 has a list here, and only here
            }
        )
    return {
        "identifier": str(identifier),
        "uri": uri("CFRubrics", identifier),
        "title": table.title,
        "lastChangeDateTime": last_change(framework),
        "CFRubricCriteria": list(criteria.values()),
    }


def criterion(row: models.Model, rubric: UUID, framework: Framework) -> dict[str, Any]:
    identifier = derived(row.uuid, "CFRubricCriterion")
    return {
        "identifier": str(identifier),
        "uri": f"{uri('CFRubrics', rubric)}#{identifier}",
        "description": row.title,
        "CFItemURI": link_to(row),
        "position": row.order + 1,
        "rubricId": str(rubric),
        "lastChangeDateTime": last_change(framework),
        "CFRubricCriterionLevels": [],
    }


def item_type(kind: Kind) -> dict[str, Any]:
    return {
        "identifier": str(kind.type_identifier),
        "uri": uri("CFItemTypes", kind.type_identifier),
        "title": kind.label,
        "description": kind.about,
        "hierarchyCode": str(kind.number + 1),
        "lastChangeDateTime": TYPES_CHANGED,
    }


def concept(term: GlossaryTerm, framework: Framework) -> dict[str, Any]:
    """A word of the glossary. Its other names are the keywords, unless one of them holds the sign between keywords."""
    apart = not any("|" in name for name in term.aliases)
    more = values(
        term, [name for name in TERM.split() if name not in ("term", "text") and not (apart and name == "aliases")]
    )
    return {
        "identifier": str(term.uuid),
        "uri": uri("CFConcepts", term.uuid),
        "title": term.term,
        **filled({"keywords": "|".join(term.aliases) if apart else ""}),
        "hierarchyCode": term.code,
        "description": term.text,
        "lastChangeDateTime": last_change(framework),
        **ours(more | {"order": term.order}),
    }
