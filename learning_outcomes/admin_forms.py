"""How a draft is edited in the administration: lists one per line, new rows last, choices of the same framework."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from .forms import PlainText, RelationForm
from .sections import odd_code

CONTINUES = "↳ "  # a line that begins so belongs to the text above it


class TextsField(PlainText):
    """A list of texts, one per line."""

    def __init__(self, *, encoder=None, decoder=None, **kwargs):
        super().__init__(**kwargs)
        self.help_text = self.help_text or _("One text per line.")

    def prepare_value(self, value):
        """The lines that stand in the box."""
        if not isinstance(value, list):
            return value
        return "\n".join(str(text).replace("\n", f"\n{CONTINUES}") for text in value)

    def to_python(self, value) -> list[str]:
        texts: list[str] = []
        for line in super().to_python(value).split("\n"):
            if line.startswith(CONTINUES) and texts:
                texts[-1] += f"\n{line.removeprefix(CONTINUES).strip()}"
            elif line.strip():
                texts.append(line.strip())
        return texts

    def validate(self, value: list[str]) -> None:
        for text in value:
            super().validate(text)

    def has_changed(self, initial, data) -> bool:
        return (initial or []) != self.to_python(data or "")


class OrderedForm(forms.ModelForm):
    """A row that gets its place in the row by itself: a new one comes last, unless a number says otherwise."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        order = self.fields.get("order")
        if order:
            order.required = False
            order.widget.attrs["class"] = "vIntegerField"
            if self.instance._state.adding:
                order.initial = self.initial["order"] = None
                order.help_text = _("Empty: at the end.")

    def clean(self) -> dict:
        cleaned = super().clean()
        if "code" in self.changed_data and (code := cleaned.get("code")):
            taken = _("Code %(code)s is in use here already.") % {"code": code}
            if sentence := odd_code(code) or (taken if self.is_taken(cleaned) else ""):
                self.add_error("code", sentence)
        if "order" in self.fields and cleaned.get("order") is None and "order" not in self.errors:
            cleaned["order"] = self.next_place(cleaned)
        return cleaned

    def is_taken(self, cleaned: dict) -> bool:
        """Whether another row of the same owner has this code. Django does not look where the owner only reads."""
        return self.siblings(cleaned).filter(code=cleaned["code"]).exclude(pk=self.instance.pk).exists()

    def next_place(self, cleaned: dict) -> int:
        """One more than the highest among the rows that have the same owner; an unfilled place keeps its number."""
        if not self.instance._state.adding:
            return self.initial["order"]
        last = self.siblings(cleaned).order_by("-order").values_list("order", flat=True).first()
        return 0 if last is None else last + 1

    def siblings(self, cleaned: dict) -> models.QuerySet:
        """The rows that have the same owner; none as long as that is not there yet."""
        rows = self._meta.model.objects
        owner = next(
            name
            for name in ("conversation", "period", "crosswalk", "outcome", "framework")
            if hasattr(self._meta.model, f"{name}_id")
        )
        belongs_to = cleaned.get(owner) or getattr(self.instance, owner, None)
        return rows.filter(**{owner: belongs_to}) if belongs_to and belongs_to.pk else rows.none()


class OrderedRelationForm(OrderedForm, RelationForm):
    """A relation, which comes last too."""
