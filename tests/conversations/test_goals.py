"""Goals: who moves and rewords them in which state, and what stands of them for ever (C20, C22)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse

from conversations.models import Goal
from tests.assessments.acts import browser
from tests.conversations.talking import GOAL, goal_on, talk

pytestmark = pytest.mark.django_db

AROUND = ["student", "mentor", "school_educator", "institute_educator", "examiner", "other_unit_examiner",
          "study_coach", "other_student", "admin"]  # fmt: skip
# (state, step) -> who succeeds; everybody else is refused, and so is every other step.
ALLOWED = {
    ("running", "reach"): {"student", "mentor"},
    ("running", "let_go"): {"student"},
    ("reached", "go_on"): {"student", "mentor"},
}
READS = {"student", "mentor", "school_educator", "institute_educator", "examiner"}  # of an outcome of the first unit


def in_state(cast, state: str) -> Goal:
    goal = goal_on(cast)
    if state == "reached":
        goal.take("reach", cast.student)
    if state == "let_go":
        goal.take("let_go", cast.student, "Het past niet bij deze klas.")
    return goal


def test_who_takes_a_goal_where(cast):
    wrong = {}
    for state in ("running", "reached", "let_go"):
        for step in ("reach", "let_go", "go_on"):
            for who in AROUND:
                with transaction.atomic():
                    goal = in_state(cast, state)
                    try:
                        goal.take(step, cast.people[who], "Daarom.")
                        done = True
                    except (PermissionDenied, ValidationError):
                        done = False
                    transaction.set_rollback(True)
                if done != (who in ALLOWED.get((state, step), set())):
                    wrong[state, step, who] = done
    assert wrong == {}, "(state, step, who): done?"


def test_who_reads_a_goal(cast):
    goal_on(cast)
    page = reverse("conversations:goals", args=[cast.placement.pk])
    got = {who for who in AROUND if GOAL in browser(cast.people[who]).get(page).text}
    assert got == READS


def test_letting_go_asks_why_and_keeps_what_was_typed(cast):
    goal = goal_on(cast)
    url = reverse("conversations:goal_step", args=[cast.placement.pk, goal.pk, "let_go"])
    assert browser(cast.student).post(url, {"note": " "}).status_code == 422
    assert browser(cast.student).post(url, {"note": "Past niet."}).status_code == 302
    goal.refresh_from_db()
    assert goal.state == "let_go"
    assert goal.log.get().note == "Past niet."


def reword(cast, goal, text, seen, **more):
    url = reverse("conversations:goal_reword", args=[cast.placement.pk, goal.pk])
    return browser(cast.student).post(url, {"text": text, "seen": seen} | more)


def test_a_goal_grows_and_its_old_words_stay(cast):
    goal = goal_on(cast)
    answer = reword(cast, goal, "Ook in 2D.", 1, talk=talk(cast, "midterm").pk)
    assert answer.url.startswith(talk(cast, "midterm").get_absolute_url())
    assert [(v.text, v.said_in) for v in goal.versions.all()] == [(GOAL, "start"), ("Ook in 2D.", "midterm")]
    page = browser(cast.mentor).get(reverse("conversations:goals", args=[cast.placement.pk])).text
    assert GOAL in page
    assert "Ook in 2D." in page


def test_over_another_version_than_was_seen_nothing_is_written(cast):
    goal = goal_on(cast)
    reword(cast, goal, "Op de telefoon.", 1)
    late = reword(cast, goal, "Op de laptop.", 1)
    assert late.status_code == 409
    assert "Op de telefoon." in late.text
    assert "Op de laptop." in late.text
    assert goal.versions.count() == 2
    assert reword(cast, goal, "Op de laptop.", 2).status_code == 302


def test_a_goal_that_runs_no_more_keeps_its_words_and_the_typed_ones_come_back(cast):
    goal = in_state(cast, "reached")
    answer = reword(cast, goal, "Nog meer.", 1)
    assert answer.status_code == 403
    assert "Nog meer." in answer.text


def test_a_new_goal_posted_twice_is_one_goal_and_an_empty_one_is_none(cast):
    item = cast.placement.outcomes.get(outcome__code="CPL").pk
    url = reverse("conversations:goal_new", args=[cast.placement.pk, item])
    wrong = {text: browser(cast.student).post(url, {"text": text}).status_code for text in ("", "a\x00", "x" * 10**6)}
    assert set(wrong.values()) == {422}
    for _twice in range(2):
        browser(cast.student).post(url, {"text": "Eén doel."})
    assert Goal.objects.count() == 1


def test_a_goal_of_another_placement_or_outcome_is_not_there(cast):
    elsewhere = cast.other.outcomes.first()
    url = reverse("conversations:goal_new", args=[cast.placement.pk, elsewhere.pk])
    assert browser(cast.student).post(url, {"text": "Bij Luuk."}).status_code == 404
    goal = goal_on(cast)
    url = reverse("conversations:goal_reword", args=[cast.other.pk, goal.pk])
    assert browser(cast.other_student).post(url, {"text": "Bij Luuk.", "seen": 1}).status_code == 404
