"""The page of a placement, and the list of them (T7: addresses inside one placement only)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from placements.models import Placement
from placements.weeks import weeks_of
from tests.factories import PlacementFactory, WorkplacePeriodFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]

INSIDERS = ["student", "mentor", "school_educator", "institute_educator", "examiner", "study_coach"]
STRANGERS = ["other_student", "other_mentor", "other_institute_educator", "withdrawn_mentor", "admin"]


@pytest.mark.parametrize("name", INSIDERS)
def test_insiders_see_who_is_who_with_addresses(cast, see, name):
    text = see(cast.people[name], f"/placements/{cast.placement.pk}/")
    assert "mailto:marieke@driehoek.example" in text
    assert "mailto:karim@driehoek.example" in text
    assert "joris@" not in text


@pytest.mark.parametrize("name", STRANGERS)
def test_for_strangers_the_placement_is_not_there(cast, see, name):
    see(cast.people[name], f"/placements/{cast.placement.pk}/", status=404)


def test_a_student_comes_from_the_placement_to_the_outcomes_of_the_period(cast, see):
    path = "/frameworks/han-tweedegraads/2025-2026/"
    assert f'href="{path}#period-wpl2-lj2"' in see(cast.student, f"/placements/{cast.placement.pk}/")
    assert 'id="period-wpl2-lj2"' in see(cast.student, path)


def test_help_leads_who_is_signed_in_to_the_frameworks(cast, see, client):
    assert 'href="/frameworks/"' in see(cast.student, "/help/")
    assert 'href="/frameworks/"' not in client.get("/help/").content.decode()


def test_the_forms_are_shown_to_who_may_know_of_them(cast, see):
    path = f"/placements/{cast.placement.pk}/"
    assert f'href="/assessments/{cast.final.pk}/"' in see(cast.examiner, path)
    assert "/assessments/" not in see(cast.study_coach, path)


def test_a_cancelled_talk_has_no_day_beside_its_form(cast, see):
    path = f"/placements/{cast.placement.pk}/"
    before = see(cast.student, path)
    cast.placement.conversations.get(kind="final").take("cancel", cast.student, "Ziek.")
    after = see(cast.student, path)
    assert ("Talk cancelled" in before, "Talk cancelled" in after) == (False, True)


def test_only_the_student_and_the_institute_manage_invitations(cast, see):
    path = f"/placements/{cast.placement.pk}/"
    shown = {name: "/withdraw/" in see(cast.people[name], path) for name in INSIDERS}
    assert [name for name, there in shown.items() if there] == ["student", "institute_educator"]


def test_a_list_shows_no_address(cast, see):
    text = see(cast.institute_educator, "/placements/")
    assert "Noor Voorbeeld" in text
    assert "Luuk Voorbeeld" not in text
    assert "@" not in text


def test_a_student_with_one_placement_goes_straight_there(cast):
    client = Client()
    client.force_login(cast.student)
    assert client.get("/placements/").url == f"/placements/{cast.placement.pk}/"


def test_the_list_asks_the_database_as_often_for_twenty_as_for_two(cohort, cast):
    client = Client()
    client.force_login(cast.institute_educator)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/placements/").status_code == 200
        return len(asked)

    cohort(2, "reflecting")
    queries()
    few = queries()
    cohort(18, "reflecting")
    assert queries() == few


def test_the_weeks_count_on_after_the_gap():
    start = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    gap = {"gap_start": start + timedelta(weeks=8), "gap_end": start + timedelta(weeks=10, days=-3)}
    placement = PlacementFactory(start=start, end=start + timedelta(weeks=18), **gap)
    weeks = weeks_of(placement)
    assert [week.number for week in weeks] == [*range(1, 9), None, *range(9, 17)]
    assert weeks[9].monday == start + timedelta(weeks=10)
    assert [week.number for week in weeks if week.is_now] == [1]


def test_talks_stand_in_their_weeks():
    period = WorkplacePeriodFactory(start_week=3, midterm_week=8, final_week=16)
    weeks = weeks_of(PlacementFactory(period=period))
    assert [week.number for week in weeks if week.talks] == [1, 3, 8, 16]


def test_without_a_gap_every_week_follows_the_last(cast):
    Placement.objects.filter(pk=cast.placement.pk).update(gap_start=None, gap_end=None)
    weeks = weeks_of(Placement.objects.get(pk=cast.placement.pk))
    assert None not in [week.number for week in weeks]
