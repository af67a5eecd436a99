"""One form for one moment: a phase per skill, all of them to be left open."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .growth import Growth


class PhasesForm(forms.Form):
    """`seen` says which choices stood there when the page was opened."""

    seen = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, growth: Growth, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.growth = growth
        phases = [(str(phase.pk), phase.title) for phase in growth.phases]
        for row in growth.rows:
            wrong = {"invalid_choice": _("Choose one of these phases, or leave it open.")}
            self.fields[name_of(row.skill.pk)] = forms.ChoiceField(
                label=row.skill.title, choices=[("", _("open")), *phases], required=False, error_messages=wrong
            )

    @property
    def chosen(self) -> dict[int, int | None]:
        """Phase per skill, None where it was left open; what was not sent stays as it is."""
        sent = [row.skill.pk for row in self.growth.rows if name_of(row.skill.pk) in self.data]
        return {skill: int(self.cleaned_data[name_of(skill)] or 0) or None for skill in sent}

    @property
    def lines(self) -> list[dict]:
        """For the page: each skill with its field, the phases with their texts, and which one is chosen."""
        return [
            {"row": row, "field": field, "value": str(field.value() or "")}
            for row in self.growth.rows
            for field in [self[name_of(row.skill.pk)]]
        ]


def name_of(skill: int) -> str:
    return f"skill-{skill}"
