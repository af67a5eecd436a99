"""axe on the pages of the talks: the record, the goals with their versions, a private note, educators passed on."""

from playwright.sync_api import expect

from tests.cast import signed
from tests.conversations.talking import goal_on, guidance, note_for, passed_on, recorded, talk, without_examiner

from .tour import Tour


def test_the_pages_of_the_talks(tour: Tour, cast):
    here, goal = cast.placement.pk, goal_on(cast)
    goal.reword("Ook in 2D binnen vijf minuten.", by=cast.student, kind="midterm", seen=1)
    goal_on(cast, "AOL").take("reach", cast.mentor)
    guidance(cast, cast.mentor)
    signed(cast.midterm, cast.mentor)
    without_examiner(cast)
    passed_on(cast, "noor.voorbeeld@freedom.example")
    note_for(cast, "mentor", "Op dinsdag moet ik om vier uur weg.")
    midterm = talk(cast, "midterm")
    recorded(midterm, cast.mentor)
    tour.become(cast.student)
    tour.visit("conversations:conversation", talk(cast, "introduction").pk)
    tour.visit("conversations:conversation", midterm.pk)
    tour.post("form[action$='/record/']", version="0", report="Een andere tekst.")
    tour.look("two versions of a report")
    tour.visit("conversations:conversation", midterm.pk)
    recorded(midterm, cast.mentor, "Nog een andere tekst.", seen=1)
    tour.page.locator("#record-report").fill("Hier getypt.")
    tour.page.locator(".d-two-versions").wait_for()
    tour.look("two versions of a report, on the page itself")
    tour.visit("conversations:goals", here)
    for fold in tour.page.locator("main summary").all():
        fold.click()
    tour.look("the goals with every fold open")
    tour.visit("conversations:private_notes", here)
    tour.visit("conversations:guidance", here)
    tour.post("main form")
    tour.look("a guidance talk that says nothing")
    tour.visit("conversations:educators", here)
    tour.post("main form:has([name=email])")
    tour.look("an educator with faults")
    tour.become(cast.mentor)
    tour.visit("conversations:private_notes", here)
    tour.visit("conversations:conversation", talk(cast, "final").pk)
    tour.become(cast.institute_educator)
    tour.visit("conversations:educators", here)
    talk(cast, "final").take("cancel", cast.mentor, "Ziek.")
    tour.become(cast.student)
    tour.visit("home")
    expect(tour.page.locator("#off")).to_be_visible()
    assert not tour.faults, "\n".join(tour.faults)
