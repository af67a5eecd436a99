"""What the student wants one supervisor to know, and until when (C04, trust.md 2.2)."""

from django import forms
from django.utils import timezone
from django.utils.translation import pgettext, pgettext_lazy

from placements.concern_forms import DayField
from placements.forms import Longest
from placements.models import Placement

LONGEST = 2_000


class PrivateNoteForm(forms.Form):
    text = forms.CharField(
        label=pgettext_lazy("student", "What should this person know?"),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        validators=[Longest(LONGEST)],
        error_messages={"required": pgettext_lazy("student", "Write it here, or take the note back below.")},
    )
    last_day = DayField(
        label=pgettext_lazy("student", "Until which day?"),
        help_text=pgettext_lazy("student", "After this day it is deleted by itself."),
        past=False,
    )

    def __init__(self, placement: Placement, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.placement = placement
        self.fields["last_day"].initial = max(placement.end, timezone.localdate())

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if day > self.placement.end:
            raise forms.ValidationError(pgettext("student", "Choose a day within your placement."))
        return day
