"""Anybody does anything in any order about a doubt: no forbidden state, no lost word, every step in the log.

`DIALOGUE_RUNS=2000 pytest tests/assessments/test_dialogue_machine.py` walks longer than the suite does.
"""

import io
import os
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.models import AssessmentForm, OutcomeDecision, SealedVersion, UnitDecision
from tests.assessments.acts import undone
from tests.assessments.talks import undecided
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]

REFUSALS = (PermissionDenied, ValidationError, UnitDecision.DoesNotExist)
SIDES = {"examiner", "mentor", "school_educator"}
# act -> (state before, state after, who); nothing else may ever succeed
STEPS = {
    "adopt": ("open", "decided", {"examiner"}),
    "open_dialogue": ("open", "in_dialogue", SIDES),
    "settle": ("in_dialogue", "decided", {"examiner"}),
    "deviate": ("in_dialogue", "decided", {"examiner"}),
    "escalate": ("in_dialogue", "escalated", SIDES),
    "decide_finally": ("escalated", "decided", {"institute_educator"}),
}
WORDS = {
    "say": {"in_dialogue": SIDES, "escalated": SIDES | {"institute_educator"}},
    "agree": {"in_dialogue": SIDES, "escalated": SIDES | {"institute_educator"}},
    "position": {"escalated": SIDES},
}
FORM = {
    "reopen": ("signed", "responding", {"institute_educator"}),
    "sign": ("responding", "signed", SIDES - {"examiner"}),
}
PEOPLE = [
    "student", "mentor", "school_educator", "institute_educator", "examiner", "other_unit_examiner", "study_coach",
    "other_examiner", "admin",
]  # fmt: skip
# a walk begins somewhere on this way, or nearly every walk would end at the first door
COURSE = [
    ("examiner", "open_dialogue"), ("mentor", "say"), ("examiner", "escalate"), ("mentor", "position"),
    ("institute_educator", "decide_finally"),
]  # fmt: skip
ANYBODY = st.tuples(st.sampled_from(PEOPLE), st.sampled_from([*STEPS, *WORDS, *FORM]))
SOMEBODY = st.one_of([st.tuples(st.sampled_from(sorted(who)), st.just(act)) for act, (_a, _b, who) in STEPS.items()])
WALKS = st.builds(
    lambda number, acts: COURSE[:number] + acts,
    st.integers(0, len(COURSE)),
    st.lists(ANYBODY | SOMEBODY, min_size=3, max_size=14),
)


def now(cast: Cast) -> UnitDecision:
    return UnitDecision.objects.get(form=cast.final, unit=cast.units[0])


def do(cast: Cast, name: str, act: str) -> None:
    """One act by one person; raises one of REFUSALS when it is not for him now."""
    person = cast.people[name]
    if act in FORM:
        AssessmentForm.objects.get(pk=cast.final.pk).take(act, person, note="Daarom.")
        return
    decision = now(cast)
    row = decision.judged_rows()[0].pk
    said = {"text": f"{name} zegt iets.", "verdict": "met", "weighing": "Zo.", "reason": "Daarom."}
    if act == "position":
        decision.take_position(person, {row: said})
    elif act in WORDS:
        decision.speak(person, row, text=said["text"], verdict="not_met" if act == "agree" else "")
    elif act == "deviate":
        decision.take("settle", person, said={row: said | {"verdict": "not_met"}})
    else:
        decision.take(act, person, said={row: said})


def picture(cast: Cast) -> dict:
    """Everything that an act could change."""
    form, decision = AssessmentForm.objects.get(pk=cast.final.pk), UnitDecision.objects.filter(form=cast.final).first()
    return {
        "form": (form.state, form.log.count()),
        "state": decision and decision.state,
        "due": decision and decision.due_on,
        "log": list(decision.log.values_list("step", "source", "target")) if decision else [],
        "words": list(decision.contributions.values_list("pk", "kind", "author", "text")) if decision else [],
        "outcomes": OutcomeDecision.objects.count(),
        "versions": list(SealedVersion.objects.values_list("number", "digest")),
    }


def walk(cast: Cast, acts: list[tuple[str, str]]) -> list[str]:
    """Do all of these, and look after each whether it was allowed and what it left behind. Returns what succeeded."""
    done = []
    for name, act in acts:
        before = picture(cast)
        try:
            with transaction.atomic():  # as a request
                do(cast, name, act)
        except REFUSALS:
            assert picture(cast) == before, f"a refused {act} by {name} left something behind"
            continue
        done.append(act)
        check(name, act, before, picture(cast))
    after = picture(cast)
    assert len(after["words"]) == sum(act in WORDS or act in {"open_dialogue", "escalate"} for act in done)
    call_command("verify_records", stdout=io.StringIO())
    return done


def check(name: str, act: str, before: dict, after: dict) -> None:
    """An act that succeeded was allowed by the tables above, and moved nothing else."""
    if act in FORM:
        source, target, who = FORM[act]
        assert (before["form"][0], after["form"][0], name in who) == (source, target, True), (name, act)
    elif act in STEPS:
        source, target, who = STEPS[act]
        assert (before["state"], after["state"], name in who) == (source, target, True), (name, act)
        step = "settle" if act == "deviate" else act
        assert after["log"] == [*before["log"], (step, source, target)]
        assert (len(after["versions"]) - len(before["versions"]), after["outcomes"]) == {
            "decided": (1, 2), "in_dialogue": (0, 0), "escalated": (0, 0),
        }[target]  # fmt: skip
    else:
        assert name in WORDS[act].get(before["state"], set()), (name, act)
        assert after["words"][:-1] == before["words"]
        assert {key for key in after if after[key] != before[key]} <= {"words", "due"}
    assert (after["state"] in ("in_dialogue", "escalated")) == (after["due"] is not None)


@settings(
    max_examples=int(os.environ.get("DIALOGUE_RUNS", 30)),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(acts=WALKS)
def test_no_walk_about_a_doubt_leaves_the_agreed_ways(cast, acts):
    if not UnitDecision.objects.exists():
        undecided(cast)
    with undone():
        walk(cast, acts)


def test_the_straight_way_leads_to_the_final_decision(cast):
    undecided(cast)
    assert walk(cast, COURSE) == ["open_dialogue", "say", "escalate", "position", "decide_finally"]


def test_who_agreed_lets_the_examiner_deviate(cast):
    undecided(cast)
    way = [COURSE[0], ("examiner", "deviate"), ("mentor", "agree"), ("examiner", "deviate")]
    assert walk(cast, way) == ["open_dialogue", "agree", "deviate"]


def test_a_walk_would_notice_a_step_by_who_may_not(cast, monkeypatch):
    """The control: with a table that lets a mentor settle, a walk fails."""
    undecided(cast)
    steps = UnitDecision.STEPS
    wrong = replace(steps["settle"], roles=steps["settle"].roles | {"workplace_mentor"})
    monkeypatch.setattr(UnitDecision, "STEPS", steps | {"settle": wrong})
    with pytest.raises(AssertionError, match="'mentor', 'settle'"):
        walk(cast, [COURSE[0], ("mentor", "settle")])
