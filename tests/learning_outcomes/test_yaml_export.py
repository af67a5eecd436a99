"""What is exported loads back to the very same: each text to the letter, each identity, each place in its list."""

import uuid
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning_outcomes import files, loading
from learning_outcomes.models import (
    Area,
    ConversationQuestion,
    Crosswalk,
    Descriptor,
    Dimension,
    Endpoint,
    Framework,
    GlossaryTerm,
    Indicator,
    LearningOutcome,
    Level,
    PeriodConversation,
    PeriodFocus,
    PeriodOutcome,
    Relation,
    Skill,
    SkillDescriptor,
    SkillPhase,
    TailoredRule,
    Unit,
    WorkplacePeriod,
)
from learning_outcomes.models.cycle import names_people
from learning_outcomes.yaml_export import export_crosswalk, export_framework

ROOT = Path(__file__).parents[2]
FRAMEWORKS = sorted(path for path in (ROOT / "fixtures").glob("*.yaml") if not path.name.startswith("crosswalk-"))
CROSSWALKS = sorted((ROOT / "fixtures").glob("crosswalk-*.yaml"))

pytestmark = pytest.mark.django_db

AWKWARD = [
    *("# een", "a: b", "a #b", "- een", "? een", "| een", "> een", "&een", "*een", "!een", "%een", "@een", "`een`"),
    *(
        "null",
        "~",
        "true",
        "no",
        "2026",
        "1e3",
        "0x1F",
        "=",
        "<<",
        "---",
        "...",
        "{a: b}",
        "[a]",
        "'",
        '"',
        "\\n",
        "a\\",
    ),
    *(
        " voor",
        "na ",
        "twee  spaties",
        "een\n\ntwee",
        "\n voor",
        "na\n",
        "na\n\n",
        "na \n spatie",
        "\ttab",
        "a\r\nb",
        "a\rb",
    ),
    *(
        "👩‍🏫 in de klas",
        "e\u0301",
        "\u2028regel",
        "alinea\u2029",
        "\ufeffmerk",
        "\u200b",
        "\u00a0a",
        "\uffff",
        "\U0010ffff",
    ),
    *(
        "woord " * 300 + "einde",
        "x" * 3000,
        "- a\n- b: c\n# d",
        "  ingesprongen\nniet",
        "a\n   b\n c",
        ": ",
        "é: 'ü' \"ö\"",
    ),
]
LETTERS = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t\r")
TEXTS = st.one_of(st.sampled_from(AWKWARD), st.text(LETTERS, min_size=1, max_size=60)).filter(str.strip)


@st.composite
def values(draw, model: type[models.Model], number: int) -> dict:
    """A value for every field of a model that is no link or identity; the number makes its code and its place."""
    found = {}
    for field in model._meta.concrete_fields:
        if (
            field.is_relation
            or field.name in {"id", "uuid"}
            or field.name in {"status", "published_at"}
            and model is not Area
        ):
            continue
        found[field.name] = draw(value(field))
    own = {"code": f"{found.get('code', '')[:20]}{number}", "order": number}
    return found | {name: one for name, one in own.items() if name in found}


def value(field: models.Field) -> st.SearchStrategy:
    if names_people(field):
        return st.lists(st.sampled_from(["student", "workplace_mentor", "study_coach"]), max_size=3, unique=True)
    if isinstance(field, models.JSONField):
        return st.lists(TEXTS, max_size=3)
    if isinstance(field, models.BooleanField):
        return st.booleans()
    if isinstance(field, models.IntegerField):
        return st.one_of(st.integers(0, 9999), *([st.none()] if field.null else []))
    if field.name == "code" and not isinstance(field, models.SlugField):
        return st.from_regex(r"[\w.-]{1,10}", fullmatch=True)
    if isinstance(field, models.SlugField):
        return st.from_regex(r"[a-z0-9_-]{1,10}", fullmatch=True)
    if field.choices:
        return st.sampled_from([code for code, _label in field.choices] + [""] * field.blank)
    texts = TEXTS.map(lambda text: text[: field.max_length].strip() or "x") if field.max_length else TEXTS
    return st.one_of(texts, st.just("")) if field.blank else texts


@st.composite
def frameworks(draw, code: str):
    """A function that makes a framework with a few of everything."""
    numbers = draw(st.integers(0, 3))
    drawn = {}

    def some(model: type[models.Model], most: int = 2) -> list[dict]:
        return [draw(values(model, number)) for number in range(min(numbers, most))]

    flat = (Level, Area, Unit, LearningOutcome, SkillPhase, Skill, TailoredRule, GlossaryTerm, WorkplacePeriod)
    drawn = {model: some(model) for model in flat}
    drawn |= {model: some(model, 3) for model in (Dimension, Indicator, Descriptor, SkillDescriptor, PeriodOutcome)}
    drawn |= {model: some(model, 3) for model in (PeriodConversation, ConversationQuestion)}
    head = draw(values(Framework, 0)) | {"code": code}
    linked = draw(st.booleans())
    return lambda: build(head, drawn, linked)


