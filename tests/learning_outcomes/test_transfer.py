"""The transfer report (H05): what was shown by one framework, seen from another."""

import pytest
from django.urls import reverse

from learning_outcomes.models import Framework
from learning_outcomes.transfer import transfer
from tests.factories import CrosswalkFactory, DimensionFactory, LearningOutcomeFactory, RelationFactory

from .crosswalked import Crosswalked, crosswalked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def two() -> Crosswalked:
    return crosswalked()


def statuses(two: Crosswalked, *shown: str) -> dict[str, str]:
    return {asked.entry.code: asked.status for asked in transfer(two.compared(), shown).asked}


def test_what_was_shown_decides_what_corresponds(two):
    assert statuses(two, "A1") == {"X 6": "corresponds", "X 7": "not_yet", "Y": "partly"}


def test_nothing_shown_means_not_yet(two):
    assert statuses(two) == {"X 6": "not_yet", "X 7": "not_yet", "Y": "not_yet"}


def test_a_dimension_of_what_was_shown_counts_in_part(two):
    assert statuses(two, "A2") == {"X 6": "not_yet", "X 7": "not_yet", "Y": "partly"}


def test_a_code_that_is_not_there_shows_nothing(two):
    assert set(statuses(two, "ZZZ", "", "\x00").values()) == {"not_yet"}


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("exactMatchOf", "corresponds"),
        ("isRelatedTo", "corresponds"),
        ("isPeerOf", "corresponds"),
        ("replacedBy", "corresponds"),
        ("isTranslationOf", "corresponds"),
        ("isPartOf", "partly"),
        ("isChildOf", "partly"),
        ("precedes", "partly"),
        ("exemplar", "partly"),
        ("hasSkillLevel", "partly"),
    ],
)
def test_a_relation_that_says_less_counts_in_part(two, kind, status):
    two.relate(two.outcomes["B1"], two.descriptors["7"], kind)
    assert statuses(two, "B1")["X 7"] == status


def test_what_is_asked_that_is_part_of_what_was_shown_corresponds(two):
    """The same kind, written from the other side."""
    asked = LearningOutcomeFactory(framework=two.right, code="Z")
    back = CrosswalkFactory(origin=two.right, target=two.left)
    RelationFactory(crosswalk=back, here=asked, there=two.outcomes["B1"], kind="isPartOf")
    assert statuses(two, "B1")["Z"] == "corresponds"


def test_only_a_part_of_what_is_asked_counts_in_part(two):
    asked = LearningOutcomeFactory(framework=two.right, code="Z")
    two.relate(two.outcomes["B1"], DimensionFactory(outcome=asked))
    assert statuses(two, "B1")["Z"] == "partly"


def test_an_area_that_holds_more_joins_only_with_a_counterpart(two):
    two.relate(two.outcomes["B1"], two.areas["X"], "isPartOf")
    assert "X" not in statuses(two, "A1")
    assert statuses(two, "B1")["X"] == "partly"


def test_the_report_tells_which_kind_and_remark(two):
    asked = transfer(two.compared(), ["A1"]).corresponds[0]
    assert [(p.here.code, str(p.words), p.there.code, p.relation.remark) for p in asked.pairs] == [
        ("A1", "is related to", "X 6", "Beide zelfstandig.")
    ]


# the page


def page(client, query: str = "", status: int = 200) -> str:
    response = client.get(reverse("learning_outcomes:transfer") + query)
    assert response.status_code == status
    return response.content.decode()


FROM_TO = "?origin=programma/2025-2026&target=kader/concept"


def test_the_page_begins_with_a_choice(reads, two):
    two.publish()
    assert '<option value="programma/2025-2026">' in page(reads)


def test_the_chosen_framework_offers_its_outcomes_with_what_was_shown_ticked(reads, two):
    two.publish()
    text = page(reads, "?origin=programma/2025-2026&shown=A1")
    assert text.count('name="shown"') == 4
    assert text.count(" checked") == 1


def test_the_report_stands_below_and_says_that_it_is_an_aid(reads, two):
    two.publish()
    text = page(reads, FROM_TO + "&shown=A1")
    assert "This is an aid and not a decision." in text
    assert text.index('id="corresponds"') < text.index("Beide zelfstandig.") < text.index('id="partly"')
    assert ">proposal<" in text


def test_without_a_crosswalk_there_is_nothing_to_say(reads, two):
    two.publish()
    two.crosswalk.relations.all().delete()
    type(two.crosswalk).objects.all().delete()
    assert "so there is nothing to say about it" in page(reads, FROM_TO)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?origin=programma/2025-2026&target=", "Choose a framework."),
        ("?origin=x/y&target=kader/concept", "This framework is not there, or not for everybody."),
        ("?origin=%00&target=%27%22", "This framework is not there, or not for everybody."),
        ("?origin=kader/concept&target=kader/concept", "Choose another framework here than above."),
        ("?target=" + "x" * 10_000, "This framework is not there, or not for everybody."),
    ],
)
def test_a_wrong_choice_is_told_beside_the_field(reads, two, query, sentence):
    two.publish()
    text = page(reads, query)
    assert sentence in text.replace("&#x27;", "'")
    assert 'id="report"' not in text


def test_a_draft_cannot_be_chosen_by_a_reader(reads, two):
    two.left.publish()
    assert "kader/concept" not in page(reads)


def test_nothing_is_stored(reads, two, django_assert_num_queries):
    two.publish()
    before = list(Framework.objects.values())
    page(reads, FROM_TO + "&shown=A1&shown=A2")
    assert list(Framework.objects.values()) == before
    assert reads.post(reverse("learning_outcomes:transfer")).status_code == 405
