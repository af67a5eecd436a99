"""The observation guide and the table of skills on paper: what stands in them, and that everybody can read them."""

import io
import re
from pathlib import Path
from unittest import mock

import page
import pytest
from django.urls import reverse
from pypdf import PdfReader

from learning_outcomes import files, loading
from learning_outcomes.models import Dimension, Framework
from portfolio import guides
from portfolio.pdf import PaperFailed
from tests.factories import (
    DimensionFactory,
    FrameworkFactory,
    IndicatorFactory,
    LearningOutcomeFactory,
    UserFactory,
)

FIXTURES = Path(__file__).parents[2] / "fixtures"
HAN = ["han-tweedegraads", "2025-2026"]

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def reader(client):
    client.force_login(UserFactory())
    return client


@pytest.fixture
def han() -> Framework:
    loading.load(files.read((FIXTURES / "han-tweedegraads-2025-2026.yaml").read_bytes()), publish=True)
    return Framework.objects.get()


@pytest.fixture
def grid() -> Framework:
    loading.load(files.read((FIXTURES / "werkplekleren-4x4.yaml").read_bytes()), publish=True)
    return Framework.objects.get()


def paper(client, name: str, *args: str, **asked: str) -> bytes:
    answer = client.get(reverse(f"portfolio:{name}", args=args), asked)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return answer.content


def text_of(file: bytes) -> str:
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(file)).pages).split())


def failures(file: bytes, folder) -> list[str]:
    path = folder / "guide.pdf"
    path.write_bytes(file)
    report = page.validate_pdf(str(path), profile="ua1")
    assert report.rules.total > 100
    return [failure.message for failure in report.failures]


def test_the_guide_of_an_outcome_holds_its_text_and_every_indicator(reader, han):
    text = text_of(paper(reader, "outcome_pdf", *HAN, "CPL"))
    assert "Je creëert in les- en begeleidingssituaties een veilig en stimulerend leerklimaat" in text
    assert "Je past inzichten uit reflectie toe in je volgende lessen en kunt uitleggen waarom." in text
    assert "Klassenmanagement" in text
    assert "AOL" not in text


def test_the_guide_of_a_period_holds_its_outcomes_in_their_order(reader, han):
    text = text_of(paper(reader, "guide_pdf", *HAN, period="wpl2-lj2"))
    places = [text.index(f"{code} ·") for code in ("CPL", "AOL", "LV", "ICT", "PPI")]
    assert places == sorted(places)
    assert "wpl2, leerjaar 2" in text


def test_the_guide_of_a_framework_leaves_out_what_has_no_indicators(reader, han):
    text = text_of(paper(reader, "guide_pdf", *HAN))
    assert "CPL ·" in text
    assert "VD-AK-1" not in text


def test_what_is_not_to_judge_by_says_so_in_words(reader, han):
    assert text_of(paper(reader, "outcome_pdf", *HAN, "LV")).count("(niet om te beoordelen)") == 1
    Dimension.objects.filter(code="LV.1").update(for_judgement=False)
    assert "Toepassing van vakdidactiek (niet om te beoordelen)" in text_of(paper(reader, "outcome_pdf", *HAN, "LV"))


def test_criteria_stand_in_the_table_of_their_outcome(reader, grid):
    text = text_of(paper(reader, "guide_pdf", grid.code, grid.edition))
    assert "Je herkent en begeleidt groepsprocessen." in text
    assert "Succescriterium" in text


def test_the_table_of_skills_is_one_wide_sheet(reader, han):
    file = PdfReader(io.BytesIO(paper(reader, "skills_pdf", *HAN)))
    box = file.pages[0].mediabox
    assert len(file.pages) == 1
    assert box.width > box.height
    assert "geen kwestie van halen of falen" in " ".join(file.pages[0].extract_text().split())


