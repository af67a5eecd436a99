"""The demo page: everybody is invented, every role and every mail is one press away."""

import pytest
from django.test import Client

from placements.models import Device, OutgoingMail
from tests.cast import hand_in, signed

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.demo_urls")]


def test_the_page_lists_people_by_role_and_says_they_are_invented(cast):
    text = Client().get("/demo/").content.decode()
    assert "invented" in text or "verzonnen" in text
    for user in (cast.student, cast.mentor, cast.examiner, cast.admin):
        assert f'action="/demo/people/{user.pk}/step-in/"' in text


def test_stepping_in_makes_one_that_person(cast):
    client = Client()
    response = client.post(f"/demo/people/{cast.mentor.pk}/step-in/")
    assert response.url == "/"
    assert response.wsgi_request.user == cast.mentor


def test_stepping_in_needs_a_press(cast):
    assert Client().get(f"/demo/people/{cast.mentor.pk}/step-in/").status_code == 405


def test_each_role_is_played_on_a_device_of_its_own(cast):
    client = Client()
    for user in (cast.student, cast.mentor):
        client.post(f"/demo/people/{user.pk}/step-in/")
    keys = {device.user: device.key_hash for device in Device.objects.all()}
    assert keys[cast.student] != keys[cast.mentor]


def test_the_mails_can_be_read_and_their_link_leads_in(cast):
    hand_in(cast.midterm)
    mail = OutgoingMail.objects.get(recipient=cast.mentor, kind="request")
    client = Client()
    assert mail.subject in client.get("/demo/mails/").content.decode()
    assert f'href="/i/{mail.link.secret()}/"' in client.get("/demo/mails/").content.decode()
    assert client.get(f"/i/{mail.link.secret()}/").status_code == 200


def test_a_mail_to_somebody_with_an_account_opens_as_that_person(cast):
    signed(cast.midterm, cast.mentor)
    mail = OutgoingMail.objects.filter(recipient=cast.school_educator).first()
    response = Client().post(f"/demo/mails/{mail.pk}/open/")
    assert response.url == mail.path
    assert response.wsgi_request.user == cast.school_educator
