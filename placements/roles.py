"""The people around a placement. English in code, Dutch on screen (decisions, section 2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    STUDENT = "student", _("student")
    WORKPLACE_MENTOR = "workplace_mentor", _("workplace mentor")
    SCHOOL_EDUCATOR = "school_educator", _("school educator")
    INSTITUTE_EDUCATOR = "institute_educator", _("institute educator")
    UNIT_EXAMINER = "unit_examiner", _("unit examiner")
    SUBJECT_EDUCATOR = "subject_educator", _("subject educator")
    STUDY_COACH = "study_coach", _("study coach")


# L03, Y01: their addresses come from the student.
INVITED_BY_STUDENT = [Role.WORKPLACE_MENTOR, Role.SCHOOL_EDUCATOR, Role.SUBJECT_EDUCATOR]

# Who may say "I know this person" of whom (decisions, section 6).
CONFIRMERS = {
    Role.WORKPLACE_MENTOR: {Role.SCHOOL_EDUCATOR, Role.INSTITUTE_EDUCATOR},
    Role.SCHOOL_EDUCATOR: {Role.INSTITUTE_EDUCATOR},
    Role.SUBJECT_EDUCATOR: {Role.INSTITUTE_EDUCATOR},
}

EDUCATORS = {Role.SCHOOL_EDUCATOR, Role.INSTITUTE_EDUCATOR, Role.UNIT_EXAMINER, Role.SUBJECT_EDUCATOR}
MAY_PLAN_TRANSFER = {Role.STUDENT, *EDUCATORS}  # H05: who sees what was met beside what another framework asks

# C02: who sits in conversations, and may see and change their days
IN_CONVERSATIONS = {Role.STUDENT, Role.WORKPLACE_MENTOR, Role.SCHOOL_EDUCATOR, Role.INSTITUTE_EDUCATOR}

# The corner of the triangle somebody stands in.
CORNER = {
    Role.STUDENT: "student",
    Role.WORKPLACE_MENTOR: "workplace",
    Role.SCHOOL_EDUCATOR: "workplace",
    Role.INSTITUTE_EDUCATOR: "institute",
    Role.UNIT_EXAMINER: "institute",
    Role.SUBJECT_EDUCATOR: "institute",
    Role.STUDY_COACH: "institute",
}
