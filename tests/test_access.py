"""Every address of the site x the whole cast: who gets in, who is refused, who is told that nothing is there.

The table is the agreement, spelt out; nothing in it is computed from the code. Insiders without the right get 403,
strangers 404, whoever is not signed in goes to the sign-in page. An address that is not in the table fails the suite.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from assessments.attaching import attach
from assessments.models import Attachment, Calibration, OutcomeAssessment, SealedPaper
from conversations.models import PrivateNote
from learning_outcomes.exchange.case import BY_MODEL, TABLES, rubric_identifier
from learning_outcomes.exchange.case_objects import Link
from learning_outcomes.models import Crosswalk, Framework, LearningOutcome, TailoredRule
from placements import sets
from placements.jobs import forget
from placements.models import Invitation, OutgoingMail, Recognition, User
from placements.outbox import deliver
from portfolio import pdf
from portfolio.filing import file_paper
from portfolio.models import Item

from . import calibrations
from .cast import Cast, decided, hand_in, opened, respond
from .conversations import plans, talking
from .conversations.canary import CANARY, ORDINARY, looked_everywhere, tables_with
from .factories import CrosswalkFactory, FrameworkFactory, RelationFactory
from .placements.care import concern_in, ending_in

pytestmark = pytest.mark.django_db

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


def outcome(cast: Cast) -> LearningOutcome:
    return cast.final.placement.period.outcomes.first().outcome


def association(cast: Cast):
    return Link(outcome(cast), "isChildOf", outcome(cast).framework).identifier


def table_of_skills(cast: Cast):
    return rubric_identifier(outcome(cast).framework, TABLES[1])


def first_row(form, code: str):
    return form.rows.get(item__outcome__code=code).pk


def decision(cast: Cast):
    return cast.final.decisions.get(unit=cast.units[0]).pk


def invitation(cast: Cast) -> list:
    return [cast.placement.pk, Invitation.objects.get(participation__user=cast.mentor).pk]


def calibration(cast: Cast) -> list:
    return [Calibration.objects.get().pk]


def item(cast: Cast) -> Item:
    return Item.objects.filter(collection__unit=cast.units[0]).first()


def edition(cast: Cast) -> list:
    return ["han-tweedegraads", "2025-2026"]


UPLOAD = "6a1f7f4c-0c1c-4b6e-9c1a-2f8f3f0a6b11"  # one that was loaded already: staff choose a file again


def crosswalk() -> Crosswalk:
    return Crosswalk.objects.get(code="published")


def draft() -> Crosswalk:
    return Crosswalk.objects.get(code="draft")


def relation(of: Crosswalk) -> list:
    return [of.code, of.relations.first().pk]


def compared(cast: Cast) -> list:
    return [*HAN, "kader", "1"]


def two_editions(cast: Cast) -> list:
    return [*HAN, "han-tweedegraads", "2026-2027"]


def new_edition(cast: Cast) -> list:
    return ["han-tweedegraads", "2026-2027"]


HAN = ["han-tweedegraads", "2025-2026"]
EDITS_SET, RECOGNISES = {"institute_educator"}, {"institute_educator", "examiner"}


def own_placement(cast: Cast) -> list:
    return [cast.placement.pk]


def leftover(cast: Cast) -> dict:
    return {"rule": TailoredRule.objects.get(code="M3").pk, "previous_examiner": "Mieke van Dal"}


def plan(cast: Cast) -> list:
    return [cast.placement.learning_plan.pk]


def plan_item(cast: Cast) -> list:
    return [*plan(cast), cast.placement.outcomes.get(outcome__code="CPL", state="asked").pk]


def item_of_set(cast: Cast) -> list:
    return [cast.placement.pk, cast.placement.outcomes.get(outcome__code="PPI", state="asked").pk]


def recognised(cast: Cast) -> list:
    """An outcome that came into the set later, in the unit of the first examiner, and was recognised."""
    return [cast.placement.pk, cast.placement.outcomes.get(outcome__code="VD-AK-1").pk]


def recognised_by(cast: Cast) -> int:
    return Recognition.objects.get().pk


def subject_row(cast: Cast) -> OutcomeAssessment:
    return cast.final.rows.get(item__outcome__code="VD-WI-1")


def attachment(cast: Cast) -> Attachment:
    return Attachment.objects.get()


def observed(cast: Cast) -> None:
    """A subject outcome in the unit of the first examiner, with an observation form of the student."""
    outcome = LearningOutcome.objects.get(code="VD-WI-1")
    sets.add_outcome(cast.placement, cast.institute_educator, outcome, "subject", "feedback", unit=cast.units[0])
    attach(opened(cast.final), subject_row(cast), cast.student, SimpleUploadedFile("x.pdf", b"%PDF-1.7\n%%EOF"))


def tailored(cast: Cast) -> None:
    outcome = LearningOutcome.objects.get(code="VD-AK-1")
    educator = cast.institute_educator
    added = sets.add_outcome(cast.placement, educator, outcome, "subject", mentor_role="feedback", unit=cast.units[0])
    sets.recognise(
        added, educator, kind="evc", brought="Diploma.", validated_by="Mieke van Dal", validator_function="examinator",
        on=timezone.localdate(), rule="artikel 4.3",
    )  # fmt: skip


def start_talk(cast: Cast) -> list:
    return [cast.placement.conversations.get(kind="start").pk]


TALKERS, TRIANGLE = {"student", "mentor", "school_educator"}, NAMED | {"student"}
TALK = lambda kind: lambda c: [talking.talk(c, kind).pk]  # noqa: E731 - a line of the table


def said_in_talks(cast: Cast) -> None:
    """A goal on an outcome of the first unit, a guidance talk, a note for the mentor, an educator passed on."""
    talking.goal_on(cast)
    talking.guidance(cast, cast.mentor)
    talking.note_for(cast, "mentor", "Ik moet dinsdag om vier uur weg.")
    talking.passed_on(cast)


def own_goal(cast: Cast) -> list:
    return [cast.placement.pk, cast.placement.goals.get().pk]


def own_item(cast: Cast) -> list:
    return [cast.placement.pk, cast.placement.outcomes.get(outcome__code="CPL").pk]


def to_mentor(cast: Cast) -> list:
    return [cast.placement.pk, cast.mentor.pk]


def passed(cast: Cast) -> list:
    return [cast.placement.pk, cast.placement.passed_on.get().pk]


MIDTERM, FINAL = (lambda c: [c.midterm.pk]), (lambda c: [c.final.pk])
CONCERN, ENDING = (lambda c: [c.placement.concerns.get().pk]), (lambda c: [c.placement.endings.get().pk])
TEXTS = {"version": 0, "text": "Ik zag een rustige start."}
INVITED = {"role": "workplace_mentor", "first_name": "Imke", "last_name": "Buurma", "email": "imke@vlierbeek.example"}

# The midterm waits for the workplace; the final form is signed and decided on both units.
TABLE = [
    Row("home", ok=EVERYBODY),
    Row("profile", ok=EVERYBODY),
    Row("profile", method="post", data={"theme": "dark", "language": "nl"}, ok=EVERYBODY, success=302),
    Row("remind", method="post", ok=EVERYBODY, success=302),
    Row("overview", ok=EVERYBODY - STUDENTS, refused=STUDENTS),
    Row("overview_xlsx", ok=EVERYBODY - STUDENTS, refused=STUDENTS),
    # the line of a placement, and growth on the skills
    Row("assessments:thread", own_placement, ok=INSIDERS, refused=COACH),
    Row("assessments:thread_pdf", own_placement, ok=INSIDERS, refused=COACH),
    Row("conversations:skills", own_placement, ok=NAMED | {"student"},
        refused={"examiner", "other_unit_examiner", "study_coach"}),
    Row("conversations:skills", own_placement, "post", data={"moment": "start", "seen": "0, "}, success=302,
        ok=WORKPLACE | {"student"},
        refused={"institute_educator", "examiner", "other_unit_examiner", "study_coach"}),
    Row("favicon", ok=OPEN, success=301),
    Row("help", ok=OPEN),
    Row("accessibility", ok=OPEN),
    Row("privacy", ok=OPEN),
    # people
    Row("placements:placement_list", ok=EVERYBODY - STUDENTS, also=dict.fromkeys(STUDENTS, 302)),
    Row("placements:placement", lambda c: [c.placement.pk], ok=INSIDERS | COACH),
    Row("placements:confirm", ok=EVERYBODY),
    Row("placements:confirm", method="post", ok=EVERYBODY, success=302),
    Row("placements:invite", lambda c: [c.placement.pk], ok={"student"}, refused=(INSIDERS | COACH) - {"student"}),
    Row(
        "placements:invite", lambda c: [c.placement.pk], "post", data=INVITED, success=302,
        ok={"student"}, refused=(INSIDERS | COACH) - {"student"},
    ),
    Row(
        "placements:resend", invitation, "post", success=302,
        ok={"student", "institute_educator"}, refused=(INSIDERS | COACH) - {"student", "institute_educator"},
    ),
    Row(
        "placements:withdraw", invitation, "post", success=302,
        ok={"student", "institute_educator"}, refused=(INSIDERS | COACH) - {"student", "institute_educator"},
    ),
    # the student's own set of outcomes
    Row("placements:outcomes", own_placement, ok=INSIDERS, refused=COACH),
    Row("placements:outcome_propose", own_placement, ok={"student"}, refused=(INSIDERS | COACH) - {"student"}),
    Row(
        "placements:outcome_propose", own_placement, "post", data=leftover, success=302,
        ok={"student"}, refused=(INSIDERS | COACH) - {"student"},
    ),
    Row("placements:outcome_new", lambda c: [c.placement.pk, "subject"], ok=EDITS_SET,
        refused=(INSIDERS | COACH) - EDITS_SET),
    Row(
        "placements:outcome_new", lambda c: [c.placement.pk, "leftover"], "post", data=leftover, success=302,
        ok=EDITS_SET, refused=(INSIDERS | COACH) - EDITS_SET,
    ),
    Row("placements:outcome_edit", item_of_set, ok=EDITS_SET, refused=(INSIDERS | COACH) - EDITS_SET),
    Row(
        "placements:outcome_edit", item_of_set, "post", data={"mentor_role": "none"}, success=302,
        ok=EDITS_SET, refused=(INSIDERS | COACH) - EDITS_SET,
    ),
    Row(
        "placements:outcome_step", lambda c: [*item_of_set(c), "drop"], "post", success=302,
        ok=EDITS_SET, refused=(INSIDERS | COACH) - EDITS_SET,
    ),
    Row("placements:outcome_recognise", item_of_set, ok=RECOGNISES, refused=(INSIDERS | COACH) - RECOGNISES),
    Row(
        "placements:outcome_recognise", item_of_set, "post", data={"kind": "evc"}, success=422,
        ok=RECOGNISES, refused=(INSIDERS | COACH) - RECOGNISES,
    ),
    Row(
        "placements:recognition_withdraw", lambda c: [*recognised(c), recognised_by(c)], "post",
        data={"note": "Verkeerde student."}, success=302, ok=RECOGNISES, refused=(INSIDERS | COACH) - RECOGNISES,
    ),
    Row("placements:link", lambda c: ["a" * 43], ok=OPEN),
    Row("placements:link_code", lambda c: ["a" * 43], ok=OPEN),
    Row("placements:link_not_mine", lambda c: ["a" * 43], ok=OPEN),
    # a made-up link leads nobody anywhere; who holds a real one is in tests/placements
    Row("placements:link", lambda c: ["a" * 43], "post", anonymous=404),
    Row("placements:link_code", lambda c: ["a" * 43], "post", data={"code": "123456"}, anonymous=404),
    Row("placements:link_not_mine", lambda c: ["a" * 43], "post", anonymous=404),
    # frameworks
    Row("learning_outcomes:framework_list", ok=EVERYBODY),
    Row("learning_outcomes:framework_detail", lambda c: ["han-tweedegraads", "2025-2026"], ok=EVERYBODY),
    # making frameworks
    Row("learning_outcomes:load", ok={"admin"}, refused=EVERYBODY - {"admin"}),
    Row("learning_outcomes:load", method="post", ok={"admin"}, refused=EVERYBODY - {"admin"}, success=422),
    Row("learning_outcomes:load_preview", lambda c: [UPLOAD], success=302, ok={"admin"}, refused=EVERYBODY - {"admin"}),
    Row(
        "learning_outcomes:load_confirm", lambda c: [UPLOAD], "post", success=302,
        ok={"admin"}, refused=EVERYBODY - {"admin"},
    ),
    Row("learning_outcomes:framework_check", edition, ok={"admin"}, refused=EVERYBODY - {"admin"}),
    # of an edition that is published already: back to its page
    Row("learning_outcomes:framework_publish", edition, success=302, ok={"admin"}, refused=EVERYBODY - {"admin"}),
    Row(
        "learning_outcomes:framework_publish", edition, "post", success=302,
        ok={"admin"}, refused=EVERYBODY - {"admin"},
    ),
    Row("learning_outcomes:framework_delete", edition, success=302, ok={"admin"}, refused=EVERYBODY - {"admin"}),
    Row(
        "learning_outcomes:framework_delete", edition, "post", success=302,
        ok={"admin"}, refused=EVERYBODY - {"admin"},
    ),
    Row("learning_outcomes:framework_retire", edition, ok={"admin"}, refused=EVERYBODY - {"admin"}),
    Row(
        "learning_outcomes:framework_retire", edition, "post", success=302,
        ok={"admin"}, refused=EVERYBODY - {"admin"},
    ),
    Row("learning_outcomes:framework_next", edition, ok={"admin"}, refused=EVERYBODY - {"admin"}),
    Row(
        "learning_outcomes:framework_next", edition, "post",
        data={"edition": "2027-2028", "study_year": "2027-2028", "year": "2027"},
        success=302, ok={"admin"}, refused=EVERYBODY - {"admin"},
    ),
    # reading frameworks
    Row("learning_outcomes:search", ok=EVERYBODY),
    Row("learning_outcomes:outcome", lambda c: ["han-tweedegraads", "2025-2026", "CPL"], ok=EVERYBODY),
    Row("learning_outcomes:skills", lambda c: ["han-tweedegraads", "2025-2026"], ok=EVERYBODY),
    Row("learning_outcomes:glossary", lambda c: ["han-tweedegraads", "2025-2026"], ok=EVERYBODY),
    Row("learning_outcomes:tailored", lambda c: ["han-tweedegraads", "2025-2026"], ok=EVERYBODY),
    Row("portfolio:guide_pdf", lambda c: ["han-tweedegraads", "2025-2026"], ok=EVERYBODY),
    Row("portfolio:skills_pdf", lambda c: ["han-tweedegraads", "2025-2026"], ok=EVERYBODY),
    Row("portfolio:outcome_pdf", lambda c: ["han-tweedegraads", "2025-2026", "CPL"], ok=EVERYBODY),
    Row("learning_outcomes:exchange", ok=EVERYBODY),
    Row("learning_outcomes:download_yaml", lambda c: ["han-tweedegraads", "2025-2026"], ok=EVERYBODY),
    Row("learning_outcomes:download_case", lambda c: ["han-tweedegraads", "2025-2026"], ok=EVERYBODY),
    # what other systems read; what is published knows nobody
    Row("case:documents", ok=OPEN),
    Row("case:document", lambda c: [outcome(c).framework.uuid], ok=OPEN),
    Row("case:package", lambda c: [outcome(c).framework.uuid], ok=OPEN),
    Row("case:item", lambda c: [outcome(c).uuid], ok=OPEN),
    Row("case:association", lambda c: [association(c)], ok=OPEN),
    Row("case:item_associations", lambda c: [outcome(c).uuid], ok=OPEN),
    Row("case:rubric", lambda c: [table_of_skills(c)], ok=OPEN),
    Row("case:item_type", lambda c: [BY_MODEL[LearningOutcome].type_identifier], ok=OPEN),
    Row("case:concept", lambda c: [outcome(c).framework.glossary.first().uuid], ok=OPEN),
    Row("oeapi:learning_outcomes", ok=OPEN),
    Row("oeapi:learning_outcome", lambda c: [outcome(c).uuid], ok=OPEN),
    # comparing frameworks
    Row("learning_outcomes:compare", ok=EVERYBODY),
    Row("learning_outcomes:comparison", two_editions, ok=EVERYBODY, success=302),  # to what changed between them
    Row("learning_outcomes:comparison", compared, ok=EVERYBODY),
    Row("learning_outcomes:comparison_xlsx", compared, ok=EVERYBODY),
    Row("portfolio:comparison_pdf", compared, ok=EVERYBODY),
    Row("learning_outcomes:verification", new_edition, ok=EVERYBODY),
    Row("learning_outcomes:verification_xlsx", new_edition, ok=EVERYBODY),
    Row("learning_outcomes:transfer", ok=EVERYBODY),
    Row("assessments:transfer", lambda c: [c.placement.pk], ok=PLANS_TRANSFER, success=302,
        refused=(INSIDERS | COACH) - PLANS_TRANSFER),
    # crosswalks: one is published, one is a draft
    Row("crosswalks:crosswalk_list", ok=EVERYBODY),
    Row("crosswalks:crosswalk_detail", lambda c: [crosswalk().code], ok=EVERYBODY),
    Row("crosswalks:crosswalk_detail", lambda c: [draft().code], ok=STAFF),
    Row("crosswalks:crosswalk_new", ok=STAFF, refused=EVERYBODY - STAFF),
    Row("crosswalks:crosswalk_new", method="post", data={"code": "x"}, ok=STAFF, refused=EVERYBODY - STAFF),
    Row("crosswalks:crosswalk_change", lambda c: [draft().code], ok=STAFF),
    Row("crosswalks:crosswalk_change", lambda c: [crosswalk().code], "post", data={"code": "x"}, ok=STAFF,
        refused=EVERYBODY - STAFF),
    Row("crosswalks:crosswalk_publish", lambda c: [draft().code], "post", ok=STAFF, success=302),
    Row("crosswalks:crosswalk_publish", lambda c: [crosswalk().code], "post", ok=STAFF, success=302,
        refused=EVERYBODY - STAFF),
    Row("crosswalks:crosswalk_publish", lambda c: [draft().code], ok=STAFF),
    Row("crosswalks:crosswalk_delete", lambda c: [draft().code], ok=STAFF),
    Row("crosswalks:crosswalk_delete", lambda c: [crosswalk().code], "post", ok=STAFF, success=302,
        refused=EVERYBODY - STAFF),
    # without editions in the address there is nothing to carry to, for nobody
    Row("crosswalks:crosswalk_carry", lambda c: [draft().code], ok=set()),
    Row("crosswalks:crosswalk_carry", lambda c: [crosswalk().code], ok=set(), refused=EVERYBODY - STAFF),
    Row("crosswalks:crosswalk_yaml", lambda c: [crosswalk().code], ok=EVERYBODY),
    Row("crosswalks:crosswalk_yaml", lambda c: [draft().code], ok=STAFF),
    Row("crosswalks:relation_new", lambda c: [draft().code], ok=STAFF),
    Row("crosswalks:relation_new", lambda c: [crosswalk().code], "post", data={"kind": "x"}, ok=STAFF,
        refused=EVERYBODY - STAFF),
    Row("crosswalks:relation_change", lambda c: relation(draft()), ok=STAFF),
    Row("crosswalks:relation_change", lambda c: relation(crosswalk()), "post", data={"kind": "x"}, ok=STAFF,
        refused=EVERYBODY - STAFF),
    Row("crosswalks:relation_remove", lambda c: relation(draft()), "post", ok=STAFF, success=302),
    Row("crosswalks:relation_remove", lambda c: relation(crosswalk()), "post", ok=STAFF, success=302,
        refused=EVERYBODY - STAFF),
    # portfolio
    Row("portfolio:collections", ok=EVERYBODY),
    Row("portfolio:collection", lambda c: [item(c).collection_id], ok=UNIT_1),
    Row("portfolio:item", lambda c: [item(c).pk], ok=UNIT_1),
    # forms
    Row("assessments:form", MIDTERM, ok=INSIDERS),
    Row("assessments:form", FINAL, ok=INSIDERS),
    Row("assessments:paper", MIDTERM, ok=INSIDERS),
    Row("assessments:paper", FINAL, ok=INSIDERS),
    Row("assessments:sealed", lambda c: [c.final.versions.first().pk], ok=INSIDERS),
    Row(
        "assessments:part", lambda c: [c.midterm.pk, first_row(c.midterm, "CPL"), "reflection"], "post",
        data={"version": 1, "shown": "Te laat."}, refused=UNIT_1, anonymous=401,
    ),
    Row(
        "assessments:part", lambda c: [c.midterm.pk, first_row(c.midterm, "CPL"), "feedback"], "post", data=TEXTS,
        ok={"school_educator"}, also={"mentor": 409}, refused=UNIT_1 - WORKPLACE, success=302, anonymous=401,
    ),
    Row(  # signed: nobody files any more
        "assessments:attach", lambda c: [c.final.pk, subject_row(c).pk], "post", refused=UNIT_1, anonymous=302,
    ),
    Row("assessments:attachment", lambda c: [attachment(c).pk], ok=UNIT_1),
    Row("assessments:attachment_remove", lambda c: [attachment(c).pk], "post", refused=UNIT_1),
    Row(  # a midterm has no judgement (X06)
        "assessments:part", lambda c: [c.midterm.pk, first_row(c.midterm, "LV"), "judgement"], "post",
        data={"version": 0}, anonymous=401,
    ),
    Row(
        "assessments:part", lambda c: [c.final.pk, first_row(c.final, "CPL"), "judgement"], "post",
        data={"version": 1, "verdict": "not_met"}, refused=UNIT_1, anonymous=401,
    ),
    Row(
        "assessments:other", MIDTERM, "post", data=TEXTS,
        ok=WORKPLACE, refused=INSIDERS - WORKPLACE, success=302, anonymous=401,
    ),
    Row("assessments:step", lambda c: [c.midterm.pk, "hand_in"], "post", refused=INSIDERS - {"student"}, ok={"student"},
        success=422, anonymous=401),
    Row(
        "assessments:step", lambda c: [c.midterm.pk, "sign"], "post",
        ok=WORKPLACE, refused=INSIDERS - WORKPLACE, success=302, anonymous=401,
    ),
    Row(
        "assessments:step", lambda c: [c.midterm.pk, "return"], "post", data={"note": "Noem een voorbeeld."},
        ok=WORKPLACE, refused=INSIDERS - WORKPLACE, success=302, anonymous=401,
    ),
    Row(
        "assessments:step", lambda c: [c.final.pk, "reopen"], "post", data={"note": "Verkeerde versie."},
        ok={"institute_educator"}, refused=INSIDERS - {"institute_educator"}, success=422, anonymous=401,
    ),
    Row(
        "assessments:decision_step", lambda c: [decision(c), "adopt"], "post",
        ok={"examiner"}, refused=UNIT_1 - {"examiner"}, success=302, anonymous=401,
    ),
    # nobody talks about it (tests/assessments/test_dialogue.py has the tables of each state): no such outcome, no
    # position to write
    Row("assessments:decision", lambda c: [decision(c)], ok=UNIT_1),
    Row("assessments:say", lambda c: [decision(c), first_row(c.final, "CPL")], "post", anonymous=401,
        refused={"student"}),
    Row("assessments:repair", lambda c: [decision(c)], "post", anonymous=401, success=422,
        ok={"examiner", "institute_educator"}, refused={"student", *WORKPLACE}),
    Row("assessments:position", lambda c: [decision(c)], "post", anonymous=401, success=422,
        ok=WORKPLACE | {"examiner"}, refused={"student", "institute_educator"}),
    # calibration: Karim made one that is open and asked three; the mentor has handed in
    Row("assessments:calibration_list", ok=EVERYBODY),
    Row("assessments:calibration_new", ok=MAKERS, refused=EVERYBODY - MAKERS),
    Row("assessments:calibration_new", method="post", data={"title": ""}, ok=MAKERS, refused=EVERYBODY - MAKERS,
        success=422, anonymous=401),
    Row("assessments:calibration", calibration, ok={"institute_educator", "mentor"},
        also=dict.fromkeys(ASKED - {"mentor"}, 302)),
    Row("assessments:calibration_edit", calibration, ok={"institute_educator"}, refused=ASKED),
    Row("assessments:calibration_cases", calibration, ok={"institute_educator"}, refused=ASKED),
    Row("assessments:calibration_take_over", calibration, "post", ok={"institute_educator"}, refused=ASKED,
        success=422),
    Row("assessments:calibration_judge", calibration, ok=ASKED, also={"mentor": 302}, refused={"institute_educator"}),
    Row("assessments:calibration_judge", calibration, "post", ok=ASKED, refused={"institute_educator"}, success=422,
        anonymous=401),
    Row("assessments:calibration_conclusions", calibration, "post", ok={"institute_educator"}, refused=ASKED,
        success=422, anonymous=401),
    Row("assessments:calibration_step", lambda c: [*calibration(c), "reveal"], "post", ok={"institute_educator"},
        refused=ASKED, success=422),
    # planning: the start talk has a day
    Row("conversations:planning", own_placement, ok=TALKS, refused=(INSIDERS | COACH) - TALKS),
    Row("conversations:planning", own_placement, "post", ok=TALKS, refused=(INSIDERS | COACH) - TALKS, success=422),
    Row("conversations:step", lambda c: [*start_talk(c), "cancel"], "post", data={"note": "Ziek."}, ok=TALKS,
        success=302),
    Row("conversations:step", lambda c: [*start_talk(c), "plan"], "post", refused=TALKS),
    Row("conversations:calendar", start_talk, ok=TALKS),
    # concerns: the mentor reported one about CPL, the student was told; the placement is being ended early
    Row("placements:concern_new", lambda c: [c.placement.pk], ok=REPORTERS, refused=(INSIDERS | COACH) - REPORTERS),
    Row("placements:concern_new", lambda c: [c.placement.pk], "post", refused=(INSIDERS | COACH) - REPORTERS,
        ok=REPORTERS, success=422, anonymous=401),
    Row("placements:concern", CONCERN, ok=NAMED | {"student"}),
    Row("placements:concern_contribute", CONCERN, "post", data={"text": "Ik zie het ook."}, ok=NAMED, success=302,
        refused={"student"}, anonymous=401),
    Row("placements:concern_told", CONCERN, "post", ok=NAMED, refused={"student"}, success=422),
    Row("placements:concern_step", lambda c: [*CONCERN(c), "bring_in"], "post", ok={"institute_educator"},
        refused={"student", "mentor", "school_educator"}, success=302, anonymous=401),
    Row("placements:concern_step", lambda c: [*CONCERN(c), "withdraw"], "post", data={"note": "Opgelost."},
        ok={"mentor"}, refused={"student", "institute_educator", "school_educator"}, success=302, anonymous=401),
    Row("placements:ending_new", lambda c: [c.placement.pk], ok=STARTERS, refused=(INSIDERS | COACH) - STARTERS),
    Row("placements:ending_new", lambda c: [c.placement.pk], "post", data={"reason": "mismatch"}, ok=STARTERS,
        refused=(INSIDERS | COACH) - STARTERS, success=422),
    Row("placements:ending", ENDING, ok=NAMED),
    Row("placements:ending_contact", ENDING, "post", ok=NAMED, success=422),
    Row("placements:ending_step", lambda c: [*ENDING(c), "plan"], "post", ok={"school_educator", "institute_educator"},
        refused={"mentor"}, success=422, anonymous=401),
    Row("placements:ending_step", lambda c: [*ENDING(c), "go_on"], "post", data={"text": "We gaan door."}, success=302,
        ok={"institute_educator"}, refused={"mentor", "school_educator"}, anonymous=401),
    Row("assessments:continue", lambda c: [c.placement.pk], ok={"institute_educator"},
        refused=(INSIDERS | COACH) - {"institute_educator"}),
    Row("assessments:continue", lambda c: [c.placement.pk], "post", ok={"institute_educator"}, success=422,
        refused=(INSIDERS | COACH) - {"institute_educator"}),
    # the learning plan, shared for the start talk; its opening is not for who reads one unit
    Row("conversations:plan", plan, ok=INSIDERS),
    Row("conversations:plan_paper", plan, ok=INSIDERS),
    Row("conversations:plan_opening", plan, "post", data={"version": 0}, success=302, anonymous=401,
        ok={"student"}, refused=NAMED),
    Row("conversations:plan_part", plan_item, "post", data={"version": 0}, success=302, anonymous=401,
        ok={"student"}, refused=UNIT_1 - {"student"}),
    Row("conversations:plan_remark", plan, "post", data={"text": "Mooi."}, success=302, anonymous=401,
        ok=NAMED, refused=INSIDERS - NAMED),
    Row("conversations:plan_step", lambda c: [*plan(c), "ask_approval"], "post", success=302, anonymous=401,
        ok={"student"}, refused=INSIDERS - {"student"}),
    # talks, goals, what one supervisor has to know, educators: whoever sits in the triangle; an examiner reads the
    # goals of the own unit
    Row("conversations:conversation", TALK("midterm"), ok=TRIANGLE),
    Row("conversations:record", TALK("midterm"), "post", data={"report": "Kort."}, ok=TALKERS, success=302,
        refused=TRIANGLE - TALKERS, anonymous=401),
    Row("conversations:verdict_told", TALK("final"), "post", data={"told_on": "2020-01-01"}, ok=NAMED, success=302,
        refused={"student"}),
    Row("conversations:guidance", own_placement, ok=TALKERS, refused=(INSIDERS | COACH) - TALKERS),
    Row("conversations:guidance", own_placement, "post", data={"held_on": "x"}, ok=TALKERS, success=422,
        refused=(INSIDERS | COACH) - TALKERS, anonymous=401),
    Row("conversations:goals", own_placement, ok=INSIDERS, refused=COACH),
    Row("conversations:goal_new", own_item, "post", data={"text": "Rustiger."}, ok={"student"}, success=302,
        refused=(UNIT_1 | COACH) - {"student"}, anonymous=401),
    Row("conversations:goal_reword", own_goal, "post", data={"text": "Rustiger.", "seen": 1}, ok={"student"},
        success=302, refused=(UNIT_1 | COACH) - {"student"}, anonymous=401),
    Row("conversations:goal_step", lambda c: [*own_goal(c), "reach"], "post", ok={"student", "mentor"}, success=302,
        refused=(UNIT_1 | COACH) - {"student", "mentor"}, anonymous=401),
    Row("conversations:private_notes", own_placement, ok=TRIANGLE, refused=(INSIDERS | COACH) - TRIANGLE),
    Row("conversations:private_note", to_mentor, "post", data={"text": ""}, ok={"student"}, success=422,
        refused=(INSIDERS | COACH) - {"student"}, anonymous=401),
    Row("conversations:private_note_withdraw", to_mentor, "post", ok={"student"}, success=302,
        refused=(INSIDERS | COACH) - {"student"}),
    Row("conversations:educators", own_placement, ok=TRIANGLE, refused=(INSIDERS | COACH) - TRIANGLE),
    Row("conversations:educators", own_placement, "post", data={"email": "x"}, ok={"student"}, success=422,
        refused=(INSIDERS | COACH) - {"student"}),
    Row("conversations:educator_step", lambda c: [*passed(c), "withdraw"], "post", ok={"student"}, success=302,
        refused=(INSIDERS | COACH) - {"student"}),
    Row("conversations:educator_step", lambda c: [*passed(c), "take_over"], "post", ok={"institute_educator"},
        success=422, refused=(INSIDERS | COACH) - {"institute_educator"}),
    Row("assessments:check", ok=OPEN),
    Row("assessments:check_file", method="post", anonymous=422, ok=OPEN, success=422),
    Row("assessments:check_code", lambda c: [c.final.versions.first().check_code], ok=OPEN),
]  # fmt: skip


@dataclass
class Stage:
    """The cast with everything the table asks for, and a browser for each of the people."""

    cast: Cast
    cookies: dict[str, dict[str, str]]

    def client(self, actor: str) -> Client:
        client = Client()
        for name, value in self.cookies.get(actor, {}).items():
            client.cookies[name] = value
        return client


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker) -> Iterator[Stage]:
    """Made once for the whole table: each request is undone."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        cast = django_db_setup.bring_cast()
        respond(hand_in(cast.midterm), cast.mentor)
        observed(cast)
        decided(cast.final, cast)
        tailored(cast)
        calibrations.handed_in(cast, ["mentor"])
        said_in_talks(cast)
        concern_in(cast, "reported", told=True)
        ending_in(cast, "considered")
        cast.placement.conversations.filter(kind="start").update(day=cast.placement.start)
        next_edition()
        filed(cast)
        plans.shared_with_one_goal(cast)
        patch.setattr(pdf.printer, "_ask", cache(pdf.printer._ask))  # the same paper for everybody is made once
        yield Stage(cast, {actor: signed_in(user) for actor, user in cast.people.items()})
        transaction.set_rollback(True)


