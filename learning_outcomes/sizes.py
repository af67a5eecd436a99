"""How much a framework holds, asked in one query, so that a page can choose how much of it to show at once."""

from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Length

from .models import (
    Area,
    ConversationQuestion,
    Descriptor,
    Dimension,
    Framework,
    GlossaryTerm,
    Indicator,
    LearningOutcome,
    Level,
    PeriodOutcome,
    Skill,
    TailoredRule,
    Unit,
    WorkplacePeriod,
)

OWNERS: dict[str, tuple[type[Model], str]] = {
    "area": (Area, "framework"),
    "level": (Level, "framework"),
    "descriptor": (Descriptor, "area__framework"),
    "unit": (Unit, "framework"),
    "outcome": (LearningOutcome, "framework"),
    "dimension": (Dimension, "outcome__framework"),
    "indicator": (Indicator, "outcome__framework"),
    "period": (WorkplacePeriod, "framework"),
    "row": (PeriodOutcome, "period__framework"),
    "question": (ConversationQuestion, "conversation__period__framework"),
    "skill": (Skill, "framework"),
    "rule": (TailoredRule, "framework"),
    "term": (GlossaryTerm, "framework"),
}
WRITTEN = (
    "descriptor",
    "outcome",
    "indicator",
    "question",
    "rule",
)  # those whose text stands on the page of a framework

MOST_OUTCOMES = 60
MOST_PARTS = 700
MOST_CELLS = 200
MOST_LETTERS = 80_000


def sized(frameworks: QuerySet) -> QuerySet:
    """With `outcome_count` and the like, and with the letters of the texts on its page."""
    counts = {f"{name}_count": _of(model, owner, Count("pk")) for name, (model, owner) in OWNERS.items()}
    letters = {f"{name}_letters": _of(*OWNERS[name], Sum(Length("text"))) for name in WRITTEN}
    return frameworks.annotate(**counts, **letters)


def _of(model: type[Model], owner: str, value) -> Coalesce:
    rows = model.objects.filter(**{owner: OuterRef("pk")}).order_by().values(owner).annotate(found=value)
    return Coalesce(Subquery(rows.values("found")), 0, output_field=IntegerField())


def fits_one_page(framework: Framework) -> bool:
    """Whether everything can stand on one page that still loads quickly on a phone. Takes a sized framework."""
    parts = sum(getattr(framework, f"{name}_count") for name in OWNERS if name not in {"skill", "term"})
    return (
        framework.outcome_count <= MOST_OUTCOMES
        and parts <= MOST_PARTS
        and framework.area_count * framework.level_count <= MOST_CELLS
        and sum(getattr(framework, f"{name}_letters") for name in WRITTEN) <= MOST_LETTERS
    )
