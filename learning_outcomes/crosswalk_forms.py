"""What the maker of a crosswalk types: its facts, and one relation at a time."""

import re

from django import forms
from django.db import models
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from .forms import PlainText
from .models import Crosswalk, Endpoint, Framework, Relation
from .models.crosswalks import PARTS, follow

MOST_OF_A_KIND = 1_000  # beyond this a list to choose from is of no use, and the page too heavy
LONGEST_CHOICE = 90
RESERVED = {"new"}  # an address of its own

# What each kind of relation says, for whoever has to choose one.
MEANINGS = {
    Relation.Kind.EXACT_MATCH_OF: _("Both ask the very same, in other words perhaps."),
    Relation.Kind.IS_RELATED_TO: _("They touch, and neither holds the whole of the other."),
    Relation.Kind.IS_PART_OF: _("All that is asked here is asked there too, and more."),
    Relation.Kind.IS_PEER_OF: _("They have the same place, each in its own framework."),
    Relation.Kind.PRECEDES: _("One learns this before that."),
    Relation.Kind.REPLACED_BY: _("That took the place of this in a later edition."),
    Relation.Kind.IS_CHILD_OF: _("This lies in that, as an outcome lies in an area."),
    Relation.Kind.EXEMPLAR: _("This shows what that may look like."),
    Relation.Kind.HAS_SKILL_LEVEL: _("This is asked at that level."),
    Relation.Kind.IS_TRANSLATION_OF: _("The same text in another language."),
}

Groups = list[tuple[str, list[tuple[str, str]]]]


