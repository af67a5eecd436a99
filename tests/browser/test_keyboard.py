"""Everything is done with the keys alone: each link, button and field is reached in order, is seen to have the focus,
and nothing lies over it."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.cast import hand_in, signed
from tests.learning_outcomes.crosswalked import crosswalked

from .conftest import DESKTOP, PHONE
from .writing import FORMATIVE, OUTCOMES, words

# What can have the focus now, in the order of the page; of a group of radio buttons the one that is on, or the first.
STOPS = """() => {
  const able = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  return [...document.querySelectorAll(able)].filter((one) => {
    if (one.disabled || !one.checkVisibility({ visibilityProperty: true })) return false;
    if (one.type !== "radio") return true;
    const group = [...one.form.elements[one.name]];
    return one === (group.find((other) => other.checked) || group[0]);
  }).map((one, number) => { one.dataset.stop = number; return String(number); });
}"""
# Where the focus is now: drawn how, and what lies over it. A drawn box is looked at in its label. In its middle nothing
# else may be; nearer to its edge nothing that sticks to the screen.
HERE = """() => {
  const one = document.activeElement, drawn = one.classList.contains("btn-check") ? one.labels[0] : one;
  const style = getComputedStyle(drawn), box = drawn.getClientRects()[0];
  const own = (hit) => drawn.contains(hit) || hit.contains(drawn) || [...one.labels || []].some((l) => l.contains(hit));
  const sticks = (hit) => hit && !hit.contains(drawn)
    && (["sticky", "fixed"].includes(getComputedStyle(hit).position) || sticks(hit.parentElement));
  const hitAt = ([x, y]) => document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
  const middle = hitAt([.5, .5]);
  const over = [[.02, .5], [.98, .5], [.5, .1], [.5, .9]].map(hitAt).find((hit) => hit && !own(hit) && sticks(hit));
  return {
    stop: one === document.body ? null : one.dataset.stop ?? "unexpected",
    name: `${one.tagName} ${one.id || one.name || one.textContent.trim().slice(0, 30)}`,
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    covered: !middle ? "outside the screen" : !own(middle) ? `under ${middle.className}` : over ? over.className : "",
  };
}"""
MOST = 600  # stops on one page


@dataclass
class Walk:
    stops: list[str]
    faults: list[str]


def walk(page: Page) -> Walk:
    """Press Tab from the top to the end of the page."""
    expected = page.evaluate(STOPS)
    found = Walk([], [])
    for _press in range(MOST):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if found.stops and here["stop"] == found.stops[-1]:
            continue  # a date has a stop for day, month and year
        if here["stop"] is None or here["stop"] in found.stops:
            break
        found.stops.append(here["stop"])
        if here["outline"] < 2:
            found.faults.append(f"{here['name']}: the focus is not visible")
        if here["covered"]:
            found.faults.append(f"{here['name']}: {here['covered']}")
    if found.stops != expected:
        missed = [page.locator(f"[data-stop='{stop}']") for stop in expected if stop not in found.stops]
        names = [one.evaluate("(one) => one.outerHTML.slice(0, 90)") for one in missed]
        found.faults.append(f"not reached: {names}" if names else "another order than on the page")
    return found


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("student", "/"),
        ("student", "form"),
        ("mentor", "/"),
        ("mentor", "form"),
        ("institute_educator", "/"),
        ("examiner", "form"),
        ("student", "/me/"),
        ("student", "/frameworks/han-tweedegraads/2025-2026/"),
        ("student", "/frameworks/han-tweedegraads/2025-2026/outcomes/CPL/"),
        ("student", "/frameworks/search/?q=leerklimaat"),
    ],
)
def test_every_link_button_and_field_is_reached_seen_and_not_covered(cast, at_screen, role, path, screen):
    form = {"student": lambda: cast.final, "mentor": lambda: hand_in(cast.final)}
    form = form.get(role, lambda: signed(cast.final, cast.mentor))()
    person = at_screen(cast.people[role], screen)
    person.open(form.get_absolute_url() if path == "form" else path)
    found = walk(person.page)
    assert len(found.stops) > 5
    assert not found.faults, "\n".join(found.faults)


def test_a_word_leads_to_its_explanation_with_the_keys_and_without_javascript(cast, at_screen):
    noor = at_screen(cast.student, PHONE, java_script_enabled=False)
    noor.open("/frameworks/han-tweedegraads/2025-2026/")
    word = noor.find("a.d-word").first
    word.focus()
    noor.page.keyboard.press("Enter")
    expect(noor.find(word.get_attribute("href"))).to_be_in_viewport()
    noor.page.keyboard.press("Tab")
    expect(noor.find(f"{word.get_attribute('href')} a")).to_be_focused()


def test_the_first_stop_leads_past_the_menu(cast, at_screen):
    karim = at_screen(cast.institute_educator)
    karim.open("/")
    karim.page.keyboard.press("Tab")
    karim.page.keyboard.press("Enter")
    expect(karim.find("main")).to_be_focused()


def test_escape_closes_the_guide_and_gives_the_focus_back(cast, at_screen):
    noor = at_screen(cast.student, PHONE)
    noor.open(cast.final.get_absolute_url())
    noor.find("#cpl [data-sheet]").focus()
    noor.page.keyboard.press("Enter")
    expect(noor.find("#cpl-guide")).to_be_focused()
    noor.page.keyboard.press("Escape")
    expect(noor.find("#cpl-guide")).to_be_hidden()
    expect(noor.find("#cpl [data-sheet]")).to_be_focused()


def test_tab_out_of_the_guide_closes_it_so_that_it_covers_nothing(cast, at_screen):
    noor = at_screen(cast.student, PHONE)
    noor.open(cast.final.get_absolute_url())
    noor.find("#cpl [data-sheet]").focus()
    noor.page.keyboard.press("Enter")
    noor.find("#cpl-guide input").last.focus()
    expect(noor.find("#cpl-guide")).to_be_visible()
    noor.page.keyboard.press("Tab")
    expect(noor.find("#cpl-guide")).to_be_hidden()
    assert noor.page.evaluate(HERE)["covered"] == ""


def test_a_tap_beside_the_guide_only_closes_it(cast, at_screen):
    noor = at_screen(cast.student, PHONE)
    noor.open(cast.final.get_absolute_url())
    noor.find("#cpl [data-sheet]").click()
    noor.page.mouse.click(195, 20)  # on what lies behind it
    expect(noor.find("#cpl-guide")).to_be_hidden()
    expect(noor.page).to_have_url(re.compile(f"{cast.final.get_absolute_url()}$"))


def test_escape_closes_the_menu_and_gives_the_focus_back(cast, at_screen):
    karim = at_screen(cast.institute_educator, PHONE)
    karim.open("/")
    menu = karim.find(".d-menu > summary")
    menu.focus()
    karim.page.keyboard.press("Enter")
    expect(karim.find(".d-menu-sheet")).to_be_visible()
    karim.page.keyboard.press("Tab")
    karim.page.keyboard.press("Escape")
    expect(karim.find(".d-menu-sheet")).to_be_hidden()
    expect(menu).to_be_focused()


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_mentor_does_the_whole_job_with_the_keys_alone(cast, at_screen, post, screen):
    hand_in(cast.final)
    post.deliver()
    marieke = at_screen(cast.mentor, screen, signed_in=False)
    page, keys = marieke.page, marieke.page.keyboard
    page.goto(post.unread(cast.mentor)[-1].link)
    tab_to(page, "main form button")
    keys.press("Enter")
    expect(marieke.find("#id_code")).to_be_visible()
    post.deliver()
    tab_to(page, "#id_code")
    keys.type(post.unread(cast.mentor)[-1].code)
    keys.press("Enter")
    expect(marieke.find("#steps")).to_be_visible()

    for outcome in OUTCOMES:
        if outcome not in FORMATIVE:
            tab_to(page, f"#{outcome} [name=verdict]")
            keys.press("Space")
            tab_to(page, f"#{outcome}-motivation")
            keys.insert_text(words("Marieke", "motivation"))
            if marieke.find(f"#{outcome} [name=trust]").count():
                tab_to(page, f"#{outcome} [name=trust]")
                keys.press("Space")
            tab_to(page, f"#{outcome}-feed_forward")
            keys.insert_text("Kijk driemaal rond.")
            continue
        for box in ("made", "to_make"):
            tab_to(page, f"#{outcome}-{box}")
            keys.insert_text("Vraagt nu zelf om feedback.")
    expect(marieke.find("form[action$='/steps/sign/']")).to_be_visible()
    tab_to(page, "form[action$='/steps/sign/'] button")
    keys.press("Enter")
    expect(marieke.find(".d-glance")).to_be_visible()
    cast.final.refresh_from_db()
    assert cast.final.state == "signed"


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    "path", ["/frameworks/compare/programma/2025-2026/with/kader/concept/", "/frameworks/transfer/"]
)
def test_every_stop_of_a_comparison_is_reached_seen_and_not_covered(cast, at_screen, path, screen):
    crosswalked().publish()
    noor = at_screen(cast.student, screen)
    noor.open(path)
    found = walk(noor.page)
    assert len(found.stops) > 5
    assert not found.faults, "\n".join(found.faults)


def test_a_relation_is_laid_with_the_keys_alone(cast, at_screen):
    two = crosswalked()
    beheer = at_screen(cast.admin)
    beheer.open(two.crosswalk.get_absolute_url())
    page, keys = beheer.page, beheer.page.keyboard
    tab_to(page, "a[href$='/relations/new/']")
    keys.press("Enter")
    expect(beheer.find("#id_here")).to_be_visible()
    for field, begins in (("#id_here", "B1"), ("#id_kind", "is"), ("#id_there", "Y")):
        tab_to(page, field)
        keys.type(begins)
    tab_to(page, "#id_remark")
    keys.insert_text("Met de toetsen.")
    tab_to(page, "main form button")
    keys.press("Enter")
    expect(beheer.find("main")).to_contain_text("Met de toetsen.")
    row = two.crosswalk.relations.get(remark="Met de toetsen.")
    assert (row.origin.node, row.target.node) == (two.outcomes["B1"], two.areas["Y"])


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until this has the focus."""
    for _press in range(MOST):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached")
