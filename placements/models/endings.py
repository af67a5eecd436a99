"""Ending a placement early, preferably not (E01-E04): why, who was spoken with, the plan, and what was decided.

Nothing is ended before both contacts are noted, with the school educator and with the institute educator. What was
noted is added to, never changed (see the triggers in the migration).
"""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from placements import ending_mails
from placements.ending_rules import (
    ENDING_READERS,
    ENDING_STEPS,
    MAY_NOTE_CONTACT,
    MAY_START,
    PLANNER,
    RUNNING,
    STARTER,
    WANTED_CONTACTS,
    EndingState,
    Reason,
)
from placements.roles import CONFIRMERS, CORNER, Role
from placements.signals import placement_ended
from placements.workflow import StepLog, WorkflowRecord

from .places import Participation, Placement
from .said import Said, Still


class EarlyEndingQuerySet(models.QuerySet):
    def visible_to(self, user) -> "EarlyEndingQuerySet":
        """Those of which this person reads a part (ENDING_READERS); for everybody else there is none."""
        if not user.is_authenticated:
            return self.none()
        mine = Participation.objects.running().filter(placement=OuterRef("placement"), user=user)
        known = mine.exclude(confirmed_at=None)
        made = EndingPlan.objects.filter(ending=OuterRef("pk"))
        planned = ~Q(state=EndingState.CONSIDERED) & Exists(made)
        stands = Q(placement__student=user) | Exists(known) | Exists(mine.exclude(role__in=list(CONFIRMERS)))
        was_there = stands & Exists(made.filter(people=user))
        return self.filter(
            Q(Exists(mine.filter(role=OuterRef("started_role"))), started_by=user)
            | Q(placement__student=user, started_by=user)
            | Exists(mine.filter(role=Role.INSTITUTE_EDUCATOR))
            | Exists(known.filter(role=Role.SCHOOL_EDUCATOR))
            | Q(Exists(known.filter(role=Role.WORKPLACE_MENTOR))) & ~Q(state=EndingState.CONSIDERED)
            | Q(Exists(mine.filter(role=Role.STUDY_COACH))) & planned
            | was_there & planned
            | Q(placement__student=user, state=EndingState.ENDED)
        )

    def running(self) -> "EarlyEndingQuerySet":
        """Not decided yet."""
        return self.filter(state__in=RUNNING)

    def for_tasks(self) -> "EarlyEndingQuerySet":
        people = Participation.objects.running().for_page()
        return self.select_related("placement__student", "started_by").prefetch_related(
            Prefetch("placement__participations", people, to_attr="people_now"), "contacts", "plans__people"
        )

    def for_page(self) -> "EarlyEndingQuerySet":
        return (
            self.for_tasks()
            .select_related("placement__school", "placement__period", "decision__by")
            .prefetch_related("contacts__by", "contacts__person", "plans__by", "log__by")
        )

    def start(self, placement: Placement, by, reason: str) -> "EarlyEnding":
        """Bring up that the placement may have to end, with the request to the institute educator.

        Raises PermissionDenied for who may not, and ValidationError when that is being talked about or done already.
        """
        role = next((r for r in MAY_START_ORDER if r in placement.roles_of(by)), None)
        if role is None:
            raise PermissionDenied
        with transaction.atomic():
            Placement.objects.lock(placement.pk)
            if self.filter(placement=placement).exclude(state=EndingState.CONTINUED).exists():
                raise ValidationError(gettext("This is being talked about already, with the institute educator."))
            ending = self.create(placement=placement, started_by=by, started_role=role, reason=reason)
            ending.log.create(step="start", source="", by=by, role=role, target=ending.state)
            ending_mails.ask_institute(ending)
        return ending


MAY_START_ORDER = [role for role in Role if role in MAY_START]


