"""The administration takes what a file takes, and nothing that is published."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from learning_outcomes import files, loading
from learning_outcomes.models import (
    Crosswalk,
    Endpoint,
    Framework,
    GlossaryTerm,
    LearningOutcome,
    Relation,
    Skill,
    SkillPhase,
    TailoredRule,
    WorkplacePeriod,
)

HERE = Path(__file__).parent
SMALL = """\
framework: {code: small, edition: "2026", title: Klein, publisher: Test, year: 2026, source: Test}
levels: [{code: N1, title: Niveau 1}]
units: [{code: U1, title: Eenheid, level: N1}]
outcomes: [{code: L1, title: Uitkomst 1, aliases: [Eerste]}]
phases: [{code: begin, title: Beginfase}]
skills: [{code: CB1, title: Werkhouding, cells: [{phase: begin, text: Is op tijd.}]}]
tailored: [{code: M1, title: Oriëntatie, text: Je haalt dit zelf in., carried_over_with: L1}]
glossary: [{code: persona, term: persona, text: Een verzonnen iemand.}]
periods:
  - {code: p1, title: Periode, study_year: "2026", weeks: 16, start_week: 3, midterm_week: 8, final_week: 16,
     outcomes: [{outcome: L1, unit: U1, summative: true, target_level: N1, mentor_role: judge}]}
