"""CASE 1.1 over HTTP: whoever comes reads what is published, each object at its own address, and nothing else."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learning_outcomes.models import Crosswalk, Framework, LearningOutcome
from tests.factories import (
    DimensionFactory,
    FrameworkFactory,
    IndicatorFactory,
    LearningOutcomeFactory,
    PeriodOutcomeFactory,
    WorkplacePeriodFactory,
)

from .case_standard import faults

FIXTURES = sorted((Path(__file__).parents[2] / "fixtures").glob("*.yaml"))
BASE = "/ims/case/v1p1"

NOWHERE = "00000000-0000-4000-8000-00000000000f"
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def published() -> None:
    call_command("load_framework", *FIXTURES, publish=True, verbosity=0)


def han() -> Framework:
    return Framework.objects.get(code="han-tweedegraads")


def get(client, path: str, **headers):
    return client.get(f"{BASE}/{path}", headers=headers)


def at(client, uri: str):
    """What stands at the address that an object says it has."""
    assert uri.startswith(settings.SITE_URL)
    return client.get(uri.removeprefix(settings.SITE_URL).partition("#")[0])


def outside(found: dict) -> dict:
    """An object as in its package: without the link to its document."""
    return {name: value for name, value in found.items() if name not in ("CFDocumentURI", "CFPackageURI")}


def test_every_object_of_a_package_stands_at_its_own_address(client, published):
    package = get(client, f"CFPackages/{han().uuid}").json()
    assert outside(at(client, package["CFDocument"]["uri"]).json()) == package["CFDocument"]
    for found in [*package["CFItems"], *package["CFAssociations"]]:
        assert outside(at(client, found["uri"]).json()) == found
    for found in package["CFRubrics"]:
        assert at(client, found["uri"]).json() == found
    for name, kinds in package["CFDefinitions"].items():
        assert [at(client, found["uri"]).json()[name] for found in kinds] == [[found] for found in kinds]


def test_a_crosswalk_stands_there_with_every_relation(client, published):
    crosswalk = Crosswalk.objects.get(code="han-gebieden")
    package = get(client, f"CFPackages/{crosswalk.uuid}").json()
    assert outside(get(client, f"CFDocuments/{crosswalk.uuid}").json()) == package["CFDocument"]
    for found in package["CFAssociations"]:
        assert outside(at(client, found["uri"]).json()) == found
        assert at(client, found["originNodeURI"]["uri"]).status_code == 200
        assert at(client, found["destinationNodeURI"]["uri"]).status_code == 200


def test_what_stands_alone_is_as_the_standard_has_it(client, published):
    outcome = LearningOutcome.objects.get(code="CPL")
    found = get(client, f"CFItemAssociations/{outcome.uuid}").json()
    assert faults("CFItem", found["CFItem"], alone=True) == []
    assert [fault for one in found["CFAssociations"] for fault in faults("CFAssociation", one, alone=True)] == []
    documents = get(client, "CFDocuments").json()["CFDocuments"]
    assert [fault for one in documents for fault in faults("CFDocument", one, alone=True)] == []


def test_an_item_knows_all_it_takes_part_in(client, published):
    outcome = LearningOutcome.objects.get(code="CPL")
    kinds: dict[str, int] = {}
    for one in get(client, f"CFItemAssociations/{outcome.uuid}").json()["CFAssociations"]:
        side = "from" if one["originNodeURI"]["identifier"] == str(outcome.uuid) else "to"
        kinds[f"{side} {one['associationType']}"] = kinds.get(f"{side} {one['associationType']}", 0) + 1
    package = json.dumps(get(client, f"CFPackages/{han().uuid}").json()["CFAssociations"])
    relations = sum(str(outcome.uuid) in get(client, f"CFPackages/{row.uuid}").text for row in Crosswalk.objects.all())
    assert kinds["from isChildOf"] == 1
    assert kinds["to isChildOf"] == 4
    assert kinds["from isPartOf"] >= 2  # in its period and in its unit
    assert sum(kinds.values()) >= package.count(f'{{"identifier": "{outcome.uuid}"') + relations


@pytest.mark.parametrize("code", ["OWE1", "wpl2-lj2", "eindniveau", "CPL.1", "VD-BI"])
def test_what_ends_in_an_item_is_told_there_too(client, published, code):
    package = get(client, f"CFPackages/{han().uuid}").json()
    [item] = [item["identifier"] for item in package["CFItems"] if item["humanCodingScheme"] == code]
    ends = {
        link["identifier"]
        for link in package["CFAssociations"]
        if item in (link["originNodeURI"]["identifier"], link["destinationNodeURI"]["identifier"])
    }
    found = get(client, f"CFItemAssociations/{item}").json()["CFAssociations"]
    assert ends == {link["identifier"] for link in found if link["CFDocumentURI"]["identifier"] == str(han().uuid)}


def test_a_draft_is_there_for_nobody(client, admin_client):
    call_command("load_framework", *FIXTURES, verbosity=0)
    framework, outcome = han(), LearningOutcome.objects.get(code="CPL")
    for who in (client, admin_client):
        assert get(who, "CFDocuments").json() == {"CFDocuments": []}
        paths = [f"{name}/{framework.uuid}" for name in ("CFDocuments", "CFPackages")]
        paths += [f"{name}/{outcome.uuid}" for name in ("CFItems", "CFItemAssociations")]
        paths += [f"CFPackages/{crosswalk.uuid}" for crosswalk in Crosswalk.objects.all()]
        assert {get(who, path).status_code for path in paths} == {404}


def test_a_crosswalk_with_a_draft_is_there_for_nobody(client, published):
    crosswalk = Crosswalk.objects.get(code="han-gebieden")
    relation = crosswalk.relations.first()
    Framework.objects.filter(pk=crosswalk.target_id).update(status="draft", published_at=None)
    assert get(client, f"CFPackages/{crosswalk.uuid}").status_code == 404
    assert get(client, f"CFAssociations/{relation.uuid}").status_code == 404


def test_a_retired_edition_stays_there_and_says_so(client, published):
    han().retire()
    response = get(client, f"CFDocuments/{han().uuid}")
    assert response.json()["adoptionStatus"] == "Deprecated"
    assert "Last-Modified" not in response.headers  # nobody noted when it was retired


@pytest.mark.parametrize(
    ("identifier", "code"), [("12", "invalid_uuid"), ("x" * 36, "invalid_uuid"), (NOWHERE, "unknownobject")]
)
@pytest.mark.parametrize(
    "name",
    [
        "CFDocuments", "CFPackages", "CFItems", "CFAssociations", "CFItemAssociations", "CFRubrics", "CFItemTypes",
        "CFConcepts",
    ],
)  # fmt: skip
def test_what_is_not_there_is_said_as_the_standard_has_it(client, published, name, identifier, code):
    response = get(client, f"{name}/{identifier}")
    body = response.json()
    assert response.status_code == 404
    assert (body["imsx_codeMajor"], body["imsx_severity"]) == ("failure", "error")
    assert body["imsx_codeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"] == code
    assert response.headers["Cache-Control"] == "no-store"


def test_the_documents_come_page_by_page(client, published):
    whole = get(client, "CFDocuments").json()["CFDocuments"]
    pages = [get(client, f"CFDocuments?limit=3&offset={start}").json()["CFDocuments"] for start in (0, 3, 6, 9)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert [one for page in pages for one in page] == whole


def test_a_page_says_how_many_there_are_and_where_the_others_stand(client, published):
    headers = get(client, "CFDocuments?limit=3&offset=3").headers
    assert headers["X-Total-Count"] == "7"
    url = f"{settings.SITE_URL}{BASE}/CFDocuments"
    assert headers["Link"] == (
        f'<{url}?limit=3&offset=0>; rel="first", <{url}?limit=3&offset=6>; rel="last", '
        f'<{url}?limit=3&offset=0>; rel="prev", <{url}?limit=3&offset=6>; rel="next"'
    )


def test_one_may_ask_for_some_fields(client, published):
    found = get(client, "CFDocuments?fields=identifier,title").json()["CFDocuments"]
    assert [set(one) for one in found] == [{"identifier", "title"}] * 7


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("limit=0", "invalid_selection_field"), ("limit=1001", "invalid_selection_field"),
        ("limit=x", "invalid_selection_field"), ("limit=%C2%B2", "invalid_selection_field"),
        ("limit=" + "9" * 40, "invalid_selection_field"), ("offset=-1", "invalid_selection_field"),
        ("fields=secret", "invalid_selection_field"), ("filter=title='x'", "invalid_selection_field"),
        ("sort=title", "invalid_sort_field"), ("orderBy=asc", "invalid_sort_field"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_answered_is_refused(client, published, query, code):
    response = get(client, f"CFDocuments?{query}")
    field = response.json()["imsx_codeMinor"]["imsx_codeMinorField"][0]
    assert (response.status_code, field["imsx_codeMinorFieldValue"]) == (400, code)


def test_whoever_has_it_already_is_told_so(client, published):
    path = f"CFPackages/{han().uuid}"
    first = get(client, path)
    again = get(client, path, if_none_match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert get(client, path, if_modified_since=first.headers["Last-Modified"]).status_code == 304
    assert get(client, path, if_none_match='"other"').status_code == 200
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"] == "public, max-age=3600"


def test_a_head_is_answered_without_a_body_and_nothing_else_is_taken(client, published):
    path = f"{BASE}/CFPackages/{han().uuid}"
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == client.get(path).headers["ETag"]
    assert client.post(path).status_code == client.delete(path).status_code == 405


def test_no_visitor_gets_a_cookie_or_other_bytes_than_another(client, admin_client, published):
    path = f"CFPackages/{han().uuid}"
    theirs = get(client, path)
    assert theirs.cookies == {}
    assert get(admin_client, path).content == theirs.content
    assert get(admin_client, path).headers["Cache-Control"] == "public, max-age=3600"


def asked(path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(path).status_code == 200
    return len(queries)


def framework_with(outcomes: int) -> dict[str, str]:
    """The addresses of what stands in a published framework of this many outcomes in one period."""
    framework = FrameworkFactory()
    period = WorkplacePeriodFactory(framework=framework)
    for outcome in LearningOutcomeFactory.create_batch(outcomes, framework=framework):
        dimension = DimensionFactory(outcome=outcome)
        IndicatorFactory.create_batch(outcomes, outcome=outcome, dimension=dimension)
        PeriodOutcomeFactory(period=period, outcome=outcome)
        period.focus.add(dimension)
    framework.publish()
    package = Client().get(f"{BASE}/CFPackages/{framework.uuid}").json()
    link = next(one for one in package["CFAssociations"] if one["associationType"] == "isPartOf")
    return {
        "package": f"{BASE}/CFPackages/{framework.uuid}",
        "document": f"{BASE}/CFDocuments/{framework.uuid}",
        "item": f"{BASE}/CFItems/{outcome.uuid}",
        "association": f"{BASE}/CFAssociations/{link['identifier']}",
        "associations of an outcome": f"{BASE}/CFItemAssociations/{outcome.uuid}",
        "associations of a dimension": f"{BASE}/CFItemAssociations/{dimension.uuid}",
        "associations of a period": f"{BASE}/CFItemAssociations/{period.uuid}",
    }


def test_each_address_asks_as_much_for_20_outcomes_as_for_2():
    few, many = ({name: asked(path) for name, path in framework_with(number).items()} for number in (2, 20))
    assert few == many
    assert max(few.values()) <= 25


def test_the_list_asks_as_much_for_20_documents_as_for_2():
    counts = []
    for number in (2, 20):
        for framework in FrameworkFactory.create_batch(number):
            framework.publish()
        counts.append(asked(f"{BASE}/CFDocuments"))
    assert counts[0] == counts[1]
