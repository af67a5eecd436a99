"""Which version of a plan was on the table in the start talk (C18)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from .models import PlanVersion


@dataclass(frozen=True)
class Discussed:
    """What the sharpened plan is compared with, and since when: the day of the talk, or of sharing."""

    version: PlanVersion
    day: date
    is_talk: bool  # else it is the day of sharing


def discussed(versions: Iterable[PlanVersion], held_on: date | None) -> Discussed | None:
    """The plan as it stood at the end of the day on which the talk was held; earlier on that day when that is known.

    Takes the versions of one plan. While it is shared each day of writing begins with a version (`keep_morning`), so
    the first one after a day is the plan as it stood at the end of it. On the day itself there is something better:
    the version of the moment the talk was written down, or, where approval was asked for before that, the plan as the
    day began. A talk that nobody wrote down compares with the plan as it was shared.
    """
    kept = sorted(versions, key=lambda version: version.number)
    shared = next((version for version in kept if version.step == "share"), None)
    if shared is None:
        return None
    if held_on is None:
        return Discussed(shared, _day(shared), is_talk=False)
    found = _of_that_day(kept, held_on) or next((one for one in kept if _day(one) > held_on), kept[-1])
    if found == shared and held_on <= _day(shared):
        return Discussed(shared, _day(shared), is_talk=False)
    return Discussed(found, held_on, is_talk=True)


def _of_that_day(kept: list[PlanVersion], held_on: date) -> PlanVersion | None:
    """The last one that was kept with the talk, but not one from after the first time approval was asked that day."""
    that_day = [version for version in kept if _day(version) == held_on]
    asked = next((n for n, version in enumerate(that_day) if version.step == "ask_approval"), None)
    talked = [version for version in that_day[:asked] if version.step == "hold"]
    return talked[-1] if talked else that_day[0] if asked is not None else None


def _day(version: PlanVersion) -> date:
    return timezone.localdate(version.at)
