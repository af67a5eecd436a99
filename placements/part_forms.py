"""One small form per part. The page owns the buttons; the version says which text the writer had before him."""

from typing import ClassVar

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .forms import Longest
from .models.parts import Part

LONGEST = 20_000  # characters in one text: some eight pages
LONGEST_NOTE = 4_000
WAYS_ON = [  # for who was too late and sees both texts
    ("mine", _("Keep the text of this device")),
    ("theirs", _("Keep the other text")),
    ("both", _("Keep both, one after the other")),
]


def is_gone(request: HttpRequest) -> bool:
    """Does nothing hold the words any more on the page they came from? Its writer left it, or it was sent as a whole
    and the answer takes its place."""
    return "leaving" in request.POST or not request.htmx


class PartForm(forms.ModelForm):
    """Texts of a part; knows its version and the marks that were ticked beside it."""

    MARKS: ClassVar[
        dict[str, str]
    ] = {}  # kinds of indicator marks saved with this part, and the names they are posted under

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput(attrs={"id": False}))
    page = forms.SlugField(required=False, max_length=16, widget=forms.HiddenInput(attrs={"id": False}))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        for name, field in self.fields.items():
            if name in self._meta.model.TEXTS:
                field.strip = False  # to the letter
                field.required = False
                field.validators.append(Longest(LONGEST))
                field.widget.attrs |= {"rows": 5, "class": "form-control"}  # no maxlength: browsers cut in silence

    def clean(self) -> dict:
        """A browser sends its line ends as CR LF; a text is kept with the plain ones it was typed with."""
        texts = {n: v.replace("\r\n", "\n") for n, v in self.cleaned_data.items() if n in self._meta.model.TEXTS}
        return self.cleaned_data | texts

    def marks(self) -> dict[str, list[int]]:
        """The ticked indicators per kind, as far as they are numbers."""
        posted = {kind: self.data.getlist(name) for kind, name in self.MARKS.items()}
        return {kind: [int(v) for v in values if v.isdecimal() and len(v) < 19] for kind, values in posted.items()}

    def values(self) -> dict:
        """The cleaned texts and choices, without the version and the page they came from."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", "page"}}

    def _post_clean(self) -> None:
        """The part itself is written by `Part.write`, under its lock; the form never touches an instance."""


def both_texts(form: forms.Form, current: Part) -> list[dict]:
    """What stands there and what was typed, for each text that differs; where only the choices differ, all texts."""
    mine = form.values()
    texts = [
        {"name": name, "label": form[name].label, "mine": mine[name], "theirs": theirs}
        for name, theirs in current.texts.items()
        if name in mine and (mine[name] or theirs)
    ]
    return [text for text in texts if text["mine"] != text["theirs"]] or texts


class NoteForm(forms.Form):
    """The note with a step."""

    note = forms.CharField(required=False, validators=[Longest(LONGEST_NOTE)])