class CrosswalkForm(forms.ModelForm):
    class Meta:
        model = Crosswalk
        fields = ["title", "code", "publisher", "year", "origin", "target", "remark"]
        widgets = {"remark": forms.Textarea(attrs={"rows": 4})}
        field_classes = {"title": PlainText, "publisher": PlainText, "remark": PlainText}
        help_texts = {"code": _("For the address of the page: letters, digits and hyphens.")}
        error_messages = {
            "title": {"required": _("Write the title here.")},
            "code": {
                "required": _("Write the code here."),
                "unique": _("There is a crosswalk with this code already."),
            },
            "publisher": {"required": _("Write here whose crosswalk this is.")},
            "year": {"required": _("Write the year here."), "invalid": _("Write the year in four digits.")},
            "origin": {"required": _("Choose a framework."), "invalid_choice": _("This framework is not there.")},
            "target": {"required": _("Choose a framework."), "invalid_choice": _("This framework is not there.")},
        }

    def __init__(self, *args, frameworks: models.QuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        for side in ("origin", "target"):
            self.fields[side].queryset = frameworks
            self.fields[side].empty_label = _("Choose a framework")
            # once relations lie between two frameworks, these two stay
            self.fields[side].disabled = bool(self.instance.pk) and self.instance.relations.exists()
        out_of_range = _("Write a year between 1950 and 2100.")
        self.fields["year"] = forms.IntegerField(
            label=self.fields["year"].label,
            min_value=1950,
            max_value=2100,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            error_messages=self.fields["year"].error_messages | {"min_value": out_of_range, "max_value": out_of_range},
        )

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if code in RESERVED:
            raise forms.ValidationError(_("This code is an address of the site itself. Choose another one."))
        return code

    def clean(self) -> dict:
        """A crosswalk lies between two frameworks; said beside the second one."""
        found = super().clean()
        if self.instance.frozen:
            raise forms.ValidationError(_("This crosswalk is published and no longer changes."))
        if found.get("origin") and found.get("origin") == found.get("target"):
            self.add_error("target", _("Choose another framework here than above."))
        return found


class RelationChoiceForm(forms.ModelForm):
    """One relation of a draft. The ends are chosen from the parts of both frameworks and become endpoints on saving."""

    here = forms.ChoiceField(
        error_messages={"required": _("Choose what it is about."), "invalid_choice": _("This part is not there.")}
    )
    there = forms.ChoiceField(
        error_messages={"required": _("Choose the counterpart."), "invalid_choice": _("This part is not there.")}
    )

    class Meta:
        model = Relation
        fields = ["kind", "remark"]
        widgets = {"remark": forms.Textarea(attrs={"rows": 3})}
        field_classes = {"remark": PlainText}
        help_texts = {"remark": _("Why you lay this relation, for whoever reads it later.")}
        error_messages = {
            "kind": {
                "required": _("Choose how the two relate."),
                "invalid_choice": _("This kind of relation is not there."),
            }
        }

    field_order = ["here", "kind", "there", "remark"]
    ENDS = {"here": "origin", "there": "target"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        crosswalk = self.instance.crosswalk
        self.fields["kind"].choices = [("", _("Choose how they relate")), *Relation.Kind.choices]
        for name, side in self.ENDS.items():
            framework = getattr(crosswalk, side)
            field = self.fields[name]
            groups, left_out = node_choices(framework)
            field.label = str(framework)
            if left_out:
                field.help_text = _(
                    "Not in this list, because there are too many: %(kinds)s. Relate those in a file."
                ) % {"kinds": ", ".join(left_out)}
            if self.instance.pk:
                end = getattr(self.instance, side)
                self.initial[name] = value_of(end.kind, end.node.pk)
                groups += [(end.word, [(self.initial[name], end.title)])] if end.word in left_out else []
            field.choices = [("", _("Choose a part")), *groups]

    @property
    def meanings(self) -> list[tuple[str, str]]:
        """Each kind of relation, and what it says."""
        return [(kind.label, meaning) for kind, meaning in MEANINGS.items()]

    def clean(self) -> dict:
        """A relation stands in a crosswalk once, and only in a draft."""
        found = super().clean()
        if self.instance.crosswalk.frozen:
            raise forms.ValidationError(_("This crosswalk was published meanwhile and no longer changes."))
        if all(found.get(name) for name in ("here", "there", "kind")):
            ends = {f"{side}__{kind}": pk for name, side in self.ENDS.items() for kind, pk in [parsed(found[name])]}
            same = self.instance.crosswalk.relations.filter(kind=found["kind"], **ends)
            if same.exclude(pk=self.instance.pk).exists():
                self.add_error("there", _("This relation is in the crosswalk already."))
        return found

    def save(self, commit: bool = True) -> Relation:
        for name, side in self.ENDS.items():
            kind, pk = parsed(self.cleaned_data[name])
            node = PARTS[kind].model.objects.get(pk=pk)
            setattr(self.instance, side, Endpoint.objects.of(node))
        if not self.instance.pk:
            last = self.instance.crosswalk.relations.aggregate(last=models.Max("order"))["last"]
            self.instance.order = 0 if last is None else last + 1
        return super().save(commit)


def value_of(kind: str, pk: int) -> str:
    return f"{kind}:{pk}"


def parsed(value: str) -> tuple[str, int]:
    """Kind and key of a value that is among the choices."""
    kind, pk = value.split(":")
    return kind, int(pk)


def node_choices(framework: Framework) -> tuple[Groups, list[str]]:
    """Every part of a framework that can take part in a relation, by kind and code; one query for each kind.

    A kind of which there are very many is left out, and named in the second list: who relates those writes a file.
    """
    groups, left_out = [], []
    for kind in ("outcome", "dimension", "indicator", "area", "descriptor", "level", "skill"):
        part = PARTS[kind]
        found = part.model.objects.filter(**{part.owner: framework})
        if kind == "descriptor":
            found = found.select_related("area", "level").order_by("area__order", "level__order", "pk")
        elif kind in {"dimension", "indicator"}:
            found = found.select_related("outcome").order_by("outcome__order", "outcome", "order", "pk")
        nodes = list(found[: MOST_OF_A_KIND + 1])
        if len(nodes) > MOST_OF_A_KIND:
            left_out.append(str(part.model._meta.verbose_name))
        elif nodes:
            choices = [(value_of(kind, node.pk), choice_text(node, part.codes)) for node in nodes]
            choices.sort(key=lambda choice: by_code(choice[1]))
            groups.append((capfirst(str(part.model._meta.verbose_name_plural)), choices))
    return groups, left_out


def by_code(text: str) -> list[tuple[bool, int, str]]:
    """The order in which people count: L2 before L10."""
    parts = re.split(r"(\d{1,9})", text.casefold())
    return [(not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]


def choice_text(node: models.Model, codes: tuple[str, ...]) -> str:
    """Its code and its words, in one line that a list can show."""
    named = [follow(node, path) for path in codes]
    code = named[-1] if len(named) == 2 and named[1].startswith(named[0]) else " ".join(named)
    words = getattr(node, "title", "") or getattr(node, "text", "")
    return Truncator(f"{code} {words}").chars(LONGEST_CHOICE)
