"""Coming in by a mailed link (decisions, section 6).

Opening a link changes nothing and names nobody, because mail filters open links too. The button goes on: where the
mailed code was given before the link leads straight on, and elsewhere a code is mailed first.
"""

from datetime import timedelta

from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import devices, outbox
from .models import AccessLink, Invitation, LinkCode, Participation, Placement, User
from .signals import seats_changed

BACKEND = "django.contrib.auth.backends.ModelBackend"


def find(secret: str) -> AccessLink | None:
    """The link with this secret, usable or not; None when there is none."""
    return AccessLink.objects.behind(secret)


def person_of(link: AccessLink) -> User:
    return link.invitation.participation.user


def opens(link: AccessLink) -> bool:
    """Whether this link still lets anybody in."""
    return link.is_usable and person_of(link).is_active


def leads_straight_on(request: HttpRequest, link: AccessLink) -> bool:
    """Whether this browser needs no code: the person is signed in here, or gave the mailed code here before."""
    person = person_of(link)
    if request.user.is_authenticated:
        return request.user == person
    placement = link.invitation.participation.placement
    return person.by_link_only and devices.is_known(request, person, placement)


def enter(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """Sign the invited person in, if need be, and go where the link leads."""
    if request.user != person_of(link):
        login(request, person_of(link), backend=BACKEND)
    return redirect(link.path)


def mail_code(invitation: Invitation, again: bool = False) -> LinkCode:
    """Mail six digits to the invited mailbox; digits that still work are not mailed twice unless `again`.

    Raises ValidationError when that was asked for often enough this hour.
    """
    with transaction.atomic():
        Invitation.objects.select_for_update().get(pk=invitation.pk)  # two presses at once mail one code
        newest = invitation.codes.first()
        if newest and newest.is_usable and not again:
            return newest
        if invitation.codes.filter(created_at__gt=timezone.now() - timedelta(hours=1)).count() >= LinkCode.PER_HOUR:
            raise ValidationError(_("You have had several codes. Use the newest one, or try again in an hour."))
        code = invitation.codes.create()
        outbox.send_code(code)
    return code


def check_code(invitation: Invitation, typed: str) -> None:
    """Use up the newest code. Raises ValidationError with a sentence for a wrong, old or used one.

    A wrong one counts even though it raises: the caller must not roll back.
    """
    with transaction.atomic():
        code = LinkCode.objects.select_for_update().filter(invitation=invitation).first()
        right = code is not None and code.attempt(typed)
    if right:
        return
    if code is None or not code.is_usable:
        raise ValidationError(_("This code does not work any more. Ask for a new one."))
    left = LinkCode.TRIES - code.tries
    raise ValidationError(
        ngettext(
            "This is not the code from the newest mail. You can try once more.",
            "This is not the code from the newest mail. You can try %(left)s more times.",
            left,
        )
        % {"left": left}
    )


def accept(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """The code was right, so whoever sits here reads this mailbox: know the device for all its open invitations. Where
    this is the first time, the person has come in."""
    person = person_of(link)
    open_invitations = Invitation.objects.open().filter(participation__user=person, email__iexact=link.invitation.email)
    for invitation in open_invitations.select_related("participation__placement"):
        devices.remember(request, person, invitation.participation.placement)
    with transaction.atomic():
        new = open_invitations.filter(accepted_at__isnull=True)
        mine = Placement.objects.filter(pk__in=new.values("participation__placement"))
        # the placements first, as in `invitations.withdraw`
        placements = list(mine.order_by("pk").select_for_update(of=("self",), no_key=True))
        new.update(accepted_at=timezone.now())
        for placement in placements:
            seats_changed.send(Participation, placement=placement, people=[person], by=None)
    return enter(request, link)
