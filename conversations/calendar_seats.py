"""Who comes to sit in conversations gets the coming ones for the calendar; who leaves, that they are off for him.

Both follow from what somebody's calendar holds and what it should hold now, so that saying it twice is saying it once.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from placements.models import Invitation, Participation, Placement, User

from . import calendar
from .calendar_mails import Entry, got, waiting_for, write
from .calendar_words import Facts
from .models import Conversation
from .rules import TRIANGLE, State

LOOKS_BACK = timedelta(days=7)  # a seat that began or ended on its day longer ago than this is left alone


def follow_seats(sender, placement: Placement, people: list[User], by, **kwargs) -> None:
    """These people came or left, by an act of `by`; who did it himself is not mailed."""
    _bring_up_to_date(placement.pk, people, by)


def follow_ending(sender, placement: Placement, by, **kwargs) -> None:
    """The conversations of a placement that ended early are nothing any more, for everybody but who ended it."""
    _bring_up_to_date(placement.pk, Placement.objects.get(pk=placement.pk).people_in(TRIANGLE), by)


def follow_days(sender, day: date, **kwargs) -> None:
    """Seats that begin or end by their date alone, without anybody doing something that day. An invitation that was
    withdrawn was an act, and told then."""
    lately = Q(since__gt=day - LOOKS_BACK, since__lte=day) | Q(until__gt=day - LOOKS_BACK, until__lte=day)
    ahead = Conversation.objects.filter(placement=OuterRef("placement"), state=State.PLANNED, day__gte=day)
    seats = Participation.objects.filter(
        lately, Exists(ahead), role__in=list(TRIANGLE), placement__ended_on=None, invitation__withdrawn_at=None
    )
    people: dict[int, list[User]] = {}
    for seat in seats.select_related("user").order_by("placement_id", "pk"):
        people.setdefault(seat.placement_id, []).append(seat.user)
    for placement_id, found in people.items():
        with transaction.atomic():
            _bring_up_to_date(placement_id, found)


def _bring_up_to_date(placement_id: int, people: list[User], by: User | None = None) -> None:
    """Mail these people what is not in their calendar and should be, and what is and should not. `by` only gets no more
    what was on its way to him and is off now."""
    if not people:
        return
    placement = Placement.objects.lock(placement_id)
    talks = {talk.pk: talk for talk in placement.conversations.filter(state=State.PLANNED) if talk.is_ahead}
    for talk in talks.values():
        talk.placement = placement
    plans, counts_on = [], set()
    for person in sorted(set(people), key=lambda one: one.pk):
        held, waiting = got(placement, person), waiting_for(placement, person)
        stands = {pk for pk, heard in held.items() if heard.stands} - waiting.keys()
        stands |= {pk for pk, entry in waiting.items() if entry.method == calendar.REQUEST}
        belongs = _belongs(placement, person, talks.values())
        on = belongs - stands if _has_come_in(placement, person) else set()
        off = (stands & talks.keys()) - belongs
        if person == by:
            plans.append((person, {}, off, waiting))
            continue
        new = dict.fromkeys(on, Entry(calendar.REQUEST))
        new |= {pk: Entry(calendar.CANCEL, Facts.of(talks[pk])) for pk in off}
        plans.append((person, new, on | off, waiting))
        counts_on |= off | {pk for pk in on if pk in held and held[pk].sequence >= talks[pk].sequence}
    # a calendar takes only what carries a higher number than what it has (RFC 5546, 2.1.5)
    Conversation.objects.filter(pk__in=counts_on).update(sequence=F("sequence") + 1)
    for person, new, changed, waiting in plans:
        write(placement, person, new, changed, waiting)


def _belongs(placement: Placement, person: User, talks) -> set[int]:
    """The conversations ahead that this person sits in; none of a placement that ended early."""
    return set() if placement.ended_on else {talk.pk for talk in talks if person in talk.people()}


def _has_come_in(placement: Placement, person: User) -> bool:
    """Until then the address of who comes in by link is the word of the student: what stood before waits."""
    mine = Invitation.objects.open().filter(participation__placement=placement, participation__user=person)
    answers = list(mine.values_list("accepted_at", flat=True))
    return not person.by_link_only or not answers or any(answers)
