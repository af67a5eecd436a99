"""What comes with a step of a decision: one small form per outcome that is talked about."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .forms import LONGEST_NOTE, Longest
from .models import OutcomeAssessment, UnitDecision
from .rules import Verdict

A_YEAR = timedelta(days=366)


class Text(forms.CharField):
    """A text of people: kept to the letter, at most two pages."""

    def __init__(self, *, rows: int = 5, **kwargs) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "class": "form-control"})
        super().__init__(strip=True, widget=widget, validators=[Longest(LONGEST_NOTE)], **kwargs)

    def to_python(self, value) -> str:
        return super().to_python(value).replace("\r\n", "\n")


def verdict_field(**kwargs) -> forms.ChoiceField:
    """Met or not met."""
    faults = {"required": _("Choose met or not met."), "invalid_choice": _("Choose met or not met.")}
    return forms.ChoiceField(choices=Verdict.choices, error_messages=faults, **kwargs)


class DoubtForm(forms.Form):
    """What the doubt is, and about which outcome."""

    row = forms.ModelChoiceField(
        OutcomeAssessment.objects.none(),
        empty_label=None,
        label=_("About which outcome?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an outcome."), "invalid_choice": _("Choose an outcome of this unit.")},
    )
    text = Text(label=_("What do you want to talk about?"), error_messages={"required": _("Write what the doubt is.")})

    def __init__(self, decision: UnitDecision, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        rows = decision.judged_rows()
        self.fields["row"].queryset = OutcomeAssessment.objects.filter(pk__in=[row.pk for row in rows])
        self.fields["row"].initial = rows[0].pk if len(rows) == 1 else None
        self.fields["row"].choices = [(row.pk, row.outcome.title) for row in rows]

    def said(self) -> dict[int, dict]:
        return {self.cleaned_data["row"].pk: {"text": self.cleaned_data["text"], "verdict": ""}}


class SayForm(forms.Form):
    """A contribution, and how its author sees the outcome now, if that changed."""

    text = Text(rows=4, label=_("Your answer"), error_messages={"required": _("Write what you want to say.")})
    verdict = verdict_field(required=False, label=_("How do you see it now?"))


class SettleForm(forms.Form):
    """The outcome of the dialogue."""

    verdict = verdict_field(label=_("What do you decide?"))
    reason = Text(rows=4, required=False, label=_("Your reason, when you deviate from the judgement"))

    def clean(self) -> dict:
        """A deviation says why (A16)."""
        verdict, reason = self.cleaned_data.get("verdict"), self.cleaned_data.get("reason")
        if verdict and verdict != self.row.judgement.verdict and reason == "":
            self.add_error("reason", _("Give the reason why you deviate."))
        return self.cleaned_data


class PositionForm(forms.Form):
    """The position of one side."""

    verdict = verdict_field(label=_("What do you hold?"))
    text = Text(label=_("Your position"), error_messages={"required": _("Write your position.")})


class FinalForm(forms.Form):
    """The final decision of the institute educator."""

    verdict = verdict_field(label=_("What is your final decision?"))
    weighing = Text(
        label=_("How do you weigh both positions?"),
        error_messages={"required": _("Write how you weigh both positions.")},
    )
    reason = Text(rows=3, label=_("Why do you decide so?"), error_messages={"required": _("Write in a few words why.")})


class RepairForm(forms.Form):
    """What is agreed after "not met"."""

    text = Text(
        label=_("What do you agree on?"), error_messages={"required": _("Write what the student shows, and how.")}
    )
    on = forms.DateField(
        label=_("Day of the re-assessment"),
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day.")},
    )

    def clean_on(self):
        """A day to come."""
        day = self.cleaned_data["on"]
        if not timezone.localdate() < day < timezone.localdate() + A_YEAR:
            raise forms.ValidationError(_("Choose a day that is still to come, within a year."))
        return day


class RowForms:
    """One form per outcome that is talked about; several steps stand on one page, so each names its own fields."""

    def __init__(self, step: str, decision: UnitDecision, data=None) -> None:
        kind = STEP_FORMS[step]
        judged = {row.pk: row for row in decision.judged_rows()}
        self.rows = [(row, kind(data, prefix=f"{step}-{row.anchor}")) for row in decision.doubted_rows]
        for row, form in self.rows:
            form.row = judged[row.pk]

    def is_valid(self) -> bool:
        """Every one of them, so that each shows its own faults."""
        faults = [row for row, form in self.rows if not form.is_valid()]
        return bool(self.rows) and not faults

    def said(self) -> dict[int, dict]:
        return {row.pk: form.cleaned_data for row, form in self.rows}


STEP_FORMS = {"settle": SettleForm, "escalate": PositionForm, "position": PositionForm, "decide_finally": FinalForm}


def form_for(step: str, decision: UnitDecision, data=None):
    """The form that comes with this step; None for a step that needs nothing beside it."""
    if step == "open_dialogue":
        return DoubtForm(decision, data)
    if step == "repair":
        return RepairForm(data)
    return RowForms(step, decision, data) if step in STEP_FORMS else None
