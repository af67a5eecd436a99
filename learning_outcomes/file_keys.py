"""The keys of a framework file, in words for who writes one: taken from what the reader of such files reads.

What a key is called, whether it may be left out and what it takes, the model itself says.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .cycle_files import CONVERSATION, QUESTION
from .files import FRAMEWORK, OUTCOME, PERIOD, TAILORED, TERM, UNIT
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
    PeriodConversation,
    PeriodOutcome,
    Skill,
    SkillDescriptor,
    SkillPhase,
    TailoredRule,
    Unit,
    WorkplacePeriod,
)
from .models.cycle import Person, names_people

# Where each part stands in a file, its model, and its keys; a key that leads to another part holds the code of it.
PLACES: list[tuple[str, type[models.Model], str]] = [
    ("framework", Framework, f"{FRAMEWORK} replaces"),
    ("levels", Level, "code title phase guidance"),
    ("areas", Area, "code title status parent"),
    ("areas › descriptors", Descriptor, "level text"),
    ("units", Unit, f"code {UNIT} level"),
    ("outcomes", LearningOutcome, f"code short_title {OUTCOME} area level"),
    ("outcomes › dimensions", Dimension, "code title for_judgement"),
    ("outcomes › dimensions › indicators", Indicator, "code text"),
    ("outcomes › criteria", Indicator, "code text"),
    ("periods", WorkplacePeriod, f"code {PERIOD}"),
    ("periods › outcomes", PeriodOutcome, "outcome unit summative target_level mentor_role focus"),
    ("periods › conversations", PeriodConversation, CONVERSATION),
    ("periods › conversations › questions", ConversationQuestion, f"code {QUESTION}"),
    ("phases", SkillPhase, "code title"),
    ("skills", Skill, "code title"),
    ("skills › cells", SkillDescriptor, "phase text"),
    ("tailored", TailoredRule, f"code {TAILORED} carried_over_with"),
    ("glossary", GlossaryTerm, f"code {TERM}"),
]
MADE_UP = {"short_title"}  # left out, the code stands there
ELSEWHERE: dict[str, str | Promise] = {"focus": gettext_lazy("codes of the dimensions that get extra attention")}


@dataclass(frozen=True)
class FileKey:
    name: str
    words: str
    required: bool
    takes: str


@dataclass(frozen=True)
class KeyGroup:
    """The keys of one part of a file."""

    path: str
    title: str
    keys: list[FileKey]


def file_keys() -> Iterator[KeyGroup]:
    for path, model, names in PLACES:
        keys = [key_of(model, name) for name in names.split()]
        yield KeyGroup(path, capfirst(str(model._meta.verbose_name)), keys)


def key_of(model: type[models.Model], name: str) -> FileKey:
    if name in ELSEWHERE:
        return FileKey(name, str(ELSEWHERE[name]), False, _("a list"))
    field = model._meta.get_field(name)
    required = not (field.blank or field.null or field.has_default() or name in MADE_UP)
    return FileKey(name, str(field.verbose_name), required, takes(field))


def takes(field: models.Field) -> str:
    """What may stand behind the key; empty for any text."""
    if field.choices:
        return "; ".join(f"{value} = {label}" for value, label in field.choices)
    if field.name == "replaces":
        return _("the name of an edition")
    if field.is_relation:
        return _("a code")
    if names_people(field):
        return _("a list of: %(roles)s") % {"roles": "; ".join(f"{code} = {role}" for code, role in Person.choices)}
    if isinstance(field, models.JSONField):
        return _("a list")
    if isinstance(field, models.BooleanField):
        return _("true = yes, false = no")
    return _("a whole number") if isinstance(field, models.IntegerField) else ""
