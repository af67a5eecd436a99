"""Conversations on the first pages and on the page of a placement."""

import re
from datetime import time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from placements.models import Placement
from placements.weeks import weeks_of
from tests.cast import signed

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TODAY = timezone.localdate()


def on(cast, kind: str, day, **more) -> None:
    cast.placement.conversations.filter(kind=kind).update(day=day, **more)


def test_a_student_is_asked_to_plan_as_long_as_a_conversation_ahead_has_no_day(cast, see):
    link = f'href="/placements/{cast.placement.pk}/planning/"'
    asks = {}
    asks["all have one"] = "Plan the conversations" in see(cast.student)
    on(cast, "final", None)
    text = see(cast.student)
    asks["one has not"] = "Plan the conversations" in text and link in text
    asks["another person"] = "Plan the conversations" in see(cast.mentor)
    cast.placement.conversations.get(kind="final").take("cancel", cast.mentor, "Ziek.")
    asks["it is off"] = "Plan the conversations" in see(cast.student)
    assert asks == {"all have one": False, "one has not": True, "another person": False, "it is off": False}


def test_whoever_sits_in_it_reads_when_it_is_and_nobody_else(cast, see):
    on(cast, "final", TODAY + timedelta(days=9), starts_at=time(15, 30), place="Kamer <3>")
    people = ("student", "mentor", "institute_educator", "school_educator", "examiner", "other_mentor")
    shown = {name: "At 15.30, Kamer &lt;3&gt;" in see(cast.people[name]) for name in people}
    assert shown == {
        "student": True, "mentor": True, "institute_educator": True, "school_educator": False, "examiner": False,
        "other_mentor": False,
    }  # fmt: skip


def test_the_talk_of_a_form_is_said_once(cast, see):
    on(cast, "final", cast.final.talk_on)
    text = see(cast.student)
    assert text.count("Three-way talk") + text.count("inal assessment with") == 1


def test_a_cancelled_talk_of_a_form_does_not_come_and_may_be_planned_again(cast, see):
    """An offer and no task, until it has another day or the form of the moment is signed."""
    day = TODAY + timedelta(days=9)
    on(cast, "midterm", day)
    cast.placement.forms.filter(moment="midterm").update(talk_on=day)
    offer = "Your midterm evaluation did not take place"
    asked = "one thing is waiting for you"
    text = see(cast.student)
    assert (offer in text, "idterm evaluation with" in text, asked in text) == (False, True, True)
    off = cast.placement.conversations.get(kind="midterm").take("cancel", cast.mentor, "Ziek.")
    text = see(cast.student)
    assert (offer in text, "Three-way talk" in text, asked in text) == (True, False, True)
    assert "idterm evaluation with" not in text
    assert not [name for name in ("mentor", "institute_educator", "other_student") if offer in see(cast.people[name])]
    signed(cast.midterm, cast.mentor)
    assert offer not in see(cast.student)
    on(cast, "final", TODAY + timedelta(days=20))
    cast.placement.conversations.get(kind="final").take("cancel", cast.mentor, "Ziek.")
    assert "Your final assessment did not take place" in see(cast.student)
    final, client = off.placement.conversations.get(kind="final"), Client()
    (button,) = re.findall(r'<form class="s" method="post" action="([^"]+)">', see(cast.student))
    client.force_login(cast.student)
    assert client.post(button).url == f"/placements/{final.placement_id}/planning/#final", "in one press"
    assert "did not take place" not in see(cast.student)


def test_the_weeks_show_the_days_that_were_planned(cast):
    placement = Placement.objects.get(pk=cast.placement.pk)
    on(cast, "start", placement.monday_of_week(5) + timedelta(days=2))
    on(cast, "midterm", placement.gap_start or placement.monday_of_week(9))
    cast.placement.conversations.get(kind="final").take("cancel", cast.mentor, "Ziek.")
    stands = {week.number: [str(talk) for talk in week.talks] for week in weeks_of(placement) if week.talks}
    midterm = None if placement.gap_start else 9
    assert list(stands) == [1, 5, midterm]
    assert [len(talks) for talks in stands.values()] == [1, 1, 1]


def test_the_page_of_a_placement_leads_to_planning_for_who_sits_in_it(cast, see):
    link = f'href="/placements/{cast.placement.pk}/planning/"'
    people = ("student", "mentor", "school_educator", "institute_educator", "examiner", "study_coach")
    path = cast.placement.get_absolute_url()
    assert {name for name in people if link in see(cast.people[name], path)} == set(people[:4])
