"""The mailed link: opened by filters, followed by people (decisions, section 6; T9)."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from placements import invitations
from placements.models import AccessLink, Device, LinkCode, OutgoingMail
from tests.factories import InvitationFactory, PlacementFactory, UserFactory


@pytest.fixture
def link(invitation) -> AccessLink:
    return invitation.new_link(invitation.participation.placement.get_absolute_url())


@pytest.fixture
def url(link) -> str:
    return reverse("placements:link", args=[link.secret()])


@pytest.fixture
def known(url, invitation) -> Client:
    """A browser on which the code was given."""
    client = Client()
    client.post(url)
    client.post(f"{url}code/", {"code": invitation.codes.first().digits()})
    client.session.flush()
    client.cookies.pop("sessionid")
    return client


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_two_hundred_visits_of_a_mail_filter_change_nothing(url, all_rows):
    before = all_rows()
    for _visit in range(50):
        for page in (url, f"{url}not-mine/"):
            assert Client().get(page).status_code == 200
            assert Client().head(page).status_code == 200
    assert all_rows() == before


def test_the_page_names_nobody_and_starts_no_session(url, invitation):
    response = Client().get(url)
    people = [invitation.participation.user, invitation.invited_by]
    names = [name for user in people for name in (user.first_name, user.last_name, user.email)]
    assert not [name for name in names if name in response.text]
    assert not response.cookies


def test_the_page_is_indexed_stored_and_told_nowhere(url):
    response = Client().get(url)
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == "no-store"
    assert not re.findall(r"""(?:href|src|action)=["'](?:https?:)?//""", response.text)


def test_a_made_up_link_shows_the_same_page(url):
    made_up = reverse("placements:link", args=["x" * 43])
    assert Client().get(made_up).text.replace("x" * 43, "") == Client().get(url).text.replace(url.split("/")[2], "")


def test_the_button_needs_no_cookie_and_mails_a_code(url, mentor):
    response = Client(enforce_csrf_checks=True).post(url)
    assert response.url == f"{url}code/"
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.code.invitation.participation.user) == (mentor, mentor)


def test_the_right_code_signs_in_and_leads_on(client, url, link, invitation):
    client.post(url)
    response = client.post(f"{url}code/", {"code": invitation.codes.get().digits()})
    assert response.url == link.path
    assert client.session["_auth_user_id"] == str(invitation.participation.user_id)
    invitation.refresh_from_db()
    assert invitation.accepted_at


def test_a_pasted_code_may_have_a_space(client, url, invitation):
    client.post(url)
    digits = invitation.codes.get().digits()
    client.post(f"{url}code/", {"code": f" {digits[:3]} {digits[3:]} "})
    assert is_signed_in(client)


def test_a_code_works_once(client, url, invitation):
    client.post(url)
    code = {"code": invitation.codes.get().digits()}
    client.post(f"{url}code/", code)
    client.logout()
    response = client.post(f"{url}code/", code)
    assert response.status_code == 200
    assert "This code does not work any more" in response.text


def test_five_wrong_codes_end_it(client, url, invitation):
    client.post(url)
    right = invitation.codes.get().digits()
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _try in range(5):
        client.post(f"{url}code/", {"code": wrong})
    client.post(f"{url}code/", {"code": right})
    assert not is_signed_in(client)


def test_a_wrong_code_stays_in_the_field_with_a_sentence(client, url, invitation):
    client.post(url)
    right = invitation.codes.get().digits()
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    response = client.post(f"{url}code/", {"code": wrong})
    assert f'value="{wrong}"' in response.text
    assert "You can try 4 more times" in response.text


def test_a_code_is_too_old_after_ten_minutes(client, url, invitation):
    client.post(url)
    LinkCode.objects.update(created_at=timezone.now() - timedelta(minutes=10))
    client.post(f"{url}code/", {"code": invitation.codes.get().digits()})
    assert not is_signed_in(client)


def test_pressing_twice_mails_one_code(client, url, invitation):
    client.post(url)
    client.post(url)
    assert invitation.codes.count() == 1


def test_a_new_code_replaces_the_earlier_one(client, url, invitation):
    client.post(url)
    old = invitation.codes.get().digits()
    client.post(f"{url}code/", {"again": "1"})
    client.post(f"{url}code/", {"code": old})
    assert not is_signed_in(client)
    client.post(f"{url}code/", {"code": invitation.codes.first().digits()})
    assert is_signed_in(client)


def test_five_codes_an_hour_and_no_more(client, url, invitation):
    client.post(url)
    for _press in range(7):
        response = client.post(f"{url}code/", {"again": "1"}, follow=True)
    assert invitation.codes.count() == 5
    assert "try again in an hour" in response.text


def test_the_code_page_wants_its_own_token(url, invitation):
    client = Client(enforce_csrf_checks=True)
    client.post(url)
    assert client.post(f"{url}code/", {"code": invitation.codes.get().digits()}).status_code == 403


def test_the_code_is_in_no_table(client, url, invitation):
    client.post(url)
    digits = invitation.codes.get().digits()
    mail = OutgoingMail.objects.get()
    assert digits not in f"{mail.subject}{mail.sentences}"
    assert digits not in repr(LinkCode.objects.values_list())


