"""What all tests share."""

import gc
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase

from .cast import Cast
from .prepared import Prepared


def pytest_report_header() -> str:
    """Say on which database the tests run; `make test` runs them on each."""
    return f"database: {connection.vendor}"


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the collector need not walk over it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_collection_modifyitems(config, items: list[pytest.Item]) -> None:
    """What touches no database, or asks it nothing that the two answer differently (`once`), runs on SQLite alone."""
    if connection.vendor != "postgresql":
        return
    kept = [item for item in items if needs_database(item) and not item.get_closest_marker("once")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def needs_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures or item.get_closest_marker("django_db"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[Prepared]:
    """The cast is laid aside, and a test with real transactions is followed by `empty` instead of a flush, which the
    triggers of the sealed tables refuse."""
    ready = Prepared()
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        ready.lay_aside()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: ready.empty())
        yield ready


@pytest.fixture
def cast(db, django_db_setup) -> Cast:
    """Noor's placement with everybody around it, and the strangers."""
    return django_db_setup.bring_cast()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    """The system's own Chromium; nothing is downloaded."""
    quiet = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update"]
    return {"executable_path": "/usr/bin/chromium-headless-shell", "args": quiet}
