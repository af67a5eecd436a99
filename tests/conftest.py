"""What all tests share."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import TransactionTestCase

from .cast import Cast, make_cast

APPEND_ONLY = ["0002_sealed", "0005_dialogue_is_append_only"]


def pytest_report_header() -> str:
    """Say on which database the tests run; `make test` runs them on each."""
    return f"database: {connection.vendor}"


@pytest.fixture(scope="session", autouse=True)
def _emptied_between_tests() -> Iterator[None]:
    """A test with real transactions is followed by a flush, which the triggers of the sealed tables refuse as well."""
    sealings = [import_module(f"assessments.migrations.{name}") for name in APPEND_ONLY]
    flush = TransactionTestCase._fixture_teardown

    def flush_all(case: TransactionTestCase) -> None:
        with connection.schema_editor() as editor:
            for sealing in reversed(sealings):
                sealing.allow(apps, editor)
        flush(case)
        with connection.schema_editor() as editor:
            for sealing in sealings:
                sealing.forbid(apps, editor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_all)
        yield


@pytest.fixture
def cast(db) -> Cast:
    """Noor's placement with everybody around it, and the strangers."""
    return make_cast()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    """The system's own Chromium; nothing is downloaded."""
    quiet = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update"]
    return {"executable_path": "/usr/bin/chromium", "args": quiet}
