"""Somebody of school or institute says: I know this person (decisions, section 6)."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from placements import invitations, warnings
from placements.models import Device, KnownMentor, Participation
from placements.roles import Role
from tests.factories import InvitationFactory, ParticipationFactory, PlacementFactory, UserFactory

URL = "/placements/confirm/"


@pytest.fixture
def seat(invitation, educator) -> Participation:
    return invitation.participation


def confirmed(seat: Participation) -> bool:
    seat.refresh_from_db()
    return seat.is_confirmed


def test_the_page_shows_who_waits_and_who_gave_the_address(as_educator, seat, student):
    page = as_educator.get(URL).text
    assert str(seat.user) in page
    assert f"given by {student}" in page


def test_the_list_shows_no_whole_addresses(as_educator, seat):
    page = as_educator.get(URL).text
    assert seat.user.email not in page
    assert f"{seat.user.email[0]}•••@" in page


def test_one_press_confirms_all_that_are_ticked(as_educator, seat, placement, educator):
    second = InvitationFactory(participation__placement=placement).participation
    third = InvitationFactory(participation__placement=placement).participation
    as_educator.post(URL, {"participation": [seat.pk, second.pk]})
    assert confirmed(seat)
    assert confirmed(second)
    assert not confirmed(third)
    assert seat.confirmed_by == educator


def test_confirming_is_remembered_at_this_school_only(as_educator, seat):
    as_educator.post(URL, {"participation": seat.pk})
    assert KnownMentor.objects.knows(seat.placement.school, seat.user.email)
    assert not KnownMentor.objects.knows(PlacementFactory().school, seat.user.email)


def test_a_known_address_is_a_good_sign_for_the_next_student(as_educator, seat):
    as_educator.post(URL, {"participation": seat.pk})
    next_placement = PlacementFactory(school=seat.placement.school)
    again = InvitationFactory(participation__placement=next_placement, participation__user=seat.user)
    assert warnings.KNOWN in warnings.signs(again.participation)


@pytest.mark.parametrize("typed", ["x", "", "9" * 30, "-1", "٣"])
def test_nonsense_confirms_nobody(as_educator, seat, typed):
    assert as_educator.post(URL, {"participation": typed}).status_code == 302
    assert not confirmed(seat)


def test_it_goes_back_to_the_page_it_came_from_but_not_to_another_site(as_educator, seat):
    assert as_educator.post(URL, {"next": "/placements/"}).url == "/placements/"
    assert as_educator.post(URL, {"next": "https://evil.example/"}).url == URL
    assert as_educator.post(URL, {"next": "//evil.example/"}).url == URL


@pytest.mark.parametrize(
    ("traits", "may"),
    [
        ({}, True),  # an institute educator
        ({"school_educator": True, "confirmed": True}, True),
        ({"school_educator": True}, False),
        ({"mentor": True, "confirmed": True}, False),
        ({"examiner": True}, False),
        ({"subject_educator": True}, False),
        ({"study_coach": True}, False),
    ],
)
def test_who_may_confirm_a_mentor(client, seat, placement, traits, may):
    client.force_login(ParticipationFactory(placement=placement, **traits).user)
    client.post(URL, {"participation": seat.pk})
    assert confirmed(seat) is may


@pytest.mark.parametrize(
    ("traits", "may"), [({}, True), ({"school_educator": True, "confirmed": True}, False), ({"examiner": True}, False)]
)
def test_who_may_confirm_a_school_educator(client, placement, traits, may):
    invited = InvitationFactory(participation__placement=placement, participation__role=Role.SCHOOL_EDUCATOR)
    client.force_login(ParticipationFactory(placement=placement, **traits).user)
    client.post(URL, {"participation": invited.participation_id})
    assert confirmed(invited.participation) is may


def test_the_student_confirms_nobody(as_student, seat):
    as_student.post(URL, {"participation": seat.pk})
    assert not confirmed(seat)


def test_nobody_confirms_himself(client, placement):
    both = ParticipationFactory(placement=placement).user
    own = InvitationFactory(participation__placement=placement, participation__user=both).participation
    client.force_login(both)
    client.post(URL, {"participation": own.pk})
    assert not confirmed(own)


@pytest.mark.django_db
def test_the_database_refuses_who_confirms_himself():
    own = ParticipationFactory(mentor=True)
    own.confirmed_by, own.confirmed_at = own.user, timezone.now()
    with pytest.raises(IntegrityError):
        own.save()


def test_an_educator_of_another_placement_confirms_nobody_here(client, seat):
    client.force_login(ParticipationFactory().user)
    client.post(URL, {"participation": seat.pk})
    assert not confirmed(seat)


def test_who_was_withdrawn_is_not_confirmed(as_educator, seat, invitation):
    invitations.withdraw(invitation, invitation.invited_by)
    as_educator.post(URL, {"participation": seat.pk})
    assert not confirmed(seat)


def test_an_empty_list_says_so(as_educator):
    assert "There is nobody to confirm" in as_educator.get(URL).text


def test_twenty_people_cost_as_many_queries_as_two(as_educator, educator, seat, django_assert_num_queries):
    def more(count: int) -> None:
        for _row in range(count):
            placement = PlacementFactory()
            ParticipationFactory(placement=placement, user=educator)
            InvitationFactory(participation__placement=placement)

    more(1)
    with CaptureQueriesContext(connection) as two:
        as_educator.get(URL)
    more(18)
    with django_assert_num_queries(len(two)):
        assert as_educator.get(URL).text.count('name="participation"') == 20


def test_the_same_device_as_the_student_is_a_sign(seat):
    for user in (seat.user, seat.placement.student):
        Device.objects.create(key_hash="a" * 64, user=user)
    assert warnings.SAME_DEVICE in warnings.signs(seat)


def test_another_device_is_no_sign(seat):
    for user, key in ((seat.user, "a"), (seat.placement.student, "b")):
        Device.objects.create(key_hash=key * 64, user=user)
    assert warnings.SAME_DEVICE not in warnings.signs(seat)


def test_signing_in_as_both_on_one_browser_shows(client, seat, invitation):
    client.force_login(UserFactory())
    client.get(reverse("home"))
    client.logout()
    url = reverse("placements:link", args=[invitation.new_link("/").secret()])
    client.post(url)
    client.post(f"{url}code/", {"code": invitation.codes.get().digits()})
    key = Device.objects.filter(user=seat.user).first().key_hash
    Device.objects.create(key_hash=key, user=seat.placement.student)
    assert warnings.SAME_DEVICE in warnings.signs(seat)


def test_a_student_as_mentor_is_a_sign(placement):
    fellow = PlacementFactory().student
    seat = InvitationFactory(participation__placement=placement, participation__user=fellow).participation
    assert warnings.STUDENT in warnings.signs(seat)
