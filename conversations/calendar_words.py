"""What the mails about the calendar say: which conversation, when, and what was changed. Nothing else of anybody."""

from dataclasses import dataclass
from datetime import date, time

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from learning_outcomes.wording import begin, in_words, long_day


@dataclass(frozen=True)
class Facts:
    """When and where a conversation is, as it stands in somebody's calendar."""

    day: date
    starts_at: time | None = None
    place: str = ""

    @classmethod
    def of(cls, talk) -> "Facts | None":
        """None without a day."""
        return cls(talk.day, talk.starts_at, talk.place) if talk.day else None

    @classmethod
    def kept(cls, said: list | None) -> "Facts | None":
        """As `as_json` wrote it beside an event that waits."""
        if not said:
            return None
        day, starts_at, place = said
        return cls(date.fromisoformat(day), time.fromisoformat(starts_at) if starts_at else None, place)

    def as_json(self) -> list:
        return [self.day.isoformat(), self.starts_at.isoformat() if self.starts_at else None, self.place]

    def unlike(self, now: "Facts") -> str:
        """What of it is another now: 'maandag 8 maart 2027', '9.00 uur', 'zonder plaats'; empty when nothing is."""
        return ", ".join(
            said
            for said, then, here in (
                (long_day(self.day), self.day, now.day),
                (_clock(self.starts_at) or _("without a time"), self.starts_at, now.starts_at),
                (self.place or _("without a place"), self.place, now.place),
            )
            if then != here
        )


def _clock(starts_at: time | None) -> str:
    """'10.30 uur'."""
    return _("at %(time)s") % {"time": time_format(starts_at, "G.i")} if starts_at else ""


def at(talk) -> str:
    """'10.30 uur, lokaal 12'; empty when neither is known."""
    return ", ".join(filter(None, (_clock(talk.starts_at), talk.place)))


def when(talk) -> str:
    """'dinsdag 3 maart, 10.30 uur, lokaal 12'."""
    return ", ".join(filter(None, (long_day(talk.day), at(talk))))


def sentence(talk, *, off: bool, was: Facts | None, instead: date | None = None, mine: bool) -> str:
    """'Startgesprek: dinsdag 3 maart, 10.30 uur, lokaal 12 (was maandag 2 maart).' What was cancelled on another day
    and planned anew comes `instead` of it."""
    words = {"kind": begin(talk.get_kind_display()), "when": when(talk)}
    if off and talk.held_on:
        words["day"] = long_day(talk.held_on)
        return _("%(kind)s on %(when)s goes out of your calendar: it was held on %(day)s.") % words
    if off:
        said = pgettext("student", "%(kind)s on %(when)s is off for you.") if mine else ""
        return (said or _("%(kind)s on %(when)s is off for you.")) % words
    words["was"] = was.unlike(Facts.of(talk)) if was else ""
    if words["was"]:
        return _("%(kind)s: %(when)s (was %(was)s).") % words
    if instead:
        return _("%(kind)s: %(when)s. It takes the place of %(was)s.") % (words | {"was": long_day(instead)})
    return _("%(kind)s: %(when)s.") % words


def subject(talks: list, *, off: bool, mine: bool) -> str:
    """'Drie gesprekken met Noor staan in uw agenda'; of one it says the day."""
    words = _words(talks)
    if len(talks) == 1:
        words["day"] = long_day(talks[0].day)
        if off and talks[0].held_on:
            said = _("%(kind)s was held earlier") if mine else _("%(kind)s with %(student)s was held earlier")
        elif off:
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


def subject_for_leaver(talks: list, *, mine: bool) -> str:
    """'Eindbeoordeling met Noor gaat uit uw agenda': they may go on, without this person."""
    if len(talks) == 1:
        said = pgettext("student", "%(kind)s goes out of your calendar")
        if not mine:
            said = _("%(kind)s with %(student)s goes out of your calendar")
    else:
        said = pgettext("student", "%(count)s conversations go out of your calendar")
        if not mine:
            said = _("%(count)s conversations with %(student)s go out of your calendar")
    return said % _words(talks)


def _words(talks: list) -> dict:
    kind, student = begin(talks[0].get_kind_display()), talks[0].placement.student.get_short_name()
    return {"kind": kind, "student": student, "count": begin(in_words(len(talks)))}


def what_now(number: int, *, only_off: bool, mine: bool) -> str:
    """What the attachments do; nothing is asked."""
    if only_off and mine:
        return npgettext(
            "student",
            "The attachment takes it out of your calendar. You need not answer.",
            "The attachments take them out of your calendar. You need not answer.",
            number,
        )
    if only_off:
        return ngettext(
            "The attachment takes it out of your calendar. You need not answer.",
            "The attachments take them out of your calendar. You need not answer.",
            number,
        )
    if mine:
        return npgettext(
            "student",
            "The attachment puts it in your calendar. You need not answer.",
            "The attachments put them in your calendar. You need not answer.",
            number,
        )
    return ngettext(
        "The attachment puts it in your calendar. You need not answer.",
        "The attachments put them in your calendar. You need not answer.",
        number,
    )