def signed_in(user: User) -> dict[str, str]:
    """The cookies of a browser in which this person signed in."""
    client = Client()
    client.force_login(user)
    return {name: cookie.value for name, cookie in client.cookies.items()}


def next_edition() -> None:
    """The HAN edition has a successor, with a published crosswalk and a draft between the two."""
    old = Framework.objects.get(code="han-tweedegraads")
    new = FrameworkFactory(code=old.code, edition="2026-2027", replaces=old)
    new.publish()
    FrameworkFactory(code="kader", edition="1").publish()
    for code in ("published", "draft"):
        made = CrosswalkFactory(code=code, origin=old, target=new)
        RelationFactory(crosswalk=made, here=old.outcomes.first())
    crosswalk().publish()


def filed(cast: Cast) -> None:
    """The papers lie in the collections, as after the queue did its work."""
    pdf = ContentFile(b"%PDF-1.7 sealed before")
    for version in cast.final.versions.all():
        for unit in [None, *cast.units]:
            name = default_storage.save(f"sealed/{version.check_code}.pdf", pdf)
            SealedPaper.objects.create(version=version, unit=unit, file=name, sha256="0" * 64)
    for unit in cast.units:
        file_paper(
            cast.placement, unit, key=f"paper-{unit.code}", title="Eindbeoordeling", pdf=pdf.read(), at=timezone.now()
        )


