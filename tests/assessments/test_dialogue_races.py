"""Two people act on one doubt at the same moment: one wins, the other reads why (PostgreSQL; SQLite lets one in)."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import translation

from assessments.models import AssessmentForm, Contribution, OutcomeDecision, UnitDecision
from tests.assessments.talks import doubted, escalated, first, undecided
from tests.assessments.test_decisions import at_once, meet, threaded
from tests.cast import Cast

pytestmark = [threaded, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("meet")]
__all__ = ["meet"]


def settles(cast: Cast) -> Callable:
    decision = UnitDecision.objects.get(unit=cast.units[0])
    return lambda: decision.take("settle", cast.examiner, said={first(decision).pk: {"verdict": "met"}})


def escalates(cast: Cast) -> Callable:
    decision = UnitDecision.objects.get(unit=cast.units[0])
    said = {first(decision).pk: {"verdict": "met", "text": "Mijn standpunt."}}
    return lambda: decision.take("escalate", cast.mentor, said=said)


def says(cast: Cast) -> Callable:
    decision = UnitDecision.objects.get(unit=cast.units[0])
    return lambda: decision.speak(cast.mentor, first(decision).pk, text="Nog iets.")


def decides(cast: Cast) -> Callable:
    decision = UnitDecision.objects.get(unit=cast.units[0])
    said = {first(decision).pk: {"verdict": "met", "weighing": "Zo.", "reason": "Daarom."}}
    return lambda: decision.take("decide_finally", cast.institute_educator, said=said)


def adopts(cast: Cast) -> Callable:
    decision = UnitDecision.objects.get(unit=cast.units[0])
    return lambda: decision.take("adopt", cast.examiner)


def opens(cast: Cast) -> Callable:
    decision = UnitDecision.objects.get(unit=cast.units[0])
    return lambda: decision.take("open_dialogue", cast.mentor, said={first(decision).pk: {"text": "Ik twijfel."}})


def reopens(cast: Cast) -> Callable:
    form = AssessmentForm.objects.get(pk=cast.final.pk)
    return lambda: form.take("reopen", cast.institute_educator, "Verkeerde les.")


# what stands before -> two acts at once
PAIRS = {
    "settle and escalate": (doubted, settles, escalates),
    "two final decisions": (escalated, decides, decides),
    "adopt and open a dialogue": (undecided, adopts, opens),
    "settle twice": (doubted, settles, settles),
}


def refusals(results: list) -> list[Exception]:
    return [result for result in results if isinstance(result, Exception)]


@pytest.mark.parametrize("name", PAIRS)
def test_one_of_two_wins_and_the_other_reads_why(cast, name):
    before, one, other = PAIRS[name]
    before(cast)
    with translation.override("en"):
        (refusal,) = refusals(at_once(one(cast), other(cast)))
        assert isinstance(refusal, ValidationError)
        assert refusal.messages == ["This was just done already, or somebody changed it meanwhile."]
    decision = UnitDecision.objects.get(unit=cast.units[0])
    assert OutcomeDecision.objects.count() == (2 if decision.state == "decided" else 0)


def test_without_the_lock_two_get_past_the_look(cast, monkeypatch):
    """The control: settled and escalated at once, and a position stands in a dialogue that was over."""
    doubted(cast)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    assert refusals(at_once(settles(cast), escalates(cast))) == []
    assert Contribution.objects.filter(kind="position").exists()
    assert OutcomeDecision.objects.count() == 2


def test_what_is_said_while_it_is_settled_is_kept_before_it_or_refused(cast):
    doubted(cast)
    refused = refusals(at_once(settles(cast), says(cast)))
    decision = UnitDecision.objects.get(unit=cast.units[0])
    assert decision.state == "decided"
    assert decision.contributions.count() + len(refused) == 2


def test_escalating_and_opening_the_form_again_leave_one_of_the_two(cast):
    doubted(cast)
    results = at_once(escalates(cast), reopens(cast))
    assert [type(fault) for fault in refusals(results)] == [ValidationError]
    states = (AssessmentForm.objects.get(pk=cast.final.pk).state, UnitDecision.objects.get(unit=cast.units[0]).state)
    assert states in {("signed", "escalated"), ("responding", "in_dialogue")}


def test_signing_and_opening_again_at_once_leave_one_straight_course(cast):
    undecided(cast)
    form = AssessmentForm.objects.get(pk=cast.final.pk)
    results = at_once(reopens(cast), lambda: form.take("sign", cast.mentor))
    state, steps = AssessmentForm.objects.get(pk=form.pk).state, list(form.log.values_list("step", flat=True))[2:]
    if refused := refusals(results):  # the signature came first, on a form that was signed already
        assert [type(fault) for fault in refused] == [ValidationError]
        assert (state, steps) == ("responding", ["reopen"])
    else:
        assert (state, steps) == ("signed", ["reopen", "sign"])
    assert AssessmentForm.objects.get(pk=form.pk).decisions.count() == (2 if state == "signed" else 0)


def test_two_openings_at_once_are_one(cast):
    undecided(cast)
    (refusal,) = refusals(at_once(reopens(cast), reopens(cast)))
    assert isinstance(refusal, ValidationError)
    assert cast.final.log.filter(step="reopen").count() == 1
