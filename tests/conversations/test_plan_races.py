"""Two at once with one plan: one step is taken, and what was approved is what stood there."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from conversations.models import Goal, LearningPlan, PlanApproval, PlanPart
from placements.models.parts import NotNow
from tests.test_races import form_of, posts, refusals, statuses, together

from .plans import asked, item_of, put, shared

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.mark.parametrize("turned", [False, True])
def test_of_approving_and_sending_back_at_once_one_happens(cast, turned):
    plan = asked(cast)
    acts = [
        lambda: form_of(plan).take("approve", cast.mentor),
        lambda: form_of(plan).take("send_back", cast.school_educator, "Noem ook 2D."),
    ]
    assert refusals(together(*acts[:: -1 if turned else 1])) == [ValidationError]
    plan.refresh_from_db()
    assert (plan.state, PlanApproval.objects.count(), Goal.objects.count()) in [("approved", 2, 2), ("shared", 0, 0)]


@pytest.mark.parametrize("turned", [False, True])
def test_what_is_written_while_approval_is_asked_is_in_that_version_or_refused(cast, turned):
    plan = shared(cast)
    acts = [
        lambda: put(plan, "CPL", seen=1, goal="Nog net op tijd."),
        lambda: form_of(plan).take("ask_approval", cast.student),
    ]
    refused = refusals(together(*acts[:: -1 if turned else 1]))
    assert refused in ([], [NotNow])
    kept = "Nog net op tijd." in str(plan.versions.get(step="ask_approval").content)
    assert kept == (not refused)


def test_without_the_lock_a_late_text_would_slip_in(cast, monkeypatch):
    """The positive control: who looks at the plan he had loaded writes what nobody approves."""
    plan = shared(cast)
    monkeypatch.setattr("conversations.models.plans.locked", lambda stale, by: stale)
    LearningPlan.objects.get(pk=plan.pk).take("ask_approval", cast.student)
    put(plan, "CPL", seen=1, goal="Te laat.")
    assert PlanPart.objects.get(item=item_of(plan, "CPL")).goal == "Te laat."
    assert "Te laat." not in str(plan.versions.get(step="ask_approval").content)


def test_a_plan_shared_by_many_clicks_is_shared_once_with_one_mail(cast):
    plan = LearningPlan.objects.get(placement=cast.placement)
    put(plan, "PPI")
    url = reverse("conversations:plan_step", args=[plan.pk, "share"])
    assert statuses(posts(cast.student, url, *[{}] * 4)) == [302] + [422] * 3
    assert (plan.versions.count(), cast.mentor.mails.count()) == (1, 1)
