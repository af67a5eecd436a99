"""Frameworks of learning outcomes: content that knows nobody.

Only a file that was sent in knows by whom, until it is loaded. Whatever else a person does with a framework (a
placement, a reflection, a judgement) lives in the apps that import this one.
"""

from .crosswalks import Crosswalk, Endpoint, Relation
from .cycle import ConversationKind, ConversationQuestion, PeriodConversation
from .frameworks import Area, Descriptor, Framework, Level
from .guide import GlossaryTerm, TailoredRule
from .outcomes import Dimension, Indicator, LearningOutcome
from .periods import PeriodFocus, PeriodOutcome, Unit, WorkplacePeriod
from .search import SearchEntry
from .skills import Skill, SkillDescriptor, SkillPhase
from .uploads import FrameworkUpload

__all__ = [
    "Area",
    "ConversationKind",
    "ConversationQuestion",
    "Crosswalk",
    "Descriptor",
    "Dimension",
    "Endpoint",
    "Framework",
    "FrameworkUpload",
    "GlossaryTerm",
    "Indicator",
    "LearningOutcome",
    "Level",
    "PeriodConversation",
    "PeriodFocus",
    "PeriodOutcome",
    "Relation",
    "SearchEntry",
    "Skill",
    "SkillDescriptor",
    "SkillPhase",
    "TailoredRule",
    "Unit",
    "WorkplacePeriod",
]