"""
OTHER = """\
framework: {code: other, edition: "2026", title: Ander, publisher: Test, year: 2026, source: Test}
areas: [{code: A, title: Gebied A}, {code: B-1, title: Gebied B}]
"""

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frameworks():
    for text in (SMALL, OTHER):
        loading.load(files.read(text.encode()))


@pytest.fixture
def editor(client):
    person = get_user_model().objects.create_superuser("editor@institute.example")
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def address(model, kind: str, *arguments) -> str:
    return reverse(f"admin:learning_outcomes_{model._meta.model_name}_{kind}", args=arguments)


def change(editor, row, values: dict):
    """Send the page of a row as it stands, with these values changed."""
    page = editor.get(address(type(row), "change", row.pk))
    return editor.post(address(type(row), "change", row.pk), form_of(page) | values)


def form_of(page) -> dict:
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {form.add_prefix(name): form[name].value() for form in forms for name in form.fields}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def crosswalk_form(*relations: tuple[str, str, str]) -> dict:
    """A new crosswalk from small to other with these relations."""
    ids = {side: Framework.objects.get(code=code).pk for side, code in (("origin", "small"), ("target", "other"))}
    head = {"code": "c", "title": "C", "publisher": "Test", "year": 2026}
    count = {"relations-TOTAL_FORMS": len(relations), "relations-INITIAL_FORMS": 0}
    rows = {}
    for number, words in enumerate(relations):
        rows |= {
            f"relations-{number}-{name}": word for name, word in zip(("origin", "kind", "target"), words, strict=True)
        }
        rows[f"relations-{number}-order"] = number
    return head | ids | count | rows


def add_crosswalk(editor, *relations: tuple[str, str, str]):
    return editor.post(address(Crosswalk, "add"), crosswalk_form(*relations))


def test_a_crosswalk_is_made_with_the_words_of_a_file(editor):
    add_crosswalk(editor, ("outcome L1", "isRelatedTo", "area A"), ("skill CB1", "isPartOf", "area B-1"))
    labels = [(row.origin.codes, row.kind, row.target.codes) for row in Crosswalk.objects.get().relations.all()]
    assert labels == [(("L1",), "isRelatedTo", ("A",)), (("CB1",), "isPartOf", ("B-1",))]


@pytest.mark.parametrize("words", ["outcome L9", "area A", "uitkomst L1", "outcome", "outcome 'L1", "descriptor A"])
def test_words_that_name_nothing_get_a_sentence_beside_them(editor, words):
    page = add_crosswalk(editor, (words, "isRelatedTo", "area A"))
    assert page.status_code == 200
    assert page.context["inline_admin_formsets"][0].formset.forms[0].errors.keys() == {"origin"}
    assert not Crosswalk.objects.exists()


def test_a_crosswalk_without_its_frameworks_is_asked_for_them(editor):
    form = crosswalk_form(("outcome L1", "isRelatedTo", "area A")) | {"origin": "", "target": ""}
    page = editor.post(address(Crosswalk, "add"), form)
    assert page.context["adminform"].form.errors.keys() == {"origin", "target"}


def test_a_crosswalk_to_itself_is_refused_with_a_sentence(editor):
    form = crosswalk_form() | {"target": Framework.objects.get(code="small").pk}
    assert editor.post(address(Crosswalk, "add"), form).context["adminform"].form.errors.keys() == {"__all__"}


def test_the_same_relation_twice_is_refused(editor):
    page = add_crosswalk(editor, *[("outcome L1", "isRelatedTo", "area A")] * 2)
    assert page.status_code == 200
    assert not Relation.objects.exists()


def test_a_draft_crosswalk_is_edited_and_keeps_its_frameworks(editor):
    add_crosswalk(editor, ("outcome L1", "isRelatedTo", "area A"))
    crosswalk = Crosswalk.objects.get()
    values = {"relations-0-target": "area B-1", "target": Framework.objects.get(code="small").pk}
    assert change(editor, crosswalk, values).status_code == 302
    assert crosswalk.relations.get().target.codes == ("B-1",)
    assert Crosswalk.objects.get().target.code == "other"


def test_a_relation_that_exists_already_is_refused(editor):
    add_crosswalk(editor, ("outcome L1", "isRelatedTo", "area A"), ("outcome L1", "isRelatedTo", "area B-1"))
    page = change(editor, Crosswalk.objects.get(), {"relations-1-target": "area A"})
    assert page.status_code == 200
    assert Relation.objects.filter(target=Endpoint.objects.get(area__code="B-1")).exists()


def test_the_administration_publishes_a_crosswalk_which_freezes_it(editor):
    add_crosswalk(editor, ("outcome L1", "isRelatedTo", "area A"))
    crosswalk = Crosswalk.objects.get()
    editor.post(address(Crosswalk, "changelist"), {"action": "publish", "_selected_action": [crosswalk.pk]})
    assert Crosswalk.objects.get().frozen
    assert editor.get(address(Crosswalk, "change", crosswalk.pk)).status_code == 200
    assert editor.post(address(Crosswalk, "change", crosswalk.pk), crosswalk_form()).status_code == 403
    assert editor.post(address(Crosswalk, "delete", crosswalk.pk), {"post": "yes"}).status_code == 403


def test_the_administration_retires_a_published_edition_and_no_draft(editor):
    Framework.objects.get(code="small").publish()
    chosen = list(Framework.objects.values_list("pk", flat=True))
    editor.post(address(Framework, "changelist"), {"action": "retire", "_selected_action": chosen})
    assert set(Framework.objects.values_list("code", "status")) == {("small", "retired"), ("other", "draft")}


@pytest.mark.parametrize("model", [Skill, TailoredRule, GlossaryTerm])
def test_each_part_is_edited_while_a_draft_and_only_then(editor, model):
    row = model.objects.get()
    field = "term" if model is GlossaryTerm else "title"
    assert change(editor, row, {field: "Anders"}).status_code == 302
    row.framework.publish()
    assert editor.get(address(model, "change", row.pk)).status_code == 200
    assert editor.post(address(model, "change", row.pk), {field: "Weer anders"}).status_code == 403
    assert getattr(model.objects.get(), field) == "Anders"


def test_a_phase_is_added_on_the_page_of_the_framework(editor):
    framework = Framework.objects.get(code="small")
    new = {"skill_phases-TOTAL_FORMS": 2, "skill_phases-1-code": "groei", "skill_phases-1-title": "Groeifase"}
    assert change(editor, framework, new | {"skill_phases-1-order": 1}).status_code == 302
    assert list(SkillPhase.objects.values_list("code", flat=True)) == ["begin", "groei"]


def test_a_rule_cannot_point_into_another_framework(editor):
    loading.load(files.read(SMALL.replace('edition: "2026"', 'edition: "2027"').encode()))
    rule = TailoredRule.objects.get(framework__edition="2026")
    page = change(editor, rule, {"carried_over_with": LearningOutcome.objects.get(framework__edition="2027").pk})
    assert page.context["adminform"].form.errors.keys() == {"carried_over_with"}


def test_line_ends_of_a_browser_become_those_of_a_file(editor):
    outcome = LearningOutcome.objects.get()
    change(editor, outcome, {"text": "Een.\r\n\r\nTwee."})
    assert LearningOutcome.objects.get().text == "Een.\n\nTwee."


@pytest.mark.parametrize(
    ("field", "value"), [("text", "Een\x0btwee"), ("text", "a" * 20_001), ("aliases", "a\x0bb"), ("ects", "-1")]
)
def test_what_no_file_may_hold_is_refused(editor, field, value):
    page = change(editor, LearningOutcome.objects.get(), {field: value})
    assert page.context["adminform"].form.errors.keys() == {field}


def test_a_target_level_must_be_one_of_the_framework(editor):
    page = change(editor, WorkplacePeriod.objects.get(), {"outcomes-0-target_level": "N9"})
    assert page.context["inline_admin_formsets"][0].formset.forms[0].errors.keys() == {"target_level"}


def test_an_edition_replaces_another_of_the_same_framework(editor):
    framework = Framework.objects.get(code="small")
    page = change(editor, framework, {"replaces": Framework.objects.get(code="other").pk})
    assert page.context["adminform"].form.errors.keys() == {"replaces"}