def build(head: dict, drawn: dict[type[models.Model], list[dict]], linked: bool) -> Framework:
    """The rows of one framework; `linked` fills the links that may be empty."""
    framework = Framework.objects.create(**head)

    def make(model, rows=None, **links) -> list:
        return [model.objects.create(**row, **links) for row in (drawn[model] if rows is None else rows)]

    def or_none(rows: list):
        return rows[0] if rows and linked else None

    levels = make(Level, framework=framework)
    areas: list[Area] = []
    for row in drawn[Area]:
        areas.append(Area.objects.create(**row, framework=framework, parent=or_none(areas)))
    for area in areas[:1]:
        for row, level in zip(drawn[Descriptor], levels, strict=False):
            Descriptor.objects.create(**row, area=area, level=level)
    units = make(Unit, framework=framework, level=or_none(levels))
    outcomes = make(LearningOutcome, framework=framework, area=or_none(areas), level=or_none(levels))
    dimensions = [one for outcome in outcomes[:1] for one in make(Dimension, outcome=outcome)]
    for outcome in outcomes[:1]:
        make(Indicator, outcome=outcome, dimension=or_none(dimensions))
    phases = make(SkillPhase, framework=framework)
    for skill in make(Skill, framework=framework)[:1]:
        for row, phase in zip(drawn[SkillDescriptor], phases, strict=False):
            SkillDescriptor.objects.create(**row, skill=skill, phase=phase)
    make(TailoredRule, framework=framework, carried_over_with=or_none(outcomes))
    make(GlossaryTerm, framework=framework)
    for row in drawn[WorkplacePeriod]:
        names = ("introduction_week", "start_week", "midterm_week", "final_week", "weeks")
        weeks = dict(zip(names, (0, 0, 5, 5, 9), strict=True))
        period = WorkplacePeriod.objects.create(**row | weeks, framework=framework)
        for item, outcome in zip(drawn[PeriodOutcome], outcomes, strict=False):
            target = levels[0].code if linked else ""
            PeriodOutcome.objects.create(
                **item | {"target_level": target}, period=period, outcome=outcome, unit=units[0]
            )
        for dimension in dimensions[:1]:
            PeriodFocus.objects.create(period=period, dimension=dimension)
        for item, kind in zip(drawn[PeriodConversation], PeriodConversation.Kind.values, strict=False):
            conversation = PeriodConversation.objects.create(**item | {"kind": kind}, period=period)
            fields = ["goal", "topic", "topic"]  # only topics share a field
            rows = [row | {"field": one} for row, one in zip(drawn[ConversationQuestion], fields, strict=False)]
            make(ConversationQuestion, rows, conversation=conversation)
    return framework


def snapshot() -> dict[str, list]:
    """Everything in the database but primary keys: a link is the identity of what it points at."""
    found = {}
    for model in apps.get_app_config("learning_outcomes").get_models():
        rows = [
            {f.name: identity(getattr(row, f.name)) for f in model._meta.concrete_fields if f.name != "id"}
            for row in model.objects.all()
        ]
        found[model.__name__] = sorted(rows, key=repr)
    return found


def identity(value):
    if isinstance(value, Endpoint):
        return (value.framework.uuid, *value.key)
    if isinstance(value, PeriodConversation):
        return (value.period.uuid, value.kind)
    return value.uuid if isinstance(value, models.Model) else value


def forget() -> None:
    for model in (Crosswalk, Endpoint, Framework):
        model.objects.all().delete()


def load(text: str, **options) -> list:
    return loading.load(files.read(text.encode()), **options).changes


hard = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@hard
@given(frameworks("een"))
def test_a_framework_comes_back_from_its_file_as_it_was(make):
    with transaction.atomic():
        framework = make()
        before, text = snapshot(), export_framework(framework)
        assert load(text) == []
        forget()
        load(text)
        assert snapshot() == before
        assert export_framework(Framework.objects.get()) == text
        transaction.set_rollback(True)


KINDS = [kind for kind, _label in Relation._meta.get_field("kind").choices]


