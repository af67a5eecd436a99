"""Everything works without JavaScript too: each part has its own button, and nothing that was typed is lost."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from assessments.models import Judgement, Reflection
from tests.cast import hand_in, reflect, respond

from .conftest import DESKTOP, PHONE
from .writing import words

SAVED = "#cpl-shown-saved svg"

pytestmark = pytest.mark.usefixtures("final_open")


@pytest.fixture
def plain(at_screen):
    """A browser without JavaScript."""
    return lambda user, screen=PHONE: at_screen(user, screen, java_script_enabled=False)


def test_a_student_writes_a_part_with_its_button_and_hands_in(cast, plain):
    reflect(cast.final)
    noor = plain(cast.student)
    noor.open(cast.final.get_absolute_url())
    noor.find("#cpl-shown").fill(words("Noor", "cpl-shown"))
    noor.find("#cpl [name=shown_indicator]").first.check()
    noor.find("#cpl form[data-part] button").click()
    expect(noor.find("#cpl-shown")).to_have_value(words("Noor", "cpl-shown"))
    expect(noor.find(SAVED)).to_be_visible()
    kept = Reflection.objects.get(row__item__outcome__code="CPL", row__form=cast.final)
    assert kept.shown == words("Noor", "cpl-shown")
    assert kept.row.marks.count() == 1

    noor.find("form[action$='/steps/hand_in/'] button").click()
    expect(noor.find("main .d-notes .d-note")).to_be_visible()
    cast.final.refresh_from_db()
    assert cast.final.state == "responding"


def test_a_mentor_judges_and_signs(cast, plain):
    respond(hand_in(cast.final), cast.mentor)
    Judgement.objects.filter(row__item__outcome__code="CPL").delete()
    marieke = plain(cast.mentor)
    marieke.open(cast.final.get_absolute_url())
    for choice in ("not", "yes"):
        marieke.find(f"label[for=cpl-judgement-{choice}]").click()
    marieke.find("#cpl-motivation").fill(words("Marieke", "cpl-motivation"))
    marieke.find("#cpl-feed_forward").fill("Kijk driemaal rond.")
    marieke.find("#cpl-judgement button.d-save").click()
    expect(marieke.find("#cpl-motivation")).to_have_value(words("Marieke", "cpl-motivation"))
    judgement = Judgement.objects.get(row__item__outcome__code="CPL")
    assert (judgement.verdict, judgement.trust) == ("not_met", True)

    marieke.find("form[action$='/steps/sign/'] button").click()
    expect(marieke.find("main .d-notes .d-note")).to_be_visible()
    cast.final.refresh_from_db()
    assert cast.final.state == "signed"


def test_what_is_missing_is_named_with_a_link_to_its_spot(cast, plain):
    noor = plain(cast.student)
    noor.open(cast.final.get_absolute_url())
    noor.find("#forward .d-missing a").first.click()
    expect(noor.find("#cpl-shown")).to_be_in_viewport()


def test_every_indicator_can_be_read(cast, plain):
    noor = plain(cast.student)
    noor.open(cast.final.get_absolute_url())
    for text in noor.find("#cpl .d-inds li span").all():
        expect(text).to_be_visible()


def test_a_session_that_ended_gives_the_text_back_with_a_button_that_saves_it(cast, plain, expect_complaints):
    expect_complaints("401", "403")
    noor = plain(cast.student)
    noor.open(cast.final.get_absolute_url())
    noor.find("#cpl-shown").fill("Nog niet weg.\n\nOok dit niet.")
    Session.objects.all().delete()
    noor.find("#cpl form[data-part] button").click()
    expect(noor.find("main")).to_contain_text("Nog niet weg.")
    assert not Reflection.objects.exists()
    tab = noor.context.new_page()
    tab.goto("/accounts/login/")
    noor.sign_in_by_code(tab)
    noor.find("main form button.btn-primary").click()  # with the token from before signing in again
    noor.find("main form button.btn-primary").click()
    expect(noor.find("#cpl-shown")).to_have_value("Nog niet weg.\n\nOok dit niet.")
    assert Reflection.objects.get().shown == "Nog niet weg.\n\nOok dit niet."


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_two_tabs_show_both_texts_and_the_writer_chooses(cast, plain, expect_complaints, choice):
    expect_complaints("409")
    laptop, phone = plain(cast.student, DESKTOP), plain(cast.student)
    for person, text in ((laptop, "Van de laptop"), (phone, "Van de telefoon")):
        person.open(cast.final.get_absolute_url())
        person.find("#cpl-shown").fill(text)
    laptop.find("#cpl form[data-part] button").click()
    expect(laptop.find(SAVED)).to_be_visible()
    phone.find("#cpl form[data-part] button").click()
    for text in ("Van de laptop", "Van de telefoon"):
        expect(phone.find(".d-two-versions .txt").get_by_text(text)).to_be_visible()
    phone.find(f"button[name=resolves][value={choice}]").click()
    expect(phone.find("#cpl-shown")).to_have_value({"mine": "Van de telefoon", "theirs": "Van de laptop"}[choice])


def test_an_examiner_adopts_the_judgement(cast, plain):
    form = respond(hand_in(cast.final), cast.mentor).take("sign", cast.mentor)
    ilse = plain(cast.examiner)
    ilse.open(form.get_absolute_url())
    ilse.find("form[action$='/steps/adopt/'] button").click()
    expect(ilse.find(".d-verdict :text('Ilse,')").first).to_be_visible()
    assert form.decisions.get(unit=cast.units[0]).state == "decided"
