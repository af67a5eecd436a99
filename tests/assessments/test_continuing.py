"""Going on elsewhere after an early ending: a new placement, and what was decided as met comes along."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from assessments import reminders
from assessments.continuing import continue_elsewhere, shown_in
from assessments.models import AssessmentForm, CarriedOver
from placements.models import Placement
from tests.assessments.acts import browser
from tests.cast import Cast, decided, hand_in, respond, signed
from tests.factories import SchoolFactory
from tests.placements.care import ending_in, in_days

pytestmark = pytest.mark.django_db


def go_on(cast: Cast, by: str = "institute_educator") -> Placement:
    where = {"school": SchoolFactory(), "period": cast.placement.period, "start": in_days(7), "end": in_days(90)}
    return continue_elsewhere(Placement.objects.get(pk=cast.placement.pk), cast.people[by], **where)


def codes(placement: Placement) -> list[str]:
    return list(placement.carried_over.for_list().values_list("outcome__code", flat=True))


def test_what_was_decided_as_met_comes_along(cast):
    decided(cast.final, cast)
    ending_in(cast, "ended")
    new = go_on(cast)
    assert codes(new) == ["CPL", "AOL", "LV"]
    assert new.continues == cast.placement
    assert new.forms.count() == 2
    assert {seat.user for seat in new.participations.all()} == {
        cast.institute_educator, cast.examiner, cast.other_unit_examiner, cast.study_coach,
    }  # fmt: skip


def test_what_was_signed_before_the_end_may_still_be_decided_and_then_comes_along(cast):
    signed(cast.final, cast.mentor)
    ending_in(cast, "ended")
    assert codes_shown(cast) == []
    cast.final.decisions.get(unit=cast.units[0]).take("adopt", cast.examiner)
    assert codes_shown(cast) == ["CPL", "AOL"]


def codes_shown(cast: Cast) -> list[str]:
    return [one.row.item.outcome.code for one in shown_in(cast.placement)]


def test_it_is_done_once_after_an_end_and_by_the_institute_educator(cast):
    with pytest.raises(ValidationError, match="not ended|niet vroegtijdig"):
        go_on(cast)
    ending_in(cast, "ended")
    with pytest.raises(PermissionDenied):
        go_on(cast, "school_educator")
    go_on(cast)
    with pytest.raises(ValidationError, match="already|al "):
        go_on(cast)
    assert Placement.objects.filter(student=cast.student).count() == 2


def test_who_reads_what_comes_along(cast):
    decided(cast.final, cast)
    ending_in(cast, "ended")
    new = go_on(cast)
    found = {
        name: CarriedOver.objects.visible_to(user).filter(placement=new).count() for name, user in cast.people.items()
    }
    assert {name: number for name, number in found.items() if number} == {
        "student": 3, "institute_educator": 3, "examiner": 2, "other_unit_examiner": 1,
    }  # fmt: skip


def test_the_page_names_what_comes_along_and_one_press_makes_it(cast):
    decided(cast.final, cast)
    ending_in(cast, "ended")
    client, school = browser(cast.institute_educator), SchoolFactory()
    url = f"/placements/{cast.placement.pk}/continue/"
    titles = [one.row.item.outcome.title for one in shown_in(cast.placement)]
    assert [title for title in titles if title not in client.get(url).content.decode()] == []
    days = {"start": in_days(7).isoformat(), "end": in_days(90).isoformat()}
    fields = {"school": school.pk, "period": cast.placement.period_id} | days
    bad = [
        {"school": "999999"},
        {"school": "x"},
        {"period": "0"},
        {"start": "31 mei"},
        {"end": days["start"][:8] + "99"},
    ]
    bad.append({"end": in_days(6).isoformat()})
    assert [client.post(url, fields | wrong).status_code for wrong in bad] == [422] * len(bad)
    page = client.get(client.post(url, fields).url).content.decode()
    assert [title for title in titles if title not in page] == []


def test_nobody_is_reminded_of_a_placement_that_ended(cast):
    respond(hand_in(cast.midterm), cast.mentor)
    assert reminders.remind([cast.midterm.pk], cast.institute_educator) == [cast.mentor]  # the control
    ending_in(cast, "ended")
    assert reminders.remind([cast.midterm.pk, cast.final.pk], cast.institute_educator) == []
    assert not AssessmentForm.objects.waiting_for(cast.mentor).exists()
    assert "ended early" in browser(cast.institute_educator).get("/").content.decode()


def test_a_student_with_a_placement_in_the_period_gets_no_second_one_from_the_administration(cast):
    client = Client()
    client.force_login(cast.admin)
    old = cast.placement
    empty = {f"participations-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    fields = {
        "student": old.student_id, "school": old.school_id, "institute": old.institute_id, "period": old.period_id,
        "start": in_days(7).isoformat(), "end": in_days(90).isoformat(),
    }  # fmt: skip
    assert client.post("/admin/placements/placement/add/", fields | empty).status_code == 200
    assert Placement.objects.filter(student=old.student).count() == 1
    ending_in(cast, "ended")
    assert client.post("/admin/placements/placement/add/", fields | empty).status_code == 302
    assert client.get(f"/admin/placements/placement/{old.pk}/change/").status_code == 200
