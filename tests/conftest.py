"""What all tests share."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.apps import apps
from django.db import connection
from django.test import TransactionTestCase

from assessments import migrations

from .cast import Cast, make_cast


def pytest_report_header() -> str:
    """Say on which database the tests run; `make test` runs them on each."""
    return f"database: {connection.vendor}"


@pytest.fixture(scope="session", autouse=True)
def _emptied_between_tests() -> Iterator[None]:
    """A test with real transactions is followed by a flush, which the triggers of the sealed tables refuse as well."""
    names = sorted(module.name for module in iter_modules(migrations.__path__))
    found = [import_module(f"assessments.migrations.{name}") for name in names]
    sealing = [module for module in found if hasattr(module, "forbid")]
    flush = TransactionTestCase._fixture_teardown

    def flush_all(case: TransactionTestCase) -> None:
        with connection.schema_editor() as editor:
            for module in reversed(sealing):
                module.allow(apps, editor)
        flush(case)
        with connection.schema_editor() as editor:
            for module in sealing:
                module.forbid(apps, editor)

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
