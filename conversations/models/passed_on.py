"""An educator of the institute whose contact data the student passes on (C09, Y01).

An address that a student gives is the student's word. It gives nobody a seat: who decides on a student is never chosen
by the student, so the institute educator looks first, and takes it over or not.
"""

from django.contrib.auth.hashers import make_password
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conversations.rules import EDUCATOR_READERS, INSTITUTE, PASSED_STEPS, PassedState
from learning_outcomes.models import Unit
from placements import addresses
from placements.models import Participation, Placement, User
from placements.models.said import Still
from placements.roles import Role
from placements.workflow import StepLog, WorkflowRecord

JUDGES = {Role.WORKPLACE_MENTOR, Role.SCHOOL_EDUCATOR, Role.INSTITUTE_EDUCATOR}  # they decide on nothing of their own


class PassedOnQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PassedOnQuerySet":
        """Those of the placements in whose triangle this person sits."""
        if not user.is_authenticated:
            return self.none()
        around = Participation.objects.running().filter(placement=OuterRef("placement"), user=user)
        return self.filter(Q(placement__student=user) | Exists(around.filter(role__in=list(EDUCATOR_READERS))))

    def for_page(self) -> "PassedOnQuerySet":
        return self.select_related("unit").prefetch_related("log__by")

    def waiting_for(self, user) -> "PassedOnQuerySet":
        """Those this institute educator has to look at: a unit without an examiner, and somebody passed on for it."""
        mine = Participation.objects.running().filter(placement=OuterRef("placement"), user=user, role=INSTITUTE)
        waiting = self.filter(Exists(mine), state=PassedState.PASSED, unit__isnull=False, placement__ended_on=None)
        return waiting.select_related("placement__student", "unit").order_by("pk")


class PassedOn(WorkflowRecord):
    """A name and an address for one unit; without a unit it is the subject educator, to be reached and no more."""

    STEPS = PASSED_STEPS

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="passed_on", verbose_name=_("placement"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=120)
    email = models.EmailField(_("e-mail address"))
    state = models.CharField(_("state"), max_length=12, choices=PassedState, default=PassedState.PASSED, editable=False)
    passed_on_at = models.DateTimeField(auto_now_add=True)

    objects = PassedOnQuerySet.as_manager()

    class Meta:
        verbose_name = _("educator who was passed on")
        verbose_name_plural = _("educators who were passed on")
        ordering = ["placement", "unit__order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PassedState.values), name="passed_on_state_valid"),
            models.CheckConstraint(
                condition=~Q(state=PassedState.TAKEN_OVER) | Q(unit__isnull=False),
                name="passed_on_taken_over_for_a_unit",
            ),
            models.UniqueConstraint(
                fields=["placement", "unit"],
                condition=Q(state="passed", unit__isnull=False),
                name="passed_on_one_waits_per_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"  # never the name or the address: this ends up in logs

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def roles_of(self, user) -> set[Role]:
        return self.placement.roles_of(user)

    def steps_for(self, user) -> dict:
        """As any record; a subject educator cannot be taken over, and nobody once the placement ended early."""
        if self.placement.ended_on:
            return {}
        steps = super().steps_for(user)
        return steps if self.unit_id else {name: step for name, step in steps.items() if name == "withdraw"}

    def missing_for(self, step: str, by=None) -> list:
        """Why nobody can be seated: nobody decides on himself, or on what he himself judged (decisions, section 6)."""
        if self.placement.ended_on:
            return [Still(gettext("The placement ended early: nobody comes to sit in it any more."))]
        if step != "take_over":
            return []
        if self.unit_id is None:
            return [Still(gettext("A subject educator is invited by the student, and confirmed by you."))]
        faults = [*self._unit_is_taken(), *self._person_cannot(by)]
        return [Still(sentence) for sentence in faults]

    def _unit_is_taken(self) -> list[str]:
        seats = self.placement.participations.running().filter(role=Role.UNIT_EXAMINER, unit=self.unit_id)
        return [gettext("This unit has an examiner already.")] if seats.exists() else []

    def _person_cannot(self, by) -> list[str]:
        """What the person behind the address is already, where that does not go together with deciding."""
        mailbox = addresses.mailbox(self.email)
        if any(addresses.mailbox(student.email) == mailbox for student in self.placement.learners):
            return [gettext("The address ends in the mailbox of a student of this placement.")]
        seats = self.placement.participations.filter(role__in=[*JUDGES]).select_related("user")
        if any(addresses.mailbox(seat.user.email) == mailbox for seat in seats):
            return [gettext("This person guides or judges in this placement: who judges does not decide.")]
        if by and addresses.mailbox(by.email) == mailbox:
            return [gettext("This is your own address: ask a colleague to look at it.")]
        known = User.objects.filter(email=self.email).first()
        if known and (known.by_link_only or not known.is_active):
            return [gettext("This address is known as that of somebody without an account of the institute.")]
        if known and Placement.objects.filter(student=known).exists():
            return [gettext("This address is that of a student.")]
        return []

    def on_take_over(self, by) -> None:
        """Give the person the seat of the unit, and mail that it is there."""
        from conversations.educator_mails import invite_examiner  # mails read these: imported here, both are known

        names = {"first_name": self.first_name, "last_name": self.last_name, "password": make_password(None)}
        user, _new = User.objects.get_or_create(email=self.email, defaults=names)
        Participation.objects.create(
            placement=self.placement, user=user, role=Role.UNIT_EXAMINER, unit=self.unit,
            confirmed_by=by, confirmed_at=timezone.now(),
        )  # fmt: skip
        invite_examiner(self, user, by)

    def tell(self, name: str, step, by, note: str) -> None:
        from conversations.educator_mails import tell_student

        if name == "decline":
            tell_student(self, by)


class PassedOnLog(StepLog):
    record = models.ForeignKey(PassedOn, models.PROTECT, related_name="log")

    class Meta(StepLog.Meta):
        abstract = False
        verbose_name = _("step of an educator who was passed on")
        verbose_name_plural = _("steps of educators who were passed on")
        constraints = [
            models.CheckConstraint(
                condition=~Q(step="decline") | ~Q(note=""), name="passed_on_log_declining_carries_a_note"
            )
        ]

    @property
    def sentence(self) -> str:
        """'Karim did not take it over.'"""
        words = {
            "take_over": gettext("%(name)s took it over."),
            "decline": gettext("%(name)s did not take it over."),
            "withdraw": gettext("%(name)s withdrew it."),
        }
        return words[self.step] % {"name": self.by.get_short_name()}
