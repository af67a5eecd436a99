"""One small form per part. The page owns the buttons; the version says which text the writer had before him."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from placements.forms import Longest
from placements.part_forms import LONGEST, LONGEST_NOTE, NoteForm, PartForm

from .models import Feedback, Judgement, OtherFeedback, Reflection

__all__ = ["LONGEST", "LONGEST_NOTE", "Longest", "NoteForm", "PartForm"]

MOST_BYTES = 20_000_000


class ReflectionForm(PartForm):
    MARKS: ClassVar = {"shown": "shown_indicator"}

    class Meta:
        model = Reflection
        fields = ["shown", "evidence", "to_develop"]


class SummativeFeedbackForm(PartForm):
    MARKS: ClassVar = {"used": "used", "seen": "seen"}

    class Meta:
        model = Feedback
        fields = ["text", "next_step"]


class OwnFeedbackForm(PartForm):
    """Beside a judgement, which has the marks of this author."""

    class Meta:
        model = Feedback
        fields = ["text", "next_step"]


class FormativeFeedbackForm(PartForm):
    MARKS: ClassVar = {"seen": "seen"}

    class Meta:
        model = Feedback
        fields = ["too_little_seen", "made", "to_make"]


class JudgementForm(PartForm):
    MARKS: ClassVar = {"used": "used", "seen": "seen"}

    trust = forms.NullBooleanField(required=False)

    class Meta:
        model = Judgement
        fields = ["verdict", "motivation", "trust", "feed_forward"]


class OtherFeedbackForm(PartForm):
    class Meta:
        model = OtherFeedback
        fields = ["text"]


class PaperForm(forms.Form):
    """A PDF that somebody wants to know to be genuine."""

    file = forms.FileField(label=_("The PDF"), widget=forms.FileInput(attrs={"accept": "application/pdf"}))

    def clean_file(self):
        """No paper of ours is larger than a few MB."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than any paper of ours: it is not one."))
        return file
