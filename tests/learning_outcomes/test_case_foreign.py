"""A package that somebody else's tool made becomes a draft: a sensible tree, and a sentence on what is left out."""

import pytest
from django.core.management import call_command
from django.utils import translation

from learning_outcomes import loading
from learning_outcomes.exchange import case_import, reading
from learning_outcomes.models import Crosswalk, Framework, LearningOutcome
from tests.factories import FrameworkFactory, LearningOutcomeFactory

from .foreign import data, identity, opencase, opensalt, related

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def loaded(package: dict) -> Framework:
    loading.load(case_import.read(data(package)))
    return Framework.objects.get()


def notices(package: dict) -> list[str]:
    return [str(notice) for notice in case_import.read(data(package)).notices]


def outline(framework: Framework) -> dict[str, list[str]]:
    """Areas with their parent, outcomes with their area, dimensions, indicators with what they lie in."""
    outcomes = framework.outcomes.all()
    return {
        "areas": [f"{area.parent.code if area.parent else ''}/{area.code}" for area in framework.areas.all()],
        "outcomes": [f"{outcome.area.code if outcome.area else ''}/{outcome.code}" for outcome in outcomes],
        "dimensions": [row.code for outcome in outcomes for row in outcome.dimensions.all()],
        "indicators": [
            f"{row.dimension.code if row.dimension else outcome.code}/{row.code}"
            for outcome in outcomes
            for row in outcome.indicators.all()
        ],
    }


def test_leaves_are_indicators_above_them_are_outcomes_and_higher_are_areas():
    items = [("A", None, {}), ("A.1", "A", {}), ("A.1.a", "A.1", {}), ("A.1.b", "A.1", {}), ("A.1.a.i", "A.1.a", {})]
    assert outline(loaded(opensalt(items))) == {
        "areas": ["/A", "A/A.1"],
        "outcomes": ["A.1/A.1.a", "A.1/A.1.b"],
        "dimensions": [],
        "indicators": ["A.1.a/A.1.a.i"],
    }


def test_in_a_flat_list_every_item_is_an_outcome():
    found = outline(loaded(opensalt([("1", None, {}), ("2", None, {})])))
    assert (found["areas"], found["outcomes"], found["indicators"]) == ([], ["/1", "/2"], [])


def test_a_type_that_names_an_outcome_wins_from_the_shape():
    items = [
        ("D", None, {"CFItemType": "Domain"}),
        ("S", "D", {"CFItemType": "Standard"}),
        ("C", "S", {"CFItemType": "Component"}),
        ("C.1", "C", {"CFItemType": "Component"}),
        ("E", "S", {"CFItemType": "Component"}),
    ]
    assert outline(loaded(opensalt(items))) == {
        "areas": ["/D"],
        "outcomes": ["D/S"],
        "dimensions": ["C"],
        "indicators": ["C/C.1", "S/E"],
    }


def test_a_type_that_names_a_group_makes_an_area_of_what_looks_like_an_outcome():
    items = [("D", None, {"CFItemType": "Domain"}), ("K", "D", {"CFItemType": "Knowledge"})]
    found = outline(loaded(opensalt(items)))
    assert (found["areas"], found["outcomes"], found["indicators"]) == (["/D"], ["D/K"], [])


def test_a_type_that_every_item_has_tells_nothing():
    items = [(code, parent, {"CFItemType": "Standard"}) for code, parent in (("A", None), ("B", "A"), ("C", "B"))]
    assert outline(loaded(opensalt(items)))["outcomes"] == ["A/B"]


def test_what_lies_too_deep_is_flattened_with_its_way_before_it():
    items = [
        ("S", None, {"CFItemType": "Competency"}),
        ("a", "S", {}),
        ("b", "a", {"fullStatement": "In de klas"}),
        ("c", "b", {"fullStatement": "aan het begin"}),
        ("d", "c", {"fullStatement": "Groet je."}),
    ]
    framework = loaded(opensalt(items))
    assert outline(framework)["indicators"] == ["a/d"]
    assert framework.outcomes.get().indicators.get().text == "In de klas: aan het begin: Groet je."


