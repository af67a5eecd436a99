"""What people write: small parts, each with its author and a version number.

A part is saved only over the version the writer had seen. Whoever is late gets `Conflict` with the text that is there
now; nothing is overwritten unseen (decisions, section 7). Who may write a part, and under which lock, is the business
of what it belongs to: a form, a plan, a conversation.
"""

from collections.abc import Mapping
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone


class Conflict(Exception):
    """Somebody saved this part after the writer opened it. `current` is the part as it stands."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("saved by somebody else meanwhile")
        self.current = current


class NotNow(Exception):
    """What the part belongs to has moved on: it cannot be written any more."""


class Part(models.Model):
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    page = models.CharField(max_length=16, blank=True)  # the opened page it was saved from

    TEXTS: tuple[str, ...] = ()  # the fields people type in
    CHOICES: tuple[str, ...] = ()  # what they choose beside it

    class Meta:
        abstract = True

    @property
    def texts(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.TEXTS}

    @property
    def said(self) -> dict:
        """The texts and the choices."""
        return self.texts | {name: getattr(self, name) for name in self.CHOICES}

    @property
    def is_empty(self) -> bool:
        return not any(text.strip() for text in self.texts.values())

    @classmethod
    def put(cls, key: Mapping, values: Mapping, *, by, role: str, seen_version: int, page: str = "") -> Self:
        """Save `values` over version `seen_version`, inside the transaction and under the lock of the caller.

        A page that never heard that its last save had arrived sends it again, over the version before: what stands
        there came from that very `page`, so nothing unseen is overwritten.

        Raises Conflict when another version stands there.
        """
        record, _made = cls.objects.get_or_create(**key, defaults={"author": by})
        if record.version != seen_version and not (page and record.page == page):
            raise Conflict(record)
        for name, value in values.items():
            setattr(record, name, value)
        record.author, record.role = by, role
        record.version, record.saved_at, record.page = F("version") + 1, timezone.now(), page
        record.save()
        record.refresh_from_db()
        return record


def one_after_the_other(theirs: str, mine: str, between: str = "\n\n") -> str:
    """Both texts, each once: what is kept by who wants to lose neither. Who typed on in the same text said it all."""
    if theirs.startswith(mine.rstrip()):
        return theirs
    if mine.startswith(theirs.rstrip()):
        return mine
    return between.join((theirs, mine))


def keep_once(kept: models.Manager, author, texts: Mapping, **key) -> None:
    """Lay these texts among the earlier ones, unless they lie there already from the same author."""
    if not any(one.texts == texts for one in kept.filter(author=author, **key)):
        kept.create(author=author, texts=texts, **key)
