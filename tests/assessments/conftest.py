"""The cast with a subject educator, who stands beside one outcome; and the queue, worked off when a test says so."""

from collections.abc import Callable

import pytest

from placements import jobs
from placements.models import User
from tests.assessments.acts import row_of
from tests.cast import Cast
from tests.factories import ParticipationFactory, UserFactory


@pytest.fixture
def subject_educator(cast: Cast) -> User:
    """Teaches Leerstof, the LV outcome, in the placement of Noor; one of the cast from now on."""
    person = UserFactory(first_name="Nadia", last_name="Voorbeeld")
    outcome = row_of(cast.final, "LV").outcome
    ParticipationFactory(placement=cast.placement, user=person, subject_educator=True, outcome=outcome)
    cast.people["subject_educator"] = person
    return person


@pytest.fixture
def work_off(monkeypatch) -> Callable[[], None]:
    """Everything in the queue that may run now, in the transaction of the test."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    return jobs.drain
