"""The steps of a conversation: STEPS x states x roles, spelt out."""

from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conversations.models import Conversation
from conversations.rules import STEPS

pytestmark = pytest.mark.django_db

IN_IT = {"student", "mentor", "school_educator", "institute_educator"}
OTHERS = {"examiner", "study_coach", "other_student", "other_mentor", "withdrawn_mentor", "admin"}
AGREED = {  # step: from, to
    "plan": ("planned", "planned"),
    "hold": ("planned", "held"),
    "take_back": ("held", "planned"),
    "cancel": ("planned", "cancelled"),
    "plan_again": ("cancelled", "planned"),
}
SAID = {"plan": {"day": timezone.localdate() + timedelta(days=9)}, "hold": {}}


def talk_in(cast, state: str) -> Conversation:
    talk = Conversation.objects.get(placement=cast.placement, kind="start")
    talk = talk.take("plan", cast.mentor, day=timezone.localdate() - timedelta(days=1))
    if state == "held":
        return talk.take("hold", cast.mentor)
    return talk.take("cancel", cast.mentor, "Ziek.") if state == "cancelled" else talk


def outcome(talk: Conversation, step: str, by) -> str:
    """The state after it; "no role" or "no" when it is refused. Undone by the caller."""
    try:
        return talk.take(step, by, "Omdat.", **SAID.get(step, {})).state
    except PermissionDenied:
        return "no role"
    except ValidationError:
        return "no"


def wrong_in(cast) -> dict:
    wrong = {}
    for state in ("planned", "held", "cancelled"):
        with transaction.atomic():
            talk = talk_in(cast, state)
            for step, (source, target) in AGREED.items():
                for name in sorted(IN_IT | OTHERS):
                    with transaction.atomic():
                        got = outcome(talk, step, cast.people[name])
                        transaction.set_rollback(True)
                    want = "no role" if name in OTHERS else target if state == source else "no"
                    if got != want:
                        wrong[state, step, name] = (got, want)
            transaction.set_rollback(True)
    return wrong


def test_who_takes_which_step_from_which_state(cast):
    assert set(STEPS) == set(AGREED)
    assert wrong_in(cast) == {}, "(state, step, person): (got, agreed)"


def test_the_table_would_notice_a_role_too_many(cast):
    """The control."""
    wider = STEPS | {"cancel": replace(STEPS["cancel"], roles=STEPS["cancel"].roles | {"study_coach"})}
    with patch.object(Conversation, "STEPS", wider):
        states = ("planned", "held", "cancelled")
        assert set(wrong_in(cast)) == {(state, "cancel", "study_coach") for state in states}


def post(user, talk, step: str, **data):
    client = Client()
    client.force_login(user)
    return client.post(reverse("conversations:step", args=[talk.pk, step]), data)


def test_a_step_by_its_button(cast):
    talk = talk_in(cast, "planned")
    assert post(cast.student, talk, "cancel", note="", seen=talk.sequence).status_code == 422
    assert post(cast.student, talk, "cancel", note="a\x00", seen=talk.sequence).status_code == 422
    assert post(cast.student, talk, "cancel", note="x" * 1_000_000, seen=talk.sequence).status_code == 422
    assert post(cast.student, talk, "hold", held_on="gisteren").status_code == 422
    assert post(cast.student, talk, "hold", held_on="2999-01-01").status_code == 422
    assert post(cast.student, talk, "plan").status_code == 403
    assert post(cast.student, talk, "no-such-step").status_code == 403
    talk.refresh_from_db()
    assert talk.state == "planned"
    answer = post(cast.student, talk, "cancel", note="Ziek.", seen=talk.sequence, next="https://evil.example/")
    assert answer.url == reverse("conversations:planning", args=[talk.placement_id])
    assert post(cast.student, talk, "cancel", note="Ziek.").status_code == 422  # a double post
    assert post(cast.student, talk, "plan_again", next="/help/").url == "/help/"
    talk.take("cancel", cast.mentor, "Weer ziek.")
    answer = post(cast.student, talk, "plan_again")
    page = Client()
    page.force_login(cast.student)
    spot = answer.url.removeprefix(f"{reverse('conversations:planning', args=[talk.placement_id])}#")
    assert f'<fieldset id="{spot}">' in page.get(answer.url).text


def test_whoever_cancels_a_day_that_moved_meanwhile_reads_the_new_one(cast):
    talk = talk_in(cast, "planned")
    talk.take("plan", cast.mentor, day=timezone.localdate() + timedelta(days=5))
    assert post(cast.student, talk, "cancel", note="Ziek.", seen=talk.sequence - 1).status_code == 409
    talk.refresh_from_db()
    assert talk.state == "planned"
