"""The administration: people and mails, no secrets and no way round the rights."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from placements import jobs, outbox
from placements.models import Invitation, OutgoingMail, User
from tests.factories import UserFactory


@pytest.fixture
def as_superuser(db) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("ada@institute.example", first_name="Ada", last_name="Min"))
    return client


@pytest.fixture
def as_staff(db) -> Client:
    """Somebody who may change people, and nothing more."""
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__model="user"))
    client = Client()
    client.force_login(user)
    return client


def change(model: str, pk: int) -> str:
    return reverse(f"admin:placements_{model}_change", args=[pk])


@pytest.mark.parametrize(
    "model", ["user", "school", "institute", "partnership", "participation", "invitation", "outgoingmail"]
)
def test_each_list_opens(as_superuser, invitation, model):
    assert as_superuser.get(reverse(f"admin:placements_{model}_changelist")).status_code == 200


def test_a_new_person_has_no_password(as_superuser):
    fields = {"first_name": "Femke", "last_name": "Buurma", "email": "Femke@Institute.example", "language": "nl"}
    as_superuser.post(reverse("admin:placements_user_add"), {**fields, "theme": "device", "is_active": "on"})
    femke = User.objects.get(email="femke@institute.example")
    assert not femke.has_usable_password()


def test_a_mail_shows_no_secret_of_its_link(as_superuser, invitation, mentor, placement):
    words = {"subject": "Look", "sentences": ["Would you look?"], "button": "Look", "path": "/"}
    mail = outbox.request(mentor, **words, placement=placement)
    page = as_superuser.get(change("outgoingmail", mail.pk)).text
    assert "Would you look?" in page
    assert not [secret for secret in (mail.link.secret(), mail.link.nonce, mail.link.secret_hash) if secret in page]


@pytest.mark.parametrize("model", ["invitation", "outgoingmail"])
def test_invitations_and_mails_are_only_read(as_superuser, invitation, mentor, model):
    outbox.request(mentor, subject="Look", sentences=["Look."], button="Look", path="/")
    record = {"invitation": Invitation, "outgoingmail": OutgoingMail}[model].objects.get()
    assert as_superuser.get(change(model, record.pk)).status_code == 200
    assert as_superuser.post(change(model, record.pk), {}).status_code == 403
    assert as_superuser.get(reverse(f"admin:placements_{model}_add")).status_code == 403


def test_who_runs_the_site_does_not_confirm_mentors(as_superuser, invitation):
    page = as_superuser.get(change("participation", invitation.participation_id))
    assert not {"confirmed_by", "confirmed_at"} & set(page.context["adminform"].form.fields)


def test_staff_gives_nobody_rights(as_staff):
    person = UserFactory()
    page = as_staff.get(change("user", person.pk))
    rights = {"is_staff", "is_superuser", "groups", "user_permissions"}
    assert not rights & set(page.context["adminform"].form.fields)


def test_staff_changes_no_address_of_who_has_rights(as_staff, as_superuser):
    ada = User.objects.get(email="ada@institute.example")
    assert as_staff.post(change("user", ada.pk), {"email": "mine@institute.example"}).status_code == 403


@pytest.mark.parametrize(("wanted", "threads"), [(True, 1), (False, 0)])
def test_a_web_process_starts_one_worker_if_asked(settings, monkeypatch, wanted, threads):
    started = []
    monkeypatch.setattr(jobs.threading.Thread, "start", lambda thread: started.append(thread))
    monkeypatch.setattr(jobs, "_working_in", None)
    settings.RUN_TASKS_IN_WEB = wanted
    jobs.start()
    jobs.start()
    assert len(started) == threads


def test_days_off_are_looked_after_with_their_school(as_superuser, placement):
    url = change("school", placement.school_id)
    assert "free_days-TOTAL_FORMS" in as_superuser.get(url).text
    fields = {"name": "Vlierbeek College", "location": "", "free_days-TOTAL_FORMS": 1, "free_days-INITIAL_FORMS": 0}
    day = {
        "free_days-0-title": "Studiedag",
        "free_days-0-first_day": "2027-03-02",
        "free_days-0-school": placement.school_id,
    }
    refused = as_superuser.post(url, fields | day | {"free_days-0-last_day": "2027-03-01"})
    assert "errorlist" in refused.text
    assert not placement.school.free_days.exists()
    assert as_superuser.post(url, fields | day | {"free_days-0-last_day": "2027-03-02"}).status_code == 302
    assert placement.school.free_days.get().title == "Studiedag"