def test_the_document_becomes_a_draft_whose_edition_is_its_version():
    framework = loaded(opencase([("CS", None, {})], title="Computer Science 2.0"))
    assert (framework.code, framework.edition, framework.status) == ("computer-science-2-0", "2-0", "draft")
    assert (framework.publisher, framework.year) == ("池之端大学", 2025)
    assert str(framework.uuid) == "4f3c6a12-e83b-4654-b7ce-1738552191e4"


def test_a_document_without_version_takes_its_year_and_one_without_latin_letters_its_identity():
    framework = loaded(opensalt([("1", None, {})]))
    assert (framework.code, framework.edition, framework.source) == (
        "natuur-en-techniek", "2017", "https://salt.example/ims/case/v1p0/CFDocuments/d0000000-0000-0000-0000-000000000000",
    )  # fmt: skip
    Framework.objects.all().delete()
    assert loaded(opencase([("1", None, {})])).code == "case-4f3c6a12"


def test_the_identities_of_the_file_stay():
    framework = loaded(opensalt([("1", None, {}), ("2", "1", {})]))
    assert str(framework.outcomes.get().uuid) == identity(1)
    assert str(framework.outcomes.get().indicators.get().uuid) == identity(2)


def test_sequence_numbers_say_the_order_and_who_has_none_comes_last():
    package = opensalt([("1", None, {}), ("2", None, {}), ("3", None, {})])
    package["CFAssociations"][1]["sequenceNumber"] = 1
    package["CFAssociations"][2]["sequenceNumber"] = 2
    assert [outcome.code for outcome in loaded(package).outcomes.all()] == ["2", "3", "1"]


def test_an_item_without_a_code_gets_its_number_below_its_parent():
    items = [("x", None, {"humanCodingScheme": None}), ("y", "x", {"humanCodingScheme": ""}), ("z", "x", {})]
    package = opensalt(items)
    package["CFItems"][2].pop("humanCodingScheme")
    assert outline(loaded(package))["indicators"] == ["1/1.1", "1/1.2"]


def test_codes_that_are_double_too_long_or_odd_become_usable():
    codes = ["a/b c", "R", "R", "x" * 40, "x" * 40]
    package = opensalt([(str(number), None, {"humanCodingScheme": code}) for number, code in enumerate(codes)])
    assert [one.code for one in loaded(package).outcomes.all()] == ["a-b-c", "R", "R-2", "x" * 30, "x" * 28 + "-2"]


def test_a_long_statement_is_the_text_and_its_beginning_the_title():
    outcome = loaded(opensalt([("1", None, {"fullStatement": "lang " * 60})])).outcomes.get()
    assert outcome.text == "lang " * 60
    assert len(outcome.title) <= 200
    assert outcome.title.endswith("…")


def test_a_short_statement_is_the_title_and_keywords_are_other_names():
    more = {"abbreviatedStatement": "Kort", "conceptKeywords": ["kort", "krachtig"], "notes": "Let op."}
    outcome = loaded(opensalt([("1", None, more)])).outcomes.get()
    assert (outcome.title, outcome.text, outcome.remark) == ("Kort", "Statement 1", "Let op.")
    assert outcome.aliases == ["kort", "krachtig"]


def test_the_education_levels_are_the_levels_when_each_outcome_has_one():
    package = opencase([("1", None, {"educationLevel": ["13"]}), ("2", None, {"educationLevel": ["14"]})])
    framework = loaded(package)
    assert [level.title for level in framework.levels.all()] == ["13", "14"]
    assert [outcome.level.code for outcome in framework.outcomes.all()] == ["13", "14"]


def test_several_education_levels_for_one_outcome_are_left_out_and_said():
    package = opencase([("1", None, {"educationLevel": ["13", "14"]})])
    assert notices(package) == [
        "CFItems[0].educationLevel: An outcome has one level at most; the levels in educationLevel are left out."
    ]
    assert loaded(package).outcomes.get().level is None


def test_what_outcomes_point_at_as_their_skill_level_is_a_level():
    package = related(opensalt([("1", None, {}), ("N2", None, {})]), 1, "hasSkillLevel", 2)
    framework = loaded(package)
    assert framework.outcomes.get().level.code == "N2"
    assert notices(package) == []


