"""Somebody who never saw the product makes next year's edition: with a file, or as a copy. Also without JavaScript,
and with the keys alone."""

import re

import pytest
from playwright.sync_api import expect

from learning_outcomes.models import Framework, Indicator, LearningOutcome
from tests.cast import HAN
from tests.learning_outcomes.making import stored

from .conftest import DESKTOP, PHONE
from .test_keyboard import tab_to, walk

OLD, NEW = "Je past consequent routines toe", "Je past routines toe"
PREVIEW = "/frameworks/load/"
EDITION = "/frameworks/han-tweedegraads/2026-2027/"


@pytest.fixture
def next_year() -> str:
    """The file of next year's edition."""
    text = HAN.read_text("utf-8").replace("edition: 2025-2026", "edition: 2026-2027\n  replaces: 2025-2026")
    return text.replace(OLD, NEW)


def choose(person, text: str) -> None:
    """Choose this file; its page comes with the keys alone."""
    person.find("main [type=file]").set_input_files(
        {"name": "han.yaml", "mimeType": "text/yaml", "buffer": text.encode()}
    )
    with person.page.expect_navigation():
        person.find("main form button").first.press("Enter")


def test_next_years_edition_is_loaded_mended_and_published_without_javascript(cast, at_screen, next_year):
    beheer = at_screen(cast.admin, java_script_enabled=False)
    beheer.open("/frameworks/")
    beheer.page.get_by_role("link", name="Laad een raamwerk").click()
    choose(beheer, next_year.replace("target_level: tussenniveau", "target_level: midden", 1))
    expect(beheer.find("h1")).to_have_text("Eén regel klopt nog niet.")
    expect(beheer.find(".d-faults pre")).to_have_text("        target_level: midden")
    beheer.page.get_by_role("link", name="Kies het bestand opnieuw").click()

    choose(beheer, next_year)
    expect(beheer.find("h1")).to_have_text("Alles klopt. 1 ding verandert.")
    expect(beheer.find(".d-diff del")).to_contain_text("consequent")
    beheer.page.get_by_role("button", name="Laden als concept").click()
    expect(beheer.page).to_have_url(re.compile(f"{EDITION}$"))
    beheer.page.get_by_role("link", name="Publiceer").click()
    beheer.page.get_by_role("button", name="Publiceer").click()
    expect(beheer.find(".d-head")).to_contain_text("Gepubliceerd en bevroren.")
    assert Framework.objects.get(edition="2026-2027").frozen


def test_a_new_edition_is_made_as_a_copy_and_one_indicator_changed_in_the_administration(
    cast, at_screen, expect_complaints
):
    expect_complaints("404")  # the administration has no icon
    beheer = at_screen(cast.admin)
    beheer.open("/frameworks/han-tweedegraads/2025-2026/")
    beheer.page.get_by_role("link", name="Nieuwe editie").click()
    beheer.page.get_by_role("button", name="Maak de nieuwe editie").click()
    expect(beheer.page).to_have_url(re.compile(f"{EDITION}$"))
    beheer.page.get_by_role("link", name="Wijzig", exact=True).click()
    beheer.page.get_by_role("link", name="Creëren van positief leerklimaat").first.click()
    box = beheer.page.locator("textarea", has_text=OLD)
    box.fill(NEW)
    beheer.page.locator("[name=_save]").click()
    expect(beheer.find(".messagelist .success")).to_be_visible()
    beheer.page.get_by_role("link", name="Weergeven op website").click()
    expect(beheer.page).to_have_url(re.compile(f"{EDITION}$"))
    texts = Indicator.objects.filter(outcome__framework__edition="2026-2027", code="CPL.1.2")
    assert [row.text for row in texts] == [NEW]


def test_a_new_outcome_is_added_with_a_dimension_and_an_indicator(cast, at_screen, expect_complaints):
    expect_complaints("404")
    framework = stored(HAN.read_text("utf-8").replace("edition: 2025-2026", "edition: 2026-2027"))
    beheer = at_screen(cast.admin)
    beheer.open(f"/admin/learning_outcomes/framework/{framework.pk}/change/")
    beheer.page.get_by_role("link", name="Voeg toe: leeruitkomst").click()
    for name, text in {"code": "NW", "title": "Nieuw", "short_title": "Nieuw", "aliases": "Een\nTwee"}.items():
        beheer.find(f"#id_{name}").fill(text)
    for part, text in (("dimensions", "title"), ("indicators", "text")):
        beheer.page.locator(f"#{part}-group .add-row a").click()
        beheer.find(f"#id_{part}-0-code").fill(f"NW.{part}")
        beheer.find(f"#id_{part}-0-{text}").fill("Je vraagt iets.")
    beheer.page.locator("[name=_save]").click()
    expect(beheer.page.locator("#framework_form").get_by_role("link", name="NW Nieuw", exact=True)).to_be_visible()
    outcome = LearningOutcome.objects.get(code="NW")
    assert outcome.aliases == ["Een", "Twee"]
    assert framework.outcomes.last() == outcome
    assert outcome.indicators.get().text == outcome.dimensions.get().title == "Je vraagt iets."


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_stop_on_the_pages_of_making_is_reached_seen_and_not_covered(
    cast, at_screen, screen, next_year, expect_complaints
):
    expect_complaints("422")  # the file that cannot be read
    beheer = at_screen(cast.admin, screen)
    beheer.open(PREVIEW)
    faults = walk(beheer.page).faults
    for text in (next_year, next_year.replace("target_level: tussenniveau", "target_level: midden"), "a: b: c"):
        beheer.open(PREVIEW)
        choose(beheer, text)
        faults += walk(beheer.page).faults
    stored(next_year)
    for path in (f"{EDITION}publish/", f"{EDITION}delete/", "/frameworks/han-tweedegraads/2025-2026/next/"):
        beheer.open(path)
        faults += walk(beheer.page).faults
    assert not faults, "\n".join(faults)


def test_a_draft_is_published_with_the_keys_alone(cast, at_screen, next_year):
    stored(next_year)
    beheer = at_screen(cast.admin)
    beheer.open(EDITION)
    tab_to(beheer.page, "a[href$='/publish/']")
    beheer.page.keyboard.press("Enter")
    expect(beheer.find("h1")).to_have_text("Publiceert u editie 2026-2027?")
    tab_to(beheer.page, "main form button")
    beheer.page.keyboard.press("Enter")
    expect(beheer.find(".d-head")).to_contain_text("Gepubliceerd en bevroren.")
