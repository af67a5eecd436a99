"""Our tree as the learning outcomes of the Open Education API, version 6 (the Dutch standard of SURF and Npuls).

Areas, outcomes, dimensions and indicators are learning outcomes there, narrower ones below broader ones; `ext` says
which is which. A level is our own scale, so its complexityLevel is a value of our own: x-<framework>-<level>.
"""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from learning_outcomes.loading import PARTS
from learning_outcomes.models import Area, Dimension, Framework, Indicator, LearningOutcome
from learning_outcomes.models.crosswalks import follow

from .case import BY_MODEL, OURS, uri
from .case_objects import parent_of

LANGUAGE = "nl-NL"
NEAR = {
    Area: ("framework", "parent"),
    LearningOutcome: ("framework", "area", "level"),
    Dimension: ("outcome__framework",),
    Indicator: ("outcome__framework", "dimension"),
}
# The kinds of rows, each with the way to the one it lies in.
ABOVE = {
    Area: [(Area, "parent", Q()), (LearningOutcome, "area", Q())],
    LearningOutcome: [(Dimension, "outcome", Q()), (Indicator, "outcome", Q(dimension=None))],
    Dimension: [(Indicator, "dimension", Q())],
}
Children = dict[UUID, list[UUID]]


def public(model: type[models.Model]) -> models.QuerySet:
    """The public rows of a kind, framework after framework as they were published."""
    owner, _key = PARTS[model]
    rows = model.objects.filter(**{f"{owner}__in": Framework.objects.public()}).select_related(*NEAR[model])
    return rows.order_by(f"{owner}__published_at", f"{owner}_id", *_outcome_first(model), "order", "id")


def _outcome_first(model: type[models.Model]) -> list[str]:
    return ["outcome__order", "outcome_id"] if model in (Dimension, Indicator) else []


def find(identifier: UUID) -> models.Model | None:
    return next((node for model in NEAR if (node := public(model).filter(uuid=identifier).first())), None)


def page(number: int, size: int) -> dict[str, Any]:
    """One page of everything: areas, outcomes, dimensions, indicators."""
    start, left, total, found = (number - 1) * size, size, 0, []
    for model in NEAR:
        rows = public(model)
        here = rows.count()
        first = max(start - total, 0)
        if left and first < here:
            found += rows[first : first + left]
            left = size - len(found)
        total += here
    pages = -(-total // size)
    return {
        "pageSize": size,
        "pageNumber": number,
        "hasPreviousPage": number > 1,
        "hasNextPage": number < pages,
        "totalPages": pages,
        "items": described(found),
    }


def described(nodes: list[models.Model]) -> list[dict[str, Any]]:
    """These rows as learning outcomes, in a fixed number of queries."""
    children = children_of(nodes)
    return [learning_outcome(node, children[node.uuid]) for node in nodes]


def children_of(nodes: list[models.Model]) -> Children:
    found: Children = defaultdict(list)
    for model, below in ABOVE.items():
        here = [node.pk for node in nodes if isinstance(node, model)]
        for child, name, which in below if here else []:
            rows = child.objects.filter(which, **{f"{name}__in": here}).order_by("order", "id")
            for parent, identifier in rows.values_list(f"{name}__uuid", "uuid"):
                found[parent].append(identifier)
    return found


def learning_outcome(node: models.Model, children: list[UUID]) -> dict[str, Any]:
    framework = follow(node, PARTS[type(node)][0])
    kind, level = BY_MODEL[type(node)], getattr(node, "level", None)
    parent = parent_of(node, framework)
    title = node.text if isinstance(node, Indicator) else node.title
    text = getattr(node, "text", "") if isinstance(node, LearningOutcome) else ""
    edition = {"code": framework.code, "edition": framework.edition, "title": framework.title}
    return {
        "learningOutcomeId": str(node.uuid),
        "primaryCode": {"codeType": "identifier", "code": node.code},
        "name": in_dutch(title),
        "abbreviation": getattr(node, "short_title", None),
        "description": in_dutch(text) if text else None,
        "parentIds": [] if parent == framework else [str(parent.uuid)],
        "childIds": [str(child) for child in children],
        "otherCodes": [{"codeType": "x-case-uri", "code": uri("CFItems", node.uuid)}],
        "complexityLevel": f"x-{framework.code}-{level.code}" if level else None,
        "validFrom": framework.published_at.replace(microsecond=0).isoformat(),
        "validTo": None,
        "ext": {OURS: {"type": kind.label, "framework": edition}},
    }


def in_dutch(text: str) -> list[dict[str, str]]:
    return [{"language": LANGUAGE, "value": text}]
