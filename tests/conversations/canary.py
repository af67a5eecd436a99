"""Where a word can be read: on every page of the site, on paper, in spreadsheets, mails and tables (trust 2.4)."""

import io
from zipfile import BadZipFile, ZipFile

import openpyxl
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.urls import reverse

from tests.assessments.acts import body_of, browser, pdf_text
from tests.cast import Cast

CANARY, ORDINARY = "kanarie7f3a", "mus9c2e"
# The recipient, everybody else around the placement, and strangers.
PEOPLE = ["student", "mentor", "school_educator", "institute_educator", "examiner", "study_coach", "other_mentor",
          "admin"]  # fmt: skip
OF_FRAMEWORKS = ("learning_outcomes:", "case:", "oeapi:", "crosswalks:", "portfolio:guide", "portfolio:skills",
                 "portfolio:outcome", "portfolio:comparison")  # fmt: skip
LOOK_THERE_TOO = {"student"}  # what is not about a person is the same for all
WAIT = {"school_educator", "institute_educator"}  # printing takes long; what they may read on paper the mentor may too
TEXTS = models.TextField | models.CharField | models.JSONField


def text_of(answer) -> str:
    """What can be read in an answer: of a page all of it, of a PDF and a spreadsheet the text in it."""
    body = body_of(answer)
    if body.startswith(b"%PDF") and len(body) > 100:
        return pdf_text(body)
    try:
        files = ZipFile(io.BytesIO(body))
    except BadZipFile:
        return body.decode(errors="replace")
    if "xl/workbook.xml" in files.namelist():
        return cells_of(body)
    return " ".join(files.read(name).decode(errors="replace") for name in files.namelist())


def cells_of(body: bytes) -> str:
    """Every cell of every sheet, also of hidden ones, with its remarks; and what the file says of itself."""
    book = openpyxl.load_workbook(io.BytesIO(body))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    said = [f"{cell.value} {cell.comment.text if cell.comment else ''}" for cell in cells]
    facts = [*book.sheetnames, *book.defined_names, *vars(book.properties).values()]
    return " ".join(map(str, [*said, *facts]))


def looked_everywhere(cast: Cast, rows: list) -> dict[tuple[str, str], str]:
    """(who, address) -> what stands there: each address of the access table, and the lists of the administration."""
    found = {}
    for who in PEOPLE:
        client = browser(cast.people[who])
        for name, row in {row.name: row for row in reversed(rows) if row.method == "get"}.items():
            if name.startswith(OF_FRAMEWORKS) and who not in LOOK_THERE_TOO or name.endswith(":paper") and who in WAIT:
                continue
            query = {"q": CANARY} if name.endswith("search") else {}
            found[who, name] = text_of(client.get(reverse(name, args=row.args(cast)), query))
    client = browser(cast.admin)
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        found["admin", name] = text_of(client.get(reverse(name)))
    return found


def tables_with(word: str) -> set[str]:
    """The models in whose tables this word stands."""
    found = set()
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, TEXTS)]
        rows = model._base_manager.values_list(*names) if names else []
        if any(word in str(row) for row in rows):
            found.add(model._meta.label)
    return found
