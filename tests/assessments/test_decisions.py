"""The institute decides: per unit, by its examiner, once, on a judgement by somebody who is known (decisions 5, 6)."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, connections
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation

from assessments.models import AssessmentForm, DecisionLog, OutcomeDecision, SealedVersion, UnitDecision
from assessments.tasks import news_for
from placements.invitations import confirm
from placements.models import OutgoingMail, Participation
from tests.assessments.acts import browser, page_url, undone
from tests.cast import decided, hand_in, respond, signed

pytestmark = pytest.mark.django_db

# who presses "adopt" for the first unit -> what the site answers
ADOPTS = {
    "examiner": 302,
    "student": 403, "mentor": 403, "school_educator": 403, "institute_educator": 403,
    "other_unit_examiner": 404, "withdrawn_mentor": 404, "study_coach": 404, "other_student": 404, "other_mentor": 404,
    "other_school_educator": 404, "other_institute_educator": 404, "other_examiner": 404, "admin": 404,
}  # fmt: skip
# who gets a mail about the decisions, and of which kind; the educators find them among their news
TOLD = {"Noor": "notice", "Marieke": "notice"}


@pytest.fixture
def decision(cast) -> UnitDecision:
    """The open decision on the first unit, Ilse's."""
    return signed(cast.final, cast.mentor).decisions.get(unit=cast.units[0])


def adopt(decision: UnitDecision, user):
    return browser(user).post(reverse("assessments:decision_step", args=[decision.pk, "adopt"]), follow=True)


def unconfirm(user) -> Participation:
    seat = Participation.objects.get(user=user)
    Participation.objects.filter(pk=seat.pk).update(confirmed_by=None, confirmed_at=None)
    return seat


# ---- who, and when


def test_only_the_examiner_of_the_unit_adopts(cast, decision):
    url, found, states = reverse("assessments:decision_step", args=[decision.pk, "adopt"]), {}, {}
    assert ADOPTS.keys() == cast.people.keys()
    for name, person in cast.people.items():
        with undone():
            found[name] = browser(person).post(url).status_code
            states[name] = UnitDecision.objects.get(pk=decision.pk).state
    assert found == ADOPTS
    assert states == dict.fromkeys(ADOPTS, "open") | {"examiner": "decided"}


def test_the_examiner_of_another_unit_is_refused_by_the_record_too(cast, decision):
    with pytest.raises(PermissionDenied):
        decision.take("adopt", cast.other_unit_examiner)


def test_only_the_examiner_of_the_unit_sees_the_button(cast, decision):
    url = reverse("assessments:decision_step", args=[decision.pk, "adopt"])
    around = ["student", "mentor", "school_educator", "institute_educator", "examiner", "other_unit_examiner"]
    pages = {name: browser(cast.people[name]).get(page_url(cast.final)).text for name in around}
    assert [name for name in around if url in pages[name]] == ["examiner"]


def test_adopting_takes_over_each_judgement_of_the_unit(cast):
    form = signed(cast.final, cast.mentor, verdict="not_met")
    form.decisions.get(unit=cast.units[0]).take("adopt", cast.examiner)
    found = OutcomeDecision.objects.values_list("row__item__outcome__code", "verdict", "adopted", "reason")
    assert set(found) == {("CPL", "not_met", True, ""), ("AOL", "not_met", True, "")}


def test_a_midterm_is_not_decided_on(cast):
    assert not signed(cast.midterm, cast.mentor).decisions.exists()


def test_a_decision_is_taken_once(cast, decision):
    decision.take("adopt", cast.examiner)
    response = adopt(decision, cast.examiner)
    assert "This was just done already" in response.text
    assert DecisionLog.objects.count() == 1


def test_an_unknown_step_is_refused(cast, decision):
    url = reverse("assessments:decision_step", args=[decision.pk, "overrule"])
    assert browser(cast.examiner).post(url).status_code == 403


def test_a_form_that_was_opened_again_has_nothing_to_decide(cast, decision):
    cast.final.take("reopen", cast.institute_educator, "Verkeerde les.")
    assert adopt(decision, cast.examiner).status_code == 404
    assert not UnitDecision.objects.exists()


def test_signing_again_opens_the_decisions_again(cast, decision):
    cast.final.take("reopen", cast.institute_educator, "Verkeerde les.")
    cast.final.take("sign", cast.mentor)
    assert list(cast.final.decisions.values_list("unit__code", "state")) == [("OWE1", "open"), ("OWE2", "open")]


# ---- a judgement by somebody nobody knows yet is provisional


def test_nothing_is_adopted_while_nobody_confirmed_the_signer(cast):
    unconfirm(cast.mentor)
    decision = signed(cast.final, cast.mentor).decisions.get(unit=cast.units[0])
    response = adopt(decision, cast.examiner)
    assert "The judgement is provisional" in response.text
    decision.refresh_from_db()
    assert decision.state == "open"


def test_the_page_says_so_and_has_no_button(cast):
    unconfirm(cast.mentor)
    form = signed(cast.final, cast.mentor)
    page = browser(cast.examiner).get(page_url(form)).text
    assert "The judgement is provisional" in page
    assert "/steps/adopt/" not in page


def test_after_the_confirmation_it_can_be_adopted(cast):
    seat = unconfirm(cast.mentor)
    decision = signed(cast.final, cast.mentor).decisions.get(unit=cast.units[0])
    assert confirm([seat.pk], cast.school_educator)
    assert UnitDecision.objects.get(pk=decision.pk).take("adopt", cast.examiner).state == "decided"


