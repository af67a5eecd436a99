"""E-mail addresses: one way to write each, and which spellings end in the same mailbox."""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

TWIN_DOMAINS = {
    "googlemail.com": "gmail.com",
    "protonmail.com": "proton.me",
    "pm.me": "proton.me",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
}
IGNORED_SIGNS = {"gmail.com": ".", "proton.me": ".-_"}  # signs that make no other mailbox there
FREE_MAIL = {
    *(
        "gmail",
        "googlemail",
        "hotmail",
        "outlook",
        "live",
        "msn",
        "yahoo",
        "ymail",
        "icloud",
        "me",
        "mac",
        "aol",
        "gmx",
    ),
    *("proton", "protonmail", "pm", "tuta", "tutanota", "fastmail", "zoho", "yandex", "mail", "inbox", "web"),
    *("ziggo", "kpnmail", "kpnplanet", "planet", "hetnet", "xs4all", "home", "upcmail", "casema", "chello"),
    *("quicknet", "telfort", "tele2", "zonnet", "caiway", "solcon", "freedom", "telenet", "skynet", "proximus"),
}  # first label of the domain, whatever country follows


def clean(email: str) -> str:
    """The address as it is kept: lower case, no look-alike letters, the domain in ASCII.

    Raises ValidationError for what is no address.
    """
    email = unicodedata.normalize("NFKC", email).strip().lower()
    local, _at, domain = email.rpartition("@")
    try:
        email = f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError as fault:
        raise ValidationError(_("This is not an e-mail address.")) from fault
    validate_email(email)
    if not email.isascii():  # the validator lets a dotless i pass for an i
        raise ValidationError(_("This is not an e-mail address."))
    return email


def mailbox(email: str) -> str:
    """The same text for every spelling that ends in one mailbox: case, +tag, Gmail's dots, twin domains (trust 1.1)."""
    local, domain = clean(email).rsplit("@", 1)
    if local.startswith('"'):
        local = local[1:-1].replace("\\", "")
    local = local.split("+")[0] or local
    domain = TWIN_DOMAINS.get(domain, domain)
    for sign in IGNORED_SIGNS.get(domain, ""):
        local = local.replace(sign, "")
    return f"{local}@{domain}"


def domain_of(email: str) -> str:
    return email.rpartition("@")[2]


def as_shown(domain: str) -> str:
    """The domain as a mail program may show it: letters of every script instead of `xn--`."""
    try:
        return domain.encode().decode("idna")
    except UnicodeError:
        return domain


def is_free_mail(email: str) -> bool:
    """Whether anybody can get an address there, so that it says nothing about a school."""
    labels = domain_of(email).split(".")
    return len(labels) in (2, 3) and labels[0] in FREE_MAIL


def masked(email: str) -> str:
    """n•••@school.example: enough to recognise, not enough to copy from a list (T7)."""
    local, domain = email.rsplit("@", 1)
    return f"{local[:1]}•••@{domain}"
