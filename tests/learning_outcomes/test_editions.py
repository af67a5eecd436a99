"""Publishing, the next edition, retiring and deleting: who, when, what is kept, and what is written down."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.test import Client

from learning_outcomes import editions, files, loading
from learning_outcomes.edition_difference import differences
from learning_outcomes.loading import PARTS
from learning_outcomes.models import Framework, WorkplacePeriod
from tests.cast import HAN
from tests.factories import PlacementFactory, UserFactory
from tests.learning_outcomes.making import NEXT, SMALL, all_tables, staff, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return UserFactory(is_staff=True)


@pytest.fixture
def han() -> Framework:
    return stored(HAN.read_text(encoding="utf-8"), publish=True)


def reader() -> Client:
    client = Client()
    client.force_login(UserFactory())
    return client


def row_texts(framework: Framework) -> list:
    """Every value and link of every part but identities, by code."""
    found = []
    for model in PARTS:
        for key, row in loading.rows_of(framework, model).items():
            kept = {name: value for name, value in row.items() if name not in {"pk", "id", "uuid", "study_year"}}
            found.append((model.__name__, key, sorted((name, str(value)) for name, value in kept.items())))
    return sorted(found, key=str)


# ---- the next edition


def test_the_next_edition_copies_every_part_with_its_texts_and_links(han, by):
    draft = editions.next_edition(han, "2026-2027", "2026-2027", by)
    assert (draft.status, draft.replaces, draft.year) == ("draft", han, 2026)
    assert row_texts(draft) == row_texts(han)
    counts = [draft.outcomes.count(), draft.skills.count(), draft.glossary.count(), draft.tailored_rules.count()]
    assert counts == [28, 14, 5, 5]
    assert sum(outcome.indicators.count() for outcome in draft.outcomes.all()) == 106


def test_the_next_edition_keeps_what_the_edition_says_of_itself(han, by):
    draft = editions.next_edition(han, "2026-2027", "2026-2027", by)
    names = ["title", "publisher", "source", "about", "derived_from", "scope", "indicator_label"]
    assert [getattr(draft, name) for name in names] == [getattr(han, name) for name in names]


def test_every_part_of_the_next_edition_has_an_identity_of_its_own(han, by):
    draft = editions.next_edition(han, "2026-2027", "2026-2027", by)
    for model in (model for model in PARTS if hasattr(model, "uuid")):
        old, new = ({row["uuid"] for row in loading.rows_of(one, model).values()} for one in (han, draft))
        assert len(old) == len(new)
        assert not old & new


def test_the_periods_of_the_next_edition_have_the_new_study_year(han, by):
    draft = editions.next_edition(han, "2026-2027", "2026-2027", by)
    assert [period.study_year for period in draft.periods.all()] == ["2026-2027"]
    assert [period.study_year for period in han.periods.all()] == ["2025-2026"]


def test_the_edition_it_was_made_from_stays_as_it_was(han, by):
    before = row_texts(han)
    draft = editions.next_edition(han, "2026-2027", "2026-2027", by)
    draft.outcomes.update(text="Anders.")
    assert row_texts(han) == before


def test_the_next_edition_is_the_same_as_its_file_under_another_name(han, by):
    draft = editions.next_edition(han, "2026-2027", "2026-2027", by)
    text = HAN.read_text(encoding="utf-8").replace("study_year: 2025-2026", "study_year: 2026-2027")
    tree = files.read(text.replace("edition: 2025-2026", "edition: 2026-2027\n  replaces: 2025-2026").encode())
    assert [change.fields for change, _old in differences(tree, draft)] == [{"year": (2026, 2025)}]


def test_a_draft_has_no_next_edition(by):
    with pytest.raises(ValidationError):
        editions.next_edition(stored(), "2027", "2027", by)


def test_the_page_asks_the_name_and_proposes_a_year_later(han):
    page = staff().get("/frameworks/han-tweedegraads/2025-2026/next/")
    assert [page.context["form"][name].value() for name in ("edition", "study_year", "year")] == [
        "2026-2027", "2026-2027", 2026,
    ]  # fmt: skip


def test_the_page_makes_the_next_edition_and_leads_to_it(han):
    form = {"edition": "2026-2027", "study_year": "2026-2027", "year": "2031"}
    answer = staff().post("/frameworks/han-tweedegraads/2025-2026/next/", form)
    assert answer.url == "/frameworks/han-tweedegraads/2026-2027/"
    assert Framework.objects.get(edition="2026-2027").year == 2031


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"edition": "", "study_year": "2026-2027"}, "edition"),
        ({"edition": "2026/2027", "study_year": "2026-2027"}, "edition"),
        ({"edition": "x" * 21, "study_year": "2026-2027"}, "edition"),
        ({"edition": "2025-2026", "study_year": "2026-2027"}, "edition"),
        ({"edition": "2026-2027", "study_year": ""}, "study_year"),
        ({"edition": "2026-2027", "study_year": "a\0b"}, "study_year"),
        ({"edition": "2026-2027", "study_year": "2026"}, "study_year"),
        ({"edition": "2026-2027", "study_year": "2026-2028"}, "study_year"),
        ({"edition": "2026-2027", "study_year": "2026-2027"}, "year"),
        ({"edition": "2026-2027", "study_year": "2026-2027", "year": "26"}, "year"),
        ({}, "edition"),
    ],
)
def test_a_name_that_cannot_be_gets_a_sentence_and_keeps_what_was_typed(han, form, field):
    before = all_tables()
    answer = staff().post("/frameworks/han-tweedegraads/2025-2026/next/", form)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert answer.context["form"]["edition"].value() == form.get("edition")
    assert all_tables() == before


def test_a_framework_without_periods_is_not_asked_for_a_study_year():
    stored(SMALL[: SMALL.index("periods:")], publish=True)
    answer = staff().post("/frameworks/small/2026/next/", {"edition": "2027", "year": "2027"})
    assert answer.url == "/frameworks/small/2027/"


# ---- the other acts


def test_publishing_asks_first_and_says_what_stands_out(client):
    stored(SMALL.replace("Je ontwerpt zelfstandig lessen in de klas.", "Iets."))
    page = staff().get("/frameworks/small/2026/publish/").content.decode()
    assert "bevroren" in page
    assert "dit lijkt te missen" in page
    assert Framework.objects.get().status == "draft"


def test_publishing_freezes_and_leads_back():
    stored()
    assert staff().post("/frameworks/small/2026/publish/").url == "/frameworks/small/2026/"
    assert Framework.objects.get().status == "published"


def test_retiring_asks_first_and_then_takes_it_out_of_use():
    stored(publish=True)
    client = staff()
    assert "Trekt u editie 2026 in?" in client.get("/frameworks/small/2026/retire/").content.decode()
    assert Framework.objects.get().status == "published"
    client.post("/frameworks/small/2026/retire/")
    assert Framework.objects.get().status == "retired"


def test_deleting_asks_first_and_then_takes_all_of_the_draft():
    empty = all_tables()
    stored()
    client = staff()
    assert "niet terug te halen" in client.get("/frameworks/small/2026/delete/").content.decode()
    assert client.post("/frameworks/small/2026/delete/").url == "/frameworks/"
    assert all_tables() == empty


@pytest.mark.parametrize("act", ["publish", "delete"])
def test_what_is_frozen_is_neither_published_again_nor_deleted(act):
    moment = stored(publish=True).published_at
    client = staff()
    assert client.get(f"/frameworks/small/2026/{act}/").url == "/frameworks/small/2026/"
    assert client.post(f"/frameworks/small/2026/{act}/").url == "/frameworks/small/2026/"
    assert Framework.objects.get().published_at == moment


def test_a_draft_is_not_retired():
    stored()
    staff().post("/frameworks/small/2026/retire/")
    assert Framework.objects.get().status == "draft"


def test_a_draft_that_a_placement_uses_stays_and_says_by_what():
    stored()
    PlacementFactory(period=WorkplacePeriod.objects.get())
    answer = staff().post("/frameworks/small/2026/delete/", follow=True)
    assert "Dit concept is in gebruik en blijft staan: plaatsing." in answer.content.decode()
    assert Framework.objects.exists()


def test_a_draft_that_another_draft_replaces_stays():
    stored()
    stored(NEXT)
    staff().post("/frameworks/small/2026/delete/")
    assert Framework.objects.count() == 2


@pytest.mark.parametrize(
    ("act", "publish", "words"),
    [
        ("publish", False, "Gepubliceerd en bevroren."),
        ("retire", True, "Ingetrokken."),
        ("delete", False, "verwijderd"),
    ],
)
def test_every_act_is_written_down_once(act, publish, words):
    stored(publish=publish)
    client = staff()
    for _press in range(2):
        client.post(f"/frameworks/small/2026/{act}/")
    [entry] = LogEntry.objects.all()
    assert words in entry.change_message
    assert entry.object_repr == "Klein (2026)"
    assert entry.user.is_staff


def test_the_next_edition_is_written_down(han, by):
    editions.next_edition(han, "2026-2027", "2026-2027", by)
    assert "2025-2026" in LogEntry.objects.get(user=by).change_message


# ---- who may


@pytest.mark.parametrize("act", ["check", "publish", "retire", "delete", "next"])
def test_a_draft_is_not_there_for_others_and_a_published_edition_is_refused_to_them(act):
    stored()
    stored(SMALL.replace("code: small", "code: other"), publish=True)
    client = reader()
    assert client.get(f"/frameworks/small/2026/{act}/").status_code == 404
    assert client.get(f"/frameworks/other/2026/{act}/").status_code == 403
    if act != "check":
        assert client.post(f"/frameworks/other/2026/{act}/", {"edition": "2027"}).status_code == 403
    assert Framework.objects.count() == 2


# ---- what the page of an edition offers


def links(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return page[page.index("d-head") :]


def test_a_draft_offers_publishing_changing_and_deleting_to_staff():
    framework = stored()
    page = links(staff(), framework.get_absolute_url())
    for address in ("/publish/", "/delete/", f"/admin/learning_outcomes/framework/{framework.pk}/change/"):
        assert address in page
    assert "/next/" not in page


def test_a_published_edition_offers_a_new_edition_and_retiring_to_staff_only():
    framework = stored(publish=True)
    for words in ("/next/", "/retire/", "/check/"):
        assert words in links(staff(), framework.get_absolute_url())
        assert words not in links(reader(), framework.get_absolute_url())


def test_an_edition_with_a_draft_after_it_leads_staff_to_that_draft():
    framework = stored(publish=True)
    stored(NEXT)
    assert "Concept van editie 2027" in links(staff(), framework.get_absolute_url())
    assert "2027" not in links(reader(), framework.get_absolute_url())


def test_a_replaced_edition_says_so_to_everybody_and_leads_to_its_successor():
    framework = stored(publish=True)
    stored(NEXT, publish=True)
    page = links(reader(), framework.get_absolute_url())
    assert "Er is een nieuwere editie." in page
    assert 'href="/frameworks/small/2027/"' in page


def test_a_retired_edition_says_so_and_leads_to_its_successor():
    framework = stored(publish=True)
    stored(NEXT, publish=True)
    framework.retire()
    page = links(reader(), framework.get_absolute_url())
    assert "Deze editie is ingetrokken." in page
    assert 'href="/frameworks/small/2027/"' in page


def test_the_list_offers_loading_to_staff_only():
    assert 'href="/frameworks/load/"' in staff().get("/frameworks/").content.decode()
    assert 'href="/frameworks/load/"' not in reader().get("/frameworks/").content.decode()
