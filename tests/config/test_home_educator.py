"""What educators and examiners find on the first page (look, picture 02)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.matrix import matrix_for
from placements.models import Participation, Placement
from tests.cast import decided, hand_in, respond, signed
from tests.factories import ParticipationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def signs_of(user, form, query=None) -> list[str]:
    matrix = matrix_for(user, query or {"moment": form.moment})
    return next(line.signs for line in matrix.lines if line.form == form)


def test_an_examiner_decides_on_the_own_unit(cast, see):
    signed(cast.final, cast.mentor)
    text = see(cast.examiner)
    assert f"Decision on {cast.units[0]}" in text
    assert f"Decision on {cast.units[1]}" not in text


def test_a_provisional_judgement_waits_for_another(cast, see):
    Participation.objects.filter(user=cast.mentor).update(confirmed_by=None, confirmed_at=None)
    signed(cast.final, cast.mentor)
    text = see(cast.examiner)
    assert "nothing is waiting for you" in text
    assert "nobody has confirmed yet who Marieke Voorbeeld is. Karim can do that." in text


def test_an_educator_confirms_all_people_in_one_task(cast, see):
    ParticipationFactory(placement=cast.placement, mentor=True)
    ParticipationFactory(placement=cast.placement, mentor=True)
    text = see(cast.institute_educator)
    assert "Confirm two people" in text
    assert text.count('href="/placements/confirm/"') == 1


def test_nobody_confirms_for_another_placement(cast, see):
    ParticipationFactory(placement=cast.placement, mentor=True)
    assert "Confirm one person" not in see(cast.other_institute_educator)


def test_the_matrix_shows_only_own_students(cast, see):
    text = see(cast.institute_educator)
    assert "Noor Voorbeeld" in text
    assert "Luuk Voorbeeld" not in text


def test_an_examiner_sees_no_verdict_of_another_unit(cast):
    signed(cast.final, cast.mentor, verdict="not_met")
    assert signs_of(cast.examiner, cast.final) == ["not_met", "not_met", "", "", "feedback"]
    assert signs_of(cast.other_unit_examiner, cast.final)[:3] == ["", "", "not_met"]
    assert signs_of(cast.institute_educator, cast.final)[:3] == ["not_met", "not_met", "not_met"]


def test_before_signing_the_matrix_says_that_not_what(cast):
    hand_in(cast.final)
    assert signs_of(cast.institute_educator, cast.final) == ["with_mentor"] * 5


def turn_of(form) -> tuple:
    found = type(form).objects.with_turn().get(pk=form.pk)
    return found.turn, found.turn_by


def test_the_corner_that_acts_follows_the_form(cast):
    form = cast.midterm
    assert turn_of(form) == ("student", form.reflect_by)
    hand_in(form)
    assert turn_of(form) == ("workplace", form.respond_by)
    respond(form, cast.mentor).take("sign", cast.mentor)
    assert turn_of(form) == ("none", None)


def test_a_form_that_is_not_open_yet_is_nobodys_turn(cast):
    cast.midterm.opens_on = timezone.localdate() + timedelta(days=1)
    cast.midterm.save()
    assert turn_of(cast.midterm) == ("none", None)


def test_a_signed_final_form_waits_for_the_institute_until_all_units_are_decided(cast):
    signed(cast.final, cast.mentor)
    first, second = cast.final.decisions.order_by("unit__order")
    first.take("adopt", cast.examiner)
    assert turn_of(cast.final) == ("institute", cast.final.decide_by)
    second.take("adopt", cast.other_unit_examiner)
    assert turn_of(cast.final) == ("none", None)


def test_filters_count_all_and_show_their_own(cohort, cast):
    cohort(2, "reflecting")
    cohort(1, "responding")
    matrix = matrix_for(cast.institute_educator, {"moment": "final", "turn": "workplace"})
    counts = {pill.name: pill.count for pill in matrix.filters}
    assert (counts[""], counts["student"], counts["workplace"]) == (4, 2, 1)
    assert [line.form.turn for line in matrix.lines] == ["workplace"]


def test_late_are_those_whose_day_has_passed(cohort, cast):
    late, in_time = cohort(2, "responding")
    late.forms.filter(moment="final").update(respond_by=timezone.localdate() - timedelta(days=1))
    in_time.forms.filter(moment="final").update(respond_by=timezone.localdate())
    matrix = matrix_for(cast.institute_educator, {"moment": "final", "turn": "late"})
    assert [line.form.placement for line in matrix.lines] == [late]


def test_a_group_can_be_chosen_and_an_unknown_one_is_ignored(cohort, cast):
    cohort(1, "responding")
    Placement.objects.filter(pk=cast.placement.pk).update(group="2A")
    chosen = matrix_for(cast.institute_educator, {"moment": "final", "group": "2A"})
    assert [line.form.placement for line in chosen.lines] == [cast.placement]
    assert len(matrix_for(cast.institute_educator, {"moment": "final", "group": "3X"}).lines) == 2


def test_a_placement_of_long_ago_is_left_out(cast):
    start = timezone.localdate() - timedelta(weeks=60)
    Placement.objects.filter(pk=cast.placement.pk).update(start=start, end=start + timedelta(weeks=18))
    assert matrix_for(cast.institute_educator, {}) is None


def test_a_study_coach_knows_of_no_form(cast, see):
    text = see(cast.study_coach)
    assert "/assessments/" not in text
    assert "d-matrix" not in text


def test_staff_without_a_placement_find_the_administration(cast, see):
    text = see(cast.admin)
    assert "you look after Driehoek" in text
    assert 'href="/admin/"' in text


def test_more_than_fifty_students_take_pages(cohort, cast, see):
    cohort(51, "reflecting")
    text = see(cast.institute_educator, "/?moment=final")
    assert text.count('<th scope="row">') == 50
    assert "page=2" in text


@pytest.mark.parametrize("who", ["institute_educator", "examiner", "mentor"])
@pytest.mark.parametrize("state", ["responding", "signed"])
def test_the_first_page_asks_the_database_as_often_for_twenty_as_for_two(cohort, cast, who, state):
    client = Client()
    client.force_login(cast.people[who])

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/").status_code == 200
        return len(asked)

    cohort(2, state)
    queries()  # what is looked up once per process
    few = queries()
    cohort(18, state)
    assert queries() == few, few
    assert few < 50


def test_decided_forms_ask_nothing_of_anybody(cast, see):
    decided(cast.final, cast)
    assert "d-turn" not in see(cast.examiner)
