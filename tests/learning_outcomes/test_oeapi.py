"""The learning outcomes of the Open Education API, version 6, as its schema has them."""

from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learning_outcomes.models import Area, Dimension, Framework, Indicator, LearningOutcome
from tests.factories import DimensionFactory, FrameworkFactory, IndicatorFactory, LearningOutcomeFactory

FIXTURES = sorted((Path(__file__).parents[2] / "fixtures").glob("*.yaml"))
LIST = "/oeapi/v6/learning-outcomes"
REQUIRED = {"learningOutcomeId", "primaryCode", "name"}
ALLOWED = REQUIRED | {
    "abbreviation", "description", "parentIds", "parents", "childIds", "children", "fieldsOfStudy", "otherCodes",
    "complexityLevel", "validFrom", "validTo", "consumer", "ext",
}  # fmt: skip

NOWHERE = "00000000-0000-4000-8000-00000000000f"
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def published() -> None:
    call_command("load_framework", *FIXTURES, publish=True, verbosity=0)
    Framework.objects.update(published_at="2025-08-25T10:00:00Z")


def everything(client) -> list[dict]:
    found, number = [], 1
    while True:
        page = client.get(f"{LIST}?pageSize=100&pageNumber={number}").json()
        found += page["items"]
        if not page["hasNextPage"]:
            return found
        number += 1


def named(client, code: str) -> dict:
    outcome = LearningOutcome.objects.get(code=code)
    return client.get(f"{LIST}/{outcome.uuid}").json()


def test_an_outcome_has_its_code_its_title_and_its_text(client, published):
    found = named(client, "CPL")
    assert found["primaryCode"] == {"codeType": "identifier", "code": "CPL"}
    assert found["name"] == [{"language": "nl-NL", "value": "Creëren van positief leerklimaat"}]
    assert found["description"][0]["value"].startswith("Je creëert in les- en begeleidingssituaties")
    assert found["abbreviation"] == "Leerklimaat"
    assert (found["validFrom"], found["validTo"]) == ("2025-08-25T10:00:00+00:00", None)


def test_an_outcome_knows_what_it_lies_in_and_what_lies_in_it(client, published):
    outcome = LearningOutcome.objects.get(code="WP2")
    found = named(client, "WP2")
    assert found["parentIds"] == [str(outcome.area.uuid)]
    assert found["childIds"] == [str(one.uuid) for one in outcome.indicators.all()]
    assert found["complexityLevel"] == "x-werkplekleren-4x4-N2"
    assert found["otherCodes"][0]["code"] == f"{settings.SITE_URL}/ims/case/v1p1/CFItems/{outcome.uuid}"


def test_every_part_of_the_tree_is_there_once_and_fits_the_schema(client, published):
    found = everything(client)
    rows = sum(model.objects.count() for model in (Area, LearningOutcome, Dimension, Indicator))
    assert len({one["learningOutcomeId"] for one in found}) == len(found) == rows
    for one in found:
        assert REQUIRED <= one.keys() <= ALLOWED
        assert UUID(one["learningOutcomeId"])
        assert one["name"][0]["value"]


def test_parents_and_children_agree(client, published):
    found = {one["learningOutcomeId"]: one for one in everything(client)}
    down = {(one, child) for one, row in found.items() for child in row["childIds"]}
    up = {(parent, one) for one, row in found.items() for parent in row["parentIds"]}
    assert down == up
    assert len(up) > 100


def test_a_page_says_where_it_is(client, published):
    rows = sum(model.objects.count() for model in (Area, LearningOutcome, Dimension, Indicator))
    page = client.get(f"{LIST}?pageSize=100&pageNumber=2").json()
    assert {name: value for name, value in page.items() if name != "items"} == {
        "pageSize": 100, "pageNumber": 2, "hasPreviousPage": True, "hasNextPage": rows > 200,
        "totalPages": -(-rows // 100),
    }  # fmt: skip
    assert len(client.get(LIST).json()["items"]) == 10


def test_beyond_the_last_page_stands_nothing(client, published):
    page = client.get(f"{LIST}?pageNumber=1000").json()
    assert (page["items"], page["hasNextPage"], page["hasPreviousPage"]) == ([], False, True)


def test_one_from_the_list_is_the_same_alone(client, published):
    for one in client.get(f"{LIST}?pageSize=250").json()["items"][::17]:
        assert client.get(f"{LIST}/{one['learningOutcomeId']}").json() == one


def test_a_draft_is_there_for_nobody(admin_client):
    call_command("load_framework", *FIXTURES, verbosity=0)
    outcome = LearningOutcome.objects.first()
    assert admin_client.get(LIST).json()["items"] == []
    assert admin_client.get(f"{LIST}/{outcome.uuid}").status_code == 404


@pytest.mark.parametrize(
    ("tail", "status"),
    [
        ("?pageSize=0", 400), ("?pageSize=251", 400), ("?pageNumber=0", 400), ("?pageNumber=x", 400), ("?q=les", 400),
        ("?filter_query[code][in]=CPL", 400), ("?since=2025-01-01", 400), ("/12", 400), (f"/{NOWHERE}", 404),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_answered_gets_a_problem(client, published, tail, status):
    response = client.get(LIST + tail)
    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
    assert (response.json()["status"], response.json()["type"]) == (status, "about:blank")
    assert response.json()["detail"]


def test_whoever_has_it_already_is_told_so(client, published):
    first = client.get(LIST)
    assert client.get(LIST, headers={"if-none-match": first.headers["ETag"]}).status_code == 304
    assert first.headers["Cache-Control"] == "public, max-age=3600"
    assert client.post(LIST).status_code == 405


def asked(outcomes: int) -> tuple[int, int]:
    framework = FrameworkFactory()
    for outcome in LearningOutcomeFactory.create_batch(outcomes, framework=framework):
        IndicatorFactory.create_batch(outcomes, outcome=outcome, dimension=DimensionFactory(outcome=outcome))
    framework.publish()
    counts = []
    for path in (f"{LIST}?pageSize=250", f"{LIST}/{outcome.uuid}"):
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(path).status_code == 200
        counts.append(len(queries))
    return tuple(counts)


def test_both_addresses_ask_as_much_for_20_outcomes_as_for_2():
    assert asked(2) == asked(20)