@pytest.mark.parametrize(("name", "more"), [("guide_pdf", []), ("skills_pdf", []), ("outcome_pdf", ["PPI"])])
def test_each_paper_of_the_han_conforms_to_pdf_ua(reader, han, name, more, tmp_path):
    assert failures(paper(reader, name, *HAN, *more), tmp_path) == []


def test_the_paper_of_the_grid_conforms_to_pdf_ua(reader, grid, tmp_path):
    assert failures(paper(reader, "guide_pdf", grid.code, grid.edition), tmp_path) == []


def test_hard_texts_leave_the_paper_conforming(reader, tmp_path):
    framework = FrameworkFactory(title="<b>&</b> 😀", indicator_label="<i>")
    outcome = LearningOutcomeFactory(framework=framework, code="A/B", title="x" * 190, text="woord\n\n" * 40)
    IndicatorFactory(outcome=outcome, code="zonder", text="https://" + "a" * 300)
    DimensionFactory(outcome=outcome, title="Nog leeg", for_judgement=False)
    framework.publish()
    file = paper(reader, "outcome_pdf", framework.code, framework.edition, "A/B")
    assert failures(file, tmp_path) == []
    assert "<b>&</b>" in text_of(file)


def test_no_outcome_begins_at_the_foot_of_a_page_without_its_table(reader, grid):
    file = PdfReader(io.BytesIO(paper(reader, "guide_pdf", grid.code, grid.edition)))
    alone = []
    for sheet in file.pages:
        text = sheet.extract_text()
        begun = list(
            re.finditer(r"^(W[A-Z]+\d) ·.*\n.* · Niveau \d", text, re.M)
        )  # in a bar, not in the head of a page
        alone += [one[1] for one in begun[-1:] if "Succescriterium" not in text[one.end() :]]
    assert alone == []


def test_paper_is_dutch_whatever_the_screen_is(reader, han):
    reader.force_login(UserFactory(language="en"))
    text = text_of(paper(reader, "outcome_pdf", *HAN, "CPL"))
    assert "Om mee te nemen en aan te kruisen." in text
    assert "Observation guide" not in text


def test_the_same_texts_make_the_same_bytes(reader, han):
    assert paper(reader, "outcome_pdf", *HAN, "CPL") == paper(reader, "outcome_pdf", *HAN, "CPL")


def test_a_draft_has_no_paper_for_a_reader(reader):
    framework = IndicatorFactory().outcome.framework
    for name in ("guide_pdf", "skills_pdf"):
        assert reader.get(reverse(f"portfolio:{name}", args=[framework.code, framework.edition])).status_code == 404


def test_the_paper_of_a_draft_says_that_it_is_one(client):
    client.force_login(UserFactory(is_staff=True))
    framework = IndicatorFactory().outcome.framework
    assert "CONCEPT" in text_of(paper(client, "guide_pdf", framework.code, framework.edition))


@pytest.mark.parametrize("period", ["niets", "x" * 5000])
def test_a_period_that_is_not_there_is_not_found(reader, han, period):
    assert reader.get(reverse("portfolio:guide_pdf", args=HAN), {"period": period}).status_code == 404


def test_an_outcome_that_is_not_there_is_not_found(reader, han):
    assert reader.get(reverse("portfolio:outcome_pdf", args=[*HAN, "NIETS"])).status_code == 404


def test_too_much_for_one_paper_gets_a_sentence(reader, han):
    with mock.patch.object(guides, "MOST_OUTCOMES", 2):
        answer = reader.get(reverse("portfolio:guide_pdf", args=HAN), follow=True)
    assert answer.redirect_chain == [(han.get_absolute_url(), 302)]
    assert "te veel voor één papier" in answer.content.decode()


def test_a_printer_that_fails_gets_a_sentence(reader, han):
    with mock.patch.object(guides, "render_pdf", side_effect=PaperFailed("geheim")):
        answer = reader.get(reverse("portfolio:skills_pdf", args=HAN), follow=True)
    assert "De pdf kon niet worden gemaakt." in answer.content.decode()
    assert "geheim" not in answer.content.decode()
