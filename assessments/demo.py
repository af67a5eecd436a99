"""A small cohort in every stage of the cycle, for `load_demo`. Everybody and everything here is invented.

Each student is brought where he is by the same steps real people take, so the demo cannot show what cannot happen.
"""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from learning_outcomes.models import Unit, WorkplacePeriod
from placements.invitations import confirm, invite
from placements.models import Institute, Participation, Partnership, Placement, School, User
from placements.roles import Role

from . import demo_calibration
from .demo_care import load_care
from .demo_conversations import load_talks, say_what_was_agreed
from .demo_plans import load_plan
from .demo_sets import finish, tailor
from .demo_talks import cancel_one, days_off, plan_talks
from .demo_texts import (
    FEEDBACK,
    FORMATIVE,
    JUDGEMENTS,
    OTHER_FEEDBACK,
    OTHER_JUDGEMENT,
    OTHER_REFLECTION,
    REFLECTIONS,
    SECOND_VOICE,
    TALK,
)
from .demo_thread import load_thread
from .models import AssessmentForm, Feedback, Judgement, Reflection, UnitDecision
from .rules import Moment

STUDENTS = [
    # first name, last name, group, classes, week of the placement, stage, school
    ("Noor", "Veldwachter", "AK2-C", "2B en 2D", 14, "reflecting_final", 0),
    ("Luuk", "Paardekam", "AK2-C", "2B en 2D", 14, "empty_final", 0),
    ("Tess", "Molenkamp", "NE2-A", "1D, 2B en 2F", 6, "reflecting_midterm", 1),
    ("Sem", "Ottevanger", "WI2-B", "3 havo", 7, "responding_midterm", 1),
    ("Yara", "Brandsma-Idris", "EN2-A", "1A en 2C", 15, "responding_final", 0),
    ("Fenna", "Groothedde", "GS2-A", "2 vwo", 18, "late_final", 1),
    ("Daan", "Kloosterhof", "BI2-B", "1 en 2 vmbo-tl", 16, "signed_unconfirmed", 1),
    ("Imane", "Tahirou", "NE2-A", "2A en 3A", 16, "signed_not_met", 0),
    ("Bram", "Essenburg", "WI2-B", "1B en 2E", 16, "half_decided", 1),
    ("Jasmijn", "Wolterbeek", "EN2-A", "2D", 17, "decided", 0),
    ("Mees", "Hofstede", "WI2-A", "1C en 2C", 9, "responding_midterm", 1),
    ("Mare", "Zandvliet", "GS2-A", "2B", 16, "in_dialogue", 0),
    ("Thijn", "Kuipersveld", "NE2-A", "3 mavo", 16, "escalated", 1),
    ("Roos", "Tuinhof", "AK2-C", "1C", 17, "finally_decided", 1),
]
MENTORS = [  # of the students above, in their order; some guide two
    ("Marieke", "Tolhoek"),
    ("Marieke", "Tolhoek"),
    ("Joris", "van Ginderen"),
    ("Wietske", "Postmus"),
    ("Anouk", "Segers"),
    ("Ruben", "Hazelaar"),
    ("Gijs", "Terwisga"),
    ("Lidewij", "Brons"),
    ("Ruben", "Hazelaar"),
    ("Anouk", "Segers"),
    ("Wietske", "Postmus"),
    ("Marieke", "Tolhoek"),
    ("Joris", "van Ginderen"),
    ("Gijs", "Terwisga"),
]
SUBJECTS = {
    "AK": "aardrijkskunde",
    "NE": "Nederlands",
    "WI": "wiskunde",
    "EN": "Engels",
    "GS": "geschiedenis",
    "BI": "biologie",
}


