"""The calendar files, read back by the parser that wrote them and by an independent one (`ical`)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from conversations import calendar
from conversations.models import Conversation
from placements.models import Placement

pytestmark = pytest.mark.django_db

CHANGE = date(2027, 3, 28)  # the last Sunday of March: two o'clock becomes three


@pytest.fixture
def talk(cast) -> Conversation:
    Placement.objects.filter(pk=cast.placement.pk).update(start=date(2027, 2, 1), end=date(2027, 6, 18))
    return Conversation.objects.get(placement=cast.placement, kind="start")


def planned(talk: Conversation, by, day: date, at: time | None = time(10, 30), **more) -> Conversation:
    return talk.take("plan", by, day=day, starts_at=at, minutes=45, **more)


def both(text: str) -> tuple:
    """The event as each of the two reads it."""
    (ours,) = Calendar.from_ical(text).walk("VEVENT")
    (theirs,) = IcsCalendarStream.calendar_from_ics(text).events
    return ours, theirs


def test_two_parsers_read_the_same_moment_on_both_sides_of_the_clock_change(cast, talk):
    wrong = {}
    for day, utc_hour in ((CHANGE - timedelta(days=1), 9), (CHANGE, 8), (CHANGE + timedelta(days=2), 8)):
        talk = planned(talk, cast.mentor, day)
        text = calendar.text_for(talk, cast.student)
        ours, theirs = both(text)
        want = datetime(day.year, day.month, day.day, utc_hour, 30, tzinfo=UTC)
        moments = {ours["dtstart"].dt.astimezone(UTC), theirs.dtstart.astimezone(UTC)}
        ends = {ours["dtend"].dt.astimezone(UTC), theirs.dtend.astimezone(UTC)}
        if moments != {want} or ends != {want + timedelta(minutes=45)}:
            wrong[day] = (moments, ends)
        assert "DTSTART;TZID=Europe/Amsterdam:" in text
        assert "BEGIN:VTIMEZONE" in text
        assert "BEGIN:DAYLIGHT" in text
    assert wrong == {}


def test_the_time_zone_in_the_file_itself_has_the_change(cast, talk):
    """Not the parser's own time zone: the one the file brings, for programs that do not know Europe/Amsterdam."""
    text = calendar.text_for(planned(talk, cast.mentor, CHANGE + timedelta(days=2)), cast.student)
    (zone,) = Calendar.from_ical(text).walk("VTIMEZONE")
    at = [
        (2027, 3, 27, 10),
        (2027, 3, 28, 1),
        (2027, 3, 28, 3),
        (2027, 3, 29, 10),
        (2027, 10, 31, 1),
        (2027, 10, 31, 4),
    ]
    offsets = [zone.to_tz(lookup_tzid=False).utcoffset(datetime(*moment)) for moment in at]
    assert offsets == [ZoneInfo("Europe/Amsterdam").utcoffset(datetime(*moment)) for moment in at]
    assert [offset.seconds // 3600 for offset in offsets] == [1, 1, 2, 2, 2, 1]


def test_a_day_without_a_time_is_a_whole_day(cast, talk):
    text = calendar.text_for(planned(talk, cast.mentor, CHANGE, None), cast.student)
    ours, theirs = both(text)
    assert "VTIMEZONE" not in text
    assert (ours["dtstart"].dt, ours["dtend"].dt) == (CHANGE, CHANGE + timedelta(days=1))
    assert (theirs.dtstart, theirs.dtend) == (CHANGE, CHANGE + timedelta(days=1))


def test_it_says_no_more_than_it_must(cast, talk, settings):
    talk = planned(talk, cast.student, CHANGE, place="Kamer 12; bij de ingang, links")
    text = calendar.text_for(talk, cast.mentor)
    ours, theirs = both(text)
    assert "Noor" in theirs.summary
    assert "Voorbeeld" not in text
    assert theirs.location == ours["location"] == "Kamer 12; bij de ingang, links"
    addresses = {str(one.uri) for one in theirs.attendees} | {str(theirs.organizer.uri)}
    assert addresses == {f"mailto:{cast.mentor.email}", "mailto:noreply@driehoek.example"}
    assert text.count("mailto:") == 2
    assert ours["attendee"].params["RSVP"] == "FALSE"
    assert f"{settings.SITE_URL}/placements/{talk.placement_id}/planning/" in theirs.description
    assert "/i/" not in theirs.description
    assert all(len(line) <= 75 for line in text.encode().split(b"\r\n"))


def test_a_place_cannot_add_a_line_of_its_own(cast, talk):
    talk = planned(talk, cast.student, CHANGE, place="x\r\nATTENDEE:mailto:evil@evil.example")
    ours, theirs = both(calendar.text_for(talk, cast.mentor))
    assert [str(one.uri) for one in theirs.attendees] == [f"mailto:{cast.mentor.email}"]


def import_in_order(texts: list[str]) -> dict:
    """What a calendar shows after these files: the highest SEQUENCE of a UID counts, a cancellation takes it away
    (RFC 5546, 2.1.5). Read by the independent parser."""
    there: dict = {}
    for text in texts:
        (event,) = IcsCalendarStream.calendar_from_ics(text).events
        if event.uid not in there or event.sequence > there[event.uid].sequence:
            there[event.uid] = event
    return {uid: event.dtstart for uid, event in there.items() if event.status != "CANCELLED"}


def test_updates_replace_and_cancellations_cancel(cast, talk):
    first = planned(talk, cast.mentor, CHANGE)
    files = [calendar.text_for(first, cast.student)]
    moved = planned(first, cast.mentor, CHANGE + timedelta(days=2))
    files.append(calendar.text_for(moved, cast.student))
    assert [start.date() for start in import_in_order(files).values()] == [CHANGE + timedelta(days=2)]
    assert [start.date() for start in import_in_order(files[::-1]).values()] == [CHANGE + timedelta(days=2)]
    off = moved.take("cancel", cast.mentor, "Ziek.")
    files.append(calendar.text_for(off, cast.student, calendar.CANCEL))
    assert "METHOD:CANCEL" in files[-1]
    assert import_in_order(files) == {}
    again = planned(off.take("plan_again", cast.mentor), cast.mentor, CHANGE + timedelta(days=9))
    files.append(calendar.text_for(again, cast.student))
    assert [start.date() for start in import_in_order(files).values()] == [CHANGE + timedelta(days=9)]


def test_a_file_that_does_not_count_on_would_replace_nothing(cast, talk):
    """The control: with the SEQUENCE of the first file the move would be lost."""
    first = calendar.text_for(planned(talk, cast.mentor, CHANGE), cast.student)
    moved = planned(talk, cast.mentor, CHANGE + timedelta(days=2))
    moved.sequence = 1
    assert [start.date() for start in import_in_order([first, calendar.text_for(moved, cast.student)]).values()] == [
        CHANGE
    ]
