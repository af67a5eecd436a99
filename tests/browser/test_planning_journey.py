"""Four people and the days of their conversations: planned at once, moved once by phone, one cancelled (C08)."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from conversations.models import Conversation
from placements.models import Placement

from .conftest import PHONE


def test_the_conversations_are_planned_moved_and_cancelled(cast, at_screen, post, expect_complaints):
    expect_complaints("422")  # the day that is not proposed
    start = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    Placement.objects.filter(pk=cast.placement.pk).update(start=start, end=start + timedelta(weeks=18))
    cast.placement.conversations.update(day=None)

    noor = at_screen(cast.student)
    noor.open("/")
    noor.page.locator(f"a[href='/placements/{cast.placement.pk}/planning/']").first.click()
    noor.page.locator("form.d-plan button.btn-primary").click()
    expect(noor.page.locator("main .d-rows > li").first).to_be_visible()
    post.deliver()
    (letter,) = post.unread(cast.mentor)
    assert letter.text.count("Noor") <= 1
    assert len(post.unread(cast.institute_educator)) == 1
    assert post.unread(cast.student) == []

    marieke = at_screen(cast.mentor, PHONE)
    talk = Conversation.objects.get(placement=cast.placement, kind="midterm")
    wednesday = talk.day + timedelta(days=2 - talk.day.weekday() + 7)
    Placement.objects.filter(pk=cast.placement.pk).update(weekdays=[0, 1])
    marieke.open(f"/placements/{cast.placement.pk}/planning/#final")
    marieke.page.locator("[name=midterm-day]").fill(wednesday.isoformat())
    marieke.page.locator("form.d-plan button.btn-primary").click()
    expect(marieke.page.locator("[name=midterm-day]")).to_have_value(wednesday.isoformat())
    expect(marieke.page.locator("[name=midterm-day]")).to_be_focused()  # the page goes on where the fault is
    expect(marieke.page.locator("[name=midterm-day]")).to_be_in_viewport()
    marieke.page.locator("[name=midterm-anyway]").check()
    marieke.page.locator("form.d-plan button.btn-primary").click()
    expect(marieke.page.locator("[name=midterm-anyway]")).to_have_count(0)
    talk.refresh_from_db()
    assert (talk.day, talk.chosen) == (wednesday, True)
    cast.midterm.refresh_from_db()
    assert cast.midterm.talk_on == wednesday
    post.deliver()
    assert len(post.unread(cast.student)) == 1

    karim = at_screen(cast.institute_educator)
    karim.open(f"/placements/{cast.placement.pk}/planning/")
    off = karim.page.locator("details", has=karim.page.locator("form[action$='/steps/cancel/']")).last
    off.locator("summary").click()
    off.locator("textarea").fill("Ziek; we kiezen een andere dag.")
    off.locator("button").click()
    expect(karim.page.locator("form[action$='/steps/plan_again/']")).to_have_count(1)
    post.deliver()
    assert len(post.unread(cast.student)) == len(post.unread(cast.mentor)) == 1
