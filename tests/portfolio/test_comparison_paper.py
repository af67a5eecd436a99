"""A comparison of frameworks on paper: tagged, Dutch, the same structure as the page."""

import io

import page
import pytest
from django.urls import reverse
from pypdf import PdfReader

from portfolio import views
from portfolio.comparison_paper import comparison_html, comparison_paper
from portfolio.pdf import PaperFailed
from tests.factories import FrameworkFactory, UserFactory
from tests.learning_outcomes.crosswalked import Crosswalked, compared, crosswalked

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ADDRESS = reverse("portfolio:comparison_pdf", args=["programma", "2025-2026", "kader", "concept"])


@pytest.fixture
def two() -> Crosswalked:
    return crosswalked()


def text_of(file: bytes) -> str:
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(file)).pages).split())


def test_the_paper_conforms_to_pdf_ua(two, tmp_path):
    path = tmp_path / "comparison.pdf"
    path.write_bytes(comparison_paper(two.compared()))
    assert page.validate_pdf(str(path), profile="ua1").failures == []


def test_the_paper_without_a_crosswalk_conforms_to_pdf_ua(tmp_path):
    path = tmp_path / "comparison.pdf"
    path.write_bytes(comparison_paper(compared(FrameworkFactory(), FrameworkFactory())))
    assert page.validate_pdf(str(path), profile="ua1").failures == []


def test_the_paper_tells_every_pair_what_stands_alone_and_whose_it_is(two):
    text = text_of(comparison_paper(two.compared()))
    wanted = [
        "Beide zelfstandig.",
        "Een eerste voorstel.",
        "Hogeschool Zuidoever",
        "B1 Leeruitkomst B1",
        "X 7 Gebied X",
    ]
    assert [one for one in wanted if one not in text] == []


def test_a_proposal_says_so_at_the_head_of_the_paper(two):
    assert "PROPOSAL" in comparison_html_in_english(two)
    two.crosswalk.remark = "Vastgesteld."
    two.crosswalk.save()
    two.crosswalk.publish()
    assert "PROPOSAL" not in comparison_html_in_english(two)


def comparison_html_in_english(two: Crosswalked) -> str:
    """The words of the code: paper is Dutch, and its catalogue is tested elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("portfolio.comparison_paper.PAPER_LANGUAGE", "en")
        return comparison_html(two.compared())


def test_texts_are_escaped_on_paper(two):
    two.crosswalk.relations.update(remark="<img src=x>")
    two.left.outcomes.update(title="<b>vet</b>")
    html = comparison_html(two.compared())
    assert "<img" not in html
    assert "<b>vet" not in html


def test_a_reader_gets_the_paper(client, two):
    client.force_login(UserFactory(), "django.contrib.auth.backends.ModelBackend")
    assert client.get(ADDRESS).status_code == 404
    two.publish()
    response = client.get(ADDRESS)
    assert response.headers["Content-Type"] == "application/pdf"
    assert (
        response.headers["Content-Disposition"]
        == 'inline; filename="vergelijking-programma-2025-2026-kader-concept.pdf"'
    )
    assert response.content.startswith(b"%PDF-")


def test_a_paper_that_fails_leads_back_with_a_sentence(client, two, monkeypatch):
    def fails(_comparison):
        raise PaperFailed("too slow")

    monkeypatch.setattr(views, "comparison_paper", fails)
    client.force_login(UserFactory(language="en"), "django.contrib.auth.backends.ModelBackend")
    two.publish()
    response = client.get(ADDRESS, follow=True)
    assert response.redirect_chain[0][0] == "/frameworks/compare/programma/2025-2026/with/kader/concept/"
    assert "The PDF could not be made." in response.content.decode()
