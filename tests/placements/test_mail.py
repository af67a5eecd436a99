"""The mails as a mail server gets them, in a real SMTP conversation."""

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

from placements import invitations, outbox
from placements.models import User
from tests.factories import UserFactory

WORDS = {"subject": "Noor asks you something", "sentences": ["Would you look?"], "button": "Look", "path": "/here/"}


class Postbox:
    def __init__(self) -> None:
        self.envelopes = []

    async def handle_DATA(self, server, session, envelope) -> str:
        self.envelopes.append(envelope)
        return "250 OK"

    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(envelope.content, policy=policy.default) for envelope in self.envelopes]


@pytest.fixture
def postbox(settings) -> Iterator[Postbox]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(Postbox(), hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield server.handler
    server.stop()


@pytest.fixture
def person(db) -> User:
    return UserFactory(first_name="Femke", email="femke@school.example", language="en")


def test_a_mail_has_a_text_and_an_html_part_with_the_same_link(postbox, person, settings):
    assert outbox.deliver(outbox.request(person, **WORDS).pk)
    (message,) = postbox.messages()
    text, html = (message.get_body([kind]).get_content() for kind in ("plain", "html"))
    for part in (text, html):
        assert "Dear Femke," in part
        assert f"{settings.SITE_URL}/here/" in part
    assert html.count("href=") == 1
    assert not list(message.iter_attachments())


def test_no_machine_answers_it(postbox, person, settings):
    mail = outbox.request(person, **WORDS)
    outbox.deliver(mail.pk)
    (message,) = postbox.messages()
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Message-ID"] == f"<{mail.message_id}@localhost>"
    assert message["To"] == "femke@school.example"


@pytest.mark.parametrize(
    "evil", ["\r\nBcc: everybody@school.example", "\nBcc: everybody@school.example\n\nhello", "\r.\r\nDATA"]
)
def test_a_name_makes_no_header_and_no_recipient(postbox, placement, evil):
    student = placement.student
    student.first_name = f"Noor{evil}"
    student.save()
    invitation = invitations.invite(placement, student, "workplace_mentor", f"Marieke{evil}", "W", "m@school.example")
    assert outbox.deliver(invitation.participation.user.mails.get().pk)
    (envelope,), (message,) = postbox.envelopes, postbox.messages()
    assert envelope.rcpt_tos == ["m@school.example"]
    assert message["Bcc"] is None
    assert len(message.get_all("Subject")) == 1


def test_markup_in_a_name_stays_text(postbox, person):
    person.first_name = "<img src=https://evil.example>"
    person.save()
    outbox.deliver(outbox.request(person, **{**WORDS, "sentences": ["<script>alert(1)</script>"]}).pk)
    html = postbox.messages()[0].get_body(["html"]).get_content()
    assert "<img" not in html
    assert "<script" not in html


def test_the_mail_speaks_the_language_of_who_gets_it(postbox, person):
    person.language = "nl"
    person.save()
    outbox.deliver(outbox.request(person, **WORDS).pk)
    assert '<html lang="nl">' in postbox.messages()[0].get_body(["html"]).get_content()


def test_the_code_is_in_both_parts(postbox, invitation):
    code = invitation.codes.create()
    outbox.deliver(outbox.send_code(code).pk)
    (message,) = postbox.messages()
    assert all(code.digits() in message.get_body([kind]).get_content() for kind in ("plain", "html"))
    assert code.digits() not in message["Subject"]


def test_a_server_that_refuses_keeps_the_mail_waiting(postbox, person, monkeypatch):
    async def refuse(self, server, session, envelope) -> str:
        return "451 Try again later"

    monkeypatch.setattr(Postbox, "handle_DATA", refuse)
    mail = outbox.request(person, **WORDS)
    assert not outbox.deliver(mail.pk)
    mail.refresh_from_db()
    assert "451" in mail.last_error
    assert mail.sent_at is None
