"""A framework of 20,000 parts, whatever its shape: every page of it stays light, and asks no more than a small one."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learning_outcomes.models import ConversationQuestion, SearchEntry
from tests.factories import UserFactory

from .large import SHAPES, large_framework, many_areas, many_indicators, many_questions

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]

MOST_BYTES = 200_000
MOST_QUERIES = 40


@pytest.fixture
def reader(client):
    client.force_login(UserFactory())
    client.get("/")  # what is cached at first sight is not counted
    return client


def pages(framework) -> list[str]:
    edition = [framework.code, framework.edition]
    names = ["framework_detail", "skills", "glossary", "tailored"]
    found = [reverse(f"learning_outcomes:{name}", args=edition) for name in names]
    if first := framework.outcomes.first():
        found.append(reverse("learning_outcomes:outcome", args=[*edition, first.code]))
    return [*found, reverse("learning_outcomes:framework_list"), "/frameworks/search/?q=lessen"]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_every_page_of_a_large_framework_is_light(reader, shape):
    heavy = {}
    for path in pages(large_framework(shape)):
        with CaptureQueriesContext(connection) as asked:
            page = reader.get(path)
        assert page.status_code == 200
        if len(page.content) > MOST_BYTES or len(asked) > MOST_QUERIES:
            heavy[path] = len(page.content), len(asked)
    assert heavy == {}, "(bytes, queries)"


def test_a_large_framework_shows_its_outcomes_a_page_at_a_time(reader):
    framework = large_framework(many_indicators)
    first = reader.get(framework.get_absolute_url()).content.decode()
    last = reader.get(framework.get_absolute_url() + "?page=4").content.decode()
    assert "L49: Leeruitkomst 49" in first
    assert "L50: Leeruitkomst 50" not in first
    assert "L199: Leeruitkomst 199" in last


def test_a_framework_of_areas_alone_names_the_first_and_tells_how_many(reader):
    page = reader.get(large_framework(many_areas).get_absolute_url()).content.decode()
    assert "A19 Gebied 19" in page
    assert "A20 Gebied 20" not in page
    assert "20000" in page


def test_a_large_framework_shows_its_periods_with_their_conversations(reader):
    framework = large_framework(many_questions)
    page = reader.get(framework.get_absolute_url()).content.decode()
    assert page.count("<summary>") >= 100
    assert "Periode 19" in page
    assert "Periode 20" not in page
    assert "nummer 3." not in page.split('id="outcomes"')[0]
    assert "20000" in page
    ConversationQuestion.objects.filter(order__gt=0).delete()
    first = reader.get(framework.get_absolute_url()).content.decode()
    assert "20000" not in first
    assert first.split('id="outcomes"')[0].count("nummer 0.") == 100


def test_a_search_in_20000_parts_takes_less_than_a_second(reader, record_property):
    large_framework(many_indicators)
    assert SearchEntry.objects.count() == 20_001
    start = time.monotonic()
    page = reader.get("/frameworks/search/?q=leerlingen+activeert+nummer+17")
    seconds = time.monotonic() - start
    record_property("measured", f"search in 20,001 parts: {seconds:.2f} s")
    assert "L17" in page.content.decode()
    assert seconds < 1