class EarlyEnding(WorkflowRecord):
    STEPS = ENDING_STEPS

    placement = models.ForeignKey(Placement, models.PROTECT, verbose_name=_("placement"), related_name="endings")
    state = models.CharField(_("state"), max_length=20, choices=EndingState, default=EndingState.CONSIDERED)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_role = models.CharField(max_length=20)
    started_at = models.DateTimeField(auto_now_add=True)

    objects = EarlyEndingQuerySet.as_manager()

    class Meta:
        verbose_name = _("early ending")
        verbose_name_plural = _("early endings")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=EndingState.values), name="early_ending_state_valid"),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="early_ending_reason_valid"),
            models.UniqueConstraint(
                fields=["placement"],
                condition=~Q(state=EndingState.CONTINUED),
                name="early_ending_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('early ending')} {self.pk}"  # names neither student nor reason: this ends up in logs

    def get_absolute_url(self) -> str:
        return reverse("placements:ending", args=[self.pk])

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def corner(self) -> str:
        """Which corner acts now."""
        return "institute" if self.is_running else "none"

    @property
    def planned_with(self) -> list:
        """Who was there whenever a plan was made."""
        return list(dict.fromkeys(person for plan in self.plans.all() for person in plan.people.all()))

    @property
    def contact_persons(self) -> list[Participation]:
        """The seats of those who have to be spoken with (E03); who is invited counts once confirmed."""
        seats = self.placement.running_participations()
        return [seat for seat in seats if seat.role in WANTED_CONTACTS and seat.is_confirmed]

    def roles_of(self, user) -> set[str]:
        """The roles in which this person is named in it; empty for everybody else."""
        seats = [p for p in self.placement.running_participations() if p.user_id == user.pk]
        named = {Role.INSTITUTE_EDUCATOR, Role.SCHOOL_EDUCATOR, Role.WORKPLACE_MENTOR, Role.STUDY_COACH}
        roles: set[str] = {p.role for p in seats if p.role in named and p.is_confirmed}
        if user.pk == self.placement.student_id:
            roles.add(Role.STUDENT)
        if user.pk == self.started_by_id and self.started_role in {*(p.role for p in seats), *(roles & {Role.STUDENT})}:
            roles.add(STARTER)
        stands = user.pk == self.placement.student_id or any(p.is_confirmed for p in seats)
        if stands and user in self.planned_with:
            roles.add(PLANNER)
        return roles

    def people_in(self, roles) -> list:
        """Who is told of a step: the people behind these roles, each once."""
        seats = self.placement.running_participations()
        people = dict.fromkeys([self.placement.student, *(p.user for p in seats)])
        return [user for user in people if self.roles_of(user) & set(roles)]

    def may_read(self, user, part: str) -> bool:
        return bool(self.roles_of(user) & ENDING_READERS[part].get(self.state, set()))

    def may_note_contact(self, user) -> bool:
        return self.is_running and self.may_read(user, "contacts") and bool(self.roles_of(user) & MAY_NOTE_CONTACT)

    def missing_contacts(self) -> list[Still]:
        """A sentence for each contact that is not noted yet (E03)."""
        noted = {contact.role_of_person for contact in self.contacts.all()}
        sentences = {
            Role.SCHOOL_EDUCATOR: gettext("It is not noted yet that the school educator was spoken with."),
            Role.INSTITUTE_EDUCATOR: gettext("It is not noted yet that the institute educator was spoken with."),
        }
        return [Still(sentences[role]) for role in WANTED_CONTACTS if role not in noted]

    def missing_for(self, step: str, by=None) -> list[Still]:
        """Both contacts before anything is ended; a plan and a decision are written with their step."""
        if step == "plan":
            return [] if self.said.get("text") else [Still(gettext("Write down the plan."))]
        missing = self.missing_contacts() if step == "end" else []
        if not self.said.get("text") or (step == "end") != bool(self.said.get("last_day")):
            missing.append(Still(gettext("Write down what was decided, and why.")))
        return missing

    def on_plan(self, by) -> None:
        plan = {name: value for name, value in self.said.items() if name != "people"}
        self.plans.create(by=by, role=self._role(by), **plan).people.set(self.said.get("people", ()))

    def on_go_on(self, by) -> None:
        EndingDecision.objects.create(ending=self, by=by, role=self._role(by), **self.said)

    def _role(self, by) -> str:
        roles = self.roles_of(by)
        return next((role for role in Role if role in roles), "")

    def on_end(self, by) -> None:
        """The placement ends on its last day. It is locked with its forms: what is signed at this moment still counts,
        what comes later finds the placement ended."""
        made = EndingDecision.objects.create(ending=self, by=by, role=self._role(by), **self.said)
        placement = Placement.objects.lock(self.placement_id)
        list(placement.forms.select_for_update(of=("self",)).order_by("pk"))
        placement.end_early(made.last_day)
        placement_ended.send(Placement, placement=placement, by=by)

    def tell(self, name: str, step, by, note: str) -> None:
        ending_mails.tell_of_ending(self, name, step, by)

    def note_contact(self, by, seat: Participation, on) -> "EndingContact":
        """Note that somebody spoke with the person in this seat on this day."""
        with transaction.atomic():
            record = EarlyEnding.objects.select_for_update(of=("self",)).get(pk=self.pk)
            roles = record.roles_of(by)
            if not (record.may_read(by, "contacts") and roles & MAY_NOTE_CONTACT):
                raise PermissionDenied
            if not record.is_running:
                raise ValidationError(gettext("This was decided already; nothing is added to it any more."))
            role = next(role for role in Role if role in roles)
            return record.contacts.create(by=by, role=role, person=seat.user, role_of_person=seat.role, on=on)


class EndingContact(Said):
    """With whom was spoken, on which day (E03). No text: what was said stays between them."""

    ending = models.ForeignKey(EarlyEnding, models.PROTECT, related_name="contacts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role_of_person = models.CharField(max_length=20)
    on = models.DateField(_("spoken with on"))

    class Meta(Said.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(role_of_person__in=WANTED_CONTACTS), name="ending_contact_role_valid")
        ]

    @property
    def role_of_person_word(self) -> str:
        return str(Role(self.role_of_person).label)


class EndingPlan(Said):
    """What will be tried or done, and who was there (E04). A later plan stands beside the earlier ones."""

    ending = models.ForeignKey(EarlyEnding, models.PROTECT, related_name="plans")
    text = models.TextField(_("the plan"))
    made_on = models.DateField(_("made on"))
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, verbose_name=_("who was there"), related_name="+")

    class Meta(Said.Meta):
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="ending_plan_says_something")]


class EndingDecision(Said):
    """What the institute educator decided, and why. With a last day it ended; without one it goes on."""

    ending = models.OneToOneField(EarlyEnding, models.PROTECT, related_name="decision")
    text = models.TextField(_("what was decided, and why"))
    last_day = models.DateField(_("last day"), null=True)

    class Meta(Said.Meta):
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="ending_decision_says_why")]


class EndingLog(StepLog):
    record = models.ForeignKey(EarlyEnding, models.PROTECT, related_name="log")

    class Meta(StepLog.Meta):
        abstract = False
        verbose_name = _("step of an early ending")
        verbose_name_plural = _("steps of early endings")

    @property
    def corner(self) -> str:
        return CORNER.get(self.role, "workplace")

    @property
    def sentence(self) -> str:
        """'Karim wrote down the plan.'"""
        words = {
            "start": gettext("%(name)s brought it up."),
            "plan": gettext("%(name)s wrote down the plan."),
            "end": gettext("%(name)s ended the placement."),
            "go_on": gettext("%(name)s decided that the placement goes on."),
        }
        return words[self.step] % {"name": self.by.get_short_name()}
