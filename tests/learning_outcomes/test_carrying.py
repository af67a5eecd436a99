"""A crosswalk is taken over for a later edition: parts meet by code or by what replaced them, the rest is named."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning_outcomes import editions
from learning_outcomes.models import Crosswalk, Framework
from tests.factories import CrosswalkFactory, IndicatorFactory, LearningOutcomeFactory, RelationFactory, UserFactory

from .crosswalked import Crosswalked, crosswalked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
CARRY = "/crosswalks/programma-kader/carry/?origin=2027"


@pytest.fixture
def two() -> Crosswalked:
    return crosswalked().publish()


@pytest.fixture
def later(two) -> Framework:
    """The next edition of the programme, still a draft."""
    return editions.next_edition(two.left, "2027", "2027-2028", UserFactory(is_staff=True))


def lines(crosswalk: Crosswalk) -> list[tuple]:
    return [(row.origin.key, row.kind, row.target.key) for row in crosswalk.relations.all()]


def test_every_relation_comes_along_when_every_part_is_there(makes, two, later):
    answer = makes.post(CARRY)
    made = Crosswalk.objects.get(origin=later)
    assert answer.headers["Location"] == f"{made.get_absolute_url()}?from=programma-kader"
    assert lines(made) == lines(two.crosswalk)
    assert [row.remark for row in made.relations.all()] == [row.remark for row in two.crosswalk.relations.all()]
    assert (made.code, made.target, made.status, made.year) == ("programma-kader-2027", two.right, "draft", later.year)
    assert {row.origin.framework for row in made.relations.all()} == {later}


def test_what_is_gone_stays_behind_and_is_named(makes, two, later):
    later.outcomes.get(code="A2").delete()
    sentence = "Dimension A2.1 does not stand in edition 2027."
    assert sentence in makes.get(CARRY).content.decode()
    page = makes.post(CARRY, follow=True).content.decode()
    assert sentence in page
    assert "2 relations came along." in page
    assert Crosswalk.objects.get(origin=later).relations.count() == 2


def test_what_replaced_a_part_takes_its_place_in_the_relation(makes, two, later):
    new = later.outcomes.get(code="A3")
    between = CrosswalkFactory(code="opvolging", origin=two.left, target=later)
    RelationFactory(crosswalk=between, here=two.outcomes["A1"], there=new, kind="replacedBy")
    makes.post(CARRY)
    made = Crosswalk.objects.get(origin=later, target=two.right)
    assert [row.origin.codes for row in made.relations.all()] == [("A3",), ("A3",), ("A2", "A2.1")]


def test_what_was_replaced_by_two_parts_is_for_people(makes, two, later):
    between = CrosswalkFactory(code="opvolging", origin=two.left, target=later)
    for code in ("A3", "B1"):
        RelationFactory(
            crosswalk=between, here=two.outcomes["A1"], there=later.outcomes.get(code=code), kind="replacedBy"
        )
    assert "has several parts in its place in edition 2027." in makes.get(CARRY).content.decode()


def test_what_says_something_else_and_what_is_new_is_for_people_to_look_at(makes, two, later):
    later.outcomes.filter(code="A1").update(text="Anders.")
    later.outcomes.filter(code="A3").update(text="Anders, maar nergens genoemd.")
    for code in ("NEW1", "NEW2"):
        LearningOutcomeFactory(framework=later, code=code)
    changed, new = "Go over these, their text is different: A1<", "New outcomes without a relation: %s<"
    for page in (makes.get(CARRY).content.decode(), makes.post(CARRY, follow=True).content.decode()):
        assert changed in page
        assert new % "NEW1, NEW2" in page
    made = Crosswalk.objects.get(origin=later)
    RelationFactory(crosswalk=made, here=later.outcomes.get(code="NEW1"), there=two.areas["Y"])
    page = makes.get(f"{made.get_absolute_url()}?from=programma-kader").content.decode()
    assert new % "NEW2" in page


def test_where_nothing_says_something_else_nothing_is_asked(makes, two, later):
    assert "look at again" not in makes.get(CARRY).content.decode()


def test_a_look_changes_nothing_and_a_second_post_makes_nothing(makes, two, later):
    makes.get(CARRY)
    assert Crosswalk.objects.count() == 1
    makes.post(CARRY)
    page = makes.post(CARRY)
    assert Crosswalk.objects.count() == 2
    assert "There is a crosswalk between these two editions already." in page.content.decode()


def test_the_crosswalk_and_the_comparison_offer_it_to_staff_only(makes, reads, two, later):
    later.publish()
    for address in (two.crosswalk.get_absolute_url(), "/frameworks/compare/programma/2027/with/kader/concept/"):
        asked = "programma-kader/carry/?origin=2027&amp;target=concept"
        assert asked in makes.get(address).content.decode()
        assert asked not in reads.get(address).content.decode()


@pytest.mark.parametrize("asked", ["", "?origin=1999", "?target=concept", "?origin=%00", "?origin=" + "x" * 5000])
def test_an_address_that_names_no_other_edition_is_not_there(makes, two, later, asked):
    assert makes.get(f"/crosswalks/programma-kader/carry/{asked}").status_code == 404


def test_taking_over_asks_as_much_for_20_relations_as_for_3(makes, two, later):
    counts = []
    for number in (0, 17):
        for row in IndicatorFactory.create_batch(number, outcome=two.outcomes["B1"]):
            two.relate(row, two.areas["Y"])
        makes.get(CARRY)
        with CaptureQueriesContext(connection) as asked:
            makes.get(CARRY)
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 2  # another kind of part is one more question


# the file, the question before publishing, and deleting


def test_a_crosswalk_goes_along_as_a_file_with_its_name(reads, two):
    answer = reads.get("/crosswalks/programma-kader/yaml/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="koppeling-programma-kader.yaml"'
    assert answer.content.decode().startswith("crosswalk:\n  code: programma-kader\n")


def test_publishing_asks_first(makes):
    made = crosswalked()
    made.left.publish()
    made.right.publish()
    assert "Do you publish this crosswalk?" in makes.get("/crosswalks/programma-kader/publish/").content.decode()
    assert not Crosswalk.objects.get().frozen


def test_a_draft_is_deleted_after_a_question_and_a_published_one_stays(makes, two):
    draft = CrosswalkFactory(code="kladje")
    assert "Do you delete this draft crosswalk?" in makes.get("/crosswalks/kladje/delete/").content.decode()
    makes.post("/crosswalks/kladje/delete/")
    makes.post("/crosswalks/programma-kader/delete/")
    assert list(Crosswalk.objects.exclude(pk=draft.pk)) == list(Crosswalk.objects.all()) == [two.crosswalk]


# what remains after publishing the next edition


def test_after_publishing_the_page_tells_staff_what_remains_until_it_is_done(makes, reads, two, later):
    address, crosswalk, retire = (
        later.get_absolute_url(),
        "/crosswalks/programma-kader/",
        "Retire edition 2025-2026</a>",
    )
    CrosswalkFactory(code="opvolging", origin=two.left, target=later)  # this one goes nowhere
    assert retire not in makes.get(address).content.decode()
    later.publish()
    page = makes.get(address).content.decode()
    assert "Take the crosswalks over now:" in page
    assert crosswalk in page
    assert "opvolging" not in page
    assert retire in page
    assert retire not in reads.get(address).content.decode()
    makes.post(CARRY)
    assert "Take the crosswalks over now:" not in makes.get(address).content.decode()
    two.left.refresh_from_db()
    two.left.retire()
    assert "remains" not in makes.get(address).content.decode()


def test_the_list_of_crosswalks_has_the_newest_edition_first_and_in_the_title(makes, two, later):
    makes.post(CARRY)
    page = makes.get("/crosswalks/").content.decode()
    assert page.index(">2027 → concept<") < page.index(">2025-2026 → concept<")


def test_a_relation_ends_with_one_full_stop(makes, two):
    two.relate(two.outcomes["B1"], IndicatorFactory(outcome__framework=two.right, text="Je ziet dit."))
    page = makes.get("/crosswalks/programma-kader/").content.decode()
    assert "Je ziet dit.</p>" in page
    assert "Gebied Y.</p>" in page
