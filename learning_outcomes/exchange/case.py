"""What our words are called in CASE 1.1 (1EdTech, Competencies and Academic Standards Exchange), said once.

A framework is a CFDocument; its parts are CFItems of the kinds below, tied by CFAssociations; a table (area x level,
skill x phase) is a CFRubric; a glossary is the CFConcepts. What CASE has no place for stands in `extensions`, under
our own key, and nothing stands there that CASE has a place for.

Every object has an identity. A row brings its UUID; what is no row of its own (an association, a rubric) gets one that
is derived from a row, and can be found again through it.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from uuid import UUID, uuid5

from django.conf import settings
from django.db import models

from learning_outcomes.files import OUTCOME, PERIOD, TAILORED, UNIT
from learning_outcomes.models import (
    Area,
    Crosswalk,
    Descriptor,
    Dimension,
    Framework,
    Indicator,
    LearningOutcome,
    Level,
    Skill,
    SkillDescriptor,
    SkillPhase,
    TailoredRule,
    Unit,
    WorkplacePeriod,
)
from learning_outcomes.rows import NAMESPACE

BASE = "/ims/case/v1p1"
OURS = "driehoek"  # the key of what is ours in `extensions`
LANGUAGE = "nl"
STEP = 100_000  # between the sequence numbers of two kinds; an order number is smaller
STATUS = {
    Framework.Status.DRAFT: "Draft",
    Framework.Status.PUBLISHED: "Adopted",
    Framework.Status.RETIRED: "Deprecated",
}
TAIL_BITS = 48  # those of a derived identity that are not those of its row


@dataclass(frozen=True)
class Kind:
    """How the rows of one model become CFItems: which field is which text, and which fields are extensions."""

    model: type[models.Model]
    label: str  # CFItemType
    about: str  # what that type means, for who reads the file
    section: str  # the list in a file of ours
    statement: str  # fullStatement
    fields: str  # all there are, besides the code
    title: str = ""  # abbreviatedStatement
    names: str = ""  # conceptKeywords
    notes: str = ""  # notes
    near: tuple[str, ...] = ("framework",)  # what an item and its links need, for `select_related`
    below: tuple[str, ...] = ()  # what an item tells of rows below it, for `prefetch_related`

    @cached_property
    def more(self) -> list[str]:
        """The fields that CASE has no place for."""
        return [
            name for name in self.fields.split() if name not in (self.statement, self.title, self.names, self.notes)
        ]

    @property
    def number(self) -> int:
        """Its place among the kinds."""
        return KINDS.index(self)

    @property
    def type_identifier(self) -> UUID:
        return uuid5(NAMESPACE, f"CFItemType/{self.label}")


# In the order in which a reader meets them below the document.
KINDS = (
    Kind(
        Area,
        "Bekwaamheidsgebied",
        "Een tak van het raamwerk: leeruitkomstgebied, leerlijn of vak.",
        "areas",
        "title",
        "title status",
        near=("framework", "parent"),
    ),
    Kind(
        LearningOutcome,
        "Leeruitkomst",
        "Wat iemand laat zien, hoe en waar het ook geleerd is.",
        "outcomes",
        "text",
        f"{OUTCOME} short_title",
        title="title",
        names="aliases",
        notes="remark",
        near=("framework", "area", "level"),
    ),
    Kind(
        Dimension,
        "Dimensie",
        "Een kant van een leeruitkomst in het kijkkader.",
        "dimensions",
        "title",
        "title for_judgement",
        near=("outcome__framework",),
    ),
    Kind(
        Indicator,
        "Indicator",
        "Iets wat te zien is in de praktijk.",
        "indicators",
        "text",
        "text",
        near=("outcome__framework", "dimension"),
    ),
    Kind(
        Level,
        "Niveau",
        "Een trede van de eigen schaal van het raamwerk.",
        "levels",
        "title",
        "title phase guidance",
        notes="guidance",
    ),
    Kind(
        Unit,
        "Onderwijseenheid",
        "Leeruitkomsten waarover samen besloten wordt.",
        "units",
        "title",
        UNIT,
        names="aliases",
        near=("framework", "level"),
    ),
    Kind(
        WorkplacePeriod,
        "Werkplekperiode",
        "Een periode werkplekleren met haar leeruitkomsten en haar kalender.",
        "periods",
        "title",
        PERIOD,
        below=("conversations__questions",),
    ),
    Kind(SkillPhase, "Fase", "Een kolom van de vaardighedentabel.", "phases", "title", "title"),
    Kind(
        Skill,
        "Complexe beroepsvaardigheid",
        "Een vaardigheid die in fasen groeit en nooit in een oordeel meetelt.",
        "skills",
        "title",
        "title",
    ),
    Kind(
        TailoredRule,
        "Maatwerkregel",
        "Wat er gebeurt met een eerdere leeruitkomst die nog niet is aangetoond.",
        "tailored",
        "text",
        TAILORED,
        title="title",
        near=("framework", "carried_over_with"),
    ),
)
BY_MODEL = {kind.model: kind for kind in KINDS}
BY_LABEL = {kind.label: kind for kind in KINDS}


@dataclass(frozen=True)
class Table:
    """How the cells of one model become a CFRubric: a criterion per row, a criterion level per cell."""

    cell: type[models.Model]
    row: str
    column: str
    title: str


TABLES = (
    Table(Descriptor, "area", "level", "Wat elk gebied op elk niveau vraagt"),
    Table(SkillDescriptor, "skill", "phase", "Complexe beroepsvaardigheden per fase"),
)


def derived(row: UUID, *words: str) -> UUID:
    """An identity for what belongs to a row without being one: the same on every machine, and near that of the row."""
    mask = int.from_bytes(sha256("/".join(words).encode()).digest()[: TAIL_BITS // 8])
    return UUID(int=row.int ^ mask)


def neighbours(identifier: UUID) -> tuple[UUID, UUID]:
    """The range that holds the row which an identity may be derived from."""
    first = identifier.int >> TAIL_BITS << TAIL_BITS
    return UUID(int=first), UUID(int=first | (1 << TAIL_BITS) - 1)


def uri(name: str, identifier: UUID) -> str:
    return f"{settings.SITE_URL}{BASE}/{name}/{identifier}"


def link(name: str, identifier: UUID, title: str) -> dict[str, str]:
    return {"title": title, "identifier": str(identifier), "uri": uri(name, identifier)}


def link_to(node: models.Model) -> dict[str, str]:
    """The link to a document or a part of it, wherever CASE keeps that."""
    if isinstance(node, Framework | Crosswalk):
        return link("CFDocuments", node.uuid, node.title)
    if isinstance(node, Descriptor):
        rubric = rubric_identifier(node.area.framework, TABLES[0])
        whole = uri("CFRubrics", rubric)
        return {"title": str(node), "identifier": str(node.uuid), "uri": f"{whole}#{node.uuid}"}
    return link("CFItems", node.uuid, getattr(node, "title", node.code))


def rubric_identifier(framework: Framework, table: Table) -> UUID:
    return derived(framework.uuid, "CFRubric", table.row)


def last_change(document: Framework | Crosswalk) -> str:
    """When it last changed: what is published is frozen. A draft counts from the beginning of its year."""
    moment = document.published_at or datetime(min(max(document.year, 1), 9999), 1, 1)
    return moment.replace(tzinfo=None, microsecond=0).isoformat() + "Z"


def sequence(node: models.Model) -> int:
    """The place of an item below its parent; the kinds follow each other."""
    return BY_MODEL[type(node)].number * STEP + node.order + 1
