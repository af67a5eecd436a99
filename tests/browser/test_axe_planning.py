"""axe on the page where conversations are planned: refused, too late, and with everything that can stand there."""

from datetime import timedelta

from django.utils import timezone

from .tour import Tour


def test_the_planning_page(tour: Tour, cast):
    here, today = cast.placement.pk, timezone.localdate()
    talks = {talk.kind: talk for talk in cast.placement.conversations.all()}
    talks["introduction"].take("plan", cast.mentor, day=today - timedelta(days=40)).take("hold", cast.mentor)
    talks["start"].take("plan", cast.mentor, day=today - timedelta(days=1), chosen=True, place="Kamer 3")
    talks["midterm"].take("plan", cast.mentor, day=today).take("cancel", cast.mentor, "Ziek.")
    tour.become(cast.student)
    tour.visit("conversations:planning", here)
    tour.post("main form.d-plan", **{"final-day": (cast.placement.start - timedelta(days=9)).isoformat()})
    tour.look("a day that is not proposed")
    tour.page.go_back()
    talks["final"].take("plan", cast.mentor, day=today + timedelta(days=20))
    tour.post("main form.d-plan", **{"final-day": (today + timedelta(days=21)).isoformat()})
    tour.look("somebody was first")
    tour.post("form[action$='/steps/cancel/']", note=" ")
    tour.look("a step without a note")
    tour.visit("placements:placement", here)
    tour.become(cast.mentor)
    tour.visit("home")
    assert not tour.faults, "\n".join(tour.faults)
