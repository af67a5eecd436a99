"""What staff fill in to make a framework: a file to load, and the name of a next edition."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .composing import MOST_BYTES, FaultyFile, decoded
from .models import Framework
from .preview import FaultyLine, with_lines
from .uploading import READERS, ending, read_upload

YEAR = re.compile(r"\b(20\d\d)\b")


class UploadForm(forms.Form):
    """One file. What cannot be read at all is said beside the field; what can be read gets a preview."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A framework or a crosswalk: a file that ends in .yaml, or a CASE 1.1 package (.json). At most 8 MB."
        ),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty. Choose another."),
            "invalid": _("Choose a file first."),
            "missing": _("Choose a file first."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.faults: list[FaultyLine] = []
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{name}" for name in READERS)

    def clean_file(self):
        """The file, of which `text` is what it says. Of one that cannot be read `faults` shows where."""
        file = self.cleaned_data["file"]
        if ending(file.name) not in READERS:
            known = ", ".join(f".{name}" for name in READERS)
            raise ValidationError(_("This page reads files that end in: %(known)s.") % {"known": known})
        if file.size > MOST_BYTES:
            raise ValidationError(_("This file is larger than 8 MB. That is more than any framework needs."))
        file.text = ""
        try:
            file.text = decoded(file.read())
            read_upload(file.name, file.text.encode())
        except FaultyFile as faulty:
            if faulty.tree is None:
                self.faults = with_lines(faulty.faults, file.text) if file.text else []
                raise ValidationError(self.unreadable(faulty)) from faulty
        return file

    def unreadable(self, faulty: FaultyFile) -> str:
        """What stands beside the field; the lines stand below it, when there are any to show."""
        if self.faults:
            return _("This file cannot be read yet. Below stands why.")
        return capfirst(str(faulty.faults[0]))


class NextEditionForm(forms.ModelForm):
    """The name of the edition that is to follow `after`, and the study year of its periods."""

    study_year = forms.CharField(label=_("Study year"), max_length=20)
    year = forms.IntegerField(
        label=_("Year of publication"),
        min_value=1950,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Write the year here."), "invalid": _("Write the year in four digits.")}
        | dict.fromkeys(["min_value", "max_value"], _("Write a year between 1950 and 2100.")),
    )

    class Meta:
        model = Framework
        fields = ["edition"]
        help_texts = {"edition": _("Letters, digits and hyphens: it stands in the address of the page.")}
        error_messages = {
            "edition": {
                "required": _("Write here what the edition is called."),
                "invalid": _("Use letters, digits and hyphens only, such as 2027-2028."),
            }
        }

    def __init__(self, *args, after: Framework, **kwargs):
        super().__init__(*args, **kwargs)
        self.after = after
        study_year = after.periods.values_list("study_year", flat=True).first()
        self.fields["edition"].initial = a_year_later(after.edition)
        self.fields["year"].initial = after.year + 1
        if study_year is None:
            del self.fields["study_year"]
        else:
            self.fields["study_year"].initial = a_year_later(study_year)

    def clean_edition(self) -> str:
        edition = self.cleaned_data["edition"]
        if Framework.objects.filter(code=self.after.code, edition=edition).exists():
            raise ValidationError(_("There is an edition %(edition)s already.") % {"edition": edition})
        return edition

    def clean_study_year(self) -> str:
        """Two years in a row: whoever looks for the forms of a year finds them by it."""
        study_year = self.cleaned_data["study_year"]
        years = re.fullmatch(r"(20\d\d)-(20\d\d)", study_year)
        if years is None or int(years[2]) != int(years[1]) + 1:
            raise ValidationError(_("Write the study year as two years in a row, such as 2027-2028."))
        return study_year

    @property
    def chosen(self) -> dict[str, str | int]:
        """What the next edition is called, its year, and its study year where it has periods."""
        return {name: self.cleaned_data.get(name, "") for name in ("edition", "study_year", "year")}


def a_year_later(name: str) -> str:
    """ "2025-2026" becomes "2026-2027"; a name without years stays empty: choosing one is up to people."""
    later, years = YEAR.subn(lambda year: str(int(year[0]) + 1), name)
    return later if years else ""
