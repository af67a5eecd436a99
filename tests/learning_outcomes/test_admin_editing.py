"""Editing a draft as somebody who never saw the product: lists by line, new rows last, only what belongs here."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from learning_outcomes.admin_forms import TextsField
from learning_outcomes.models import (
    Dimension,
    Framework,
    Indicator,
    LearningOutcome,
    Level,
    PeriodOutcome,
    WorkplacePeriod,
)
from tests.learning_outcomes.making import NEXT, SMALL, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    client = Client()
    person = get_user_model().objects.create_superuser("editor@institute.example")
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def page_of(row) -> str:
    return reverse(f"admin:learning_outcomes_{row._meta.model_name}_change", args=[row.pk])


def form_of(page) -> dict:
    """What the browser would send back for the page as it stands."""
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {form.add_prefix(name): form[name].value() for form in forms for name in form.fields}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def change(editor: Client, row, values: dict):
    return editor.post(page_of(row), form_of(editor.get(page_of(row))) | values)


def choices(page, name: str) -> list[str]:
    """What can be chosen in the first row of an inline that has this field."""
    forms = [form for inline in page.context["inline_admin_formsets"] for form in inline.formset.forms]
    field = next(form for form in forms if name in form.fields).fields[name]
    return [str(label) for _value, label in field.choices]


# ---- lists, a text per line


def test_the_lines_of_a_box_are_the_texts_of_a_list():
    assert TextsField(required=False).clean("Een\r\n\r\n  Twee \n") == ["Een", "Twee"]


def test_an_empty_box_is_an_empty_list():
    assert TextsField(required=False).clean("  \n ") == []


@pytest.mark.parametrize("texts", [[], ["Een"], ["Een", "Twee"], ["Een\nen meer\nnog meer", "Twee"], ['{"a": 1}']])
def test_a_list_comes_back_from_its_box_as_it_was(texts):
    field = TextsField(required=False)
    assert field.clean(field.prepare_value(texts)) == texts
    assert not field.has_changed(texts, field.prepare_value(texts))


def test_an_outcome_shows_its_other_names_by_line(editor):
    outcome = stored(
        SMALL.replace("title: Uitkomst\n", "title: Uitkomst\n    aliases: [Eerste, Tweede]\n")
    ).outcomes.get()
    assert ">\nEerste\nTweede</textarea>" in editor.get(page_of(outcome)).content.decode()


# ---- the order


def test_a_new_indicator_comes_last(editor):
    outcome = stored().outcomes.get()
    new = {"indicators-TOTAL_FORMS": 3, "indicators-2-code": "L1.1.3", "indicators-2-text": "Nieuw."}
    assert change(editor, outcome, new).status_code == 302
    assert [row.code for row in Indicator.objects.all()] == ["L1.1.1", "L1.1.2", "L1.1.3"]


def test_two_new_rows_keep_the_order_in_which_they_stand(editor):
    outcome = stored().outcomes.get()
    new = {"dimensions-TOTAL_FORMS": 3, "dimensions-1-code": "B", "dimensions-1-title": "B"}
    new |= {"dimensions-2-code": "A", "dimensions-2-title": "A"}
    change(editor, outcome, new)
    assert [row.code for row in Dimension.objects.all()] == ["L1.1", "B", "A"]


def test_a_number_puts_a_new_row_behind_the_row_that_has_it(editor):
    outcome = stored().outcomes.get()
    new = {"indicators-TOTAL_FORMS": 3, "indicators-2-code": "X", "indicators-2-text": "X", "indicators-2-order": 0}
    change(editor, outcome, new)
    assert [row.code for row in Indicator.objects.all()] == ["L1.1.1", "X", "L1.1.2"]


def test_a_number_that_is_wiped_out_stays_what_it_was(editor):
    outcome = stored().outcomes.get()
    change(editor, outcome, {"indicators-1-order": "", "indicators-1-text": "Anders."})
    assert [(row.order, row.text) for row in Indicator.objects.all()][1] == (1, "Anders.")


def test_a_new_outcome_comes_last_in_its_framework(editor):
    framework = stored()
    stored(SMALL.replace("code: small", "code: other"))
    address = reverse("admin:learning_outcomes_learningoutcome_add") + f"?framework={framework.pk}"
    form = form_of(editor.get(address)) | {"code": "L2", "title": "Tweede", "short_title": "Twee"}
    assert form["framework"] == str(framework.pk)
    assert editor.post(address, form).url == page_of(framework)
    assert [outcome.code for outcome in framework.outcomes.all()] == ["L1", "L2"]


def test_a_new_row_of_a_period_comes_last_in_that_period(editor):
    period = stored(SMALL.replace("outcomes:\n", "outcomes:\n  - {code: L2, title: Twee}\n", 1)).periods.get()
    new = {"outcomes-TOTAL_FORMS": 2, "outcomes-1-outcome": LearningOutcome.objects.get(code="L2").pk}
    new |= {"outcomes-1-unit": period.framework.units.get().pk, "outcomes-1-mentor_role": "feedback"}
    assert change(editor, period, new).status_code == 302
    assert [(row.outcome.code, row.order) for row in PeriodOutcome.objects.all()] == [("L1", 0), ("L2", 1)]


# ---- only what belongs here


def test_only_parts_of_the_same_framework_can_be_chosen(editor):
    period = stored().periods.get()
    stored(NEXT.replace("title: Uitkomst", "title: Van volgend jaar").replace("Niveau een", "Ander niveau"))
    page = editor.get(page_of(period))
    assert choices(page, "outcome") == ["---------", "L1 Uitkomst"]
    assert choices(page, "unit") == ["---------", "U1 Eenheid"]
    assert choices(page, "target_level") == ["---------", "Niveau een"]
    assert choices(page, "dimension") == ["---------", "L1.1 Zien"]


def test_an_indicator_goes_under_a_dimension_of_its_own_outcome(editor):
    more = "outcomes:\n  - {code: L0, title: Ander, dimensions: [{code: L0.1, title: Daar}]}\n"
    outcome = stored(SMALL.replace("outcomes:\n", more, 1)).outcomes.get(code="L1")
    assert choices(editor.get(page_of(outcome)), "dimension") == ["---------", "L1.1 Zien"]


def test_a_part_of_another_framework_is_refused_with_a_sentence(editor):
    period = stored().periods.get()
    other = stored(NEXT).outcomes.get()
    page = change(editor, period, {"outcomes-0-outcome": other.pk})
    assert page.context["inline_admin_formsets"][0].formset.forms[0].errors.keys() == {"outcome"}


# ---- faults are sentences


def test_weeks_out_of_order_get_a_sentence(editor):
    page = change(editor, stored().periods.get(), {"midterm_week": 20})
    assert page.status_code == 200
    assert "De weken moeten op elkaar volgen" in page.content.decode()


def test_a_code_that_is_there_already_gets_a_sentence_and_keeps_what_was_typed(editor):
    outcome = stored().outcomes.get()
    page = change(editor, outcome, {"indicators-1-code": "L1.1.1", "indicators-1-text": "Getypt."})
    assert page.status_code == 200
    assert "Getypt." in page.content.decode()
    assert Indicator.objects.filter(code="L1.1.2").exists()


@pytest.mark.parametrize("named", ["", "999999", "nul", "9" * 40, "²"])
def test_an_address_that_names_no_framework_gives_an_empty_form(editor, named):
    stored()
    page = editor.get(reverse("admin:learning_outcomes_learningoutcome_add"), {"framework": named})
    assert page.status_code in {200, 302}


# ---- from the framework to its parts and back


def test_the_page_of_a_framework_leads_to_every_part_and_to_a_new_one(editor):
    framework = stored()
    page = editor.get(page_of(framework)).content.decode()
    for row in (framework.outcomes.get(), framework.units.get(), framework.periods.get()):
        assert f'href="{page_of(row)}"' in page
    assert f'href="/admin/learning_outcomes/learningoutcome/add/?framework={framework.pk}"' in page


def test_a_published_framework_leads_to_its_parts_but_offers_nothing_new(editor):
    framework = stored(publish=True)
    page = editor.get(page_of(framework)).content.decode()
    assert f'href="{page_of(framework.outcomes.get())}"' in page
    assert "/add/?framework=" not in page


def test_what_is_saved_leads_back_to_the_framework(editor):
    framework = stored()
    for row in (framework.outcomes.get(), framework.units.get(), framework.periods.get()):
        assert change(editor, row, {"title": "Anders"}).url == page_of(framework)


def test_a_part_leads_to_its_place_on_the_page_of_the_framework(editor):
    page = editor.get(page_of(stored().outcomes.get())).content.decode()
    assert 'href="/frameworks/small/2026/#outcome-L1"' in page


def test_the_page_of_an_outcome_asks_as_much_with_20_indicators_as_with_2(editor, django_assert_num_queries):
    outcome = stored().outcomes.get()
    editor.get(page_of(outcome))
    with django_assert_num_queries(50, exact=False) as few:
        editor.get(page_of(outcome))
    dimension = Dimension.objects.get()
    for number in range(18):
        Indicator.objects.create(outcome=outcome, dimension=dimension, code=f"X{number}", text="Meer.")
    with django_assert_num_queries(len(few)):
        editor.get(page_of(outcome))


def test_a_level_and_a_phase_are_added_on_the_page_of_the_framework(editor):
    framework = stored()
    new = {"levels-TOTAL_FORMS": 2, "levels-1-code": "twee", "levels-1-title": "Niveau twee"}
    new |= {"skill_phases-TOTAL_FORMS": 1, "skill_phases-0-code": "begin", "skill_phases-0-title": "Beginfase"}
    assert change(editor, framework, new).status_code == 302
    assert [level.code for level in Level.objects.all()] == ["een", "twee"]


def test_one_indicator_is_changed_and_the_rest_stays(editor):
    framework = stored()
    change(editor, framework.outcomes.get(), {"indicators-1-text": "Je vraagt altijd door."})
    assert [row.text for row in Indicator.objects.all()] == ["Je ziet wie er meedoet.", "Je vraagt altijd door."]
    assert Framework.objects.get().status == "draft"
    assert WorkplacePeriod.objects.get().focus.get().code == "L1.1"


def test_a_new_outcome_without_a_title_is_asked_for_it(editor):
    address = reverse("admin:learning_outcomes_learningoutcome_add") + f"?framework={stored().pk}"
    page = editor.post(address, form_of(editor.get(address)) | {"code": "L2", "short_title": "L2"})
    assert page.status_code == 200
    assert page.context["adminform"].form.errors.keys() == {"title"}
    assert 'value="L2"' in page.content.decode()
