"""Text is never lost: not by a network that goes, a session that ends, a server that fails, or a second tab."""

import re
import time
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Route, expect

from assessments.models import EarlierText, Judgement, Reflection
from tests.assessments.acts import write
from tests.cast import hand_in, reflect, respond

from .conftest import PHONE

HAND_IN, SIGN = "form[action$='/steps/hand_in/'] button", "form[action$='/steps/sign/'] button"
BOX = "#cpl-shown"
PART = re.compile(r"/outcomes/\d+/reflection/$")
SECONDS = 1000

pytestmark = pytest.mark.usefixtures("final_open")


@pytest.fixture
def noor(cast, at_screen):
    """Noor with her final form before her."""
    person = at_screen(cast.student)
    person.open(cast.final.get_absolute_url())
    return person


@pytest.fixture
def slow_motion(cast, at_screen):
    """Noor again, with a clock that only the test moves."""
    person = at_screen(cast.student)
    person.page.clock.install()
    person.open(cast.final.get_absolute_url())
    person.page.clock.pause_at("2030-01-01")
    return person


def kept(outcome: str = "CPL", box: str = "shown") -> str:
    """What lies in the database."""
    found = Reflection.objects.filter(row__item__outcome__code=outcome, row__form__moment="final").first()
    return getattr(found, box) if found else ""


def soon(is_so: Callable[[], bool]) -> None:
    """What was sent on leaving arrives after the page is gone."""
    for _try in range(100):
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError("it never became so")


def saves(person) -> list:
    """Every save that was sent, from now on."""
    sent = []
    person.page.on("request", lambda request: sent.append(request) if PART.search(request.url) else None)
    return sent


# ---- when it is saved


def test_a_text_is_saved_a_second_after_the_last_key(slow_motion):
    sent = saves(slow_motion)
    slow_motion.find(BOX).press_sequentially("Zoë keek")
    slow_motion.page.clock.run_for(0.9 * SECONDS)
    assert sent == []
    with slow_motion.page.expect_response(PART):
        slow_motion.page.clock.run_for(0.2 * SECONDS)
    assert kept() == "Zoë keek"


def test_who_types_on_is_saved_every_ten_seconds(slow_motion):
    sent = saves(slow_motion)
    for _key in range(13):
        slow_motion.find(BOX).press_sequentially("a")
        slow_motion.page.clock.run_for(0.8 * SECONDS)
    assert len(sent) == 1  # after ten of these 10.4 seconds


def test_typing_on_while_a_save_is_under_way_is_saved_after_it(slow_motion):
    page, under_way = slow_motion.page, []
    page.route(PART, lambda route: route.continue_() if under_way else under_way.append(route))
    slow_motion.find(BOX).fill("Eerst dit")
    while not under_way:
        page.clock.run_for(0.5 * SECONDS)
    slow_motion.find(BOX).fill("Eerst dit, dan dat")
    page.clock.run_for(2 * SECONDS)
    with page.expect_response(PART):
        under_way[0].continue_()
    with page.expect_response(PART):
        page.clock.run_for(2 * SECONDS)
    assert kept() == "Eerst dit, dan dat"
    expect(slow_motion.find(BOX)).to_have_value("Eerst dit, dan dat")


def test_a_mark_is_saved_at_once(noor):
    with noor.page.expect_response(PART):
        noor.find("#cpl [name=shown_indicator]").first.check()
    assert Reflection.objects.get().row.marks.count() == 1


def test_the_status_beside_the_box_says_when_it_was_saved(noor):
    expect(noor.find(f"{BOX}-saved svg")).to_have_count(0)
    noor.find(BOX).fill("Zoë keek")
    expect(noor.find(f"{BOX}-saved")).to_contain_text(re.compile(r"\d\d\.\d\d"))
    expect(noor.find("#cpl-evidence-saved svg")).to_have_count(0)  # nothing was written there


# ---- what may go wrong


