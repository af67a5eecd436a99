"""A concern about one learning outcome (E05): who saw what, what was agreed, and how it ended.

The student hears of it from a person, never from a mail: until somebody notes who told him and on which day, nothing
of it is on his pages. What was said is added to, never changed (see the triggers in the migration).
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning_outcomes.models import PeriodOutcome
from placements import concern_mails
from placements.concern_rules import (
    CONCERN_READERS,
    CONCERN_STEPS,
    CONCERN_WRITERS,
    MAY_REPORT,
    MAY_TELL,
    OPEN,
    REPORTER,
    ConcernState,
    Ending,
)
from placements.roles import CORNER, Role
from placements.workflow import StepLog, WorkflowRecord

from .places import Participation, Placement
from .said import Said, Still


class ConcernQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ConcernQuerySet":
        """Those this person is named in (CONCERN_READERS); for everybody else there is no concern."""
        if not user.is_authenticated:
            return self.none()
        mine = Participation.objects.running().filter(placement=OuterRef("placement"), user=user)
        known = mine.exclude(confirmed_at=None)
        made = [ConcernState.AGREED, ConcernState.CLOSED]
        return self.filter(
            Q(Exists(mine.filter(role=OuterRef("reported_role"))), reported_by=user)
            | Exists(mine.filter(role=Role.INSTITUTE_EDUCATOR))
            | Exists(known.filter(role=Role.SCHOOL_EDUCATOR))
            | Q(Exists(known.filter(role=Role.WORKPLACE_MENTOR)), state__in=made)
            | Q(
                Exists(mine.filter(role=Role.UNIT_EXAMINER, unit=OuterRef("item__unit"))),
                brought_in_at__isnull=False,
            )
            | Q(placement__student=user, told_on__isnull=False)
        )

    def open(self) -> "ConcernQuerySet":
        return self.filter(state__in=OPEN)

    def for_list(self) -> "ConcernQuerySet":
        """With what a line about it shows: no texts."""
        return self.select_related("item__outcome", "placement").order_by("-reported_at", "-pk")

    def for_tasks(self) -> "ConcernQuerySet":
        """With who stands where, to say whose turn it is."""
        people = Participation.objects.running().for_page()
        return self.select_related("item__outcome", "placement__student", "reported_by").prefetch_related(
            Prefetch("placement__participations", people, to_attr="people_now")
        )

    def for_page(self) -> "ConcernQuerySet":
        return (
            self.for_tasks()
            .select_related("item__unit", "placement__school", "told_by", "result__by")
            .prefetch_related("contributions__by", "agreements__by", "log__by")
        )

    def report(self, placement: Placement, item: PeriodOutcome, by, seen: str, told_on=None) -> "Concern":
        """A new concern about this outcome, with the request to the institute educator.

        Raises PermissionDenied for who may not report on this outcome here.
        """
        role = next((role for role, items in reportable(placement, by) if item in items), None)
        if role is None:
            raise PermissionDenied
        with transaction.atomic():
            concern = self.create(placement=placement, item=item, reported_by=by, reported_role=role, seen=seen.strip())
            line = {"step": "report", "source": "", "target": concern.state, "by": by, "role": role}
            concern.log.create(**line)
            concern_mails.ask_institute(concern)
            if told_on:
                concern.note_told(by, by, told_on)
        return concern


def reportable(placement: Placement, user) -> list[tuple[Role, list[PeriodOutcome]]]:
    """The roles in which this person may report a concern here, each with the outcomes it is about; none once the
    placement ended early."""
    if placement.ended_on:
        return []
    items = list(placement.period.outcomes.select_related("outcome", "unit").order_by("order"))
    found = []
    for seat in placement.running_participations():
        if seat.user_id == user.pk and seat.role in MAY_REPORT:
            unit = [i for i in items if seat.unit_id is None or i.unit_id == seat.unit_id]
            found.append((seat.role, [i for i in unit if seat.outcome_id is None or i.outcome_id == seat.outcome_id]))
    return [(role, own) for role, own in found if own]


class Concern(WorkflowRecord):
    STEPS = CONCERN_STEPS

    placement = models.ForeignKey(Placement, models.PROTECT, verbose_name=_("placement"), related_name="concerns")
    item = models.ForeignKey(PeriodOutcome, models.PROTECT, verbose_name=_("learning outcome"), related_name="+")
    state = models.CharField(_("state"), max_length=20, choices=ConcernState, default=ConcernState.REPORTED)
    seen = models.TextField(_("what was seen"))
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reported_role = models.CharField(max_length=20)
    reported_at = models.DateTimeField(auto_now_add=True)
    brought_in_at = models.DateTimeField(null=True, editable=False)
    follow_up_on = models.DateField(_("follow-up on"), null=True, editable=False)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    told_on = models.DateField(null=True)
    told_noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ConcernState.values), name="concern_state_valid"),
            models.CheckConstraint(condition=~Q(seen=""), name="concern_says_what_was_seen"),
            models.CheckConstraint(
                condition=Q(told_on=None, told_by=None, told_noted_by=None)
                | Q(told_on__isnull=False, told_by__isnull=False, told_noted_by__isnull=False),
                name="concern_told_by_somebody_on_some_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=ConcernState.WITH_EXAMINER) | Q(brought_in_at__isnull=False),
                name="concern_with_examiner_brought_in_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ConcernState.AGREED, ConcernState.CLOSED], follow_up_on__isnull=False)
                | ~Q(state__in=[ConcernState.AGREED, ConcernState.CLOSED]) & Q(follow_up_on=None),
                name="concern_agreed_until_some_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('concern')} {self.pk}"  # names neither student nor outcome: this ends up in logs

    def get_absolute_url(self) -> str:
        return reverse("placements:concern", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def corner(self) -> str:
        """Which corner acts now."""
        return "institute" if self.is_open else "none"

    @property
    def history(self) -> list:
        """The steps, and that the student was told; the oldest first. Being told has a day and no hour."""
        lines = [(timezone.localdate(line.at), line) for line in self.log.all()]
        told = [(self.told_on, Told(self.told_on, self.told_by))] if self.told_on else []
        return [line for _day, line in sorted(lines + told, key=lambda pair: pair[0])]

    @property
    def examiner(self):
        """Who examines the unit of this outcome today; None while nobody does."""
        return next(iter(self.placement.people_in([Role.UNIT_EXAMINER], self.item.unit_id)), None)

    @property
    def named(self) -> list:
        """The people who may have told the student: the reporter first."""
        around = self.placement.people_in([Role.SCHOOL_EDUCATOR, Role.WORKPLACE_MENTOR, Role.INSTITUTE_EDUCATOR])
        return list(dict.fromkeys([self.reported_by, *around]))

    def roles_of(self, user) -> set[str]:
        """The roles in which this person is named in it; empty for everybody else."""
        seats = [p for p in self.placement.running_participations() if p.user_id == user.pk]
        named = {Role.INSTITUTE_EDUCATOR, Role.SCHOOL_EDUCATOR, Role.WORKPLACE_MENTOR}
        roles: set[str] = {p.role for p in seats if p.role in named and p.is_confirmed}
        if user.pk == self.reported_by_id and any(p.role == self.reported_role for p in seats):
            roles.add(REPORTER)
        if self.brought_in_at and any(p.unit_id == self.item.unit_id for p in seats if p.unit_id):
            roles.add(Role.UNIT_EXAMINER)
        if user.pk == self.placement.student_id and self.told_on:
            roles.add(Role.STUDENT)
        return roles

    def people_in(self, roles) -> list:
        """Who is told of a step: the people behind these roles, each once, never the student."""
        seats = self.placement.running_participations()
        people = dict.fromkeys([self.reported_by, *(p.user for p in seats)])
        return [u for u in people if self.roles_of(u) & set(roles) and u.pk != self.placement.student_id]

    def may_read(self, user, part: str) -> bool:
        return bool(self.roles_of(user) & CONCERN_READERS[part].get(self.state, set()))

    def may_contribute(self, user) -> bool:
        return bool(self.roles_of(user) & CONCERN_WRITERS.get(self.state, set()))

    def may_tell(self, user) -> bool:
        """May this person note now that the student was told?"""
        return self.told_on is None and self.state != ConcernState.WITHDRAWN and bool(self.roles_of(user) & MAY_TELL)

    def check_may_tell(self, user) -> None:
        """Raises PermissionDenied, or ValidationError when it was noted already or there is nothing to tell."""
        if not self.roles_of(user) & MAY_TELL:
            raise PermissionDenied
        if not self.may_tell(user):
            raise ValidationError(gettext("This was noted already, or the concern was withdrawn."))

    def missing_for(self, step: str, by=None) -> list[Still]:
        """Agreements and a result are written with their step: without them the step is refused."""
        if step == "bring_in" and not self.item.summative:
            return [Still(gettext("This outcome is formative: you make the agreements without an examiner."))]
        if step == "bring_in" and self.examiner is None:
            return [Still(gettext("Nobody in this placement examines this unit yet."))]
        if step in ("agree", "follow_up") and not self.said:
            return [Still(gettext("Write down what you agreed."))]
        if step == "close" and not self.said:
            return [Still(gettext("Write down how it ended."))]
        return []

    def on_bring_in(self, by) -> None:
        self.brought_in_at = timezone.now()

    def on_agree(self, by) -> None:
        made = self.agreements.create(by=by, role=_role(self, by), **self.said)
        self.follow_up_on = made.follow_up_on

    on_follow_up = on_agree

    def on_close(self, by) -> None:
        ConcernResult.objects.create(concern=self, by=by, role=_role(self, by), **self.said)

    def tell(self, name: str, step, by, note: str) -> None:
        concern_mails.tell_of_concern(self, name, step, by)

    def contribute(self, by, text: str) -> "ConcernContribution":
        """Add what this person says. Raises PermissionDenied, or ValidationError once it is closed."""
        with transaction.atomic():
            record = Concern.objects.select_for_update(of=("self",)).get(pk=self.pk)
            if not record.roles_of(by) & set.union(*CONCERN_WRITERS.values()):
                raise PermissionDenied
            if not record.may_contribute(by):
                raise ValidationError(gettext("This concern is closed; nothing is added to it any more."))
            return record.contributions.create(by=by, role=_role(record, by), text=text.strip())

    def note_told(self, by, who, on) -> None:
        """Note that `who` told the student on this day; once. From then on the student sees that it is there."""
        with transaction.atomic():
            record = Concern.objects.select_for_update(of=("self",)).get(pk=self.pk)
            record.check_may_tell(by)
            record.told_by, record.told_on, record.told_noted_by = who, on, by
            record.save(update_fields=["told_by", "told_on", "told_noted_by"])
        self.refresh_from_db()


@dataclass(frozen=True)
class Told:
    """A line in the history of a concern: somebody told the student."""

    at: date
    by: object
    whole_day: bool = True

    @property
    def sentence(self) -> str:
        return gettext("%(name)s talked about it with the student.") % {"name": self.by.get_short_name()}


def _role(concern: Concern, user) -> str:
    """The role somebody speaks in: that of his seat."""
    roles = concern.roles_of(user)
    return concern.reported_role if REPORTER in roles else next(iter(sorted(roles)), "")


class ConcernContribution(Said):
    """What one of those named said about it."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="contributions")
    text = models.TextField(_("contribution"))

    class Meta(Said.Meta):
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="concern_contribution_says_something")]


