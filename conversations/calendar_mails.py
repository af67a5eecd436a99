"""Who gets a conversation for the calendar, by mail: everybody who sits in it, but not who planned it himself.

One mail a person for everything that was changed in one act. It leaves at once and asks nothing; as long as it has not
left, a later change takes its place. Beside each event that waits stands what the person's calendar holds meanwhile.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from placements import outbox
from placements.models import OutgoingMail

from . import calendar, calendar_words
from .calendar_words import Facts
from .rules import TRIANGLE

IN_CALENDARS = {"plan", "cancel", "hold"}  # steps after which a calendar may show something else


@dataclass(frozen=True)
class Entry:
    """An event on its way to somebody, and what his calendar holds of it until then; None: nothing."""

    method: str
    was: Facts | None = None

    @property
    def is_new(self) -> bool:
        return self.method == calendar.REQUEST and self.was is None


@dataclass(frozen=True)
class Change:
    """A conversation as it is now, and who sat in it when and where before; without a day it was nowhere."""

    conversation: object
    step: str
    before: Facts | None
    people_before: tuple

    def methods(self) -> dict:
        """What each person gets: the event, or that it is off. Nobody gets what is past: that only goes out of the
        calendars in which it still lay ahead."""
        talk, today = self.conversation, timezone.localdate()
        before = set(self.people_before) if self.before else set()
        if self.step == "cancel":
            return dict.fromkeys(before, calendar.CANCEL)
        if self.step == "hold" or talk.day < today:
            return dict.fromkeys(before, calendar.CANCEL) if self.before and self.before.day > today else {}
        now = set(talk.people())
        return dict.fromkeys(before - now, calendar.CANCEL) | dict.fromkeys(now, calendar.REQUEST)


def tell(changes: list[Change], by) -> None:
    """Write the mails about these conversations of one placement."""
    if not changes:
        return
    placement = changes[0].conversation.placement
    wanted: dict = {}
    for change in changes:
        for person, method in change.methods().items():
            knew = change.before if person in change.people_before else None
            wanted.setdefault(person, {})[change.conversation.pk] = Entry(method, knew)
    changed = {change.conversation.pk for change in changes}
    for person in sorted({*wanted, by}, key=lambda one: one.pk):
        new = {} if person == by else wanted.get(person, {})
        write(placement, person, new, changed, waiting_for(placement, person))


def write(placement, person, new: dict[int, Entry], changed: set[int], waiting: dict[int, Entry]) -> None:
    """The mail that waits for this person, anew: what it said about the conversations that `changed` gives way."""
    if not new and not changed & waiting.keys():
        return
    outbox.call_off(_about(placement, person))
    left = {pk: entry for pk, entry in waiting.items() if pk not in changed}
    held = got(placement, person) if any(entry.was and pk not in waiting for pk, entry in new.items()) else {}
    for pk, entry in new.items():
        if pk in waiting:
            was = waiting[pk].was
            if entry.method == calendar.CANCEL and was is None and waiting[pk].method == calendar.REQUEST:
                continue  # it never arrived: there is nothing to take back
        else:
            was = entry.was if pk in held else None
        left[pk] = Entry(entry.method, was)
    if left:
        _mail(placement, person, left)


def _about(placement, person) -> str:
    return f"calendar {placement.pk} {person.pk}"


def waiting_for(placement, person) -> dict[int, Entry]:
    """Conversations in the mail that has not left yet, each as it stands there."""
    mails = OutgoingMail.objects.filter(about=_about(placement, person), sent_at=None, attempts=0)
    return {
        calendar.conversation_of(one["name"]): Entry(one["method"], Facts.kept(one.get("was")))
        for mail in mails.select_for_update().order_by("pk")
        for one in mail.calendars
    }


@dataclass(frozen=True)
class Got:
    """What this person's calendar last heard of a conversation: whether it stands there, and under which number."""

    stands: bool
    sequence: int


def got(placement, person) -> dict[int, Got]:
    """What is in this person's calendar, by the mails that left for it and the days that were planned by himself."""
    heard = sorted([*_mailed(placement, person), *_planned(placement, person)], key=lambda one: one[0])
    return {pk: Got(stands, sequence) for _at, pk, stands, sequence in heard}


def _mailed(placement, person) -> Iterator[tuple]:
    mails = OutgoingMail.objects.filter(recipient=person, about=_about(placement, person), attempts__gt=0)
    for at, calendars in mails.values_list("created_at", "calendars"):
        for one in calendars:
            pk, stands = calendar.conversation_of(one["name"]), one["method"] == calendar.REQUEST
            yield at, pk, stands, calendar.sequence_of(one["text"])


def _planned(placement, person) -> Iterator[tuple]:
    """Who planned it himself got no mail, and finds the file on the page."""
    steps = placement.conversations.filter(log__step="plan", log__by=person)
    for at, pk, sequence in steps.values_list("log__at", "pk", "sequence"):
        yield at, pk, True, sequence


def _mail(placement, person, entries: dict[int, Entry]) -> None:
    talks = [_as_told(talk, entries[talk.pk]) for talk in placement.conversations.filter(pk__in=entries)]
    talks = sorted((talk for talk in talks if talk.day), key=lambda talk: (talk.day, talk.pk))
    for talk in talks:
        talk.placement = placement
    if not talks:
        return
    instead = _instead_of(placement, person, [pk for pk, entry in entries.items() if entry.is_new])
    mine, off = person.pk == placement.student_id, [entries[talk.pk].method == calendar.CANCEL for talk in talks]
    stays = placement.ended_on is None and bool(placement.roles_of(person) & TRIANGLE)
    with translation.override(person.language):
        outbox.request(
            person,
            subject=calendar_words.subject(talks, off=any(off), mine=mine)
            if stays
            else calendar_words.subject_for_leaver(talks, mine=mine),
            sentences=[
                *(
                    calendar_words.sentence(
                        talk, off=is_off, was=entries[talk.pk].was, instead=instead.get(talk.pk), mine=mine
                    )
                    for talk, is_off in zip(talks, off, strict=True)
                ),
                calendar_words.what_now(len(talks), only_off=all(off), mine=mine),
            ],
            button=_("Look at the days") if stays else "",
            path=reverse("conversations:planning", args=[placement.pk]) if stays else "",
            placement=placement,
            about=_about(placement, person),
            calendars=[_event(talk, person, entries[talk.pk]) for talk in talks],
        )


def _instead_of(placement, person, new: list[int]) -> dict[int, date]:
    """Of each of these conversations that this person had until it was cancelled: the day it was on then."""
    steps = placement.conversations.filter(pk__in=new, log__step__in=["plan", "cancel"]).order_by("log__pk")
    planned, off = {}, {}
    for pk, step, day in steps.values_list("pk", "log__step", "log__day"):
        (planned if step == "plan" else off)[pk] = day or planned.get(pk)
    held = got(placement, person) if off else {}
    return {pk: day for pk, day in off.items() if pk in held and day}


def _as_told(talk, entry: Entry):
    """What is off is off as it stands in the calendar; it may have another day by now, or none. Never saved."""
    if entry.method == calendar.CANCEL and entry.was:
        talk.day, talk.starts_at, talk.place = entry.was.day, entry.was.starts_at, entry.was.place
    return talk


def _event(talk, person, entry: Entry) -> dict:
    was = entry.was.as_json() if entry.was else None
    return calendar.invitation(talk, person, entry.method) | {"was": was}
