"""The pages of making frameworks stay quick and light, however much there is to show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import CrosswalkFactory
from tests.learning_outcomes.making import NEXT, SMALL, confirm, send, staff, stored

pytestmark = pytest.mark.django_db


def many(number: int, text: str = "Tekst") -> str:
    """The small file with this many indicators more."""
    rows = "".join(f"          - {{code: X{n}, text: {text} {n}.}}\n" for n in range(number))
    return SMALL.replace("periods:\n", f"{rows}periods:\n")


def many_outcomes(number: int) -> str:
    """The small file with this many outcomes more, each with an indicator and a finding."""
    rows = "".join(
        f"  - {{code: M{n}, title: Meer {n}, text: Iets {n}., criteria: [{{code: M{n}.1, text: Zie {n}.}}]}}\n"
        for n in range(number)
    )
    return SMALL.replace("outcomes:\n", f"outcomes:\n{rows}", 1)


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("there", [0, 1], ids=["all new", "changed"])
def test_a_preview_asks_as_much_for_20_rows_as_for_2(there):
    counts, client = [], staff()
    for number in (2, 20):
        if there:
            stored(many(number))
        seen = send(client, many(number, "Andere tekst"))
        counts.append(queries(client, seen.request["PATH_INFO"]))
        confirm(client, seen)
        client.post("/frameworks/small/2026/delete/")
    assert counts[0] == counts[1]
    assert counts[0] <= 110


def test_loading_asks_as_much_for_20_rows_as_for_2():
    counts, client = [], staff()
    for number in (2, 20):
        seen = send(client, many(number))
        with CaptureQueriesContext(connection) as asked:
            assert confirm(client, seen).status_code == 302
        counts.append(len(asked))
        client.post("/frameworks/small/2026/delete/")
    assert counts[0] == counts[1]


@pytest.mark.parametrize("page", ["check", "publish"])
def test_what_stands_out_asks_as_much_for_20_outcomes_as_for_2(page):
    stored(many_outcomes(2))
    stored(many_outcomes(20).replace("code: small", "code: large"))
    client = staff()
    few, much = (queries(client, f"/frameworks/{code}/2026/{page}/") for code in ("small", "large"))
    assert few == much
    assert few <= 50


@pytest.mark.parametrize("page", ["retire/", "next/", ""])
def test_the_other_pages_ask_as_much_for_20_outcomes_as_for_2(page):
    stored(many_outcomes(2), publish=True)
    stored(many_outcomes(20).replace("code: small", "code: large"), publish=True)
    client = staff()
    few, much = (queries(client, f"/frameworks/{code}/2026/{page}") for code in ("small", "large"))
    assert few == much


def test_the_page_of_an_edition_asks_as_much_with_20_later_editions_as_with_2():
    framework = stored(publish=True)
    counts, client = [], staff()
    for first, last in ((2027, 2029), (2029, 2047)):
        for edition in range(first, last):
            stored(NEXT.replace('"2027"', f'"{edition}"'))
        counts.append(queries(client, framework.get_absolute_url()))
    assert counts[0] == counts[1]


@pytest.mark.slow
def test_the_preview_of_long_texts_stays_light():
    stored(many(250, "oud " * 4000))
    page = send(staff(), many(250, "nieuw " * 3000)).content
    assert "… en nog 2850 woorden".encode() in page
    assert len(page) < 600_000


@pytest.mark.slow
def test_a_file_of_ten_thousand_parts_is_previewed_and_loaded():
    client = staff()
    seen = send(client, many(10_000))
    assert seen.context["preview"].changes == 10_009
    assert len(seen.content) < 200_000
    assert confirm(client, seen).status_code == 302


@pytest.mark.parametrize("side", ["origin", "target"])
def test_the_draft_that_a_crosswalk_uses_has_no_button_to_delete_it_but_a_link_to_the_crosswalk(side):
    framework, client = stored(), staff()
    form = '<form method="post"><input type="hidden" name="csrf'
    assert form in client.get("/frameworks/small/2026/delete/").content.decode()
    CrosswalkFactory(code="ernaast", **{side: framework})
    page = client.get("/frameworks/small/2026/delete/").content.decode()
    assert 'href="/crosswalks/ernaast/"' in page
    assert form not in page
    client.post("/frameworks/small/2026/delete/")
    framework.refresh_from_db()
