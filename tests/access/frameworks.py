"""Frameworks: reading, making, comparing, exchanging."""

from learning_outcomes.exchange.case import BY_MODEL, TABLES, rubric_identifier
from learning_outcomes.exchange.case_objects import Link
from learning_outcomes.models import Crosswalk, LearningOutcome
from tests.cast import Cast

from .rows import COACH, EVERYBODY, INSIDERS, OPEN, PLANS_TRANSFER, STAFF, Row


def outcome(cast: Cast) -> LearningOutcome:
    return cast.final.placement.period.outcomes.first().outcome


def association(cast: Cast):
    return Link(outcome(cast), "isChildOf", outcome(cast).framework).identifier


def table_of_skills(cast: Cast):
    return rubric_identifier(outcome(cast).framework, TABLES[1])


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


ROWS = [
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
]  # fmt: skip
