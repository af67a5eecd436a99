"""The number of queries of a page does not grow with its rows: the same for 2 and for 20.

The first pages, the lists of placements and people to confirm, and the collections have theirs beside their own tests.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import AssessmentForm
from assessments.rules import Moment
from learning_outcomes.models import PeriodOutcome
from placements.roles import Role

from .cast import hand_in, reflect, respond
from .factories import (
    DimensionFactory,
    FrameworkFactory,
    IndicatorFactory,
    LearningOutcomeFactory,
    ParticipationFactory,
    PeriodOutcomeFactory,
    PlacementFactory,
    UnitFactory,
    WorkplacePeriodFactory,
)

pytestmark = pytest.mark.django_db


def queries_of(user, path: str) -> int:
    client = Client()
    client.force_login(user)
    client.get(path)  # what is cached at first sight is not counted
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def form_with(outcomes: int, moment: str = Moment.FINAL) -> AssessmentForm:
    """A form over this many outcomes, each with two dimensions of three indicators, everybody around it."""
    period = WorkplacePeriodFactory()
    unit = UnitFactory(framework=period.framework)
    for number in range(outcomes):
        outcome = LearningOutcomeFactory(framework=period.framework, order=number)
        PeriodOutcomeFactory(period=period, outcome=outcome, unit=unit, order=number, formative=number % 2 == 1)
        for _d in range(2):
            dimension = DimensionFactory(outcome=outcome)
            IndicatorFactory.create_batch(3, outcome=outcome, dimension=dimension)
    start = timezone.localdate() - timedelta(weeks=10)
    placement = PlacementFactory(period=period, start=start, end=start + timedelta(weeks=18))
    for trait in ({"mentor": True}, {"school_educator": True}, {}, {"examiner": True, "unit": unit}):
        ParticipationFactory(placement=placement, **trait)
    AssessmentForm.objects.start_for(placement)
    return AssessmentForm.objects.get(placement=placement, moment=moment)


def person(form: AssessmentForm, role: str):
    return form.placement.student if role == Role.STUDENT else form.placement.people_in([role])[0]


def signed(form: AssessmentForm) -> AssessmentForm:
    mentor = person(form, Role.WORKPLACE_MENTOR)
    return respond(hand_in(form), mentor).take("sign", mentor)


STATES = {"reflecting": reflect, "responding": hand_in, "signed": signed}
READERS = {
    "reflecting": [Role.STUDENT, Role.INSTITUTE_EDUCATOR],
    "responding": [Role.STUDENT, Role.WORKPLACE_MENTOR, Role.SCHOOL_EDUCATOR],
    "signed": [Role.STUDENT, Role.WORKPLACE_MENTOR, Role.INSTITUTE_EDUCATOR, Role.UNIT_EXAMINER],
}


@pytest.mark.parametrize(("state", "role"), [(state, role) for state, roles in READERS.items() for role in roles])
def test_the_page_of_a_form_asks_as_much_for_20_outcomes_as_for_2(state, role):
    few, many = (STATES[state](form_with(n)) for n in (2, 20))
    counts = [queries_of(person(form, role), form.get_absolute_url()) for form in (few, many)]
    assert counts[0] == counts[1]
    assert counts[0] <= 60


def test_the_list_of_frameworks_asks_as_much_for_20_as_for_2():
    form = form_with(2)
    for _n in range(1):
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
