"""Forms in every state they can be in, side by side."""

from dataclasses import dataclass, field

from django.utils import timezone

from assessments.models import AssessmentForm, IndicatorMark, Judgement, Reflection
from placements.models import Participation, Placement, User
from placements.roles import Role
from tests.cast import Cast, hand_in, plan_final, reflect, respond, signed
from tests.factories import InvitationFactory, ParticipationFactory, PlacementFactory, UserFactory


@dataclass
class World:
    """The cast, and for each state asked for a student more, with the cast's mentor and educators around."""

    cast: Cast
    made: dict[str, AssessmentForm] = field(default_factory=dict)

    def __getitem__(self, state: str) -> AssessmentForm:
        """The form that is in this state."""
        if state not in self.made:
            midterm, final = _around(self.cast, len(self.made)).forms.order_by("-moment")
            form = midterm if state.startswith("midterm") else final
            if form is final:
                signed(midterm, self.cast.mentor)
            STATES[state](form, self.cast)
            self.made[state] = AssessmentForm.objects.get(pk=form.pk)
        return self.made[state]

    def student(self, state: str) -> User:
        return self[state].placement.student


def _around(cast: Cast, number: int) -> Placement:
    like = cast.placement
    placement = PlacementFactory(
        student=UserFactory(email=f"student{number}@driehoek.example"),
        period=like.period,
        school=like.school,
        institute=like.institute,
        start=like.start,
        end=like.end,
        group="2A" if number % 2 else "2B",
    )
    for seat in like.participations.filter(until__isnull=True):
        one = ParticipationFactory(
            placement=placement,
            user=seat.user,
            role=seat.role,
            unit=seat.unit,
            since=seat.since,
            confirmed_by=seat.confirmed_by,
            confirmed_at=seat.confirmed_at,
        )
        if seat.role == Role.WORKPLACE_MENTOR:
            InvitationFactory(participation=one)
    AssessmentForm.objects.start_for(placement)
    plan_final(placement)
    AssessmentForm.objects.filter(placement=placement).update(opens_on=timezone.localdate())
    return placement


def _begin(form: AssessmentForm, cast: Cast) -> None:
    """One outcome written with words that say little, one half-way."""
    rows = list(form.rows.all())
    by = form.placement.student
    for row, texts in ((rows[0], {"shown": "De les ging wel goed."}), (rows[1], {"evidence": "Lesontwerp 3"})):
        Reflection.write({"row": row}, texts, form=form, part="reflection", by=by, seen_version=0)


def _answer(form: AssessmentForm, cast: Cast) -> None:
    """The mentor has seen too little of one outcome, and written on the others."""
    respond(hand_in(form), cast.mentor)
    last = form.rows.last().feedback.get()
    last.too_little_seen = True
    last.save()


def _ask_back(form: AssessmentForm, cast: Cast) -> None:
    hand_in(form).take("return", cast.mentor, "Wat deed je precies?\n\nEn wat deed de klas?")


def _mark(form: AssessmentForm, cast: Cast) -> AssessmentForm:
    """Student and mentor ticked indicators, partly the same."""
    for row in form.rows.select_related("item__outcome"):
        first, second = row.outcome.indicators.values_list("pk", flat=True)[:2]
        IndicatorMark.objects.put(row, form.placement.student, "shown", {first})
        IndicatorMark.objects.put(row, cast.mentor, "seen", {first, second})
        IndicatorMark.objects.put(row, cast.mentor, "used", {second})
    return form


def _judge_one(form: AssessmentForm, cast: Cast) -> None:
    row = hand_in(form).rows.first()
    values = {"verdict": "not_met", "motivation": "De les ging wel goed.", "feed_forward": ""}
    Judgement.write({"row": row}, values, form=form, part="judgement", by=cast.mentor, seen_version=0)


def _sign_unconfirmed(form: AssessmentForm, cast: Cast) -> None:
    seat = Participation.objects.filter(placement=form.placement, role=Role.WORKPLACE_MENTOR)
    seat.update(confirmed_by=None, confirmed_at=None)
    signed(AssessmentForm.objects.get(pk=form.pk), cast.mentor)


def _decide(form: AssessmentForm, cast: Cast) -> None:
    signed(form, cast.mentor)
    examiners = (cast.examiner, cast.other_unit_examiner)
    for decision, examiner in zip(form.decisions.order_by("unit__order"), examiners, strict=True):
        decision.take("adopt", examiner)


STATES = {
    "midterm written": _begin,
    "midterm answered": _answer,
    "midterm signed": lambda form, cast: _mark(respond(hand_in(form), cast.mentor), cast).take("sign", cast.mentor),
    "final written": lambda form, cast: reflect(form),
    "final returned": _ask_back,
    "final answered": _judge_one,
    "final ready": lambda form, cast: respond(hand_in(form), cast.mentor),
    "final signed": lambda form, cast: signed(form, cast.mentor, "not_met"),
    "final provisional": _sign_unconfirmed,
    "final decided": _decide,
}
