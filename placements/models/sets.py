"""The set of outcomes of one placement: made from its period, and from then on the student's own (O14)."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning_outcomes.models import LearningOutcome, TailoredRule, Unit
from placements.roles import Role
from placements.set_rules import CURRENT, MAY_READ_SET, MOVES_FORMS, SET_STEPS, Entry, Origin, SetState
from placements.signals import set_changed
from placements.workflow import StepLog, WorkflowRecord

from .places import Participation, Placement
from .recognitions import Recognition


class PlacementOutcomeQuerySet(models.QuerySet):
    def current(self) -> "PlacementOutcomeQuerySet":
        """What belongs to the set now."""
        return self.filter(state__in=CURRENT)

    def visible_to(self, user) -> "PlacementOutcomeQuerySet":
        """The sets of the placements this person stands in; a study coach reads none."""
        if not user.is_authenticated:
            return self.none()
        around = Participation.objects.running().filter(placement=OuterRef("placement"), user=user)
        return self.filter(Q(placement__student=user) | Exists(around.filter(role__in=list(MAY_READ_SET))))

    def shown_otherwise(self) -> "PlacementOutcomeQuerySet":
        """What counts as shown without a decision of an examiner: recognised, or confirmed by the institute."""
        recognised = Recognition.objects.filter(item=OuterRef("pk"), withdrawn_at=None)
        return self.current().filter(Q(Exists(recognised)) | Q(state=SetState.SHOWN))

    def written_on(self) -> "PlacementOutcomeQuerySet":
        """Those on which somebody wrote, ticked or filed something, on a form that is not signed yet."""
        parts = ("reflection", "judgement", "feedback", "marks", "earlier_texts", "attachments")
        wrote = Q(*((f"rows__{part}__isnull", False) for part in parts), _connector=Q.OR)
        return self.filter(wrote, rows__form__state__in=["reflecting", "responding"]).distinct()

    def with_named(self) -> "PlacementOutcomeQuerySet":
        """With the outcome or the rule, its framework and the unit."""
        return self.select_related("outcome__framework", "rule__framework", "rule__carried_over_with", "unit")

    def left_open(self, shown: list[int]) -> "PlacementOutcomeQuerySet":
        """The student's own part, still asked or proposed; without the outcomes that were `shown`."""
        recognised = Recognition.objects.filter(item=OuterRef("pk"), withdrawn_at=None)
        waiting = self.filter(~Exists(recognised), state__in=[SetState.PROPOSED, SetState.ASKED])
        own = waiting.exclude(origin=Origin.PERIOD).exclude(outcome__in=shown)
        return own.with_named().select_related("unit__framework")

    def for_page(self) -> "PlacementOutcomeQuerySet":
        """With what the page of the set shows, in a fixed number of queries."""
        return self.with_named().prefetch_related(
            models.Prefetch("recognitions", Recognition.objects.select_related("recorded_by", "withdrawn_by")),
            "log__by",
            "rows__form",
        )

    @transaction.atomic
    def start_for(self, placement: Placement) -> None:
        """Make the set of a placement from its period. Twice is harmless: what was taken out stays out."""
        known = set(placement.outcomes.values_list("outcome", flat=True))
        self.bulk_create(
            [
                self.model(
                    placement=placement,
                    outcome_id=row.outcome_id,
                    unit_id=row.unit_id,
                    origin=Origin.PERIOD,
                    summative=row.summative,
                    target_level=row.target_level,
                    mentor_role=row.mentor_role,
                    order=row.order,
                    state=SetState.ASKED,
                )
                for row in placement.period.outcomes.all()
                if row.outcome_id not in known
            ],
            ignore_conflicts=True,
        )


