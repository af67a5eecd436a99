"""The sharpened plan is compared with what was discussed, whenever the talk is written down (C18)."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from conversations.models import LearningPlan

from .plans import TEXTS, plan_of, put, shared
from .talking import in_days, talk
from .test_plan_pages import page

pytestmark = pytest.mark.django_db
SHARED = TEXTS["goal"]
# what happens on which day after sharing: a text, "ask", "take back", or the day the talk is written down to be held on
# -> with which text the plan that is asked for is compared, and the day of the talk (None: since it was shared)
STORIES = {
    "written down on the day itself": ([(1, "A"), (1, 1), (1, "B"), (1, "ask")], "A", 1),
    "a day later, sharpened before": ([(1, "A"), (2, "B"), (2, 1), (2, "ask")], "A", 1),
    "a day later, sharpened after": ([(1, "A"), (2, 1), (2, "B"), (2, "ask")], "A", 1),
    "a week later, with changes in between": ([(1, "A"), (3, "B"), (3, "C"), (5, "D"), (8, 1), (8, "ask")], "A", 1),
    "after it was asked": ([(1, "A"), (2, "B"), (2, "ask"), (8, 1)], "A", 1),
    "asked on the day itself, written down later": ([(1, "A"), (3, "B"), (3, "ask"), (4, 3)], "A", 3),
    "nothing was changed since": ([(1, "A"), (4, "ask"), (5, 3)], "A", 3),
    "never written down": ([(1, "A"), (2, "B"), (2, "ask")], SHARED, None),
    "taken back": ([(1, "A"), (1, 1), (2, "take back"), (3, "B"), (3, "ask")], SHARED, None),
    "taken back and held later": ([(1, 1), (2, "take back"), (3, "A"), (4, "B"), (5, 3), (5, "ask")], "A", 3),
    "held before it was shared": ([(1, "A"), (2, -1), (2, "ask")], SHARED, None),
    "asked, sent back, asked again": ([(1, "A"), (1, 1), (2, "B"), (2, "ask"), (3, "back"), (3, "C"), (4, "ask")],
                                      "A", 1),
}  # fmt: skip


@pytest.fixture
def go_to(monkeypatch):
    """It is that many days from today now."""
    real = timezone.now
    return lambda days: monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(days=days))


def act(cast, plan: LearningPlan, what, today: int) -> None:
    if what == "ask":
        plan.take("ask_approval", cast.student)
    elif what == "back":
        plan.take("send_back", cast.mentor, "Noem 2D.")
    elif what == "take back":
        talk(cast, "start").take("take_back", cast.mentor, "Toch niet.")
    elif isinstance(what, int):
        talk(cast, "start").take("hold", cast.mentor, held_on=in_days(what - today))
    else:
        seen = plan.parts.get(item__outcome__code="CPL").version
        put(plan, "CPL", seen=seen, goal=what)


def test_the_plan_is_compared_with_what_was_discussed(cast, go_to):
    wrong, monday = {}, in_days(0)
    for name, (story, text, day) in STORIES.items():
        with transaction.atomic():
            plan = shared(cast)
            for on, what in story:
                go_to(on)
                act(cast, LearningPlan.objects.get(pk=plan.pk), what, on)
            found = LearningPlan.objects.for_page().get(pk=plan.pk).discussed
            row = next(row for row in found.version.content["rows"] if row["code"] == "CPL")
            got = (row["texts"]["goal"], (found.day - monday).days if found.is_talk else None)
            if got != (text, day):
                wrong[name] = got
            transaction.set_rollback(True)
        go_to(0)
    assert wrong == {}


def test_without_the_version_of_the_morning_what_was_discussed_would_be_lost(cast, go_to, monkeypatch):
    """The positive control of the stories."""
    monkeypatch.setattr(LearningPlan, "keep_morning", lambda plan, by: None)
    plan = shared(cast)
    for on, what in STORIES["a day later, sharpened before"][0]:
        go_to(on)
        act(cast, LearningPlan.objects.get(pk=plan.pk), what, on)
    found = LearningPlan.objects.for_page().get(pk=plan.pk).discussed
    assert next(row for row in found.version.content["rows"] if row["code"] == "CPL")["texts"]["goal"] == "B"


def test_a_day_of_writing_begins_with_one_version(cast, go_to):
    plan = shared(cast)
    put(plan, "CPL", seen=1, goal="A")
    go_to(1)
    for seen, words in enumerate(["B", "C"], start=2):
        put(plan, "CPL", seen=seen, goal=words)
    assert [version.step for version in plan.versions.all()] == ["share", "morning"]


@pytest.mark.once
def test_the_page_says_with_which_plan_it_compares(cast, go_to):
    plan = shared(cast)
    go_to(1)
    put(plan, "CPL", seen=1, goal="A")
    plan_of(cast.placement).take("ask_approval", cast.student)
    text = page(plan, cast.mentor)
    assert "since it was shared" in text or "sinds het delen" in text
    talk(cast, "start").take("hold", cast.mentor, held_on=in_days(0))
    text = page(plan, cast.mentor)
    assert "since the talk of" in text or "sinds het gesprek van" in text
