"""Going on elsewhere after an early ending: a new placement, and what was decided as met comes along."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from assessments import reminders
from assessments.continuing import continue_elsewhere, shown_in
from assessments.models import AssessmentForm, CarriedOver
from assessments.set_tasks import set_tasks
from learning_outcomes.models import LearningOutcome, TailoredRule
from placements import sets
from placements.models import Placement
from placements.set_rules import Origin
from tests.assessments.acts import browser
from tests.cast import Cast, decided, hand_in, respond, signed
from tests.factories import FrameworkFactory, SchoolFactory, WorkplacePeriodFactory
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


def own_set(cast: Cast) -> None:
    """A proposed leftover, one with its examiner agreed, a subject outcome, one taken out, one shown elsewhere."""
    by, placement = cast.institute_educator, cast.placement
    rules = {rule.code: rule for rule in TailoredRule.objects.all()}
    subject = {code: LearningOutcome.objects.get(code=code) for code in ("VD-AK-1", "VD-NE-1")}
    sets.propose(placement, cast.student, rules["M1"], "Mieke van Dal")
    sets.add_leftover(placement, by, rules["M2"], "Mieke van Dal").take("examiner_agreed", by)
    sets.add_leftover(placement, by, rules["M3"]).take("drop", by)
    sets.add_outcome(placement, by, subject["VD-AK-1"], Origin.SUBJECT, "unknown", None, "L2")
    evc = {"kind": "evc", "brought": "Diploma", "validated_by": "Commissie", "validator_function": "EVC", "rule": "4.3"}
    sets.recognise(
        sets.add_outcome(placement, by, subject["VD-NE-1"], Origin.SUBJECT, "judge"), by, on=in_days(0), **evc
    )


def test_what_is_still_asked_of_the_students_own_set_comes_along_and_waits_in_the_new_placement_alone(cast):
    own_set(cast)
    ending_in(cast, "ended")
    assert list(set_tasks(cast.institute_educator)) == []
    new = go_on(cast)
    own = new.outcomes.exclude(origin=Origin.PERIOD)
    assert [(o.named.code, o.state, o.mentor_role, o.target_level, bool(o.agreed_on)) for o in own] == [
        ("M1", "proposed", "none", "", False),
        ("M2", "asked", "none", "", True),
        ("VD-AK-1", "asked", "unknown", "L2", False),
    ]  # fmt: skip
    assert new.forms.filter(rows__item__in=own).exists()
    assert {f"/placements/{new.pk}/" in task.url for task in set_tasks(cast.institute_educator)} == {True}


def test_in_another_edition_what_belongs_to_this_one_is_named_as_not_coming_along(cast):
    own_set(cast)
    ending_in(cast, "ended")
    framework = FrameworkFactory(status="published", published_at=timezone.now())
    period = WorkplacePeriodFactory(framework=framework)
    client, url = browser(cast.institute_educator), f"/placements/{cast.placement.pk}/continue/"
    outcome = cast.placement.outcomes.get(outcome__code="VD-AK-1").outcome
    assert outcome.title in client.get(url).content.decode()
    fields = {"school": SchoolFactory().pk, "period": period.pk}
    fields |= {"start": in_days(7).isoformat(), "end": in_days(90).isoformat()}
    page = client.post(url, fields, follow=True).content.decode()
    assert outcome.title in page
    assert not Placement.objects.get(continues=cast.placement).outcomes.exclude(origin=Origin.PERIOD).exists()


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
    assert [one.person for one in reminders.of_forms([cast.midterm.pk], cast.institute_educator)] == [
        cast.mentor
    ]  # control
    ending_in(cast, "ended")
    assert [*reminders.of_forms([cast.midterm.pk, cast.final.pk], cast.institute_educator)] == []
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
