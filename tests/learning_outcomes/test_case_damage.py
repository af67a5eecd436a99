"""A damaged package changes nothing; each fault is named with its place in the JSON."""

import json
from functools import cache
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning_outcomes import files, loading
from learning_outcomes.exchange import case_export, case_import, json_text
from learning_outcomes.models import Framework, Indicator
from learning_outcomes.sections import FaultyFile

from .case_damaged import FOREIGN, GONE, LONG, OWN, SMALL, TEXTS, TREE
from .foreign import data, identity, opensalt

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def ours() -> dict:
    """A good package of our own."""
    return json.loads(our_text())


@cache
def our_text() -> str:
    """The same as text, by way of a draft that is gone again."""
    with transaction.atomic():
        loading.load(files.read(SMALL.encode()))
        text = case_export.export_framework(Framework.objects.get())
        transaction.set_rollback(True)
    return text


def at(package: dict, path: str):
    """The object that holds what a path such as CFItems.3.identifier ends in, and the last step."""
    *steps, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
    for step in steps:
        package = package[step]
    return package, last


def changed(package: dict, path: str, value) -> bytes:
    holder, last = at(package, path)
    if value is GONE:
        del holder[last]
    else:
        holder[last] = value
    return data(package)


def faults(content: bytes) -> list[str]:
    """Every fault of a package, read and, when it can be read, loaded; nothing may have changed."""
    try:
        with transaction.atomic():
            loading.load(case_import.read(content))
            transaction.set_rollback(True)
    except FaultyFile as refused:
        assert not Framework.objects.exists()
        return [str(fault) for fault in refused.faults]
    return []


def test_the_packages_that_the_others_damage_are_good():
    assert faults(data(ours())) == []
    assert faults(data(opensalt(TREE))) == []


@pytest.mark.parametrize(("path", "value", "sentence"), FOREIGN.values(), ids=FOREIGN.keys())
def test_a_damaged_package_of_another_tool_is_refused(path, value, sentence):
    found = faults(changed(opensalt(TREE), path, value))
    assert any(sentence in fault for fault in found), found


@pytest.mark.parametrize(("path", "value", "sentence"), OWN.values(), ids=OWN.keys())
def test_a_damaged_package_of_ours_is_refused(path, value, sentence):
    found = faults(changed(ours(), path, value))
    assert any(sentence in fault for fault in found), found


def test_a_code_of_ours_stands_in_a_package_once():
    package = ours()
    package["CFItems"].append(package["CFItems"][1] | {"identifier": identity(5)})
    assert "CFItems[7]: L1 stands in the file twice; first at CFItems[1]." in faults(data(package))


@pytest.mark.parametrize(("content", "sentence"), TEXTS.values(), ids=TEXTS.keys())
def test_a_text_that_is_no_package_is_refused(content, sentence):
    found = faults(content)
    assert len(found) == 1
    assert sentence in found[0]


def test_a_byte_order_mark_does_no_harm():
    assert faults(b"\xef\xbb\xbf" + data(opensalt(TREE))) == []


def test_every_fault_is_named_at_once_in_the_order_of_the_file():
    package = opensalt(TREE)
    package["CFItems"][0]["fullStatement"] = 1
    package["CFItems"][2]["identifier"] = "x"
    package["CFAssociations"][0]["associationType"] = []
    assert faults(data(package)) == [
        "CFItems[0].fullStatement: fullStatement must be text.",
        "CFItems[2].identifier: identifier is not a valid UUID.",
        "CFAssociations[0].associationType: associationType must be text.",
    ]


def test_a_long_value_is_never_quoted_whole():
    found = faults(changed(ours(), "CFRubrics.0.CFRubricCriteria.0.CFRubricCriterionLevels.0.extensions",
                           [{"driehoek": {"code": LONG}}]))  # fmt: skip
    assert max(map(len, found)) < 700


def test_a_tree_of_a_thousand_items_in_each_other_is_walked_over():
    codes = [str(number) for number in range(1000)]
    package = opensalt([(code, codes[number - 1] if number else None, {}) for number, code in enumerate(codes)])
    loading.load(case_import.read(data(package)))
    assert Framework.objects.get().areas.count() == 998
    assert Indicator.objects.count() == 1


def test_an_identity_that_another_framework_has_is_refused():
    loading.load(case_import.read(data(opensalt(TREE))))
    with pytest.raises(FaultyFile) as refused:
        loading.load(case_import.read(data(opensalt(TREE, identifier=identity(99), title="Andere"))))
    assert str(refused.value.faults[0]).startswith("CFItems[0]: UUID 10000000-0000-0000-0000-000000000001 does not")
    assert Framework.objects.count() == 1


def test_the_command_names_each_fault_and_ends_with_one(tmp_path, capsys):
    file = Path(tmp_path) / "wrong.json"
    file.write_bytes(changed(opensalt(TREE), "CFItems.1.identifier", "\u2028x"))
    with pytest.raises(SystemExit, match="1"):
        call_command("load_framework", file)
    assert "CFItems[1].identifier: identifier is not a valid UUID." in capsys.readouterr().err


known = [identity(1), identity(2), "isChildOf", "isPartOf", "hasSkillLevel", "2026-01-01", {"driehoek": {}}]
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
scraps = st.recursive(
    st.none() | st.booleans() | numbers | st.text(max_size=6) | st.sampled_from(known),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["identifier", "driehoek", "x"]), inner)
    ),
    max_leaves=5,
)


def places(value, path=()):
    """The way to every value in a package."""
    if path:
        yield path
    for step, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(part, (*path, step))


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_damage_ends_in_anything_but_faults(draw):
    package = ours() if draw.draw(st.booleans()) else opensalt(TREE)
    for _number in range(draw.draw(st.integers(1, 4))):
        *way, last = draw.draw(st.sampled_from(list(places(package))))
        holder = package
        for step in way:
            holder = holder[step]
        holder[last] = draw.draw(scraps)
    faults(data(package))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=80) | st.text(max_size=80).map(lambda text: ("{" + text).encode("utf-8", "surrogatepass")))
def test_no_text_ends_in_anything_but_an_object_or_faults(content):
    try:
        found, named = json_text.parse(content), []
    except FaultyFile as refused:
        found, named = None, refused.faults
    assert isinstance(found, dict) or all(fault.line >= 1 and fault.sentence for fault in named)
    assert found is not None or named