class PlacementOutcome(WorkflowRecord):
    """How one outcome counts for one student: from where, how far, in which unit, and what the mentor does (M10, X13).

    What a signed form said stays: a row of the set that stands on one is replaced, not changed (`placements.sets`).
    """

    STEPS = SET_STEPS
    MentorRole = LearningOutcome.MentorRole

    placement = models.ForeignKey(Placement, models.PROTECT, verbose_name=_("placement"), related_name="outcomes")
    outcome = models.ForeignKey(
        LearningOutcome, models.PROTECT, null=True, blank=True, verbose_name=_("learning outcome"), related_name="+"
    )
    rule = models.ForeignKey(
        TailoredRule, models.PROTECT, null=True, blank=True, verbose_name=_("tailored rule"), related_name="+"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name=_("unit"), related_name="+")
    origin = models.CharField(_("comes from"), max_length=10, choices=Origin)
    summative = models.BooleanField(_("summative"))
    target_level = models.CharField(_("target level"), max_length=60, blank=True)
    mentor_role = models.CharField(_("role of the mentor"), max_length=20, choices=MentorRole.choices)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=SetState, default=SetState.ASKED, editable=False)
    previous_examiner = models.CharField(_("examiner of last year"), max_length=120, blank=True)  # M02, M04
    agreed_on = models.DateField(_("examiner of last year agreed on"), null=True, editable=False)
    entry = models.CharField(_("entry"), max_length=10, choices=Entry, blank=True, editable=False)
    shown_on = models.DateField(_("shown on"), null=True, editable=False)

    objects = PlacementOutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome in a set")
        verbose_name_plural = _("outcomes in a set")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rule__isnull=False, outcome__isnull=True, origin=Origin.LEFTOVER)
                | Q(rule__isnull=True, outcome__isnull=False) & ~Q(origin=Origin.LEFTOVER),
                name="placement_outcome_names_an_outcome_or_a_rule",
            ),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="placement_outcome_origin_valid"),
            models.CheckConstraint(condition=Q(state__in=SetState.values), name="placement_outcome_state_valid"),
            models.CheckConstraint(condition=Q(entry__in=["", *Entry.values]), name="placement_outcome_entry_valid"),
            models.CheckConstraint(
                condition=Q(mentor_role__in=["judge", "feedback", "none", "unknown"]),
                name="placement_outcome_mentor_role_valid",
            ),
            models.CheckConstraint(
                condition=Q(state=SetState.SHOWN, shown_on__isnull=False)
                | ~Q(state=SetState.SHOWN) & Q(shown_on__isnull=True),
                name="placement_outcome_shown_on_some_day",
            ),
            *[
                models.UniqueConstraint(
                    fields=["placement", name],
                    condition=Q(state__in=["proposed", "asked", "shown"]),
                    name=f"placement_outcome_{name}_once_in_a_set",
                )
                for name in ("outcome", "rule")
            ],
        ]

    def __str__(self) -> str:
        return self.named.title

    @property
    def named(self) -> LearningOutcome | TailoredRule:
        """What is to be shown: an outcome, or the rule that stands for one of an earlier year."""
        return self.rule if self.outcome_id is None else self.outcome

    @property
    def names(self) -> tuple[int | None, int | None]:
        """What is to be shown, as a key that outlives a change of role, unit or level."""
        return self.outcome_id, self.rule_id

    @property
    def is_current(self) -> bool:
        return self.state in CURRENT

    @property
    def asks_trust(self) -> bool:
        """Whether a judgement on this row carries the trust statement of its unit (A04)."""
        return bool(self.summative and self.unit_id and self.unit.asks_trust)

    @property
    def stands_on_forms(self) -> bool:
        """M-2 is shown together with another outcome: there is nothing to write about it (M04)."""
        return not (self.rule_id and self.rule.carried_over_with_id)

    @property
    def closes_gate(self) -> bool:
        """No entry yet: the condition is part of the set and nobody recorded that it was shown (M03, P13)."""
        return bool(self.rule_id and self.rule.entry_condition and self.is_current and self.entry != Entry.SHOWN)

    @property
    def role_unknown(self) -> bool:
        return self.mentor_role == self.MentorRole.UNKNOWN

    @property
    def goes_to(self) -> str:
        """Who decides on it: the examiner of its unit, the institute educator, or the subject group (V07, X26)."""
        if self.unit_id:
            return "unit"
        return "subject_group" if self.origin == Origin.SUBJECT else "institute"

    @property
    def recognition(self) -> Recognition | None:
        return self.recognition_at(None)

    def recognition_at(self, at: datetime | None) -> Recognition | None:
        """What made it count as shown at this moment (None is now). No query after `for_page`."""
        return next((found for found in self.recognitions.all() if found.counts_at(at)), None)

    def is_known_to(self, user) -> bool:
        """Does this reader know what became of it? An examiner of the own unit, a subject educator of the own outcome,
        a study coach of none."""
        seats = self.placement.seats_of(user)
        if {role for role, _unit in seats} - {Role.UNIT_EXAMINER, Role.SUBJECT_EDUCATOR, Role.STUDY_COACH}:
            return True
        teaches = (p.outcome_id for p in self.placement.running_participations() if p.user_id == user.pk)
        return (Role.UNIT_EXAMINER, self.unit_id) in seats or bool(self.outcome_id and self.outcome_id in teaches)

    def same_in_set(self) -> PlacementOutcomeQuerySet:
        """This outcome in the set, also as it was before its role, unit or level changed."""
        return self.placement.outcomes.filter(outcome=self.outcome_id, rule=self.rule_id)

    def roles_of(self, user) -> set[Role]:
        return self.placement.roles_of(user)

    def take(self, name: str, by, note: str = "") -> "PlacementOutcome":
        """As any record. Where forms follow, they are locked first, as by whoever writes in them."""
        with transaction.atomic():
            if name in MOVES_FORMS:
                lock_forms(self.placement)
            return super().take(name, by, note)

    def missing_for(self, step: str, by=None) -> list:
        from placements.set_gaps import gaps  # gaps read items: imported here, where both are known

        return gaps(self, step)

    def on_entry_shown(self, by) -> None:
        self.entry = Entry.SHOWN

    def on_entry_refused(self, by) -> None:
        self.entry = Entry.REFUSED

    def on_examiner_agreed(self, by) -> None:
        self.agreed_on = timezone.localdate()

    def on_confirm(self, by) -> None:
        self.shown_on = timezone.localdate()

    on_carry_over = on_confirm

    def on_take_back(self, by) -> None:
        self.shown_on = None

    def tell(self, name: str, step, by, note: str) -> None:
        from placements.set_mails import tell_student  # mails read items: imported here, where both are known

        set_changed.send(sender=PlacementOutcome, placement=self.placement, by=by)
        tell_student(self, name, step, by)