def test_what_is_typed_offline_is_saved_when_the_network_is_back(noor, expect_complaints):
    expect_complaints("ERR_INTERNET_DISCONNECTED", "htmx:(sendError|afterRequest)")
    noor.context.set_offline(True)
    noor.find(BOX).fill("Geschreven in de trein")
    _says_it_is_not_saved(noor)
    noor.context.set_offline(False)
    _says_it_is_saved(noor)
    assert kept() == "Geschreven in de trein"


def test_a_server_that_fails_is_asked_again(noor, expect_complaints):
    expect_complaints("500")
    failing = [2]

    def fail_twice(route: Route) -> None:
        failing[0] -= 1
        route.fulfill(status=500) if failing[0] >= 0 else route.continue_()

    noor.page.route(PART, fail_twice)
    noor.find(BOX).fill("Blijft staan")
    _says_it_is_not_saved(noor)
    _says_it_is_saved(noor)
    assert kept() == "Blijft staan"


@pytest.mark.parametrize("keys", [0, 60])
def test_a_server_that_is_away_is_asked_less_and_less(slow_motion, expect_complaints, keys):
    expect_complaints("ERR_FAILED", "htmx:(sendError|afterRequest)")
    slow_motion.page.route(PART, lambda route: route.abort())
    sent = saves(slow_motion)
    slow_motion.find(BOX).press_sequentially("a")
    for half_second in range(60):
        slow_motion.page.clock.run_for(0.5 * SECONDS)
        if half_second < keys:
            slow_motion.find(BOX).press_sequentially("a")
    assert 2 <= len(sent) <= 5  # in half a minute


def test_an_answer_that_gets_lost_loses_no_text(noor, expect_complaints):
    """The server saved it but could not say so: the page tries again with the version it knows."""
    expect_complaints("ERR_FAILED", "htmx:(sendError|afterRequest)", "409")

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    noor.page.route(PART, lose_the_answer, times=1)
    noor.find(BOX).fill("Aangekomen")
    _says_it_is_not_saved(noor)
    noor.find(BOX).press_sequentially(", en verder")
    expect(noor.find("#cpl-reflection-answer .d-two-versions, #cpl-shown-saved svg")).to_be_visible()
    expect(noor.find(BOX)).to_have_value("Aangekomen, en verder")
    if noor.find("#cpl-reflection-answer .d-two-versions").count():
        _choose(noor, "mine")
    assert kept() == "Aangekomen, en verder"


def test_a_session_that_ended_keeps_the_text_until_one_signed_in_again_in_another_tab(noor, expect_complaints):
    expect_complaints("401")
    Session.objects.all().delete()
    noor.find(BOX).fill("Nog niet weg")
    expect(noor.find("#signed-out")).to_be_visible()
    expect(noor.find(BOX)).to_have_value("Nog niet weg")

    with noor.context.expect_page() as opened:
        noor.find("#signed-out a").click()
    noor.sign_in_by_code(opened.value)
    opened.value.close()
    _says_it_is_saved(noor)
    expect(noor.find("#signed-out")).to_be_hidden()
    assert kept() == "Nog niet weg"


def test_a_mentor_whose_session_ended_opens_the_link_again_and_it_is_saved(cast, at_screen, expect_complaints, post):
    expect_complaints("401")
    hand_in(cast.final)
    post.deliver()
    marieke = at_screen(cast.mentor, PHONE, signed_in=False)
    letter = marieke.open_mail()
    marieke.come_in(letter)
    Session.objects.all().delete()
    marieke.find("#cpl-motivation").fill("Nog niet weg")
    expect(marieke.find("#signed-out")).to_be_visible()
    tab = marieke.context.new_page()
    tab.goto(letter.link)
    tab.close()
    expect(marieke.find("#cpl-motivation-saved svg")).to_be_visible()
    assert Judgement.objects.get().motivation == "Nog niet weg"


def test_a_text_never_goes_to_somebody_else_who_signs_in(cast, noor, expect_complaints):
    expect_complaints("401", "404")
    Session.objects.all().delete()
    noor.find(BOX).fill("Van Noor")
    expect(noor.find("#signed-out")).to_be_visible()
    noor.user = cast.other_student
    with noor.page.expect_response(lambda answer: PART.search(answer.url) and answer.status == 404):
        noor.sign_in()
    expect(noor.find(BOX)).to_have_value("Van Noor")
    assert not Reflection.objects.exists()


