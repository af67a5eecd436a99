"""The small forms of a plan: its opening, one outcome of it, feedback on it."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from placements.forms import Longest
from placements.part_forms import LONGEST_NOTE, PartForm

from .models import PlanOpening, PlanPart


class OpeningForm(PartForm):
    class Meta:
        model = PlanOpening
        fields = ["situation", "shown_before"]


class PlanPartForm(PartForm):
    """What is ticked beside it belongs to it: indicators for the goal, cells of the skills table for the norm."""

    MARKS: ClassVar = {"indicators": "indicators", "cells": "cells"}

    class Meta:
        model = PlanPart
        fields = [
            "why", "goal", "activities", "evidence", "noticed_by", "transfer", "satisfied_when", "support",
            "support_from",
        ]  # fmt: skip


class RemarkForm(forms.Form):
    """Feedback on the whole, or on the outcome whose `item` is posted with it."""

    text = forms.CharField(
        label=_("Your feedback"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        validators=[Longest(LONGEST_NOTE)],
        error_messages={"required": _("Write your feedback first.")},
    )
