"""Conversations: days, the learning plan, talks and goals, the line of a placement."""

from django.utils import timezone

from tests.cast import Cast
from tests.conversations import talking

from .rows import COACH, INSIDERS, NAMED, TALKS, UNIT_1, WORKPLACE, Row, own_placement


def plan(cast: Cast) -> list:
    return [cast.placement.learning_plan.pk]


def plan_item(cast: Cast) -> list:
    return [*plan(cast), cast.placement.outcomes.get(outcome__code="CPL", state="asked").pk]


def start_talk(cast: Cast) -> list:
    return [cast.placement.conversations.get(kind="start").pk]


TALKERS, TRIANGLE = {"student", "mentor", "school_educator"}, NAMED | {"student"}


TODAY = timezone.localdate().isoformat()
TALK = lambda kind: lambda c: [talking.talk(c, kind).pk]  # noqa: E731 - a line of the table


def own_goal(cast: Cast) -> list:
    return [cast.placement.pk, cast.placement.goals.get().pk]


def own_item(cast: Cast) -> list:
    return [cast.placement.pk, cast.placement.outcomes.get(outcome__code="CPL").pk]


def to_mentor(cast: Cast) -> list:
    return [cast.placement.pk, cast.mentor.pk]


def passed(cast: Cast) -> list:
    return [cast.placement.pk, cast.placement.passed_on.get().pk]


ROWS = [
    # the line of a placement, and growth on the skills
    Row("assessments:thread", own_placement, ok=INSIDERS, refused=COACH),
    Row("assessments:thread_pdf", own_placement, ok=INSIDERS, refused=COACH),
    Row("conversations:skills", own_placement, ok=NAMED | {"student"},
        refused={"examiner", "other_unit_examiner", "study_coach"}),
    Row("conversations:skills", own_placement, "post", data={"moment": "start", "seen": "0, "}, success=302,
        anonymous=401, ok=WORKPLACE | {"student"},
        refused={"institute_educator", "examiner", "other_unit_examiner", "study_coach"}),
    # planning: the start talk has a day
    Row("conversations:planning", own_placement, ok=TALKS, refused=(INSIDERS | COACH) - TALKS),
    Row("conversations:planning", own_placement, "post", ok=TALKS, refused=(INSIDERS | COACH) - TALKS, success=422,
        anonymous=401),
    Row("conversations:step", lambda c: [*start_talk(c), "cancel"], "post", data={"note": "Ziek."}, ok=TALKS,
        success=302, anonymous=401),
    Row("conversations:step", lambda c: [*start_talk(c), "plan"], "post", refused=TALKS, anonymous=401),
    Row("conversations:calendar", start_talk, ok=TALKS),
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
    Row("conversations:plan_step", lambda c: [*plan(c), "take_back"], "post", success=422, anonymous=401,
        ok={"student"}, refused=INSIDERS - {"student"}),
    # talks, goals, what one supervisor has to know, educators: whoever sits in the triangle; an examiner reads the
    # goals of the own unit
    Row("conversations:conversation", TALK("midterm"), ok=TRIANGLE),
    Row("conversations:record", TALK("midterm"), "post", data={"report": "Kort."}, ok=TALKERS, success=302,
        refused=TRIANGLE - TALKERS, anonymous=401),
    Row("conversations:verdict_told", TALK("final"), "post", data={"told_on": TODAY}, ok=NAMED, success=302,
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
        refused=(INSIDERS | COACH) - {"student"}, anonymous=401),
    Row("conversations:educator_step", lambda c: [*passed(c), "withdraw"], "post", ok={"student"}, success=302,
        refused=(INSIDERS | COACH) - {"student"}, anonymous=401),
    Row("conversations:educator_step", lambda c: [*passed(c), "take_over"], "post", ok={"institute_educator"},
        success=422, refused=(INSIDERS | COACH) - {"institute_educator"}, anonymous=401),
]  # fmt: skip
