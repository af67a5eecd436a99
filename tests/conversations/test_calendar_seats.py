"""Who comes to sit in conversations gets the coming ones for the calendar; who leaves, that they are off for him."""

from datetime import timedelta

import pytest
from django.core import mail as mailbox
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conversations.calendar_seats import follow_days
from conversations.models import Conversation
from placements import invitations, outbox
from placements.models import Invitation, OutgoingMail, Participation, User
from placements.signals import seats_changed
from tests.factories import ParticipationFactory, UserFactory
from tests.placements.care import ending_in

from .test_calendar import both, import_in_order
from .test_calendar_mails import ALL_THREE, got, placement, plan

__all__ = ["placement"]
pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
OFF = [(kind, "CANCEL") for kind, _method in ALL_THREE]


@pytest.fixture
def planned(cast, placement):
    """Noor planned the three, and everybody's mail has left."""
    plan(placement, cast.student, start=3, midterm=8, final=16)
    all_left()
    return placement


def all_left() -> None:
    OutgoingMail.objects.update(attempts=1, sent_at=timezone.now())


def files(user: User) -> list[str]:
    """Every event this person got, oldest first."""
    return [one["text"] for mail in user.mails.order_by("pk") for one in mail.calendars]


def calendar_of(user: User) -> list:
    """What a calendar shows after all of it, by the independent parser."""
    return sorted(start.date() for start in import_in_order(files(user)).values())


def come_in(invitation: Invitation) -> None:
    """By the link and the mailed code."""
    client, url = Client(), reverse("placements:link", args=[invitation.new_link("/").secret()])
    client.post(url)
    assert client.post(f"{url}code/", {"code": invitation.codes.first().digits()}).status_code == 302


def invite(placement, by: User, email: str = "bram@driehoek.example") -> Invitation:
    return invitations.invite(placement, by, "workplace_mentor", "Bram", "Anders", email)


def new_mails(user: User) -> list[OutgoingMail]:
    return [mail for mail in user.mails.filter(sent_at=None).order_by("pk") if mail.calendars]


def test_who_leaves_gets_what_he_had_taken_away_and_no_way_back(cast, planned):
    before = {one["uid"]: one for one in (both(text)[0] for text in files(cast.mentor))}
    invitations.withdraw(cast.invitation, cast.student)
    (mail,) = new_mails(cast.mentor)
    assert got()["Marieke"][-1] == OFF
    for one in mail.calendars:
        ours, theirs = both(one["text"])
        had = before.pop(ours["uid"])
        assert ours["sequence"] > had["sequence"]
        assert (theirs.status, theirs.dtstart) == ("CANCELLED", had["dtstart"].dt)
        assert ours["summary"] == had["summary"]
    assert before == {}
    assert len(calendar_of(cast.mentor)) == 0
    assert (mail.path, mail.link) == ("", None)
    outbox.deliver(mail.pk)
    said = str(mailbox.outbox[-1].message()) + "".join(one["text"] for one in mail.calendars)
    for word in ("http", "/placements/", "Voorbeeld", "Hanneke", "Karim"):
        assert word not in said
    assert not new_mails(cast.student) + new_mails(cast.institute_educator)  # it was the student's own act


def test_who_comes_gets_the_coming_ones_once_he_has_come_in(cast, planned):
    Conversation.objects.filter(placement=planned, kind="start").update(day=TODAY - timedelta(days=1))
    invitations.withdraw(cast.invitation, cast.student)
    found = invite(planned, cast.student)
    bram = found.participation.user
    assert new_mails(bram) == []
    come_in(found)
    assert [mail.link is not None for mail in new_mails(bram)] == [True]
    assert got()["Bram"][-1] == ALL_THREE[1:]
    assert len(calendar_of(bram)) == 2
    come_in(found)
    seats_changed.send(None, placement=planned, people=[bram], by=None)
    assert len(new_mails(bram)) == 1
    assert not new_mails(cast.student)


def test_what_was_planned_between_the_invitation_and_coming_in_comes_once(cast, placement):
    invitations.withdraw(cast.invitation, cast.student)
    found = invite(placement, cast.student)
    plan(placement, cast.student, start=3, final=16)
    follow_days(None, TODAY)  # nothing he has is taken away meanwhile
    all_left()
    come_in(found)
    assert new_mails(found.participation.user) == []


def test_what_was_on_its_way_is_taken_back(cast, placement):
    """It was tried and may have arrived; that it is tried again is called off, so the mail itself is gone."""
    plan(placement, cast.student, start=3)
    OutgoingMail.objects.update(attempts=1)
    plan(placement, cast.student, start=4)
    invitations.withdraw(cast.invitation, cast.student)
    assert got()["Marieke"] == [[("start", "CANCEL")]]
    (mail,) = new_mails(cast.mentor)
    assert f"{placement.start + timedelta(weeks=3, days=2):%Y%m%d}T103000" in mail.calendars[0]["text"]


