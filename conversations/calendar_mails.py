"""Who gets a conversation for the calendar, by mail: everybody who sits in it, but not who planned it himself.

One mail a person for everything that was changed in one act. It leaves at once and asks nothing; as long as it has not
left, a later change takes its place.
"""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from learning_outcomes.wording import begin, in_words
from placements import outbox
from placements.models import OutgoingMail

from . import calendar

IN_CALENDARS = {"plan", "cancel"}  # steps after which a calendar shows something else


@dataclass(frozen=True)
class Change:
    """A conversation as it is now, and who sat in it on which day before."""

    conversation: object
    step: str
    day_before: date | None
    people_before: tuple

    def methods(self) -> dict:
        """What each person gets: the event, or that it is off. Nobody gets what was past when it was written down."""
        talk = self.conversation
        before = set(self.people_before) if self.day_before else set()
        if self.step == "cancel":
            return dict.fromkeys(before, calendar.CANCEL)
        if not self.day_before and talk.day < timezone.localdate():
            return {}
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
            wanted.setdefault(person, {})[change.conversation.pk] = method
    changed = {change.conversation.pk for change in changes}
    for person in sorted({*wanted, by}, key=lambda one: one.pk):
        waiting = _waiting(placement, person)
        new = {} if person == by else wanted.get(person, {})
        if not new and not changed & waiting.keys():
            continue
        outbox.call_off(_about(placement, person))
        left = {pk: method for pk, method in waiting.items() if pk not in changed} | new
        if left:
            _write(placement, person, left)


def _about(placement, person) -> str:
    return f"calendar {placement.pk} {person.pk}"


def _waiting(placement, person) -> dict[int, str]:
    """Conversations in the mail that has not left yet, each with its method."""
    mails = OutgoingMail.objects.filter(about=_about(placement, person), sent_at=None, attempts=0)
    return {
        calendar.conversation_of(one["name"]): one["method"]
        for mail in mails.select_for_update().order_by("pk")
        for one in mail.calendars
    }


def _write(placement, person, methods: dict[int, str]) -> None:
    talks = list(placement.conversations.filter(pk__in=methods, day__isnull=False).order_by("day", "pk"))
    for talk in talks:
        talk.placement = placement
    mine = person.pk == placement.student_id
    with translation.override(person.language):
        outbox.request(
            person,
            subject=_subject(talks, methods, mine),
            sentences=[_sentence(talk, methods[talk.pk], mine) for talk in talks] + [_what_now(talks, mine)],
            button=_("Look at the days"),
            path=reverse("conversations:planning", args=[placement.pk]),
            placement=placement,
            about=_about(placement, person),
            calendars=[calendar.invitation(talk, person, methods[talk.pk]) for talk in talks],
        )


def _subject(talks: list, methods: dict[int, str], mine: bool) -> str:
    """'Drie gesprekken met Noor staan in uw agenda'; of one it says the day."""
    off = calendar.CANCEL in methods.values()
    words = {"student": talks[0].placement.student.get_short_name(), "count": begin(in_words(len(talks)))}
    if len(talks) == 1:
        words |= {"kind": begin(talks[0].get_kind_display()), "day": date_format(talks[0].day, "l j F")}
        if off:
            said = _("%(kind)s on %(day)s is off") if mine else _("%(kind)s with %(student)s on %(day)s is off")
        else:
            said = _("%(kind)s on %(day)s") if mine else _("%(kind)s with %(student)s on %(day)s")
    elif off:
        said = pgettext("student", "%(count)s conversations changed in your calendar")
        if not mine:
            said = _("%(count)s conversations with %(student)s changed in your calendar")
    else:
        said = pgettext("student", "%(count)s conversations for your calendar")
        if not mine:
            said = _("%(count)s conversations with %(student)s for your calendar")
    return said % words


def _sentence(talk, method: str, mine: bool) -> str:
    """'Startgesprek: dinsdag 3 maart, 10.30 uur, lokaal 12.'"""
    words = {"kind": begin(talk.get_kind_display()), "when": when(talk)}
    if method == calendar.REQUEST:
        return _("%(kind)s: %(when)s.") % words
    said = pgettext("student", "%(kind)s on %(when)s is off for you.") if mine else ""
    return (said or _("%(kind)s on %(when)s is off for you.")) % words


def when(talk) -> str:
    """'dinsdag 3 maart, 10.30 uur, lokaal 12'."""
    return ", ".join(filter(None, (date_format(talk.day, "l j F"), at(talk))))


def at(talk) -> str:
    """'10.30 uur, lokaal 12'; empty when neither is known."""
    begins = talk.starts_at and _("at %(time)s") % {"time": time_format(talk.starts_at, "H.i")}
    return ", ".join(filter(None, (begins, talk.place)))


def _what_now(talks: list, mine: bool) -> str:
    if mine:
        return npgettext(
            "student",
            "The attachment puts it in your calendar. You need not answer.",
            "The attachments put them in your calendar. You need not answer.",
            len(talks),
        )
    return ngettext(
        "The attachment puts it in your calendar. You need not answer.",
        "The attachments put them in your calendar. You need not answer.",
        len(talks),
    )
