"""The pages that lay frameworks side by side: two, three, a choice, and who sees what."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learning_outcomes.models import Crosswalk
from learning_outcomes.shared_frame import missing_ties, shared_frame
from tests.factories import (
    AreaFactory,
    CrosswalkFactory,
    FrameworkFactory,
    LearningOutcomeFactory,
    RelationFactory,
)

from .crosswalked import Crosswalked, crosswalked

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("english")]
NAMES = ["programma", "2025-2026", "kader", "concept"]
CHOICE = "?first=programma/2025-2026&second=kader/concept"


@pytest.fixture
def two() -> Crosswalked:
    return crosswalked()


@pytest.fixture
def published(two) -> Crosswalked:
    return two.publish()


def page(client, tail: str = "", status: int = 200, names=NAMES) -> str:
    response = client.get(reverse("learning_outcomes:comparison", args=names) + tail)
    assert response.status_code == status
    return response.content.decode()


def choose(client, query: str = "") -> str:
    response = client.get(reverse("learning_outcomes:compare") + query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_tells_what_corresponds_and_why(reads, published):
    text = " ".join(re.sub(r"<[^>]+>", "", page(reads)).split())
    assert "Learning outcome A1 is related to descriptor X 6. Beide zelfstandig." in text
    assert "Dimension A2.1 is related to area Y." in text
    assert "No counterpart in Kader (concept)." in text


def test_it_says_whose_crosswalk_it_is_and_that_it_is_a_proposal(reads, published):
    text = page(reads)
    assert "A crosswalk of Hogeschool Zuidoever, 2026." in text
    assert ">proposal<" in text
    assert "Een eerste voorstel." in text


def test_a_crosswalk_that_is_no_proposal_is_not_called_so(reads, published):
    Crosswalk.objects.update(remark="Vastgesteld.")
    assert ">proposal<" not in page(reads)


@pytest.mark.parametrize(
    ("shown", "there", "not_there"),
    [
        ("all", ["Leeruitkomst A1", "Leeruitkomst B1", "Only in Kader"], []),
        ("corresponds", ["Leeruitkomst A1", "Leeruitkomst A2"], ["Leeruitkomst B1", "Only in Kader"]),
        ("here", ["Leeruitkomst A3", "Leeruitkomst B1"], ["Leeruitkomst A1", "Only in Kader"]),
        ("there", ["Only in Kader", "<b>X 7</b>"], ["Leeruitkomst A1", "Leeruitkomst B1", "<b>X 6</b>"]),
    ],
)
def test_the_filter_shows_a_part(reads, published, shown, there, not_there):
    text = page(reads, f"?show={shown}")
    assert [one for one in there if one not in text] == []
    assert [one for one in not_there if one in text] == []


@pytest.mark.parametrize("tail", ["?show=zzz", "?show=%00", "?show=" + "x" * 10_000])
def test_a_strange_filter_shows_everything(reads, published, tail):
    assert 'aria-current="true">Everything' in page(reads, tail)


def test_the_pills_count(reads, published):
    pills = re.findall(r">([A-Z][a-z ]+) <span class=\"d-num\">(\d+)", page(reads))
    assert pills == [("Has a counterpart", "2"), ("Only left", "2"), ("Only right", "1")]


def test_without_a_crosswalk_both_lists_stand_there(reads, two):
    for one in (two.left, two.right):
        one.publish()
    text = page(reads)
    assert "Nobody has laid these two frameworks side by side yet." in text
    assert "Leeruitkomst A1" in text
    assert "Gebied Y" in text
    assert "Hogeschool Zuidoever, 2026" not in text


def test_staff_are_offered_to_make_a_crosswalk_where_there_is_none(reads, makes, two):
    for one in (two.left, two.right):
        one.publish()
    two.crosswalk.delete()
    assert "Make a crosswalk" in page(makes)
    assert "Make a crosswalk" not in page(reads)


def test_a_draft_of_a_crosswalk_is_for_staff(reads, makes, two):
    for one in (two.left, two.right):
        one.publish()
    assert "Een eerste voorstel." in page(makes)
    assert "Een eerste voorstel." not in page(reads)


def test_a_draft_of_a_framework_is_not_there_for_a_reader(reads, makes, two):
    two.left.publish()
    page(reads, status=404)
    page(makes)


def test_a_framework_is_not_compared_with_itself(reads, published):
    page(reads, status=404, names=["kader", "concept", "kader", "concept"])


def test_texts_are_escaped(reads, published):
    two = published
    two.left.outcomes.filter(code="A1").update(title="<script>alert(1)</script>")
    two.crosswalk.relations.update(remark="<img src=x>")
    for tail in ("", "?show=here", "?show=there"):
        text = page(reads, tail)
        assert "<script>alert" not in text
        assert "<img src" not in text


def test_very_many_outcomes_show_without_their_texts(reads, published):
    many = [LearningOutcomeFactory.build(framework=published.left, code=f"Z{n}", text="Veel.") for n in range(320)]
    published.left.outcomes.bulk_create(many)
    text = page(reads)
    assert "Veel." not in text
    assert len(text) < 250_000


# choosing


def test_the_choice_lists_what_was_laid_side_by_side(reads, published):
    text = choose(reads)
    assert reverse("learning_outcomes:comparison", args=NAMES) in text
    assert text.count("<select") == 3


def test_two_lead_to_their_page(reads, published):
    response = reads.get(reverse("learning_outcomes:compare") + CHOICE + "&third=")
    assert response.headers["Location"] == "/frameworks/compare/programma/2025-2026/with/kader/concept/"


def test_a_link_may_choose_the_first_one_already(reads, published):
    text = choose(reads, "?first=kader/concept")
    assert '<option value="kader/concept" selected>' in text
    assert "invalid-feedback" not in text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?first=&second=", "Choose a framework."),
        ("?first=kader/concept&second=kader/concept", "Choose another framework here than above."),
        ("?first=kader/concept&second=%00", "This framework is not there, or not for everybody."),
        (CHOICE + "&third=kader/concept", "Choose another framework here than above."),
        ("?first[]=1&second[]=2&second=;--", "This framework is not there, or not for everybody."),
    ],
)
def test_a_wrong_choice_is_told_beside_the_field(reads, published, query, sentence):
    assert sentence in choose(reads, query)


# three


@pytest.fixture
def third(published) -> Crosswalked:
    """A second programme of which C1 touches descriptor X 7 and C2 touches nothing."""
    other = FrameworkFactory(code="ander", title="Ander", edition="2024")
    outcomes = [LearningOutcomeFactory(framework=other, code=code) for code in ("C1", "C2")]
    crosswalk = CrosswalkFactory(origin=other, target=published.right)
    RelationFactory(crosswalk=crosswalk, here=outcomes[0], there=published.descriptors["7"], remark="Op niveau 7.")
    for one in (other, crosswalk):
        one.publish()
    return published


THREE = CHOICE + "&third=ander/2024"


def cells(text: str) -> list[tuple]:
    """Per row of the table its head, and per column the codes in it."""
    found = []
    for row in text.split("<tbody>")[1].split("</tbody>")[0].split("</tr>")[:-1]:
        head = " ".join(re.search(r'<th scope="row">(.*?)</th>', row, re.S)[1].split())
        found.append((head, *(re.findall(r"<b>([^<]+)</b>", cell) for cell in row.split("<td>")[1:])))
    return found


def test_three_stand_beside_each_other_by_the_areas_of_the_frame(reads, third):
    text = choose(reads, THREE)
    assert "Three frameworks, by the areas of Kader" in text
    assert cells(text) == [("X Gebied X", ["A1"], ["C1"]), ("Y Gebied Y", ["A1", "A2.1"], [])]


def test_the_order_of_choosing_does_not_matter_for_the_frame(reads, third):
    text = choose(reads, "?first=ander/2024&second=programma/2025-2026&third=kader/concept")
    assert cells(text)[0] == ("X Gebied X", ["C1"], ["A1"])


def test_every_crosswalk_of_the_three_is_named(reads, third):
    text = choose(reads, THREE)
    assert text.count("A crosswalk of Hogeschool Zuidoever, 2026.") == 2


def test_three_without_a_shared_frame_say_which_crosswalk_is_missing(reads, third):
    Crosswalk.objects.filter(origin__code="ander").delete()
    text = choose(reads, THREE)
    assert "These three share no frame yet" in text
    assert "Between Kader (concept) and Ander (2024) there is no crosswalk." in text
    assert "Between Programma (2025-2026) and Kader (concept)" not in text


def test_a_draft_ties_no_three_together_for_a_reader(reads, makes, third):
    Crosswalk.objects.filter(origin__code="ander").update(status="draft", published_at=None)
    assert "These three share no frame yet" in choose(reads, THREE)
    assert "Three frameworks, by the areas of Kader" in choose(makes, THREE)


def test_a_frame_must_have_areas(third):
    plain = FrameworkFactory()
    frameworks = [third.left, plain, third.right]
    laid = [CrosswalkFactory(origin=one, target=plain) for one in (third.left, third.right)]
    assert shared_frame(frameworks, laid) is None
    assert missing_ties(frameworks, laid) == [(third.left, third.right)]


def test_the_frame_is_what_most_crosswalks_point_to(third):
    """A programme with areas that has a crosswalk to each of the others does not go before the national areas."""
    other = CrosswalkFactory(origin=third.left).target
    AreaFactory(framework=other)
    laid = [third.crosswalk, CrosswalkFactory(origin=third.left, target=other)]
    laid.append(CrosswalkFactory(origin=other, target=third.right))
    assert shared_frame([third.left, other, third.right], laid).frame == third.right


# how much it asks


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


ADDRESSES = {
    "two": reverse("learning_outcomes:comparison", args=NAMES),
    "three": reverse("learning_outcomes:compare") + THREE,
    "transfer": reverse("learning_outcomes:transfer") + "?origin=programma/2025-2026&target=kader/concept&shown=A1",
    "spreadsheet": reverse("learning_outcomes:comparison_xlsx", args=NAMES),
    "crosswalk": "/crosswalks/programma-kader/",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_a_page_asks_as_much_for_20_relations_as_for_2(reads, third, address):
    few = queries(reads, address)
    for _n in range(18):
        RelationFactory(crosswalk=third.crosswalk, there=third.descriptors["7"])
    assert queries(reads, address) == few
    assert few <= 45


def test_the_list_of_crosswalks_asks_as_much_for_20_as_for_2(reads, published):
    few = queries(reads, "/crosswalks/")
    for _n in range(18):
        CrosswalkFactory(origin=published.left, target=published.right).publish()
    assert queries(reads, "/crosswalks/") == few


# ---- other editions


def test_two_editions_of_one_framework_lead_to_what_changed_between_them(reads, published):
    new = FrameworkFactory(code="programma", edition="2026-2027", replaces=published.left)
    new.publish()
    response = reads.get(reverse("learning_outcomes:comparison", args=[*NAMES[:2], new.code, new.edition]))
    assert response.url == reverse("learning_outcomes:verification", args=["programma", "2026-2027"])


def test_an_edition_without_a_crosswalk_names_the_one_of_another_edition(reads, published):
    new = FrameworkFactory(code="programma", edition="2026-2027", replaces=published.left)
    new.publish()
    names = [new.code, new.edition, *NAMES[2:]]
    CrosswalkFactory(origin=published.left, target=new).publish()
    text = page(reads, names=names)
    assert reverse("learning_outcomes:comparison", args=NAMES) in text
    assert reverse("learning_outcomes:comparison", args=[*NAMES[:2], new.code, new.edition]) not in text
