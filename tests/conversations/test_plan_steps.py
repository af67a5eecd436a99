"""Who may move a plan, from where, and what comes of it; who reads and writes it then (C13-C19, X08, X24)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from conversations.models import Goal, LearningPlan, PlanApproval
from conversations.rules import PLAN_READERS, PLAN_STEPS
from placements.models.parts import NotNow
from placements.roles import Role

from .plans import STATES, approved, asked, item_of, plan_of, prepared, put

pytestmark = pytest.mark.django_db
INSIDERS = ["student", "mentor", "school_educator", "institute_educator", "examiner", "study_coach", "other_mentor"]
# step -> (the one state it starts from, who may take it)
TABLE = {
    "share": ("preparing", {"student"}),
    "ask_approval": ("shared", {"student"}),
    "take_back": ("asked", {"student"}),
    "send_back": ("asked", {"mentor", "school_educator"}),
    "approve": ("asked", {"mentor", "school_educator"}),
}
READERS = {
    "preparing": {"student"},
    "shared": {"student", "mentor", "school_educator", "institute_educator", "examiner"},
    "asked": {"student", "mentor", "school_educator", "institute_educator", "examiner"},
    "approved": {"student", "mentor", "school_educator", "institute_educator", "examiner"},
}
REMARKERS = {"mentor", "school_educator", "institute_educator"}  # on the whole; an examiner on the own unit


@pytest.mark.parametrize("state", STATES)
def test_only_these_people_take_these_steps_from_here(cast, state):
    plan, got = STATES[state](cast), {}
    for step, (source, who) in TABLE.items():
        for name in INSIDERS:
            may = step in LearningPlan.objects.get(pk=plan.pk).steps_for(cast.people[name])
            if may != (source == state and name in who):
                got[step, name] = may
    assert got == {}, "(step, person): may take it?"


@pytest.mark.parametrize("state", STATES)
def test_only_these_people_read_and_write(cast, state):
    plan = STATES[state](cast)
    plan = LearningPlan.objects.get(pk=plan.pk)
    cpl, ict = item_of(plan, "CPL"), item_of(plan, "ICT")  # of the first and of the second unit
    sees = {n for n in INSIDERS if LearningPlan.objects.visible_to(cast.people[n]).filter(pk=plan.pk).exists()}
    assert sees == READERS[state]
    assert {n for n in INSIDERS if plan.may_read(cast.people[n])} == READERS[state] - {"examiner"}
    assert {n for n in INSIDERS if plan.may_read(cast.people[n], cpl)} == READERS[state]
    assert not plan.may_read(cast.examiner, ict)
    assert {n for n in INSIDERS if plan.may_write(cast.people[n])} == {"student"} & {
        "student" if state in ("preparing", "shared") else ""
    }
    open_ = state in ("shared", "asked")
    assert {n for n in INSIDERS if plan.may_remark(cast.people[n])} == (REMARKERS if open_ else set())
    assert plan.may_remark(cast.examiner, cpl) == open_


def test_who_may_not_is_refused_by_the_step_itself(cast):
    plan = asked(cast)
    for name in ("student", "institute_educator", "examiner", "other_mentor"):
        with pytest.raises(PermissionDenied):
            plan.take("approve", cast.people[name])
    assert plan_of(cast.placement).state == "asked"


def test_the_tables_above_would_see_a_wider_right(cast, monkeypatch):
    """The positive control: with the institute among those who approve, and a coach among the readers, they differ."""
    plan = LearningPlan.objects.get(pk=asked(cast).pk)
    wider = PLAN_STEPS["approve"].__class__(
        **PLAN_STEPS["approve"].__dict__ | {"roles": PLAN_STEPS["approve"].roles | {Role.INSTITUTE_EDUCATOR}}
    )
    monkeypatch.setitem(PLAN_STEPS, "approve", wider)
    monkeypatch.setitem(PLAN_READERS, "asked", PLAN_READERS["asked"] | {Role.STUDY_COACH})
    assert "approve" in plan.steps_for(cast.institute_educator)
    assert plan.may_read(cast.study_coach)


def test_sharing_needs_a_goal_and_one_for_identity(cast):
    plan = plan_of(cast.placement)
    with pytest.raises(ValidationError, match="identiteit"):
        plan.take("share", cast.student)
    put(plan, "PPI")
    assert plan.take("share", cast.student).state == "shared"
    assert [version.step for version in plan.versions.all()] == ["share"]


def test_another_outcome_needs_nothing_but_what_the_student_chose(cast):
    plan = prepared(cast)
    assert plan.missing_for("share") == []
    put(plan, "CPL", seen=1, goal="")
    assert plan.missing_for("share") == []


def test_sending_back_needs_a_remark_and_gives_the_plan_back(cast):
    plan = asked(cast)
    with pytest.raises(ValidationError):
        plan.take("send_back", cast.mentor)
    plan.take("send_back", cast.mentor, "Noem ook 2D.")
    put(plan, "CPL", seen=2, goal="Elke les in 2B en 2D begint binnen twee minuten.")
    assert plan.take("ask_approval", cast.student).state == "asked"


def test_approving_gives_both_lines_in_one_act_and_starts_the_goals(cast):
    plan = approved(cast)
    lines = PlanApproval.objects.filter(version__plan=plan).values_list("line", "by", "role")
    assert set(lines) == {(line, cast.mentor.pk, "workplace_mentor") for line in ("pedagogical", "didactic")}
    goals = {goal.item.outcome.code: goal for goal in Goal.objects.filter(placement=cast.placement)}
    assert set(goals) == {"CPL", "PPI"}
    assert goals["CPL"].text == "Elke les in 2B begint binnen twee minuten."
    assert {(g.set_in, g.state, g.versions.get().by_id) for g in goals.values()} == {
        ("start", "running", cast.student.pk)
    }


def test_what_was_approved_is_what_was_asked_and_says_who_approved(cast):
    plan = approved(cast)
    was_asked, content = (plan.versions.get(step=step).content for step in ("ask_approval", "approve"))
    assert content["rows"] == was_asked["rows"]
    assert {(a["line"], a["by"], a["provisional"]) for a in content["approvals"]} == {
        ("pedagogical", "Marieke Voorbeeld", False),
        ("didactic", "Marieke Voorbeeld", False),
    }


def test_nobody_writes_while_approval_is_asked_or_after_it(cast):
    plan = asked(cast)
    with pytest.raises(NotNow):
        put(plan, "CPL", seen=2)
    plan.take("approve", cast.mentor)
    with pytest.raises(NotNow):
        put(plan, "CPL", seen=2)


def test_a_placement_that_ended_early_asks_for_nothing_more(cast):
    plan = asked(cast)
    cast.placement.end_early(cast.placement.start)
    plan = LearningPlan.objects.get(pk=plan.pk)
    assert (plan.steps_for(cast.mentor), plan.may_write(cast.student)) == ({}, False)
    with pytest.raises(ValidationError, match="eerder gestopt|ended early"):
        plan.take("approve", cast.mentor)
