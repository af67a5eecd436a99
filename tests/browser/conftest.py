"""The site in a real browser, with people at the screen and their mail. Every console error, broken rule of the content
security policy, and request to another host fails the test; a test that provokes one says so with `expect_complaints`.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from playwright.sync_api import Browser, expect

from placements.models import User

from .acts import Tally
from .people import Person
from .post import Post
from .screens import DESKTOP, PHONE
from .tour import Tour
from .watch import Watch
from .world import World

__all__ = ["DESKTOP", "PHONE"]

HERE = Path(__file__).parent
PATIENCE = 15_000  # milliseconds; the machine may be busy

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter) -> None:
    """What the tests measured, also without -s and with several processes."""
    reports = [report for found in terminalreporter.stats.values() for report in found]
    for report in (report for report in reports if getattr(report, "when", "") == "teardown"):
        for name, lines in report.user_properties:
            if name == "measured":
                terminalreporter.section(report.nodeid.split("::")[-1])
                terminalreporter.write_line(lines)


@pytest.fixture
def site(live_server, settings) -> str:
    """The address of the running site; links in mails lead there."""
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.fixture
def watch(site) -> Iterator[Watch]:
    """Looks over everybody's shoulder; complaints fail the test at its end."""
    watching = Watch(site)
    yield watching
    assert not watching.complaints, "\n".join(watching.complaints)


@pytest.fixture
def expect_complaints(watch) -> Callable[..., None]:
    """`expect_complaints("409")`: the console may say this, because the test provokes it."""
    return lambda *patterns: watch.expected.extend(re.compile(pattern) for pattern in patterns)


@pytest.fixture
def final_open(cast) -> None:
    """The student's time for the final form has come."""
    cast.final.opens_on = timezone.localdate()
    cast.final.save()


@pytest.fixture
def post(site) -> Post:
    return Post(site)


@pytest.fixture
def at_screen(site, watch, post, browser: Browser) -> Iterator[Callable[..., Person]]:
    """`at_screen(cast.mentor, PHONE)`: this person at a device of her own, signed in unless `signed_in=False`."""
    opened = []

    def sit_down(user: User, screen: dict = DESKTOP, *, signed_in: bool = True, **device) -> Person:
        context = browser.new_context(base_url=site, viewport=screen, locale="nl-NL", reduced_motion="reduce", **device)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        watch.over(context)
        person = Person(user, context, post, Tally())
        if signed_in:
            person.sign_in()
        return person

    yield sit_down
    for context in opened:
        context.close()


@pytest.fixture
def world(cast) -> World:
    return World(cast)


@pytest.fixture
def tour(at_screen, cast, record_property, expect_complaints) -> Iterator[Tour]:
    expect_complaints(r"status of (401|403|404|409|410|422|500)")  # pages that say what went wrong are visited too
    going = Tour(at_screen(cast.student))
    yield going
    record_property(
        "measured", f"{going.pages} pages, each at 1280 and 390, light and dark: {len(going.faults)} faults"
    )


@pytest.fixture(autouse=True)
def _dutch_is_compiled() -> None:
    catalogue = django_settings.BASE_DIR / "locale/nl/LC_MESSAGES/django.mo"
    assert catalogue.exists(), "compile the Dutch catalogue first: make messages"
