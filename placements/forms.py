"""What the student and the invited type."""

import re
from typing import ClassVar

from django import forms
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from learning_outcomes.models import LearningOutcome

from .roles import INVITED_BY_STUDENT, Role

# A name stands in mails we send: no line break, no web address, no markup.
plain_name = RegexValidator(
    re.compile(r"[\x00-\x1f\x7f<>@/\\:;{}|]|www\.|\.\w{2,}"),
    message=pgettext_lazy("student", "Write only the name here."),
    inverse_match=True,
)


class Longest(MaxLengthValidator):
    """Counts as a browser does: the end of a line is one character, although it is sent as CR LF."""

    def clean(self, value: str) -> int:
        return len(value.replace("\r\n", "\n"))


class PersonForm(forms.Form):
    """Somebody the student names: a name and an address."""

    ADDRESS_HELP: ClassVar = ""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=80,
        validators=[plain_name],
        error_messages={"required": pgettext_lazy("student", "Write the first name here.")},
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=120,
        validators=[plain_name],
        error_messages={"required": pgettext_lazy("student", "Write the last name here.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        error_messages={
            "required": pgettext_lazy("student", "Write the e-mail address here."),
            "invalid": _("This is not an e-mail address."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = self.ADDRESS_HELP


class InviteForm(PersonForm):
    ADDRESS_HELP = pgettext_lazy("student", "The address at school. A link goes there; nobody needs an account.")
    field_order = ("role", "first_name", "last_name", "outcome", "email")

    role = forms.ChoiceField(
        label=_("Role"),
        widget=forms.RadioSelect,
        error_messages={"required": pgettext_lazy("student", "Choose what this person does for you.")},
        choices=[(role.value, role.label) for role in map(Role, INVITED_BY_STUDENT)],
    )
    outcome = forms.ModelChoiceField(
        label=pgettext_lazy("student", "Which subject outcome?"),
        help_text=pgettext_lazy("student", "Only for a subject educator."),
        queryset=LearningOutcome.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("Choose an outcome of the list.")},
    )

    def __init__(self, subjects: QuerySet[LearningOutcome], *args, **kwargs) -> None:
        """Without a subject outcome in the set there is no subject educator to invite."""
        super().__init__(*args, **kwargs)
        self.fields["outcome"].queryset = subjects
        if not subjects:
            del self.fields["outcome"]
            choices = self.fields["role"].choices
            self.fields["role"].choices = [pair for pair in choices if pair[0] != Role.SUBJECT_EDUCATOR]

    def clean(self) -> dict:
        found = super().clean()
        if found.get("role") == Role.SUBJECT_EDUCATOR and not found.get("outcome") and "outcome" not in self.errors:
            self.add_error("outcome", pgettext("student", "Choose the subject outcome this person teaches."))
        return found


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=40,  # not 6: a pasted code may bring spaces along
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True, "class": "d-code"}
        ),
        error_messages={"required": _("Type the six digits from the mail.")},
    )
