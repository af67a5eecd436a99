"""A line of somebody's first page."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Model


@dataclass(frozen=True)
class Task:
    """One line: something to do (with a button), something that waits for another, or something new."""

    title: str
    text: str = ""
    button: str = ""
    url: str = ""
    due: date | None = None
    corner: str = "student"  # who acts, or who did
    form: Model | None = None  # the form it is done on, for the pages that show how far that is
