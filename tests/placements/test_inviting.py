"""The student names who guides (L03, Y01): one address each, not the own one, ten a day."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from placements import invitations, outbox, warnings
from placements.models import Invitation, OutgoingMail, Participation, User
from tests.factories import InvitationFactory, ParticipationFactory, PlacementFactory, UserFactory

MENTOR = {
    "role": "workplace_mentor",
    "first_name": "Marieke",
    "last_name": "van der Wal",
    "email": "marieke@school.example",
}

# What a student may type, with the own address behind it: (own address, typed).
OWN_ADDRESS = [
    ("noor@school.example", "noor@school.example"),
    ("noor@school.example", "NOOR@SCHOOL.EXAMPLE"),
    ("noor@school.example", "Noor@School.example"),
    ("noor@school.example", "  noor@school.example  "),
    ("noor@school.example", "noor+mentor@school.example"),
    ("noor@school.example", "noor+@school.example"),
    ("noor@school.example", "noor+a+b@school.example"),
    ("noor@school.example", '"noor"@school.example'),
    ("noor@school.example", "\uff4e\uff4f\uff4f\uff52@school.example"),  # full-width letters
    ("noor@school.example", "noor@\uff53chool.example"),
    ("noor@school.example", "noor@school\u3002example"),  # an ideographic full stop
    ("noor@school.example", "noor@sch\u00adool.example"),  # a soft hyphen
    ("noor@school.example", "noor@sch\u200bool.example"),  # a space of no width
    ("kees@school.example", "\u212aees@school.example"),  # the sign for kelvin
    ("sas@school.example", "\u017fas@school.example"),  # a long s
    ("noor+wpl@school.example", "noor@school.example"),
    ("noor+wpl@school.example", "noor+stage@school.example"),
    ("noor.t@gmail.com", "noort@gmail.com"),
    ("noort@gmail.com", "n.o.o.r.t@gmail.com"),
    ("noort@gmail.com", "noort@googlemail.com"),
    ("noort@gmail.com", "N.oort+school@GoogleMail.com"),
    ("noor@proton.me", "noor@protonmail.com"),
    ("noor@proton.me", "n.o-o_r@pm.me"),
    ("noor@icloud.com", "noor@me.com"),
    ("noor@b\u00fccher.example", "noor@xn--bcher-kva.example"),
    ("noor@xn--bcher-kva.example", "noor@B\u00dcCHER.example"),
]
# What is another mailbox as far as we can know, and stands out: (own address, typed, sign).
STANDS_OUT = [
    ("noor.terpstra@institute.example", "noor.terpstra@gmail.com", warnings.FREE),
    ("noor.terpstra@institute.example", "noor.terpstra@gmail.com", warnings.RESEMBLES),
    ("noor.terpstra@institute.example", "noorterpstra99@school.example", warnings.RESEMBLES),
    ("noor.terpstra@institute.example", "n.terpstra@school.example", warnings.RESEMBLES),
    ("s1234567@institute.example", "terpstra.noor@school.example", warnings.RESEMBLES),
    ("s1234567@institute.example", "noor_terpstra@school.example", warnings.RESEMBLES),
    ("s1234567@student.institute.example", "marieke@institute.example", warnings.SAME_DOMAIN),
    ("s1234567@institute.example", "marieke@student.institute.example", warnings.SAME_DOMAIN),
    ("s1234567@institute.example", "marieke@institute.example", warnings.SAME_DOMAIN),
    ("s1234567@institute.example", "marieke@hotmail.nl", warnings.FREE),
    ("s1234567@institute.example", "marieke@outlook.com", warnings.FREE),
    ("s1234567@institute.example", "marieke@ziggo.nl", warnings.FREE),
    ("s1234567@institute.example", "marieke@yahoo.co.uk", warnings.FREE),
    ("s1234567@institute.example", "marieke@proton.me", warnings.FREE),
]
NO_ADDRESS = ["marieke", "marieke@", "@school.example", "m@school", "m@-school.example", "mar\u0131eke@school.example"]


def invite(placement, **changed) -> Invitation:
    return invitations.invite(placement, placement.student, **{**MENTOR, **changed})


@pytest.mark.parametrize(("own", "typed"), OWN_ADDRESS)
def test_the_own_address_is_refused_in_every_spelling(placement, own, typed):
    User.objects.filter(pk=placement.student_id).update(email=own)
    with pytest.raises(ValidationError) as refusal:
        invite(placement, email=typed)
    assert list(refusal.value.message_dict) == ["email"]
    assert not Participation.objects.exists()


@pytest.mark.parametrize(("own", "typed", "sign"), STANDS_OUT)
def test_an_address_that_stands_out_is_accepted_with_a_sign(placement, own, typed, sign):
    User.objects.filter(pk=placement.student_id).update(email=own)
    placement.student.refresh_from_db()
    assert sign in warnings.signs(invite(placement, email=typed).participation)


def test_an_address_at_a_school_has_no_sign(placement):
    assert warnings.signs(invite(placement, email="m.vanderwal@lyceumdeakkers.example").participation) == []


@pytest.mark.parametrize("typed", NO_ADDRESS)
def test_what_is_no_address_is_refused(placement, typed):
    with pytest.raises(ValidationError):
        invite(placement, email=typed)


def test_the_invited_gets_a_seat_an_account_by_link_and_a_mail(placement):
    invitation = invite(placement, email="Marieke@School.example")
    person = invitation.participation.user
    assert (person.email, person.by_link_only, person.has_usable_password()) == ("marieke@school.example", True, False)
    assert not invitation.participation.is_confirmed
    mail = person.mails.get()
    assert mail.link.invitation == invitation
    assert mail.link.path == placement.get_absolute_url()


def test_a_person_who_is_here_already_keeps_name_and_account(placement):
    person = UserFactory(first_name="Femke", email="femke@school.example")
    invitation = invite(placement, first_name="Somebody", email="femke@school.example")
    assert invitation.participation.user == person
    person.refresh_from_db()
    assert (person.first_name, person.by_link_only) == ("Femke", False)
    assert person.mails.get().link is None


def test_the_same_person_is_invited_once(placement):
    invite(placement)
    with pytest.raises(ValidationError):
        invite(placement, email="MARIEKE@school.example")


def test_after_withdrawing_the_same_person_can_be_invited_again(placement):
    invitations.withdraw(invite(placement), placement.student)
    assert invite(placement).participation.until is None


def test_ten_invitations_a_day_and_no_more(placement):
    for number in range(10):
        invite(placement, email=f"person{number}@school.example")
    with pytest.raises(ValidationError):
        invite(placement, email="eleventh@school.example")
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert invite(placement, email="eleventh@school.example")


@pytest.mark.parametrize("role", ["student", "institute_educator", "unit_examiner", "study_coach"])
def test_a_student_gives_nobody_a_seat_of_the_institute(placement, role):
    with pytest.raises(PermissionDenied):
        invite(placement, role=role)


def test_only_the_student_invites(placement, educator):
    with pytest.raises(PermissionDenied):
        invitations.invite(placement, educator, **MENTOR)


def test_who_may_confirm_hears_of_it(placement, educator):
    ParticipationFactory(placement=placement, school_educator=True)  # not confirmed, so not asked
    invite(placement)
    told = OutgoingMail.objects.filter(kind="notice")
    assert [mail.recipient for mail in told] == [educator]


def test_the_page_invites_and_goes_back_to_the_placement(as_student, placement):
    response = as_student.post(reverse("placements:invite", args=[placement.pk]), MENTOR)
    assert response.url == placement.get_absolute_url()
    assert Invitation.objects.get().invited_by == placement.student


def test_the_page_says_beside_the_field_what_is_wrong(as_student, placement):
    response = as_student.post(
        reverse("placements:invite", args=[placement.pk]), {**MENTOR, "email": placement.student.email}
    )
    assert list(response.context["form"].errors) == ["email"]
    assert "This is your own address" in response.text


@pytest.mark.parametrize(
    "name",
    ["Marieke\r\nBcc: everybody@school.example", "see http://evil.example", "evil.example", "<b>Marieke</b>", "a@b"],
)
def test_a_name_is_only_a_name(as_student, placement, name):
    response = as_student.post(reverse("placements:invite", args=[placement.pk]), {**MENTOR, "first_name": name})
    assert list(response.context["form"].errors) == ["first_name"]


@pytest.mark.parametrize("name", ["J.P.", "Th.", "d'Arcy", "Anne-Fleur", "Zoë", "محمد", "van 't Hof"])
def test_real_names_are_names(as_student, placement, name):
    response = as_student.post(reverse("placements:invite", args=[placement.pk]), {**MENTOR, "last_name": name})
    assert response.status_code == 302


@pytest.mark.parametrize("name", ["resend", "withdraw"])
def test_who_may_manage_an_invitation(client, invitation, placement, educator, mentor, name):
    examiner = ParticipationFactory(placement=placement, examiner=True).user
    url = reverse(f"placements:{name}", args=[placement.pk, invitation.pk])
    assert client.get(url).status_code == 302  # to sign in
    for user, status in {UserFactory(): 404, examiner: 403, mentor: 403, educator: 302}.items():
        client.force_login(user)
        assert client.get(url).status_code == 405
        assert client.post(url).status_code == status, user


def test_an_invitation_is_managed_through_its_own_placement_only(as_student, student, invitation):
    other = PlacementFactory(student=student)
    url = reverse("placements:withdraw", args=[other.pk, invitation.pk])
    assert as_student.post(url).status_code == 404


def test_withdrawing_ends_the_seat_and_tells_nobody_but_a_student_who_did_not_do_it(as_student, invitation, student):
    as_student.post(reverse("placements:withdraw", args=[invitation.participation.placement_id, invitation.pk]))
    invitation.refresh_from_db()
    assert invitation.withdrawn_at
    assert not Participation.objects.running().filter(pk=invitation.participation_id).exists()
    assert not student.mails.exists()


def test_who_had_come_in_hears_that_he_left_without_a_link_and_so_do_the_educators(
    invitation, mentor, educator, student
):
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=timezone.now())
    invitations.withdraw(Invitation.objects.get(pk=invitation.pk), student)
    gone, follows = mentor.mails.get(), educator.mails.get()
    assert (gone.kind, gone.path, gone.link, follows.kind) == ("notice", "", None, "notice")
    assert "does not work any more" in gone.sentences[0]
    assert mentor.get_full_name() in follows.sentences[0]
    assert not student.mails.exists()


def test_a_student_hears_that_the_institute_withdrew(as_educator, invitation, student):
    as_educator.post(reverse("placements:withdraw", args=[invitation.participation.placement_id, invitation.pk]))
    assert "Bram" in student.mails.get().sentences[0]


def test_a_withdrawn_invitation_is_not_mailed_again(as_student, invitation, mentor, placement):
    invitations.withdraw(invitation, placement.student)
    as_student.post(reverse("placements:resend", args=[placement.pk, invitation.pk]))
    assert not mentor.mails.exists()


def test_mailing_again_has_an_end(invitation, mentor):
    for _press in range(10):
        invitations.resend(invitation)
    with pytest.raises(ValidationError):
        invitations.resend(invitation)


def test_a_notice_about_several_students_survives_one_withdrawal(invitation, mentor):
    other = InvitationFactory(participation__user=mentor, participation__placement=PlacementFactory())
    for about in (invitation, other):
        placement = about.participation.placement
        path = placement.get_absolute_url()
        outbox.notice(mentor, subject="News", sentences=[f"of {path}"], button="Read", path=path, placement=placement)
    invitations.withdraw(invitation, invitation.invited_by)
    assert mentor.mails.get().link.invitation == other
