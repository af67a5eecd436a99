"""One small form per part. The page owns the buttons; the version says which text the writer had before him."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from conversations.models import Conversation
from conversations.talk_forms import not_long_before
from placements.concern_forms import DayField
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


class TalkHeldForm(forms.Form):
    """Beside the signature: on which day the conversation about this form was, and whether the verdict was told in it
    (C30). `told` is asked where somebody may note it."""

    held_on = DayField(
        label=_("On which day was the conversation?"),
        help_text=_("Leave it empty when it is still to come."),
        past=True,
        required=False,
    )
    told = forms.BooleanField(label=_("I told the verdict aloud in this conversation"), required=False)

    def __init__(self, talk: Conversation, data=None, *, asks_told: bool) -> None:
        super().__init__(data, initial={"held_on": None if talk.is_ahead else talk.day}, auto_id="talk-%s")
        self.placement = talk.placement
        if not asks_told:
            del self.fields["told"]
        self.fields["held_on"].widget.attrs["form"] = "forward-form"  # is drawn anew at every save; this is not

    def clean_held_on(self):
        return not_long_before(self.placement, self.cleaned_data["held_on"])

    def clean(self):
        found = super().clean()
        if found.get("told") and "held_on" in found and not found["held_on"]:
            self.add_error("held_on", _("Choose the day on which you told it."))
        return found


class PaperForm(forms.Form):
    """A PDF that somebody wants to know to be genuine."""

    file = forms.FileField(label=_("The PDF"), widget=forms.FileInput(attrs={"accept": "application/pdf"}))

    def clean_file(self):
        """No paper of ours is larger than a few MB."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than any paper of ours: it is not one."))
        return file
