"""When the form of a moment opens, is handed in, signed and decided: all of it follows the talk (X34)."""

from datetime import date, timedelta

from .rules import Moment, State

MOMENTS = {"midterm": Moment.MIDTERM, "final": Moment.FINAL}


def dates_around(talk_on: date) -> dict[str, date]:
    """The student can begin three weeks before the week of the talk and hands in the Friday before it; the workplace
    signs the Friday after, the institute decides a week later. All of them can be changed."""
    monday = talk_on - timedelta(days=talk_on.weekday())
    signs = max(monday + timedelta(days=4), talk_on)
    return {
        "opens_on": monday - timedelta(weeks=3),
        "talk_on": talk_on,
        "reflect_by": monday - timedelta(days=3),
        "respond_by": signs,
        "decide_by": signs + timedelta(weeks=1),
    }


def follow_talk(sender, conversation, **kwargs) -> None:
    """The conversation about a form got another day: its dates move along. What was handed in stays handed in when it
    was asked; a signed form stays as it is, and once the conversation was held nobody's term changes any more."""
    moment = MOMENTS.get(conversation.kind)
    if moment is None or conversation.day is None:
        return
    forms = conversation.placement.forms.select_for_update(of=("self",)).filter(moment=moment)
    for form in forms.exclude(state=State.SIGNED):
        if conversation.held_on:
            type(form).objects.filter(pk=form.pk).update(talk_on=conversation.held_on)
        else:
            move(form, conversation.day)


def move(form, talk_on: date) -> None:
    """Give an unsigned form the dates that belong to a talk on this day."""
    dates = dates_around(talk_on)
    if form.state == State.RESPONDING:
        dates = {name: day for name, day in dates.items() if name not in ("opens_on", "reflect_by")}
    type(form).objects.filter(pk=form.pk).update(**dates)
