"""What is typed about a conversation and about goals. Bad input gets its sentence beside the field."""

from datetime import date, timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placements.concern_forms import LONGEST, DayField
from placements.forms import Longest
from placements.models import Placement

from .cycle import moment_of
from .models import Conversation, Goal
from .models.conversations import validate_lines
from .rules import Activity, GoalState, Kind
from .topics import topics_of

MOST_LESSONS = 200
LONG_BEFORE = timedelta(weeks=6)  # one gets to know each other before the first day, not long before it

ASKED = {  # beside the report and the next steps, which belong to every conversation
    Kind.INTRODUCTION: ["topics"],
    Kind.START: [],
    Kind.GUIDANCE: ["activities", "goals", "lessons"],
    Kind.MIDTERM: ["lessons"],
    Kind.FINAL: ["lessons"],
}


def long_text(label, help_text="", rows: int = 4, **options) -> forms.CharField:
    """A text that may stay empty. No maxlength: browsers cut in silence."""
    area, checks = forms.Textarea(attrs={"rows": rows}), [Longest(LONGEST), *options.pop("validators", [])]
    return forms.CharField(label=label, help_text=help_text, widget=area, required=False, validators=checks, **options)


def not_long_before(placement: Placement, day: date | None) -> date | None:
    """The day itself. Raises ValidationError when it is a slip of the pen."""
    if day and day < placement.start - LONG_BEFORE:
        raise forms.ValidationError(_("This day lies long before the placement."))
    return day


class RecordForm(forms.Form):
    """The record of one conversation: what is asked depends on its kind; nothing but the day is obligatory. A guidance
    talk that is written down afterwards says something, whatever it is. A `short` one asks for the day and the texts.
    """

    held_on = DayField(label=_("On which day was it?"), past=True)
    topics = forms.MultipleChoiceField(
        label=_("What did you talk about?"),
        help_text=_("Tick what came up. Not everything has to."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    report = long_text(
        _("What did you discuss?"),
        _("At most ten lines: what you agreed, not everything that was said. Nothing about health or home."),
        rows=6,
        validators=[validate_lines],
    )
    activities = forms.MultipleChoiceField(
        label=_("What was worked on?"),
        widget=forms.CheckboxSelectMultiple,
        choices=Activity.choices,
        required=False,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    goals = forms.MultipleChoiceField(
        label=_("Which goals was it about?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    next_steps = long_text(_("What are the next steps?"), rows=3)
    lessons = forms.IntegerField(
        label=_("How many lessons were given since the talk before?"),
        required=False,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_LESSONS)],
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Write a number, without anything else.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    page = forms.RegexField(r"^[0-9a-f]{0,16}$", widget=forms.HiddenInput, required=False)

    def __init__(self, conversation: Conversation, user, *args, short: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.conversation = conversation
        if not (conversation._state.adding or "hold" in conversation.steps_for(user)):
            del self.fields["held_on"]
        elif not conversation._state.adding:
            self.fields["held_on"].required = False
            self.fields["held_on"].help_text = _(
                "Leave it empty as long as the talk is still to come. Only the button keeps the day."
            )
        asked = set() if short else set(ASKED[Kind(conversation.kind)])
        for name in {"topics", "activities", "goals", "lessons"} - asked:
            del self.fields[name]
        self._choices()

    def _choices(self) -> None:
        placement = self.conversation.placement
        moment = moment_of(placement.period, self.conversation.kind)
        if "topics" in self.fields:
            self.fields["topics"].choices = [(topic.code, topic.text) for topic in topics_of(moment)]
        if "goals" in self.fields:
            found = [goal for goal in Goal.objects.filter(placement=placement).for_list() if self._offers(goal)]
            self.fields["goals"].choices = [(str(goal.pk), goal.text) for goal in found]
            if not found:
                del self.fields["goals"]

    def _offers(self, goal: Goal) -> bool:
        """Goals that run, and those it says already."""
        return goal.state == GoalState.RUNNING or str(goal.pk) in self.initial.get("goals", [])

    def clean_held_on(self):
        return not_long_before(self.conversation.placement, self.cleaned_data["held_on"])

    def clean(self) -> dict:
        said = super().clean()
        asked = [name for name in ("report", "next_steps", *ASKED[Kind(self.conversation.kind)]) if name in self.fields]
        empty = all(said.get(name, "fault") in ("", [], None) for name in asked)
        if self.conversation._state.adding and empty:
            raise forms.ValidationError(_("Write something down, or tick what it was about."))
        return said

    def values(self) -> dict:
        """What the record keeps, of the fields that are asked here."""
        names = {"report", "next_steps", "topics", "activities", "lessons"} & set(self.fields)
        found = {name: self.cleaned_data[name] for name in names}
        return {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in found.items()}

    @property
    def goals_chosen(self) -> list[int]:
        """Their keys; empty where none is asked."""
        return [int(key) for key in self.cleaned_data.get("goals", [])]


class VerdictToldForm(forms.Form):
    told_on = DayField(label=_("On which day was the verdict told?"), past=True)

    def __init__(self, conversation: Conversation, data=None) -> None:
        day = conversation.verdict_told_on or conversation.held_on or timezone.localdate()
        super().__init__(data, initial={"told_on": day}, auto_id="verdict-%s")
        self.placement = conversation.placement

    def clean_told_on(self):
        return not_long_before(self.placement, self.cleaned_data["told_on"])


class GoalForm(forms.Form):
    """The words of a goal. `seen` is the version the writer had before him; `talk` the conversation it belongs to."""

    text = forms.CharField(
        label=_("Goal"),
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[Longest(LONGEST)],
        error_messages={"required": _("Write the goal here.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    talk = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)


class GoalNoteForm(forms.Form):
    note = forms.CharField(
        label=_("Why do you let it go?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[Longest(LONGEST)],
        required=False,
    )
    talk = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)
