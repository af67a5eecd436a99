"""The student invites the subject educator of one subject outcome; the institute educator confirms the person."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from placements import invitations
from placements.models import OutgoingMail, Participation
from placements.roles import Role
from tests.assessments.acts import browser, undone, write
from tests.cast import hand_in
from tests.placements.test_sets import added, subject

NADIA = {"first_name": "Nadia", "last_name": "Voorbeeld", "email": "nadia@zuidoever.example"}


def invite(cast, code: str = "VD-WI-1", **more):
    return invitations.invite(
        cast.placement, more.pop("by", cast.student), Role.SUBJECT_EDUCATOR, outcome=subject(code), **NADIA
    )


def test_beside_an_outcome_of_the_own_set(cast):
    added(cast, "VD-WI-1")
    assert invite(cast).participation.outcome.code == "VD-WI-1"
    with pytest.raises(ValidationError):
        invite(cast, "VD-WI-2")
    with pytest.raises(ValidationError):
        invite(cast, "CPL")
    with pytest.raises(PermissionDenied):
        invite(cast, by=cast.mentor)


def test_the_mail_names_role_and_outcome_and_leads_to_the_form_once_that_waits(cast):
    added(cast, "VD-WI-1")
    title = subject("VD-WI-1").title
    for path in (cast.placement.get_absolute_url(), cast.midterm.get_absolute_url()):
        with undone():
            if path == cast.midterm.get_absolute_url():
                hand_in(cast.midterm)
            user = invite(cast).participation.user
            mail = OutgoingMail.objects.filter(recipient=user).latest("pk")
            assert (mail.path or mail.link.path) == path
            assert title not in mail.subject
            assert title in " ".join(mail.sentences)


def test_the_form_asks_for_the_outcome_only_where_there_is_one(cast):
    url = reverse("placements:invite", args=[cast.placement.pk])
    assert "subject educator" not in browser(cast.student).get(url).text
    added(cast, "VD-WI-1")
    assert "subject educator" in browser(cast.student).get(url).text
    fields = {**NADIA, "role": "subject_educator"}
    assert "Choose the subject outcome" in browser(cast.student).post(url, fields).text
    assert browser(cast.student).post(url, {**fields, "outcome": subject("VD-WI-1").pk}).status_code == 302


def test_the_institute_educator_confirms_and_nobody_else(cast):
    added(cast, "VD-WI-1")
    seat = invite(cast).participation
    for who, user in cast.people.items():
        may = seat in Participation.objects.to_confirm_by(user)
        assert may == (who == "institute_educator"), who


def test_an_outcome_chosen_for_a_mentor_is_no_seat_beside_it(cast):
    added(cast, "VD-WI-1")
    url = reverse("placements:invite", args=[cast.placement.pk])
    browser(cast.student).post(url, {**NADIA, "role": "workplace_mentor", "outcome": subject("VD-WI-1").pk})
    assert Participation.objects.get(user__first_name="Nadia").outcome is None


def test_who_comes_in_finds_the_form_once_it_is_at_the_workplace_and_writes_on_the_own_outcome_only(cast):
    added(cast, "VD-WI-1")
    nadia = invite(cast).participation.user
    assert "Give feedback on" not in browser(nadia).get(reverse("home")).text
    form = hand_in(cast.midterm)
    assert "Give feedback on Vakdidactiek algebra of Noor" in browser(nadia).get(reverse("home")).text
    assert [row.outcome.code for row in form.rows.all() if form.may_write(nadia, "feedback", row)] == ["VD-WI-1"]
    assert write(form, nadia, "VD-WI-1", "feedback", text="Gezien.", next_step="Verder.").status_code == 302
    assert "Give feedback on" not in browser(nadia).get(reverse("home")).text