def lock_forms(placement: Placement) -> None:
    """Nobody writes in, hands in or signs a form of this placement until this transaction ends."""
    list(placement.forms.select_for_update(of=("self",)).order_by("pk"))


class PlacementOutcomeLog(StepLog):
    record = models.ForeignKey(PlacementOutcome, models.PROTECT, related_name="log")

    class Meta(StepLog.Meta):
        abstract = False
        verbose_name = _("step of a set")
        verbose_name_plural = _("steps of sets")

    @property
    def sentence(self) -> str:
        """'Karim agreed.'"""
        words = {
            "propose": gettext("%(name)s proposed this."),
            "add": gettext("%(name)s added this."),
            "bring": gettext("%(name)s took this along from the placement before this one."),
            "agree": gettext("%(name)s agreed."),
            "decline": gettext("%(name)s did not agree."),
            "entry_shown": gettext("%(name)s recorded that the entry condition was shown."),
            "entry_refused": gettext("%(name)s recorded that there is no entry."),
            "examiner_agreed": gettext("%(name)s recorded that the examiner of last year agrees."),
            "confirm": gettext("%(name)s confirmed it as shown."),
            "carry_over": gettext("Carried over with the decision of %(name)s."),
            "take_back": gettext("%(name)s took the confirmation back."),
            "drop": gettext("%(name)s asks this no more."),
            "ask_again": gettext("%(name)s asks this again."),
            "replace": gettext("%(name)s changed role, unit or level."),
        }
        return words[self.step] % {"name": self.by.get_short_name()}


def created(item: PlacementOutcome, step: str, by, note: str = "") -> PlacementOutcome:
    """Save a new row of the set, with the line that says who made it."""
    item.save(force_insert=True)
    role = sorted(item.placement.roles_of(by))[0]
    item.log.create(step=step, source="", by=by, role=role, note=note, target=item.state)
    return item
