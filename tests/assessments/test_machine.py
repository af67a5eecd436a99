"""Anybody does anything in any order: the form never comes where it may not be, and the records add up afterwards."""

import io
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.models import (
    AssessmentForm,
    Feedback,
    Judgement,
    OtherFeedback,
    OutcomeDecision,
    Reflection,
    SealedVersion,
    UnitDecision,
)
from placements.models.parts import Conflict, NotNow
from tests.assessments.acts import row_of, undone
from tests.cast import Cast, opened

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]

REFUSALS = (PermissionDenied, ValidationError, NotNow, Conflict, UnitDecision.DoesNotExist)
# act -> (state before, state after, who); nothing else may ever succeed
STEPS = {
    "hand_in": ("reflecting", "responding", {"student"}),
    "open_without_reflection": ("reflecting", "responding", {"institute_educator"}),
    "return": ("responding", "reflecting", {"mentor", "school_educator"}),
    "sign": ("responding", "signed", {"mentor", "school_educator"}),
    "reopen": ("signed", "responding", {"institute_educator"}),
}
ADOPTS = {"adopt_1": "examiner", "adopt_2": "other_unit_examiner"}
WRITES = {
    "reflect": ("reflecting", {"student"}),
    "judge": ("responding", {"mentor", "school_educator"}),
    "give_feedback": ("responding", {"mentor", "school_educator"}),
    "add_other": ("responding", {"mentor", "school_educator"}),
}
PEOPLE = [
    "student", "mentor", "school_educator", "institute_educator", "examiner", "other_unit_examiner", "withdrawn_mentor",
    "study_coach", "other_student", "other_mentor", "admin",
]  # fmt: skip
ACTS = [*STEPS, *ADOPTS, *WRITES]
# the straight way; a walk begins somewhere on it, or every walk would end at the first door
COURSE = [
    ("student", "reflect"), ("student", "hand_in"), ("mentor", "judge"), ("mentor", "give_feedback"),
    ("mentor", "sign"), ("examiner", "adopt_1"), ("other_unit_examiner", "adopt_2"),
]  # fmt: skip
WALKS = st.builds(
    lambda number, acts: COURSE[:number] + acts,
    st.integers(0, len(COURSE)),
    st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(ACTS)), max_size=12),
)


def fresh(cast: Cast) -> AssessmentForm:
    return AssessmentForm.objects.get(pk=cast.final.pk)


def do(cast: Cast, name: str, act: str) -> None:
    """One act by one person; raises one of REFUSALS when it is not for him now."""
    form, person = fresh(cast), cast.people[name]
    if act in STEPS:
        form.take(act, person, note="Daarom.")
    elif act in ADOPTS:
        unit = cast.units[int(act[-1]) - 1]
        UnitDecision.objects.get(form=form, unit=unit).take("adopt", person)
    elif act == "add_other":
        save(OtherFeedback, {"form": form, "author": person}, {"text": "Nog iets."}, form, "other_feedback", person)
    else:
        for code in ("CPL", "AOL", "LV", "ICT", "PPI"):
            write(act, form, code, person)


def write(act: str, form: AssessmentForm, code: str, person) -> None:
    row = row_of(form, code)
    if act == "reflect":
        save(Reflection, {"row": row}, {"shown": f"Bij {code}."}, form, "reflection", person)
    elif act == "judge" and row.item.summative:
        values = {"verdict": "met", "motivation": "Op 3 juni.", "feed_forward": "Houd vast.", "trust": True}
        save(Judgement, {"row": row}, values, form, "judgement", person)
    elif act == "give_feedback" and not row.item.summative:
        values = {"made": "Vraagt zelf.", "to_make": "Een visie."}
        save(Feedback, {"row": row, "author": person}, values, form, "feedback", person)


def save(model, key: dict, values: dict, form: AssessmentForm, part: str, person) -> None:
    there = model.objects.filter(**key).first()
    model.write(key, values, form=form, part=part, by=person, seen_version=there.version if there else 0)


def picture(cast: Cast) -> dict:
    """Everything that an act could change."""
    form = fresh(cast)
    return {
        "form": (form.state, form.handed_in_at, form.signed_at, form.signed_by, form.signed_role),
        "log": list(form.log.values_list("step", "source", "target")),
        "decisions": sorted(form.decisions.values_list("unit", "state")),
        "outcomes": OutcomeDecision.objects.count(),
        "versions": list(SealedVersion.objects.values_list("number", "digest")),
        "parts": [
            list(model.objects.order_by("pk").values_list("pk", "version", "author"))
            for model in (Reflection, Feedback, Judgement, OtherFeedback)
        ],
    }


def walk(cast: Cast, acts: list[tuple[str, str]]) -> None:
    """Do all of these, and look after each whether it was allowed and what it left behind."""
    opened(cast.final)
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
        check(cast, name, act, before, picture(cast))
    left = fresh(cast)
    assert left.log.count() == sum(act in STEPS for act in done)
    assert SealedVersion.objects.count() == sum(act == "sign" or act in ADOPTS for act in done)
    call_command("verify_records", stdout=io.StringIO())


def check(cast: Cast, name: str, act: str, before: dict, after: dict) -> None:
    """An act that succeeded was allowed by the tables above, and moved nothing else."""
    state, new = before["form"][0], after["form"][0]
    if act in STEPS:
        source, target, who = STEPS[act]
        assert (state, new, name in who) == (source, target, True), (name, act)
        assert after["log"] == [*before["log"], (act, source, target)]
        assert after["parts"] == before["parts"]
    elif act in ADOPTS:
        assert (state, new, name) == ("signed", "signed", ADOPTS[act])
        assert sum(s == "decided" for _u, s in after["decisions"]) == 1 + sum(
            s == "decided" for _u, s in before["decisions"]
        )
        assert after["outcomes"] - before["outcomes"] == {"adopt_1": 2, "adopt_2": 1}[act]
    elif after != before:  # writing on a row without such a part is nothing
        source, who = WRITES[act]
        assert (state, new, name in who) == (source, source, True), (name, act)
        assert {key for key in after if after[key] != before[key]} == {"parts"}
    consistent(cast)


def consistent(cast: Cast) -> None:
    """What holds in every state."""
    form = fresh(cast)
    is_signed = form.state == "signed"
    assert is_signed == bool(form.signed_at) == bool(form.signed_by) == bool(form.signed_role)
    assert form.decisions.count() == (2 if is_signed else 0)
    for decision in form.decisions.all():
        is_decided = decision.state == "decided"
        assert is_decided == bool(decision.decided_by) == decision.outcomes.exists()
        assert is_decided == SealedVersion.objects.filter(form=form, unit=decision.unit).exists()


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=WALKS)
def test_no_walk_leaves_the_agreed_ways(cast, acts):
    with undone():
        walk(cast, acts)


def test_the_straight_way_leads_to_the_end(cast):
    walk(cast, COURSE)
    assert SealedVersion.objects.count() == 3


def test_a_walk_would_notice_a_step_by_who_may_not(cast, monkeypatch):
    """The control: with a table that lets an examiner send a form back, a walk fails."""
    steps = AssessmentForm.STEPS
    wrong = replace(steps["return"], roles=steps["return"].roles | {"unit_examiner"})
    monkeypatch.setattr(AssessmentForm, "STEPS", steps | {"return": wrong})
    with pytest.raises(AssertionError, match="'examiner', 'return'"):
        walk(cast, [*COURSE[:2], ("examiner", "return")])
