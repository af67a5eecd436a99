"""How the invited come in: an invitation, the links that were mailed for it, and the devices they used."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .places import Participation, Placement, School


def hashed(secret: str) -> str:
    """SHA-256 of a 256-bit secret, in hexadecimal: enough for a random secret (ASVS 6.5.2)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keyed(*words: str) -> bytes:
    """32 bytes that only the holder of LINK_KEY can make from these words."""
    return hmac.digest(settings.LINK_KEY.encode(), "\x1f".join(words).encode(), "sha256")


def new_nonce() -> str:
    """128 random bits: what makes one link or code differ from the next."""
    return secrets.token_hex(16)


class InvitationQuerySet(models.QuerySet):
    def open(self) -> "InvitationQuerySet":
        """Not withdrawn, and the seat it gave has not ended."""
        running = Participation.objects.running().filter(pk=models.OuterRef("participation"))
        return self.filter(models.Exists(running), withdrawn_at__isnull=True)


class Invitation(models.Model):
    """Who asked whom in, with which address. The address is the student's word, until somebody confirms the person."""

    participation = models.OneToOneField(Participation, models.PROTECT, related_name="invitation")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    email = models.EmailField(_("e-mail address"))
    created_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True, blank=True, help_text=_("First time the mailed code was right."))
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.participation}"

    def new_link(self, path: str) -> "AccessLink":
        """A fresh link that leads to `path` for LINK_DAYS days. Earlier links keep working until they expire."""
        link = AccessLink(invitation=self, path=path, nonce=new_nonce())
        link.secret_hash = hashed(link.secret())
        link.expires_at = timezone.now() + timedelta(days=settings.LINK_DAYS)
        link.save()
        return link

    def withdraw(self) -> None:
        """End the invitation and the seat it gave, at once; no device leads straight on. What was written stays."""
        now = timezone.now()
        self.withdrawn_at = now
        self.save(update_fields=["withdrawn_at"])
        seat = self.participation
        Participation.objects.filter(pk=seat.pk, until__isnull=True).update(until=timezone.localdate(now))
        Device.objects.filter(user=seat.user_id, placement=seat.placement_id).delete()


class AccessLinkQuerySet(models.QuerySet):
    def behind(self, secret: str) -> "AccessLink | None":
        """The link this secret opens, usable or not; None when there is no such link."""
        found = self.filter(secret_hash=hashed(secret))
        return found.select_related("invitation__participation__user", "invitation__participation__placement").first()


class AccessLink(models.Model):
    """One mailed link. The secret itself is kept nowhere: it is made again from LINK_KEY when the mail leaves."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="links")
    path = models.CharField(max_length=200, help_text=_("Where it leads on this site."))
    nonce = models.CharField(max_length=32)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    objects = AccessLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailed link")
        verbose_name_plural = _("mailed links")

    def __str__(self) -> str:
        return f"{self.invitation_id} → {self.path}"

    def secret(self) -> str:
        """256 bits, as they stand in the mail."""
        return urlsafe_b64encode(keyed("link", str(self.invitation_id), self.nonce)).decode().rstrip("=")

    def last_until(self, moment) -> None:
        """Keep working until then: a mail that leaves later carries a link that is as fresh as any."""
        self.expires_at = moment
        self.save(update_fields=["expires_at"])

    @property
    def is_usable(self) -> bool:
        """Not expired, not withdrawn, and the seat it belongs to has not ended."""
        participation = self.invitation.participation
        ended = participation.until is not None and participation.until <= timezone.localdate()
        return not (ended or self.invitation.withdrawn_at) and timezone.now() < self.expires_at


class LinkCode(models.Model):
    """The six digits mailed to an invited mailbox for a new device. Kept nowhere, like the secret of a link."""

    LIFETIME = timedelta(minutes=10)
    TRIES = 5
    PER_HOUR = 5  # for one invitation

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="codes")
    nonce = models.CharField(max_length=32, default=new_nonce)
    created_at = models.DateTimeField(auto_now_add=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("mailed code")
        verbose_name_plural = _("mailed codes")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.invitation_id} @ {self.created_at:%Y-%m-%d %H:%M}"

    def digits(self) -> str:
        """Six digits, as they stand in the mail."""
        number = int.from_bytes(keyed("code", str(self.invitation_id), self.nonce), "big")
        return f"{number % 1_000_000:06d}"

    @property
    def is_usable(self) -> bool:
        """Fresh, unused, and not guessed at too often."""
        fresh = timezone.now() < self.created_at + self.LIFETIME
        return fresh and self.used_at is None and self.tries < self.TRIES

    def attempt(self, typed: str) -> bool:
        """Count one try; True when these are the digits, once. Spaces and dashes do not count: people paste."""
        if not self.is_usable:
            return False
        digits = "".join(sign for sign in typed if sign in "0123456789")
        right = hmac.compare_digest(digits, self.digits())
        self.tries += 1
        self.used_at = timezone.now() if right else None
        self.save(update_fields=["tries", "used_at"])
        return right


class Device(models.Model):
    """A browser somebody used. With a placement: the mailed code was given on it, so its link leads straight on."""

    key_hash = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="devices")
    placement = models.ForeignKey(Placement, models.CASCADE, null=True, blank=True, related_name="devices")
    first_used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        constraints = [
            models.UniqueConstraint(fields=["key_hash", "user", "placement"], name="device_once_per_placement"),
            models.UniqueConstraint(
                fields=["key_hash", "user"], condition=models.Q(placement__isnull=True), name="device_once_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.key_hash[:6]}"


class KnownMentorManager(models.Manager):
    def digest(self, school: School, email: str) -> str:
        return keyed("known", str(school.pk), email.lower()).hex()

    def remember(self, school: School, email: str) -> None:
        self.get_or_create(digest=self.digest(school, email), defaults={"year": timezone.localdate().year})

    def knows(self, school: School, email: str) -> bool:
        return self.filter(digest=self.digest(school, email)).exists()


class KnownMentor(models.Model):
    """An address confirmed before at a school, as a keyed hash: recognisable, not readable, no list (Y01, Y02)."""

    digest = models.CharField(max_length=64, unique=True)
    year = models.PositiveSmallIntegerField()

    objects = KnownMentorManager()

    class Meta:
        verbose_name = _("known mentor")
        verbose_name_plural = _("known mentors")

    def __str__(self) -> str:
        return self.digest[:8]
