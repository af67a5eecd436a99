"""What the institute decides about the judgement: per unit, apart from the judgement itself (X07)."""

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments import dialogue_mails, mails
from assessments.carrying import carry_over_in
from assessments.rules import DECISION_STEPS, DIALOGUE_READERS, SIDES, SPEAKERS, DecisionState, Verdict
from learning_outcomes.models import Unit
from placements.roles import Role
from placements.workflow import StepLog, WorkflowRecord

from .decision_queries import OutcomeDecisionQuerySet, UnitDecisionQuerySet
from .dialogue import Contribution
from .forms import AssessmentForm, locked
from .rows import Missing, OutcomeAssessment

DOUBT, SAID, POSITION = Contribution.Kind.DOUBT, Contribution.Kind.SAID, Contribution.Kind.POSITION


class UnitDecision(WorkflowRecord):
    STEPS = DECISION_STEPS

    form = models.ForeignKey(AssessmentForm, models.PROTECT, related_name="decisions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=12, choices=DecisionState, default=DecisionState.OPEN, editable=False
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("decided by"),
        null=True,
        editable=False,
        related_name="+",
    )
    told_at = models.DateTimeField(_("told at"), null=True, editable=False)
    due_on = models.DateField(
        _("term"),
        null=True,
        editable=False,
        help_text=_("Of the dialogue, the positions, or the final decision."),
    )

    objects = UnitDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["form", "unit__order"]
        constraints = [
            models.UniqueConstraint(fields=["form", "unit"], name="unit_decision_one_per_unit"),
            models.CheckConstraint(condition=Q(state__in=DecisionState.values), name="unit_decision_state_valid"),
            models.CheckConstraint(
                condition=Q(state=DecisionState.DECIDED, decided_at__isnull=False, decided_by__isnull=False)
                | ~Q(state=DecisionState.DECIDED) & Q(decided_at__isnull=True, decided_by__isnull=True),
                name="unit_decision_decided_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(SPEAKERS), due_on__isnull=False)
                | ~Q(state__in=list(SPEAKERS)) & Q(due_on__isnull=True),
                name="unit_decision_a_talk_has_a_term",
            ),
            models.CheckConstraint(
                condition=Q(told_at=None) | Q(state=DecisionState.DECIDED), name="unit_decision_told_once_decided"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.form}"

    def get_absolute_url(self) -> str:
        """The decision on the form; once there is a doubt the page where it is talked about."""
        if self.state in SPEAKERS:
            return self.get_dialogue_url()
        return reverse("assessments:form", args=[self.form_id]) + f"#decision-{self.pk}"

    def get_dialogue_url(self) -> str:
        return reverse("assessments:decision", args=[self.pk])

    def roles_of(self, user) -> set[Role]:
        """As in the placement, but an examiner only counts for the own unit."""
        seats = self.form.placement.seats_of(user)
        return {role for role, unit in seats if role != Role.UNIT_EXAMINER or unit == self.unit_id}

    def judged_rows(self) -> list[OutcomeAssessment]:
        """The rows of this unit that the workplace judged, with their judgement."""
        rows = self.form.rows.filter(item__unit=self.unit_id).select_related("item__outcome", "item__rule", "judgement")
        return [row for row in rows.prefetch_related("item__recognitions") if row.is_judged(self.form)]

    # ---- the dialogue

    @property
    def doubted_rows(self) -> list[OutcomeAssessment]:
        """The outcomes that are talked about, in their order. No query after `for_list` or `for_page`."""
        found = {c.row_id: c.row for c in self.contributions.all() if c.kind == DOUBT}
        return sorted(found.values(), key=lambda row: row.item.order)

    def position(self, row: OutcomeAssessment, side: str) -> Contribution | None:
        """What this side holds about this outcome since the escalation."""
        said = (c for c in self.contributions.all() if c.kind == POSITION and c.row_id == row.pk)
        return next((c for c in said if c.side == side), None)

    @property
    def sides_to_hear(self) -> list[str]:
        """The sides whose position is not written yet; empty outside an escalation."""
        if self.state != DecisionState.ESCALATED:
            return []
        sides = dict.fromkeys(SIDES.values())
        return [side for side in sides if any(self.position(row, side) is None for row in self.doubted_rows)]

    def said_for(self, user=None) -> list[Contribution]:
        """The contributions this person may read now, oldest first; all of them for the seal (no user). Nobody reads
        the other side's position before the own one is written (D03)."""
        everything = list(self.contributions.all())
        if user is None:
            return everything
        roles = self.roles_of(user)
        if not roles & DIALOGUE_READERS.get(self.state, set()):
            return []
        if self.state == DecisionState.DECIDED or Role.INSTITUTE_EDUCATOR in roles or not self.sides_to_hear:
            return everything
        mine = {SIDES[role] for role in roles & SIDES.keys()}
        return [c for c in everything if c.kind != POSITION or c.side in mine]

    def speak(self, by, row_pk: int, *, text: str, verdict: str = "") -> Contribution:
        """Say something about one outcome of the unit, for ever. Raises PermissionDenied for who has no say, and
        ValidationError when the dialogue is over or the text is empty."""
        with transaction.atomic():
            record = self._locked()
            if record.state not in SPEAKERS:
                raise ValidationError(gettext("The dialogue is over: this was decided meanwhile."))
            said = record._say(by, SAID, {row_pk: {"text": text, "verdict": verdict}})[0]
            dialogue_mails.tell_of_contribution(record, said)
        return said

    def take_position(self, by, said: Mapping[int, Mapping]) -> None:
        """Write the position of one side on each doubted outcome: row -> text and verdict. With the last one the
        institute educator is asked. Raises as `speak`, and when this side has spoken already."""
        with transaction.atomic():
            record = self._locked()
            if record.state != DecisionState.ESCALATED:
                raise ValidationError(gettext("Positions are written after an escalation, and before the decision."))
            record._take_position(by, said)
            if not record.sides_to_hear:
                record._set_term(record.form.placement.institute.position_days)
                record.save()
                dialogue_mails.ask_final_decision(record)

    def _locked(self) -> "UnitDecision":
        """A fresh copy nobody else can move, on a form nobody else can move."""
        form = locked(self.form)
        if form.state != "signed":
            raise ValidationError(gettext("The form is not signed now."))
        return UnitDecision.objects.select_for_update(of=("self",)).get(pk=self.pk)

    def _say(self, by, kind: str, said: Mapping[int, Mapping]) -> list[Contribution]:
        """Write these down in the role `by` speaks in. The texts are looked at once more: nothing empty is kept."""
        roles = self.roles_of(by) & SPEAKERS.get(self.state, set())
        if not roles:
            raise PermissionDenied
        role = min(roles & SIDES.keys() or roles)  # who stands on a side speaks for it
        rows = {row.pk: row for row in self.judged_rows()}
        if not said or said.keys() - rows.keys():
            raise ValidationError(gettext("Choose an outcome of this unit."))
        if not all(entry.get("text", "").strip() for entry in said.values()):
            raise ValidationError(gettext("Write what you want to say."))
        made = [
            Contribution.objects.create(
                decision=self, row=rows[pk], kind=kind, author=by, role=role,
                text=entry["text"].strip(), verdict=entry.get("verdict", ""),
            )
            for pk, entry in said.items()
        ]  # fmt: skip
        self._prefetched_objects_cache = {}
        return made

    def _take_position(self, by, said: Mapping[int, Mapping]) -> None:
        sides = {SIDES[role] for role in self.roles_of(by) & SIDES.keys()}
        if not sides:
            raise PermissionDenied
        if any(self.position(row, side) for row in self.doubted_rows for side in sides):
            raise ValidationError(gettext("The position of your side stands already; it is never changed."))
        if said.keys() != {row.pk for row in self.doubted_rows}:
            raise ValidationError(gettext("Write your position on each outcome that is talked about."))
        if not all(entry.get("verdict") in Verdict.values for entry in said.values()):
            raise ValidationError(gettext("Choose met or not met."))
        self._say(by, POSITION, said)

    def _set_term(self, days: int) -> None:
        """So many days from today; whoever has a say is reminded then, unless it is settled before."""
        dialogue_mails.call_off(self)
        self.due_on = timezone.localdate() + timedelta(days=days)
        dialogue_mails.remind_at_term(self)

    # ---- steps

    def take(self, name: str, by, note: str = "", said: Mapping | None = None) -> "UnitDecision":
        """As any record; `said` is what is said about each row. The form is locked before the decision, as when it is
        opened again: one of the two waits."""
        with transaction.atomic():
            locked(self.form, to_seal=True)
            return super().take(name, by, note, rows=said or {})

    def missing_for(self, step: str, by=None) -> list[Missing]:
        """A judgement by somebody whom nobody confirmed is provisional (decisions, section 6): it can be talked about,
        not decided on."""
        if self.form.state != "signed":
            return [Missing(gettext("The form is not signed now."), "")]
        if DECISION_STEPS[step].target == DecisionState.DECIDED and not self.form.signer.is_confirmed:
            sentence = gettext("The judgement is provisional: nobody has confirmed yet who %(name)s is.")
            return [Missing(sentence % {"name": self.form.signed_by}, "")]
        look = {"settle": self._missing_to_settle, "decide_finally": self._missing_to_decide}.get(step)
        return look(by) if look else []

    def _missing_to_settle(self, by) -> list[Missing]:
        """Another verdict than the judgement needs a reason and the agreement of who signed it (A16): without it only
        the escalation is left."""
        missing = []
        for row in self.doubted_rows:
            said = self.said.get("rows", {}).get(row.pk, {})
            words = {"outcome": row.outcome.title, "signer": self.form.signed_by.get_full_name()}
            if said.get("verdict") not in Verdict.values:
                missing.append(Missing(gettext("Choose met or not met for %(outcome)s.") % words, ""))
            elif said["verdict"] != row.judgement.verdict:
                if not said.get("reason", "").strip():
                    missing.append(Missing(gettext("Give the reason why you deviate on %(outcome)s.") % words, ""))
                if not self.signer_agrees(row, said["verdict"]):
                    sentence = gettext(
                        "%(signer)s has not agreed in the dialogue to another judgement on %(outcome)s. "
                        "Without that the judgement stands, or you escalate."
                    )
                    missing.append(Missing(sentence % words, ""))
        return missing

    def signer_agrees(self, row: OutcomeAssessment, verdict: str) -> bool:
        """Did who signed say in the dialogue, as the last word on it, that this is the verdict now? When the signer has
        left, the workplace that is there now speaks for the judgement."""
        signer = self.form.signed_by_id
        left = not any(p.user_id == signer for p in self.form.placement.running_participations())
        words = [c for c in self.contributions.all() if c.row_id == row.pk and c.verdict and c.side == "workplace"]
        words = [c for c in words if c.author_id == signer or left]
        return bool(words) and words[-1].verdict == verdict

    def _missing_to_decide(self, by) -> list[Missing]:
        """Both positions, or the term in which they could be written; then a weighing and a reason (D03)."""
        missing, waits = [], self.sides_to_hear and timezone.localdate() <= self.due_on
        if waits:
            sentence = gettext("Not both positions are written yet. There is time for that until %(day)s.")
            missing.append(Missing(sentence % {"day": date_format(self.due_on, "l j F")}, ""))
        if any(c.author_id == by.pk and c.side for c in self.contributions.all()):
            sentence = gettext("You spoke for one of the sides yourself. Another institute educator decides.")
            missing.append(Missing(sentence, ""))
        for row in self.doubted_rows:
            said = self.said.get("rows", {}).get(row.pk, {})
            complete = said.get("verdict") in Verdict.values and said.get("weighing", "").strip()
            if not (complete and said.get("reason", "").strip()):
                sentence = gettext("For %(outcome)s choose met or not met, and write how you weigh and why.")
                missing.append(Missing(sentence % {"outcome": row.outcome.title}, ""))
        return missing

    @property
    def is_not_met(self) -> bool:
        """Is any outcome of the unit decided as not met?"""
        return any(one.verdict == Verdict.NOT_MET for one in self.outcomes.all())

    @property
    def agreed_repair(self):
        """The agreement after "not met"; None while there is none."""
        return getattr(self, "repair", None)

    def has_page_for(self, user) -> bool:
        """Is there more to read or do than stands on the form: a talk, what follows "not met", a doubt to raise? The
        examiner has the last beside adopting."""
        may_doubt = "open_dialogue" in self.steps_for(user) and "adopt" not in self.steps_for(user)
        return may_doubt or self.is_not_met or bool(self.contributions.all())

    @property
    def missing_to_adopt(self) -> list[Missing]:
        """What keeps the judgement provisional, for the page."""
        return self.missing_for("adopt")

    def on_adopt(self, by) -> None:
        """Take over the judgement on every outcome of the unit, and seal the form with the decision in it."""
        self._decide(by, {})

    def on_open_dialogue(self, by) -> None:
        """Write down what the doubt is; the term for agreeing begins (D01, D02)."""
        self._say(by, DOUBT, self.said.get("rows", {}))
        self._set_term(self.form.placement.institute.dialogue_days)

    def on_settle(self, by) -> None:
        self._decide(by, self.said.get("rows", {}))

    def on_escalate(self, by) -> None:
        """Write down the position of one side; the other has a term for theirs."""
        self._take_position(by, self.said.get("rows", {}))
        self._set_term(self.form.placement.institute.position_days)

    def on_decide_finally(self, by) -> None:
        self._decide(by, self.said.get("rows", {}))

    def _decide(self, by, said: Mapping[int, Mapping]) -> None:
        """One record per outcome: as `said`, and as judged where nobody doubted. Then seal the form with them."""
        self.decided_at, self.decided_by, self.due_on = timezone.now(), by, None
        self.save()
        dialogue_mails.call_off(self)
        for row in self.judged_rows():
            entry = said.get(row.pk, {})
            verdict = entry.get("verdict") or row.judgement.verdict
            OutcomeDecision.objects.create(
                decision=self,
                row=row,
                verdict=verdict,
                adopted=verdict == row.judgement.verdict,
                weighing=entry.get("weighing", "").strip(),
                reason=entry.get("reason", "").strip(),
            )
        carry_over_in(self.form.placement, by)
        self.form.versions.seal(self.form, by, unit=self.unit)

    def tell(self, name: str, step, by, note: str) -> None:
        if self.state in SPEAKERS:
            dialogue_mails.ask_other_side(self, name, step, by)
        else:
            mails.tell_of_decision(self, name, step, by, note)


class OutcomeDecision(models.Model):
    """The decision on one outcome. A deviation from the judgement needs its reason (A16)."""

    decision = models.ForeignKey(UnitDecision, models.PROTECT, related_name="outcomes")
    row = models.ForeignKey(OutcomeAssessment, models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=8, choices=Verdict)
    adopted = models.BooleanField(default=True)
    weighing = models.TextField(blank=True, help_text=_("Of both positions, in a final decision (D03)."))
    reason = models.TextField(blank=True)

    objects = OutcomeDecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["row"], name="outcome_decision_one_per_row"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="outcome_decision_verdict_valid"),
            models.CheckConstraint(
                condition=Q(adopted=True) | ~Q(reason=""), name="outcome_decision_deviation_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row}: {self.get_verdict_display()}"


class DecisionLog(StepLog):
    record = models.ForeignKey(UnitDecision, models.PROTECT, related_name="log")

    class Meta(StepLog.Meta):
        abstract = False
        verbose_name = _("step of a decision")
        verbose_name_plural = _("steps of decisions")

    def sentence_on(self, decision: UnitDecision) -> str:
        """'Ilse adopted the judgement for Afstemmen en creëren 1.'"""
        words = {
            "adopt": gettext("%(name)s adopted the judgement for %(unit)s."),
            "open_dialogue": gettext("%(name)s opened a collegial dialogue about %(unit)s."),
            "settle": gettext("%(name)s settled the dialogue and decided on %(unit)s."),
            "escalate": gettext("%(name)s escalated: the institute educator decides on %(unit)s."),
            "decide_finally": gettext("%(name)s took the final decision on %(unit)s."),
        }
        return words[self.step] % {"name": self.by.get_short_name(), "unit": decision.unit.title}