def expected(row: Row, actor: str) -> int:
    if actor in row.also:
        return row.also[actor]
    if actor in row.ok:
        return row.success
    if actor == "anonymous":
        return row.anonymous
    return 403 if actor in row.refused else 404


def status(row: Row, actor: str, stage: Stage) -> int:
    """What this person gets; whatever it changed is undone."""
    client, cast = stage.client(actor), stage.cast
    data = row.data(cast) if callable(row.data) else row.data
    with transaction.atomic():
        answer = getattr(client, row.method)(reverse(row.name, args=row.args(cast)), data)
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize(
    "row", TABLE, ids=lambda row: f"{row.method} {row.name} {'' if callable(row.data) else sorted(row.data) or ''}"
)
def test_who_gets_in(stage, row):
    wrong = {a: (got, want) for a in ACTORS if (got := status(row, a, stage)) != (want := expected(row, a))}
    assert wrong == {}, "actor: (got, agreed)"


# What each address takes; to anything else an insider reads 405.
READS, WRITES, BOTH = {"get"}, {"post"}, {"get", "post"}
METHODS = {
    "favicon": READS,
    "home": READS, "help": READS, "accessibility": READS, "privacy": READS, "profile": BOTH, "remind": WRITES,
    "overview": READS, "overview_xlsx": READS, "assessments:thread": READS, "assessments:thread_pdf": READS,
    "conversations:skills": BOTH,
    "placements:placement_list": READS, "placements:placement": READS, "placements:confirm": BOTH,
    "placements:invite": BOTH, "placements:resend": WRITES, "placements:withdraw": WRITES,
    "placements:outcomes": READS, "placements:outcome_propose": BOTH, "placements:outcome_new": BOTH,
    "placements:outcome_edit": BOTH, "placements:outcome_step": WRITES, "placements:outcome_recognise": BOTH,
    "placements:recognition_withdraw": WRITES,
    "placements:link": BOTH, "placements:link_code": BOTH, "placements:link_not_mine": BOTH,
    "learning_outcomes:framework_list": READS, "learning_outcomes:framework_detail": READS,
    "learning_outcomes:load": BOTH, "learning_outcomes:load_preview": READS, "learning_outcomes:load_confirm": WRITES,
    "learning_outcomes:framework_check": READS, "learning_outcomes:framework_publish": BOTH,
    "learning_outcomes:framework_delete": BOTH, "learning_outcomes:framework_retire": BOTH,
    "learning_outcomes:framework_next": BOTH,
    "learning_outcomes:search": READS, "learning_outcomes:outcome": READS, "learning_outcomes:skills": READS,
    "learning_outcomes:glossary": READS, "learning_outcomes:tailored": READS,
    "portfolio:guide_pdf": READS, "portfolio:skills_pdf": READS, "portfolio:outcome_pdf": READS,
    "learning_outcomes:exchange": READS, "learning_outcomes:download_yaml": READS,
    "learning_outcomes:download_case": READS, "case:documents": READS, "case:document": READS, "case:package": READS,
    "case:item": READS, "case:association": READS, "case:item_associations": READS, "case:rubric": READS,
    "case:item_type": READS, "case:concept": READS, "oeapi:learning_outcomes": READS, "oeapi:learning_outcome": READS,
    "learning_outcomes:compare": READS, "learning_outcomes:comparison": READS,
    "learning_outcomes:comparison_xlsx": READS, "portfolio:comparison_pdf": READS, "assessments:transfer": READS,
    "learning_outcomes:verification": READS, "learning_outcomes:verification_xlsx": READS,
    "learning_outcomes:transfer": READS,
    "crosswalks:crosswalk_list": READS, "crosswalks:crosswalk_detail": READS, "crosswalks:crosswalk_new": BOTH,
    "crosswalks:crosswalk_change": BOTH, "crosswalks:crosswalk_publish": BOTH, "crosswalks:relation_new": BOTH,
    "crosswalks:crosswalk_delete": BOTH, "crosswalks:crosswalk_carry": BOTH, "crosswalks:crosswalk_yaml": READS,
    "crosswalks:relation_change": BOTH, "crosswalks:relation_remove": WRITES,
    "portfolio:collections": READS, "portfolio:collection": READS, "portfolio:item": READS,
    "assessments:form": READS, "assessments:paper": READS, "assessments:sealed": READS,
    "assessments:attach": WRITES, "assessments:attachment": READS, "assessments:attachment_remove": WRITES,
    "assessments:part": WRITES, "assessments:other": WRITES, "assessments:step": WRITES,
    "assessments:decision": READS, "assessments:say": WRITES, "assessments:position": WRITES,
    "assessments:repair": WRITES,
    "assessments:decision_step": WRITES, "assessments:check": READS, "assessments:check_code": READS,
    "assessments:check_file": WRITES,
    "assessments:calibration_list": READS, "assessments:calibration_new": BOTH, "assessments:calibration": READS,
    "assessments:calibration_edit": BOTH, "assessments:calibration_cases": BOTH,
    "assessments:calibration_take_over": WRITES, "assessments:calibration_judge": BOTH,
    "assessments:calibration_conclusions": WRITES, "assessments:calibration_step": WRITES,
    "placements:concern_new": BOTH, "placements:concern": READS, "placements:concern_contribute": WRITES,
    "placements:concern_told": WRITES, "placements:concern_step": WRITES, "placements:ending_new": BOTH,
    "placements:ending": READS, "placements:ending_contact": WRITES, "placements:ending_step": WRITES,
    "assessments:continue": BOTH,
    "conversations:planning": BOTH, "conversations:step": WRITES, "conversations:calendar": READS,
    "conversations:plan": READS, "conversations:plan_paper": READS, "conversations:plan_opening": WRITES,
    "conversations:plan_part": WRITES, "conversations:plan_remark": WRITES, "conversations:plan_step": WRITES,
    "conversations:conversation": READS, "conversations:record": WRITES, "conversations:verdict_told": WRITES,
    "conversations:guidance": BOTH, "conversations:goals": READS, "conversations:goal_new": WRITES,
    "conversations:goal_reword": WRITES, "conversations:goal_step": WRITES, "conversations:private_notes": READS,
    "conversations:private_note": WRITES, "conversations:private_note_withdraw": WRITES,
    "conversations:educators": BOTH, "conversations:educator_step": WRITES,
}  # fmt: skip


