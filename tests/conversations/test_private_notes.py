"""What one supervisor has to know: whom it shows, until when, and what is never kept (C04, trust.md 2.2). That it is
found nowhere else, a canary says in tests/test_access.py."""

import pytest
from django.urls import reverse

from conversations.models import PrivateNote
from placements import jobs
from tests.assessments.acts import browser
from tests.conversations.talking import in_days, note_for

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_the_pages_of_a_note_are_stored_nowhere_and_name_no_number(cast):
    note_for(cast, "mentor", "Dit is voor Marieke.")
    page = reverse("conversations:private_notes", args=[cast.placement.pk])
    for who in ("student", "mentor", "school_educator"):
        assert browser(cast.people[who]).get(page)["Cache-Control"] == "no-store"


def test_the_placement_shows_a_link_to_the_recipient_alone_and_only_while_there_is_a_note(cast):
    page, link = cast.placement.get_absolute_url(), reverse("conversations:private_notes", args=[cast.placement.pk])
    around = ["mentor", "school_educator", "institute_educator", "examiner", "study_coach"]
    assert [who for who in around if link in browser(cast.people[who]).get(page).text] == []
    note = note_for(cast, "mentor", "Dit is voor Marieke.")
    assert [who for who in around if link in browser(cast.people[who]).get(page).text] == ["mentor"]
    assert link not in browser(cast.mentor).get("/").text
    note.delete()
    assert link not in browser(cast.mentor).get(page).text


def test_a_note_that_is_taken_back_is_deleted_at_once(cast):
    note_for(cast, "mentor", "Dit is voor Marieke.")
    url = reverse("conversations:private_note_withdraw", args=[cast.placement.pk, cast.mentor.pk])
    for _twice in range(2):
        assert browser(cast.student).post(url).status_code == 302
    assert not PrivateNote.objects.exists()


def test_whose_seat_ended_reads_nothing_and_the_note_is_forgotten(cast):
    note_for(cast, "mentor", "Dit is voor Marieke.")
    cast.placement.participations.filter(user=cast.mentor).update(until=in_days(0))
    assert not PrivateNote.objects.readable_by(cast.mentor).exists()
    jobs.forget()
    assert not PrivateNote.objects.exists()


def test_after_an_early_ending_nobody_reads_it_and_it_is_forgotten(cast):
    note_for(cast, "mentor", "Dit is voor Marieke.")
    cast.placement.end_early(in_days(0))
    assert PrivateNote.objects.readable_by(cast.mentor).exists(), "on the last day it still counts"
    cast.placement.end_early(in_days(-1))
    assert not PrivateNote.objects.readable_by(cast.mentor).exists()
    jobs.forget()
    assert not PrivateNote.objects.exists()


def test_bad_input_keeps_what_was_typed_and_writes_nothing(cast):
    url = reverse("conversations:private_note", args=[cast.placement.pk, cast.mentor.pk])
    good = {"text": "Een geheim woord.", "last_day": in_days(3)}
    bad = [{"text": ""}, {"text": "a\x00b"}, {"text": "x" * 10**6}, {"last_day": in_days(-1)}, {"last_day": "morgen"},
           {"last_day": cast.placement.end.replace(year=2090)}]  # fmt: skip
    for fields in bad:
        answer = browser(cast.student).post(url, good | fields)
        assert answer.status_code == 422, fields
        assert "text" in fields or "Een geheim woord." in answer.text
    assert not PrivateNote.objects.exists()
    for who in ("examiner", "other_mentor", "student"):  # nobody who guides here
        url = reverse("conversations:private_note", args=[cast.placement.pk, cast.people[who].pk])
        assert browser(cast.student).post(url, good).status_code == 404
