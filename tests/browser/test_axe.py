"""axe finds nothing on any page in any state: a phone and a desktop, light and dark; and nothing scrolls sideways at
320 pixels.

Every page is loaded once and looked at in four ways: a screen is only another width, and the appearance only other
colours. So the rules about colours run in both appearances, all others once for each width.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.template.loader import render_to_string
from django.urls import get_resolver, reverse
from django.utils import timezone
from playwright.sync_api import expect

from assessments.models import Reflection
from placements import invitations
from placements.models import User
from portfolio.filing import file_paper
from tests.cast import hand_in
from tests.factories import (
    PlacementFactory,
    UserFactory,
)

from .conftest import PHONE
from .tour import Tour

FIXTURES = Path(__file__).parents[2] / "fixtures"
ONLY_BUTTONS = ["remind", "placements:resend", "placements:withdraw", "assessments:step", "assessments:decision_step"]
ONLY_BUTTONS += ["learning_outcomes:load_confirm", "assessments:part", "assessments:other"]  # answers: visited below
ONLY_BUTTONS += ["crosswalks:relation_remove", "assessments:transfer"]
ONLY_BUTTONS += ["assessments:check_file", "assessments:say", "assessments:position", "assessments:repair"]
ONLY_BUTTONS += ["assessments:calibration_take_over", "assessments:calibration_conclusions"]
ONLY_BUTTONS += ["assessments:calibration_step"]
ONLY_BUTTONS += ["placements:concern_contribute", "placements:concern_told", "placements:concern_step"]
ONLY_BUTTONS += ["placements:ending_contact", "placements:ending_step"]
ONLY_BUTTONS += ["placements:outcome_step", "placements:recognition_withdraw", "assessments:attach"]
ONLY_BUTTONS += ["assessments:attachment_remove"]
ONLY_BUTTONS += ["conversations:step", "conversations:record", "conversations:verdict_told"]
ONLY_BUTTONS += ["conversations:goal_new", "conversations:goal_reword", "conversations:goal_step"]
ONLY_BUTTONS += ["conversations:plan_opening", "conversations:plan_part", "conversations:plan_remark"]
ONLY_BUTTONS += ["conversations:plan_step", "conversations:private_note", "conversations:private_note_withdraw"]
ONLY_BUTTONS += ["conversations:educator_step"]
FILES = ["learning_outcomes:comparison_xlsx", "learning_outcomes:verification_xlsx", "portfolio:comparison_pdf"]
FILES += ["portfolio:item", "assessments:paper", "assessments:sealed", "mfa_download_recovery_codes"]
FILES += ["learning_outcomes:download_yaml", "learning_outcomes:download_case"]
FILES += ["assessments:attachment", "crosswalks:crosswalk_yaml", "favicon"]
FILES += ["assessments:thread_pdf", "overview_xlsx"]
FILES += ["conversations:calendar", "conversations:plan_paper"]
FILES += ["portfolio:guide_pdf", "portfolio:skills_pdf", "portfolio:outcome_pdf"]
# No passwords and no addresses of one's own choice, so nobody gets a link to these.
UNUSED = ["account_email", "account_confirm_email", "account_email_verification_sent", "account_set_password"]
UNUSED += ["account_reauthenticate", "account_change_password", "account_reset_password", "account_reset_password_done"]
UNUSED += ["account_reset_password_from_key", "account_reset_password_from_key_done"]
# On the way to or from the sign-in of the institute, or asked by a script.
ON_THE_WAY = ["openid_connect_login", "openid_connect_callback", "socialaccount_signup", "mfa_login_webauthn"]
ON_THE_WAY += ["socialaccount_login_cancelled", "socialaccount_login_error"]


def test_the_pages_of_students(tour, world):
    for state in ("midterm written", "final answered", "final decided"):
        tour.become(world.student(state))
        tour.visit("home")
    for state in (
        "midterm answered",
        "midterm signed",
        "final returned",
        "final answered",
        "final ready",
        "final signed",
    ):
        tour.become(world.student(state))
        tour.visit("assessments:form", world[state].pk)
    newcomer = PlacementFactory(period=world.cast.placement.period)
    tour.become(newcomer.student)
    tour.visit("home")
    tour.visit("portfolio:collections")
    tour.visit("placements:placement", newcomer.pk)
    tour.visit("placements:invite", newcomer.pk)
    tour.post("main form")
    tour.look("an invitation with faults")
    assert not tour.faults, "\n".join(tour.faults)


def test_what_a_student_writes_on(tour, world):
    tour.become(world.student("final written"))
    tour.visit("assessments:form", world["final written"].pk)
    tour.become(world.student("midterm written"))
    tour.visit("assessments:form", world["midterm written"].pk)
    tour.page.set_viewport_size(PHONE)
    tour.page.locator("#cpl [data-sheet]").click()
    tour.look("the guide as a sheet", screens=[PHONE])
    tour.page.locator("#cpl [data-sheet-close]").click()
    Reflection.objects.update(version=9)
    tour.page.locator("#cpl-shown").fill("Van dit apparaat")
    expect(tour.page.locator(".d-two-versions")).to_be_visible()
    tour.look("two versions on the page")
    assert not tour.faults, "\n".join(tour.faults)


def test_what_a_mentor_writes_on(tour, world):
    tour.become(world.cast.mentor)
    for state in ("midterm answered", "final answered", "final ready"):
        tour.visit("assessments:form", world[state].pk)
    tour.become(world.cast.school_educator)
    tour.visit("assessments:form", world["final answered"].pk)
    tour.post("form[action$='/steps/return/']")
    tour.look("a return without a note")
    assert not tour.faults, "\n".join(tour.faults)


def test_the_pages_of_mentors(tour, world):
    tour.become(world.cast.mentor)
    for state in ("midterm written", "midterm signed", "final signed", "final decided", "midterm answered"):
        tour.visit("assessments:form", world[state].pk)
    tour.visit("home")
    tour.visit("placements:placement", world.cast.placement.pk)
    tour.visit("placements:placement_list")
    tour.visit("profile")
    tour.become(world.cast.other_mentor)
    tour.visit("home")
    hand_in(world.cast.other.forms.get(moment="midterm"))
    tour.visit("home")
    assert not tour.faults, "\n".join(tour.faults)


def test_the_pages_of_educators(tour, world):
    cast = world.cast
    states = ["midterm written", "midterm answered", "final answered"]
    states += ["final signed", "final provisional", "final decided"]
    forms = [world[state] for state in states]
    tour.become(cast.institute_educator)
    tour.visit("home")
    tour.page.locator("[name=form]").first.check()
    tour.look("students chosen to remind")
    tour.page.set_viewport_size(PHONE)
    tour.page.locator(".d-menu > summary").click()
    tour.look("the menu", screens=[PHONE])
    tour.visit("placements:confirm")
    tour.visit("placements:placement_list")
    tour.visit("placements:placement", cast.placement.pk)
    for fold in tour.page.locator("main details summary").all():
        fold.click()
    tour.look("the weeks as a table, and an invitation to mail again or to withdraw")
    for form in forms:
        tour.visit("assessments:form", form.pk)
    tour.become(cast.school_educator)
    tour.visit("home")
    tour.visit("assessments:form", world["final decided"].pk)
    assert not tour.faults, "\n".join(tour.faults)


def test_the_pages_of_examiners_and_others(tour, world):
    cast = world.cast
    tour.become(cast.examiner)
    for state in ("midterm signed", "final answered", "final signed", "final provisional", "final decided"):
        tour.visit("assessments:form", world[state].pk)
    tour.visit("home")
    tour.become(cast.other_unit_examiner)
    tour.visit("assessments:form", world["final signed"].pk)
    tour.become(cast.study_coach)
    tour.visit("home")
    tour.visit("placements:confirm")
    tour.become(UserFactory())
    tour.visit("home")
    tour.visit("placements:placement_list")
    assert not tour.faults, "\n".join(tour.faults)


def test_the_pages_of_the_mailed_link(tour, cast, post):
    invitations.resend(cast.invitation)
    post.deliver()
    secret = post.box(cast.mentor)[-1].link.rstrip("/").rsplit("/", 1)[-1]
    tour.visit("placements:link", secret)  # while the student is signed in
    tour.page.locator("main form button").click()
    tour.look("a link for somebody else")
    tour.become(None)
    tour.visit("placements:link", secret)
    tour.visit("placements:link_not_mine", secret)
    tour.visit("placements:link_code", secret)
    tour.post("main form", code="000000")
    tour.look("a code that is wrong")
    tour.page.goto(reverse("placements:link", args=["x" * 43]))
    tour.page.locator("main form button").click()
    tour.look("a link that ended")
    tour.page.goto(reverse("placements:link_not_mine", args=[secret]))
    tour.page.locator("main form button").click()
    tour.look("an invitation sent back")
    assert not tour.faults, "\n".join(tour.faults)


def test_the_pages_that_give_text_back(tour, world):
    form, part = world["midterm written"], "#cpl form[data-part]"
    tour.become(form.placement.student)
    tour.page.goto(form.get_absolute_url())
    tour.post(part, shown="x" * 20_001)
    tour.look("a text that is too long")
    Reflection.objects.update(version=9)
    tour.page.goto(form.get_absolute_url())
    tour.post(part, shown="Van dit apparaat", version="3")
    tour.look("two versions, without JavaScript")
    tour.page.goto(form.get_absolute_url())
    tour.become(None)
    tour.post(part, shown="Nog niet weg.")
    tour.look("text kept while signed out")
    tour.become(form.placement.student)
    tour.page.goto(form.get_absolute_url())
    tour.post(part, csrfmiddlewaretoken="x" * 64)
    tour.look("text kept from before signing in again")
    tour.page.goto(reverse("profile"))
    tour.post("main form", csrfmiddlewaretoken="x" * 64)
    tour.look("a form that was open too long")
    tour.page.goto(form.get_absolute_url())
    form.take("open_without_reflection", world.cast.institute_educator, "De tijd is om.")
    tour.post(part, shown="Te laat")
    tour.look("a form that moved on")
    assert not tour.faults, "\n".join(tour.faults)


def test_the_pages_for_everybody(tour, world):
    form = world["final decided"]
    unit = world.cast.units[0]
    paper = file_paper(form.placement, unit, key="sealed", title="Eindbeoordeling", pdf=b"%PDF", at=timezone.now())
    tour.become(form.placement.student)
    for name in ("help", "accessibility", "privacy", "profile", "portfolio:collections"):
        tour.visit(name)
    tour.visit("portfolio:collection", paper.collection_id)
    tour.visit("learning_outcomes:framework_list")
    framework = form.placement.period.framework
    tour.visit("learning_outcomes:framework_detail", framework.code, framework.edition)
    tour.visit("learning_outcomes:exchange")
    tour.visit("assessments:check")
    tour.visit("assessments:check", tail="?code=2222-2222-2222")
    tour.visit("assessments:check_code", form.newest_version.check_code)
    tour.visit("placements:placement", 999_999, status=404)
    tour.become(world.cast.mentor)
    tour.visit("placements:invite", form.placement.pk, status=403)
    tour.page.route(
        "**/broken/",
        lambda route: route.fulfill(status=500, body=render_to_string("500.html"), content_type="text/html"),
    )
    tour.page.goto("/broken/")
    tour.look("an error of the server")
    assert not tour.faults, "\n".join(tour.faults)


def test_the_pages_of_signing_in(tour, cast, post):
    tour.become(None)
    for name in ("account_login", "account_request_login_code", "account_signup", "account_inactive"):
        tour.visit(name)
    tour.page.goto(reverse("account_login"))
    tour.post("main form", login=cast.student.email)
    assert tour.page.url.endswith(reverse("account_confirm_login_code"))
    tour.look("the code that was mailed")
    tour.post("main form", code="000000")
    tour.look("a code that is wrong")
    tour.become(cast.student)
    for name in ("account_logout", "mfa_index"):
        tour.visit(name)
    assert not tour.faults, "\n".join(tour.faults)


def test_the_pages_of_the_second_step(tour, cast):
    _put_in_a_key(tour)
    tour.become(None)
    _sign_in(tour, cast.admin)
    tour.visit("mfa_activate_totp")
    tour.visit("mfa_add_webauthn")
    tour.page.locator("#id_name").fill("Sleutel")
    with tour.page.expect_navigation():
        tour.page.locator("#mfa_webauthn_add").click()
    tour.look("the key was added")
    TOTP.activate(cast.admin, generate_totp_secret())
    codes = RecoveryCodes.activate(cast.admin).get_unused_codes()
    key = Authenticator.objects.get(type="webauthn")
    tour.become(cast.admin)
    tour.visit("mfa_reauthenticate")
    tour.visit("mfa_reauthenticate_webauthn")
    tour.become(None)
    _sign_in(tour, cast.admin)
    assert tour.page.url.endswith(reverse("mfa_authenticate"))
    tour.look("the second step")
    tour.post("main form", code=codes[0])
    tour.page.goto(reverse("mfa_view_recovery_codes"))
    tour.post("main form", code=codes[1])  # once more, to be safe
    for name in ("mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        tour.visit(name)
    tour.visit("mfa_list_webauthn")
    tour.visit("socialaccount_connections")
    tour.visit("mfa_edit_webauthn", key.pk)
    tour.visit("mfa_remove_webauthn", key.pk)
    assert not tour.faults, "\n".join(tour.faults)


def _put_in_a_key(tour: Tour) -> None:
    """A security key that is always touched at once."""
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    key |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools = tour.person.context.new_cdp_session(tour.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})


def _sign_in(tour: Tour, user: User) -> None:
    tour.person.user = user
    tour.page.goto(reverse("account_login"))
    tour.person.sign_in_by_code(tour.page)


@pytest.mark.urls("tests.config.demo_urls")
def test_the_pages_of_the_demo(tour, world, post, settings):
    settings.DEMO = True
    hand_in(world["midterm written"].placement.forms.get(moment="final"))
    post.deliver()
    tour.become(None)
    tour.visit("demo")
    tour.visit("demo_mails")
    assert not tour.faults, "\n".join(tour.faults)


@pytest.mark.parametrize(("chosen", "device", "shown"), [("dark", "light", "dark"), ("device", "dark", "dark")])
def test_the_appearance_looked_at_is_the_one_people_get(cast, at_screen, chosen, device, shown):
    User.objects.update(theme=chosen)
    noor = at_screen(cast.student, color_scheme=device)
    noor.open("/")
    expect(noor.find("html")).to_have_attribute("data-bs-theme", shown)


def test_no_page_is_forgotten():
    names = set(names_of(get_resolver()))
    told = " ".join(path.read_text() for path in Path(__file__).parent.glob("test_axe*.py"))
    told += " ".join(f'"learning_outcomes:{name}"' for name in re.findall(r'"(framework_\w+)"', told))
    machines = {name for name in names if name.startswith(("case:", "oeapi:"))}  # JSON, for other systems
    no_page = {*ONLY_BUTTONS, *FILES, *UNUSED, *ON_THE_WAY, *machines}
    assert no_page <= names
    assert not {name for name in names - no_page if f'"{name}"' not in told}


def test_a_tour_sees_what_is_wrong(cast, at_screen):
    tour = Tour(at_screen(cast.student))
    tour.page.goto("/help/")
    tour.page.evaluate("""() => {
      for (const color of ["#dddddd", "#222222"]) {
        const pale = document.querySelector("main").appendChild(document.createElement("p"));
        pale.textContent = "Bijna onleesbaar";
        Object.assign(pale.style, { color, width: "350px" });
      }
    }""")
    tour.look("bad")
    ways = [fault.partition(":")[0] for fault in tour.faults]
    assert ways == ["bad, 1280 light", "bad, 1280 dark", "bad, 390 light", "bad, 390 dark", "bad, 320", "bad, 320"]


def names_of(resolver, space: str = "") -> Iterator[str]:
    """The names of all addresses but those of the administration."""
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            if pattern.namespace != "admin":
                yield from names_of(pattern, f"{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            yield space + pattern.name