def test_a_rubric_on_areas_says_what_they_ask_and_one_on_outcomes_is_left_out():
    package = opencase([("A", None, {}), ("A1", "A", {}), ("i", "A1", {})])
    level = {"identifier": identity(900), "description": "Doet het zelf.", "quality": "Goed", "position": None}
    rows = [
        {"identifier": identity(800 + n), "CFItemURI": {"identifier": identity(n)}, "CFRubricCriterionLevels": [level]}
        for n in (1, 3)
    ]
    package["CFRubrics"] = [{"identifier": identity(700), "CFRubricCriteria": rows}]
    assert notices(package) == [
        "CFRubrics[0].CFRubricCriteria[1]: A criterion of a rubric that belongs to no area is left out."
    ]
    descriptor = loaded(package).areas.get().descriptors.get()
    assert (descriptor.level.title, descriptor.text) == ("Goed", "Doet het zelf.")


def test_relations_inside_one_framework_are_left_out_and_counted():
    package = opensalt([("1", None, {}), ("2", None, {})])
    for _number in range(3):
        related(package, 1, "isPeerOf", 2)
    related(package, 1, "ext:seeAlso", 2)
    assert notices(package) == [
        "CFAssociations[2]: isPeerOf: a relation that has no place inside one framework is left out."
        " This happens 3 times.",
        "CFAssociations[5]: ext:seeAlso: a relation that has no place inside one framework is left out.",
    ]


def test_an_item_that_lies_in_two_places_or_in_nothing_known_stays_in_one():
    package = opensalt([("1", None, {}), ("2", None, {}), ("3", "1", {})])
    related(package, 3, "isChildOf", 2)
    package["CFAssociations"][1]["destinationNodeURI"]["identifier"] = "https://elsewhere.example/items/5"
    assert notices(package) == [
        "CFAssociations[1]: What it lies in is not in this file; it comes to lie at the top.",
        "CFAssociations[3]: An item lies in one place only; a second place is left out.",
    ]
    assert outline(loaded(package))["indicators"] == ["1/3"]


def test_a_package_in_a_box_is_unpacked():
    assert loaded({"CFPackage": opensalt([("1", None, {})])}).outcomes.count() == 1


def test_loading_the_same_package_twice_changes_nothing():
    package = opencase([("A", None, {}), ("A1", "A", {}), ("i", "A1", {})])
    loaded(package)
    assert loading.load(case_import.read(data(package))).changes == []


def test_a_crosswalk_by_somebody_else_finds_the_parts_by_their_identities():
    here, there = (LearningOutcomeFactory(framework=FrameworkFactory(code=code)) for code in ("here", "there"))
    package = opensalt([("1", None, {})], title="Van hier naar daar")
    related(package, 1, "exactMatchOf", 2)
    related(package, 1, "isPeerOf", 2)
    package |= {"CFItems": [], "CFAssociations": package["CFAssociations"][1:]}
    for name, node in (("originNodeURI", here), ("destinationNodeURI", there)):
        package["CFAssociations"][0][name]["identifier"] = str(node.uuid)
    tree = case_import.read(data(package))
    assert [notice.pointer for notice in tree.notices] == ["CFAssociations[1]"]
    loading.load(tree)
    crosswalk = Crosswalk.objects.get(code="van-hier-naar-daar")
    assert (crosswalk.origin.code, crosswalk.target.code) == ("here", "there")
    assert crosswalk.relations.get().origin.node == here


def test_json_is_told_by_how_it_begins_and_yaml_stays_yaml():
    assert reading.read(b"\xef\xbb\xbf  " + data(opensalt([("1", None, {})]))).edition.key[0] == "natuur-en-techniek"
    text = "framework: {code: a, edition: b, title: c, publisher: d, year: 2026, source: e}\n"
    assert reading.read(text.encode()).edition.key == ("a", "b")
    assert reading.read(f"{{{text}}}".encode()).edition.key == ("a", "b")


def test_the_command_loads_a_package_and_says_what_is_left_out(tmp_path, capsys):
    file = tmp_path / "package.json"
    file.write_bytes(data(related(opensalt([("1", None, {}), ("2", None, {})]), 1, "isPeerOf", 2)))
    call_command("load_framework", file)
    assert "! CFAssociations[2]: isPeerOf: a relation" in capsys.readouterr().out
    assert LearningOutcome.objects.count() == 2
