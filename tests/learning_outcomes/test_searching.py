"""Searching in all frameworks: what is found, by whom, and what any text in the box leads to."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learning_outcomes import files, loading
from learning_outcomes.models import Framework, LearningOutcome, SearchEntry
from tests.factories import (
    DimensionFactory,
    FrameworkFactory,
    IndicatorFactory,
    LearningOutcomeFactory,
    UserFactory,
)

FIXTURES = Path(__file__).parents[2] / "fixtures"

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    client.force_login(UserFactory())
    return client


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def han() -> Framework:
    loading.load(files.read((FIXTURES / "han-tweedegraads-2025-2026.yaml").read_bytes()), publish=True)
    return Framework.objects.get()


def search(client, asked: str, **more) -> str:
    answer = client.get(reverse("learning_outcomes:search"), {"q": asked, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def links(client, asked: str) -> set[str]:
    """The codes of what is found on the first page."""
    page = client.get(reverse("learning_outcomes:search"), {"q": asked}).context["page"]
    return {entry.code for entry in page}


@pytest.mark.parametrize(
    "spelling",
    [
        "Ontwikkelen van professionele en persoonlijke identiteit",
        "Ontwikkelen van een persoonlijke en professionele identiteit",
        "Ontwikkeling van een persoonlijke en professionele identiteit",
        "Ontwikkeling van professionele en persoonlijke identiteit",
        "PPI",
        "ppi",
    ],
)
def test_every_spelling_of_ppi_finds_it(reader, han, spelling):
    assert "PPI" in links(reader, spelling)


@pytest.mark.parametrize("spelling", ["TPACK", "T-PaCK", "t-pack", "tpack"])
def test_every_spelling_of_tpack_finds_the_outcome_on_ict(reader, han, spelling):
    assert "ICT" in links(reader, spelling)


@pytest.mark.parametrize("spelling", ["afstemmen op de lerende(n)", "Afstemmen op de lerende", "AFSTEMMEN LERENDEN"])
def test_lerende_with_and_without_an_n(reader, han, spelling):
    assert "AOL" in links(reader, spelling)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("routines toe en grijpt in", "CPL.1.2"),
        ("klassenmanagement", "CPL.1"),
        ("opbouw van routines", "CB1"),
        ("post-propedeuse", "post-propedeuse"),
        ("hoofdfase", "post-propedeuse"),
        ("vakdidactiek algebra", "VD-WI-1"),
        ("effectieve instructie", "M5"),
        ("VD-NASK", "VD-NASK"),
        ("oriëntatie op beroep", "M1"),
        ("ORIENTATIE OP BEROEP", "M1"),
    ],
)
def test_everything_on_the_pages_is_found(reader, han, asked, code):
    assert code in links(reader, asked)


def test_what_is_found_leads_to_the_place(reader, han):
    page = search(reader, "routines toe en grijpt in")
    assert "outcomes/CPL/?at=CPL.1.2#indicator-CPL.1.2" in page
    target = reader.get(f"{han.get_absolute_url()}outcomes/CPL/?at=CPL.1.2").content.decode()
    assert 'id="indicator-CPL.1.2"' in target


@pytest.mark.parametrize("asked", ["klassenmanagement", "hoofdfase", "opbouw van routines", "effectieve instructie"])
def test_every_address_found_is_there(reader, han, asked):
    page = reader.get(reverse("learning_outcomes:search"), {"q": asked}).context["page"]
    address = page[0].get_absolute_url()
    path, anchor = address.split("#")
    assert f'id="{anchor}"' in reader.get(path).content.decode()


def test_the_words_are_marked_as_they_were_written(reader, han):
    page = search(reader, "TPACK")
    assert '<mark class="d-hit">T-PaCK</mark>' in page


def test_other_names_are_told_when_they_were_what_was_found(reader, han):
    entry = '<span class="s">Leeruitkomst · ook genoemd:'
    assert entry in search(reader, "T-PaCK")
    assert entry not in search(reader, "digitale samenleving")


def test_names_stand_before_texts(reader, han):
    page = reader.get(reverse("learning_outcomes:search"), {"q": "leerklimaat"}).context["page"]
    assert [entry.code for entry in page][:2] == ["CPL", "M2"]


def test_markup_in_a_text_comes_out_as_text(reader):
    framework = FrameworkFactory(title="<i>Titel</i>")
    LearningOutcomeFactory(framework=framework, code="<b>", title="<img src=x> gevaar", text="<script>gevaar</script>")
    framework.publish()
    page = search(reader, "gevaar")
    assert "<img src=x" not in page
    assert "<script>gevaar" not in page
    assert '&lt;script&gt;<mark class="d-hit">gevaar</mark>&lt;/script&gt;' in page
    assert "<i>Titel" not in page


def test_what_was_typed_stands_in_the_box_as_text(reader):
    assert '"><script>x' not in search(reader, '"><script>x</script>')
    assert 'value="&quot;&gt;&lt;script&gt;x&lt;/script&gt;"' in search(reader, '"><script>x</script>')


def test_a_draft_is_found_by_staff_and_by_nobody_else(client):
    LearningOutcomeFactory(title="Geheim voornemen")
    client.force_login(UserFactory())
    assert links(client, "geheim voornemen") == set()
    client.force_login(UserFactory(is_staff=True))
    assert '<mark class="d-hit">Geheim</mark>' in search(client, "geheim")


def test_an_edit_in_the_administration_is_found_at_once(editor):
    outcome = LearningOutcomeFactory(title="Eerst zo")
    assert links(editor, "heel anders") == set()
    edit = reverse("admin:learning_outcomes_learningoutcome_change", args=[outcome.pk])
    nothing_else = {
        f"{part}-{which}_FORMS": 0 for part in ("dimensions", "indicators") for which in ("TOTAL", "INITIAL")
    }
    values = {"code": outcome.code, "title": "Heel anders", "short_title": "A", "aliases": "[]", "literature": "[]"}
    assert editor.post(edit, values | {"order": 0} | nothing_else).status_code == 302
    assert links(editor, "heel anders") == {outcome.code}
    assert links(editor, "eerst zo") == set()


def test_what_changed_before_publishing_is_found_after_it(client):
    outcome = LearningOutcomeFactory(title="Eerst zo")
    LearningOutcome.objects.filter(pk=outcome.pk).update(title="Heel anders")
    outcome.framework.publish()
    client.force_login(UserFactory())
    assert links(client, "heel anders") == {outcome.code}
    assert links(client, "eerst zo") == set()


def test_an_edition_that_was_frozen_some_other_way_is_found_too(reader):
    outcome = LearningOutcomeFactory(title="Langs een andere weg")
    outcome.framework.publish()
    SearchEntry.objects.all().delete()
    assert links(reader, "andere weg") == {outcome.code}


def test_loading_the_same_file_again_leaves_one_row_per_part(han):
    before = SearchEntry.objects.count()
    loading.load(files.read((FIXTURES / "han-tweedegraads-2025-2026.yaml").read_bytes()), publish=True)
    assert SearchEntry.objects.count() == before


def test_a_draft_leaves_no_rows_behind():
    IndicatorFactory()
    assert SearchEntry.objects.count() == 0


def test_nothing_found_says_what_was_searched_for(reader, han):
    page = search(reader, "zeppelin <b>")
    assert "Niets gevonden voor ‘zeppelin &lt;b&gt;’" in page
    assert "Probeer minder woorden" in page


def test_the_edition_in_use_is_searched_and_the_others_when_asked(reader):
    for edition, published in (("2024", True), ("2025", True), ("2026", False)):
        framework = FrameworkFactory(code="een", edition=edition, year=int(edition))
        LearningOutcomeFactory(framework=framework, code=f"L{edition}", title="Zoekbaar")
        LearningOutcomeFactory(framework=framework, code=f"M{edition}", title="Oud" if edition == "2024" else "Nieuw")
        if published:
            framework.publish()
    assert links(reader, "zoekbaar") == {"L2025"}
    assert "Nog 1 plek in andere edities" in search(reader, "zoekbaar")
    page = search(reader, "zoekbaar", everywhere=1)
    assert page.index("L2025") < page.index("L2024")
    assert "L2026" not in page
    assert "Nog 1 plek in andere edities" in search(reader, "oud")


@pytest.mark.parametrize("asked", ["", " ", "\t"])
def test_an_empty_question_shows_the_box(reader, asked):
    assert reader.get(reverse("learning_outcomes:search"), {"q": asked}).context["page"] is None


@pytest.mark.parametrize("asked", ["a", "é", "(", "-", "😀", "\0", "a\0", "\0\x01\x02"])
def test_one_letter_gets_a_sentence(reader, asked):
    answer = reader.get(reverse("learning_outcomes:search"), {"q": asked})
    assert answer.context["refused"]
    assert 'id="q-fault"' in answer.content.decode()


@pytest.mark.parametrize("asked", ["x" * 10_000, "x " * 5_000, "é" * 10_000, "\0" * 10_000])
def test_a_question_of_10000_characters_gets_a_sentence(reader, asked):
    answer = reader.get(reverse("learning_outcomes:search"), {"q": asked})
    assert answer.status_code == 200
    assert "200" in answer.context["refused"]
    assert len(answer.content) < 200_000


def test_a_hundred_words_are_searched_for(reader, han):
    assert links(reader, " ".join(f"w{n}" for n in range(50))) == set()


@pytest.mark.parametrize("asked", ["%%", "__", "%_\\", "\\\\", "a%c", "le_rklimaat", "'; drop", '"" or', "😀😀"])
def test_signs_of_a_database_mean_themselves(reader, han, asked):
    assert links(reader, asked) == set()


def test_a_percent_sign_is_found_where_it_stands(reader):
    framework = FrameworkFactory()
    LearningOutcomeFactory(framework=framework, code="P", text="Meer dan 80% van C:\\map_1")
    LearningOutcomeFactory(framework=framework, code="Q", text="Meer dan 800 van C:/mapX1")
    framework.publish()
    assert links(reader, "80%") == {"P"}
    assert links(reader, "map_1") == {"P"}
    assert links(reader, "c:\\map") == {"P"}


def test_the_results_come_20_at_a_time(reader):
    framework = FrameworkFactory()
    for number in range(45):
        LearningOutcomeFactory(framework=framework, code=f"L{number}", title=f"Bladeren {number}", order=number)
    framework.publish()
    pages = [search(reader, "bladeren", page=number) for number in (1, 3)]
    assert [page.count('<span class="t">') for page in pages] == [20, 5]
    assert "q=bladeren" in pages[0]


def test_a_page_of_long_texts_stays_light(reader):
    framework = FrameworkFactory()
    for number in range(25):
        LearningOutcomeFactory(framework=framework, code=f"L{number}", text="lang woord " * 1800)
    framework.publish()
    assert len(search(reader, "lang woord").encode()) < 200_000


def queries(client, asked: str) -> int:
    client.get("/")
    with CaptureQueriesContext(connection) as found:
        search(client, asked)
    return len(found)


@pytest.mark.parametrize("publish", [True, False], ids=["published", "drafts"])
def test_a_search_asks_as_much_among_20_frameworks_as_among_2(editor, publish):
    counts = []
    for number in (2, 18):
        for _n in range(number):
            outcome = LearningOutcomeFactory(title="Zoekbaar geheel")
            IndicatorFactory(outcome=outcome, dimension=DimensionFactory(outcome=outcome), text="Zoekbaar deel")
            if publish:
                outcome.framework.publish()
        counts.append(queries(editor, "zoekbaar"))
    assert counts[0] == counts[1]
    assert counts[0] <= 25