@transaction.atomic
def load(students: int = len(STUDENTS)) -> int:
    """Make `students` placements; returns how many were made. Nothing when there is a demo already."""
    if User.objects.filter(email="beheer@driehoek.example").exists():
        return 0
    cast = _cast()
    period = WorkplacePeriod.objects.order_by("-framework__year", "order").first()
    placements = []
    for number in range(students):
        placements.append(_student(number, cast, period))
    if students > 1:
        Placement.objects.filter(pk=placements[0].pk).update(duo_with=placements[1])
    days_off(placements[:1])
    demo_calibration.load(cast, period, placements[:2])
    load_talks([Placement.objects.get(pk=placement.pk) for placement in placements[:3]])
    load_thread([Placement.objects.get(pk=placement.pk) for placement in placements])
    load_care([Placement.objects.get(pk=placement.pk) for placement in placements], cast["study_coach"])
    return students


def _person(first: str, last: str, **more) -> User:
    name = f"{first}.{last}".lower().replace(" ", "")
    return User.objects.create_user(f"{name}@driehoek.example", first_name=first, last_name=last, **more)


def _cast() -> dict:
    institute = Institute.objects.create(name="Hogeschool Zuidoever", department="Lerarenopleidingen")
    schools = [
        School.objects.create(name="Vlierbeek College"),
        School.objects.create(name="Waalstroom College", location="De Uiterwaard"),
    ]
    partnership = Partnership.objects.create(name="Opleiden in de Betuwe", institute=institute)
    partnership.schools.set(schools)
    User.objects.create_superuser("beheer@driehoek.example", first_name="Beheer", last_name="Driehoek")
    return {
        "institute": institute,
        "schools": schools,
        "partnership": partnership,
        "school_educators": [_person("Hanneke", "Duiveman"), _person("Fatima", "Zeroual")],
        "institute_educator": _person("Karim", "Oulhaj"),
        "study_coach": _person("Nienke", "Terborg"),
        "examiners": [_person("Ilse", "Brandt"), _person("Pieter", "Lankhorst")],
    }


def _student(number: int, cast: dict, period: WorkplacePeriod) -> Placement:
    first, last, group, classes, week, stage, school = STUDENTS[number % len(STUDENTS)]
    if number >= len(STUDENTS):
        last = f"{last}-{number}"
    today = timezone.localdate()
    start = _start_of(week, today, period)
    student = _person(first, last)
    gap = start + timedelta(weeks=period.gap_after_week or 0)
    placement = Placement.objects.create(
        student=student,
        student_number=f"9{number:06d}",
        programme=f"Tweedegraads lerarenopleiding {SUBJECTS[group[:2]]}",
        group=group,
        school=cast["schools"][school],
        institute=cast["institute"],
        partnership=cast["partnership"],
        period=period,
        start=start,
        end=start + timedelta(weeks=period.weeks + period.gap_weeks, days=-3),
        gap_start=gap if period.gap_weeks else None,
        gap_end=gap + timedelta(weeks=period.gap_weeks, days=-3) if period.gap_weeks else None,
        days=period.days,
        classes=classes,
        lessons_given=min(46, week * 3),
    )
    _people(placement, cast, number)
    AssessmentForm.objects.start_for(placement)
    plan_talks(placement)
    tailor(placement, first)
    load_plan(placement)
    STAGES[stage](placement)
    finish(placement, first)
    cancel_one(placement)
    return placement


def _start_of(week: int, today: date, period: WorkplacePeriod) -> date:
    """The Monday on which a placement began that is in this week now, its gap included."""
    gap = period.gap_weeks if period.gap_after_week and week > period.gap_after_week else 0
    return today - timedelta(days=today.weekday(), weeks=week - 1 + gap)


