"""What a student finds on the first page (look, pictures 01 and 16)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.models import Reflection
from placements.models import Participation
from tests.cast import decided, hand_in, reflect, signed
from tests.factories import ParticipationFactory
from tests.placements.care import RESULT, concern_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_a_student_begins_with_the_first_outcome(cast, see):
    text = see(cast.student)
    assert "Hello Noor, one thing is waiting for you." in text
    assert f'href="/assessments/{cast.midterm.pk}/#cpl"' in text
    assert "Begin with" in text


def test_of_one_outcome_the_sentence_speaks_of_one(cast, see):
    cast.midterm.rows.exclude(pk=cast.midterm.rows.first().pk).delete()
    assert "On one learning outcome you write what you showed." in see(cast.student)


def test_a_student_goes_on_where_the_writing_stopped(cast, see):
    rows = list(cast.midterm.rows.all())
    texts = {"shown": "Dit liet ik zien.", "evidence": "", "to_develop": ""}
    for row in rows[:2]:
        Reflection.write({"row": row}, texts, form=cast.midterm, part="reflection", by=cast.student, seen_version=0)
    text = see(cast.student)
    assert f'href="/assessments/{cast.midterm.pk}/#lv"' in text
    assert "Two of the five learning outcomes are ready." in text
    assert text.count('class="step done"') == 2


def test_an_emptied_reflection_counts_as_begun_not_as_ready(cast, see):
    texts = {"shown": " ", "evidence": "Een lesplan", "to_develop": ""}
    row = cast.midterm.rows.first()
    Reflection.write({"row": row}, texts, form=cast.midterm, part="reflection", by=cast.student, seen_version=0)
    text = see(cast.student)
    assert (text.count('class="step half"'), text.count('class="step done"')) == (1, 0)


def test_with_everything_written_the_task_is_handing_in(cast, see):
    reflect(cast.midterm)
    assert "Hand in your self-reflection" in see(cast.student)


def test_after_handing_in_the_mentor_acts_and_nothing_is_asked(cast, see):
    hand_in(cast.midterm)
    text = see(cast.student)
    assert "Nothing is waiting for you." in text
    assert "Marieke acts now." in text
    assert "d-turn" not in text
    ParticipationFactory(placement=cast.placement, role="workplace_mentor", user__first_name="Joris")
    text = see(cast.student)
    assert ("Marieke and Joris act now." in text, "acts now" in text) == (True, False)


def test_a_late_student_reads_how_late_and_no_day_that_has_passed(cast, see):
    cast.midterm.reflect_by = timezone.localdate() - timedelta(days=1)
    cast.midterm.save()
    text = see(cast.student)
    assert "1 day late" in text
    assert "Hand in as soon as you can." in text


def test_a_form_waits_from_its_first_day_on(cast, see):
    cast.midterm.opens_on = timezone.localdate() + timedelta(days=1)
    cast.midterm.save()
    assert "Nothing is waiting for you." in see(cast.student)


def test_signing_by_the_mentor_is_news_and_no_task(cast, see):
    signed(cast.midterm, cast.mentor)
    text = see(cast.student)
    assert "Marieke signed your midterm evaluation" in text
    assert "d-turn" not in text


def test_a_decision_is_news(cast, see):
    decided(cast.final, cast)
    assert f"Ilse decided on {cast.units[0]}" in see(cast.student)


def test_a_student_without_a_mentor_invites_one_first(cast, see):
    Participation.objects.filter(user=cast.mentor).update(until=timezone.localdate())
    text = see(cast.student)
    assert "Hello Noor, two things are waiting for you." in text
    assert f'href="/placements/{cast.placement.pk}/invite/"' in text


def test_a_student_sees_nothing_of_another_student(cast, see):
    hand_in(cast.midterm)
    text = see(cast.other_student)
    assert "Noor" not in text
    assert f"/assessments/{cast.midterm.pk}/" not in text


def test_a_returned_form_is_a_task_and_no_news(cast, see):
    hand_in(cast.midterm).take("return", cast.mentor, note="Schrijf nog iets over Ict.")
    text = see(cast.student)
    assert "Hand in your self-reflection" in text
    assert "New for you" not in text


def test_a_concern_is_news_once_a_person_told_of_it_and_when_it_is_closed_and_names_no_outcome(cast, see):
    concern = concern_in(cast, "agreed")
    assert "New for you" not in see(cast.student)
    concern.note_told(cast.mentor, cast.mentor, timezone.localdate())
    news = see(cast.student).partition("New for you")[2]
    assert "Marieke talked with you about a concern" in news
    assert f'href="{concern.get_absolute_url()}"' in news
    assert "closed the concern" not in news
    concern.take("close", cast.institute_educator, outcome="gone", text=RESULT)
    news = see(cast.student).partition("New for you")[2]
    assert f"{cast.institute_educator.get_short_name()} closed the concern" in news
    assert concern.item.outcome.title not in news
    assert "concern" not in see(cast.other_student)


def test_old_news_is_no_news(cast, see, monkeypatch):
    signed(cast.midterm, cast.mentor)
    monkeypatch.setattr("assessments.tasks.NEWS_DAYS", 0)
    assert "New for you" not in see(cast.student)
