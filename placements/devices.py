"""The browser somebody uses: a random cookie, kept here only as a hash.

It serves two ends (decisions, section 6): a mentor's link leads straight on where his mailed code was given before,
and a judgement from the student's own browser shows up as a warning sign.
"""

import secrets

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest, HttpResponse

from .models import Device, Placement
from .models.access import hashed

COOKIE = "device"


def key_of(request: HttpRequest) -> str | None:
    """The hash of this browser's cookie; None for a browser that has none yet."""
    secret = request.COOKIES.get(COOKIE) or getattr(request, "new_device", "")
    return hashed(secret) if secret else None


def remember(request: HttpRequest, user, placement: Placement | None = None) -> None:
    """This person used this browser; with a placement: the mailed code was given on it."""
    if not key_of(request):
        request.new_device = secrets.token_urlsafe(32)
    Device.objects.get_or_create(key_hash=key_of(request), user=user, placement=placement)


def is_known(request: HttpRequest, user, placement: Placement) -> bool:
    """Was the mailed code given on this browser, for this placement?

    Never where a learner of this placement was too: there a forwarded link would do to judge oneself (trust 1.1).
    """
    here = Device.objects.filter(key_hash=key_of(request) or "")
    learners = [student.pk for student in placement.learners]
    return here.filter(user=user, placement=placement).exists() and not here.filter(user__in=learners).exists()


def set_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Send the cookie that `remember` made during this request, if it made one."""
    if secret := getattr(request, "new_device", ""):
        response.set_cookie(
            COOKIE, secret, settings.DEVICE_COOKIE_AGE, httponly=True, samesite="Lax", secure=not settings.LOCAL
        )


def _remember_at_sign_in(sender, request, user, **kwargs) -> None:
    if request is not None:
        remember(request, user)


def _forget_at_sign_out(sender, request, user, **kwargs) -> None:
    """Whoever signs out on a shared device is asked for the mailed code there again."""
    if user is not None and (key := key_of(request)):
        Device.objects.filter(key_hash=key, user=user, placement__isnull=False).delete()


user_logged_out.connect(_forget_at_sign_out, dispatch_uid="forget_device")
user_logged_in.connect(_remember_at_sign_in, dispatch_uid="remember_device")
