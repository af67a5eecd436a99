"""One line of a first page."""

from dataclasses import dataclass
from datetime import date

from .models import AssessmentForm


@dataclass(frozen=True)
class Task:
    """One line: something to do (with a button), something that waits for another, or something new."""

    title: str
    text: str = ""
    button: str = ""
    url: str = ""
    due: date | None = None
    corner: str = "student"  # who acts, or who did
    form: AssessmentForm | None = None
