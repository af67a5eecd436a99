"""Concerns and early endings in every state they can be in, brought there by the steps people take."""

from datetime import timedelta

from django.utils import timezone

from placements.models import Concern, EarlyEnding
from tests.cast import Cast

SEEN = "Waarneming-XQ: de klas bleef praten."
SAID = "Bijdrage-XQ: ik herken dit."
AGREED = "Afspraak-XQ: een plattegrond."
RESULT = "Afloop-XQ: het loopt nu."
PLAN = "Plan-XQ: twee weken meekijken."
DECIDED = "Besluit-XQ: we stoppen hier."


def item(cast: Cast, code: str = "CPL"):
    return cast.placement.period.outcomes.get(outcome__code=code)


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def report(cast: Cast, by: str = "mentor", code: str = "CPL", told_on=None) -> Concern:
    return Concern.objects.report(cast.placement, item(cast, code), cast.people[by], SEEN, told_on)


def agreement(days: int = 14) -> dict:
    return {"what": AGREED, "who": "Noor", "follow_up_on": in_days(days)}


def concern_in(cast: Cast, state: str, told: bool = False) -> Concern:
    """A concern of the mentor about CPL, in this state; with words of the school educator in it."""
    concern = report(cast, told_on=in_days(0) if told else None)
    concern.contribute(cast.school_educator, SAID)
    if state in ("with_examiner", "agreed", "closed", "withdrawn"):
        concern.take("bring_in", cast.institute_educator)
    if state in ("agreed", "closed"):
        concern.take("agree", cast.examiner, **agreement())
    if state == "closed":
        concern.take("close", cast.institute_educator, outcome="gone", text=RESULT)
    if state == "withdrawn":
        concern.take("withdraw", cast.mentor, "Opgelost.")
    return Concern.objects.get(pk=concern.pk)


def contacts(ending: EarlyEnding, by) -> None:
    for seat in ending.contact_persons:
        ending.note_contact(by, seat, in_days(0))


def plan(people: list) -> dict:
    return {"text": PLAN, "made_on": in_days(0), "people": people}


def ending_in(cast: Cast, state: str, by: str = "mentor", there: tuple = ()) -> EarlyEnding:
    """Brought up by `by`; planned with the study coach, one examiner and who else was `there`, both contacts noted."""
    ending = EarlyEnding.objects.start(cast.placement, cast.people[by], "attitude")
    if state != "considered":
        contacts(ending, cast.institute_educator)
        ending.take(
            "plan",
            cast.institute_educator,
            **plan([cast.study_coach, cast.examiner, *(cast.people[name] for name in there)]),
        )
    if state == "ended":
        ending.take("end", cast.institute_educator, text=DECIDED, last_day=in_days(0))
    if state == "continued":
        ending.take("go_on", cast.institute_educator, text=DECIDED)
    return EarlyEnding.objects.get(pk=ending.pk)
