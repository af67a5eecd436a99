"""Who types before the script of the page is there loses nothing."""

from playwright.sync_api import expect

from .conftest import PHONE


def test_words_typed_before_the_script_came_are_saved_once_it_is_there(cast, final_open, at_screen):
    noor, late = at_screen(cast.student, PHONE), []
    noor.page.route("**/js/writing*.js", lambda asked: late.append(asked))
    noor.page.goto(cast.final.get_absolute_url(), wait_until="commit")
    noor.find("#cpl-shown").fill("Ik begroet iedereen bij de deur.")
    assert not cast.final.rows.filter(reflection__isnull=False).exists()
    late[0].continue_()
    expect(noor.find("#cpl-reflection .d-saved").first).to_contain_text(".")
    assert cast.final.rows.get(reflection__isnull=False).reflection.shown == "Ik begroet iedereen bij de deur."
