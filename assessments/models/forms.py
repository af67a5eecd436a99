"""The form of one moment: midterm or final (A01-A13, C22-C30)."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments import mails
from assessments.rules import READERS, STEPS, WRITERS, DecisionState, Moment, State
from placements.models import Participation, Placement
from placements.roles import CORNER, Role
from placements.workflow import StepLog, WorkflowRecord

from .rows import Missing, OutcomeAssessment

LATELY = timedelta(weeks=8)


class AssessmentFormQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AssessmentFormQuerySet":
        """Forms of the placements this person stands in. Educators see that a form exists before they may read it,
        so that they know who acts next; a study coach knows of none."""
        if not user.is_authenticated:
            return self.none()
        around = Participation.objects.running().filter(placement=OuterRef("placement"), user=user)
        return self.filter(Q(placement__student=user) | Exists(around.exclude(role=Role.STUDY_COACH)))

    def for_list(self) -> "AssessmentFormQuerySet":
        """With what a line about the form shows."""
        people = Participation.objects.running().for_page()
        return self.select_related("placement__student", "placement__school", "placement__period").prefetch_related(
            Prefetch("placement__participations", people, to_attr="people_now")
        )

    def for_page(self) -> "AssessmentFormQuerySet":
        """With everything the page, the paper and the seal show; the number of queries does not grow with the rows."""
        rows = OutcomeAssessment.objects.select_related(
            "item__outcome", "item__unit", "reflection__author", "judgement__author"
        )
        return (
            self.for_list()
            .select_related(
                "placement__institute",
                "placement__duo_with__student",
                "placement__duo_of__student",
                "signed_by",
                "placement__period__framework",
            )
            .prefetch_related(
                Prefetch("rows", rows.order_by("item__order")),
                "rows__item__outcome__dimensions__indicators",
                "rows__item__outcome__indicators",
                "rows__item__outcome__framework",
                "rows__feedback__author",
                "rows__marks__author",
                "rows__decisions",
                "placement__period__focus",
                "other_feedback__author",
                "earlier_texts__author",
                "decisions__unit",
                "decisions__decided_by",
                "decisions__log__by",
                "log__by",
                "versions",
            )
        )

    def due(self) -> "AssessmentFormQuerySet":
        """Forms whose day to begin has come."""
        return self.filter(opens_on__lte=timezone.localdate())

    def of_now(self) -> "AssessmentFormQuerySet":
        """Forms of placements that run or ended lately: somebody may still have to decide."""
        return self.filter(placement__end__gte=timezone.localdate() - LATELY)

    def for_tasks(self) -> "AssessmentFormQuerySet":
        """With what says how far the writing is, outcome by outcome."""
        return self._with_rows(
            OutcomeAssessment.objects.select_related("item__outcome", "item__unit", "reflection", "judgement")
        )

    def for_matrix(self) -> "AssessmentFormQuerySet":
        """With what the signs of a row in the matrix need; the texts themselves stay in the database."""
        texts = ("reflection__shown", "reflection__evidence", "reflection__to_develop")
        texts += ("judgement__motivation", "judgement__feed_forward")
        return self._with_rows(
            OutcomeAssessment.objects.select_related("item__outcome", "reflection", "judgement").defer(*texts)
        )

    def _with_rows(self, rows: models.QuerySet) -> "AssessmentFormQuerySet":
        people = Participation.objects.running().select_related("user").order_by("pk")
        return self.select_related("placement__student", "placement__period").prefetch_related(
            Prefetch("placement__participations", people, to_attr="people_now"),
            Prefetch("rows", rows.order_by("item__order")),
            "rows__feedback",
            "decisions__unit",
        )

    def with_turn(self) -> "AssessmentFormQuerySet":
        """Each form with `turn`, the corner that acts now ("student", "workplace", "institute" or "none"), and
        `turn_by`, the day it is due."""
        from .decisions import UnitDecision  # decisions are about forms: imported here, where both are known

        open_decisions = UnitDecision.objects.filter(form=OuterRef("pk")).exclude(state=DecisionState.DECIDED)
        acts = {
            "student": ("reflect_by", Q(state=State.REFLECTING, opens_on__lte=timezone.localdate())),
            "workplace": ("respond_by", Q(state=State.RESPONDING)),
            "institute": ("decide_by", Q(Exists(open_decisions), state=State.SIGNED)),
        }
        return self.annotate(
            turn=Case(*[When(when, then=Value(corner)) for corner, (_by, when) in acts.items()], default=Value("none")),
            turn_by=Case(*[When(when, then=F(by)) for by, when in acts.values()]),
        )

    def waiting_for(self, user) -> "AssessmentFormQuerySet":
        """Forms this person has to write in now: his own as a student, those to respond to as a mentor; a school
        educator responds where no mentor stands."""
        around = Participation.objects.running().filter(placement=OuterRef("placement"))
        mentors = around.filter(role=Role.WORKPLACE_MENTOR)
        responds = Exists(mentors.filter(user=user)) | (
            ~Exists(mentors) & Exists(around.filter(user=user, role=Role.SCHOOL_EDUCATOR))
        )
        writes = Q(placement__student=user, state=State.REFLECTING, opens_on__lte=timezone.localdate())
        return self.filter(writes | Q(responds, state=State.RESPONDING))

    def start_for(self, placement: Placement) -> None:
        """Make both forms of a placement, with a row for each outcome of its period and the dates (P02, X34).

        Twice is harmless. The talk is on the Tuesday of its week; the student hands in the Friday before, the
        workplace signs that Friday, the institute decides a week later. All dates can be changed.
        """
        period = placement.period
        for moment, week in ((Moment.MIDTERM, period.midterm_week), (Moment.FINAL, period.final_week)):
            monday = placement.monday_of_week(week)
            form, _made = self.get_or_create(
                placement=placement,
                moment=moment,
                defaults={
                    "opens_on": monday - timedelta(days=21),
                    "talk_on": monday + timedelta(days=1),
                    "reflect_by": monday - timedelta(days=3),
                    "respond_by": monday + timedelta(days=4),
                    "decide_by": monday + timedelta(days=11),
                },
            )
            OutcomeAssessment.objects.bulk_create(
                [OutcomeAssessment(form=form, item=item) for item in period.outcomes.all()], ignore_conflicts=True
            )


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
            models.UniqueConstraint(fields=["placement", "moment"], name="assessment_form_one_per_moment"),
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
        return self.moment == Moment.FINAL

    @property
    def due_by(self):
        """The date that counts for whoever acts now; None when nobody does."""
        by = {State.REFLECTING: self.reflect_by, State.RESPONDING: self.respond_by}
        waits = self.is_final and any(d.state != "decided" for d in self.decisions.all())
        return by.get(self.state, self.decide_by if waits else None)

    @property
    def corner(self) -> str:
        """Which corner of the triangle acts now: student, workplace, institute, or none."""
        acts = {State.REFLECTING: "student", State.RESPONDING: "workplace"}
        waits = any(d.state != "decided" for d in self.decisions.all())
        return acts.get(self.state, "institute" if waits else "none")

    @property
    def turn_sentence(self) -> str:
        """Who signed, who acts, before when."""
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
    def newest_version(self):
        """The last sealed version; None before the first signing. No query after `for_page`."""
        return max(self.versions.all(), key=lambda v: v.number, default=None)

    @property
    def note_on_top(self):
        """The note of the last step, when that step sent the form back or opened it again."""
        last = max(self.log.all(), key=lambda line: line.pk, default=None)
        return last if last and last.note else None

    @property
    def history(self) -> list[dict]:
        """What happened with this form and its decisions, oldest first, in sentences."""
        versions = sorted(self.versions.all(), key=lambda version: version.number)
        signed = iter([version for version in versions if not version.unit_id])  # one each time the form was signed
        decided = {version.unit_id: version for version in versions if version.unit_id}
        lines = [
            {
                "at": line.at,
                "sentence": line.sentence,
                "note": line.note,
                "version": next(signed, None) if line.step == "sign" else None,
            }
            for line in self.log.all()
        ]
        for decision in self.decisions.all():
            lines += [
                {
                    "at": line.at,
                    "sentence": line.sentence_on(decision),
                    "note": line.note,
                    "version": decided.get(decision.unit_id),
                }
                for line in decision.log.all()
            ]
        return sorted(lines, key=lambda line: line["at"])

    def roles_of(self, user) -> set[Role]:
        return self.placement.roles_of(user)

    def writes_as(self, user, part: str, row: OutcomeAssessment | None = None) -> set[Role]:
        """The roles in which this person may write this part of this row now (decisions, section 5)."""
        roles = self.roles_of(user) & WRITERS[part].get(self.state, set())
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

    def only_unit_of(self, user):
        """The unit this person is confined to as an examiner; None for whoever may read the whole sealed form."""
        if self.roles_of(user) - {Role.UNIT_EXAMINER, Role.SUBJECT_EDUCATOR, Role.STUDY_COACH}:
            return None
        units = [p.unit for p in self.placement.running_participations() if p.user_id == user.pk and p.unit_id]
        every = set(self.rows.values_list("item__unit", flat=True))
        return None if every <= {unit.pk for unit in units} else units[0]

    def missing_for(self, step: str, by=None) -> list[Missing]:
        """What stands between this form and the step, one sentence a spot (A17-A20, decisions section 5)."""
        rows = list(
            self.rows.select_related("item__outcome", "item__unit", "reflection", "judgement").prefetch_related(
                "feedback"
            )
        )
        if step == "hand_in":
            return [m for row in rows for m in row.missing_reflection()]
        if step == "sign":
            return [m for row in rows for m in row.missing_response(self)]
        if step == "reopen" and self.decisions.filter(state="decided").exists():
            return [Missing(gettext("There is a decision already; a signed form with a decision stays as it is."), "")]
        return []

    def on_hand_in(self, by) -> None:
        self.handed_in_at = timezone.now()

    def on_return(self, by) -> None:
        self.handed_in_at = None

    def on_sign(self, by) -> None:
        """Stamp, open the decisions of a final form, and seal what was signed."""
        self.signed_at, self.signed_by = timezone.now(), by
        self.signed_role = next(r for r in (Role.WORKPLACE_MENTOR, Role.SCHOOL_EDUCATOR) if r in self.roles_of(by))
        self.save()
        if self.is_final:
            for unit in {row.item.unit for row in self.rows.select_related("item__unit") if row.is_judged(self)}:
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
def locked(form: AssessmentForm) -> AssessmentForm:
    """A fresh copy that nobody else can move or write in until this transaction ends."""
    return AssessmentForm.objects.select_for_update(of=("self",)).get(pk=form.pk)
