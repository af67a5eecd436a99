"""A damaged file changes nothing, and each fault is named with its line."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning_outcomes import composing, files, loading, rows
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
phases:
  - code: begin
    title: Beginfase
skills:
  - code: CB1
    title: Werkhouding
    cells:
      - phase: begin
        text: Is meestal op tijd.
tailored:
  - code: M1
    title: Oriëntatie op het beroep
    text: Je haalt dit zelf in.
    carried_over_with: L1
glossary:
  - code: persona
    term: persona
    text: Een verzonnen iemand.
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
    "a bottomless nest in blocks": (
        "title: Gebied A",
        "title:\n" + "".join(f"{' ' * n}-\n" for n in range(6, 60)),
        31,
        "deep",
    ),
    "a mapping for a list": ("[L1.1]", "{een: L1.1}", 46, "focus must be a list"),
    "a mapping for a text": ("title: Gebied A", "title: {nl: Gebied A}", 13, "title must be text"),
    "a list of lists": ("  - code: U1\n    title: Eenheid 1", "  - [U1]", 18, "units must consist of keys"),
    "a list for a key": ("    title: Gebied A", "    ? [title]\n    : Gebied A", 13, "areas must be text"),
    "a number with a point": ("weeks: 16", "weeks: 16.5", 36, "weeks must be a whole number"),
    "a number too large": ("weeks: 16", "weeks: 160000", 36, "weeks must be a whole number"),
    "a yes": ("summative: true", "summative: yes", 43, "summative must be true or false"),
    "a code too long": ("code: U1", "code: " + "U" * 31, 18, "code is longer than 30"),
    "an edition too long": ('"2026"', '"' + "2" * 21 + '"', 3, "edition is longer than 20"),
    "a text of one megabyte": ("Je ziet iets.", "a" * 1_000_000, 31, "text is longer than 20000"),
    "a text of one character too many": ("Je ziet iets.", "a" * 20_001, 31, "text is longer than 20000"),
    "an alias of one megabyte": (
        "    dimensions:\n",
        f"    aliases: [{'a' * 1_000_000}]\n    dimensions:\n",
        26,
        "longer",
    ),
    "a key of one megabyte": (
        "    title: Gebied A",
        f"    ? {'a' * 1_000_000}\n    : A\n    title: A",
        13,
        "aaa... is not a key",
    ),
    "a Python object": ("title: Gebied A", "title: !!python/object/apply:os.getcwd []", 13, "Tags (!)"),
    "a tag on a text": ("title: Gebied A", "title: !naam Gebied A", 13, "Tags (!)"),
    "a merge key": ("    title: Gebied A", "    <<: {title: Gebied A}", 13, "<< is not a key"),
    "an anchor nobody uses": ("title: Gebied A", "title: &naam Gebied A", 13, "Anchors and aliases"),
    "a quote left open": ("title: Gebied A", 'title: "Gebied A', 35, "not valid YAML"),
    "a list left open": ("[L1.1]", "[L1.1", 47, "not valid YAML"),
    "an unknown unit level": (
        "    title: Eenheid 1\n",
        "    title: Eenheid 1\n    level: twee\n",
        20,
        "level: twee does not",
    ),
    "ECTS in words": ("    area: A\n", "    area: A\n    ects: vijf\n", 25, "ects must be a whole number"),
    "negative ECTS": ("    area: A\n", "    area: A\n    ects: -5\n", 25, "ects must be a whole number"),
    "a role nobody has": ("    area: A\n", "    area: A\n    mentor_role: kijkt\n", 25, "none, unknown"),
    "literature in one text": (
        "    area: A\n",
        "    area: A\n    literature: Biesta\n",
        25,
        "literature must be a list",
    ),
    "a source of nothing": ("  year: 2026", "  derived_from: [' ']\n  year: 2026", 6, "derived_from holds an empty"),
    "an unknown phase": (
        "phase: begin",
        "phase: eind",
        54,
        "phase: eind does not stand in this file. Known are: begin.",
    ),
    "a cell without a phase": ("      - phase: begin\n        text", "      - text", 54, "phase is missing"),
    "a cell twice": (
        "        text: Is meestal op tijd.\n",
        "        text: Is op tijd.\n      - phase: begin\n        text: Nog eens.\n",
        56,
        "CB1 begin stands in the file twice; first on line 54",
    ),
    "a phase twice": (
        "    title: Beginfase\n",
        "    title: Beginfase\n  - {code: begin, title: A}\n",
        50,
        "begin stands in",
    ),
    "an unknown carrier": ("carried_over_with: L1", "carried_over_with: L9", 60, "L9 does not stand"),
    "a term without a text": ("    text: Een verzonnen iemand.\n", "", 62, "text is missing"),
    "a term that is a list": ("term: persona", "term: [persona]", 63, "term must be text"),
    "one UUID twice": (
        "  - code: persona\n",
        "  - code: persona\n    uuid: 6a1f7f4c-0c1c-4b6e-9c1a-2f8f3f0a6b11\n    term: a\n    text: b\n"
        "  - code: agency\n    uuid: 6a1f7f4c-0c1c-4b6e-9c1a-2f8f3f0a6b11\n",
        66,
        "stands in the file twice; first on line 62",
    ),
    "a NUL byte": ("Gebied A", "Gebied\0A", 13, "U+0000"),
    "a NUL byte in disguise": ("Gebied A", '"Gebied\\0A"', 13, "U+0000"),
    "no character at all": ("Gebied A", '"Gebied \\UFFFFFFFF"', 13, "not valid YAML"),
    "an alias": ("title: Gebied A", "title: *title", 13, "Anchors and aliases"),
    "a bottomless nest": ("title: Gebied A", "title: " + "[" * 5000, 13, "nested too deeply"),
    "two documents": ("units:", "---\nunits:", 17, "not valid YAML"),
    "nothing": (GOOD, "", 1, "empty"),
    "too much": (GOOD, GOOD + "#" * 8_000_000, 1, "larger than 8 MB"),
}
# Files that are nothing like a framework, with the line and the sentence.
NOT_UTF8 = "The file is not UTF-8 text. Choose the encoding UTF-8 when you save it."
STRANGE = {
    "only comments": (b"# Raamwerk\n\n# Nog niets\n", 1, "The file is empty."),
    "only white space": (b" \n\n  \n", 1, "The file is empty."),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 1, NOT_UTF8),
    "UTF-16": (GOOD.encode("utf-16"), 1, NOT_UTF8),
    "UTF-16 without a mark": (
        "framework:\n".encode("utf-16-le"),
        1,
        "A character that may not stand in a text: U+0000.",
    ),
    "Latin-1": (GOOD.encode("latin-1"), 58, NOT_UTF8),
    "one word": (b"raamwerk", 1, "The file must consist of keys and values."),
    "nothing but null": (b"null", 1, "The file must consist of keys and values."),
    "a bomb": (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", 1, "Anchors and aliases (& and *) are not allowed."),
    "a bottomless list": (b"[" * 100_000, 1, "The file is nested too deeply."),
    "a bottomless mapping": (b"{a: " * 100_000, 1, "The file is nested too deeply."),
    "an empty object": (b"{}", 1, "framework is missing."),
}


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


def refused(data: bytes, tmp_path: Path, capsys) -> list[str]:
    """What the command says of a file that it must refuse; nothing in the database may change."""
    before, file = counts(), tmp_path / "damaged.yaml"
    file.write_bytes(data)
    with pytest.raises(SystemExit, match="1"):
        call_command("load_framework", file, "--publish")
    assert counts() == before
    said = capsys.readouterr()
    assert said.out == ""
    return said.err.splitlines()


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in apps.get_app_config("learning_outcomes").get_models()}


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new", "line", "sentence"), DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_file_is_refused_with_the_line_of_its_fault(old, new, line, sentence, tmp_path, capsys):
    assert old in GOOD
    loading.load(files.read(GOOD.encode()))
    said = refused(GOOD.replace(old, new, 1).encode(), tmp_path, capsys)
    assert [text for text in said if text.startswith(f"line {line}: ") and sentence in text], said
    assert all(re.match(r"line \d+: .{1,1000}$", text) for text in said)


@pytest.mark.django_db
@pytest.mark.parametrize(("data", "line", "sentence"), STRANGE.values(), ids=STRANGE.keys())
def test_a_file_that_is_no_framework_is_refused(data, line, sentence, tmp_path, capsys):
    assert refused(data, tmp_path, capsys) == [f"line {line}: {sentence}"]


@pytest.mark.parametrize(("old", "new", "line", "sentence"), DAMAGED.values(), ids=DAMAGED.keys())
def test_without_libyaml_the_same_lines_are_named(old, new, line, sentence, monkeypatch):
    monkeypatch.setattr(composing, "Loader", composing.PythonLoader)
    found = faults(GOOD.replace(old, new, 1).encode())
    assert [text for at, text in found if line == at and sentence in text], found


@pytest.mark.parametrize("loader", [composing.PythonLoader, composing.Loader])
def test_half_a_character_is_refused(loader, monkeypatch):
    monkeypatch.setattr(composing, "Loader", loader)
    [(line, sentence)] = faults(GOOD.replace("Gebied A", '"Gebied \\ud800"').encode())
    assert line == 13
    assert sentence in {"A character that may not stand in a text: U+D800."} or "after a backslash" in sentence


def test_a_text_of_twenty_thousand_characters_is_read():
    assert faults(GOOD.replace("Je ziet iets.", "a" * 20_000).encode()) == []


def test_a_file_with_too_many_parts_is_refused(monkeypatch):
    monkeypatch.setattr(rows, "MOST_ROWS", 3)
    assert faults(GOOD.encode()) == [(18, "The file holds too many parts.")]


def test_a_file_with_too_many_values_is_refused(monkeypatch):
    monkeypatch.setattr(composing, "MOST_NODES", 15)
    assert faults(GOOD.encode()) == [(8, "The file holds too many parts.")]


def test_only_twelve_of_many_codes_are_named():
    many = "".join(f"  - code: n{number}\n    title: Niveau\n" for number in range(40))
    [(_line, sentence)] = faults(
        GOOD.replace("  - code: een\n    title: Niveau een\n", many)
        .replace("    level: een\n", "    level: x\n")
        .replace("target_level: een", "target_level: n1")
        .encode()
    )
    assert sentence.endswith("n9, n10, n11, ….")


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
