"""Two at once around an early ending: one decision, and what is signed at that moment counts or is refused."""

from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction

from assessments.models import AssessmentForm
from assessments.models.forms import locked
from placements.models import EarlyEnding, EndingDecision, Placement
from tests.cast import hand_in, respond
from tests.placements.care import DECIDED, ending_in, in_days
from tests.test_races import refusals, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def end(ending: EarlyEnding, cast) -> EarlyEnding:
    record = EarlyEnding.objects.get(pk=ending.pk)
    return record.take("end", cast.institute_educator, text=DECIDED, last_day=in_days(0))


def test_of_ending_and_going_on_at_once_one_is_decided(cast):
    ending = ending_in(cast, "planned")
    acts = [
        lambda: end(ending, cast),
        lambda: EarlyEnding.objects.get(pk=ending.pk).take("go_on", cast.institute_educator, text=DECIDED),
    ]
    assert refusals(together(*acts)) == [ValidationError]
    state, decision = EarlyEnding.objects.get(pk=ending.pk).state, EndingDecision.objects.get()
    assert (state == "ended") == bool(decision.last_day) == bool(Placement.objects.get(pk=cast.placement.pk).ended_on)


def test_what_is_signed_while_the_placement_ends_counts_or_is_refused(cast):
    form, ending = respond(hand_in(cast.midterm), cast.mentor), ending_in(cast, "planned")
    sign = AssessmentForm.objects.get(pk=form.pk)
    refused = refusals(together(lambda: sign.take("sign", cast.mentor), lambda: end(ending, cast)))
    signed = AssessmentForm.objects.get(pk=form.pk).state == "signed"
    assert (refused, signed) in [([], True), ([ValidationError], False)]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="one writer at a time by itself")
@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "without the lock"])
def test_the_end_waits_for_who_is_signing_now(cast, monkeypatch, guarded):
    ending = ending_in(cast, "planned")
    if not guarded:
        monkeypatch.setattr(EarlyEnding, "on_end", lambda self, by: self.placement.end_early(self.said["last_day"]))

    def run() -> None:
        end(ending, cast)
        connections.close_all()

    thread = Thread(target=run)
    with transaction.atomic():
        locked(cast.midterm)
        thread.start()
        thread.join(1 if guarded else 30)
        assert thread.is_alive() == guarded
    thread.join(30)
    assert EarlyEnding.objects.get(pk=ending.pk).state == "ended"
