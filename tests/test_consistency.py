"""Small promises that hold everywhere: no orphan template, no unchecked choice, no text without Dutch."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from assessments.forms import PartForm
from config.home import PAGES

ROOT = Path(__file__).parent.parent
APPS = ["learning_outcomes", "placements", "portfolio", "conversations", "assessments", "config"]
TEMPLATES = ROOT / "templates"
CATALOGUE = ROOT / "locale" / "nl" / "LC_MESSAGES" / "django.po"
OF_OTHERS = ("account/", "allauth/", "mfa/", "admin/")  # these replace templates of packages
BY_NAME = {"404.html", "403.html", "500.html"}  # Django asks for these itself
READABLE = {".py", ".html", ".txt", ".md", ".yaml", ".po", ".toml", ".js", ".css", ".json", ".svg", ""}
SOURCES = [p for app in APPS for p in (ROOT / app).rglob("*.py")] + sorted(TEMPLATES.rglob("*.*"))


def test_no_template_is_left_over():
    text = "\n".join(path.read_text() for path in SOURCES)
    # names that are put together: by the kind of person, of page, of mail, and by the name of the form for a part
    made = {f"home/{kind}.html" for kind in PAGES} | {"mail/message.txt", "mail/message.html"}
    made |= {f"pages/{name}.html" for name in ("help", "accessibility", "privacy")}
    made |= {
        f"assessments/parts/write_{f.__name__.removesuffix('Form').lower()}.html"
        for f in PartForm.__subclasses__()
        if f.__module__ == "assessments.forms"
    }
    names = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.*")}
    assert made <= names
    ours = {name for name in names - BY_NAME - made if not name.startswith(OF_OTHERS)}
    assert {name for name in ours if f'"{name}"' not in text} == set()


def choice_fields() -> list:
    fields = [f for m in apps.get_models() if m._meta.app_label in APPS for f in m._meta.local_fields]
    return [field for field in fields if field.choices and isinstance(field, models.CharField)]


@pytest.mark.parametrize("field", choice_fields(), ids=str)
def test_every_choice_has_its_check_in_the_database(field):
    checks = [c for c in field.model._meta.constraints if isinstance(c, models.CheckConstraint)]
    named = [check for check in checks if f"'{field.name}__in'" in str(check.condition)]
    assert named, f"{field} may hold anything"


@pytest.mark.django_db
def test_the_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_text_has_its_dutch():
    missing = [e.msgid for e in polib.pofile(str(CATALOGUE)) if not e.obsolete and (not e.translated() or e.fuzzy)]
    assert missing == []


def test_a_translation_fills_in_what_the_text_fills_in():
    blank = re.compile(r"%\(\w+\)[sd]")
    wrong = []
    for entry in polib.pofile(str(CATALOGUE)):
        wanted = set(blank.findall(entry.msgid_plural or entry.msgid))
        dutch = [entry.msgstr, *entry.msgstr_plural.values()]
        wrong += [entry.msgid for text in dutch if text and set(blank.findall(text)) - wanted]
        wrong += [entry.msgid] * bool(wanted - set(blank.findall(" ".join(dutch))))
    assert wrong == []


@pytest.mark.skipif(not shutil.which("xgettext") and not os.environ.get("CI"), reason="needs gettext")
def test_the_catalogue_holds_every_text_of_the_code(tmp_path):
    for name in [*APPS, "templates", "locale"]:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
    command = [sys.executable, ROOT / "manage.py", "makemessages", "-l", "nl", "--no-location", "--no-obsolete"]
    env = os.environ | {"DEBUG": "1", "DATA_DIR": str(tmp_path / "var"), "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run(command, cwd=tmp_path, env=env, check=True, capture_output=True)
    fresh = polib.pofile(str(tmp_path / "locale" / "nl" / "LC_MESSAGES" / "django.po"))
    known = {(e.msgctxt, e.msgid) for e in polib.pofile(str(CATALOGUE)) if not e.obsolete}
    assert {(e.msgctxt, e.msgid) for e in fresh if not e.obsolete} == known


def test_templates_carry_no_styles_and_no_scripts():
    found = re.compile(r'\sstyle="|\son[a-z]+="|<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style', re.I)
    pages = [path for path in TEMPLATES.rglob("*.html") if path.parent.name != "mail"]  # a mail has no stylesheet
    assert [path for path in pages if found.search(path.read_text())] == []


def test_nothing_is_called_safe_but_our_own_drawings():
    found = {path for path in SOURCES if re.search(r"\|\s*safe\b|mark_safe\(|autoescape off", path.read_text())}
    found = {str(path.relative_to(ROOT)) for path in found if path.suffix != ".txt"}  # plain text has nothing to escape
    assert found == {"config/templatetags/ui.py"}


INVENTED = re.compile(r"@([\w-]+\.)*(example|example\.(com|org|nl)|test|localhost)$", re.I)
# These tell a free mailbox from one at a school, so they name such services; before the @ stand names of the cast.
ABOUT_FREE_MAIL = {f"tests/placements/{name}.py" for name in ("test_inviting", "test_self_judgement")}
ABOUT_FREE_MAIL.add("placements/addresses.py")


def test_no_address_of_a_real_person_anywhere():
    address = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}", re.I)
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    texts = [name for name in names if Path(name).suffix in READABLE and (ROOT / name).is_file()]
    found = {(name, one) for name in texts for one in address.findall((ROOT / name).read_text("utf-8"))}
    assert len(texts) > 100
    assert {(n, one) for n, one in found if not INVENTED.search(one) and n not in ABOUT_FREE_MAIL} == set()