class Agreement(Said):
    """What is done, by whom, and when one looks again."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="agreements")
    what = models.TextField(_("what you agree"))
    who = models.CharField(_("who does it"), max_length=200)
    follow_up_on = models.DateField(_("look again on"))

    class Meta(Said.Meta):
        constraints = [models.CheckConstraint(condition=~Q(what="") & ~Q(who=""), name="agreement_says_what_and_who")]


class ConcernResult(Said):
    """How it ended."""

    concern = models.OneToOneField(Concern, models.PROTECT, related_name="result")
    outcome = models.CharField(_("how it ended"), max_length=10, choices=Ending)
    text = models.TextField(_("in your own words"))

    class Meta(Said.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Ending.values), name="concern_result_outcome_valid"),
            models.CheckConstraint(condition=~Q(text=""), name="concern_result_says_how"),
        ]


class ConcernLog(StepLog):
    record = models.ForeignKey(Concern, models.PROTECT, related_name="log")

    class Meta(StepLog.Meta):
        abstract = False
        verbose_name = _("step of a concern")
        verbose_name_plural = _("steps of concerns")

    @property
    def corner(self) -> str:
        return CORNER.get(self.role, "workplace")

    @property
    def sentence(self) -> str:
        """'Karim brought in the examiner.'"""
        words = {
            "report": gettext("%(name)s reported the concern."),
            "bring_in": gettext("%(name)s brought in the examiner."),
            "agree": gettext("%(name)s wrote down the agreements."),
            "follow_up": gettext("%(name)s wrote down a new agreement."),
            "close": gettext("%(name)s closed the concern."),
            "withdraw": gettext("%(name)s withdrew the concern."),
        }
        return words[self.step] % {"name": self.by.get_short_name()}