def test_a_known_device_leads_straight_on(known, url, link):
    response = known.get(url)
    assert response.url == link.path
    assert is_signed_in(known)


def test_a_mail_filter_behind_a_known_device_is_not_signed_in(known, url):
    known.head(url)
    assert not is_signed_in(known)


def test_a_new_link_works_on_a_known_device(known, invitation):
    newer = invitation.new_link("/")
    known.get(reverse("placements:link", args=[newer.secret()]))
    assert is_signed_in(known)


def test_one_code_makes_the_device_known_for_all_students_of_the_mentor(client, url, invitation, mentor):
    other = InvitationFactory(participation__user=mentor, participation__placement=PlacementFactory())
    client.post(url)
    client.post(f"{url}code/", {"code": invitation.codes.get().digits()})
    placements = {invitation.participation.placement_id, other.participation.placement_id}
    assert set(Device.objects.filter(placement__isnull=False).values_list("placement", flat=True)) == placements


def test_a_device_is_not_known_for_a_later_placement(known, mentor):
    later = InvitationFactory(participation__user=mentor, participation__placement=PlacementFactory())
    response = known.get(reverse("placements:link", args=[later.new_link("/").secret()]))
    assert response.status_code == 200
    assert not is_signed_in(known)


def test_a_withdrawn_invitation_opens_nothing_not_even_on_a_known_device(known, url, invitation):
    invitations.withdraw(invitation, invitation.invited_by)
    assert known.get(url).status_code == 200
    assert known.post(url).status_code == 410
    assert not is_signed_in(known)
    assert not Device.objects.filter(placement__isnull=False).exists()


def test_an_expired_link_says_so_kindly(client, url):
    AccessLink.objects.update(expires_at=timezone.now())
    response = client.post(url)
    assert response.status_code == 410
    assert "This link does not work any more." in response.text


def test_a_seat_that_ended_opens_nothing(client, url, invitation):
    invitation.participation.until = timezone.localdate()
    invitation.participation.save()
    assert client.post(url).status_code == 410


def test_a_made_up_link_says_the_same_as_an_ended_one(client, url):
    AccessLink.objects.update(expires_at=timezone.now())
    ended, made_up = client.post(url), client.post("/i/made-up/")
    assert made_up.status_code == 404
    assert made_up.text == ended.text


def test_an_ended_link_takes_no_code(client, url, invitation):
    client.post(url)
    digits = invitation.codes.get().digits()
    AccessLink.objects.update(expires_at=timezone.now())
    assert client.post(f"{url}code/", {"code": digits}).status_code == 410
    assert not is_signed_in(client)


def test_who_is_signed_in_as_the_mentor_goes_on_at_once(client, url, link, mentor):
    client.force_login(mentor)
    assert client.get(url).url == link.path


def test_somebody_else_who_is_signed_in_is_asked_to_switch(as_student, url, student):
    assert as_student.get(url).status_code == 200
    assert "This link is for somebody else" in as_student.post(url).text
    assert as_student.session["_auth_user_id"] == str(student.pk)


def test_switching_signs_out_and_asks_for_the_code(as_student, url):
    response = as_student.post(url, {"switch": "1"})
    assert response.url == f"{url}code/"
    assert not is_signed_in(as_student)


def test_somebody_with_an_account_signs_in_the_normal_way(client, url, link, mentor):
    mentor.by_link_only = False
    mentor.save()
    response = client.post(url)
    assert response.url == f"{reverse('account_login')}?next={link.path}"
    assert not LinkCode.objects.exists()


def test_a_known_device_does_not_replace_the_sign_in_of_an_account(known, url, mentor):
    mentor.by_link_only = False
    mentor.save()
    known.get(url)
    assert not is_signed_in(known)


def test_a_closed_account_opens_nothing(known, url, mentor):
    mentor.is_active = False
    mentor.save()
    assert known.post(url).status_code == 410


def test_a_mail_for_somebody_else_is_withdrawn_by_one_button(client, url, invitation, student):
    client.post(f"{url}not-mine/")
    invitation.refresh_from_db()
    assert invitation.withdrawn_at
    assert client.post(url).status_code == 410
    assert student.mails.get().kind == OutgoingMail.Kind.NOTICE


def test_withdrawing_drops_the_mails_that_wait(client, url, invitation, mentor):
    client.post(url)
    invitations.resend(invitation)
    client.post(f"{url}not-mine/")
    assert not mentor.mails.exists()


def test_the_link_outlives_a_changed_secret_key_but_not_a_changed_link_key(link, settings):
    secret = link.secret()
    settings.SECRET_KEY = "another"
    assert AccessLink.objects.behind(secret) == link
    assert link.secret() == secret
    settings.LINK_KEY = "another"
    assert link.secret() != secret


def test_a_student_elsewhere_sees_no_placement_by_knowing_its_number(client, placement):
    client.force_login(UserFactory())
    assert client.get(reverse("placements:invite", args=[placement.pk])).status_code == 404
