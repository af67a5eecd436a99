"""Who may take which step with a form, and from which state: the agreed table, spelt out (decisions, section 5)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from assessments.models import AssessmentFormLog
from tests.cast import hand_in, reflect, respond, signed

pytestmark = pytest.mark.django_db

STATES = {
    "reflecting": reflect,
    "responding": hand_in,
    "signed": lambda form: signed(form, form.placement.people_in(["workplace_mentor"])[0]),
}
# (state, step) -> who succeeds; whoever is not named here is refused
ALLOWED = {
    ("reflecting", "hand_in"): {"student"},
    ("reflecting", "open_without_reflection"): {"institute_educator"},
    ("responding", "return"): {"mentor", "school_educator"},
    ("responding", "sign"): {"mentor", "school_educator"},
    ("signed", "reopen"): {"institute_educator"},
}
STEPS = ["hand_in", "open_without_reflection", "return", "sign", "reopen"]
PEOPLE = [
    "student", "mentor", "withdrawn_mentor", "school_educator", "institute_educator", "examiner",
    "other_unit_examiner", "study_coach", "other_student", "other_mentor", "other_institute_educator", "admin",
]  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", STATES)
def test_only_the_agreed_people_take_a_step_from_the_agreed_state(cast, state, step):
    form = STATES[state](cast.midterm)
    respond(form, cast.mentor) if state == "responding" else None
    for name in PEOPLE:
        if name in ALLOWED.get((state, step), set()):
            continue
        with pytest.raises((PermissionDenied, ValidationError)):
            form.take(step, cast.people[name], note="Daarom.")
    form.refresh_from_db()
    assert form.state == state


@pytest.mark.parametrize(
    ("state", "step", "name"), [(*key, name) for key, names in ALLOWED.items() for name in sorted(names)]
)
def test_the_agreed_people_succeed(cast, state, step, name):
    form = STATES[state](cast.midterm)
    respond(form, cast.mentor) if state == "responding" else None
    before = form.log.count()
    form.take(step, cast.people[name], note="Daarom.")
    assert form.log.count() == before + 1
    assert form.state != state


def test_a_form_is_handed_in_only_with_every_outcome_reflected_on(cast):
    with pytest.raises(ValidationError) as refused:
        cast.midterm.take("hand_in", cast.student)
    assert len(refused.value.messages) == 5


def test_a_final_form_is_signed_only_with_a_motivated_judgement_on_each_summative_outcome(cast):
    form = hand_in(cast.final)
    sentences = [m.sentence for m in form.missing_for("sign")]
    # 3 x (judgement, why, step) + trust on the two outcomes of unit 1 + 2 x 2 statements
    assert len(sentences) == 3 * 3 + 2 + 2 * 2


@pytest.mark.parametrize("step", ["open_without_reflection", "return", "reopen"])
def test_going_back_asks_for_a_note(cast, step):
    state = {"open_without_reflection": "reflecting", "return": "responding", "reopen": "signed"}[step]
    form = STATES[state](cast.midterm)
    by = cast.mentor if step == "return" else cast.institute_educator
    with pytest.raises(ValidationError):
        form.take(step, by, note="   ")


def test_a_form_with_a_decision_is_not_reopened(cast):
    form = signed(cast.final, cast.mentor)
    form.decisions.first().take("adopt", cast.examiner)
    with pytest.raises(ValidationError):
        form.take("reopen", cast.institute_educator, note="Verkeerde student.")


def test_a_refused_step_leaves_no_line_in_the_log(cast):
    with pytest.raises(ValidationError):
        cast.midterm.take("hand_in", cast.student)
    assert not AssessmentFormLog.objects.exists()


def test_stale_copies_are_judged_by_what_is_in_the_database(cast):
    stale = type(cast.midterm).objects.get(pk=cast.midterm.pk)
    hand_in(cast.midterm)
    with pytest.raises(ValidationError):
        stale.take("hand_in", cast.student)


def test_a_form_is_not_handed_in_before_its_day(cast):
    form = reflect(cast.final)
    assert form.opens_on > timezone.localdate()
    with pytest.raises(ValidationError) as refused:
        form.take("hand_in", cast.student)
    assert len(refused.value.messages) == 1
