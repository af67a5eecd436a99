"""Decisions on which somebody doubts, brought to where a test needs them by the real steps."""

from assessments.models import OutcomeAssessment, UnitDecision
from tests.cast import Cast, signed

DOUBT, ANSWER = "Ik lees niet waarom Noor dit doet.", "Ik zag het vijf lessen achter elkaar."
OURS, THEIRS = "Standpunt van de opleider.", "Standpunt van de werkplek."
WEIGHING, REASON = "Beiden beschrijven hetzelfde gedrag.", "Eén vergissing in acht lessen."


def undecided(cast: Cast, verdict: str = "met") -> UnitDecision:
    """The open decision on the first unit, Ilse's: two outcomes, both judged as `verdict`."""
    return signed(cast.final, cast.mentor, verdict).decisions.get(unit=cast.units[0])


def first(decision: UnitDecision) -> OutcomeAssessment:
    """The outcome that is talked about."""
    return decision.judged_rows()[0]


def doubted(cast: Cast, verdict: str = "met") -> UnitDecision:
    """Ilse doubts about the first outcome."""
    decision = undecided(cast, verdict)
    return decision.take("open_dialogue", cast.examiner, said={first(decision).pk: {"text": DOUBT}})


def escalated(cast: Cast, answered: bool = True) -> UnitDecision:
    """Ilse has escalated, and Marieke has answered with her position unless that is still to come."""
    decision = doubted(cast)
    row = first(decision).pk
    decision.take("escalate", cast.examiner, said={row: {"verdict": "not_met", "text": OURS}})
    if answered:
        decision.take_position(cast.mentor, {row: {"verdict": "met", "text": THEIRS}})
    return UnitDecision.objects.get(pk=decision.pk)


def finally_decided(cast: Cast, verdict: str = "not_met") -> UnitDecision:
    """Karim has weighed both."""
    decision = escalated(cast)
    said = {"verdict": verdict, "weighing": WEIGHING, "reason": REASON}
    return decision.take("decide_finally", cast.institute_educator, said={first(decision).pk: said})
