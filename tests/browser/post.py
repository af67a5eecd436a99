"""The mail as it lies in people's boxes: it leaves when the test says so."""

import re
from dataclasses import dataclass

from django.core import mail
from django.db.models import F

from placements import jobs, outbox
from placements.models import OutgoingMail, User
from placements.models.mail import QUIET


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    text: str
    asks: bool  # or only tells something

    @property
    def link(self) -> str:
        """Its one link."""
        return re.search(r"https?://\S+", self.text)[0]

    @property
    def code(self) -> str:
        """The six digits."""
        return re.search(r"(?m)^\s*(\d{6})\s*$", self.text)[1]


class Post:
    def __init__(self, site: str) -> None:
        self.site = site
        self._read: dict[str, int] = {}

    def deliver(self) -> None:
        """Let everything leave that may leave now."""
        for waiting in OutgoingMail.objects.due():
            outbox.deliver(waiting.pk)

    def next_day(self) -> None:
        """A day goes by: notices that kept quiet may leave."""
        OutgoingMail.objects.update(not_before=F("not_before") - QUIET)
        OutgoingMail.objects.filter(sent_at__isnull=False).update(sent_at=F("sent_at") - QUIET)
        self.deliver()

    def work_off(self) -> None:
        """Everything in the queue: mails, and the papers of what was sealed."""
        jobs.drain()

    def box(self, user: User) -> list[Letter]:
        """Everything this person got, oldest first."""
        notices = {str(pk) for pk in OutgoingMail.objects.filter(kind="notice").values_list("message_id", flat=True)}
        return [
            Letter(
                user.email,
                m.subject,
                m.body,
                m.extra_headers.get("Message-ID", "").strip("<").split("@")[0] not in notices,
            )
            for m in mail.outbox
            if m.to == [user.email]
        ]

    def newest(self, user: User) -> str:
        """The whole of the last mail this person got, as it goes over the line."""
        return next(m for m in reversed(mail.outbox) if m.to == [user.email]).message().as_string()

    def unread(self, user: User) -> list[Letter]:
        """What came since this was asked last."""
        letters, before = self.box(user), self._read.get(user.email, 0)
        self._read[user.email] = len(letters)
        return letters[before:]
