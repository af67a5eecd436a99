"""What the maker of a calibration writes, and what an assessor writes about each example."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from learning_outcomes.models import WorkplacePeriod
from placements.models import Participation, Placement, User

from .calibration_rules import ASSESSES
from .forms import LONGEST, LONGEST_NOTE, Longest
from .models import AssessmentForm, Calibration, CalibrationCase, CalibrationJudgement
from .models.calibration import assessors_known

MOST_ADDRESSES = 50


class PlainTextarea(forms.CharField):
    """A text with the line ends it was typed with, of a length a page can show."""

    widget = forms.Textarea

    def __init__(self, *, longest: int = LONGEST_NOTE, **kwargs) -> None:
        super().__init__(validators=[Longest(longest)], **kwargs)
        self.widget.attrs |= {"class": "form-control"}

    def to_python(self, value) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class CalibrationForm(forms.ModelForm):
    """Title, period, introduction, and whom the maker asks: people around his own students, others by their address."""

    introduction = PlainTextarea(label=_("What is it about?"), required=False)
    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("People around your students"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("This person cannot be asked."), "invalid_pk_value": _("This person cannot be asked."),
        },
    )  # fmt: skip
    addresses = PlainTextarea(
        label=_("Others, by their e-mail address"),
        help_text=_("One on each line: somebody who guides or judges students here."),
        required=False,
    )

    class Meta:
        model = Calibration
        fields = ["title", "period", "introduction"]
        labels = {"title": _("Title"), "period": _("Which period do the students learn in?")}
        error_messages = {
            "title": {"required": _("Write the title here."), "max_length": _("Make the title shorter than this.")},
            "period": {"required": _("Choose a period."), "invalid_choice": _("This period is not there.")},
        }

    def __init__(self, *args, maker: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.maker = maker
        self.fields["period"].queryset = WorkplacePeriod.objects.for_new_placement()
        self.fields["period"].empty_label = _("Choose a period")
        # once there are texts for its outcomes the period stays
        self.fields["period"].disabled = bool(self.instance.pk) and self.instance.cases.exists()
        around = Participation.objects.running().filter(
            placement__in=Placement.objects.visible_to(maker), role__in=ASSESSES
        )
        asked = list(self.instance.assessors.values_list("user", flat=True)) if self.instance.pk else []
        near = set(around.values_list("user", flat=True)) | {maker.pk}
        choices = User.objects.filter(pk__in=near.union(asked), is_active=True)
        self.fields["people"].queryset = choices
        self.fields["people"].initial = asked

    def clean_addresses(self) -> list[User]:
        """The people behind the addresses; an address nobody is known by is named, and nothing is kept."""
        typed = {word.strip(",;").lower() for word in self.cleaned_data["addresses"].split() if word.strip(",;")}
        if len(typed) > MOST_ADDRESSES:
            raise ValidationError(_("These are too many addresses at once."))
        found = {user.email: user for user in assessors_known().filter(email__in=typed)}
        if unknown := sorted(typed - set(found)):
            sentence = _("We know nobody here with this address who guides or judges students: %(addresses)s.")
            raise ValidationError(sentence % {"addresses": ", ".join(unknown)[:300]})
        return list(found.values())

    @property
    def asked(self) -> set[User]:
        return {*self.cleaned_data["people"], *self.cleaned_data["addresses"]}


class CaseForm(forms.ModelForm):
    """The example for one outcome; empty means that the calibration leaves this outcome out."""

    reflection = PlainTextarea(label=_("What the student wrote"), longest=LONGEST, required=False)
    evidence = PlainTextarea(label=_("What shows it"), longest=LONGEST, required=False)

    class Meta:
        model = CalibrationCase
        fields = ["reflection", "evidence"]

    def clean(self) -> dict:
        found = super().clean()
        if found.get("evidence", "").strip() and not found.get("reflection", "").strip():
            self.add_error("reflection", _("Write here what the student wrote; evidence alone is no example."))
        return found


class TakeOverForm(forms.Form):
    """A signed form of this period, out of which the texts are taken over without the names."""

    form = forms.ModelChoiceField(
        AssessmentForm.objects.none(),
        label=_("Signed form"),
        empty_label=_("Choose a form"),
        error_messages={
            "required": _("Choose a form."), "invalid_choice": _("This form is not there, or you may not read it."),
        },
    )  # fmt: skip

    def __init__(self, *args, calibration: Calibration, reader: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        signed = AssessmentForm.objects.visible_to(reader).filter(state="signed", placement__period=calibration.period)
        self.fields["form"].queryset = signed.select_related("placement__student")


class CaseJudgementForm(forms.ModelForm):
    motivation = PlainTextarea(label=_("What do you see, and why do you judge so?"), longest=LONGEST, required=False)

    class Meta:
        model = CalibrationJudgement
        fields = ["verdict", "motivation"]
        error_messages = {"verdict": {"invalid_choice": _("Choose met or not met.")}}

    def _post_clean(self) -> None:
        """Written by `CalibrationAssessor.write`, under its lock."""


class HandInForm(forms.Form):
    """What goes with the whole page: which version the writer had seen, and whether the others may know who he is."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    page = forms.SlugField(required=False, max_length=16, widget=forms.HiddenInput)  # names the opened page
    with_name = forms.BooleanField(required=False, label=_("The others may see my name"))


class ConclusionsForm(forms.ModelForm):
    conclusions = PlainTextarea(
        label=_("What did you talk about, and what did you agree?"), longest=LONGEST,
        error_messages={"required": _("Write a few lines here.")},
    )  # fmt: skip

    class Meta:
        model = Calibration
        fields = ["conclusions"]