def _people(placement: Placement, cast: dict, number: int) -> None:
    """The institute puts its own people around the placement; the student invites the mentor (L03)."""
    school = cast["schools"].index(placement.school)
    seats = [(Role.SCHOOL_EDUCATOR, cast["school_educators"][school], None)]
    seats.append((Role.INSTITUTE_EDUCATOR, cast["institute_educator"], None))
    units = Unit.objects.filter(framework=placement.period.framework).order_by("order")
    seats += [(Role.UNIT_EXAMINER, who, unit) for who, unit in zip(cast["examiners"], units, strict=False)]
    for role, user, unit in seats:
        by = cast["institute_educator"] if role == Role.SCHOOL_EDUCATOR else None
        at = timezone.now() if by else None
        Participation.objects.create(
            placement=placement,
            user=user,
            role=role,
            unit=unit,
            since=placement.start,
            confirmed_by=by,
            confirmed_at=at,
        )
    first, last = MENTORS[number % len(MENTORS)]
    email = f"{first}.{last}@{'vlierbeek' if school == 0 else 'waalstroom'}.example".lower().replace(" ", "")
    invitation = invite(placement, placement.student, Role.WORKPLACE_MENTOR, first, last, email)
    invitation.accepted_at = timezone.now()  # all mentors of the demo came in once
    invitation.save(update_fields=["accepted_at"])
    if STUDENTS[number % len(STUDENTS)][5] != "signed_unconfirmed":
        confirm([invitation.participation_id], by=cast["school_educators"][school])


def _form(placement: Placement, moment: str) -> AssessmentForm:
    return AssessmentForm.objects.get(placement=placement, moment=moment)


def _mentor(placement: Placement) -> User:
    return placement.people_in([Role.WORKPLACE_MENTOR])[0]


def _reflect(form: AssessmentForm, outcomes: int | None = None) -> None:
    for row in form.rows.select_related("item__outcome", "item__rule")[:outcomes]:
        if not row.asks(form):
            continue
        said = REFLECTIONS.get(row.outcome.code, {}).get(form.moment, OTHER_REFLECTION)
        texts = dict(zip(("shown", "evidence", "to_develop"), said, strict=True))
        marks = {"shown": list(row.outcome.indicators.values_list("pk", flat=True)[1:4])}
        student = form.placement.student
        Reflection.write({"row": row}, texts, form=form, part="reflection", by=student, seen_version=0, marks=marks)


def _respond(
    form: AssessmentForm, by: User, verdicts: tuple[str, ...] = ("met", "met", "met"), outcomes: int | None = None
) -> None:
    verdict = iter(verdicts)
    for row in form.rows.select_related("item__outcome", "item__rule", "item__unit")[:outcomes]:
        if not row.asks_workplace(form):
            continue
        indicators = list(row.outcome.indicators.values_list("pk", flat=True))
        marks = {"seen": indicators[:5], "used": indicators[1:4]}
        if row.is_judged(form):
            given = next(verdict, "met")
            why, forward = JUDGEMENTS.get(row.outcome.code, {}).get(given, OTHER_JUDGEMENT)
            values = {"verdict": given, "motivation": why, "feed_forward": forward}
            values["trust"] = given == "met" if row.item.asks_trust else None
            Judgement.write({"row": row}, values, form=form, part="judgement", by=by, seen_version=0, marks=marks)
            continue
        key = {"row": row, "author": by}
        if row.item.summative:
            values = dict(zip(("text", "next_step"), FEEDBACK.get(row.outcome.code, OTHER_FEEDBACK), strict=True))
        elif row.outcome.code == "ICT" and not form.is_final:
            values = {"too_little_seen": True}
        else:
            values = dict(zip(("made", "to_make"), FORMATIVE[row.outcome.code], strict=True))
            marks = {"seen": indicators[:3]}
        Feedback.write(key, values, form=form, part="feedback", by=by, seen_version=0, marks=marks)


def _second_voice(form: AssessmentForm) -> None:
    """The school educator saw a part of what the mentor saw, and something else."""
    by = form.placement.people_in([Role.SCHOOL_EDUCATOR])[0]
    for row in form.rows.select_related("item__outcome")[:3]:
        indicators = list(row.outcome.indicators.values_list("pk", flat=True))
        marks = {"seen": [*indicators[:2], *indicators[6:7]], "used": indicators[2:4]}
        values = dict(zip(("text", "next_step"), SECOND_VOICE[row.outcome.code], strict=True))
        key = {"row": row, "author": by}
        Feedback.write(key, values, form=form, part="feedback", by=by, seen_version=0, marks=marks)