def test_a_form_that_was_handed_in_elsewhere_keeps_the_text_on_the_page(cast, noor, expect_complaints):
    expect_complaints("403")
    hand_in(cast.final)
    noor.find(BOX).fill("Te laat")
    expect(noor.find("#cpl-reflection-answer [data-stopped]")).to_be_visible()
    expect(noor.find(BOX)).to_have_value("Te laat")
    assert kept() == "Dit liet ik zien bij CPL."


# ---- two tabs


@pytest.mark.parametrize(
    ("choice", "stays", "goes"),
    [
        ("mine", "Van de telefoon", "Van de laptop"),
        ("theirs", "Van de laptop", "Van de telefoon"),
        ("both", "Van de laptop\n\nVan de telefoon", "Van de laptop"),
        ("", "Van de laptop", "Van de telefoon"),  # leaves without choosing
    ],
)
def test_two_tabs_show_both_texts_and_lose_neither(cast, at_screen, noor, expect_complaints, choice, stays, goes):
    expect_complaints("409")
    phone = at_screen(cast.student, PHONE)
    phone.open(cast.final.get_absolute_url())
    noor.find(BOX).fill("Van de laptop")
    _says_it_is_saved(noor)
    phone.find(BOX).fill("Van de telefoon")

    texts = phone.find("#cpl-reflection-answer .d-two-versions .txt")
    expect(texts.get_by_text("Van de telefoon")).to_be_visible()
    expect(texts.get_by_text("Van de laptop")).to_be_visible()
    assert kept() == "Van de laptop"
    if not choice:
        phone.page.on("dialog", lambda dialog: dialog.accept())
        phone.page.goto("/")
        soon(lambda: EarlierText.objects.exists())
        phone.open(cast.final.get_absolute_url())
    else:
        _choose(phone, choice)
    assert kept() == stays
    expect(phone.find(BOX)).to_have_value(stays)
    assert [earlier.texts["shown"] for earlier in EarlierText.objects.all()] == [goes]


# ---- the step waits for the last words


def test_handing_in_takes_the_last_words_along(cast, at_screen):
    reflect(cast.final)
    noor = at_screen(cast.student)
    noor.open(cast.final.get_absolute_url())
    noor.find(BOX).fill("Op het laatste moment")
    noor.press(HAND_IN)
    expect(noor.find("main .d-notes .d-note")).to_be_visible()
    assert kept() == "Op het laatste moment"
    cast.final.refresh_from_db()
    assert cast.final.state == "responding"


def test_signing_does_not_go_past_words_that_cannot_be_saved(cast, at_screen, expect_complaints):
    expect_complaints("409")
    respond(hand_in(cast.final), cast.mentor)
    marieke = at_screen(cast.mentor)
    marieke.open(cast.final.get_absolute_url())
    Judgement.objects.update(version=7)  # saved elsewhere meanwhile
    marieke.find("#cpl-motivation").fill("Alleen hier")
    marieke.press(SIGN)
    expect(marieke.find("#cpl-judgement-answer .d-two-versions")).to_be_in_viewport()
    cast.final.refresh_from_db()
    assert cast.final.state == "responding"
    expect(marieke.find("#cpl-motivation")).to_have_value("Alleen hier")


def test_leaving_with_unsaved_words_asks_first(noor, expect_complaints):
    expect_complaints("ERR_INTERNET_DISCONNECTED", "htmx:(sendError|afterRequest)")
    noor.context.set_offline(True)
    noor.find(BOX).fill("Nog niet bewaard")
    _says_it_is_not_saved(noor)
    asked = []
    noor.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    noor.page.close(run_before_unload=True)
    noor.page.wait_for_event("dialog") if not asked else None
    assert asked == ["beforeunload"]
    expect(noor.find(BOX)).to_have_value("Nog niet bewaard")


def test_leaving_at_once_takes_the_last_words_along_and_asks_nothing(noor):
    asked = []
    noor.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    noor.find(BOX).press_sequentially("Nog net dit")
    noor.page.goto("/")
    soon(lambda: kept() == "Nog net dit")
    assert asked == []