def test_what_never_arrived_is_not_taken_back(cast, placement):
    plan(placement, cast.student, start=3)
    invitations.withdraw(cast.invitation, cast.student)
    assert "Marieke" not in got()
    Participation.objects.filter(user=cast.institute_educator, placement=placement).update(until=TODAY)
    follow_days(None, TODAY)
    assert "Karim" not in got()


def test_who_says_that_the_mail_is_not_for_him_gets_no_other(cast, planned):
    invitations.withdraw(cast.invitation)
    follow_days(None, TODAY)
    assert new_mails(cast.mentor) == []


def test_who_comes_back_has_them_again(cast, planned):
    invitations.withdraw(cast.invitation, cast.student)
    all_left()
    assert calendar_of(cast.mentor) == []
    come_in(invite(planned, cast.student, cast.mentor.email))
    assert calendar_of(cast.mentor) == [planned.start + timedelta(weeks=weeks, days=2) for weeks in (3, 8, 16)]
    all_left()
    plan(planned, cast.student, start=4)
    assert calendar_of(cast.mentor)[0] == planned.start + timedelta(weeks=4, days=2)


def test_the_seat_of_the_institute_changes_hands(cast, planned):
    """In the administration: another holder in the same seat, a seat that ends, and one that begins."""
    client, gijs, tess = Client(), cast.other_institute_educator, UserFactory(first_name="Tess")
    client.force_login(cast.admin)
    seat = Participation.objects.get(placement=planned, user=cast.institute_educator)
    data = {"placement": planned.pk, "role": seat.role, "since": TODAY.isoformat(), "until": "", "user": gijs.pk}
    url = reverse("admin:placements_participation_change", args=[seat.pk])
    assert client.post(url, data).status_code == 302
    assert (got()["Karim"][-1], got()["Gijs"]) == (OFF, [ALL_THREE])
    all_left()
    assert client.post(url, data | {"until": TODAY.isoformat()}).status_code == 302
    assert client.post(reverse("admin:placements_participation_add"), data | {"user": tess.pk}).status_code == 302
    assert (got()["Gijs"][-1], got()["Tess"]) == (OFF, [ALL_THREE])
    all_left()
    inline, form = {"participations-TOTAL_FORMS": 1, "participations-INITIAL_FORMS": 1}, {}
    tess = Participation.objects.get(user=tess)
    row = {"id": tess.pk, "DELETE": "on"} | {name: value for name, value in data.items() if name != "user"}
    inline |= {f"participations-0-{name}": value for name, value in (row | {"user": tess.user_id}).items()}
    for name in ("student", "school", "institute", "period"):
        form[name] = getattr(planned, f"{name}_id")
    form |= {"start": planned.start, "end": planned.end, "weekdays": "[]"}
    answer = client.post(reverse("admin:placements_placement_change", args=[planned.pk]), form | inline)
    assert answer.status_code == 302, answer.context["errors"]
    assert got()["Tess"][-1] == OFF
    assert not Participation.objects.filter(pk=tess.pk).exists()


def test_when_a_placement_ends_early_all_of_it_is_off_for_everybody_but_who_ended_it(cast, planned):
    plan(planned, cast.student, final=15)
    assert len(new_mails(cast.institute_educator)) == 1
    ending_in(cast, "ended")
    assert new_mails(cast.institute_educator) == []  # the new day had not left, and is nothing any more
    for user in (cast.student, cast.mentor):
        (mail,) = new_mails(user)
        assert [one["method"] for one in mail.calendars] == ["CANCEL"] * 3
        assert (mail.path, mail.link) == ("", None)
    assert calendar_of(cast.mentor) == []
    follow_days(None, TODAY)
    assert len(new_mails(cast.mentor)) == 1


def test_a_seat_that_begins_or_ends_on_its_day_is_told_that_morning_once(cast, planned):
    karim = Participation.objects.filter(placement=planned, user=cast.institute_educator)
    karim.update(until=TODAY + timedelta(days=1))
    new = ParticipationFactory(placement=planned, user=cast.other_institute_educator, since=TODAY + timedelta(days=1))
    follow_days(None, TODAY)
    assert len(got()["Karim"]) == 1
    assert "Gijs" not in got()
    karim.update(until=TODAY)
    Participation.objects.filter(pk=new.pk).update(since=TODAY)
    for _morning in range(2):
        follow_days(None, TODAY)
        assert (got()["Karim"][1:], got()["Gijs"]) == ([OFF], [ALL_THREE])
        all_left()
