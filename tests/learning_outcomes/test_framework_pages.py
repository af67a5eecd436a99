"""Reading a framework, and editing a draft in the administration."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from learning_outcomes import files, loading
from learning_outcomes.models import Framework, LearningOutcome

HERE = Path(__file__).parent
HAN = HERE.parents[1] / "fixtures" / "han-tweedegraads-2025-2026.yaml"
OTHERS = {"grid": HERE / "grid-4x4.yaml", "areas": HERE / "areas-5x3.yaml"}

pytestmark = pytest.mark.django_db


def loaded(path: Path, *, publish: bool) -> Framework:
    tree = files.read(path.read_bytes())
    loading.load(tree, publish=publish)
    code, edition = tree.edition.key
    return Framework.objects.get(code=code, edition=edition)


@pytest.fixture
def draft() -> Framework:
    return loaded(HAN, publish=False)


@pytest.fixture
def published() -> Framework:
    return loaded(HAN, publish=True)


@pytest.fixture
def reader(client):
    client.force_login(
        get_user_model().objects.create_user("reader@school.example"), "django.contrib.auth.backends.ModelBackend"
    )
    return client


@pytest.fixture
def editor(client):
    person = get_user_model().objects.create_superuser("editor@institute.example")
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def list_page(client) -> str:
    return client.get(reverse("learning_outcomes:framework_list")).content.decode()


def test_everybody_signed_in_reads_a_published_framework(reader, published):
    page = reader.get(published.get_absolute_url()).content.decode()
    assert page.count("<h1") == 1
    assert "Je past consequent routines toe en grijpt in als afspraken niet worden nageleefd." in page
    assert "Oorzaken en gevolgen analyseert van diens handelen;" in page


def test_each_outcome_stands_on_the_page_once_and_below_its_unit(reader, published):
    page = reader.get(published.get_absolute_url()).content.decode()
    places = [page.index(f'id="outcome-{code}"') for code in ("CPL", "AOL", "PPI", "LV", "ICT")]
    assert places == sorted(places)
    assert page.count('id="outcome-') == 28


def test_a_draft_is_not_there_for_a_reader(reader, draft):
    assert reader.get(draft.get_absolute_url()).status_code == 404
    assert draft.title not in list_page(reader)


def test_staff_read_a_draft(editor, draft):
    assert editor.get(draft.get_absolute_url()).status_code == 200
    assert draft.title in list_page(editor)


def test_a_retired_edition_stays_readable(reader, published):
    Framework.objects.update(status=Framework.Status.RETIRED)
    assert reader.get(published.get_absolute_url()).status_code == 200


def test_a_stranger_sees_no_framework(client, published):
    response = client.get(published.get_absolute_url())
    assert published.title not in response.content.decode()
    assert response.status_code in {302, 404}


def test_an_unknown_edition_is_not_there(reader, published):
    address = reverse("learning_outcomes:framework_detail", args=[published.code, "1999-2000"])
    assert reader.get(address).status_code == 404


def test_a_page_changes_nothing_and_takes_no_post(reader, published):
    assert reader.post(published.get_absolute_url()).status_code == 405


def test_the_grid_links_each_cell_to_its_criteria(reader):
    page = reader.get(loaded(OTHERS["grid"], publish=True).get_absolute_url()).content.decode()
    assert 'href="#outcome-WPO3"' in page
    assert 'id="outcome-WPO3"' in page
    assert "WP1.2" in page


def test_the_areas_show_what_they_ask_at_each_level(reader):
    page = reader.get(loaded(OTHERS["areas"], publish=True).get_absolute_url()).content.decode()
    assert "passende kennis op Ba-niveau" in page
    assert "Professionele identiteit expliciteren" in page


def test_the_list_costs_the_same_for_one_and_for_three_frameworks(reader, published, django_assert_max_num_queries):
    with django_assert_max_num_queries(50) as one:
        list_page(reader)
    for path in OTHERS.values():
        loaded(path, publish=True)
    with django_assert_max_num_queries(len(one)):
        assert list_page(reader).count('class="t"') == 3


def admin_page(obj, kind: str = "change") -> str:
    return reverse(f"admin:learning_outcomes_{obj._meta.model_name}_{kind}", args=[obj.pk])


def form_of(response) -> dict:
    """What the browser would send back for the page as it stands."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {form.add_prefix(name): form[name].value() for form in forms for name in form.fields}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def test_a_draft_can_be_edited(editor, draft):
    outcome = draft.outcomes.get(code="LV")
    form = form_of(editor.get(admin_page(outcome))) | {"short_title": "Stof"}
    assert editor.post(admin_page(outcome), form).status_code == 302
    outcome.refresh_from_db()
    assert outcome.short_title == "Stof"
    assert outcome.indicators.count() == 24


@pytest.mark.parametrize("part", ["outcomes", "periods", "units"])
def test_a_part_of_a_published_framework_can_be_read_but_not_edited(editor, published, part):
    row = getattr(published, part).first()
    assert editor.get(admin_page(row)).status_code == 200
    assert editor.post(admin_page(row), {"title": "Anders"}).status_code == 403
    assert editor.post(admin_page(row, "delete"), {"post": "yes"}).status_code == 403


def test_a_published_framework_cannot_be_edited_or_deleted(editor, published):
    assert editor.get(admin_page(published)).status_code == 200
    assert editor.post(admin_page(published), {"title": "Anders"}).status_code == 403
    assert editor.post(admin_page(published, "delete"), {"post": "yes"}).status_code == 403


def test_other_names_are_written_one_per_line(editor, draft):
    outcome = draft.outcomes.get(code="LV")
    form = form_of(editor.get(admin_page(outcome))) | {"aliases": "Leerstof\r\n\r\n  Verwerken van leerstof "}
    assert editor.post(admin_page(outcome), form).status_code == 302
    outcome.refresh_from_db()
    assert outcome.aliases == ["Leerstof", "Verwerken van leerstof"]


def test_an_area_cannot_lie_inside_itself(editor):
    area = loaded(OTHERS["areas"], publish=False).areas.get(code="5")
    form = form_of(editor.get(admin_page(area))) | {"parent": area.children.first().pk}
    assert editor.post(admin_page(area), form).status_code == 200
    area.refresh_from_db()
    assert area.parent is None


def test_a_published_framework_takes_no_new_outcome(editor, published):
    page = editor.get(reverse("admin:learning_outcomes_learningoutcome_add"))
    assert list(page.context["adminform"].form.fields["framework"].queryset) == []


def test_many_at_once_cannot_delete_a_published_outcome(editor, published):
    chosen = list(published.outcomes.values_list("pk", flat=True))
    form = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    editor.post(reverse("admin:learning_outcomes_learningoutcome_changelist"), form)
    assert LearningOutcome.objects.count() == 28


def test_the_administration_publishes_a_draft(editor, draft):
    form = {"action": "publish", "_selected_action": [draft.pk]}
    editor.post(reverse("admin:learning_outcomes_framework_changelist"), form)
    draft.refresh_from_db()
    assert draft.frozen
