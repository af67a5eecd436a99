"""What the demo shows of the line of a placement: conversations on their days, goals that moved, marks spread over the
weeks, and phases of skills as both sides saw them. Invented, like everything in the demo."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from conversations.models import (
    Conversation,
    Goal,
    GoalVersion,
    PlanOpening,
    PlanPart,
    Reminder,
    SkillPosition,
    TalkRecord,
)
from conversations.rules import Kind
from conversations.talk_desk import count_lessons
from placements.models import Placement
from placements.roles import Role

from .models import AssessmentForm, IndicatorMark, Reflection
from .reminders import of_forms, remind, thing

FIRST, REWORDED = "CPL", "Elke les begint binnen twee minuten, ook na een pauze."
NEXT = {
    "CPL": "Elke tien minuten kijk ik de klas rond.",
    "LV": "In elke les check ik halverwege wat is blijven hangen.",
}
GUIDED = [  # what was discussed, the next step, activities
    ("De start van de les lukt steeds beter. De uitleg duurde nog te lang voor de klas.",
     "Na tien minuten zelf laten werken.", ["routine"]),
    ("Je stelde meer open vragen. Steeds dezelfde drie leerlingen gaven antwoord.",
     "Eerst een minuut denktijd, dan een naam noemen.", ["experiment"]),
    ("De klas werkte in groepjes. We keken wie er meedeed en waaraan je dat zag.",
     "Zoek bij de theorie hoe je rollen verdeelt.", ["experiment", "theory"]),
]  # fmt: skip
START = [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0]  # phase per skill of the student at the start
GROWN = [1, 1, 0, 1, 0, 1, 1, 1, 0, 1, 0, 0, 1, 0]
SEEN_AT_SCHOOL = [1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0, 2, 0]


def load_thread(placements: list[Placement]) -> None:
    """The line of every placement, and the skills of the first few."""
    for number, placement in enumerate(placements):
        guide(placement)
        spread_marks(placement)
        if number % 3 == 0:
            move_goals(placement)
            see_skills(placement)
    for placement in placements[1:2]:
        fall_silent(placement)
    remind_of_late(placements)


def _today() -> date:
    return timezone.localdate()


def _day(placement: Placement, week: int, weekday: int = 1) -> date:
    return placement.monday_of_week(week) + timedelta(days=weekday)


def guide(placement: Placement) -> None:
    """A guidance talk every third week that has passed, with the lessons since the one before; together those the
    placement says already. None where talks were written down."""
    mentor, period = placement.people_in([Role.WORKPLACE_MENTOR])[0], placement.period
    if placement.conversations.filter(kind=Kind.GUIDANCE).exists():
        return
    weeks = [week for week in range(period.start_week + 2, period.weeks, 3) if _day(placement, week) <= _today()]
    weeks = [week for week in weeks if week not in (period.midterm_week, period.final_week)]
    given = placement.lessons_given
    for number, week in enumerate(weeks):
        talk = Conversation.objects.create(placement=placement, kind=Kind.GUIDANCE)
        talk.take("hold", mentor, held_on=_day(placement, week))
        report, next_steps, activities = GUIDED[number % len(GUIDED)]
        said = {"report": report, "next_steps": next_steps, "activities": activities}
        said["lessons"] = given * (number + 1) // len(weeks) - given * number // len(weeks)
        record = TalkRecord.write(talk, said, by=mentor, seen_version=0)
        TalkRecord.objects.filter(pk=record.pk).update(saved_at=_moment(_day(placement, week)))
    count_lessons(placement)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(15)))


def spread_marks(placement: Placement) -> None:
    """As if the indicators were seen one by one over the weeks, up to today."""
    weeks = [week for week in range(2, placement.period.weeks + 1) if _day(placement, week) <= _today()] or [1]
    marks = IndicatorMark.objects.filter(row__form__placement=placement).order_by("row__item__order", "indicator", "pk")
    for number, mark in enumerate(marks):
        moved = (mark.indicator_id * 5 + number // 7) % len(weeks)
        mark.since = min(_day(placement, weeks[moved], number % 2), _today())
    IndicatorMark.objects.bulk_update(marks, ["since"])


def move_goals(placement: Placement) -> None:
    """The goals of the plan run since the start talk; the first was reworded and reached, then others were set."""
    start, student = _day(placement, placement.period.start_week), placement.student
    placement.goals.update(since=start)
    first = placement.goals.filter(item__outcome__code=FIRST).first()
    if first and _day(placement, 5) <= _today():
        _say_earlier(first, REWORDED, _day(placement, 5))
    if not first or _day(placement, 9) > _today():
        return
    first.take("reach", student)
    placement.goals.filter(pk=first.pk).update(until=_day(placement, placement.period.midterm_week))
    for item in placement.outcomes.current().filter(outcome__code__in=NEXT).select_related("outcome"):
        said = {"by": student, "role": Role.STUDENT, "kind": Kind.MIDTERM, "day": _day(placement, 9)}
        Goal.objects.set_goal(item, NEXT[item.outcome.code], **said)


def _say_earlier(goal: Goal, text: str, day: date) -> None:
    """A next wording on a day in the past; saved raw, as a fixture is, because its time is that of saving."""
    said = {"number": 2, "text": text, "said_in": Kind.GUIDANCE, "by": goal.placement.student, "role": Role.STUDENT}
    version = GoalVersion(goal=goal, at=_moment(day), **said)
    version.save_base(raw=True, force_insert=True)


def see_skills(placement: Placement) -> None:
    """Both sides at the start; at the midterm as far as it has been held."""
    mentor = placement.people_in([Role.WORKPLACE_MENTOR])[0]
    views = [(Kind.START, placement.student, START), (Kind.START, mentor, START)]
    if placement.conversations.filter(kind=Kind.MIDTERM, state="held").exists():
        views += [(Kind.MIDTERM, placement.student, GROWN), (Kind.MIDTERM, mentor, SEEN_AT_SCHOOL)]
    framework = placement.period.framework
    phases, skills = list(framework.skill_phases.all()), list(framework.skills.all())
    for moment, by, seen in views:
        chosen = {skill.pk: phases[phase].pk for skill, phase in zip(skills, seen, strict=False)}
        stamp = SkillPosition.objects.stamp({})
        SkillPosition.objects.choose(placement, moment, chosen, by=by, seen=stamp)


def fall_silent(placement: Placement) -> None:
    """This student wrote nothing for weeks."""
    ago = timezone.now() - timedelta(days=25)
    for parts in (
        Reflection.objects.filter(row__form__placement=placement),
        PlanPart.objects.filter(plan__placement=placement),
        PlanOpening.objects.filter(plan__placement=placement),
        TalkRecord.objects.filter(conversation__placement=placement),
    ):
        parts.update(saved_at=ago)


def remind_of_late(placements: list[Placement]) -> None:
    """Two days ago the institute educator reminded whoever is late with feedback."""
    day = _today() - timedelta(days=2)
    late = AssessmentForm.objects.filter(placement__in=placements).with_turn().filter(turn="workplace", turn_by__lt=day)
    for form in late[:1]:
        by = form.placement.people_in([Role.INSTITUTE_EDUCATOR])[0]
        remind(of_forms([form.pk], by), by)
        Reminder.objects.filter(placement=form.placement, by=by).update(
            made_on=day, about=f"{thing('form', form.pk, 'workplace')} {day}"
        )
