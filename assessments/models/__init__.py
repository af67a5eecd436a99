"""Reflect, judge, decide; and the sealed copy of what was signed."""

from .attachments import Attachment
from .calibration import (
    Calibration,
    CalibrationAssessor,
    CalibrationCase,
    CalibrationJudgement,
    CalibrationLog,
    CalibrationMark,
)
from .carried import CarriedOver
from .decisions import DecisionLog, OutcomeDecision, UnitDecision
from .dialogue import Contribution
from .forms import AssessmentForm, AssessmentFormLog
from .parts import EarlierText, Feedback, IndicatorMark, Judgement, OtherFeedback, Reflection
from .repairs import Repair
from .rows import Missing, OutcomeAssessment
from .sealed import SealedPaper, SealedVersion

__all__ = [
    "AssessmentForm",
    "AssessmentFormLog",
    "Contribution",
    "Calibration",
    "CalibrationAssessor",
    "CalibrationCase",
    "CalibrationJudgement",
    "CalibrationLog",
    "CalibrationMark",
    "CarriedOver",
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
    "Repair",
    "SealedPaper",
    "SealedVersion",
    "UnitDecision",
]
