"""A damaged file changes nothing, and each fault is named with its line."""

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning_outcomes import files, loading
from learning_outcomes.models import Framework
from learning_outcomes.sections import Fault, FaultyFile

GOOD = """\
framework:
  code: small
  edition: "2026"
  title: Klein raamwerk
  publisher: Test
  year: 2026
  source: Zelf gemaakt
levels:
  - code: een
    title: Niveau een
areas:
  - code: A
    title: Gebied A
  - code: A.1
    title: Deel van A
    parent: A
units:
  - code: U1
    title: Eenheid 1
outcomes:
  - code: L1
    title: Uitkomst 1
    text: Je doet iets.
    area: A
    level: een
    dimensions:
      - code: L1.1
        title: Zien
        indicators:
          - code: L1.1.1
            text: Je ziet iets.
periods:
  - code: p1
    title: Periode 1
    study_year: "2026"
    weeks: 16
    start_week: 3
    midterm_week: 8
    final_week: 16
    outcomes:
      - outcome: L1
        unit: U1
        summative: true
        target_level: een
        mentor_role: judge
        focus: [L1.1]
"""

DAMAGED = {
    "broken YAML": ("title: Gebied A", "title: Gebied: A", 13, "not valid YAML"),
    "a tab": ("    title: Gebied A\n", "\ttitle: Gebied A\n", 13, "not valid YAML"),
    "no code": ("  - code: U1\n    title", "  - title", 18, "code is missing"),
    "no title": ("    title: Uitkomst 1\n", "", 21, "title is missing"),
    "an empty title": ("title: Uitkomst 1", "title: ", 22, "title is missing"),
    "no framework": ("framework:", "frame:", 1, "framework is missing"),
    "a code twice": ("code: A.1", "code: A", 14, "A stands in the file twice; first on line 12"),
    "a key twice": ("    title: Uitkomst 1\n", "    title: Uitkomst 1\n    title: Uitkomst 2\n", 23, "twice"),
    "an unknown key": ("    level: een\n", "    niveau: een\n", 25, "niveau is not a key"),
    "an unknown unit": ("unit: U1", "unit: U2", 42, "U2 does not stand in this file. Known are: U1."),
    "an unknown outcome": ("outcome: L1", "outcome: L2", 41, "L2 does not stand"),
    "an unknown level": ("    level: een", "    level: twee", 25, "twee does not stand"),
    "an unknown target level": ("target_level: een", "target_level: midden", 44, "midden does not stand"),
    "an unknown area": ("area: A", "area: B", 24, "B does not stand"),
    "an unknown focus": ("[L1.1]", "[L1.2]", 46, "L1.2 does not stand"),
    "a circular parent": ("title: Gebied A\n", "title: Gebied A\n    parent: A.1\n", 12, "inside itself"),
    "an area that is its own parent": ("parent: A", "parent: A.1", 14, "inside itself"),
    "an unknown role": ("mentor_role: judge", "mentor_role: beslist", 45, "one of: judge, feedback, none"),
    "no number": ("year: 2026", "year: vorig jaar", 6, "year must be a whole number"),
    "a negative number": ("weeks: 16", "weeks: -16", 36, "weeks must be a whole number"),
    "no truth": ("summative: true", "summative: soms", 43, "summative must be true or false"),
    "a list for a text": ("title: Gebied A", "title: [Gebied, A]", 13, "title must be text"),
    "a text for a list": ("    dimensions:\n", "    aliases: U\n    dimensions:\n", 26, "aliases must be a list"),
    "an empty alias": ("    dimensions:\n", "    aliases: ['']\n    dimensions:\n", 26, "aliases holds an empty"),
    "a text for a part": ("  - code: U1\n    title: Eenheid 1", "  - U1", 18, "units must consist of keys"),
    "a list for the file": (GOOD, "- framework\n", 1, "The file must consist of keys"),
    "a title too long": ("title: Gebied A", "title: " + "a" * 201, 13, "longer than 200"),
    "a code for no address": ("code: small", "code: klein raamwerk", 2, "code may only hold"),
    "weeks out of order": ("midterm_week: 8", "midterm_week: 20", 33, "must follow each other"),
    "no UUID": ("  - code: U1\n", "  - code: U1\n    uuid: 12\n", 19, "uuid is not a valid UUID"),
    "an edition replacing itself": ("  year: 2026", '  replaces: "2026"\n  year: 2026', 6, "cannot replace itself"),
    "a NUL byte": ("Gebied A", "Gebied\0A", 13, "U+0000"),
    "a NUL byte in disguise": ("Gebied A", '"Gebied\\0A"', 13, "U+0000"),
    "half a character": ("Gebied A", '"Gebied \\ud800"', 13, ""),
    "no character at all": ("Gebied A", '"Gebied \\UFFFFFFFF"', 13, "not valid YAML"),
    "an alias": ("title: Gebied A", "title: *title", 13, "Anchors and aliases"),
    "a bottomless nest": ("title: Gebied A", "title: " + "[" * 5000, 13, "nested too deeply"),
    "two documents": ("units:", "---\nunits:", 17, "not valid YAML"),
    "nothing": (GOOD, "", 1, "empty"),
    "too much": (GOOD, GOOD + "#" * 8_000_000, 1, "larger than 8 MB"),
}
BOMB = "a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\n" + GOOD


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def faults(data: bytes) -> list[tuple[int, str]]:
    """Every fault of a file as line and sentence."""
    return [(fault.line, fault.sentence) for fault in all_faults(data)]


def all_faults(data: bytes) -> list[Fault]:
    try:
        files.read(data)
    except FaultyFile as refused:
        return refused.faults
    return []


@pytest.mark.django_db
def test_the_file_that_the_others_damage_is_good():
    loading.load(files.read(GOOD.encode()))
    assert Framework.objects.get().outcomes.get().short_title == "L1"


@pytest.mark.parametrize(("old", "new", "line", "sentence"), DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_file_is_refused_with_the_line_of_its_fault(old, new, line, sentence):
    assert old in GOOD
    found = faults(GOOD.replace(old, new, 1).encode())
    assert any(line == at and sentence in text for at, text in found), found


def test_a_small_file_cannot_grow_by_repeating_itself():
    assert faults(BOMB.encode()) == [(1, "Anchors and aliases (& and *) are not allowed.")]


def test_another_encoding_is_refused_with_its_line():
    assert faults(GOOD.replace("Gebied A", "Geïntegreerd").encode("latin-1"))[0] == (13, "The file is not UTF-8 text.")


def test_a_byte_order_mark_does_no_harm():
    assert files.read(GOOD.encode("utf-8-sig")).edition.key == ("small", "2026")


def test_every_fault_is_named_at_once():
    text = GOOD.replace("year: 2026", "year: x").replace("unit: U1", "unit: U9").replace("    title: Gebied A\n", "")
    assert [line for line, _sentence in faults(text.encode())] == [6, 12, 41]


@pytest.mark.django_db
def test_a_fault_leaves_what_was_loaded_before_as_it_was():
    loading.load(files.read(GOOD.encode()))
    before = list(Framework.objects.values())
    faults(GOOD.replace("title: Klein raamwerk", "title: Groot raamwerk\n  kleur: rood").encode())
    assert list(Framework.objects.values()) == before


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(GOOD)), st.text(max_size=12), st.integers(0, 12))
def test_no_damage_ends_in_anything_but_faults_with_lines(at, inserted, cut):
    data = (GOOD[:at] + inserted + GOOD[at + cut :]).encode("utf-8", "surrogatepass")
    assert all(fault.line >= 1 and fault.sentence for fault in all_faults(data))
