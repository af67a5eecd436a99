"""Pages as one person sees them, in English whatever catalogue is compiled; and cohorts of any size."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessments.models import AssessmentForm
from learning_outcomes.models import Unit, WorkplacePeriod
from placements.models import Placement, User
from placements.roles import Role
from tests.cast import hand_in, signed
from tests.factories import ParticipationFactory, PlacementFactory


@pytest.fixture
def see() -> Callable[..., str]:
    """`see(user, "/")` is the page as text."""

    def get(user: User, path: str = "/", status: int = 200) -> str:
        User.objects.filter(pk=user.pk).update(language="en")
        client = Client()
        client.force_login(user)
        response = client.get(path)
        assert response.status_code == status
        return response.content.decode()

    return get


@pytest.fixture
def cohort(cast) -> Callable[[int, str], list[Placement]]:
    """`cohort(20, "responding")`: placements around Karim, Ilse and Marieke, each final form in that state."""

    def make(number: int, state: str) -> list[Placement]:
        period, unit = WorkplacePeriod.objects.get(code="wpl2-lj2"), Unit.objects.order_by("order").first()
        return [_placement(cast, period, unit, state) for _number in range(number)]

    return make


def _placement(cast, period: WorkplacePeriod, unit: Unit, state: str) -> Placement:
    start = timezone.localdate() - timedelta(weeks=17)
    placement = PlacementFactory(period=period, start=start, end=start + timedelta(weeks=19), group="2C")
    ParticipationFactory(placement=placement, user=cast.institute_educator, since=start)
    ParticipationFactory(placement=placement, user=cast.examiner, role=Role.UNIT_EXAMINER, unit=unit, since=start)
    ParticipationFactory(placement=placement, user=cast.mentor, role=Role.WORKPLACE_MENTOR, confirmed=True, since=start)
    AssessmentForm.objects.start_for(placement)
    form = AssessmentForm.objects.get(placement=placement, moment="final")
    {"reflecting": lambda: form, "responding": lambda: hand_in(form), "signed": lambda: signed(form, cast.mentor)}[
        state
    ]()
    return placement
