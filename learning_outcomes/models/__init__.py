"""Frameworks of learning outcomes: content that knows nobody.

Whatever a person does with a framework (a placement, a reflection, a judgement) lives in the apps that import this one.
"""

from .frameworks import Area, Descriptor, Framework, Level
from .outcomes import Dimension, Indicator, LearningOutcome
from .periods import PeriodFocus, PeriodOutcome, Unit, WorkplacePeriod

__all__ = [
    "Area",
    "Descriptor",
    "Dimension",
    "Framework",
    "Indicator",
    "LearningOutcome",
    "Level",
    "PeriodFocus",
    "PeriodOutcome",
    "Unit",
    "WorkplacePeriod",
]
