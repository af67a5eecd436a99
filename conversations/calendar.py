"""A conversation as the calendar of one person gets it: an iCalendar text (RFC 5545, 5546).

The same UID with a higher SEQUENCE replaces what stood there; METHOD:CANCEL takes it away. It names nobody but the
first name of the student, carries no address but the site's and the recipient's own, and asks for no answer.
"""

import re
from datetime import timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

REQUEST, CANCEL = "REQUEST", "CANCEL"
# The rule of the European Union since 1996, so that the recipient's program need not know the zone by its name. What
# icalendar writes by itself is a list of sixty years, with the change in March an hour late.
ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""


def invitation(conversation, person, method: str = REQUEST) -> dict[str, str]:
    """What a mail to this person brings: the method, the name of the file, and its text."""
    with translation.override(person.language):
        return {"method": method, "name": file_name(conversation), "text": text_for(conversation, person, method)}


def file_name(conversation) -> str:
    """'startgesprek-12.ics'."""
    return f"{slugify(conversation.get_kind_display())}-{conversation.pk}.ics"


def conversation_of(name: str) -> int:
    """Which conversation a file of this name is about."""
    return int(name.removesuffix(".ics").rsplit("-", 1)[1])


def sequence_of(text: str) -> int:
    """Which number the event in such a text carries."""
    return int(re.search(r"(?m)^SEQUENCE:(\d+)", text)[1])


def text_for(conversation, person, method: str = REQUEST) -> str:
    """The whole text, in the language that is spoken now. The conversation has a day."""
    calendar = Calendar()
    calendar.add("prodid", "-//Driehoek//NL")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if conversation.begins:
        calendar.add_component(Timezone.from_ical(ZONE))
    calendar.add_component(_event(conversation, person, method))
    return calendar.to_ical().decode()


def _event(conversation, person, method: str) -> Event:
    event, timed = Event(), conversation.begins is not None
    event.add("uid", f"{conversation.uid}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", conversation.sequence)
    event.add("dtstamp", timezone.now())
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    if timed:
        begins = timezone.localtime(conversation.begins)
        event.add("dtstart", begins)
        event.add("dtend", timezone.localtime(conversation.begins + timedelta(minutes=conversation.minutes)))
    else:
        event.add("dtstart", conversation.day)
        event.add("dtend", conversation.day + timedelta(days=1))
    event.add("transp", "OPAQUE" if timed else "TRANSPARENT")
    event.add("summary", _summary(conversation, person))
    if method != CANCEL:  # what is off leads nowhere: who left may not open the page any more
        event.add("description", _description(conversation))
    if conversation.place:
        event.add("location", conversation.place)
    event.add("organizer", _address(parseaddr(settings.MAIL_FROM)[1], CN="Driehoek"))
    event.add("attendee", _address(person.email, ROLE="REQ-PARTICIPANT", RSVP="FALSE"))
    return event


def _address(mailbox: str, **parameters: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{mailbox}")
    for name, value in parameters.items():
        found.params[name] = vText(value)
    return found


def _summary(conversation, person) -> str:
    kind = conversation.get_kind_display()
    if person.pk == conversation.placement.student_id:
        return kind[:1].upper() + kind[1:]
    words = {"kind": kind[:1].upper() + kind[1:], "student": conversation.placement.student.get_short_name()}
    return pgettext("calendar", "%(kind)s with %(student)s") % words


def _description(conversation) -> str:
    """One sentence and the address of the page, without a secret."""
    page = settings.SITE_URL + reverse("conversations:planning", args=[conversation.placement_id])
    return _("Day, time and place stand in Driehoek, and can be changed there.") + f"\n{page}"
