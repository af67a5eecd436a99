"""The cast: one placement with everybody around it, and the strangers. Nobody here exists.

`cast` is made with the real framework and the real steps, so a test starts from a state that can happen. Bring a form
where a test needs it with `reflect`, `respond`, `hand_in`, `signed`, `decided`.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from assessments.models import AssessmentForm, Feedback, Judgement, Reflection
from assessments.rules import Moment
from learning_outcomes import files, loading
from learning_outcomes.models import Unit, WorkplacePeriod
from placements.models import Invitation, Participation, Placement, User
from placements.roles import Role

from .factories import InstituteFactory, PlacementFactory, SchoolFactory, UserFactory

HAN = Path(__file__).parent.parent / "fixtures" / "han-tweedegraads-2025-2026.yaml"


@dataclass
class Cast:
    placement: Placement
    other: Placement
    people: dict[str, User]
    units: list[Unit]
    invitation: Invitation
    midterm: AssessmentForm = field(init=False)
    final: AssessmentForm = field(init=False)

    def __post_init__(self) -> None:
        forms = {form.moment: form for form in AssessmentForm.objects.filter(placement=self.placement)}
        self.midterm, self.final = forms[Moment.MIDTERM], forms[Moment.FINAL]

    def __getattr__(self, name: str) -> User:
        try:
            return self.__dict__["people"][name]
        except KeyError as missing:
            raise AttributeError(name) from missing


def load_han() -> WorkplacePeriod:
    """The published HAN edition, as it stands in fixtures/."""
    loading.load(files.read(HAN.read_bytes()), publish=True)
    return WorkplacePeriod.objects.get(code="wpl2-lj2")


def _seat(placement: Placement, user: User, role: Role, unit=None, confirmed_by=None) -> Participation:
    at = timezone.now() if confirmed_by else None
    return Participation.objects.create(
        placement=placement,
        user=user,
        role=role,
        unit=unit,
        since=placement.start,
        confirmed_by=confirmed_by,
        confirmed_at=at,
    )


def _placement(student: User, period: WorkplacePeriod, school, institute) -> Placement:
    start = timezone.localdate() - timedelta(weeks=10)
    end = start + timedelta(weeks=18)
    placement = PlacementFactory(
        student=student, period=period, school=school, institute=institute, start=start, end=end
    )
    AssessmentForm.objects.start_for(placement)
    plan_final(placement)
    return placement


def plan_final(placement: Placement) -> None:
    """The final talk, which lies ahead, has the day of its form: nothing waits to be planned."""
    final = placement.forms.get(moment=Moment.FINAL)
    placement.conversations.filter(kind="final").update(day=final.talk_on)


def make_cast() -> Cast:
    """Noor's placement with everybody around it, all confirmed, and Luuk's with other people around it."""
    period = load_han()
    units = list(Unit.objects.order_by("order"))
    school, institute = SchoolFactory(), InstituteFactory()

    def person(first: str, **more) -> User:
        return UserFactory(first_name=first, last_name="Voorbeeld", email=f"{first.lower()}@driehoek.example", **more)

    people = {
        "student": person("Noor"),
        "mentor": person("Marieke", by_link_only=True),
        "withdrawn_mentor": person("Wietske", by_link_only=True),
        "school_educator": person("Hanneke"),
        "institute_educator": person("Karim"),
        "examiner": person("Ilse"),
        "other_unit_examiner": person("Pieter"),
        "study_coach": person("Saar"),
        "other_student": person("Luuk"),
        "other_mentor": person("Joris", by_link_only=True),
        "other_school_educator": person("Fatima"),
        "other_institute_educator": person("Gijs"),
        "other_examiner": person("Lidewij"),
        "admin": person("Beheer", is_staff=True, is_superuser=True),
    }
    placement = _placement(people["student"], period, school, institute)
    other = _placement(people["other_student"], period, school, institute)
    karim, gijs = people["institute_educator"], people["other_institute_educator"]
    seat = _seat(placement, people["mentor"], Role.WORKPLACE_MENTOR, confirmed_by=karim)
    gone = _seat(placement, people["withdrawn_mentor"], Role.WORKPLACE_MENTOR)
    _seat(placement, people["school_educator"], Role.SCHOOL_EDUCATOR, confirmed_by=karim)
    _seat(placement, karim, Role.INSTITUTE_EDUCATOR)
    _seat(placement, people["examiner"], Role.UNIT_EXAMINER, units[0])
    _seat(placement, people["other_unit_examiner"], Role.UNIT_EXAMINER, units[1])
    _seat(placement, people["study_coach"], Role.STUDY_COACH)
    _seat(other, people["other_mentor"], Role.WORKPLACE_MENTOR, confirmed_by=gijs)
    _seat(other, people["other_school_educator"], Role.SCHOOL_EDUCATOR, confirmed_by=gijs)
    _seat(other, gijs, Role.INSTITUTE_EDUCATOR)
    _seat(other, people["other_examiner"], Role.UNIT_EXAMINER, units[0])
    by = {"invited_by": people["student"]}
    invitation = Invitation.objects.create(participation=seat, email=people["mentor"].email, **by)
    Invitation.objects.create(participation=gone, email=people["withdrawn_mentor"].email, **by).withdraw()
    return Cast(Placement.objects.get(pk=placement.pk), Placement.objects.get(pk=other.pk), people, units, invitation)


def reflect(form: AssessmentForm) -> AssessmentForm:
    """Noor writes on every outcome that asks for it."""
    for row in form.rows.select_related("item__outcome", "item__rule"):
        if not row.asks(form):
            continue
        texts = {
            "shown": f"Dit liet ik zien bij {row.outcome.code}.",
            "evidence": "Lesontwerp 3",
            "to_develop": "Rustiger praten.",
        }
        student = form.placement.student
        Reflection.write({"row": row}, texts, form=form, part="reflection", by=student, seen_version=0)
    return form


def opened(form: AssessmentForm) -> AssessmentForm:
    """The day from which this form may be handed in has come."""
    AssessmentForm.objects.filter(pk=form.pk).update(opens_on=form.placement.start)
    return form


def hand_in(form: AssessmentForm) -> AssessmentForm:
    """Noor has written on every outcome and hands in."""
    return reflect(opened(form)).take("hand_in", form.placement.student)


def respond(form: AssessmentForm, by: User, verdict: str = "met") -> AssessmentForm:
    """`by` writes what is asked on every outcome: a judgement where one belongs, feedback elsewhere."""
    for row in form.rows.select_related("item__outcome", "item__rule", "item__unit"):
        if not row.asks_workplace(form):
            continue
        if row.is_judged(form):
            values = {
                "verdict": verdict,
                "motivation": "Op 3 juni begon de les op tijd.",
                "feed_forward": "Houd dit vast.",
            }
            values["trust"] = True if row.item.asks_trust else None
            Judgement.write({"row": row}, values, form=form, part="judgement", by=by, seen_version=0)
            continue
        values = {"text": "Ik zag een rustige start.", "next_step": "Vraag door."}
        if not row.item.summative:
            values = {"made": "Vraagt nu zelf om feedback.", "to_make": "Een eigen visie."}
        Feedback.write({"row": row, "author": by}, values, form=form, part="feedback", by=by, seen_version=0)
    return form


def signed(form: AssessmentForm, by: User, verdict: str = "met") -> AssessmentForm:
    return respond(hand_in(form), by, verdict).take("sign", by)


def decided(form: AssessmentForm, cast: Cast) -> AssessmentForm:
    """Signed by the mentor, adopted by both examiners."""
    signed(form, cast.mentor)
    for decision, examiner in zip(
        form.decisions.order_by("unit__order"), (cast.examiner, cast.other_unit_examiner), strict=True
    ):
        decision.take("adopt", examiner)
    return form
