"""The verification grid from an old edition to a new one (H12): small editions, counted by hand."""

import pytest
from django.urls import reverse

from learning_outcomes.models import Crosswalk, Framework
from learning_outcomes.verification import FACTS, named_facts, verification
from tests.factories import (
    CrosswalkFactory,
    FrameworkFactory,
    IndicatorFactory,
    LearningOutcomeFactory,
    RelationFactory,
    WorkplacePeriodFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def edition(name: str, outcomes: dict[str, str], replaces: Framework | None = None) -> Framework:
    made = FrameworkFactory(code="programma", edition=name, title="Programma", replaces=replaces)
    for order, (code, text) in enumerate(outcomes.items()):
        LearningOutcomeFactory(framework=made, code=code, title=code, text=text, order=order)
    return made


@pytest.fixture
def old() -> Framework:
    return edition("2025-2026", {"CPL": "Je leidt de les.", "AOL": "Je stemt af.", "LV": "Stof.", "ICT": "Ict."})


@pytest.fixture
def new(old) -> Framework:
    """CPL is the same, AOL says more, LV is gone, ICT is there no more under that code, PPI is new."""
    texts = {"CPL": "Je leidt de les.", "AOL": "Je stemt nu af.", "DIG": "Ict.", "PPI": "Je groeit."}
    return edition("2026-2027", texts, replaces=old)


@pytest.fixture
def replaced(old, new) -> Crosswalk:
    crosswalk = CrosswalkFactory(origin=old, target=new)
    here, there = old.outcomes.get(code="ICT"), new.outcomes.get(code="DIG")
    RelationFactory(crosswalk=crosswalk, here=here, there=there, kind="replacedBy", remark="Nieuwe naam.")
    return crosswalk


def grid(old, new):
    return verification(old, new, Crosswalk.objects.between(old, new).for_page())


def told(rows) -> list[tuple]:
    return [(row.part.code, row.status, [part.code for part in row.replaced_by]) for row in rows]


def test_every_part_has_a_verdict(old, new, replaced):
    assert told(grid(old, new).rows) == [
        ("CPL", "same", []),
        ("AOL", "changed", []),
        ("LV", "gone", []),
        ("ICT", "replaced", ["DIG"]),
        ("PPI", "new", []),
        ("programma", "same", []),
    ]


def test_without_the_relation_a_code_that_changed_is_gone_and_new(old, new):
    found = grid(old, new)
    assert [row.part.code for row in found.shown("gone")] == ["LV", "ICT"]
    assert [row.part.code for row in found.shown("new")] == ["DIG", "PPI"]


def test_what_took_the_place_is_compared_word_by_word(old, new, replaced):
    row = grid(old, new).shown("replaced")[0]
    assert [(change.name, change.old, change.new) for change in row.changes] == [
        ("Title", "ICT", "DIG"),
        ("Short title", "ICT", "DIG"),
    ]
    assert row.remark == "Nieuwe naam."


def test_a_code_that_was_taken_over_by_something_else_is_new_there(old, new, replaced):
    LearningOutcomeFactory(framework=new, code="ICT", title="Iets anders", order=9)
    assert told(grid(old, new).rows)[3:6] == [("ICT", "replaced", ["DIG"]), ("PPI", "new", []), ("ICT", "new", [])]


def test_a_relation_to_the_same_code_changes_nothing(old, new, replaced):
    same = {"here": old.outcomes.get(code="CPL"), "there": new.outcomes.get(code="CPL"), "kind": "replacedBy"}
    RelationFactory(crosswalk=replaced, **same)
    assert told(grid(old, new).rows)[0] == ("CPL", "same", [])


def test_a_part_that_fell_apart_names_every_successor(old, new, replaced):
    two = {"here": old.outcomes.get(code="ICT"), "there": new.outcomes.get(code="PPI"), "kind": "replacedBy"}
    RelationFactory(crosswalk=replaced, **two)
    row = grid(old, new).shown("replaced")[0]
    assert ([part.code for part in row.replaced_by], row.changes) == (["DIG", "PPI"], [])


def test_the_filters_count(old, new, replaced):
    found = grid(old, new)
    counts = {name: found.count(name) for name in ("all", "different", "same", "changed", "gone", "new", "replaced")}
    assert counts == {"all": 6, "different": 4, "same": 2, "changed": 1, "gone": 1, "new": 1, "replaced": 1}


def test_a_place_in_another_area_is_a_difference(old, new):
    area = new.areas.create(code="A", title="Gebied A")
    new.outcomes.filter(code="CPL").update(area=area)
    row = grid(old, new).rows[0]
    assert [(change.name, change.old, change.new) for change in row.changes] == [("Area", "", "A")]


def test_every_kind_of_part_is_in_the_grid(old, new):
    kinds = {model.__name__ for model in FACTS}
    assert kinds == {
        "LearningOutcome", "Dimension", "Indicator", "Level", "Area", "Descriptor", "Unit", "WorkplacePeriod",
        "PeriodOutcome", "SkillPhase", "Skill", "SkillDescriptor", "TailoredRule", "GlossaryTerm",
        "PeriodFocus", "PeriodConversation", "ConversationQuestion", "Framework",
    }  # fmt: skip


def test_the_queries_do_not_grow_with_the_parts(old, new, django_assert_num_queries):
    queries = 37  # 18 kinds in two editions, and the crosswalks
    with django_assert_num_queries(queries):
        grid(old, new)
    IndicatorFactory.create_batch(20, outcome=old.outcomes.first())
    with django_assert_num_queries(queries):
        assert len(grid(old, new).rows) == 27


def test_the_year_of_the_edition_and_the_study_year_of_a_period_are_told(old, new):
    for framework, year in ((old, 2025), (new, 2026)):
        Framework.objects.filter(pk=framework.pk).update(year=year)
        WorkplacePeriodFactory(framework=framework, code="p1", study_year=f"{year}-{year + 1}")
    rows = grid(*Framework.objects.order_by("year")).shown("changed")
    told = {(row.part.code, change.name, change.old, change.new) for row in rows for change in row.changes}
    assert told >= {("programma", "Year", "2025", "2026"), ("p1", "Study year", "2025-2026", "2026-2027")}


# the page


def page(client, framework, tail: str = "") -> str:
    address = reverse("learning_outcomes:verification", args=[framework.code, framework.edition])
    response = client.get(address + tail)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def published(old, new, replaced) -> Framework:
    for one in (old, new, replaced):
        one.publish()
    return new


def test_the_page_shows_what_differs(reads, published):
    text = page(reads, published)
    assert "From 2025-2026 to 2026-2027" in text
    assert '<ins><span class="visually-hidden">Added: </span>nu</ins>' in text
    assert "Replaced: learning outcome DIG" in text
    assert "Je leidt de les." not in text


def test_the_page_shows_everything_when_asked(reads, published):
    assert "CPL" in page(reads, published, "?show=all")
    assert "CPL" in page(reads, published, "?show=same")


@pytest.mark.parametrize("tail", ["?show=%00", "?show=<b>", "?page=99999999999999999999", "?page=x&show=all"])
def test_a_strange_address_shows_the_page_all_the_same(reads, published, tail):
    assert "From 2025-2026" in page(reads, published, tail)


def test_an_edition_that_replaces_none_says_so(reads, old):
    old.publish()
    assert "There is no edition before this one." in page(reads, old)


def test_a_draft_before_it_is_not_told_of(reads, old, new):
    new.publish()
    assert "There is no edition before this one." in page(reads, new)


def test_a_draft_crosswalk_does_not_count_for_a_reader(reads, old, new, replaced):
    for one in (old, new):
        one.publish()
    assert "Nieuwe naam." not in page(reads, new)


def test_a_difference_is_escaped(reads, published):
    published.outcomes.filter(code="AOL").update(text="Je <script>alert(1)</script> af.")
    text = page(reads, published)
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_many_rows_come_a_hundred_at_a_time(reads, published):
    IndicatorFactory.create_batch(120, outcome=published.outcomes.first())
    assert page(reads, published).count("<tr>") == 101
    assert page(reads, published, "?page=2").count("<tr>") == 25


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
def test_no_two_facts_of_a_part_have_the_same_name(model):
    names = [name for _field, name in named_facts(model)]
    assert sorted(set(names)) == sorted(names)
