"""Reflect, judge, decide; and the sealed copy of what was signed."""

from .attachments import Attachment
from .decisions import DecisionLog, OutcomeDecision, UnitDecision
from .forms import AssessmentForm, AssessmentFormLog
from .parts import EarlierText, Feedback, IndicatorMark, Judgement, OtherFeedback, Reflection
from .rows import Missing, OutcomeAssessment
from .sealed import SealedPaper, SealedVersion

__all__ = [
    "AssessmentForm",
    "AssessmentFormLog",
    "Attachment",
    "DecisionLog",
    "EarlierText",
    "Feedback",
    "IndicatorMark",
    "Judgement",
    "Missing",
    "OtherFeedback",
    "OutcomeAssessment",
    "OutcomeDecision",
    "Reflection",
    "SealedPaper",
    "SealedVersion",
    "UnitDecision",
]
