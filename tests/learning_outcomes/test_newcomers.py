"""What somebody needs who never loaded a framework before: faults that say of what, and the keys of a file in words."""

import re

import pytest
import yaml

from learning_outcomes import files
from learning_outcomes.composing import FaultyFile
from learning_outcomes.exchange.json_text import parse
from learning_outcomes.file_keys import file_keys
from tests.cast import HAN
from tests.factories import FrameworkFactory, PlacementFactory, UserFactory
from tests.learning_outcomes.conftest import signed_in
from tests.learning_outcomes.making import SMALL, send, staff, stored
from tests.learning_outcomes.test_admin_editing import editor, page_of  # noqa: F401


def fault(read, data: str | bytes) -> str:
    with pytest.raises(FaultyFile) as refused:
        read(data.encode() if isinstance(data, str) else data)
    return refused.value.faults[0].sentence


FAULTS = [
    (files.read, SMALL.replace("    title: Uitkomst\n", ""), "Leeruitkomst L1: title ontbreekt (titel)."),
    (files.read, SMALL.replace("outcome: L1, unit: U1,", "outcome: L1,"), "unit ontbreekt."),
    (files.read, SMALL.replace("{code: U1,", "{code: U/1,"), "Een code bestaat uit letters, cijfers, punten"),
    (files.read, SMALL.replace("      - code: L1.1\n", "\t- code: L1.1\n"), "er staat een tab; gebruik spaties."),
    (files.read, SMALL.replace("Klein", "Reünie").encode("latin-1"), "Kies bij opslaan de codering UTF-8."),
    (parse, '{"CFDocument": {"title": "half', "een aanhalingsteken dat geopend is, wordt niet gesloten."),
    (parse, '{"CFDocument": }', "hier ontbreekt een waarde."),
    (parse, '{"CFDocument": {}', "er ontbreekt een komma tussen twee delen, of een haakje aan het einde."),
]


def test_a_fault_says_of_what_and_what_to_do():
    found = [(sentence, said) for read, data, sentence in FAULTS if sentence not in (said := fault(read, data))]
    assert found == []


def test_every_key_of_a_real_file_is_explained_and_no_key_is_made_up():
    told = {group.path: {key.name for key in group.keys} for group in file_keys()}
    used: dict[str, set[str]] = {}

    def walk(part, path: str) -> None:
        for value in part if isinstance(part, list) else [part]:
            for name, inside in value.items():
                below = f"{path} › {name}"
                nested = f"{path} › {name}" if path else name
                if nested in told:
                    walk(inside, below if path else name)
                else:
                    used.setdefault(path, set()).add(name)

    walk(yaml.safe_load(HAN.read_text(encoding="utf-8")), "")
    assert {path: names - told.get(path, set()) for path, names in used.items()} == {path: set() for path in used}
    assert all(key.words for group in file_keys() for key in group.keys)


@pytest.mark.django_db
def test_the_page_of_loading_explains_the_keys_and_where_to_begin():
    page = staff().get("/frameworks/load/").content.decode()
    assert "Begin met het YAML-bestand van een bestaande editie" in page
    assert "<code>short_title</code>" in page
    assert "Hoe maak ik de editie van volgend jaar?" in staff().get("/help/").content.decode()
    assert "editie van volgend jaar" not in signed_in(UserFactory()).get("/help/").content.decode()


@pytest.mark.django_db
def test_a_package_of_nothing_is_refused_without_saying_the_name_twice():
    page = send(staff(), '{"CFItems": []}', "pakket.json").content.decode()
    assert "CFDocument ontbreekt." in page
    assert not re.search(r"CFDocument</span>\s*<span>CFDocument", page)


@pytest.mark.django_db
def test_a_student_is_not_sent_away_from_the_edition_of_a_running_placement():
    placement = PlacementFactory()
    framework = placement.period.framework
    FrameworkFactory(code=framework.code, edition="2099", replaces=framework, year=2099).publish()
    framework.publish()
    framework.retire()
    page = signed_in(placement.student).get(framework.get_absolute_url()).content.decode()
    assert "Jouw plaatsing gebruikt deze editie." in page
    assert "Ga naar editie 2099" not in page
    other = signed_in(UserFactory()).get(framework.get_absolute_url()).content.decode()
    assert "Jouw plaatsing" not in other
    assert "Ga naar editie 2099" in other


@pytest.mark.django_db
def test_the_administration_lists_each_part_with_its_code_and_leads_back(editor):  # noqa: F811
    framework = stored()
    page = editor.get(page_of(framework)).content.decode()
    assert f'<li><a href="{page_of(framework.outcomes.get())}">L1 Uitkomst</a></li>' in page
    assert f'<p><a href="{framework.get_absolute_url()}">Naar de pagina van Klein (2026)</a></p>' in page
