"""Nothing is lost: what goes out as CASE comes back as it was, to the letter and with the same identities."""

import json
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings

from learning_outcomes import files, loading
from learning_outcomes.exchange import case_export, case_import
from learning_outcomes.loading import PARTS
from learning_outcomes.models import Crosswalk, Framework, Indicator, LearningOutcome

from .case_standard import faults
from .generated import everything, frameworks

FIXTURES = sorted((Path(__file__).parents[2] / "fixtures").glob("*.yaml"))
FRAMEWORKS = [path for path in FIXTURES if not path.stem.startswith("crosswalk")]
CROSSWALKS = [path for path in FIXTURES if path.stem.startswith("crosswalk")]

pytestmark = pytest.mark.django_db


def loaded(data: bytes) -> Framework:
    tree = files.read(data)
    loading.load(tree)
    code, edition = tree.edition.key
    return Framework.objects.get(code=code, edition=edition)


def come_back(text: str) -> None:
    """Load a package; it holds nothing that would be left out."""
    tree = case_import.read(text.encode())
    assert tree.notices == []
    loading.load(tree)


def test_there_are_fixtures_to_try():
    assert len(FRAMEWORKS) >= 4
    assert len(CROSSWALKS) >= 3


@pytest.mark.parametrize("path", FRAMEWORKS, ids=lambda path: path.stem)
def test_a_fixture_goes_out_and_comes_back(path):
    framework = loaded(path.read_bytes())
    before, text = everything(framework), case_export.export_framework(framework)
    framework.delete()
    come_back(text)
    again = Framework.objects.get()
    assert everything(again) == before
    assert case_export.export_framework(again) == text


@pytest.mark.parametrize("path", FRAMEWORKS, ids=lambda path: path.stem)
def test_a_fixture_loaded_from_case_is_the_file_itself(path):
    text = case_export.export_framework(loaded(path.read_bytes()))
    Framework.objects.all().delete()
    come_back(text)
    assert loading.load(files.read(path.read_bytes())).changes == []


@pytest.mark.parametrize("path", CROSSWALKS, ids=lambda path: path.stem)
def test_a_crosswalk_goes_out_and_comes_back(path):
    call_command("load_framework", *FRAMEWORKS, path, verbosity=0)
    crosswalk = Crosswalk.objects.get()
    before = list(crosswalk.relations.order_by("uuid").values("uuid", "kind", "remark", "order"))
    text = case_export.export_crosswalk(crosswalk)
    crosswalk.delete()
    come_back(text)
    again = Crosswalk.objects.get()
    assert list(again.relations.order_by("uuid").values("uuid", "kind", "remark", "order")) == before
    assert case_export.export_crosswalk(again) == text
    assert loading.load(files.read(path.read_bytes())).changes == []


def test_a_published_framework_comes_back_as_a_draft_that_says_the_same():
    framework = loaded(FRAMEWORKS[1].read_bytes())
    framework.publish()
    before, text = everything(framework), case_export.export_framework(framework)
    framework.delete()
    come_back(text)
    assert everything(Framework.objects.get()) == before
    assert Framework.objects.get().status == "draft"


def test_what_is_published_here_loads_again_without_change():
    framework = loaded(FRAMEWORKS[1].read_bytes())
    framework.publish()
    assert loading.load(case_import.read(case_export.export_framework(framework).encode())).changes == []


def test_a_later_edition_still_says_what_it_replaces():
    text = FRAMEWORKS[1].read_text(encoding="utf-8")
    loaded(text.encode()).publish()
    later = loaded(text.replace("  edition: 2025-2026\n", "  edition: 2026-2027\n  replaces: 2025-2026\n", 1).encode())
    package = case_export.export_framework(later)
    assert json.loads(package)["CFAssociations"][0]["associationType"] == "replacedBy"
    later.delete()
    come_back(package)
    assert Framework.objects.get(edition="2026-2027").replaces.edition == "2025-2026"


def test_a_text_changed_in_another_tool_is_the_only_change():
    framework = loaded(FRAMEWORKS[1].read_bytes())
    text = case_export.export_framework(framework)
    changed = text.replace("Je past consequent routines toe", "Je past routines toe")
    changes = loading.load(case_import.read(changed.encode())).changes
    assert [change.label for change in changes] == ["indicator CPL.1.2"]
    assert Indicator.objects.get(code="CPL.1.2").text.startswith("Je past routines toe")


def test_what_another_tool_put_elsewhere_in_the_file_changes_nothing():
    framework = loaded(FRAMEWORKS[1].read_bytes())
    package = json.loads(case_export.export_framework(framework))
    for name in ("CFItems", "CFAssociations"):
        package[name].reverse()
    assert loading.load(case_import.read(json.dumps(package).encode())).changes == []


def test_a_package_that_lost_its_extensions_keeps_its_outcomes():
    framework = loaded(FRAMEWORKS[1].read_bytes())
    package = json.loads(case_export.export_framework(framework))
    framework.delete()
    without(package, "extensions")
    tree = case_import.read(json.dumps(package).encode())
    loading.load(tree)
    again = Framework.objects.get()
    assert (again.code, again.edition) == ("leeruitkomsten-tweedegraads-lerarenopleidingen", "2025-2026")
    assert LearningOutcome.objects.get(code="CPL").dimensions.count() == 4
    assert again.skills.count() == 14
    assert again.skills.first().cells.count() == 3
    assert [fault.pointer.partition("[")[0] for fault in tree.notices] == [
        "CFItems",
        "CFAssociations",
        "CFAssociations",
    ]


def without(value, name: str) -> None:
    """Take a key out, wherever it stands."""
    if isinstance(value, dict):
        value.pop(name, None)
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        without(part, name)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(frameworks())
def test_whatever_can_stand_in_a_framework_goes_out_and_comes_back(written):
    with transaction.atomic():
        framework = loaded(yaml.safe_dump(written, allow_unicode=True, sort_keys=False).encode())
        for model in PARTS:  # the numbers of who moved things in the administration
            if any(field.name == "order" for field in model._meta.fields):
                model.objects.update(order=F("order") * 3 + 2)
        before, text = everything(framework), case_export.export_framework(framework)
        assert faults("CFPackage", json.loads(text)) == []
        framework.delete()
        come_back(text)
        again = Framework.objects.get()
        assert everything(again) == before
        assert case_export.export_framework(again) == text
        transaction.set_rollback(True)
