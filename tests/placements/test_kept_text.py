"""An expired session never costs text."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from config import urls
from placements.middleware import keeps_text

TEXT = "Ik zag dat de klas\nstil werd toen ik wachtte."
SITE = {"origin": "http://testserver"}


@keeps_text
def save(request) -> HttpResponse:
    return HttpResponse(f"saved: {request.POST['reflection']}")


def save_other(request) -> HttpResponse:
    return HttpResponse("saved")


@pytest.fixture(autouse=True)
def pages(settings) -> None:
    class Urls:
        urlpatterns = [path("write/", save), path("other/", save_other), *urls.urlpatterns]

    settings.ROOT_URLCONF = Urls


@pytest.fixture
def browser() -> Client:
    return Client(enforce_csrf_checks=True, headers={"accept-language": "en", **SITE})


def token_of(response) -> str:
    return response.context["csrf_token"]


@pytest.mark.django_db
def test_a_save_without_a_session_comes_back_with_its_text(client):
    response = client.post("/write/", {"reflection": TEXT, "version": "3"})
    assert response.status_code == 401
    assert ("reflection", TEXT) in response.context["fields"]
    assert 'name="version" value="3"' in response.text
    assert "stil werd toen ik wachtte." in response.text


@pytest.mark.django_db
def test_a_page_that_keeps_nothing_asks_to_sign_in(client):
    assert client.post("/other/", {"reflection": TEXT}).status_code == 302


def test_signing_in_elsewhere_and_pressing_save_saves(browser, student):
    browser.get("/accounts/login/")
    token = browser.cookies["csrftoken"].value
    kept = browser.post("/write/", {"reflection": TEXT, "csrfmiddlewaretoken": token})
    assert kept.status_code == 401
    browser.force_login(student)
    browser.cookies["csrftoken"] = "b" * 32  # signing in makes a new one
    again = browser.post("/write/", {"reflection": TEXT, "csrfmiddlewaretoken": token_of(kept)})
    assert again.status_code == 403
    assert ("reflection", TEXT) in again.context["fields"]
    saved = browser.post("/write/", {"reflection": TEXT, "csrfmiddlewaretoken": token_of(again)})
    assert saved.text == f"saved: {TEXT}"


def test_another_site_gets_no_page_that_saves_its_text(student):
    browser = Client(enforce_csrf_checks=True, headers={"origin": "https://evil.example"})
    browser.force_login(student)
    response = browser.post("/write/", {"reflection": TEXT})
    assert response.status_code == 403
    assert 'action="/write/"' not in response.text
