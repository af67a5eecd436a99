"""Whom each step tells (decisions, sections 5 and 6)."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from assessments.models import AssessmentForm
from placements import invitations
from placements.models import OutgoingMail, Participation, User
from tests.assessments.acts import browser
from tests.cast import hand_in, opened, reflect, respond, signed

pytestmark = pytest.mark.django_db


def asked(path: str) -> set[str]:
    """First names of those who got a request that leads to this page."""
    mails = OutgoingMail.objects.filter(kind="request", path=path)
    return set(mails.values_list("recipient__first_name", flat=True))


def told() -> set[str]:
    return set(OutgoingMail.objects.filter(kind="notice").values_list("recipient__first_name", flat=True))


def unconfirm(user) -> Participation:
    seat = Participation.objects.get(user=user)
    Participation.objects.filter(pk=seat.pk).update(confirmed_by=None, confirmed_at=None)
    return seat


def test_handing_in_asks_the_mentor_and_bothers_nobody_else(cast):
    form = hand_in(cast.midterm)
    assert asked(form.get_absolute_url()) == {"Marieke"}
    assert told() == set()


def test_a_day_that_has_passed_is_not_asked_for_any_more(cast):
    """Neither by mail nor beside the button; the step that is missing has the name of its field."""
    User.objects.update(language="en")
    form = opened(cast.final)
    yesterday, stage = timezone.localdate() - timedelta(days=1), cast.placement.period.next_stage
    AssessmentForm.objects.filter(pk=form.pk).update(respond_by=yesterday, decide_by=yesterday)
    form = reflect(AssessmentForm.objects.get(pk=form.pk)).take("hand_in", cast.student)
    with translation.override("en"):
        missing = [one.sentence for one in form.missing_for("sign") if "a step" in one.sentence]
    page = browser(cast.mentor).get(form.get_absolute_url()).text
    assert (stage != "", f"a step towards {stage} is missing" in missing[0]) == (True, True)
    assert f"A step towards {stage}" in page
    respond(form, cast.mentor)
    box = browser(cast.mentor).get(form.get_absolute_url()).text.split('id="forward"')[1]
    assert ("1 day late" in box, "before" in box) == (True, False)
    AssessmentForm.objects.get(pk=form.pk).take("sign", cast.mentor)
    mails = OutgoingMail.objects.filter(kind="request", path=form.get_absolute_url())
    assert set(mails.values_list("subject", flat=True)) == {
        "Noor asks for your feedback",
        "The final assessment of Noor waits for your decision",
    }


def test_handing_in_asks_the_school_educator_where_no_mentor_stands(cast):
    Participation.objects.filter(user=cast.mentor).update(until=timezone.localdate() - timedelta(days=1))
    form = hand_in(cast.midterm)
    assert asked(form.get_absolute_url()) == {"Hanneke"}


def test_signing_a_midterm_tells_student_school_and_institute(cast):
    form = hand_in(cast.midterm)
    OutgoingMail.objects.all().delete()
    respond(form, cast.mentor).take("sign", cast.mentor)
    assert told() == {"Noor", "Hanneke", "Karim"}
    assert asked(form.get_absolute_url()) == set()


def test_signing_a_final_form_asks_the_examiner_of_each_unit(cast):
    form = signed(cast.final, cast.mentor)
    assert asked(form.get_absolute_url()) >= {"Ilse", "Pieter"}


def test_examiners_are_not_asked_while_the_signer_is_unconfirmed(cast):
    unconfirm(cast.mentor)
    form = signed(cast.final, cast.mentor)
    assert not asked(form.get_absolute_url()) & {"Ilse", "Pieter"}


def test_confirming_the_signer_asks_the_examiners(cast):
    seat = unconfirm(cast.mentor)
    form = signed(cast.final, cast.mentor)
    invitations.confirm([seat.pk], by=cast.school_educator)
    assert asked(form.get_absolute_url()) >= {"Ilse", "Pieter"}


def adopt_both(cast):
    form = signed(cast.final, cast.mentor)
    OutgoingMail.objects.all().delete()
    form.decisions.get(unit=cast.units[0]).take("adopt", cast.examiner)
    yield
    form.decisions.get(unit=cast.units[1]).take("adopt", cast.other_unit_examiner)
    yield


def test_while_another_unit_is_open_a_decision_tells_nobody(cast):
    next(adopt_both(cast))
    assert told() == set()


def test_the_last_decision_tells_student_and_mentor_of_all_units_in_one_sentence(cast):
    list(adopt_both(cast))
    assert told() == {"Noor", "Marieke"}
    titles = [unit.title for unit in cast.units]
    for mail in OutgoingMail.objects.all():
        assert [all(title in said for title in titles) for said in mail.sentences] == [True]


def test_what_was_written_stands_in_no_mail(cast):
    signed(cast.final, cast.mentor)
    words = " ".join(" ".join([m.subject, *m.sentences]) for m in OutgoingMail.objects.all())
    assert "Op 3 juni begon de les op tijd" not in words
    assert "Dit liet ik zien" not in words
