"""The house: imports only to the left, one place for each kind of rule, no file that nobody can read in one go."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ORDER = ["learning_outcomes", "placements", "portfolio", "conversations", "assessments", "config"]
PYTHON = [p for app in ORDER for p in sorted((ROOT / app).rglob("*.py")) if "migrations" not in p.parts]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def imported_apps(path: Path) -> Iterator[tuple[int, str]]:
    """(line, app) for each of our apps that this file imports, at the top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""]
        yield from ((node.lineno, name.split(".")[0]) for name in names if name.split(".")[0] in ORDER)


def wrong_imports(path: Path, app: str) -> list[str]:
    allowed = ORDER[: ORDER.index(app) + 1]
    return [f"{path}:{line} imports {other}" for line, other in imported_apps(path) if other not in allowed]


def test_apps_import_only_to_the_left():
    assert [fault for path in PYTHON for fault in wrong_imports(path, path.relative_to(ROOT).parts[0])] == []


def test_an_import_to_the_right_would_be_found(tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text("def late():\n    from assessments.models import AssessmentForm\n")
    assert len(wrong_imports(bad, "placements")) == 1


MOVES = re.compile(r"\.state\b[^=!<>\n]*=(?!=)|setattr\([^\n]*state|update\([^)\n]*\bstate=")


def test_only_take_moves_a_state():
    found = [path for path in PYTHON for line in path.read_text().splitlines() if MOVES.search(line.split("#")[0])]
    assert found == [ROOT / "placements" / "workflow.py"]


@pytest.mark.parametrize(
    "line", ["form.state = x", "a, form.state = b", "rows.update(x=1, state=y)", 'setattr(f, "state", x)']
)
def test_a_state_moved_elsewhere_would_be_found(line):
    assert MOVES.search(line)
    assert not MOVES.search("if form.state == x and form.state != y:")


def test_only_the_printing_process_knows_weasyprint():
    found = {path.name for path in PYTHON if re.search(r"^\s*(import|from) weasyprint", path.read_text(), re.M)}
    assert found == {"pdf_worker.py"}


@pytest.mark.parametrize(("files", "longest"), [(PYTHON, 400), (TEMPLATES, 120)], ids=["python", "templates"])
def test_no_file_is_longer_than_one_sitting(files, longest):
    assert [f"{p}: {n}" for p in files if (n := len(p.read_text().splitlines())) > longest] == []


def test_nothing_is_called_utils():
    assert [path for path in PYTHON if re.search(r"util|helper|common", path.stem)] == []
