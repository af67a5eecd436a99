"""A framework as a package of CASE 1.1: what the standard demands, and a tree that somebody else's tool can show."""

import json
from collections import defaultdict
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning_outcomes import files, loading
from learning_outcomes.exchange import case_export
from learning_outcomes.exchange.case import KINDS
from learning_outcomes.models import Crosswalk, Framework, GlossaryTerm
from tests.factories import DimensionFactory, FrameworkFactory, IndicatorFactory, LearningOutcomeFactory

from .case_standard import faults

FIXTURES = sorted((Path(__file__).parents[2] / "fixtures").glob("*.yaml"))
HAN = Path(__file__).parents[2] / "fixtures" / "han-tweedegraads-2025-2026.yaml"
GRID = Path(__file__).parents[2] / "fixtures" / "werkplekleren-4x4.yaml"
AREAS = Path(__file__).parents[2] / "fixtures" / "leeruitkomstgebieden.yaml"

pytestmark = pytest.mark.django_db


def package_of(path: Path, *, publish: bool = False) -> dict:
    tree = files.read(path.read_bytes())
    loading.load(tree, publish=publish)
    return json.loads(case_export.export_framework(Framework.objects.get(code=tree.edition.key[0])))


def coded(package: dict, kind: str, code: str) -> dict:
    items = [item for item in package["CFItems"] if (item["CFItemType"], item["humanCodingScheme"]) == (kind, code)]
    assert len(items) == 1
    return items[0]


def tree_of(package: dict) -> dict[str, list[str]]:
    """What lies in each item, by code, as a reader of the standard alone puts it together."""
    names = {item["identifier"]: item["humanCodingScheme"] for item in package["CFItems"]}
    names[package["CFDocument"]["identifier"]] = "document"
    children = defaultdict(list)
    for link in sorted(package["CFAssociations"], key=lambda link: link.get("sequenceNumber", 0)):
        if link["associationType"] == "isChildOf":
            parent = names[link["destinationNodeURI"]["identifier"]]
            children[parent].append(names[link["originNodeURI"]["identifier"]])
    return children


@pytest.mark.parametrize("publish", [True, False], ids=["published", "draft"])
def test_every_fixture_is_as_the_standard_has_it(publish):
    call_command("load_framework", *FIXTURES, publish=publish, verbosity=0)
    texts = [case_export.export_framework(framework) for framework in Framework.objects.all()]
    texts += [case_export.export_crosswalk(crosswalk) for crosswalk in Crosswalk.objects.all()]
    assert len(texts) >= 7
    assert [fault for text in texts for fault in faults("CFPackage", json.loads(text))] == []


def test_the_document_says_who_published_which_edition_and_when():
    document = package_of(HAN, publish=True)["CFDocument"]
    Framework.objects.update(published_at="2025-08-25T10:00:00Z")
    document = json.loads(case_export.export_framework(Framework.objects.get()))["CFDocument"]
    assert (document["creator"], document["publisher"], document["version"]) == ("HAN", "HAN", "2025-2026")
    assert (document["adoptionStatus"], document["statusStartDate"]) == ("Adopted", "2025-08-25")
    assert document["lastChangeDateTime"] == "2025-08-25T10:00:00Z"
    assert (document["language"], document["caseVersion"]) == ("nl", "1.1")


def test_a_draft_and_a_retired_edition_say_so():
    assert package_of(HAN)["CFDocument"]["adoptionStatus"] == "Draft"
    framework = Framework.objects.get()
    framework.publish()
    framework.retire()
    assert json.loads(case_export.export_framework(framework))["CFDocument"]["adoptionStatus"] == "Deprecated"


def test_an_outcome_has_its_code_its_title_its_text_and_its_other_names():
    item = coded(package_of(HAN), "Leeruitkomst", "CPL")
    assert item["abbreviatedStatement"] == "Creëren van positief leerklimaat"
    assert item["fullStatement"].startswith("Je creëert in les- en begeleidingssituaties")
    assert item["conceptKeywords"] == ["Creëren van een positief leerklimaat"]
    assert item["extensions"]["driehoek"]["short_title"] == "Leerklimaat"


def test_an_outcome_that_has_a_title_only_states_its_title():
    item = coded(package_of(HAN), "Leeruitkomst", "VD-BI-2")
    assert item["fullStatement"] == item["abbreviatedStatement"] == "Uitbeelddidactiek biologie"


def test_the_tree_goes_from_the_document_by_outcome_and_dimension_to_the_indicators():
    tree = tree_of(package_of(HAN))
    assert tree["document"][:6] == ["VD", "CPL", "AOL", "LV", "ICT", "PPI"]
    assert tree["VD"][:3] == ["VD-AK", "VD-BI", "VD-DUFR"]
    assert tree["CPL"] == ["CPL.1", "CPL.2", "CPL.3", "CPL.4"]
    assert tree["CPL.1"][-2:] == ["CPL.1.9", "CPL.1.10"]


