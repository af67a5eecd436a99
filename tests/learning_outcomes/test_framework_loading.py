"""A framework file becomes a draft; loading it again changes nothing; what is published is frozen."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from learning_outcomes import files, loading
from learning_outcomes.models import Area, Dimension, Framework, Indicator, LearningOutcome, Level, PeriodOutcome, Unit
from learning_outcomes.overview import matrix
from learning_outcomes.sections import FaultyFile

HERE = Path(__file__).parent
HAN = HERE.parents[1] / "fixtures" / "han-tweedegraads-2025-2026.yaml"

pytestmark = pytest.mark.django_db


def load(text: str, **options) -> list[str]:
    plan = loading.load(files.read(text.encode()), **options)
    return [f"{change.kind} {change.model.__name__} {change.key[-1]}" for change in plan.changes]


@pytest.fixture
def text() -> str:
    return HAN.read_text(encoding="utf-8")


@pytest.fixture
def han(text) -> Framework:
    load(text)
    return Framework.objects.get()


def test_loading_the_same_file_twice_changes_nothing(text, han):
    before = list(Indicator.objects.values())
    assert load(text) == []
    assert list(Indicator.objects.values()) == before


def test_a_new_edition_starts_as_a_draft(han):
    assert han.status == "draft"
    assert not han.frozen


def test_a_changed_text_is_one_change_and_keeps_its_row(text, han):
    row = Indicator.objects.get(code="CPL.1.2")
    assert load(text.replace("Je past consequent routines toe", "Je past routines toe")) == [
        "changed Indicator CPL.1.2"
    ]
    row.refresh_from_db()
    assert row.text.startswith("Je past routines toe")


def test_a_part_left_out_is_gone(text, han):
    focus = text.index("        focus:")
    assert load(text[:focus]) == ["gone PeriodFocus PPI.4"]


def test_an_indicator_survives_when_its_dimension_goes_and_it_moves_to_another(text, han):
    row = Indicator.objects.get(code="ICT.3.1")
    start, end = text.index("      - code: ICT.3\n"), text.index("          - code: ICT.3.1\n")
    load(text[:start] + text[end:])
    assert Indicator.objects.get(pk=row.pk).dimension.code == "ICT.2"
    assert not Dimension.objects.filter(code="ICT.3").exists()


def test_a_dry_run_says_what_would_change_and_saves_nothing(text):
    assert "new LearningOutcome CPL" in load(text, dry_run=True)
    assert not Framework.objects.exists()


def test_the_same_file_gives_the_same_identities_on_every_machine(text, han):
    before = set(Indicator.objects.values_list("uuid", flat=True))
    han.delete()
    load(text)
    assert set(Indicator.objects.values_list("uuid", flat=True)) == before


def test_an_identity_in_the_file_wins(text):
    load(text.replace("  - code: OWE1\n", "  - code: OWE1\n    uuid: 6a1f7f4c-0c1c-4b6e-9c1a-2f8f3f0a6b11\n"))
    assert str(Unit.objects.get(code="OWE1").uuid) == "6a1f7f4c-0c1c-4b6e-9c1a-2f8f3f0a6b11"


def test_an_identity_cannot_go_to_another_part(text, han):
    taken = Unit.objects.get(code="OWE1").uuid
    with pytest.raises(FaultyFile, match=str(taken)):
        load(text.replace("  - code: OWE2\n", f"  - code: OWE2\n    uuid: {taken}\n"))
    assert load(text) == []


def test_a_draft_can_be_deleted_whole(han):
    han.delete()
    assert not LearningOutcome.objects.exists()
    assert not PeriodOutcome.objects.exists()


def test_publishing_freezes_the_edition(text):
    load(text, publish=True)
    framework = Framework.objects.get()
    assert framework.frozen
    assert framework.published_at


def test_a_draft_can_be_published_without_a_change_in_the_file(text, han):
    assert loading.load(files.read(text.encode()), publish=True).publishes
    assert Framework.objects.get().frozen


def test_a_published_edition_loads_again_without_change(text):
    load(text, publish=True)
    moment = Framework.objects.get().published_at
    assert load(text, publish=True) == []
    assert Framework.objects.get().published_at == moment


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Je past consequent routines toe", "Je past routines toe"),
        ("publisher: HAN", "publisher: Iemand anders"),
        ("mentor_hours: 30", "mentor_hours: 31"),
        ("          - PPI.4\n", "          - PPI.4\n          - PPI.5\n"),
    ],
)
def test_a_published_edition_refuses_a_change(text, old, new):
    load(text, publish=True)
    with pytest.raises(FaultyFile) as refused:
        load(text.replace(old, new))
    assert "2025-2026" in refused.value.faults[0].sentence
    assert load(text) == []


def test_a_published_edition_is_changed_by_a_new_one(text):
    load(text, publish=True)
    load(text.replace("  edition: 2025-2026\n", "  edition: 2026-2027\n  replaces: 2025-2026\n"))
    assert Framework.objects.get(edition="2026-2027").replaces.edition == "2025-2026"


def test_an_edition_cannot_replace_one_that_does_not_exist(text):
    with pytest.raises(FaultyFile, match="2020-2021"):
        load(text.replace("  edition: 2025-2026\n", "  edition: 2025-2026\n  replaces: 2020-2021\n"))
    assert not Framework.objects.exists()


def test_a_retired_edition_is_not_published_again(text):
    load(text, publish=True)
    Framework.objects.update(status=Framework.Status.RETIRED)
    with pytest.raises(FaultyFile):
        load(text, publish=True)
    assert Framework.objects.get().status == "retired"


def test_the_database_refuses_a_published_edition_without_its_moment(han):
    with pytest.raises(IntegrityError), transaction.atomic():
        Framework.objects.update(status="published")


def test_a_four_by_four_framework_has_an_outcome_per_cell_with_success_criteria():
    load((HERE / "grid-4x4.yaml").read_text(encoding="utf-8"))
    framework = Framework.objects.for_page().get()
    cells = [[outcome.code for cell in row.cells for outcome in cell.outcomes] for row in matrix(framework)]
    assert cells == [[f"{line}{level}" for level in (1, 2, 3, 4)] for line in ("WP", "WD", "WPO", "WPI")]
    assert [criterion.code for criterion in framework.outcomes.all()[0].criteria] == ["WP1.1", "WP1.2"]
    assert framework.indicator_label == "succescriterium"
    assert Level.objects.get(code="N2").guidance == "proactieve begeleiding"


def test_five_areas_by_three_levels_have_descriptors_and_parts():
    load((HERE / "areas-5x3.yaml").read_text(encoding="utf-8"))
    rows = matrix(Framework.objects.for_page().get())
    assert [len([cell for cell in row.cells if cell.descriptor]) for row in rows] == [3] * 5
    assert [len(row.parts) for row in rows] == [2, 3, 0, 0, 3]
    assert Area.objects.get(code="5").status == "concept"


@pytest.mark.parametrize("name", ["grid-4x4.yaml", "areas-5x3.yaml"])
def test_the_other_shapes_load_twice_without_change(name):
    text = (HERE / name).read_text(encoding="utf-8")
    load(text)
    assert load(text) == []


def many(indicators: int) -> str:
    """A framework with so many indicators and as many areas, each inside the one before it."""
    text = "framework: {code: many, edition: '1', title: Veel, publisher: Test, year: 2025, source: Test}\nareas:\n"
    for number in range(indicators):
        parent = f", parent: A{number - 1}" if number % 5 else ""
        text += f"  - {{code: A{number}, title: Gebied{parent}}}\n"
    text += "outcomes:\n  - code: L\n    title: Uitkomst\n    criteria:\n"
    return text + "".join(f"      - {{code: L.{number}, text: Je doet iets.}}\n" for number in range(indicators))


def test_five_times_as_many_parts_take_as_many_queries():
    counted = {}
    for number in (20, 100):
        with CaptureQueriesContext(connection) as queries:
            load(many(number), dry_run=True)
        counted[number] = len(queries)
    assert counted[20] == counted[100]


def test_a_hundred_changed_texts_take_as_many_queries_as_twenty():
    counted = {}
    for number in (20, 100):
        load(many(number))
        with CaptureQueriesContext(connection) as queries:
            assert len(load(many(number).replace("doet iets", "doet niets"), dry_run=True)) == number
        counted[number] = len(queries)
    assert counted[20] == counted[100]


def test_areas_may_lie_a_thousand_deep():
    text = many(0) + "".join(f"  - {{code: A{n}, title: A, parent: A{n + 1}}}\n" for n in range(1000))
    text = text.replace("outcomes:\n  - code: L\n    title: Uitkomst\n    criteria:\n", "")
    load(text + "  - {code: A1000, title: A}\n")
    assert Area.objects.get(code="A0").parent.code == "A1"


def test_the_command_publishes_and_says_so(capsys):
    call_command("load_framework", HAN, "--publish")
    assert "CPL.1.1" in capsys.readouterr().out
    assert Framework.objects.get().frozen


def test_the_command_names_each_fault_and_ends_with_one(tmp_path, capsys):
    file = tmp_path / "wrong.yaml"
    file.write_text("framework:\n  code: x\nlevels: 3\n")
    with pytest.raises(SystemExit, match="1"):
        call_command("load_framework", file)
    assert "3: levels" in capsys.readouterr().err
    assert not Framework.objects.exists()