@hard
@given(frameworks("een"), frameworks("twee"), values(Crosswalk, 0), st.lists(values(Relation, 0), max_size=3))
def test_a_crosswalk_comes_back_from_its_file_as_it_was(make, make_other, head, relations):
    with transaction.atomic():
        sides = {"origin": make(), "target": make_other()}
        crosswalk = Crosswalk.objects.create(**head, **sides)
        nodes = {side: parts_of(framework) for side, framework in sides.items()}
        for number, row in enumerate(relations if all(nodes.values()) else []):
            ends = {side: Endpoint.objects.of(some[number % len(some)]) for side, some in nodes.items()}
            Relation.objects.create(**row | {"order": number, "kind": KINDS[number]}, crosswalk=crosswalk, **ends)
        before, texts = snapshot(), [*map(export_framework, sides.values()), export_crosswalk(crosswalk)]
        forget()
        for text in texts:
            load(text)
        assert snapshot() == before
        assert load(texts[-1]) == []
        transaction.set_rollback(True)


def parts_of(framework: Framework) -> list[models.Model]:
    outcomes = list(framework.outcomes.all())
    below = [part for outcome in outcomes for part in (*outcome.dimensions.all(), *outcome.indicators.all())]
    cells = [cell for area in framework.areas.all() for cell in area.descriptors.all()]
    return [*below, *cells, *framework.areas.all(), *outcomes, *framework.levels.all(), *framework.skills.all()]


@pytest.fixture
def loaded() -> None:
    for path in [*FRAMEWORKS, *CROSSWALKS]:
        loading.load(files.read(path.read_bytes()), publish=True)


def exported(name: str) -> str:
    out = StringIO()
    call_command("export_framework", name, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("path", [*FRAMEWORKS, *CROSSWALKS], ids=lambda path: path.stem)
def test_each_published_file_of_ours_is_exported_to_no_change(path, loaded):
    code = yaml.safe_load(path.read_text())
    text = exported((code.get("crosswalk") or code["framework"])["code"])
    assert load(text) == []
    assert "uuid" not in text


def test_all_fixtures_together_come_back_as_they_were(loaded):
    before = snapshot()
    texts = [export_framework(row) for row in Framework.objects.all()]
    texts += [export_crosswalk(row) for row in Crosswalk.objects.all()]
    forget()
    for text in texts:
        load(text, publish=True)
    moment = {"published_at": None}
    for name in ("Framework", "Crosswalk"):
        assert [row | moment for row in snapshot()[name]] == [row | moment for row in before.pop(name)]
    assert {name: rows for name, rows in snapshot().items() if name in before} == before


SMALL = """\
framework:
  code: small
  edition: '2026'
  title: Klein
  publisher: Test
  year: 2026
  source: Zelf gemaakt
levels:
  - code: een
    title: Niveau een
  - code: twee
    title: Niveau twee
outcomes:
  - code: L1
    title: 'Uitkomst: een'
    short_title: Een
    text: |-
      Eerst dit.

      Dan dat.
    ects: 5
    criteria:
      - code: L1.1
        text: Je ziet iets.
"""


def test_a_file_in_the_order_of_the_format_is_exported_to_the_letter():
    load(SMALL)
    assert exported("small") == SMALL


def test_an_identity_of_its_own_is_written_and_a_made_one_is_not():
    load(SMALL)
    Level.objects.filter(code="een").update(uuid=uuid.UUID("6a1f7f4c-0c1c-4b6e-9c1a-2f8f3f0a6b11"))
    assert "  - code: een\n    title: Niveau een\n    uuid: 6a1f7f4c-0c1c-4b6e-9c1a-2f8f3f0a6b11\n" in exported("small")
    assert exported("small").count("uuid") == 1


def test_numbers_that_only_keep_an_order_are_no_change():
    load(SMALL)
    for place, code in ((7, "een"), (40, "twee")):
        Level.objects.filter(code=code).update(order=place)
    Framework.objects.get().publish()
    assert load(exported("small")) == []


def test_another_order_is_a_change():
    load(SMALL)
    Level.objects.filter(code="een").update(order=7)
    assert [(change.kind, change.key) for change in load(SMALL)] == [("changed", ("een",))]


def test_the_newest_edition_is_exported_unless_one_is_named():
    load(SMALL)
    load(SMALL.replace("edition: '2026'", "edition: '2027'\n  replaces: '2026'"))
    assert "edition: '2027'" in exported("small")
    assert "  replaces: '2026'\n" in exported("small")
    assert "edition: '2026'" in exported("small/2026")


@pytest.mark.parametrize("name", ["nothing", "small/1999", "/"])
def test_a_name_of_nothing_is_refused(name):
    load(SMALL)
    with pytest.raises(CommandError, match=name):
        exported(name)


def test_a_renamed_part_makes_room_for_the_code_it_had():
    load(SMALL)
    Level.objects.filter(code="een").update(code="eerste")
    assert [f"{change.kind} {change.key[0]}" for change in load(SMALL)] == ["new een", "gone eerste"]
    assert load(exported("small")) == []
