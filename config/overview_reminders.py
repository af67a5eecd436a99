"""Reminding from the overview: of what, by whom, and the trace that it leaves for the educators of a placement."""

from collections import defaultdict
from collections.abc import Iterable

from assessments.reminders import Reminded, of_days, of_forms, of_plans, of_silence, remind, traces
from placements.roles import EDUCATORS

from .overview import PILLS, Line, Trace, lines_for

MAKERS = {"form": of_forms, "plan": of_plans, "days": of_days, "silence": of_silence}


def remind_from(user, placements: Iterable[int], show: str) -> Reminded:
    """Remind everybody whom these placements wait for, as far as the pill `show` is about it."""
    chosen, show = set(placements), show if show in PILLS else ""
    pks = defaultdict(list)
    for line in lines_for(user):
        for wait in line.to_remind(show) if line.placement.pk in chosen else []:
            pks[wait.kind].append(wait.pk)
    return remind([wanted for kind, found in pks.items() for wanted in MAKERS[kind](found, user)], user)


def dress(lines: Iterable[Line], show: str) -> None:
    """Give the lines that are shown what may be reminded of from here, and the newest trace of each thing."""
    read = [line for line in lines if line.roles & EDUCATORS]
    found = newest([line.placement for line in read])
    for line in read:
        line.offered = line.to_remind(show)
        for wait in [*line.waits, *([line.silence] if line.silence else [])]:
            wait.trace = found.get(wait.thing)


def newest(placements: Iterable) -> dict[str, Trace]:
    """What was reminded of -> its last day, with everybody who was reminded of it then."""
    found: dict[str, Trace] = {}
    for one in traces(placements):
        name, _space, _day = one.about.rpartition(" ")
        before = found.get(name)
        people = before.people if before and before.day == one.made_on else ()
        found[name] = Trace(one.made_on, (*people, one.person.get_short_name()), str(one.by))
    return found
