"""How a record moves from state to state: one table of steps, one `take()`.

`take()` is the only place that assigns `.state`. It locks a fresh copy and judges that copy, because rows that were
loaded earlier may be stale: somebody else may have signed in between.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Step:
    """Who may take a record from which states to which, and whom the system tells."""

    label: str | Promise
    source: frozenset[str]
    target: str
    roles: frozenset[str]
    needs_note: bool = False
    asks: frozenset[str] = field(default_factory=frozenset)  # roles whose turn it becomes: a request, at once
    tells: frozenset[str] = field(default_factory=frozenset)  # roles that only need to know: a notice, once a day
    shows: frozenset[str] = field(default_factory=frozenset)  # roles that find it among their news, without a mail

    @property
    def news_for(self) -> frozenset[str]:
        """The roles that find this step among what is new."""
        return self.tells | self.shows


class WorkflowRecord(models.Model):
    """A record with a state. The concrete model names STEPS, `log_model` and `roles_of(user)`."""

    STEPS: Mapping[str, Step]
    said: Mapping = MappingProxyType({})  # what comes with a step beside its note, while it is being taken

    class Meta:
        abstract = True

    def roles_of(self, user) -> set[str]:
        """The roles that count for this record."""
        raise NotImplementedError

    def missing_for(self, step: str, by=None) -> list:
        """Sentences that say what is still missing before this step; empty when nothing is."""
        return []

    def log_facts(self) -> dict:
        """What the line in the log of this record says beside who did what, when."""
        return {}

    def steps_for(self, user) -> dict[str, Step]:
        """The steps this person may take from here, whether or not something is still missing."""
        roles = self.roles_of(user)
        return {name: step for name, step in self.STEPS.items() if self.state in step.source and roles & step.roles}

    def take(self, name: str, by, note: str = "", **said):
        """Take a step: all of it or nothing. Returns the record as it is afterwards. What is `said` with the step
        beside its note stands in `self.said` while `missing_for` and `on_<step>` look at it.

        Raises PermissionDenied when `by` holds no role for it, and ValidationError with readable sentences when the
        record is in another state by now, a note is needed, or something is missing.
        """
        step = self.STEPS[name]
        with transaction.atomic():
            record = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
            role = next(iter(sorted(record.roles_of(by) & step.roles)), None)
            if role is None:
                raise PermissionDenied
            if record.state not in step.source:
                raise ValidationError(_("This was just done already, or somebody changed it meanwhile."))
            if step.needs_note and not note.strip():
                raise ValidationError(_("Write a short note, so the other knows why."))
            record.said = said
            if missing := record.missing_for(name, by):
                raise ValidationError([m.sentence for m in missing])
            before, record.state = record.state, step.target
            line = {"step": name, "source": before, "target": step.target, "by": by, "role": role}
            record.log.create(**line, note=note.strip(), **record.log_facts())
            getattr(record, f"on_{name}", lambda by: None)(by)
            record.save()
            record.tell(name, step, by, note.strip())
        self.refresh_from_db()
        return record

    def tell(self, name: str, step: Step, by, note: str) -> None:
        """Write the mails of this step; in the same transaction, so no mail without the step and no step without it."""


class StepLog(models.Model):
    """One step somebody took. Never changed, never deleted."""

    step = models.CharField(_("step"), max_length=40)
    source = models.CharField(_("from"), max_length=20)
    target = models.CharField(_("to"), max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+")
    role = models.CharField(_("role"), max_length=20)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.step}"
