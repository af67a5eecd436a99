"""What a person may choose about the pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from placements.models import User


class PreferencesForm(forms.ModelForm):
    """Appearance, language, and everything without serifs."""

    class Meta:
        model = User
        fields = ["theme", "language", "plain_type"]
        widgets = {"theme": forms.RadioSelect, "language": forms.RadioSelect}
        help_texts = {"plain_type": _("Normally what people wrote is set in serifs, and what the system says is not.")}
