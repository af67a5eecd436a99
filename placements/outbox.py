"""Mail as rows: written with what it tells about, sent by a worker, kept until it has left (R6).

A caller writes `request` or `notice` inside its own transaction, so there is no mail without the fact and no fact
without the mail. `deliver` sends one row, outside any transaction: a mail server that hangs holds no lock. Before it
sends, it reserves the row for LEASE; whoever dies half-way leaves a row that is due again later. So no mail is lost,
and one is doubled only when the worker dies between the server's OK and our note of it, with the same Message-ID.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task

from .models import AccessLink, Invitation, LinkCode, OutgoingMail, Placement, User
from .models.mail import QUIET

LEASE = timedelta(minutes=10)  # longer than the slowest mail server keeps us (EMAIL_TIMEOUT for each of a few commands)
WAITS = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240)]  # after the first, second ... attempt; the last one repeats
REMINDERS, MIXED = "reminders", "reminders and news"  # what a notice gathers; nothing: news alone

Kind = OutgoingMail.Kind


def request(
    user: User,
    *,
    subject: str,
    sentences: Iterable[str],
    button: str,
    path: str,
    placement: Placement | None = None,
    at: datetime | None = None,
    about: str = "",
    calendars: Iterable[dict[str, str]] = (),
) -> OutgoingMail:
    """Ask this person to do something: leaves at once. For the invited the button carries a link of its own.

    A reminder leaves `at` a later moment, unless `call_off(about)` comes first. Words may be lazy: they are said in the
    person's language. Without a path it leads nowhere, for who may open no page about it any more. `calendars` are
    events it brings: of each the method, the file name, the text, and what else the caller wants to find there again.
    """
    words = _words(user, subject, sentences, button)
    link = _link_for(user, placement, path)
    if link and at:
        link.last_until(at + timedelta(days=settings.LINK_DAYS))
    mail = OutgoingMail.objects.create(
        recipient=user,
        kind=Kind.REQUEST,
        path=path,
        link=link,
        not_before=at or timezone.now(),
        about=about,
        calendars=list(calendars),
        **words,
    )
    _enqueue(mail)
    return mail


def call_off(about: str) -> None:
    """What this was about is settled: reminders that have not left stay at home."""
    OutgoingMail.objects.filter(about=about, sent_at__isnull=True, attempts=0).delete()


def notice(
    user: User,
    *,
    subject: str,
    sentences: Iterable[str],
    button: str,
    path: str,
    placement: Placement | None = None,
    reminds: bool = False,
) -> OutgoingMail:
    """Tell this person something: joins the notice that waits, and leaves at most once a day (decisions, section 5).

    One that `reminds` is no news: the subject of a notice that gathers several things says which they are. Locks the
    waiting notice until the end of the transaction: who tells several people does so in a fixed order.
    """
    words, about = _words(user, subject, sentences, button), REMINDERS if reminds else ""
    with transaction.atomic():
        mail, is_new = OutgoingMail.objects.select_for_update().get_or_create(
            recipient=user,
            kind=Kind.NOTICE,
            sent_at=None,
            attempts=0,
            defaults={
                "path": path,
                "link": lambda: _link_for(user, placement, path),
                "not_before": lambda: _quiet_until(user, timezone.now()),
                "about": about,
                **words,
            },
        )
        if is_new:
            _enqueue(mail)
        else:
            _join(mail, words["sentences"], path, about)
            if path and not mail.path:  # what waited led nowhere
                mail.path, mail.button, mail.link = path, words["button"], _link_for(user, placement, path)
                mail.save(update_fields=["path", "button", "link"])
    return mail


def send_code(code: LinkCode) -> OutgoingMail:
    """Mail these digits to the invited mailbox: leaves at once, and is no use after ten minutes."""
    user = code.invitation.participation.user
    with translation.override(user.language):
        words = {
            "subject": _("Your code for Driehoek"),
            "sentences": [
                _("Type this code on the page you just opened. It works for ten minutes."),
                _("Did you not ask for it? Then somebody else opened your link, and you need not do anything."),
            ],
        }
    mail = OutgoingMail.objects.create(recipient=user, kind=Kind.REQUEST, code=code, **words)
    _enqueue(mail)
    return mail


@task()
def deliver_later(pk: int) -> None:
    deliver(pk)


def deliver(pk: int) -> bool:
    """Send this mail if it may leave now. True when the mail server took it; a failure is noted for a later try."""
    mail = _reserve(pk)
    if mail is None:
        return False
    message = _message(mail)
    try:
        with get_connection() as server:
            server.send_messages([message])
            # before the goodbye: whoever dies while a slow server takes leave has not to send it again
            OutgoingMail.objects.filter(pk=pk).update(sent_at=timezone.now(), last_error="")
    except OSError as fault:  # what smtplib raises is one too
        _postpone(mail, fault)
        return False
    return True


def _words(user: User, subject: str, sentences: Iterable[str], button: str) -> dict:
    """The words in the person's language, each on one line: a name with a line break makes no second mail header."""
    with translation.override(user.language):
        lines = [" ".join(str(sentence).split()) for sentence in sentences]
        return {"subject": " ".join(str(subject).split())[:200], "sentences": lines, "button": str(button)[:80]}


