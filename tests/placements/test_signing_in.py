"""Students and staff: a mailed code, no passwords, nobody signs up (decisions, section 6)."""

import re

import pytest
from django.core import mail as mailbox
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse

from placements.models import User
from tests.factories import UserFactory

LOGIN, CODE = "/accounts/login/", "/accounts/login/code/confirm/"


@pytest.fixture
def person(db) -> User:
    return UserFactory(email="femke@institute.example", language="en")


@pytest.fixture
def ask(client, django_capture_on_commit_callbacks):
    """Ask for a code, and let what happens after the commit happen."""

    def ask(email: str, **query):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(LOGIN, {"login": email, **query})

    return ask


def code_in(message) -> str:
    return re.search(r"\b\d{6}\b", message.body)[0]


def test_a_mailed_code_signs_in_and_leads_on(client, person, ask):
    ask("femke@institute.example", next="/me/")
    response = client.post(CODE, {"code": code_in(mailbox.outbox[0]), "next": "/me/"})
    assert response.url == "/me/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_the_address_may_be_typed_in_capitals(client, person, ask):
    ask("Femke@Institute.EXAMPLE")
    client.post(CODE, {"code": code_in(mailbox.outbox[0])})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_an_unknown_address_sees_the_same_and_gets_a_mail_without_a_code(client, person, ask):
    known = ask("femke@institute.example")
    client.cookies.clear()
    unknown = ask("nobody@institute.example")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert mailbox.outbox[1].to == ["nobody@institute.example"]
    assert not re.search(r"\b\d{6}\b", mailbox.outbox[1].body)


def test_the_page_after_it_is_the_same_for_an_unknown_address(client, person, ask):
    pages = []
    for email in ("femke@institute.example", "nobody@institute.example"):
        ask(email)
        page = client.get(CODE).text.replace(email, "")
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page))
        client.cookies.clear()
    assert pages[0] == pages[1]


def test_five_wrong_codes_end_it(client, person, ask):
    ask("femke@institute.example")
    right = code_in(mailbox.outbox[0])
    for _try in range(5):
        client.post(CODE, {"code": f"{(int(right) + 1) % 1_000_000:06d}"})
    client.post(CODE, {"code": right})
    assert "_auth_user_id" not in client.session


def test_a_broken_mail_server_leaves_the_page_working(client, person, ask, monkeypatch):
    def refuse(self, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    assert ask("femke@institute.example").url == CODE
    assert "ask for a new code" in client.get(CODE).text


def test_a_closed_account_gets_no_code(person, ask):
    User.objects.update(is_active=False)
    ask("femke@institute.example")
    assert not re.search(r"\b\d{6}\b", mailbox.outbox[0].body)


@pytest.mark.django_db
def test_nobody_signs_up(client):
    page = client.get("/accounts/signup/").text
    assert "Nobody needs to sign up here" in page
    client.post("/accounts/signup/", {"email": "new@institute.example"})
    assert not User.objects.exists()


def test_nobody_changes_his_own_address(client, person):
    client.force_login(person)
    assert 'name="email"' not in client.get(reverse("account_email")).text
    client.post(reverse("account_email"), {"email": "other@institute.example", "action_add": ""})
    assert not person.emailaddress_set.filter(email="other@institute.example").exists()


@pytest.mark.parametrize("page", ["account_reset_password", "account_set_password", "account_change_password"])
def test_there_are_no_passwords(client, person, page):
    client.force_login(person)
    response = client.get(reverse(page), follow=True)
    assert "There are no passwords here" in response.text


@pytest.mark.parametrize(
    "page",
    ["account_login", "account_request_login_code", "account_signup", "account_inactive", "account_reset_password"],
)
@pytest.mark.django_db
def test_the_pages_at_the_door_wear_our_layout(client, page):
    assert 'class="d-logo"' in client.get(reverse(page)).text


@pytest.mark.parametrize(
    "page",
    [
        "account_logout",
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_activate_totp",
        "socialaccount_connections",
    ],
)
def test_the_pages_behind_the_door_wear_our_layout(client, person, page):
    client.force_login(person)
    response = client.get(reverse(page))
    assert response.status_code == 200
    assert 'class="d-logo"' in response.text
    assert "style=" not in response.text  # our Content-Security-Policy allows none


def test_the_administration_has_no_door_of_its_own(client, person):
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith(LOGIN)
    client.force_login(person)
    assert client.get("/admin/login/").status_code == 403


def test_signing_out_is_a_press_not_a_visit(client, person):
    client.force_login(person)
    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_who_is_not_signed_in_reads_dutch_whatever_the_browser_asks(settings):
    settings.LANGUAGE_CODE = "nl"
    assert '<html lang="nl"' in Client(headers={"accept-language": "en"}).get(LOGIN).text


def surfconext(settings) -> None:
    apps = [{"provider_id": "surfconext", "name": "SURFconext", "client_id": "x", "settings": {"server_url": "x"}}]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}


def test_who_is_known_can_connect_the_sign_in_of_the_institute(client, student, settings):
    connect = reverse("socialaccount_connections")
    client.force_login(student)
    assert connect not in client.get("/me/").text
    surfconext(settings)
    assert connect in client.get("/me/").text


def test_a_first_sign_in_through_the_institute_says_how_to_connect_it(client, db, settings):
    surfconext(settings)
    assert "SURFconext" in client.get(reverse("account_signup")).text
