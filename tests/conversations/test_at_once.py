"""Two at once: one seat for one unit, one talk for one page."""

import pytest
from django.db import connection

from conversations import talk_desk
from conversations.models import Conversation
from conversations.talk_forms import RecordForm
from placements.models import Placement
from tests.conversations.talking import in_days, passed_on, without_examiner
from tests.test_races import refusals, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_two_who_take_over_at_once_seat_the_examiner_once(cast):
    without_examiner(cast)
    passed = passed_on(cast)
    results = together(*[lambda: passed.take("take_over", cast.institute_educator)] * 2)
    assert len(refusals(results)) == 1
    assert cast.placement.participations.filter(user__email=passed.email).count() == 1


def write_down(cast) -> int:
    """The same page sent three times at once; how many talks that makes."""

    def act():
        placement = Placement.objects.get(pk=cast.placement.pk)
        fields = {"held_on": in_days(-1), "report": "Kort.", "page": "abc123"}
        form = RecordForm(Conversation(placement=placement, kind="guidance"), cast.mentor, fields)
        assert form.is_valid()
        return talk_desk.write_down(placement, form, cast.mentor)

    together(act, act, act)
    return Conversation.objects.filter(kind="guidance").count()


def test_one_page_sent_three_times_at_once_writes_down_one_talk(cast):
    assert write_down(cast) == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="there one writer waits for the other anyhow")
def test_without_the_lock_it_writes_down_more(cast, monkeypatch):
    """The control: what the test above would see if nobody waited."""
    monkeypatch.setattr(type(Placement.objects), "lock", lambda placements, pk: None)
    assert max(write_down(cast) for _try in range(5)) > 1
