"""Who there is, and a line of the table: the agreement about one address."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.cast import Cast

EVERYBODY = {
    "student", "mentor", "withdrawn_mentor", "school_educator", "institute_educator", "examiner", "other_unit_examiner",
    "study_coach", "other_student", "other_mentor", "other_school_educator", "other_institute_educator",
    "other_examiner", "admin",
}  # fmt: skip
COACH, STUDENTS = {"study_coach"}, {"student", "other_student"}  # a student with one placement goes straight to it
INSIDERS = {"student", "mentor", "school_educator", "institute_educator", "examiner", "other_unit_examiner"}
WORKPLACE = {"mentor", "school_educator"}
PLANS_TRANSFER = {"student", "school_educator", "institute_educator", "examiner", "other_unit_examiner"}
STAFF = {"admin"}
MAKERS = {"institute_educator", "other_institute_educator", "admin"}
ASKED = {"mentor", "school_educator", "examiner"}
NAMED = {"mentor", "school_educator", "institute_educator"}  # in the concern, and in the early ending
REPORTERS = INSIDERS - {"student"}
STARTERS = NAMED | {"student"}
UNIT_1 = INSIDERS - {"other_unit_examiner"}
TALKS = {"student", "mentor", "school_educator", "institute_educator"}  # who sit in conversations
OPEN = EVERYBODY | {"anonymous"}
ACTORS = sorted(OPEN)


@dataclass
class Row:
    """One address. `ok` get in; `refused` are insiders without the right (403); `also` is for a few with an answer of
    their own; everybody else gets 404."""

    name: str
    args: Callable[[Cast], list] = lambda cast: []
    method: str = "get"
    data: dict | Callable[[Cast], dict] = field(default_factory=dict)
    ok: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    success: int = 200
    anonymous: int = 302
    also: dict[str, int] = field(default_factory=dict)


def own_placement(cast: Cast) -> list:
    return [cast.placement.pk]
