"""Edit a draft framework. A published edition can be read, not changed: a change is a new edition (decisions 4)."""

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from . import editions
from .admin_cycle import PeriodConversationInline
from .admin_drafts import DraftOnlyAdmin, DraftOnlyInline, DraftOnlyPart, OrderedInline, coded
from .admin_forms import OrderedForm, OrderedRelationForm
from .forms import RelationForm, RelationFormSet
from .models import (
    Area,
    Crosswalk,
    Descriptor,
    Dimension,
    Endpoint,
    Framework,
    GlossaryTerm,
    Indicator,
    LearningOutcome,
    Level,
    PeriodFocus,
    PeriodOutcome,
    Relation,
    Skill,
    SkillDescriptor,
    SkillPhase,
    TailoredRule,
    Unit,
    WorkplacePeriod,
)


class LevelInline(OrderedInline):
    model = Level
    fields = ["code", "title", "phase", "guidance", "order"]


class SkillPhaseInline(OrderedInline):
    model = SkillPhase
    fields = ["code", "title", "order"]


class DescriptorInline(DraftOnlyInline):
    model = Descriptor


class DimensionInline(OrderedInline):
    model = Dimension
    fields = ["code", "title", "for_judgement", "order"]


class IndicatorInline(OrderedInline):
    model = Indicator
    fields = ["code", "text", "dimension", "order"]


class PeriodOutcomeInline(DraftOnlyInline):
    model = PeriodOutcome
    form = OrderedForm
    fields = ["outcome", "unit", "summative", "target_level", "mentor_role", "order"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name != "target_level":
            return field
        levels = Level.objects.filter(framework=request.framework).values_list("code", "title")
        return forms.ChoiceField(label=field.label, required=False, choices=[("", "---------"), *levels])


class PeriodFocusInline(DraftOnlyInline):
    model = PeriodFocus


class SkillDescriptorInline(DraftOnlyInline):
    model = SkillDescriptor


# What the page of a framework leads to: the name of the parts on it, and their model.
PARTS = {
    "outcomes": LearningOutcome,
    "units": Unit,
    "periods": WorkplacePeriod,
    "areas": Area,
    "skills": Skill,
    "tailored_rules": TailoredRule,
    "glossary": GlossaryTerm,
}


class RelationInline(DraftOnlyInline):
    model = Relation
    form = OrderedRelationForm
    formset = RelationFormSet
    fields = RelationForm.Meta.fields

    def get_queryset(self, request):
        ends = Endpoint.objects.with_nodes()
        return super().get_queryset(request).prefetch_related(*(models.Prefetch(f, ends) for f in ("origin", "target")))


class Publishable(DraftOnlyAdmin):
    """Something that starts as a draft and is frozen once published."""

    readonly_fields = ["status", "published_at"]
    list_filter = ["status"]
    search_fields = ["code", "title"]
    actions = ["publish"]

    @admin.action(description=_("Publish the chosen drafts"), permissions=["change"])
    def publish(self, request, queryset):
        published = [row for row in queryset if editions.publish(row, request.user)]
        for row in published:
            self.message_user(request, _("%(framework)s is published and frozen.") % {"framework": row})
        if not published:
            self.message_user(request, _("None of these is a draft."), messages.WARNING)


@admin.register(Framework)
class FrameworkAdmin(Publishable):
    list_display = ["title", "edition", "code", "status", "published_at"]
    list_filter = ["status", "code"]
    readonly_fields = ["status", "published_at", "parts"]
    inlines = [LevelInline, SkillPhaseInline]
    actions = ["publish", "retire"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "replaces":
            edited = request.edited
            rows = (
                Framework.objects.filter(code=edited.code).exclude(pk=edited.pk) if edited else Framework.objects.all()
            )
            kwargs["queryset"] = rows
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.action(description=_("Retire the chosen editions"), permissions=["change"])
    def retire(self, request, queryset):
        for framework in queryset:
            if editions.retire(framework, request.user):
                self.message_user(request, _("%(framework)s is retired. It stays readable.") % {"framework": framework})

    def get_fields(self, request, obj=None):
        names = [name for name in super().get_fields(request, obj) if name != "parts"]
        return ["parts", *names] if obj else names

    @admin.display(description=_("parts"))
    def parts(self, framework: Framework):
        """The way back, then every part on a line of its own with a link to its page, and for each kind one to add."""
        back = format_html(
            '<p><a href="{}">{}</a></p>',
            framework.get_absolute_url(),
            _("To the page of %(edition)s") % {"edition": framework},
        )
        groups = [(self.part_links(framework, name, model),) for name, model in PARTS.items()]
        return format_html_join("", "{}", [(back,), *groups])

    def part_links(self, framework: Framework, name: str, model: type[models.Model]):
        kind = f"admin:learning_outcomes_{model._meta.model_name}"
        rows = getattr(framework, name).only("pk", "code", "term" if model is GlossaryTerm else "title")
        lines = ((reverse(f"{kind}_change", args=[row.pk]), coded(row)) for row in rows)
        links = format_html_join("", '<li><a href="{}">{}</a></li>', lines)
        add = ""
        if not framework.frozen:
            text = _("Add one: %(kind)s") % {"kind": model._meta.verbose_name}
            add = format_html(
                '<a class="addlink" href="{}?framework={}">{}</a>', reverse(f"{kind}_add"), framework.pk, text
            )
        heading = capfirst(model._meta.verbose_name_plural)
        return format_html('<p><b>{}</b> {}</p><ul class="d-parts">{}</ul>', heading, add, links)


@admin.register(Crosswalk)
class CrosswalkAdmin(Publishable):
    list_display = ["code", "title", "origin", "target", "status", "published_at"]
    list_select_related = ["origin", "target"]
    inlines = [RelationInline]

    def get_readonly_fields(self, request, obj=None):
        """Once there, it stays between its two editions: its relations point into them."""
        return [*self.readonly_fields, *(["origin", "target"] if obj else [])]


@admin.register(Area)
class AreaAdmin(DraftOnlyPart):
    inlines = [DescriptorInline]


@admin.register(Unit, TailoredRule)
class PlainPartAdmin(DraftOnlyPart):
    pass


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(DraftOnlyPart):
    list_display = ["term", "source", "framework"]
    search_fields = ["code", "term", "text"]


@admin.register(LearningOutcome)
class LearningOutcomeAdmin(DraftOnlyPart):
    inlines = [DimensionInline, IndicatorInline]


@admin.register(WorkplacePeriod)
class WorkplacePeriodAdmin(DraftOnlyPart):
    inlines = [PeriodOutcomeInline, PeriodFocusInline, PeriodConversationInline]


@admin.register(Skill)
class SkillAdmin(DraftOnlyPart):
    inlines = [SkillDescriptorInline]