def test_leaving_a_box_whose_text_is_saved_saves_nothing_again(noor):
    noor.find(BOX).fill("Bewaard")
    _says_it_is_saved(noor)
    sent = saves(noor)
    noor.page.goto("/")
    assert sent == []


def test_what_comes_too_late_on_leaving_lies_among_the_earlier_texts(cast, noor):
    write(cast.final, cast.student, "CPL", "reflection", shown="Elders geschreven")
    noor.find(BOX).press_sequentially("Op de valreep")
    noor.page.goto("/")
    soon(lambda: EarlierText.objects.exists())
    assert EarlierText.objects.get().texts["shown"] == "Op de valreep"
    assert kept() == "Elders geschreven"


def test_a_text_that_is_too_long_is_kept_whole_and_said_to_be_unsaved(noor, expect_complaints):
    expect_complaints("422")
    noor.find(BOX).fill("lang " * 5_000)
    expect(noor.find(f"{BOX}-fault")).to_contain_text("20000")
    assert len(noor.find(BOX).input_value()) == 25_000


# ---- what moves along while one writes


def test_the_writing_aid_names_sweeping_words_and_can_be_sent_away(noor):
    noor.find(BOX).fill("De les ging wel goed.")
    expect(noor.find(f"{BOX}-aid q")).to_have_text("ging wel goed")
    noor.find(f"{BOX}-aid [data-dismiss-aid]").click()
    expect(noor.find(f"{BOX}-aid .d-hint")).to_have_count(0)
    with noor.page.expect_response(PART):
        noor.find(BOX).fill("De les ging wel goed. Zoë vroeg door.")
    expect(noor.find(f"{BOX}-aid .d-hint")).to_have_count(0)


def test_the_step_bar_and_what_is_missing_follow_the_writing(noor):
    missing = noor.find("#forward .d-missing li")
    expect(missing).to_have_count(5)
    expect(noor.find("[data-step=cpl]")).not_to_have_class(re.compile("done"))
    noor.find(BOX).fill("Zoë keek")
    expect(noor.find("[data-step=cpl]")).to_have_class(re.compile("done"))
    expect(missing).to_have_count(4)
    for outcome in ("aol", "lv", "ict", "ppi"):
        noor.find(f"#{outcome}-shown").fill("Zoë keek")
    expect(noor.find(HAND_IN)).to_be_visible()
    noor.find(BOX).fill("  ")
    expect(noor.find(HAND_IN)).to_have_count(0)


def test_the_step_bar_says_which_outcome_is_in_view_also_after_a_save(noor):
    noor.find("#lv-shown").scroll_into_view_if_needed()
    expect(noor.find("[data-step=lv]")).to_have_attribute("aria-current", "step")
    noor.find("#lv-shown").fill("Zoë keek")
    expect(noor.find("#lv-shown-saved svg")).to_be_visible()
    expect(noor.find("[data-step=lv]")).to_have_attribute("aria-current", "step")


def test_a_save_leaves_the_focus_where_it_is(cast, at_screen):
    reflect(cast.final)
    noor = at_screen(cast.student)
    noor.open(cast.final.get_absolute_url())
    noor.find(BOX).fill("Zoë keek")
    with noor.page.expect_response(PART):
        noor.find(HAND_IN).focus()
    expect(noor.find(f"{BOX}-saved svg")).to_be_visible()
    expect(noor.find(HAND_IN)).to_be_focused()


def _says_it_is_saved(person) -> None:
    expect(person.find(f"{BOX}-saved svg")).to_be_visible()


def _says_it_is_not_saved(person) -> None:
    expect(person.find(f"{BOX}-saved")).to_have_text(person.find("#writing-words").get_attribute("data-offline"))


def _choose(person, choice: str) -> None:
    """One of the three ways on; the page comes back with what was chosen."""
    spot = {"mine": 0, "theirs": 1, "both": 2}[choice]
    with person.page.expect_navigation():
        person.find("#cpl-reflection-answer button").nth(spot).click()