def _link_for(user: User, placement: Placement | None, path: str) -> AccessLink | None:
    """A fresh link for who comes in by link; everybody else signs in. None for a mail that leads nowhere."""
    if not (path and user.by_link_only):
        return None
    mine = Invitation.objects.open().filter(participation__user=user)
    invitation = (mine.filter(participation__placement=placement) if placement else mine).first()
    return invitation and invitation.new_link(path)


def _quiet_until(user: User, now: datetime) -> datetime:
    """Now, or a day after the last notice that left."""
    last = user.mails.filter(kind=Kind.NOTICE).aggregate(last=Max("sent_at"))["last"]
    return max(now, last + QUIET) if last else now


def _join(mail: OutgoingMail, sentences: list[str], path: str, about: str) -> None:
    """Several things in one mail: the subject says how many, and the link leads to what they have in common. What
    leads nowhere changes no link."""
    if mail.about != about:
        mail.about = MIXED
    mail.sentences += [sentence for sentence in sentences if sentence not in mail.sentences]
    with translation.override(mail.recipient.language):
        count = len(mail.sentences)
        if mail.about == MIXED:
            mail.subject = _("Reminders and news")
        elif mail.about == REMINDERS:
            mail.subject = ngettext("%(count)s reminder", "%(count)s reminders", count) % {"count": count}
        else:
            mail.subject = ngettext("%(count)s thing is new for you", "%(count)s things are new for you", count) % {
                "count": count
            }
        if path and mail.path and mail.path != path:
            mail.path, mail.button = reverse("home"), _("See what is new")
            AccessLink.objects.filter(pk=mail.link_id).update(path=mail.path)
    mail.save(update_fields=["subject", "sentences", "button", "path", "about"])


def _enqueue(mail: OutgoingMail) -> None:
    """A task in the same transaction, for when the mail may leave."""
    later = mail.not_before if mail.not_before > timezone.now() else None
    deliver_later.using(run_after=later).enqueue(mail.pk)


def _reserve(pk: int) -> OutgoingMail | None:
    """The mail, if it may leave now and nobody else is sending it; nobody else will before LEASE is over."""
    with transaction.atomic():
        mail = OutgoingMail.objects.due().filter(pk=pk).select_for_update(skip_locked=True, of=("self",)).first()
        if mail is None:
            return None
        if mail.code and not mail.code.is_usable:
            mail.delete()  # digits that no longer open anything would only puzzle
            return None
        now = timezone.now()
        if mail.kind == Kind.NOTICE and (turn := _turn_of(mail, now)) > now:
            mail.not_before = turn
            mail.save(update_fields=["not_before"])
            _enqueue(mail)
            return None
        mail.attempts += 1
        mail.not_before = now + LEASE
        mail.save(update_fields=["attempts", "not_before"])
    return mail


def _turn_of(notice: OutgoingMail, now: datetime) -> datetime:
    """When this notice may leave: after an earlier one that is still on its way, and a day after the last one."""
    earlier = OutgoingMail.objects.filter(
        recipient=notice.recipient_id, kind=Kind.NOTICE, sent_at__isnull=True, pk__lt=notice.pk
    )
    return now + LEASE if earlier.exists() else _quiet_until(notice.recipient, now)


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    """Plain text and HTML. The secret of its link, or its code, exists only here and in the mail."""
    with translation.override(mail.recipient.language):
        context = {
            "mail": mail,
            "name": mail.recipient.first_name,
            "url": _url(mail),
            "code": mail.code.digits() if mail.code else "",
            "language": mail.recipient.language,
        }
        text, html = (render_to_string(f"mail/message.{kind}", context) for kind in ("txt", "html"))
    headers = {
        "Message-ID": f"<{mail.message_id}@{urlsplit(settings.SITE_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    message = EmailMultiAlternatives(mail.subject, text, settings.MAIL_FROM, [mail.recipient.email], headers=headers)
    message.attach_alternative(html, "text/html")
    _add_calendars(message, mail.calendars)
    return message


def _add_calendars(message: EmailMultiAlternatives, calendars: list[dict[str, str]]) -> None:
    """One event is part of the mail itself, which mail programs show as an invitation, and a file for those that do
    not; several are files, each of the kind that a calendar opens."""
    if len(calendars) == 1:
        (only,) = calendars
        message.attach_alternative(only["text"], f"text/calendar; method={only['method']}")
        message.attach(only["name"], only["text"].encode(), "application/ics")
        return
    for one in calendars:
        message.attach(one["name"], one["text"], f"text/calendar; method={one['method']}")


def _url(mail: OutgoingMail) -> str:
    path = reverse("placements:link", args=[mail.link.secret()]) if mail.link else mail.path
    return settings.SITE_URL + path if path else ""


def _postpone(mail: OutgoingMail, fault: OSError) -> None:
    """Note what went wrong and when to try again."""
    wait = WAITS[min(mail.attempts, len(WAITS)) - 1]
    with transaction.atomic():
        mail.not_before = timezone.now() + wait
        mail.last_error = f"{type(fault).__name__}: {fault}"[:300]
        mail.save(update_fields=["not_before", "last_error"])
        _enqueue(mail)
