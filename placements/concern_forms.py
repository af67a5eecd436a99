"""What people type about a concern, or on the way to an early ending. Bad input gets its sentence beside the field."""

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .concern_rules import Ending
from .ending_rules import Reason
from .forms import Longest
from .models import Concern, EarlyEnding, Placement
from .models.concerns import reportable

LONGEST = 4_000  # characters in one text: a page and a half
HEALTH = _("Write nothing about health or home: that is for the student to tell.")


def text_field(label, wanted, help_text="", rows: int = 4) -> forms.CharField:
    """A text that has to be there."""
    area = forms.Textarea(attrs={"rows": rows})  # no maxlength: browsers cut in silence
    faults = {"required": wanted}
    return forms.CharField(
        label=label, help_text=help_text, widget=area, validators=[Longest(LONGEST)], error_messages=faults
    )


class DayField(forms.DateField):
    """A day, from the calendar of the browser. `past=True`: today or before; `past=False`: today or later."""

    def __init__(self, *, past: bool | None = None, **options) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        faults = {"required": _("Choose the day."), "invalid": _("This is not a day.")}
        super().__init__(widget=widget, error_messages=faults, **options)
        self.past = past

    def clean(self, value):
        day, today = super().clean(value), timezone.localdate()
        if day and self.past is True and day > today:
            raise forms.ValidationError(_("This day has not come yet."))
        if day and self.past is False and day < today:
            raise forms.ValidationError(_("This day has passed."))
        return day


class ReportForm(forms.Form):
    """Three fields: which outcome, what was seen, and whether the student knows (E05)."""

    item = forms.ModelChoiceField(
        label=_("About which learning outcome?"),
        queryset=None,
        empty_label=_("Choose one"),
        error_messages={
            "required": _("Choose one learning outcome."),
            "invalid_choice": _("Choose one from the list."),
        },
    )
    seen = text_field(
        _("What do you see?"),
        _("Write down what you see."),
        format_lazy("{} {}", _("Name what happened in the lesson."), HEALTH),
        rows=5,
    )
    told_on = DayField(
        label=_("Have you talked about it with the student? On which day?"),
        help_text=_("Not yet? Leave it empty. The student gets no mail and sees nothing until you have told."),
        past=True,
        required=False,
    )

    def __init__(self, *args, placement: Placement, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        items = {item.pk: item for _role, own in reportable(placement, user) for item in own}
        self.fields["item"].queryset = placement.period.outcomes.filter(pk__in=items).select_related("outcome")
        self.fields["item"].label_from_instance = lambda item: item.outcome.title


class ContributionForm(forms.Form):
    text = text_field(_("Your contribution"), _("Write down what you want to say."), HEALTH)


class ToldForm(forms.Form):
    """Who told the student, on which day."""

    who = forms.ModelChoiceField(
        label=_("Who talked with the student?"),
        queryset=None,
        empty_label=_("Choose one"),
        error_messages={"required": _("Choose who it was."), "invalid_choice": _("Choose one from the list.")},
    )
    on = DayField(label=_("On which day?"), past=True)

    def __init__(self, *args, concern: Concern, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        people = type(concern.reported_by).objects.filter(pk__in=[person.pk for person in concern.named])
        self.fields["who"].queryset = people


class AgreementForm(forms.Form):
    what = text_field(_("What do you agree?"), _("Write down what you agreed."), HEALTH)
    who = forms.CharField(
        label=_("Who does it?"), max_length=200, error_messages={"required": _("Write down who does it.")}
    )
    follow_up_on = DayField(label=_("When do you look again?"), past=False)


class FollowUpForm(AgreementForm):
    what = text_field(_("How does it go, and what do you agree now?"), _("Write down what you agreed."), HEALTH)


class ResultForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=Ending.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it ended.")},
    )
    text = text_field(_("What can the student take along?"), _("Write down how it ended."), HEALTH)


class WithdrawForm(forms.Form):
    note = text_field(_("Why do you withdraw it?"), _("Write a short note, so the other knows why."), rows=2)


class StartEndingForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is it about?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about."), "invalid_choice": _("Choose one from the list.")},
    )


class ContactForm(forms.Form):
    """With whom was spoken, on which day (E03)."""

    seat = forms.ModelChoiceField(
        label=_("Who was spoken with?"),
        queryset=None,
        empty_label=_("Choose one"),
        error_messages={"required": _("Choose who it was."), "invalid_choice": _("Choose one from the list.")},
    )
    on = DayField(label=_("On which day?"), past=True)

    def __init__(self, *args, ending: EarlyEnding, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        seats = [seat.pk for seat in ending.contact_persons]
        found = ending.placement.participations.filter(pk__in=seats).select_related("user", "placement")
        self.fields["seat"].queryset = found.order_by("pk")


class PlanForm(forms.Form):
    text = text_field(_("What is the plan?"), _("Write down the plan."), HEALTH, rows=6)
    people = forms.ModelMultipleChoiceField(
        label=_("Who was there?"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The study coach and the examiners you choose may read the plan, and nothing else."),
        error_messages={"required": _("Choose who was there."), "invalid_choice": _("Choose from the list.")},
    )
    made_on = DayField(label=_("On which day?"), past=True)

    def __init__(self, *args, ending: EarlyEnding, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        people = [ending.placement.student, *(p.user for p in ending.placement.running_participations())]
        self.fields["people"].queryset = type(people[0]).objects.filter(pk__in=[person.pk for person in people])


class GoOnForm(forms.Form):
    text = text_field(_("What did you decide, and why?"), _("Write down what was decided, and why."), HEALTH)


class EndForm(GoOnForm):
    text = text_field(
        _("What did you decide, and why?"),
        _("Write down what was decided, and why."),
        format_lazy("{} {}", _("The student reads this. Tell it in person first."), HEALTH),
    )
    last_day = DayField(label=_("What is the last day?"))

    def __init__(self, *args, ending: EarlyEnding, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.placement = ending.placement

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if not self.placement.start <= day <= self.placement.end:
            raise forms.ValidationError(_("Choose a day within the placement."))
        return day
