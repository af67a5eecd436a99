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


def test_parts_are_saved_one_after_the_other_so_the_last_answer_is_the_newest(cast, final_open, at_screen):
    noor, held = at_screen(cast.student, PHONE), []
    noor.page.goto(cast.final.get_absolute_url())
    noor.page.route("**/reflection/", lambda asked: held.append(asked))
    for outcome in ("cpl", "aol"):
        noor.find(f"#{outcome}-shown").fill("Ik begroet iedereen bij de deur.")
    noor.page.wait_for_timeout(2500)
    assert len(held) == 1
    held[0].continue_()
    expect(noor.find("#cpl-reflection .d-saved").first).to_contain_text(".")
    noor.page.wait_for_timeout(300)
    assert len(held) == 2
    held[1].continue_()
    expect(noor.find("#aol-reflection .d-saved").first).to_contain_text(".")
