"""The number of queries of a page does not grow with its rows: the same for 2 and for 20.

The first pages, the lists of placements and people to confirm, and the collections have theirs beside their own tests.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.models import AssessmentForm, EarlierText, Feedback, OtherFeedback
from assessments.rules import Moment
from learning_outcomes.models import PeriodOutcome
from placements.roles import Role
from portfolio.models import Collection

from .cast import hand_in, reflect, respond
from .factories import (
    DimensionFactory,
    FrameworkFactory,
    IndicatorFactory,
    InvitationFactory,
    LearningOutcomeFactory,
    ParticipationFactory,
    PeriodOutcomeFactory,
    PlacementFactory,
    UnitFactory,
    UserFactory,
    WorkplacePeriodFactory,
)

pytestmark = pytest.mark.django_db


def queries_of(user, path: str) -> int:
    client = Client()
    client.force_login(user)
    client.get(path)  # what is cached at first sight is not counted
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def queries_to_save(user, url: str, fields: dict) -> int:
    client = Client(headers={"HX-Request": "true"})
    client.force_login(user)
    with CaptureQueriesContext(connection) as asked:
        assert client.post(url, fields).status_code == 200
    return len(asked)


def form_with(outcomes: int, moment: str = Moment.FINAL) -> AssessmentForm:
    """A form over this many outcomes, each with two dimensions of three indicators and two in a unit, everybody
    around it and one examiner for all units."""
    period = WorkplacePeriodFactory()
    units = UnitFactory.create_batch(outcomes // 2, framework=period.framework)
    for number in range(outcomes):
        unit = units[number // 2]
        outcome = LearningOutcomeFactory(framework=period.framework, order=number)
        PeriodOutcomeFactory(period=period, outcome=outcome, unit=unit, order=number, formative=number % 2 == 1)
        for _d in range(2):
            dimension = DimensionFactory(outcome=outcome)
            IndicatorFactory.create_batch(3, outcome=outcome, dimension=dimension)
    start = timezone.localdate() - timedelta(weeks=10)
    placement = PlacementFactory(period=period, start=start, end=start + timedelta(weeks=18))
    for trait in ({"mentor": True, "confirmed": True}, {"school_educator": True}, {}):
        ParticipationFactory(placement=placement, **trait)
    examiner = UserFactory()
    for unit in units:
        ParticipationFactory(placement=placement, examiner=True, unit=unit, user=examiner)
    AssessmentForm.objects.start_for(placement)
    return AssessmentForm.objects.get(placement=placement, moment=moment)


def person(form: AssessmentForm, role: str):
    return form.placement.student if role == Role.STUDENT else form.placement.people_in([role])[0]


def full(form: AssessmentForm) -> AssessmentForm:
    """Everything that can stand on a row stands on each: ticks of two people, feedback of both, an earlier text."""
    mentor, educator = person(form, Role.WORKPLACE_MENTOR), person(form, Role.SCHOOL_EDUCATOR)
    for row in respond(hand_in(form), mentor).rows.select_related("item__outcome", "item__rule"):
        ticked = [i.pk for i in row.outcome.indicators.all()[:2]]
        for author in (mentor, educator):
            key, values = {"row": row, "author": author}, {"text": "Ik zag het ook.", "made": "Groei."}
            there = Feedback.objects.filter(**key).first()
            Feedback.write(
                key, values, form=form, part="feedback", by=author, seen_version=there.version if there else 0,
                marks={"used": ticked, "seen": ticked},
            )  # fmt: skip
        EarlierText.objects.create(form=form, row=row, part="feedback", author=educator, texts={"text": "Eerst."})
    OtherFeedback.write(
        {"form": form, "author": mentor},
        {"text": "Nog iets."},
        form=form,
        part="other_feedback",
        by=mentor,
        seen_version=0,
    )
    return form


def full_and_signed(form: AssessmentForm) -> AssessmentForm:
    return full(form).take("sign", person(form, Role.WORKPLACE_MENTOR))


def decided(form: AssessmentForm) -> AssessmentForm:
    for decision in full_and_signed(form).decisions.all():
        decision.take("adopt", person(form, Role.UNIT_EXAMINER))
    return form


STATES = {"reflecting": reflect, "responding": full, "signed": full_and_signed, "decided": decided}
READERS = {
    "reflecting": [Role.STUDENT, Role.INSTITUTE_EDUCATOR],
    "responding": [Role.STUDENT, Role.WORKPLACE_MENTOR, Role.SCHOOL_EDUCATOR],
    "signed": [Role.STUDENT, Role.WORKPLACE_MENTOR, Role.INSTITUTE_EDUCATOR, Role.UNIT_EXAMINER],
    "decided": [Role.STUDENT, Role.UNIT_EXAMINER],
}


@pytest.mark.parametrize(("state", "role"), [(state, role) for state, roles in READERS.items() for role in roles])
def test_the_page_of_a_form_asks_as_much_for_20_outcomes_as_for_2(state, role):
    few, many = (STATES[state](form_with(n)) for n in (2, 20))
    counts = [queries_of(person(form, role), form.get_absolute_url()) for form in (few, many)]
    assert counts[0] == counts[1]
    assert counts[0] <= 60


@pytest.mark.parametrize(("role", "part"), [(Role.STUDENT, "reflection"), (Role.WORKPLACE_MENTOR, "judgement")])
def test_a_save_asks_as_much_among_20_outcomes_as_among_2(role, part):
    state, counts = {"reflection": reflect, "judgement": full}[part], []
    for outcomes in (2, 20):
        form = state(form_with(outcomes))
        url = reverse("assessments:part", args=[form.pk, form.rows.first().pk, part])
        fields = {"version": 1, "shown": "Kijk.", "motivation": "Kijk."}
        counts.append(queries_to_save(person(form, role), url, fields))
    assert counts[0] == counts[1]
    assert counts[0] <= 90


def test_the_first_page_of_a_student_asks_as_much_for_20_outcomes_as_for_2():
    few, many = (reflect(form_with(outcomes)) for outcomes in (2, 20))
    assert queries_of(few.placement.student, "/") == queries_of(many.placement.student, "/")


def test_a_placement_asks_as_much_with_20_people_around_it_as_with_2():
    counts = []
    for people in (2, 20):
        placement = form_with(2).placement
        for _person in range(people):
            InvitationFactory(participation__placement=placement)
        counts.append(queries_of(placement.student, placement.get_absolute_url()))
    assert counts[0] == counts[1]


def test_the_collections_of_20_students_ask_as_much_as_those_of_2():
    educator, counts = UserFactory(), []
    for students in (2, 18):
        for _student in range(students):
            unit = UnitFactory()
            seat = ParticipationFactory(user=educator, placement__period__framework=unit.framework)
            Collection.objects.create(placement=seat.placement, unit=unit)
        counts.append(queries_of(educator, "/portfolio/"))
    assert counts[0] == counts[1]


def test_the_list_of_frameworks_asks_as_much_for_20_as_for_2():
    form = form_with(2)
    FrameworkFactory().publish()
    few = queries_of(form.placement.student, "/frameworks/")
    for _n in range(18):
        FrameworkFactory().publish()
    assert queries_of(form.placement.student, "/frameworks/") == few


def test_a_framework_asks_as_much_for_20_outcomes_as_for_2():
    counts = []
    for outcomes in (2, 20):
        form = form_with(outcomes)
        framework = form.placement.period.framework
        framework.publish()
        assert PeriodOutcome.objects.filter(period=form.placement.period).count() == outcomes
        counts.append(queries_of(form.placement.student, framework.get_absolute_url()))
    assert counts[0] == counts[1]


def test_planning_asks_as_much_after_20_steps_as_after_2():
    placement, counts = form_with(2).placement, []
    mentor = placement.people_in([Role.WORKPLACE_MENTOR])[0]
    for steps in (2, 18):
        for number in range(steps):
            for talk in placement.conversations.filter(kind__in=["start", "final"]):
                talk.take("plan", mentor, day=placement.start + timedelta(days=number))
        counts.append(queries_of(placement.student, f"/placements/{placement.pk}/planning/"))
    assert counts[0] == counts[1]
    assert counts[0] <= 20


def test_the_first_page_asks_as_much_with_20_conversations_to_come_as_with_2():
    educator, counts = UserFactory(), []
    for number in (2, 18):
        for _n in range(number):
            placement = ParticipationFactory(user=educator).placement
            AssessmentForm.objects.start_for(placement)
            placement.conversations.filter(kind="final").update(day=timezone.localdate() + timedelta(days=3))
        counts.append(queries_of(educator, "/"))
    assert counts[0] == counts[1]
