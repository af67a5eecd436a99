"""The last moment is the start of the next: what comes along, and before whose eyes (C23, A29, C29)."""

import pytest
from django.urls import reverse

from assessments.coming_along import coming_along
from assessments.models import IndicatorMark
from tests.assessments.acts import browser
from tests.cast import hand_in, opened, respond, signed
from tests.conversations.talking import GOAL, goal_on, in_days

pytestmark = pytest.mark.django_db


def marked(cast):
    """Marieke signed the midterm and had seen two indicators of the first outcome."""
    form = respond(hand_in(cast.midterm), cast.mentor)
    row = form.rows.get(item__outcome__code="CPL")
    for indicator, days in zip(row.outcome.indicators.all()[:2], (20, 5), strict=True):
        IndicatorMark.objects.create(
            row=row, indicator=indicator, author=cast.mentor, kind="seen", since=in_days(-days)
        )
    return form.take("sign", cast.mentor)


def brought_to(cast, who: str, code="CPL"):
    item = cast.placement.outcomes.get(outcome__code=code)
    return coming_along(cast.placement, cast.people[who], goals=True).get(item.names)


def test_the_signed_midterm_comes_along_with_steps_indicators_and_goals(cast):
    goal_on(cast)
    marked(cast)
    brought = brought_to(cast, "student")
    assert [(said.kind, said.text) for said in brought.said] == [
        ("develop", "Rustiger praten."),
        ("next_step", "Vraag door."),
    ]
    assert [seen.since for seen in brought.seen] == [in_days(-20), in_days(-5)]
    assert brought.goals == [GOAL]


def test_each_reads_of_it_what_he_may_read(cast):
    marked(cast)
    wanted = {"student": True, "mentor": True, "institute_educator": True, "examiner": True,
              "other_unit_examiner": False, "study_coach": False, "other_mentor": False}  # fmt: skip
    assert {who: bool(brought_to(cast, who)) for who in wanted} == wanted


def test_what_is_not_signed_yet_comes_not_along(cast):
    respond(hand_in(cast.midterm), cast.mentor)
    assert coming_along(cast.placement, cast.student) == {}


def test_it_stands_on_the_final_form_beside_both_writers_and_on_the_page_of_the_goals(cast):
    marked(cast)
    final = opened(cast.final)
    assert "d-brought" in browser(cast.student).get(final.get_absolute_url()).text
    assert "d-brought" in browser(cast.student).get(reverse("conversations:goals", args=[cast.placement.pk])).text
    hand_in(final)
    assert "d-brought" in browser(cast.mentor).get(final.get_absolute_url()).text


@pytest.mark.once
def test_the_final_form_asks_a_point_to_develop_for_every_outcome(cast):
    page = browser(cast.student).get(opened(cast.final).get_absolute_url()).text
    assert page.count('name="to_develop"') == cast.final.rows.count()


def test_the_newest_signed_form_speaks_last(cast):
    signed(cast.midterm, cast.mentor)
    signed(cast.final, cast.mentor)
    kinds = [said.kind for said in brought_to(cast, "student").said]
    assert kinds == ["develop", "feed_forward"]
