"""A reminder goes to whoever acts next, from the educators of the placement only."""

import pytest
from django.test import Client

from assessments.reminders import remind
from placements.models import OutgoingMail
from tests.cast import hand_in, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(cast):
    hand_in(cast.midterm)
    OutgoingMail.objects.all().delete()
    return cast.midterm


def test_the_mentor_is_reminded_with_a_link_of_the_own(cast, form):
    assert remind([form.pk], cast.institute_educator) == [cast.mentor]
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.kind, mail.link.path) == (cast.mentor, "notice", form.get_absolute_url())
    assert "Noor" in mail.subject


def test_a_second_reminder_on_the_same_day_adds_no_mail(cast, form):
    remind([form.pk], cast.institute_educator)
    remind([form.pk], cast.institute_educator)
    assert len(OutgoingMail.objects.get().sentences) == 1


@pytest.mark.parametrize(
    "name", ["student", "mentor", "study_coach", "other_institute_educator", "admin", "other_student"]
)
def test_others_remind_nobody(cast, form, name):
    assert remind([form.pk], cast.people[name]) == []
    assert not OutgoingMail.objects.exists()


def test_examiners_who_still_decide_are_reminded_and_nobody_reminds_himself(cast):
    signed(cast.final, cast.mentor)
    assert remind([cast.final.pk], cast.institute_educator) == [cast.examiner, cast.other_unit_examiner]
    assert remind([cast.final.pk], cast.examiner) == [cast.other_unit_examiner]
    cast.final.decisions.get(unit=cast.units[0]).take("adopt", cast.examiner)
    assert remind([cast.final.pk], cast.institute_educator) == [cast.other_unit_examiner]


def test_a_form_on_which_nobody_acts_reminds_nobody(cast):
    signed(cast.midterm, cast.mentor)
    assert remind([cast.midterm.pk], cast.institute_educator) == []


@pytest.mark.parametrize("chosen", [[], ["x"], ["9" * 30], ["-1"]])
def test_nothing_useful_chosen_is_no_fault(cast, chosen):
    client = Client()
    client.force_login(cast.institute_educator)
    assert client.post("/remind/", {"form": chosen}).status_code == 302


def test_a_reminder_is_a_post(cast):
    client = Client()
    client.force_login(cast.institute_educator)
    assert client.get("/remind/").status_code == 405
