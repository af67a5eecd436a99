"""The page of a plan asks the database as much for 20 outcomes as for 2, whoever reads it and in whatever state."""

import pytest
from django.urls import reverse

from conversations.models import LearningPlan, PlanPart, PlanRemark
from placements.roles import Role
from tests.test_queries import form_with, person, queries_of, queries_to_save

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def full_plan(outcomes: int) -> LearningPlan:
    """Every outcome with a goal, two indicators and feedback of the mentor."""
    form = form_with(outcomes)
    placement = form.placement
    plan, student = LearningPlan.objects.get(placement=placement), placement.student
    for item in placement.outcomes.select_related("outcome"):
        picked = item.outcome.indicators.values_list("pk", flat=True)[:2]
        PlanPart.write(plan, item, {"goal": "Beter."}, by=student, seen_version=0, indicators=list(picked))
    plan = plan.take("share", student)
    for item in placement.outcomes.all():
        mentor = person(form, Role.WORKPLACE_MENTOR)
        PlanRemark.objects.create(plan=plan, item=item, text="Mooi.", by=mentor, role="workplace_mentor")
    return plan


def test_the_page_of_a_plan(db):
    few, many = (full_plan(n) for n in (2, 20))
    counts = {}

    def count(role: str, state: str) -> None:
        counts[role, state] = [queries_of(_who(plan, role), plan.get_absolute_url()) for plan in (few, many)]

    for role in (Role.STUDENT, Role.WORKPLACE_MENTOR, Role.UNIT_EXAMINER):
        count(role, "shared")
    saved = [_queries_to_save(plan) for plan in (few, many)]
    for plan in (few, many):
        plan.take("ask_approval", plan.placement.student)
    for role in (Role.STUDENT, Role.WORKPLACE_MENTOR):
        count(role, "asked")
    for plan in (few, many):
        LearningPlan.objects.get(pk=plan.pk).take("approve", _who(plan, Role.WORKPLACE_MENTOR))
    count(Role.SCHOOL_EDUCATOR, "approved")
    assert {key: pair for key, pair in counts.items() if pair[0] != pair[1] or pair[0] > 45} == {}
    assert saved[0] == saved[1] <= 90


def _who(plan: LearningPlan, role: str):
    return plan.placement.student if role == Role.STUDENT else plan.placement.people_in([role])[0]


def _queries_to_save(plan: LearningPlan) -> int:
    url = reverse("conversations:plan_part", args=[plan.pk, plan.placement.outcomes.first().pk])
    return queries_to_save(plan.placement.student, url, {"version": 1, "goal": "Anders."})
