"""Two at once on the set of one placement: one wins, the other reads why. SQLite lets one writer in at a time."""

from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from placements import sets
from placements.models import PlacementOutcome, Recognition
from tests.cast import hand_in, make_cast, respond
from tests.placements.test_sets import RECOGNITION, rule
from tests.test_races import refusals, together

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs two writers"),
]


def test_the_same_leftover_is_added_once():
    cast = make_cast()

    def add():
        return sets.add_leftover(cast.placement, cast.institute_educator, rule("M3"))

    assert refusals(together(add, add)) == [ValidationError]
    assert PlacementOutcome.objects.filter(rule__code="M3").count() == 1


def test_an_outcome_is_never_judged_on_a_signed_form_and_recognised_as_well():
    cast = make_cast()
    form = respond(hand_in(cast.final), cast.mentor)
    item = cast.placement.outcomes.get(outcome__code="CPL")
    together(
        lambda: form.take("sign", cast.mentor),
        lambda: sets.recognise(item, cast.institute_educator, **RECOGNITION),
    )
    judged = form.versions.get().content["rows"][0]["judged"]
    assert judged != Recognition.objects.filter(item=item).exists()


def test_without_the_lock_it_would_be_both():
    cast = make_cast()
    form = respond(hand_in(cast.final), cast.mentor)
    item = cast.placement.outcomes.get(outcome__code="CPL")
    look = PlacementOutcome.same_in_set

    def look_and_be_late(same: PlacementOutcome):
        """Somebody signs between the look and what follows from it."""
        found = look(same).none()
        together(lambda: form.take("sign", cast.mentor))
        return found

    with patch("placements.sets.lock_forms"), patch.object(PlacementOutcome, "same_in_set", look_and_be_late):
        sets.recognise(item, cast.institute_educator, **RECOGNITION)
    assert form.versions.get().content["rows"][0]["judged"]
    assert Recognition.objects.filter(item=item).exists()
