"""From a placement to the transfer report, with what was decided as met (H05)."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from placements.models import Participation
from placements.roles import Role
from tests.cast import decided, signed
from tests.factories import ParticipationFactory

SEES_IT = {"student", "school_educator", "institute_educator", "examiner", "other_unit_examiner"}


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def query(user, placement) -> dict[str, list[str]]:
    response = client_of(user).get(f"/placements/{placement.pk}/transfer/")
    assert response.status_code == 302
    assert urlsplit(response.url).path == "/frameworks/transfer/"
    return parse_qs(urlsplit(response.url).query)


def test_the_report_opens_with_what_was_met(cast):
    decided(cast.final, cast)
    assert query(cast.student, cast.placement) == {
        "origin": ["han-tweedegraads/2025-2026"],
        "shown": ["CPL", "AOL", "LV"],
    }


def test_before_the_decision_nothing_is_shown(cast):
    signed(cast.final, cast.mentor)
    assert "shown" not in query(cast.student, cast.placement)


def test_what_was_not_met_is_not_shown(cast):
    signed(cast.final, cast.mentor, "not_met")
    examiners = (cast.examiner, cast.other_unit_examiner)
    for decision, examiner in zip(cast.final.decisions.order_by("unit__order"), examiners, strict=True):
        decision.take("adopt", examiner)
    assert "shown" not in query(cast.institute_educator, cast.placement)


def test_an_examiner_brings_the_own_unit_only(cast):
    decided(cast.final, cast)
    assert query(cast.examiner, cast.placement)["shown"] == ["CPL", "AOL"]
    assert query(cast.other_unit_examiner, cast.placement)["shown"] == ["LV"]


def test_a_subject_educator_brings_the_own_outcome_only(cast):
    decided(cast.final, cast)
    outcome = cast.placement.period.framework.outcomes.get(code="LV")
    seat = ParticipationFactory(placement=cast.placement, role=Role.SUBJECT_EDUCATOR, outcome=outcome)
    assert query(seat.user, cast.placement)["shown"] == ["LV"]


def test_who_left_the_placement_brings_nothing(cast):
    decided(cast.final, cast)
    Participation.objects.filter(user=cast.school_educator).update(until=cast.placement.start)
    assert client_of(cast.school_educator).get(f"/placements/{cast.placement.pk}/transfer/").status_code == 404


@pytest.mark.parametrize(
    "name",
    ["student", "mentor", "school_educator", "institute_educator", "examiner", "other_unit_examiner", "study_coach"],
)
def test_the_link_stands_on_the_placement_for_the_student_and_the_educators(cast, name):
    text = client_of(cast.people[name]).get(cast.placement.get_absolute_url()).content.decode()
    assert (f"/placements/{cast.placement.pk}/transfer/" in text) == (name in SEES_IT)


def test_the_report_shows_it_ticked(cast):
    decided(cast.final, cast)
    text = client_of(cast.student).get(f"/placements/{cast.placement.pk}/transfer/", follow=True).content.decode()
    assert text.count('name="shown"') == 28
    assert text.count(" checked") == 3
