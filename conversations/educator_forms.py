"""Whom the student passes on: a name, an address, and what this person teaches (C09)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from learning_outcomes.models import Unit
from placements import addresses
from placements.forms import Longest, PersonForm
from placements.models import Placement
from placements.roles import Role

from .models import PassedOn
from .rules import PassedState

SUBJECT = "subject"


def units_without_examiner(placement: Placement) -> list[Unit]:
    """The units on which somebody has to decide and nobody sits yet."""
    taken = {seat.unit_id for seat in placement.running_participations() if seat.role == Role.UNIT_EXAMINER}
    found = Unit.objects.filter(pk__in=placement.outcomes.current().exclude(unit=None).values("unit"))
    return [unit for unit in found.order_by("order", "pk") if unit.pk not in taken]


class PassOnForm(PersonForm):
    ADDRESS_HELP = pgettext_lazy("student", "The address at the institute. Ask whether you may pass it on.")
    field_order = ("what", "first_name", "last_name", "email")

    what = forms.ChoiceField(
        label=pgettext_lazy("student", "What does this person teach?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": pgettext_lazy("student", "Choose what this person teaches."),
            "invalid_choice": _("Choose from the list."),
        },
    )

    def __init__(self, placement: Placement, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.placement, self.units = placement, units_without_examiner(placement)
        choices = [(str(unit.pk), unit.title) for unit in self.units]
        self.fields["what"].choices = [*choices, (SUBJECT, _("subject educator"))]

    def clean_email(self) -> str:
        """As it is kept; never the student's own."""
        address = addresses.clean(self.cleaned_data["email"])
        own = {addresses.mailbox(student.email) for student in self.placement.learners}
        if addresses.mailbox(address) in own:
            raise ValidationError(pgettext("student", "This is your own address. Ask your educator for the address."))
        return address

    def clean(self) -> dict:
        """Nobody twice for the same, in whatever spelling: who waits for an answer, or sits here already."""
        said = super().clean()
        if "what" not in said or "email" not in said:
            return said
        address = addresses.mailbox(said["email"])
        waiting = PassedOn.objects.filter(placement=self.placement, unit=self.unit, state=PassedState.PASSED)
        role = Role.UNIT_EXAMINER if self.unit else Role.SUBJECT_EDUCATOR
        seats = [seat for seat in self.placement.running_participations() if seat.role == role]
        if any(addresses.mailbox(passed.email) == address for passed in waiting):
            self.add_error("email", pgettext("student", "You have passed on this person already."))
        elif any(addresses.mailbox(seat.user.email) == address and seat.unit == self.unit for seat in seats):
            self.add_error("email", pgettext("student", "This person sits in your placement already."))
        return said

    @property
    def unit(self) -> Unit | None:
        """The unit that was chosen; None for the subject educator."""
        chosen = self.cleaned_data.get("what")
        return next((unit for unit in self.units if str(unit.pk) == chosen), None)


class DeclineForm(forms.Form):
    note = forms.CharField(
        label=_("Why not?"),
        help_text=_("The student reads this."),
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[Longest(4_000)],
        required=False,
    )
