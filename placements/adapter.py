"""allauth in this house: nobody signs up by himself, codes are six digits, and a slow mail server holds nobody up."""

import secrets

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("This is not the code from the newest mail."),
        "too_many_login_attempts": _("That was often in a short time. Wait a few minutes, then try again."),
        "rate_limited": _("That was often in a short time. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come in by their institute or by invitation, never by themselves."""
        return False

    def clean_email(self, email: str) -> str:
        """Nobody changes his own address: it says who somebody is, and a student may not invite the one he had."""
        raise ValidationError(_("Your address comes from the institute. Ask there for another."))

    def generate_login_code(self) -> str:
        return f"{secrets.randbelow(1_000_000):06d}"

    def send_mail(self, template_prefix: str, email: str, context_data: dict) -> None:
        """Send once the request is committed, so that a slow mail server holds no lock on the database.

        These mails carry a code that is kept nowhere else, so they are not in the outbox: one that fails is logged, and
        the page says to ask for a new code when none comes. That is the same for an unknown address.
        """
        words = {"request": context.request, "email": email, **context_data}
        message = self.render_mail(template_prefix, email, words, {"Auto-Submitted": "auto-generated"})
        transaction.on_commit(message.send, robust=True)
