"""What is typed about the set: a rule with its examiner, an outcome with role, unit and level, a recognition."""

from itertools import groupby

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from learning_outcomes.models import LearningOutcome, Level, TailoredRule, Unit

from . import sets
from .forms import plain_name
from .models import Placement, PlacementOutcome, Recognition
from .set_rules import Origin

LONGEST = 4_000
AREA = forms.Textarea(attrs={"rows": 4})


class GroupedOutcomes(forms.ModelChoiceField):
    """Outcomes under the name of their edition, or of their subject."""

    def group(self, queryset, name) -> None:
        self.queryset = queryset
        found = [(name(outcome), (outcome.pk, self.label_from_instance(outcome))) for outcome in queryset]
        groups = [(title, [pair for _t, pair in pairs]) for title, pairs in groupby(found, key=lambda one: one[0])]
        self.choices = [("", _("Choose one")), *groups]


class LeftoverForm(forms.Form):
    rule = forms.ModelChoiceField(
        label=_("Outcome of an earlier year"),
        queryset=TailoredRule.objects.none(),
        empty_label=_("Choose one"),
        error_messages={"required": _("Choose an outcome."), "invalid_choice": _("Choose an outcome of the list.")},
    )
    previous_examiner = forms.CharField(
        label=_("Examiner of last year"),
        help_text=_("The name is enough; no address."),
        max_length=120,
        required=False,
        validators=[plain_name],
    )

    def __init__(self, placement: Placement, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].queryset = sets.rules_for(placement)


class ProposalForm(LeftoverForm):
    """The student says who examined it last year: the institute asks that person (M02)."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["previous_examiner"]
        name.required = True
        name.error_messages["required"] = pgettext_lazy("student", "Write the name of your examiner of last year.")
        name.label = pgettext_lazy("student", "Your examiner of last year")


class RoleForm(forms.Form):
    """Role, unit and level of one outcome for this student (X13, M10)."""

    mentor_role = forms.ChoiceField(
        label=_("Role of the mentor"),
        choices=PlacementOutcome.MentorRole.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what the mentor does."),
            "invalid_choice": _("Choose one of these roles."),
        },
    )
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("no unit, or not known"),
        error_messages={"invalid_choice": _("Choose a unit of the list.")},
    )
    target_level = forms.ChoiceField(
        label=_("Level for this student"),
        required=False,
        error_messages={"invalid_choice": _("Choose a level of the list.")},
    )

    def __init__(self, placement: Placement, item: PlacementOutcome | None = None, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        frameworks = {placement.period.framework_id}
        if item and item.outcome_id:
            frameworks.add(item.outcome.framework_id)
        self.fields["unit"].queryset = Unit.objects.filter(framework=placement.period.framework_id)
        levels = Level.objects.filter(framework__in=frameworks).order_by("framework", "order", "pk")
        named = {level.code: level.title for level in levels}
        if item and item.target_level:
            named.setdefault(item.target_level, item.target_level)
        self.fields["target_level"].choices = [("", _("as the outcome says")), *named.items()]


class OutcomeForm(RoleForm):
    """A subject outcome, or one of a later year."""

    outcome = GroupedOutcomes(
        label=_("Learning outcome"),
        queryset=LearningOutcome.objects.none(),
        error_messages={"required": _("Choose an outcome."), "invalid_choice": _("Choose an outcome of the list.")},
    )
    field_order = ["outcome", "mentor_role", "unit", "target_level"]

    def __init__(self, placement: Placement, origin: str, *args, **kwargs) -> None:
        super().__init__(placement, None, *args, **kwargs)
        found = sets.outcomes_for(placement, origin)
        by_subject = origin == Origin.SUBJECT
        self.fields["outcome"].group(found, lambda o: str(o.area or "") if by_subject else str(o.framework))
        if by_subject:
            self.fields["mentor_role"].choices = [("", _("as the guide says")), *PlacementOutcome.MentorRole.choices]
            self.fields["mentor_role"].required = False

    def clean(self) -> dict:
        """Without a choice the role is the one the guide gives this outcome (X13)."""
        found = super().clean()
        if not found.get("mentor_role") and found.get("outcome"):
            found["mentor_role"] = found["outcome"].mentor_role
        return found


class RecognitionForm(forms.ModelForm):
    """What was brought, who validated it, when, and by which rule (W04)."""

    class Meta:
        model = Recognition
        fields = ["kind", "brought", "validated_by", "validator_function", "on", "rule"]
        widgets = {
            "kind": forms.RadioSelect,
            "brought": AREA,
            "on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "brought": _("For instance a diploma, a portfolio, or the form of an earlier placement."),
            "validator_function": _("For instance: exam board, EVC assessor."),
            "rule": _("For instance: article 4.3 of the exam regulations."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Recognition.Kind.choices
        self.fields["kind"].error_messages["required"] = _("Choose by which way it was shown.")
        self.fields["brought"].max_length = LONGEST
        self.fields["brought"].validators.append(forms.CharField(max_length=LONGEST).validators[0])
        self.fields["validated_by"].validators.append(plain_name)
        for name, field in self.fields.items():
            if name != "kind":
                field.error_messages["required"] = _("Write this down: without it a recognition says too little.")

    def clean_on(self):
        """Nobody validated anything tomorrow."""
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return self.cleaned_data["on"]
