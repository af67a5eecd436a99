"""What tests of frameworks share."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from placements.models import User
from tests.factories import UserFactory


@pytest.fixture
def english() -> Iterator[None]:
    """The words of the code, whatever catalogue is compiled."""
    with translation.override("en"):
        yield


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def reads() -> Client:
    """Somebody who reads the pages in English."""
    return signed_in(UserFactory(language="en"))


@pytest.fixture
def makes() -> Client:
    """Staff, in English."""
    return signed_in(UserFactory(language="en", is_staff=True))
