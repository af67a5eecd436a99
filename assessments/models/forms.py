"""The form of one moment: midterm or final (A01-A13, C22-C30)."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from assessments import mails
from assessments.rules import DECIDED_ON, READERS, SPEAKERS, STEPS, WORKPLACE, WRITERS, Moment, State
from learning_outcomes.models import Unit
from placements.models import Participation, Placement, PlacementOutcome
from placements.roles import CORNER, Role
from placements.workflow import StepLog, WorkflowRecord

from .form_queries import AssessmentFormQuerySet
from .rows import Missing, OutcomeAssessment


class AssessmentForm(WorkflowRecord):
    STEPS = STEPS

    placement = models.ForeignKey(Placement, models.PROTECT, verbose_name=_("placement"), related_name="forms")
    moment = models.CharField(_("moment"), max_length=10, choices=Moment)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.REFLECTING, editable=False)
    opens_on = models.DateField(_("the student can begin on"))
    talk_on = models.DateField(_("date of the talk"))
    reflect_by = models.DateField(_("hand in by"))
    respond_by = models.DateField(_("sign by"))
    decide_by = models.DateField(_("decide by"))
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, editable=False)
    signed_at = models.DateTimeField(_("signed at"), null=True, editable=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("signed by"),
        null=True,
        editable=False,
        related_name="+",
    )
    signed_role = models.CharField(max_length=20, blank=True, editable=False)

    objects = AssessmentFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment form")
        verbose_name_plural = _("assessment forms")
        ordering = ["placement", "-moment"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "moment"],
                condition=~Q(moment="reassess"),  # each repair agreement has its own
                name="assessment_form_one_per_moment",
            ),
            models.CheckConstraint(condition=Q(moment__in=Moment.values), name="assessment_form_moment_valid"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="assessment_form_state_valid"),
            models.CheckConstraint(
                condition=Q(state=State.SIGNED, signed_at__isnull=False, signed_by__isnull=False)
                | ~Q(state=State.SIGNED) & Q(signed_at__isnull=True, signed_by__isnull=True),
                name="assessment_form_signed_by_somebody_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_moment_display()}, {self.placement.student}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:form", args=[self.pk])

    @property
    def is_final(self) -> bool:
        """Is this a form with judgements and decisions?"""
        return self.moment in DECIDED_ON

    @property
    def due_by(self):
        """The date that counts for whoever acts now; None when nobody does."""
        if self.is_stopped:
            return None
        by = {State.REFLECTING: self.reflect_by, State.RESPONDING: self.respond_by}
        waits = self.is_final and any(d.state != "decided" for d in self.decisions.all())
        return by.get(self.state, self.decide_by if waits else None)

    @property
    def corner(self) -> str:
        """Which corner of the triangle acts now: student, workplace, institute, or none."""
        if self.is_stopped:
            return "none"
        acts = {State.REFLECTING: "student", State.RESPONDING: "workplace"}
        waits = any(d.state != "decided" for d in self.decisions.all())
        return acts.get(self.state, "institute" if waits else "none")

    @property
    def turn_sentence(self) -> str:
        """Who signed, who acts, before when."""
        if self.is_stopped:
            return str(self.stopped_sentence)
        due = date_format(self.due_by, "l j F") if self.due_by else ""
        if self.state == State.REFLECTING:
            return gettext("%(name)s is writing, before %(day)s.") % {
                "name": self.placement.student.get_short_name(),
                "day": due,
            }
        if self.state == State.RESPONDING:
            return gettext("The workplace is writing, before %(day)s.") % {"day": due}
        signed = gettext("Signed by %(name)s.") % {"name": self.signed_by.get_short_name()}
        if due:
            return signed + " " + gettext("The institute acts now, before %(day)s.") % {"day": due}
        return (
            signed
            + " "
            + (gettext("The institute has decided.") if self.is_final else gettext("Nobody has to do anything."))
        )

    @property
    def is_stopped(self) -> bool:
        """The placement ended early before this form was signed: nobody writes in it any more, and it takes no step.
        What was signed before that may still be decided, so that it can be taken along."""
        return self.placement.ended_on is not None and self.state != State.SIGNED

    @property
    def stopped_sentence(self) -> str:
        day = date_format(self.placement.ended_on, "j F Y")
        return gettext("The placement ended early, on %(day)s: this form asks for nothing more.") % {"day": day}

    @property
    def rows_in_dialogue(self) -> set[int]:
        """The rows a talk goes on about; empty before and after. No query after `for_matrix` or `for_page`."""
        talks = [d for d in self.decisions.all() if d.state in SPEAKERS]
        return {row.pk for decision in talks for row in decision.doubted_rows}

    @property
    def talk(self) -> str:
        """ "escalated" or "in_dialogue" while a decision on it is; empty otherwise."""
        states = {decision.state for decision in self.decisions.all()}
        return next((state for state in ("escalated", "in_dialogue") if state in states), "")

    @property
    def newest_version(self):
        """The last sealed version; None before the first signing. No query after `for_page`."""
        return max(self.versions.all(), key=lambda v: v.number, default=None)

    @property
    def note_on_top(self):
        """The note of the last step, when that step sent the form back or opened it again."""
        last = max(self.log.all(), key=lambda line: line.pk, default=None)
        return last if last and last.note else None

    def history_for(self, user) -> list[dict]:
        """What happened with this form and its decisions, oldest first, in sentences; with the sealed versions, for who
        may open them."""
        opens = self.roles_of(user) - {Role.SUBJECT_EDUCATOR}
        versions = sorted(self.versions.all() if opens else [], key=lambda version: version.number)
        signed = iter([version for version in versions if not version.unit_id])  # one each time the form was signed
        decided = {version.unit_id: version for version in versions if version.unit_id}
        steps = [(line, line.sentence, next(signed, None) if line.step == "sign" else None) for line in self.log.all()]
        for decision in self.decisions.all():
            version = decided.get(decision.unit_id)
            lines = [(line, version if line.target == "decided" else None) for line in decision.log.all()]
            steps += [(line, line.sentence_on(decision), made) for line, made in lines]
        lines = [{"at": line.at, "sentence": said, "note": line.note, "version": made} for line, said, made in steps]
        return sorted(lines, key=lambda line: line["at"])

    def roles_of(self, user) -> set[Role]:
        return self.placement.roles_of(user)

    def writes_as(self, user, part: str, row: OutcomeAssessment | None = None) -> set[Role]:
        """The roles in which this person may write this part of this row now (decisions, section 5)."""
        if self.is_stopped:
            return set()
        roles = self.roles_of(user) & WRITERS[part].get(self.state, set())
        if row and not row.asks(self):
            return set()
        if row and part != "reflection" and row.item.mentor_role == PlacementOutcome.MentorRole.NONE:
            roles -= WORKPLACE
        return roles if row and self.teaches(user, row) else roles - {Role.SUBJECT_EDUCATOR}

    def may_write(self, user, part: str, row: OutcomeAssessment | None = None) -> bool:
        """May this person write this part of this row now?"""
        return bool(self.writes_as(user, part, row))

    def may_read(self, user, part: str, row: OutcomeAssessment | None = None) -> bool:
        """May this person read this part of this row now? Examiners the own unit, subject educators the own outcome."""
        roles = self.roles_of(user) & READERS[part].get(self.state, set())
        narrow = {Role.UNIT_EXAMINER, Role.SUBJECT_EDUCATOR}
        if roles - narrow:
            return True
        if row is None:
            return False
        examines = (Role.UNIT_EXAMINER, row.item.unit_id) in self.placement.seats_of(user)
        return bool(roles) and (examines or self.teaches(user, row))

    def teaches(self, user, row: OutcomeAssessment) -> bool:
        """Is this person the subject educator of this outcome?"""
        seats = self.placement.running_participations()
        return any(p.user_id == user.pk and p.outcome_id == row.item.outcome_id for p in seats if p.outcome_id)

    def units_for(self, user) -> list[Unit] | None:
        """The units this person is confined to as an examiner; None for whoever may read the whole sealed form."""
        if self.roles_of(user) - {Role.UNIT_EXAMINER, Role.SUBJECT_EDUCATOR, Role.STUDY_COACH}:
            return None
        units = {p.unit for p in self.placement.running_participations() if p.user_id == user.pk and p.unit_id}
        every = set(self.rows.values_list("item__unit", flat=True))
        return None if every <= {unit.pk for unit in units} else sorted(units, key=lambda unit: unit.order)

    def steps_for(self, user) -> dict:
        """As any record; none once the placement ended early."""
        return {} if self.placement.ended_on else super().steps_for(user)

    def missing_for(self, step: str, by=None) -> list[Missing]:
        """What stands between this form and the step, one sentence a spot (A17-A20, decisions section 5)."""
        if self.placement.ended_on:
            return [Missing(self.stopped_sentence, "")]
        rows = list(
            self.rows.select_related(
                "item__outcome", "item__rule", "item__unit", "reflection", "judgement"
            ).prefetch_related("feedback", "item__recognitions")
        )
        if step == "hand_in":
            missing = [m for row in rows for m in row.missing_reflection(self)]
            return [*self._not_open_yet(), *self._no_entry(), *missing]
        if step == "open_without_reflection":
            return self._no_entry()
        if step == "sign":
            return [m for row in rows for m in row.missing_response(self)]
        if step == "reopen" and self.decisions.filter(state="decided").exists():
            return [Missing(gettext("There is a decision already; a signed form with a decision stays as it is."), "")]
        if step == "reopen" and self.decisions.filter(state="escalated").exists():
            return [Missing(gettext("Positions on this form are being written: take the final decision first."), "")]
        return []

    def _not_open_yet(self) -> list[Missing]:
        if timezone.localdate() >= self.opens_on:
            return []
        sentence = pgettext("student", "You can hand in from %(day)s on. You may write before that.")
        return [Missing(sentence % {"day": date_format(self.opens_on, "l j F")}, "forward-section")]

    def _no_entry(self) -> list[Missing]:
        """Without the entry condition there is no placement to report on (M03, P13)."""
        sentence = gettext(
            "There is no entry yet: %(outcome)s is not recorded as shown. The institute educator does that."
        )
        items = self.placement.outcomes.current().filter(rule__entry_condition=True).with_named()
        return [Missing(sentence % {"outcome": item}, "forward-section") for item in items if item.closes_gate]

    @transaction.atomic
    def take(self, name: str, by, note: str = "", **said) -> "AssessmentForm":
        """As any record. Sealing numbers the versions of the placement, so signing locks it before the form."""
        if name == "sign":
            Placement.objects.lock(self.placement_id)
        return super().take(name, by, note, **said)

    def on_hand_in(self, by) -> None:
        self.handed_in_at = timezone.now()

    def on_return(self, by) -> None:
        """The student writes again: what came into the set meanwhile is asked as well."""
        from assessments.following import follow_form  # it reads forms: imported here, where both are known

        self.handed_in_at = None
        self.save()
        follow_form(self)

    def on_sign(self, by) -> None:
        """Stamp, open the decisions of a final form, and seal what was signed."""
        self.signed_at, self.signed_by = timezone.now(), by
        self.signed_role = next(r for r in (Role.WORKPLACE_MENTOR, Role.SCHOOL_EDUCATOR) if r in self.roles_of(by))
        self.save()
        if self.is_final:
            rows = self.rows.select_related("item__unit").prefetch_related("item__recognitions")
            for unit in {row.item.unit for row in rows if row.item.unit and row.is_judged(self)}:
                self.decisions.get_or_create(unit=unit)
        self.versions.seal(self, by)

    def on_reopen(self, by) -> None:
        self.signed_at = self.signed_by = None
        self.signed_role = ""
        self.decisions.filter(state="open").delete()

    @property
    def signer(self) -> Participation | None:
        """The seat the form was signed from, also when it has ended since; None before signing."""
        now = self.placement.running_participations()
        found = [p for p in now if (p.user_id, p.role) == (self.signed_by_id, self.signed_role)]
        if not found and self.signed_by_id:
            found = self.placement.participations.filter(user=self.signed_by_id, role=self.signed_role).order_by("-pk")[
                :1
            ]
        return next(iter(found), None)

    def tell(self, name: str, step, by, note: str) -> None:
        mails.tell_of_form(self, name, step, by, note)


class AssessmentFormLog(StepLog):
    record = models.ForeignKey(AssessmentForm, models.PROTECT, related_name="log")

    class Meta(StepLog.Meta):
        abstract = False
        verbose_name = _("step of a form")
        verbose_name_plural = _("steps of forms")
        constraints = [
            models.CheckConstraint(
                condition=~Q(step__in=["return", "reopen", "open_without_reflection"]) | ~Q(note=""),
                name="assessment_form_log_going_back_carries_a_note",
            )
        ]

    @property
    def corner(self) -> str:
        return CORNER[self.role]

    @property
    def sentence(self) -> str:
        """'Noor handed in the self-reflection.'"""
        words = {
            "hand_in": gettext("%(name)s handed in the self-reflection."),
            "open_without_reflection": gettext("%(name)s opened the form without a self-reflection."),
            "return": gettext("%(name)s sent the form back with a question."),
            "sign": gettext("%(name)s signed."),
            "reopen": gettext("%(name)s opened the form again."),
        }
        return words[self.step] % {"name": self.by.get_short_name()}


@transaction.atomic
def locked(form: AssessmentForm, *, to_seal: bool = False) -> AssessmentForm:
    """A fresh copy that nobody else can move or write in until this transaction ends; `to_seal` when it may be sealed
    before that, which locks its placement too."""
    if to_seal:
        Placement.objects.lock(form.placement_id)
    return AssessmentForm.objects.select_for_update(of=("self",)).get(pk=form.pk)
