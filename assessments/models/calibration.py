"""An example that several assessors judge for themselves, to lay their judgements beside each other (S10, O10).

Nobody sees what another judged before he handed in his own and the maker laid them beside each other. There is no sum
and no right answer (F22). The example carries no names: the maker looks it over before it opens, and what was replaced
is forgotten then.
"""

import hashlib
import random

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments import calibration_mails
from assessments.calibration_rules import (
    ASSESSES,
    CALIBRATION_STEPS,
    FEWEST,
    MAKES,
    SHOWN,
    CalibrationRole,
    CalibrationState,
)
from assessments.rules import Verdict
from learning_outcomes.models import Indicator, PeriodOutcome, WorkplacePeriod
from placements.models import Participation, User
from placements.models.parts import Conflict, NotNow
from placements.workflow import StepLog, WorkflowRecord

from .rows import Missing


def may_make(user) -> bool:
    """Institute educators and staff make calibrations."""
    return user.is_staff or Participation.objects.running().filter(user=user, role__in=MAKES).exists()


def assessors_known() -> models.QuerySet:
    """Everybody who may be asked: who guides or judges a student today, and staff."""
    seats = Participation.objects.running().filter(user=OuterRef("pk"), role__in=ASSESSES)
    return User.objects.filter(Exists(seats) | Q(is_staff=True), is_active=True)


class CalibrationQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CalibrationQuerySet":
        """The maker's own, and those somebody is asked for once they are open."""
        if not user.is_authenticated:
            return self.none()
        asked = CalibrationAssessor.objects.filter(calibration=OuterRef("pk"), user=user)
        return self.filter(Q(maker=user) | Exists(asked) & ~Q(state=CalibrationState.DRAFT))

    def waiting_for(self, user) -> "CalibrationQuerySet":
        """Those this person still has to judge."""
        asked = CalibrationAssessor.objects.filter(calibration=OuterRef("pk"), user=user, handed_in_at=None)
        return self.filter(Exists(asked), state=CalibrationState.OPEN).select_related("maker")

    def for_list(self) -> "CalibrationQuerySet":
        return self.select_related("maker", "period").prefetch_related("assessors").order_by("-pk")

    def for_page(self) -> "CalibrationQuerySet":
        """With the cases, their observation guide and the people; the number of queries does not grow with them."""
        cases = CalibrationCase.objects.select_related("item__outcome__framework", "item__unit").order_by("item__order")
        return self.select_related("maker", "period__framework").prefetch_related(
            Prefetch("cases", cases),
            "cases__item__outcome__dimensions__indicators",
            "cases__item__outcome__indicators",
            "assessors__user",
            "log__by",
        )