def _signed_midterm(placement: Placement) -> None:
    form = _form(placement, Moment.MIDTERM)
    _reflect(form)
    form.take("hand_in", placement.student)
    _respond(form, _mentor(placement))
    _second_voice(form)
    say_what_was_agreed(placement, Moment.MIDTERM)
    form.take("sign", _mentor(placement))


def _handed_in_final(placement: Placement) -> AssessmentForm:
    _signed_midterm(placement)
    form = _form(placement, Moment.FINAL)
    _reflect(form)
    form.take("hand_in", placement.student)
    return form


def _signed_final(placement: Placement, verdicts: tuple[str, ...] = ("met", "met", "met")) -> AssessmentForm:
    form = _handed_in_final(placement)
    _respond(form, _mentor(placement), verdicts)
    say_what_was_agreed(placement, Moment.FINAL)
    form.take("sign", _mentor(placement))
    return form


def _decided(placement: Placement, units: int) -> None:
    form = _signed_final(placement)
    for decision in form.decisions.order_by("unit__order")[:units]:
        decision.take("adopt", placement.people_in([Role.UNIT_EXAMINER], decision.unit_id)[0])


def _doubted(placement: Placement) -> UnitDecision:
    """The examiner of the first unit wants to talk, and the mentor has answered."""
    form = _signed_final(placement)
    decision = form.decisions.order_by("unit__order").first()
    examiner, row = _examiner(decision), decision.judged_rows()[0]
    decision.take("open_dialogue", examiner, said={row.pk: {"text": TALK["doubt"]}})
    decision.speak(_mentor(placement), row.pk, text=TALK["answer"])
    return decision


def _escalated(placement: Placement) -> UnitDecision:
    decision = _doubted(placement)
    row = decision.judged_rows()[0].pk
    decision.take("escalate", _examiner(decision), said={row: {"verdict": "not_met", "text": TALK["examiner"]}})
    decision.take_position(_mentor(placement), {row: {"verdict": "met", "text": TALK["mentor"]}})
    return decision


def _finally_decided(placement: Placement) -> None:
    decision = _escalated(placement)
    said = {"verdict": "met", "weighing": TALK["weighing"], "reason": TALK["reason"]}
    educator = placement.people_in([Role.INSTITUTE_EDUCATOR])[0]
    decision.take("decide_finally", educator, said={decision.judged_rows()[0].pk: said})


def _examiner(decision: UnitDecision) -> User:
    return decision.form.placement.people_in([Role.UNIT_EXAMINER], decision.unit_id)[0]


def _final_reflection(placement: Placement, outcomes: int) -> None:
    _signed_midterm(placement)
    _reflect(_form(placement, Moment.FINAL), outcomes)


def _midterm_with_mentor(placement: Placement) -> None:
    form = _form(placement, Moment.MIDTERM)
    _reflect(form)
    form.take("hand_in", placement.student)


def _late_final(placement: Placement) -> None:
    form = _handed_in_final(placement)
    _respond(form, _mentor(placement), outcomes=2)


STAGES: dict[str, Callable[[Placement], object]] = {
    "reflecting_midterm": lambda p: _reflect(_form(p, Moment.MIDTERM), 2),
    "responding_midterm": _midterm_with_mentor,
    "empty_final": _signed_midterm,
    "reflecting_final": lambda p: _final_reflection(p, 2),
    "responding_final": _handed_in_final,
    "late_final": _late_final,
    "signed_unconfirmed": _signed_final,
    "signed_not_met": lambda p: _signed_final(p, ("met", "met", "not_met")),
    "half_decided": lambda p: _decided(p, 1),
    "decided": lambda p: _decided(p, 2),
    "in_dialogue": _doubted,
    "escalated": _escalated,
    "finally_decided": _finally_decided,
}
