"""A placement in which something happened: talks, goals and marks, each on a day of its own."""

from datetime import timedelta

from assessments.models import IndicatorMark
from conversations.models import Conversation, Goal
from conversations.rules import Kind
from placements.roles import Role
from tests.cast import Cast, hand_in


def day_of(cast: Cast, week: int):
    return cast.placement.monday_of_week(week) + timedelta(days=1)


def mark(cast: Cast, form, code: str, kind: str, author, week: int, number: int = 0) -> IndicatorMark:
    """The `number`th indicator of this outcome, marked in this week."""
    row = form.rows.get(item__outcome__code=code)
    indicator = row.outcome.indicators.all()[number]
    return IndicatorMark.objects.create(
        row=row, indicator=indicator, author=author, kind=kind, since=day_of(cast, week)
    )


def goal(cast: Cast, code: str, text: str, week: int) -> Goal:
    item = cast.placement.outcomes.get(outcome__code=code)
    return Goal.objects.set_goal(
        item, text, by=cast.student, role=Role.STUDENT, kind=Kind.START, day=day_of(cast, week)
    )


def lived(cast: Cast) -> Cast:
    """The start talk was held in week 3, the midterm has a day, the final has none; a goal on CPL (first unit) and on
    LV (second); the student showed one indicator of CPL, the mentor saw another and used a third."""
    talks = {talk.kind: talk for talk in Conversation.objects.filter(placement=cast.placement)}
    talks[Kind.START].take("plan", cast.student, day=day_of(cast, 3)).take("hold", cast.mentor)
    talks[Kind.MIDTERM].take("plan", cast.student, day=day_of(cast, 12))
    goal(cast, "CPL", "Binnen drie minuten aan het werk", 3)
    goal(cast, "LV", "Elke les halverwege checken", 5)
    hand_in(cast.midterm)
    cast.midterm.refresh_from_db()
    mark(cast, cast.midterm, "CPL", "shown", cast.student, 2)
    mark(cast, cast.midterm, "CPL", "seen", cast.mentor, 4, 1)
    mark(cast, cast.midterm, "CPL", "used", cast.mentor, 5, 2)
    return cast
