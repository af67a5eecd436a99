"""Fields of the administration: they take what a file takes, so what is edited can be exported and loaded."""

import shlex

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .composing import Fault, forbidden_character
from .models import Endpoint, Relation
from .references import find_ends, refer
from .sections import MOST_CHARACTERS


class PlainText(forms.CharField):
    """Text with one kind of line ends, without control characters, of a length that a file may have."""

    def to_python(self, value) -> str:
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value) -> None:
        super().validate(value)
        if sentence := forbidden_character(value):
            raise ValidationError(sentence)
        if len(value) > MOST_CHARACTERS:
            raise ValidationError(_("This is longer than %(most)d characters.") % {"most": MOST_CHARACTERS})


class RelationForm(forms.ModelForm):
    """A relation whose ends are named as in a file: "outcome CPL"; a code with a space stands between quotes."""

    origin = forms.CharField()
    target = forms.CharField()

    class Meta:
        model = Relation
        fields = ["origin", "kind", "target", "remark", "order"]

    def __init__(self, *args, crosswalk=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.crosswalk = crosswalk
        for side in ("origin", "target"):
            self.fields[side].label = Relation._meta.get_field(side).verbose_name
            if self.instance.pk:
                self.initial[side] = shlex.join(getattr(self.instance, side).key)

    def clean_origin(self) -> Endpoint:
        return self.end("origin")

    def clean_target(self) -> Endpoint:
        return self.end("target")

    def end(self, side: str) -> Endpoint:
        """The endpoint that the words of one side name."""
        if side not in self.changed_data:
            return getattr(self.instance, side)
        if not getattr(self.crosswalk, f"{side}_id", None):
            raise ValidationError(_("Choose the two frameworks first."))
        try:
            found = refer(1, shlex.split(self.cleaned_data[side]))
        except ValueError as error:
            raise ValidationError(_("A quotation mark is missing.")) from error
        if isinstance(found, Fault):
            raise ValidationError(found.sentence)
        ends, faults = find_ends(getattr(self.crosswalk, side), [found])
        if faults:
            raise ValidationError(faults[0].sentence)
        return Endpoint.objects.get(pk=ends[found.key])


class RowFormSet(forms.BaseInlineFormSet):
    """Says of rows that stand there twice what they are called on the screen."""

    def get_unique_error_message(self, unique_check) -> str:
        fields = [self.model._meta.get_field(name) for name in unique_check if name != self.fk.name]
        names = _(" and ").join(str(field.verbose_name) for field in fields)
        return _("Two rows have the same %(names)s. Change one of them.") % {"names": names}

    def get_form_error(self) -> str:
        return _("This stands above already.")


class RelationFormSet(RowFormSet):
    """Tells each relation in which crosswalk it is."""

    def get_form_kwargs(self, index) -> dict:
        return super().get_form_kwargs(index) | {"crosswalk": self.instance}
