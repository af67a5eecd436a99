"""An assessor judges an example on a phone: what he types is saved by itself, and one press hands it in."""

from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import CalibrationJudgement
from tests.calibrations import opened

from .conftest import PHONE


def test_a_mentor_judges_an_example_on_a_phone(at_screen, cast):
    made = opened(cast, outcomes=("CPL",))
    person = at_screen(cast.mentor, PHONE)
    page = person.page
    page.goto(reverse("assessments:calibration", args=[made.pk]))
    expect(page.locator("details.d-fold")).not_to_have_attribute("open", "")
    page.locator("#cpl-motivation").fill("De start is rustig.")
    expect(page.locator("#saved")).to_contain_text(".")
    assert CalibrationJudgement.objects.get().motivation == "De start is rustig."
    page.locator("label[for=cpl-met]").click()
    page.locator("#cpl-motivation").press_sequentially(" Ieder is bezig.")
    with page.expect_response("**/judge/"):
        page.locator("[name=hand_in]").click()  # while the last words are still on their way
    page.wait_for_url(f"**{made.get_absolute_url()}")
    seat = made.assessors.get(user=cast.mentor)
    assert seat.handed_in_at
    judgement = seat.judgements.get()
    assert (judgement.verdict, judgement.motivation) == ("met", "De start is rustig. Ieder is bezig.")