def test_every_address_takes_its_own_methods_and_no_others(stage):
    wrong = {}
    for row in {row.name: row for row in TABLE}.values():
        for method in {"get", "post", "put", "patch", "delete"}:
            taken = status(Row(row.name, row.args, method), "student", stage) != 405
            if taken != (method in METHODS[row.name]):
                wrong[method, row.name] = taken
    assert wrong == {}, "(method, address): is it taken?"


def addresses(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, Callable]]:
    """The name of every address of the site, and its view."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield f"{namespace}{pattern.name}", pattern.callback


def of_packages(name: str) -> bool:
    """allauth and the admin bring their own addresses and their own tests."""
    return name.startswith(("admin:", "account_", "mfa_", "socialaccount_", "openid_connect_")) or name in {"None"}


def test_every_address_is_in_the_table():
    assert {name for name, _view in addresses() if not of_packages(name)} == {row.name for row in TABLE}


def test_the_administration_is_for_staff_only(stage):
    admin = Row("admin:index", ok={"admin"})
    got = {actor: status(admin, actor, stage) for actor in ACTORS}
    assert got.pop("admin") == 200
    assert set(got.values()) <= {302, 403, 404}


# What anybody may open without signing in. Ours, then what signing in itself needs.
OPEN_PAGES = {
    "help", "accessibility", "privacy", "placements:link", "placements:link_code", "placements:link_not_mine",
    "assessments:check", "assessments:check_code",
    "case:documents", "case:document", "case:package", "case:item", "case:association", "case:item_associations",
    "case:rubric", "case:item_type", "case:concept", "oeapi:learning_outcomes", "oeapi:learning_outcome",
}  # fmt: skip
OPEN_ANSWERS = {"assessments:check_file", "favicon"}  # to what is sent or asked by such a page
OPEN_TO_SIGN_IN = {
    "account_login", "account_logout", "account_signup", "account_inactive", "account_request_login_code",
    "account_confirm_login_code", "account_confirm_email", "account_email_verification_sent", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "mfa_authenticate", "mfa_login_webauthn", "openid_connect_login", "openid_connect_callback",
    "socialaccount_login_cancelled", "socialaccount_signup", "admin:login",
}  # fmt: skip


def test_the_open_views_are_these_and_no_others():
    found = {name for name, view in addresses() if not getattr(view, "login_required", True)}
    assert found == OPEN_PAGES | OPEN_ANSWERS | OPEN_TO_SIGN_IN


def test_the_open_pages_answer_whoever_comes(stage):
    rows = [row for row in TABLE if row.method == "get"]
    assert {row.name for row in rows if status(row, "anonymous", stage) == 200} == OPEN_PAGES


@pytest.mark.once
def test_a_private_note_is_read_by_its_recipient_alone_and_after_its_day_by_nobody(stage, caplog, mailoutbox):
    """Trust.md 2.4: a word in a note is looked for everywhere. The control: a word in an ordinary text is found."""
    cast, here = stage.cast, [stage.cast.placement.pk]
    caplog.set_level(logging.DEBUG)
    with transaction.atomic():
        url = reverse("conversations:private_note", args=[*here, cast.mentor.pk])
        note = {"text": f"Ik vertel {CANARY}.", "last_day": talking.in_days(9)}
        assert stage.client("student").post(url, note).status_code == 302
        type(cast.placement).objects.filter(pk=cast.placement.pk).update(classes=ORDINARY)

        seen = looked_everywhere(cast, TABLE)
        read = {(who, name) for (who, name), text in seen.items() if CANARY in text and not name.endswith("search")}
        assert read == {("mentor", "conversations:private_notes"), ("student", "conversations:private_notes")}
        assert seen["student", "learning_outcomes:search"].count(CANARY) == 2, "the question, and no answer"
        ordinary = {where for where, text in seen.items() if ORDINARY in text}
        assert ordinary >= {("examiner", "placements:placement"), ("mentor", "assessments:paper")}, "the net is torn"
        assert tables_with(CANARY) == {"conversations.PrivateNote"}
        for mail in OutgoingMail.objects.all():
            deliver(mail.pk)
        mails = " ".join(f"{mail.subject} {mail.body} {mail.alternatives}" for mail in mailoutbox)
        assert mails
        assert CANARY not in mails + caplog.text

        PrivateNote.objects.update(written_on=talking.in_days(-3), last_day=talking.in_days(-1))
        page = reverse("conversations:private_notes", args=here)
        assert [who for who in ("mentor", "student") if CANARY in stage.client(who).get(page).text] == []
        forget()
        assert tables_with(CANARY) == set()
        assert tables_with(ORDINARY) == {"placements.Placement"}, "the net is torn"
        transaction.set_rollback(True)
