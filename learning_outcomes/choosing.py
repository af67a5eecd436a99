"""Choosing frameworks on a page that only shows: everything stands in the address, so it can be kept and shared."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Framework

MISSING = {
    "required": _("Choose a framework."),
    "invalid_choice": _("This framework is not there, or not for everybody."),
}


def address_of(framework: Framework) -> str:
    """How the address of a page names an edition: "han-tweedegraads/2025-2026"."""
    return f"{framework.code}/{framework.edition}"


class FrameworkField(forms.ChoiceField):
    """One of the frameworks that a reader sees; its value becomes the framework itself, or None."""

    def __init__(self, **kwargs):
        super().__init__(error_messages=MISSING, **kwargs)
        self.known: dict[str, Framework] = {}

    def offer(self, frameworks: list[Framework], empty: str) -> None:
        self.known = {address_of(framework): framework for framework in frameworks}
        shown = ((value, f"{one.edition} · {one.title}") for value, one in self.known.items())  # a phone cuts the end
        self.choices = [("", empty), *shown]

    def clean(self, value):
        return self.known.get(super().clean(value))


class ChooseForm(forms.Form):
    """Two frameworks to compare, or three."""

    first = FrameworkField(label=_("First framework"))
    second = FrameworkField(label=_("Second framework"))
    third = FrameworkField(label=_("Third framework, if you like"), required=False)

    def __init__(self, frameworks: list[Framework], *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.offer(frameworks, _("Choose a framework"))

    def clean(self) -> dict:
        found = super().clean()
        seen = []
        for name in self.fields:
            framework = found.get(name)
            if framework and framework in seen:
                self.add_error(name, _("Choose another framework here than above."))
            seen.append(framework)
        return found

    @property
    def chosen(self) -> list[Framework]:
        return [framework for framework in self.cleaned_data.values() if framework]


class TransferForm(forms.Form):
    """From which framework, and to which one."""

    origin = FrameworkField(label=_("From this framework"))
    target = FrameworkField(label=_("To this framework"))

    def __init__(self, frameworks: list[Framework], *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.offer(frameworks, _("Choose a framework"))

    def clean(self) -> dict:
        found = super().clean()
        if found.get("origin") and found.get("origin") == found.get("target"):
            self.add_error("target", _("Choose another framework here than above."))
        return found
