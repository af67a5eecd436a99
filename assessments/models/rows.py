"""One outcome on a form: what was written for it, what is still missing, and its sign in the overview."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.rules import State, Verdict
from learning_outcomes.models import LearningOutcome, TailoredRule
from placements.models import PlacementOutcome, Recognition
from placements.set_rules import Origin

if TYPE_CHECKING:
    from .forms import AssessmentForm


@dataclass(frozen=True)
class Missing:
    """What still has to be written: a sentence, and the spot on the page where it is written."""

    sentence: str
    anchor: str
    outcome: str = ""


class OutcomeAssessment(models.Model):
    """One outcome on one form. `asked` is off for what was taken out of the set after somebody had written on it."""

    WORKPLACE_WRITES = (PlacementOutcome.MentorRole.JUDGE, PlacementOutcome.MentorRole.FEEDBACK)

    form = models.ForeignKey("assessments.AssessmentForm", models.PROTECT, related_name="rows")
    item = models.ForeignKey(PlacementOutcome, models.PROTECT, verbose_name=_("outcome"), related_name="rows")
    asked = models.BooleanField(_("asked"), default=True)

    class Meta:
        verbose_name = _("outcome on a form")
        verbose_name_plural = _("outcomes on a form")
        ordering = ["item__order", "item"]
        constraints = [models.UniqueConstraint(fields=["form", "item"], name="outcome_assessment_once_per_form")]

    def __str__(self) -> str:
        return self.outcome.title

    @property
    def outcome(self) -> LearningOutcome | TailoredRule:
        """What is to be shown; for an outcome of an earlier year the rule that stands for it."""
        return self.item.named

    @property
    def anchor(self) -> str:
        """The spot on the page, in the address after #. Outcomes of other frameworks may have the same code."""
        code = self.outcome.code.lower()
        return code if self.item.origin == Origin.PERIOD else f"{code}-{self.pk}"

    def has_writing(self) -> bool:
        """Did anybody write, tick or file anything on it?"""
        single = any(self.part(name) for name in ("reflection", "judgement"))
        return single or any(
            getattr(self, name).exists() for name in ("feedback", "marks", "earlier_texts", "attachments", "decisions")
        )

    def recognition_on(self, form: "AssessmentForm") -> Recognition | None:
        """What makes it count as shown on this form; a signed form keeps to the day it was signed (X40)."""
        return self.item.recognition_at(form.signed_at)

    def asks(self, form: "AssessmentForm") -> bool:
        """Is anybody asked anything? Not for what was shown elsewhere, nor for what is not asked any more."""
        return self.asked and not self.recognition_on(form)

    def asks_workplace(self, form: "AssessmentForm") -> bool:
        """Does the mentor have to write here? Where his role is not known nothing waits for him (X17)."""
        return self.asks(form) and self.item.mentor_role in self.WORKPLACE_WRITES

    def part(self, name: str):
        """The reflection or judgement of this row, or None while nothing was written."""
        return getattr(self, name, None)

    def has_part(self, name: str, form: "AssessmentForm") -> bool:
        """Whether this row of this form has such a part at all."""
        return name in ("reflection", "feedback") or (name == "judgement" and self.is_judged(form))

    def is_judged(self, form: "AssessmentForm") -> bool:
        """A judgement belongs to summative outcomes only (F16, F17); at the midterm only where the period asks for one
        (X06), and for an outcome of an earlier year (X26)."""
        judges = self.item.summative and self.item.mentor_role == PlacementOutcome.MentorRole.JUDGE
        if not judges or not self.asks(form):
            return False
        return self.judgement_is_due(form) or form.placement.period.interim_judgement

    def judgement_is_due(self, form: "AssessmentForm") -> bool:
        """Must a judgement, where one belongs, stand here before signing?"""
        return form.is_final or self.item.origin == Origin.LEFTOVER

    def missing_reflection(self, form: "AssessmentForm") -> list[Missing]:
        reflection = self.part("reflection")
        if not self.asks(form) or (reflection and reflection.shown.strip()):
            return []
        return [self._missing(gettext("For %(outcome)s you have not written yet what you showed."), "shown")]

    def missing_response(self, form: "AssessmentForm") -> list[Missing]:
        """What the workplace still owes for this row."""
        if not self.asks_workplace(form):
            return []
        if self.is_judged(form) and self.judgement_is_due(form):
            return self._missing_judgement(form.placement.period.next_stage)
        texts = list(self.feedback.all())
        if any(f.too_little_seen for f in texts) and not form.is_final:
            return []
        if self.item.summative:
            wanted = (
                ("text", gettext("Feedback on %(outcome)s is missing.")),
                ("next_step", gettext("For %(outcome)s a next step is missing.")),
            )
        else:
            wanted = (
                ("made", gettext("For %(outcome)s it is missing which development was made.")),
                ("to_make", gettext("For %(outcome)s it is missing which development is still to be made.")),
            )
        return [self._missing(s, field) for field, s in wanted if not any(getattr(f, field).strip() for f in texts)]

    def _missing_judgement(self, stage: str) -> list[Missing]:
        """The step forward goes towards this stage, as at its field."""
        judgement, towards = self.part("judgement"), gettext("For %(outcome)s a step to the next year is missing.")
        if stage:
            towards = gettext("For %(outcome)s a step towards %(stage)s is missing.")
        wanted = [
            ("verdict", gettext("For %(outcome)s there is no judgement yet."), judgement and judgement.verdict),
            (
                "motivation",
                gettext("For %(outcome)s it is missing why you judge so."),
                judgement and judgement.motivation.strip(),
            ),
            ("feed_forward", towards, judgement and judgement.feed_forward.strip()),
        ]
        if self.item.asks_trust:
            sentence = gettext("For %(outcome)s you have not said yet whether you have enough trust.")
            wanted.append(("trust", sentence, judgement and judgement.trust is not None))
        return [self._missing(sentence, field, stage=stage) for field, sentence, there in wanted if not there]

    def _missing(self, sentence: str, field: str, **words: str) -> Missing:
        title = self.outcome.title
        return Missing(sentence % {"outcome": title, **words}, f"{self.anchor}-{field}", title)

    def status(self, form: "AssessmentForm") -> str:
        """The sign in the matrix: none, writing, with_mentor, feedback, met, not_met, in_dialogue or too_little; and
        recognised, not_asked, or own_text where the workplace has no part.

        Says whether something was written, never what: verdicts only show once the form is signed.
        """
        if self.recognition_on(form):
            return "recognised"
        if not self.asked:
            return "not_asked"
        if form.state == State.SIGNED:
            judgement = self.part("judgement")
            if judgement and judgement.verdict:
                return Verdict(judgement.verdict).value
            if not self.asks_workplace(form) and not self.feedback.all():
                return "own_text"
            return "too_little" if any(f.too_little_seen for f in self.feedback.all()) else "feedback"
        if form.state == State.RESPONDING:
            return "with_mentor"
        return "writing" if self.part("reflection") else "none"
