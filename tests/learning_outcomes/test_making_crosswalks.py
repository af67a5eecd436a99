"""Laying relations by hand: drafts of staff, faults beside their field, frozen once published (X28)."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from learning_outcomes import crosswalk_forms
from learning_outcomes.models import Crosswalk, Endpoint, Relation
from tests.factories import CrosswalkFactory, FrameworkFactory, IndicatorFactory

from .crosswalked import Crosswalked, crosswalked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def two() -> Crosswalked:
    made = crosswalked()
    for one in (made.left, made.right):
        one.publish()
    return made


def address(name: str, *args) -> str:
    return reverse(f"crosswalks:{name}", args=args)


def relation(two: Crosswalked, **other) -> dict:
    """B1 is related to descriptor X 7."""
    here, there = two.outcomes["B1"].pk, two.descriptors["7"].pk
    return {"here": f"outcome:{here}", "there": f"descriptor:{there}", "kind": "isRelatedTo", "remark": "Kijk."} | other


def facts(two: Crosswalked, **other) -> dict:
    values = {"title": "Nieuw", "code": "nieuw", "publisher": "Hogeschool Zuidoever", "year": "2026", "remark": ""}
    return values | {"origin": two.left.pk, "target": two.right.pk} | other


def faults(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return dict(response.context["form"].errors)


# a new crosswalk


def test_staff_make_a_draft(makes, two):
    response = makes.post(address("crosswalk_new"), facts(two))
    made = Crosswalk.objects.get(code="nieuw")
    assert response.headers["Location"] == "/crosswalks/nieuw/relations/new/"
    assert (made.origin, made.target, made.status) == (two.left, two.right, "draft")


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"title": ""}, "title", "Write the title here."),
        ({"title": "x" * 201}, "title", None),
        ({"code": ""}, "code", "Write the code here."),
        ({"code": "met spatie"}, "code", None),
        ({"code": "programma-kader"}, "code", "There is a crosswalk with this code already."),
        ({"code": "new"}, "code", "This code is an address of the site itself. Choose another one."),
        ({"publisher": " "}, "publisher", "Write here whose crosswalk this is."),
        ({"year": ""}, "year", "Write the year here."),
        ({"year": "dit jaar"}, "year", "Write the year in four digits."),
        ({"year": "99999999999"}, "year", "Write a year between 1950 and 2100."),
        ({"year": "-1"}, "year", "Write a year between 1950 and 2100."),
        ({"origin": ""}, "origin", "Choose a framework."),
        ({"origin": "999999"}, "origin", "This framework is not there."),
        ({"target": "kader"}, "target", "This framework is not there."),
        ({"remark": "nul\x00"}, "remark", None),
        ({"remark": "x" * 20_001}, "remark", None),
    ],
)
def test_a_fault_is_told_beside_its_field_and_the_text_is_kept(makes, two, wrong, field, sentence):
    response = makes.post(address("crosswalk_new"), facts(two, remark="Een voorstel.") | wrong)
    found = faults(response)
    assert list(found) == [field]
    assert sentence is None or found[field] == [sentence]
    assert field == "remark" or "Een voorstel." in response.content.decode()
    assert Crosswalk.objects.count() == 1


def test_a_crosswalk_lies_between_two_frameworks(makes, two):
    response = makes.post(address("crosswalk_new"), facts(two, target=two.left.pk))
    assert faults(response)["target"] == ["Choose another framework here than above."]


def test_a_link_may_choose_both_frameworks_already(makes, two):
    text = makes.get(address("crosswalk_new") + f"?origin={two.left.pk}&target=x%00").content.decode()
    assert f'<option value="{two.left.pk}" selected>' in text


def test_the_facts_of_a_draft_change_but_not_its_frameworks_once_relations_lie_between_them(makes, two):
    other = FrameworkFactory()
    changed = facts(two, code="programma-kader", title="Anders", origin=other.pk)
    assert makes.post(address("crosswalk_change", "programma-kader"), changed).status_code == 302
    two.crosswalk.refresh_from_db()
    assert (two.crosswalk.title, two.crosswalk.origin) == ("Anders", two.left)


def test_a_code_that_somebody_takes_at_the_same_moment_is_told_of(makes, two, monkeypatch):
    monkeypatch.setattr(crosswalk_forms.CrosswalkForm, "validate_unique", lambda form: None)
    monkeypatch.setattr(crosswalk_forms.CrosswalkForm, "validate_constraints", lambda form: None, raising=False)
    response = makes.post(address("crosswalk_new"), facts(two, code="programma-kader"))
    assert faults(response)["code"] == ["There is a crosswalk with this code already."]


# its relations


def test_a_relation_is_laid_at_the_end(makes, two):
    two.crosswalk.relations.update(order=7)
    response = makes.post(address("relation_new", "programma-kader"), relation(two))
    made = two.crosswalk.relations.last()
    assert response.headers["Location"] == "/crosswalks/programma-kader/"
    assert (made.origin.node, made.target.node, made.kind, made.remark) == (
        two.outcomes["B1"], two.descriptors["7"], "isRelatedTo", "Kijk.",
    )  # fmt: skip


def test_another_one_follows_when_asked(makes, two):
    response = makes.post(address("relation_new", "programma-kader"), relation(two, next="1"))
    assert response.headers["Location"] == "/crosswalks/programma-kader/relations/new/"


def test_the_lists_hold_every_part_by_kind(makes, two):
    text = makes.get(address("relation_new", "programma-kader")).content.decode()
    here = text.split('id="id_here"')[1].split("</select>")[0]
    there = text.split('id="id_there"')[1].split("</select>")[0]
    assert here.count("<optgroup") == 4  # outcomes, dimensions, areas, levels
    assert here.count("<option") == 1 + 4 + 1 + 2 + 2
    assert there.count("<option") == 1 + 2 + 2 + 2
    assert ">A2.1 Kijken<" in here


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"here": ""}, "here", "Choose what it is about."),
        ({"there": ""}, "there", "Choose the counterpart."),
        ({"kind": ""}, "kind", "Choose how the two relate."),
        ({"kind": "zomaar"}, "kind", "This kind of relation is not there."),
        ({"here": "outcome:999999"}, "here", "This part is not there."),
        ({"here": "outcome"}, "here", "This part is not there."),
        ({"there": "user:1"}, "there", "This part is not there."),
        ({"remark": "nul\x00"}, "remark", None),
    ],
)
def test_a_fault_in_a_relation_is_told_beside_its_field_and_the_text_is_kept(makes, two, wrong, field, sentence):
    response = makes.post(address("relation_new", "programma-kader"), relation(two, **wrong))
    found = faults(response)
    assert list(found) == [field]
    assert sentence is None or found[field] == [sentence]
    assert field == "remark" or "Kijk.</textarea>" in response.content.decode().replace("\n", "")
    assert two.crosswalk.relations.count() == 3


def test_a_part_of_the_other_framework_is_not_there(makes, two):
    wrong = relation(two, here=f"area:{two.areas['X'].pk}")
    response = makes.post(address("relation_new", "programma-kader"), wrong)
    assert faults(response)["here"] == ["This part is not there."]


def test_a_relation_stands_in_a_crosswalk_once(makes, two):
    for _time in range(2):
        response = makes.post(address("relation_new", "programma-kader"), relation(two))
    assert faults(response)["there"] == ["This relation is in the crosswalk already."]
    assert two.crosswalk.relations.count() == 4


def test_a_fault_makes_no_endpoint(makes, two):
    before = Endpoint.objects.count()
    makes.post(address("relation_new", "programma-kader"), relation(two, kind=""))
    assert Endpoint.objects.count() == before


def test_a_relation_is_changed(makes, two):
    row = two.crosswalk.relations.first()
    response = makes.post(address("relation_change", "programma-kader", row.pk), relation(two, kind="isPeerOf"))
    changed = Relation.objects.get(pk=row.pk)
    assert response.status_code == 302
    assert (changed.origin.node, changed.kind, changed.order) == (two.outcomes["B1"], "isPeerOf", row.order)


def test_the_form_of_a_relation_shows_what_is_there(makes, two):
    row = two.crosswalk.relations.first()
    text = makes.get(address("relation_change", "programma-kader", row.pk)).content.decode()
    assert text.count(" selected>") == 3
    assert "Beide zelfstandig.</textarea>" in text.replace("\n", "")


def test_a_relation_is_removed(makes, two):
    row = two.crosswalk.relations.first()
    makes.post(address("relation_remove", "programma-kader", row.pk))
    assert two.crosswalk.relations.count() == 2


def test_a_relation_of_another_crosswalk_is_not_there(makes, two):
    other = CrosswalkFactory()
    row = two.crosswalk.relations.first()
    assert makes.post(address("relation_remove", other.code, row.pk)).status_code == 404
    assert makes.get(address("relation_change", other.code, 10**30)).status_code == 404


def test_very_many_parts_of_a_kind_are_left_out_of_the_list(makes, two, monkeypatch):
    monkeypatch.setattr(crosswalk_forms, "MOST_OF_A_KIND", 2)
    IndicatorFactory.create_batch(3, outcome=two.outcomes["B1"])
    row = two.relate(two.outcomes["B1"], two.descriptors["7"])
    text = makes.get(address("relation_new", "programma-kader")).content.decode()
    assert "Not in this list, because there are too many: learning outcome, indicator. Relate those in a file." in text
    assert 'value="outcome:' not in text
    text = makes.get(address("relation_change", "programma-kader", row.pk)).content.decode()
    assert f'value="outcome:{two.outcomes["B1"].pk}" selected' in text


# reading and publishing


def test_everybody_reads_a_published_crosswalk_and_nobody_is_offered_to_change_it(reads, makes, two):
    two.crosswalk.publish()
    for client in (reads, makes):
        text = client.get(two.crosswalk.get_absolute_url()).content.decode()
        assert "Beide zelfstandig." in text
        assert "/edit/" not in text
        assert "/publish/" not in text


def test_a_draft_is_not_there_for_a_reader(reads, two):
    assert reads.get(two.crosswalk.get_absolute_url()).status_code == 404
    assert "Van programma naar kader" not in reads.get("/crosswalks/").content.decode()


def test_publishing_freezes_and_is_logged(makes, two):
    makes.post(address("crosswalk_publish", "programma-kader"))
    two.crosswalk.refresh_from_db()
    assert two.crosswalk.frozen
    assert LogEntry.objects.get().object_id == str(two.crosswalk.pk)


def test_publishing_twice_changes_nothing(makes, two):
    two.crosswalk.publish()
    at = two.crosswalk.published_at
    makes.post(address("crosswalk_publish", "programma-kader"))
    two.crosswalk.refresh_from_db()
    assert two.crosswalk.published_at == at


def test_what_is_missing_is_said_on_the_page_and_when_it_is_refused(makes):
    empty = CrosswalkFactory(code="leeg", target__title="Kader")
    empty.origin.publish()
    sentences = ["Kader (2025-2026) is still a draft. Publish that first.", "There is no relation in it yet."]
    response = makes.post(address("crosswalk_publish", "leeg"), follow=True)
    text = response.content.decode()
    assert [text.count(sentence) >= 2 for sentence in sentences] == [True, True]
    empty.refresh_from_db()
    assert not empty.frozen


def test_what_is_published_no_longer_changes_and_what_was_typed_is_kept(makes, two):
    two.crosswalk.publish()
    row = two.crosswalk.relations.first()
    sentence = "This crosswalk was published meanwhile and no longer changes."
    for name, args in (("relation_new", []), ("relation_change", [row.pk])):
        response = makes.post(address(name, "programma-kader", *args), relation(two))
        assert faults(response)["__all__"] == [sentence]
        assert "Kijk.</textarea>" in response.content.decode().replace("\n", "")
    response = makes.post(address("crosswalk_change", "programma-kader"), facts(two, title="Anders"))
    assert faults(response)["__all__"] == ["This crosswalk is published and no longer changes."]
    makes.post(address("relation_remove", "programma-kader", row.pk))
    assert two.crosswalk.relations.count() == 3


@pytest.mark.parametrize("name", ["crosswalk_change", "relation_new"])
def test_no_form_is_shown_for_what_is_published(makes, two, name):
    two.crosswalk.publish()
    assert makes.get(address(name, "programma-kader")).status_code == 403


def test_the_lists_of_parts_cost_the_same_for_2_and_20(makes, two, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as few:
        makes.get(address("relation_new", "programma-kader"))
    IndicatorFactory.create_batch(20, outcome=two.outcomes["B1"])
    with django_assert_max_num_queries(len(few)):
        assert makes.get(address("relation_new", "programma-kader")).content.decode().count("indicator:") == 20
