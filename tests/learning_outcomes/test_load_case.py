"""A CASE package goes through the same page as a file of ours: first looked at, then loaded."""

import pytest

from learning_outcomes.models import Framework

from .case_damaged import FOREIGN, OWN, TEXTS, TREE
from .foreign import data, opencase, opensalt
from .making import all_tables, confirm, send, staff
from .test_case_damage import changed, ours

pytestmark = pytest.mark.django_db
DAMAGED = {name: changed(opensalt(TREE), path, value) for name, (path, value, _sentence) in FOREIGN.items()}


def test_a_package_made_by_another_tool_is_looked_at_and_loaded():
    client = staff()
    seen = send(client, data(opensalt(TREE)), "pakket.json")
    assert not Framework.objects.exists()
    confirm(client, seen)
    assert Framework.objects.get().status == "draft"


def test_what_does_not_come_along_is_said_before_loading():
    package = opencase([("1", None, {"educationLevel": ["13", "14"]})])
    answer = send(staff(), data(package), "pakket.json")
    assert answer.context["preview"].notices
    assert 'id="notices"' in answer.text


def test_a_fault_in_a_package_stands_with_its_place():
    package = opensalt(TREE)
    del package["CFItems"][0]["identifier"]
    assert '<span class="ln">CFItems[0]' in send(staff(), data(package), "pakket.json").text


@pytest.mark.parametrize(
    "content", [*DAMAGED.values(), *(text for text, _sentence in TEXTS.values())], ids=[*DAMAGED, *TEXTS]
)
def test_a_damaged_package_is_answered_in_words_and_changes_nothing(content):
    before = all_tables()
    answer = send(staff(), content, "pakket.json")
    assert answer.status_code in {200, 422}
    assert 'class="ln"' in answer.text or answer.context["form"].errors
    assert all_tables() == before


@pytest.mark.parametrize(("path", "value", "sentence"), OWN.values(), ids=OWN.keys())
def test_a_damaged_package_of_ours_is_answered_too(path, value, sentence):
    answer = send(staff(), changed(ours(), path, value), "pakket.json")
    assert answer.status_code in {200, 422}
