"""The frame of every page: what it allows, how it looks for this person, and what it says when something goes wrong."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client, override_settings

from tests.cast import hand_in, signed
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OWN_PAGES = ["/", "/me/", "/help/", "/accessibility/", "/privacy/", "/placements/", "/portfolio/"]


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("path", ["/help/", "/accessibility/", "/privacy/"])
def test_anybody_may_read_the_plain_pages(path):
    assert Client().get(path).status_code == 200


@pytest.mark.parametrize("path", ["/", "/me/", "/placements/", "/portfolio/"])
def test_other_pages_ask_to_sign_in(path):
    assert Client().get(path).status_code == 302


@pytest.mark.parametrize("name", ["student", "mentor", "institute_educator", "examiner", "admin"])
def test_no_page_carries_a_style_or_a_script_of_its_own(cast, see, name):
    signed(cast.midterm, cast.mentor)
    hand_in(cast.final)
    for path in [*OWN_PAGES, f"/placements/{cast.placement.pk}/"]:
        if name == "admin" and path.count("/") == 3:
            continue
        text = see(cast.people[name], path) if path != "/placements/" or name != "student" else ""
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*src=)|javascript:", text), path


def test_the_policy_of_the_page_allows_no_inline_code(cast):
    policy = signed_in(cast.student).get("/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_menu_of_a_student(cast, see):
    text = see(cast.student)
    assert [name in text for name in (">Today<", ">Placement<", ">Portfolio<", ">Frameworks<")] == [
        True,
        True,
        True,
        False,
    ]


def test_the_menu_of_an_educator(cast, see):
    text = see(cast.institute_educator)
    assert [name in text for name in (">Students<", ">Frameworks<", ">Portfolio<")] == [True, True, False]
    assert ">Administration<" not in text


def test_who_comes_by_link_has_a_name_and_no_menu(cast, see):
    text = see(cast.mentor)
    assert "<nav" not in text
    assert "Marieke Voorbeeld</a>" in text


def test_the_page_says_where_one_is(cast, see):
    assert re.search(r'href="/me/"[^>]*>', see(cast.student, "/me/"))
    assert '<a href="/" aria-current="page">' in see(cast.student)
    assert '<a href="/placements/" aria-current="true">' in see(cast.student, f"/placements/{cast.placement.pk}/")


def test_choices_are_kept_and_shown(cast):
    client = signed_in(cast.student)
    client.post("/me/", {"theme": "dark", "language": "en", "plain_type": "on"})
    text = client.get("/").content.decode()
    assert '<html lang="en" data-theme="dark" data-bs-theme="dark" class="d-plain-type">' in text


def test_a_choice_that_is_none_is_refused(cast):
    client = signed_in(cast.student)
    assert client.post("/me/", {"theme": "pink", "language": "nl"}).status_code == 200
    cast.student.refresh_from_db()
    assert cast.student.theme == "device"


def test_nobody_makes_himself_staff_on_the_own_page(cast):
    signed_in(cast.student).post("/me/", {"theme": "dark", "language": "nl", "is_staff": "on", "email": "x@y.example"})
    cast.student.refresh_from_db()
    assert (cast.student.theme, cast.student.is_staff, cast.student.email) == ("dark", False, "noor@driehoek.example")


def test_a_page_that_is_not_there_is_calm(cast, see):
    text = see(cast.student, "/nowhere/", status=404)
    assert "This page is not there, or it is not for you." in text


def test_a_form_that_was_open_too_long_gives_the_text_back(cast):
    cast.student.language = "en"
    cast.student.save()
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.student)
    response = client.post("/me/", {"theme": "dark", "note": "Een lange <b>tekst</b>."})
    assert response.status_code == 403
    assert "Een lange &lt;b&gt;tekst&lt;/b&gt;." in response.content.decode()


def test_the_page_for_a_fault_of_ours_needs_nothing_from_the_request():
    text = render_to_string("500.html")
    assert "Dit ging bij ons mis." in text
    assert "Something went wrong on our side." in text


@override_settings(DEMO=False)
def test_outside_demo_mode_there_is_no_demo_page(cast, see):
    see(cast.student, "/demo/", status=404)
    assert "/demo/" not in see(cast.student)


def test_initials_and_names_are_escaped(see):
    user = UserFactory(first_name="<script>", last_name="Voorbeeld")
    assert "<script>" not in see(user).replace("<script src", "")


def test_the_address_of_a_button_says_where_its_page_is(cast):
    client = Client()
    client.force_login(cast.student)
    answer = client.get(f"/assessments/{cast.final.pk}/steps/hand_in/")
    assert answer.status_code == 405
    assert f'href="/assessments/{cast.final.pk}/"' in answer.text
