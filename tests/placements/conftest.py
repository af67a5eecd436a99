"""A small cast that reads English: a student with an institute educator, and a mentor who got a mail."""

import hashlib
from collections.abc import Callable

import pytest
from django.apps import apps
from django.test import Client

from placements import jobs
from placements.models import Invitation, Placement, User
from tests.factories import InvitationFactory, ParticipationFactory, PlacementFactory, UserFactory


@pytest.fixture(autouse=True)
def _strangers_read_english_too(settings) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def student(db) -> User:
    email = "noor.terpstra@student.institute.example"
    return UserFactory(first_name="Noor", last_name="Terpstra", email=email, language="en")


@pytest.fixture
def placement(student) -> Placement:
    return PlacementFactory(student=student)


@pytest.fixture
def educator(placement) -> User:
    return ParticipationFactory(placement=placement, user__first_name="Bram", user__language="en").user


@pytest.fixture
def invitation(placement) -> Invitation:
    return InvitationFactory(
        participation__placement=placement,
        participation__user__first_name="Marieke",
        participation__user__last_name="van der Wal",
        participation__user__language="en",
    )


@pytest.fixture
def mentor(invitation) -> User:
    return invitation.participation.user


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def as_student(student) -> Client:
    client = Client()
    client.force_login(student)
    return client


@pytest.fixture
def as_educator(educator) -> Client:
    client = Client()
    client.force_login(educator)
    return client


@pytest.fixture
def work_off(monkeypatch) -> Callable[[], None]:
    """Everything in the queue that may run now, in the transaction of the test."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    return jobs.drain


@pytest.fixture
def all_rows(db) -> Callable[[], str]:
    """A fingerprint of every row of every table."""

    def fingerprint() -> str:
        digest = hashlib.sha256()
        for model in apps.get_models():
            rows = sorted(map(repr, model._base_manager.values_list()))
            digest.update(f"{model._meta.label}{rows}".encode())
        return digest.hexdigest()

    return fingerprint
