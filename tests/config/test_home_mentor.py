"""What a mentor finds on the first page (look, picture 04)."""

import pytest
from django.test import Client
from django.utils import timezone

from placements.models import Participation
from placements.roles import Role
from tests.cast import hand_in, respond, signed
from tests.factories import ParticipationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_a_mentor_reads_what_is_asked(cast, see):
    hand_in(cast.final)
    text = see(cast.mentor)
    assert "Hello Marieke, Noor asks for your judgement." in text
    assert f'href="/assessments/{cast.final.pk}/#cpl"' in text
    assert "Leerklimaat, Afstemmen, Leerstof" in text
    assert "Ict, Identiteit" in text


def test_at_the_midterm_a_mentor_is_asked_for_feedback_only(cast, see):
    hand_in(cast.midterm)
    text = see(cast.mentor)
    assert "asks for your feedback." in text
    assert "<b>5 ×</b>" in text


def test_while_the_student_writes_nothing_waits_for_the_mentor(cast, see):
    text = see(cast.mentor)
    assert "Nothing is waiting for you." in text
    assert "Noor is still writing the self-reflection." in text


def test_with_everything_written_the_mentor_looks_over_and_signs(cast, see):
    respond(hand_in(cast.midterm), cast.mentor)
    assert "Look over and sign" in see(cast.mentor)


def test_after_signing_the_institute_acts(cast, see):
    signed(cast.final, cast.mentor)
    text = see(cast.mentor)
    assert "d-turn" not in text
    assert "The institute decides now." in text


def test_one_page_shows_all_students_of_a_mentor(cast, see):
    ParticipationFactory(placement=cast.other, user=cast.mentor, role=Role.WORKPLACE_MENTOR)
    hand_in(cast.midterm)
    text = see(cast.mentor)
    assert "Hello Marieke, Noor asks" in text
    assert "Luuk Voorbeeld" in text
    assert "Your other student" in text


def test_two_students_who_wait_make_a_list_with_a_button_each(cast, see):
    ParticipationFactory(placement=cast.other, user=cast.mentor, role=Role.WORKPLACE_MENTOR)
    hand_in(cast.midterm)
    other = hand_in(cast.other.forms.get(moment="midterm"))
    text = see(cast.mentor)
    assert "Hello Marieke, two things are waiting for you." in text
    assert f'href="/assessments/{cast.midterm.pk}/#cpl"' in text
    assert f'href="/assessments/{other.pk}/#cpl"' in text


def test_a_school_educator_responds_only_where_no_mentor_stands(cast, see):
    hand_in(cast.midterm)
    assert "d-turn" not in see(cast.school_educator)
    Participation.objects.filter(user=cast.mentor).update(until=timezone.localdate())
    assert "Midterm evaluation of Noor Voorbeeld" in see(cast.school_educator)


def test_handing_in_is_a_task_for_the_mentor_and_news_for_the_school(cast, see):
    hand_in(cast.midterm)
    sentence = "Noor handed in the self-reflection of the midterm evaluation"
    assert sentence not in see(cast.mentor)
    assert sentence in see(cast.school_educator)


def test_a_withdrawn_mentor_finds_nothing(cast, see):
    hand_in(cast.midterm)
    text = see(cast.withdrawn_mentor)
    assert "There is no placement for you here yet." in text
    assert "Noor" not in text


def test_the_page_never_shows_an_address(cast, see):
    hand_in(cast.midterm)
    for user in (cast.mentor, cast.institute_educator, cast.student):
        assert "@" not in see(user).replace("@media", "")


def test_a_stranger_is_asked_to_sign_in(db):
    response = Client().get("/")
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")
