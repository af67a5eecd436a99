"""What all tests share."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import TransactionTestCase

from .cast import Cast, make_cast


def pytest_report_header() -> str:
    """Say on which database the tests run; `make test` runs them on each."""
    return f"database: {connection.vendor}"


@pytest.fixture(scope="session", autouse=True)
def _emptied_between_tests() -> Iterator[None]:
    """A test with real transactions is followed by a flush, which the triggers of the sealed tables refuse as well."""
    names = ("0002_sealed", "0004_rows_of_the_students_own_set")
    sealing = [import_module(f"assessments.migrations.{name}") for name in names]
    flush = TransactionTestCase._fixture_teardown

    def flush_all(case: TransactionTestCase) -> None:
        with connection.schema_editor() as editor:
            for one in reversed(sealing):
                one.allow(apps, editor)
        flush(case)
        with connection.schema_editor() as editor:
            for one in sealing:
                one.forbid(apps, editor)

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
