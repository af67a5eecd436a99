"""A crosswalk relates parts of two frameworks, by hand; a damaged file changes nothing."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import translation

from learning_outcomes import files, loading
from learning_outcomes.models import (
    Area,
    Crosswalk,
    Descriptor,
    Endpoint,
    Framework,
    Indicator,
    LearningOutcome,
    Level,
    Relation,
)
from learning_outcomes.sections import FaultyFile
from tests.factories import UserFactory

HERE = Path(__file__).parent
GOOD = """\
crosswalk:
  code: grid-areas
  title: Leerlijnen en gebieden
  publisher: Test
  year: 2026
  remark: Een voorstel, met de hand gemaakt.
  origin: werkplekleren-4x4 2018
  target: leeruitkomstgebieden 2024
relations:
  - origin: outcome WP1
    target: area 1.1
    kind: isRelatedTo
    remark: Beide gaan over de groep.
  - origin: indicator WP1 WP1.2
    target: descriptor 1 5
    kind: isPartOf
  - origin: level N1
    target: level 5
    kind: isRelatedTo
"""

DAMAGED = {
    "an unknown outcome": ("outcome WP1\n", "outcome WP9\n", 10, "outcome WP9 does not stand in"),
    "an unknown area": ("area 1.1", "area 9", 11, "area 9 does not stand in"),
    "an unknown indicator": ("WP1 WP1.2", "WP1 WP1.9", 14, "Known are: WP1 WP1.1, WP1 WP1.2."),
    "an unknown descriptor": ("descriptor 1 5", "descriptor 1 8", 15, "Known are: 1 5, 1 6, 1 7."),
    "an unknown level": ("level N1", "level N7", 17, "Known are: N1, N2, N3, N4."),
    "an outcome of the other side": ("area 1.1", "outcome WP1", 11, "outcome WP1 does not stand in"),
    "an unknown kind of part": ("level N1", "trede N1", 17, "trede: a reference begins with one of: area, level"),
    "a code too few": ("indicator WP1 WP1.2", "indicator WP1.2", 14, "needs 2 codes after indicator"),
    "a code too many": ("level N1", "level N 1", 17, "needs 1 codes after level"),
    "no code": ("level N1", "level", 17, "needs 1 codes after level"),
    "a mapping for a part": ("level N1", "{level: N1}", 17, "origin must be text"),
    "an unknown relation": ("kind: isPartOf", "kind: lijktOp", 16, "kind must be one of: exactMatchOf"),
    "no relation": ("    kind: isPartOf\n", "", 14, "kind is missing"),
    "no target": ("    target: level 5\n", "", 17, "target is missing"),
    "a relation twice": (
        "relations:\n",
        "relations:\n  - {origin: level N1, target: level 5, kind: isRelatedTo}\n",
        18,
        "level N1 level 5 isRelatedTo stands in the file twice; first on line 10",
    ),
    "an unknown framework": (
        "werkplekleren-4x4 2018",
        "werkplekleren-4x4 1999",
        7,
        "werkplekleren-4x4 1999 is not loaded. Known are: leer",
    ),
    "no edition": ("werkplekleren-4x4 2018", "werkplekleren-4x4", 7, "origin must be the code and the edition"),
    "no framework": ("  origin: werkplekleren-4x4 2018\n", "", 2, "origin is missing"),
    "a crosswalk to itself": ("leeruitkomstgebieden 2024", "werkplekleren-4x4 2018", 2, "between two frameworks"),
    "no code of its own": ("  code: grid-areas\n", "", 2, "code is missing"),
    "a code for no address": ("grid-areas", "grid > areas", 2, "code may only hold"),
    "a crosswalk that is a list": ("crosswalk:\n", "crosswalk: [a]\nhead:\n", 1, "crosswalk must consist of keys"),
    "relations that are a mapping": ("relations:\n", "relations: {a: b}\nother:\n", 9, "relations must be a list"),
    "an unknown key": ("relations:\n", "relaties:\n", 9, "relaties is not a key"),
    "a framework beside it": ("relations:\n", "framework: {code: a}\nrelations:\n", 9, "framework is not a key"),
    "a remark too long": ("Beide gaan", "B" * 20_001, 13, "remark is longer than 20000"),
    "no UUID": ("    kind: isPartOf\n", "    kind: isPartOf\n    uuid: 1\n", 17, "uuid is not a valid UUID"),
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _frameworks():
    for name in ("grid-4x4", "areas-5x3"):
        loading.load(files.read((HERE / f"{name}.yaml").read_bytes()), publish=True)


def load(text: str = GOOD, **options) -> list[str]:
    plan = loading.load(files.read(text.encode()), **options)
    return [f"{change.kind} {change.label}" for change in plan.changes]


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in apps.get_app_config("learning_outcomes").get_models()}


def test_a_crosswalk_is_loaded_with_its_relations():
    assert load() == [
        "new crosswalk grid-areas",
        "new relation outcome WP1 area 1.1 isRelatedTo",
        "new relation indicator WP1 WP1.2 descriptor 1 5 isPartOf",
        "new relation level N1 level 5 isRelatedTo",
    ]
    first = Relation.objects.get(order=0)
    assert (first.origin.node, first.target.node) == (
        LearningOutcome.objects.get(code="WP1"),
        Area.objects.get(code="1.1"),
    )
    assert first.remark == "Beide gaan over de groep."


def test_loading_it_twice_changes_nothing():
    load()
    before = counts(), list(Relation.objects.values())
    assert load() == []
    assert (counts(), list(Relation.objects.values())) == before


def test_a_dry_run_saves_nothing():
    before = counts()
    assert len(load(dry_run=True)) == 4
    assert counts() == before


def test_a_changed_remark_is_one_change():
    load()
    pk = Relation.objects.get(order=0).pk
    assert load(GOOD.replace("Beide gaan", "Allebei gaan")) == ["changed relation outcome WP1 area 1.1 isRelatedTo"]
    assert Relation.objects.get(pk=pk).remark == "Allebei gaan over de groep."


def test_another_kind_is_another_relation():
    load()
    assert load(GOOD.replace("isPartOf", "exemplar")) == [
        "new relation indicator WP1 WP1.2 descriptor 1 5 exemplar",
        "gone relation indicator WP1 WP1.2 descriptor 1 5 isPartOf",
    ]


def test_it_moves_to_a_new_edition_and_keeps_its_identities():
    load()
    before = set(Relation.objects.values_list("uuid", flat=True))
    newer = (HERE / "grid-4x4.yaml").read_text().replace('edition: "2018"', 'edition: "2026"')
    loading.load(files.read(newer.encode()))
    load(GOOD.replace("werkplekleren-4x4 2018", "werkplekleren-4x4 2026"))
    assert {end.framework.edition for end in Endpoint.objects.filter(relations_from__isnull=False)} == {"2026"}
    assert set(Relation.objects.values_list("uuid", flat=True)) == before


def test_codes_with_spaces_stand_in_a_list():
    Area.objects.filter(code="1.1").update(code="1 a")
    load(GOOD.replace("area 1.1", "[area, 1 a]"))
    assert Relation.objects.get(order=0).target.codes == ("1 a",)


@pytest.mark.parametrize(("old", "new", "line", "sentence"), DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_crosswalk_is_refused_with_the_line_of_its_fault(old, new, line, sentence, tmp_path, capsys):
    assert old in GOOD
    load()
    before, file = counts(), tmp_path / "damaged.yaml"
    file.write_text(GOOD.replace(old, new, 1))
    with pytest.raises(SystemExit, match="1"):
        call_command("load_framework", file)
    said = capsys.readouterr().err.splitlines()
    assert [text for text in said if text.startswith(f"line {line}: ") and sentence in text], said
    assert all(re.match(r"line \d+: ", text) for text in said)
    assert counts() == before


def test_only_twelve_codes_are_named():
    with pytest.raises(FaultyFile, match=r"WPO3, WPO4, …\."):
        load(GOOD.replace("outcome WP1\n", "outcome WP9\n"))


def test_a_published_crosswalk_is_frozen():
    load(publish=True)
    assert Crosswalk.objects.get().frozen
    with pytest.raises(FaultyFile, match="no longer changes. Different: relation level N1 level 5 isRelatedTo"):
        load(GOOD[: GOOD.index("  - origin: level")])
    assert load(publish=True) == []


def test_the_command_loads_frameworks_before_what_relates_them(tmp_path, capsys):
    Framework.objects.all().delete()
    crosswalk = tmp_path / "a.yaml"
    crosswalk.write_text(GOOD)
    call_command("load_framework", crosswalk, HERE / "grid-4x4.yaml", HERE / "areas-5x3.yaml", "--publish")
    assert Crosswalk.objects.get().frozen
    assert Relation.objects.count() == 3


def test_of_several_files_none_is_loaded_when_one_is_wrong(tmp_path, capsys):
    Framework.objects.all().delete()
    crosswalk = tmp_path / "a.yaml"
    crosswalk.write_text(GOOD)
    with pytest.raises(SystemExit, match="1"):
        call_command("load_framework", crosswalk, HERE / "grid-4x4.yaml")
    assert f"{crosswalk}: line 8: target: leeruitkomstgebieden 2024 is not loaded" in capsys.readouterr().err
    assert not Framework.objects.exists()


@pytest.mark.parametrize(
    ("kind", "model", "label"),
    [
        ("area", Area, "area WP"),
        ("level", Level, "level N1"),
        ("outcome", LearningOutcome, "learning outcome WP1"),
        ("indicator", Indicator, "indicator WP1 WP1.1"),
        ("descriptor", Descriptor, "descriptor 1 5"),
    ],
)
def test_each_part_has_one_endpoint_that_knows_it(kind, model, label):
    node = model.objects.order_by("pk").first()
    end = Endpoint.objects.of(node)
    assert end == Endpoint.objects.of(node)
    assert (end.kind, end.node, end.label) == (kind, node, label)


def test_an_endpoint_is_exactly_one_part():
    area, level = Area.objects.first(), Level.objects.first()
    for parts in ({}, {"area": area, "level": level}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Endpoint.objects.create(framework=area.framework, **parts)


def test_a_part_that_a_relation_needs_stays():
    load()
    with pytest.raises(ProtectedError):
        LearningOutcome.objects.get(code="WP1").delete()


def test_a_framework_file_cannot_drop_a_part_that_a_relation_needs():
    text = (HERE / "areas-5x3.yaml").read_text().replace('edition: "2024"', 'edition: "2026"')
    loading.load(files.read(text.encode()))
    load(GOOD.replace("leeruitkomstgebieden 2024", "leeruitkomstgebieden 2026"))
    with pytest.raises(FaultyFile, match=r"area 1\.1 is in use and cannot be left out"):
        load(text.replace('  - {code: "1.1", title: Pedagogisch handelen, parent: "1"}\n', ""))


def test_both_ends_lie_in_the_frameworks_of_the_crosswalk():
    load()
    relation = Relation.objects.get(order=0)
    relation.target = relation.origin
    with pytest.raises(ValidationError, match="belongs to another framework"):
        relation.full_clean()


def test_the_database_refuses_a_crosswalk_to_itself():
    load()
    with pytest.raises(IntegrityError), transaction.atomic():
        Crosswalk.objects.update(target=Framework.objects.get(code="werkplekleren-4x4"))


def test_a_page_asks_as_much_for_two_relations_as_for_twenty(django_assert_num_queries):
    relation = "  - {{origin: outcome WP1, target: descriptor {area} {level}, kind: isPeerOf}}\n"
    cells = [relation.format(area=area, level=level) for area in range(1, 6) for level in (5, 6, 7)]
    for number in (2, 15):
        load(GOOD[: GOOD.index("  - origin")] + "".join(cells[:number]))
        with django_assert_num_queries(4):
            crosswalk = Crosswalk.objects.for_page().get()
            assert len({row.target.label for row in crosswalk.relations.all()}) == number
            assert {row.origin.label for row in crosswalk.relations.all()} == {"learning outcome WP1"}


@pytest.mark.parametrize(
    ("status", "draft_framework", "seen"), [("draft", False, 0), ("published", False, 1), ("published", True, 0)]
)
def test_a_reader_sees_a_published_crosswalk_between_published_frameworks(status, draft_framework, seen):
    load(publish=status == "published")
    if draft_framework:
        Framework.objects.filter(code="werkplekleren-4x4").update(status="draft", published_at=None)
    assert Crosswalk.objects.visible_to(UserFactory()).count() == seen
    assert Crosswalk.objects.visible_to(UserFactory(is_staff=True)).count() == 1
    assert Crosswalk.objects.visible_to(AnonymousUser()).count() == 0
