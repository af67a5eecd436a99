"""After "not met": an agreement with a date, and a form with only the outcomes concerned."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from assessments.models import AssessmentForm, Repair, UnitDecision
from assessments.tasks import waiting_for
from placements.models import OutgoingMail
from tests.assessments.acts import browser, undone
from tests.assessments.talks import finally_decided, undecided
from tests.cast import hand_in, respond

pytestmark = pytest.mark.django_db

TEXT = "Eén onderbouwde les in 2B, met nabespreking."
MAY = {"examiner", "institute_educator"}


def day(weeks: int = 3):
    return timezone.localdate() + timedelta(weeks=weeks)


def failed(cast) -> UnitDecision:
    """The final decision: the first outcome of two is not met."""
    return finally_decided(cast, "not_met")


def test_only_the_examiner_and_the_institute_educator_agree_on_it(cast):
    decision, found = failed(cast), set()
    for name, person in cast.people.items():
        with undone():
            try:
                Repair.objects.agree(decision, person, text=TEXT, on=day())
            except PermissionDenied:
                continue
            found.add(name)
    assert found == MAY


def test_the_form_holds_only_what_was_not_met(cast):
    form = Repair.objects.agree(failed(cast), cast.examiner, text=TEXT, on=day()).form
    assert [row.item.outcome.code for row in form.rows.all()] == ["CPL"]
    assert (form.moment, form.state, form.talk_on) == ("reassess", "reflecting", day())
    assert form.opens_on == timezone.localdate()


def test_student_and_workplace_hear_of_it_and_the_student_writes(cast):
    decision = failed(cast)
    OutgoingMail.objects.all().delete()
    form = Repair.objects.agree(decision, cast.examiner, text=TEXT, on=day()).form
    assert set(OutgoingMail.objects.values_list("recipient__first_name", flat=True)) == {"Noor", "Marieke", "Hanneke"}
    assert form in [task.form for task in waiting_for(cast.student)]
    assert TEXT in browser(cast.student).get(form.get_absolute_url()).text


def test_a_re_assessment_goes_the_whole_way_to_its_own_decision(cast):
    decision = failed(cast)
    form = Repair.objects.agree(decision, cast.examiner, text=TEXT, on=day()).form
    respond(hand_in(form), cast.mentor).take("sign", cast.mentor)
    again = form.decisions.get().take("adopt", cast.examiner)
    assert list(again.outcomes.values_list("row__item__outcome__code", "verdict")) == [("CPL", "met")]
    assert AssessmentForm.objects.get(pk=cast.final.pk).decisions.get(unit=again.unit).is_not_met  # stays as it was


@pytest.mark.parametrize(
    ("text", "on", "said"),
    [
        ("", "2999-01-01", ["what the student shows", "within a year"]),
        (TEXT, "gisteren", ["Choose a day."]),
        (TEXT, "2020-01-01", ["still to come"]),
        ("x" * 5000, "", ["Choose a day."]),
        ("\0", "\0", ["Choose a day."]),
    ],
)
def test_bad_input_is_refused_beside_the_field_and_nothing_is_made(cast, text, on, said):
    decision = failed(cast)
    page = browser(cast.examiner).post(reverse("assessments:repair", args=[decision.pk]), {"text": text, "on": on})
    assert page.status_code == 422
    assert all(sentence in page.text for sentence in said)
    assert not Repair.objects.exists()


def test_nothing_is_repaired_twice_nor_what_is_met(cast):
    decision = failed(cast)
    Repair.objects.agree(decision, cast.examiner, text=TEXT, on=day())
    with pytest.raises(ValidationError):
        Repair.objects.agree(decision, cast.institute_educator, text=TEXT, on=day())
    other = cast.final.decisions.get(unit=cast.units[1]).take("adopt", cast.other_unit_examiner)
    with pytest.raises(ValidationError):
        Repair.objects.agree(other, cast.other_unit_examiner, text=TEXT, on=day())


def test_the_examiner_has_it_as_a_task_until_it_is_agreed(cast):
    decision = undecided(cast, "not_met").take("adopt", cast.examiner)
    wanted = [task.url for task in waiting_for(cast.examiner)]
    assert f"{decision.get_dialogue_url()}#repair" in wanted
    Repair.objects.agree(decision, cast.examiner, text=TEXT, on=day())
    assert f"{decision.get_dialogue_url()}#repair" not in [task.url for task in waiting_for(cast.examiner)]