class Calibration(WorkflowRecord):
    STEPS = CALIBRATION_STEPS

    maker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("maker"), related_name="calibrations"
    )
    title = models.CharField(_("title"), max_length=120)
    period = models.ForeignKey(
        WorkplacePeriod, models.PROTECT, verbose_name=_("workplace period"), related_name="calibrations"
    )
    introduction = models.TextField(_("introduction"), blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=CalibrationState, default=CalibrationState.DRAFT, editable=False
    )
    names_checked = models.BooleanField(_("nobody can be recognised"), default=False, editable=False)
    conclusions = models.TextField(_("conclusions"), blank=True)

    objects = CalibrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("calibration")
        verbose_name_plural = _("calibrations")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CalibrationState.values), name="calibration_state_valid"),
            models.CheckConstraint(
                condition=Q(state=CalibrationState.DRAFT) | Q(names_checked=True),
                name="calibration_opens_after_the_names_were_checked",
            ),
            models.CheckConstraint(
                condition=~Q(state=CalibrationState.CLOSED) | ~Q(conclusions=""),
                name="calibration_closes_with_a_conclusion",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assessments:calibration", args=[self.pk])

    @property
    def fingerprint(self) -> str:
        """What the texts of the example come down to: who ticks that nobody is recognisable ticks it for these."""
        texts = [f"{case.item_id}\x1f{case.reflection}\x1f{case.evidence}" for case in self.cases.order_by("item")]
        return hashlib.sha256("\x1e".join(texts).encode()).hexdigest()[:16]

    def roles_of(self, user) -> set[CalibrationRole]:
        roles = {CalibrationRole.MAKER} if user.pk == self.maker_id else set()
        return roles | ({CalibrationRole.ASSESSOR} if self.seat_of(user) else set())

    def seat_of(self, user) -> "CalibrationAssessor | None":
        """The place of this person among the assessors. No query after `for_page`."""
        return next((seat for seat in self.assessors.all() if seat.user_id == user.pk), None)

    def missing_for(self, step: str, by=None) -> list[Missing]:
        """What stands between this calibration and the step, a sentence each."""
        return {
            "open": self._missing_to_open,
            "hand_in": lambda: self.seat_of(by).missing(),
            "reveal": lambda: self._missing_to_reveal(by),
            "close": self._missing_to_close,
        }[step]()

    def _missing_to_open(self) -> list[Missing]:
        wanted = [
            (self.cases.exists(), gettext("There is no example yet: write or take over the texts."), "example"),
            (self.assessors.count() >= FEWEST, gettext("Ask at least two assessors."), "people"),
            (
                self.names_checked,
                gettext("Say that you looked the texts over and nobody can be recognised."),
                "checked",
            ),
        ]
        return [Missing(sentence, anchor) for there, sentence, anchor in wanted if not there]

    def _missing_to_reveal(self, by) -> list[Missing]:
        seat, missing = self.seat_of(by), []
        if seat and not seat.handed_in_at:
            missing.append(Missing(gettext("Hand in your own judgement first."), "people"))
        if self.assessors.filter(handed_in_at__isnull=False).count() < FEWEST:
            missing.append(Missing(gettext("At least two assessors have to hand in first."), "people"))
        return missing

    def _missing_to_close(self) -> list[Missing]:
        sentence = gettext("Write down first what you talked about and agreed.")
        return [] if self.conclusions.strip() else [Missing(sentence, "conclusions")]

    def on_open(self, by) -> None:
        """What stood where a name was replaced is needed no more; with it the example would not be anonymous."""
        self.cases.update(replaced=[])

    def on_hand_in(self, by) -> None:
        self.assessors.filter(user=by).update(handed_in_at=timezone.now())

    def on_reveal(self, by) -> None:
        """Number the assessors by lot: no number says who was asked first."""
        seats = list(self.assessors.filter(handed_in_at__isnull=False))
        random.SystemRandom().shuffle(seats)
        for number, seat in enumerate(seats, start=1):
            seat.number = number
        CalibrationAssessor.objects.bulk_update(seats, ["number"])

    def tell(self, name: str, step, by, note: str) -> None:
        calibration_mails.tell(self, name, by)

    @transaction.atomic
    def change(self, act) -> bool:
        """Do `act` with a locked copy while this is a draft; False when it is one no longer, and nothing happened."""
        locked = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        if locked.state != CalibrationState.DRAFT:
            return False
        act(locked)
        return True


class CalibrationLog(StepLog):
    record = models.ForeignKey(Calibration, models.PROTECT, related_name="log")

    class Meta(StepLog.Meta):
        abstract = False
        verbose_name = _("step of a calibration")
        verbose_name_plural = _("steps of calibrations")


class CalibrationCase(models.Model):
    """The example for one outcome: texts in which nobody can be recognised."""

    calibration = models.ForeignKey(Calibration, models.CASCADE, related_name="cases")
    item = models.ForeignKey(PeriodOutcome, models.PROTECT, related_name="+")
    reflection = models.TextField(_("what the student wrote"))
    evidence = models.TextField(_("evidence"), blank=True)
    replaced = models.JSONField(default=list)  # [word, what stands there now]; only while this is a draft

    class Meta:
        verbose_name = _("example of a calibration")
        verbose_name_plural = _("examples of calibrations")
        ordering = ["item__order"]
        constraints = [
            models.UniqueConstraint(fields=["calibration", "item"], name="calibration_case_once_per_outcome")
        ]

    def __str__(self) -> str:
        return self.item.outcome.title

    @property
    def anchor(self) -> str:
        return self.item.outcome.code.lower()


class CalibrationAssessor(models.Model):
    """Somebody who was asked. Anonymous to the others, unless he says otherwise when he hands in."""

    calibration = models.ForeignKey(Calibration, models.CASCADE, related_name="assessors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    with_name = models.BooleanField(_("with my name"), default=False)
    number = models.PositiveSmallIntegerField(null=True, editable=False)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    page = models.CharField(max_length=16, blank=True)  # the opened page it was saved from
    handed_in_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("assessor of a calibration")
        verbose_name_plural = _("assessors of calibrations")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["calibration", "user"], name="calibration_assessor_once")]

    def __str__(self) -> str:
        return f"{self.user}, {self.calibration}"

    @property
    def name(self) -> str:
        """'Ilse Brandt', or 'beoordelaar 2'."""
        return self.user.get_full_name() if self.with_name else gettext("assessor %(number)s") % {"number": self.number}

    def missing(self) -> list[Missing]:
        """What this assessor still has to write, a sentence for each spot."""
        if self.handed_in_at:
            return [Missing(gettext("You have handed in already."), "")]
        written, found = {made.case_id: made for made in self.judgements.all()}, []
        for case in self.calibration.cases.select_related("item__outcome"):
            made, words = written.get(case.pk), {"outcome": case.item.outcome.title}
            if case.item.summative and not (made and made.verdict):
                sentence = gettext("For %(outcome)s there is no judgement yet.") % words
                found.append(Missing(sentence, f"{case.anchor}-verdict", case.item.outcome.title))
            if not (made and made.motivation.strip()):
                sentence = gettext("For %(outcome)s you have not written yet what you see in it.") % words
                found.append(Missing(sentence, f"{case.anchor}-motivation", case.item.outcome.title))
        return found

    @transaction.atomic
    def write(
        self,
        values: dict[int, dict],
        marks: dict[str, set[int]],
        *,
        with_name: bool,
        seen_version: int,
        page: str = "",
    ) -> None:
        """Save what was judged, per case, over the version the writer had seen; what stands there from that very `page`
        was not unseen, such as a save that was still on its way when somebody pressed the button.

        Raises NotNow once it was handed in or laid beside the others, and Conflict when another version stands there.
        """
        calibration = Calibration.objects.select_for_update(of=("self",)).get(pk=self.calibration_id)
        seat = CalibrationAssessor.objects.get(pk=self.pk)
        if calibration.state != CalibrationState.OPEN or seat.handed_in_at:
            raise NotNow
        if seat.version != seen_version and not (page and seat.page == page):
            raise Conflict(seat)
        for case in calibration.cases.select_related("item"):
            made, _is_new = CalibrationJudgement.objects.update_or_create(
                assessor=seat, case=case, defaults=values[case.pk]
            )
            CalibrationMark.objects.put(made, case, marks)
        seat.version, seat.saved_at, seat.with_name, seat.page = seat.version + 1, timezone.now(), with_name, page
        seat.save()
        self.refresh_from_db()


class CalibrationJudgementQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CalibrationJudgementQuerySet":
        """One's own; those of others only beside each other, and only for who handed in himself. A maker who judges
        too is bound to the same."""
        mine = CalibrationAssessor.objects.filter(calibration=OuterRef("assessor__calibration"), user=user)
        reads = Exists(mine.filter(handed_in_at__isnull=False)) | Q(assessor__calibration__maker=user) & ~Exists(mine)
        shown = Q(assessor__calibration__state__in=SHOWN, assessor__handed_in_at__isnull=False)
        return self.filter(Q(assessor__user=user) | shown & reads)

    def for_page(self) -> "CalibrationJudgementQuerySet":
        return self.select_related("assessor__user").prefetch_related("marks").order_by("assessor__number", "pk")


class CalibrationJudgement(models.Model):
    """What one assessor judges of one example; final once he handed in (the database refuses the rest)."""

    assessor = models.ForeignKey(CalibrationAssessor, models.PROTECT, related_name="judgements")
    case = models.ForeignKey(CalibrationCase, models.PROTECT, related_name="judgements")
    verdict = models.CharField(_("judgement"), max_length=8, choices=Verdict, blank=True)
    motivation = models.TextField(_("why"), blank=True)

    objects = CalibrationJudgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("judgement of an example")
        verbose_name_plural = _("judgements of examples")
        constraints = [
            models.UniqueConstraint(fields=["assessor", "case"], name="calibration_judgement_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=["", *Verdict.values]), name="calibration_judgement_verdict_valid"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.get_verdict_display()}"


class CalibrationMarkManager(models.Manager):
    def put(self, judgement: CalibrationJudgement, case: CalibrationCase, marks: dict[str, set[int]]) -> None:
        """Make these the marks of this judgement, no others. Indicators of another outcome are ignored."""
        posted = set().union(*marks.values())
        own = set(Indicator.objects.filter(outcome=case.item.outcome_id, pk__in=posted).values_list("pk", flat=True))
        self.filter(judgement=judgement).delete()
        self.bulk_create(
            self.model(judgement=judgement, indicator_id=pk, kind=kind)
            for kind, ticked in marks.items()
            for pk in sorted(ticked & own)
        )


class CalibrationMark(models.Model):
    """One tap on one indicator. Never a sum (F22)."""

    class Kind(models.TextChoices):
        USED = "used", _("used")
        SEEN = "seen", _("seen")

    judgement = models.ForeignKey(CalibrationJudgement, models.PROTECT, related_name="marks")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=Kind)

    objects = CalibrationMarkManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["judgement", "indicator", "kind"], name="calibration_mark_once"),
            models.CheckConstraint(condition=Q(kind__in=["used", "seen"]), name="calibration_mark_kind_valid"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.kind}"
