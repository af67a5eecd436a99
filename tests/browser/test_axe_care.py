"""axe on the pages of a calibration, a concern and an early ending."""

from django.utils import timezone

from assessments.models import Calibration
from tests import calibrations
from tests.placements.care import concern_in, contacts, ending_in, plan


def test_the_pages_of_a_calibration(tour, cast):
    drafted = calibrations.drafted(cast)
    tour.become(cast.institute_educator)
    tour.visit("assessments:calibration_list")
    tour.visit("assessments:calibration_new")
    tour.post("main form")
    tour.look("a calibration without a title")
    tour.visit("assessments:calibration_cases", drafted.pk)
    tour.visit("assessments:calibration", drafted.pk)
    tour.visit("assessments:calibration_edit", drafted.pk)
    made = calibrations.handed_in(cast)
    tour.visit("assessments:calibration", made.pk)
    tour.become(cast.examiner)
    tour.visit("home")
    tour.visit("assessments:calibration_judge", made.pk)
    tour.page.locator("[name=hand_in]").click()
    tour.look("handed in with something missing")
    made.take("reveal", cast.institute_educator)
    tour.visit("assessments:calibration", made.pk)
    tour.become(cast.institute_educator)
    tour.visit("assessments:calibration", made.pk)
    Calibration.objects.filter(pk=made.pk).update(conclusions="We keken verschillend.")
    tour.visit("assessments:calibration", made.pk)
    assert not tour.faults, "\n".join(tour.faults)


def test_the_pages_of_a_concern(tour, cast):
    place = cast.placement.pk
    tour.become(cast.mentor)
    tour.visit("placements:concern_new", place, tail="?outcome=CPL")
    tour.post("main form")
    tour.look("a concern with faults")
    concern = concern_in(cast, "reported").pk
    tour.visit("placements:concern", concern)
    tour.visit("home")
    tour.become(cast.institute_educator)
    tour.visit("placements:concern", concern)
    tour.post("form[action$='/steps/agree/']")
    tour.look("agreements with faults")
    agreed = concern_in(cast, "agreed", told=True).pk
    tour.visit("placements:concern", agreed)
    tour.page.locator("#close summary").click()
    tour.look("a concern that is being closed")
    tour.visit("home")
    tour.visit("placements:placement", place)
    tour.become(cast.student)
    tour.visit("placements:concern", agreed)
    tour.visit("placements:concern", concern_in(cast, "closed", told=True).pk)
    assert not tour.faults, "\n".join(tour.faults)


def test_the_pages_of_an_early_ending(tour, cast):
    place = cast.placement.pk
    tour.become(cast.student)
    tour.visit("placements:ending_new", place)
    tour.post("main form")
    tour.look("a choice that was not made")
    ending = ending_in(cast, "considered")
    tour.become(cast.institute_educator)
    tour.visit("placements:ending", ending.pk)
    tour.post("form[action$='/steps/plan/']")
    tour.look("a plan with faults")
    contacts(ending, cast.mentor)
    ending.take("plan", cast.institute_educator, **plan([cast.study_coach]))
    tour.visit("placements:ending", ending.pk)
    for fold in tour.page.locator("#decide summary").all():
        fold.click()
    tour.look("both ways to decide")
    tour.become(cast.study_coach)
    tour.visit("placements:ending", ending.pk)
    ending.take("end", cast.institute_educator, text="We stoppen hier.", last_day=timezone.localdate())
    tour.become(cast.institute_educator)
    tour.visit("placements:ending", ending.pk)
    tour.visit("assessments:continue", place)
    tour.visit("placements:placement", place)
    tour.become(cast.student)
    for name, key in (("placements:ending", [ending.pk]), ("home", []), ("assessments:form", [cast.midterm.pk])):
        tour.visit(name, *key)
    assert not tour.faults, "\n".join(tour.faults)