def test_a_school_educator_who_signs_must_be_known_as_well(cast):
    unconfirm(cast.school_educator)
    form = respond(hand_in(cast.final), cast.school_educator).take("sign", cast.school_educator)
    with pytest.raises(ValidationError):
        form.decisions.get(unit=cast.units[0]).take("adopt", cast.examiner)


def test_a_confirmed_signer_who_left_since_is_still_confirmed(cast, decision):
    cast.invitation.withdraw()
    assert UnitDecision.objects.get(pk=decision.pk).take("adopt", cast.examiner).state == "decided"


# ---- who hears of it


def test_student_and_mentor_are_mailed_the_decisions_once(cast, decision):
    OutgoingMail.objects.all().delete()
    for unit, examiner in zip(cast.units, (cast.examiner, cast.other_unit_examiner), strict=True):
        cast.final.decisions.get(unit=unit).take("adopt", examiner)
    assert sorted(OutgoingMail.objects.values_list("recipient__first_name", "kind")) == sorted(TOLD.items())


def test_who_examines_both_units_is_asked_once(cast):
    Participation.objects.filter(user=cast.other_unit_examiner).update(user=cast.examiner)
    signed(cast.final, cast.mentor)
    assert OutgoingMail.objects.filter(kind="request", recipient=cast.examiner).count() == 1


def test_educators_find_the_decision_among_their_news(cast, decision):
    decision.take("adopt", cast.examiner)
    for educator in (cast.school_educator, cast.institute_educator):
        assert "Ilse" in news_for(educator)[0].title
    assert not news_for(cast.examiner)


# ---- at once

threaded = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one transaction in at a time")


def at_once(*acts: Callable) -> list:
    """Every act in a thread of its own; what each returned or raised."""

    def run(act: Callable):
        try:
            return act()
        except Exception as fault:
            return fault
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def meet(monkeypatch) -> None:
    """Whoever has looked whether a step may be taken waits until the other has looked too, or for half a second."""
    barrier = threading.Barrier(2)

    def wait_for_the_other(look: Callable) -> Callable:
        def looked(record, *args) -> list:
            missing = look(record, *args)
            try:
                barrier.wait(0.5)
            except threading.BrokenBarrierError:
                barrier.reset()
            return missing

        return looked

    for model in (AssessmentForm, UnitDecision):
        monkeypatch.setattr(model, "missing_for", wait_for_the_other(model.missing_for))


@threaded
@pytest.mark.django_db(transaction=True)
def test_of_two_adoptions_at_once_one_wins_and_the_other_reads_a_sentence(cast, decision, meet):
    fresh = [UnitDecision.objects.get(pk=decision.pk) for _click in range(2)]
    results = at_once(*[lambda one=one: one.take("adopt", cast.examiner) for one in fresh])
    (refusal,) = [result for result in results if not isinstance(result, UnitDecision)]
    assert isinstance(refusal, ValidationError)
    with translation.override("en"):
        assert refusal.messages == ["This was just done already, or somebody changed it meanwhile."]
    assert (DecisionLog.objects.count(), OutcomeDecision.objects.count()) == (1, 2)
    assert SealedVersion.objects.filter(occasion="decided").count() == 1


@threaded
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_adoptions_get_in_each_others_way(cast, decision, meet, monkeypatch):
    """The control: without the lock both get past the look, and only a constraint is left to stop the second."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    fresh = [UnitDecision.objects.get(pk=decision.pk) for _click in range(2)]
    results = at_once(*[lambda one=one: one.take("adopt", cast.examiner) for one in fresh])
    assert [type(result) for result in results if not isinstance(result, UnitDecision)] == [IntegrityError]


@threaded
@pytest.mark.django_db(transaction=True)
def test_both_units_decided_at_once_make_one_chain(cast):
    form = signed(cast.final, cast.mentor)
    first, second = form.decisions.order_by("unit__order")
    results = at_once(
        lambda: first.take("adopt", cast.examiner), lambda: second.take("adopt", cast.other_unit_examiner)
    )
    assert [result.state for result in results] == ["decided", "decided"]
    versions = list(SealedVersion.objects.order_by("number"))
    assert [v.number for v in versions] == [1, 2, 3]
    assert [v.previous for v in versions] == ["", versions[0].digest, versions[1].digest]


@threaded
@pytest.mark.django_db(transaction=True)
def test_adopting_and_opening_again_at_once_leave_one_of_the_two(cast, decision, meet):
    form = AssessmentForm.objects.get(pk=cast.final.pk)
    results = at_once(
        lambda: decision.take("adopt", cast.examiner),
        lambda: form.take("reopen", cast.institute_educator, "Verkeerde les."),
    )
    refused = [result for result in results if isinstance(result, Exception)]
    assert [isinstance(fault, ValidationError | UnitDecision.DoesNotExist) for fault in refused] == [True]
    form.refresh_from_db()
    states = set(form.decisions.filter(unit=cast.units[0]).values_list("state", flat=True))
    assert (form.state, states) in [("signed", {"decided"}), ("responding", set())]


def test_a_form_with_two_decisions_is_finished(cast):
    form = AssessmentForm.objects.with_turn().get(pk=decided(cast.final, cast).pk)
    assert form.turn == "none"
    assert "The institute has decided." in browser(cast.student).get(page_url(form)).text