def test_in_the_table_of_four_by_four_an_outcome_lies_in_its_line_and_has_its_level():
    package = package_of(GRID)
    assert tree_of(package)["WP"] == ["WP1", "WP2", "WP3", "WP4"]
    assert coded(package, "Leeruitkomst", "WP2")["educationLevel"] == ["Niveau 2"]
    assert {item["alternativeLabel"] for item in package["CFItems"] if item["CFItemType"] == "Indicator"} == {
        "succescriterium"
    }


def test_what_an_area_asks_at_each_level_is_a_rubric():
    package = package_of(AREAS)
    [rubric] = package["CFRubrics"]
    levels = [[level["quality"] for level in row["CFRubricCriterionLevels"]] for row in rubric["CFRubricCriteria"]]
    assert len(levels) == 5
    assert all(len(row) == 3 for row in levels)
    assert (
        rubric["CFRubricCriteria"][0]["CFItemURI"]["identifier"]
        == coded(package, "Bekwaamheidsgebied", "1")["identifier"]
    )


def test_the_skills_in_their_phases_are_a_rubric_of_fourteen_by_three():
    [rubric] = package_of(HAN)["CFRubrics"]
    assert [len(row["CFRubricCriterionLevels"]) for row in rubric["CFRubricCriteria"]] == [3] * 14


def test_how_an_outcome_counts_in_a_period_stands_with_its_association():
    package = package_of(HAN)
    outcome, period = coded(package, "Leeruitkomst", "CPL"), coded(package, "Werkplekperiode", "wpl2-lj2")
    [link] = [
        link
        for link in package["CFAssociations"]
        if (link["originNodeURI"]["identifier"], link["destinationNodeURI"]["identifier"])
        == (outcome["identifier"], period["identifier"])
    ]
    assert link["associationType"] == "isPartOf"
    assert link["extensions"]["driehoek"] == {
        "unit": "OWE1", "summative": True, "target_level": "tussenniveau", "mentor_role": "judge",
    }  # fmt: skip


def test_the_glossary_is_the_concepts():
    package_of(HAN)
    GlossaryTerm.objects.filter(code__gt="").update(aliases=["een", "twee"])
    package = json.loads(case_export.export_framework(Framework.objects.get()))
    concepts = package["CFDefinitions"]["CFConcepts"]
    assert len(concepts) == GlossaryTerm.objects.count() > 0
    assert {concept["keywords"] for concept in concepts} == {"een|twee"}


def test_a_crosswalk_is_a_document_of_associations_between_two_others():
    call_command("load_framework", *FIXTURES, verbosity=0)
    crosswalk = Crosswalk.objects.get(code="han-4x4")
    package = json.loads(case_export.export_crosswalk(crosswalk))
    row = crosswalk.relations.first()
    assert package["CFItems"] == []
    assert package["CFAssociations"][0]["associationType"] == row.kind
    assert package["CFAssociations"][0]["originNodeURI"]["identifier"] == str(row.origin.node.uuid)
    assert package["CFDocument"]["description"] == crosswalk.remark


def test_every_field_of_every_part_has_a_place():
    """A new field must get one, or it is lost on the way out."""
    placed = {"id", "uuid", "order", "code", "framework", "parent", "area", "level", "outcome", "dimension"}
    for kind in KINDS:
        names = {field.name for field in kind.model._meta.concrete_fields} - {"carried_over_with"}
        assert names - placed == set(kind.fields.split()) - {"focus"}, kind.label


def test_the_same_rows_give_the_same_bytes():
    package_of(HAN)
    framework = Framework.objects.get()
    assert case_export.export_framework(framework) == case_export.export_framework(Framework.objects.get())


def test_one_object_stands_on_a_line():
    package_of(HAN)
    lines = case_export.export_framework(Framework.objects.get()).splitlines()
    assert sum(line.startswith('{"identifier"') for line in lines) >= 192 + 204


def asked(outcomes: int) -> int:
    framework = FrameworkFactory()
    for outcome in LearningOutcomeFactory.create_batch(outcomes, framework=framework):
        IndicatorFactory(outcome=outcome, dimension=DimensionFactory(outcome=outcome))
    with CaptureQueriesContext(connection) as queries:
        case_export.export_framework(framework)
    return len(queries)


def test_a_package_asks_as_much_for_20_outcomes_as_for_2():
    assert asked(2) == asked(20)


def test_the_command_writes_a_package(capsys):
    call_command("load_framework", *FIXTURES, verbosity=0)
    capsys.readouterr()
    call_command("export_framework", "han-tweedegraads/2025-2026", "--format", "case")
    assert json.loads(capsys.readouterr().out)["CFDocument"]["version"] == "2025-2026"
    call_command("export_framework", "han-4x4", "--format", "case")
    assert json.loads(capsys.readouterr().out)["CFDocument"]["extensions"]["driehoek"]["crosswalk"]["code"] == "han-4x4"
