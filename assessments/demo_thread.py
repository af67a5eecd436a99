"""What the demo shows of the line of a placement: conversations on their days, goals that moved, marks spread over the
weeks, and phases of skills as both sides saw them. Invented, like everything in the demo."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from conversations.models import Conversation, Goal, GoalVersion, PlanOpening, PlanPart, SkillPosition
from conversations.rules import DATED, Kind
from placements.models import Placement
from placements.roles import Role

from .models import IndicatorMark, Reflection

GOALS = [  # outcome, week it was set in, words, week and words of a next version, week it was reached in
    ("CPL", 3, "Binnen drie minuten aan het werk", 5, "Binnen drie minuten aan het werk, ook na een pauze", 8),
    ("CPL", 9, "Elke tien minuten rondkijken", None, "", None),
    ("LV", 9, "In elke les halverwege checken", 11, "In elke les halverwege checken wat is blijven hangen", None),
]
START = [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0]  # phase per skill of the student at the start
GROWN = [1, 1, 0, 1, 0, 1, 1, 1, 0, 1, 0, 0, 1, 0]
SEEN_AT_SCHOOL = [1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0, 2, 0]


def load_thread(placements: list[Placement]) -> None:
    """The line of every placement, and the skills of the first few."""
    for number, placement in enumerate(placements):
        hold_conversations(placement)
        spread_marks(placement)
        if number % 3 == 0:
            set_goals(placement)
            see_skills(placement)
    for placement in placements[1:2]:
        fall_silent(placement)


def _today() -> date:
    return timezone.localdate()


def _day(placement: Placement, week: int, weekday: int = 1) -> date:
    return placement.monday_of_week(week) + timedelta(days=weekday)


def hold_conversations(placement: Placement) -> None:
    """Each conversation in its week: those of the past were held, the next ones are planned."""
    mentor, period = placement.people_in([Role.WORKPLACE_MENTOR])[0], placement.period
    Conversation.objects.start_for(placement)
    for kind in DATED:
        talk = placement.conversations.get(kind=kind)
        if talk.day is None:
            day = _day(placement, getattr(period, f"{kind}_week"))
            talk.take("plan", placement.student, day=day, starts_at=time(14, 30), place="lokaal 12")
    for week in range(period.start_week + 2, period.weeks, 3):
        if week not in (period.midterm_week, period.final_week) and _day(placement, week) <= _today():
            talk = Conversation.objects.create(placement=placement, kind=Kind.GUIDANCE)
            talk.take("plan", placement.student, day=_day(placement, week))
    for talk in placement.conversations.filter(state="planned", day__lte=_today()):
        talk.take("hold", mentor)


def spread_marks(placement: Placement) -> None:
    """As if the indicators were seen one by one over the weeks, up to today."""
    weeks = [week for week in range(2, placement.period.weeks + 1) if _day(placement, week) <= _today()] or [1]
    marks = IndicatorMark.objects.filter(row__form__placement=placement).order_by("row__item__order", "indicator", "pk")
    for number, mark in enumerate(marks):
        moved = (mark.indicator_id * 5 + number // 7) % len(weeks)
        mark.since = min(_day(placement, weeks[moved], number % 2), _today())
    IndicatorMark.objects.bulk_update(marks, ["since"])


def set_goals(placement: Placement) -> None:
    """Goals of the past weeks; the first was put into other words and reached."""
    student, items = placement.student, placement.outcomes.current().select_related("outcome")
    by_code = {item.outcome.code: item for item in items if item.outcome_id}
    for code, week, text, next_week, next_text, reached in GOALS:
        if _day(placement, week) > _today() or code not in by_code:
            continue
        kind = Kind.START if week < placement.period.midterm_week else Kind.MIDTERM
        goal = Goal.objects.set_goal(
            by_code[code], text, by=student, role=Role.STUDENT, kind=kind, day=_day(placement, week)
        )
        if next_week and _day(placement, next_week) <= _today():
            _say_earlier(goal, next_text, _day(placement, next_week))
        if reached and _day(placement, reached) <= _today():
            goal.take("reach", student)
            Goal.objects.filter(pk=goal.pk).update(until=_day(placement, reached))


def _say_earlier(goal: Goal, text: str, day: date) -> None:
    """A next wording on a day in the past; saved raw, as a fixture is, because its time is that of saving."""
    said = {"number": 2, "text": text, "said_in": Kind.GUIDANCE, "by": goal.placement.student, "role": Role.STUDENT}
    version = GoalVersion(goal=goal, at=timezone.make_aware(datetime.combine(day, time(15))), **said)
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
    ):
        parts.update(saved_at=ago)
