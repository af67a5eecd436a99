"""Edit a draft framework. A published edition can be read, not changed: a change is a new edition (decisions 4)."""

from django.contrib import admin, messages
from django.db import models
from django.utils.translation import gettext_lazy as _

from .forms import PlainText, RelationForm, RelationFormSet
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


def is_frozen(obj) -> bool:
    """Whether an object of this app, or what it is part of, may not change; a new object may."""
    if obj is None or obj.pk is None:
        return False
    return obj.frozen if isinstance(obj, Framework | Crosswalk) else obj.framework.frozen


class DraftOnly:
    """Adding, changing and deleting only while it is a draft. For inlines `obj` is the parent."""

    formfield_overrides = {
        models.CharField: {"form_class": PlainText},
        models.SlugField: {},
        models.TextField: {"form_class": PlainText},
    }

    def has_change_permission(self, request, obj=None):
        return not is_frozen(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return not is_frozen(obj) and super().has_delete_permission(request, obj)


class DraftOnlyInline(DraftOnly, admin.TabularInline):
    extra = 0

    def has_add_permission(self, request, obj):
        return not is_frozen(obj) and super().has_add_permission(request, obj)


class DraftOnlyPart(DraftOnly, admin.ModelAdmin):
    """A part of a framework with a page of its own; it stays in the framework it was made in."""

    list_display = ["code", "title", "framework"]
    list_filter = ["framework"]
    list_select_related = ["framework"]
    search_fields = ["code", "title"]

    def get_readonly_fields(self, request, obj=None):
        return ["framework"] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "framework":
            kwargs["queryset"] = Framework.objects.filter(status=Framework.Status.DRAFT)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class LevelInline(DraftOnlyInline):
    model = Level


class UnitInline(DraftOnlyInline):
    model = Unit
    fields = ["code", "title", "collection_title", "level", "asks_trust", "order"]
    show_change_link = True


class DescriptorInline(DraftOnlyInline):
    model = Descriptor


class DimensionInline(DraftOnlyInline):
    model = Dimension


class IndicatorInline(DraftOnlyInline):
    model = Indicator


class SkillPhaseInline(DraftOnlyInline):
    model = SkillPhase


class SkillDescriptorInline(DraftOnlyInline):
    model = SkillDescriptor


class PeriodOutcomeInline(DraftOnlyInline):
    model = PeriodOutcome


class PeriodFocusInline(DraftOnlyInline):
    model = PeriodFocus


class RelationInline(DraftOnlyInline):
    model = Relation
    form = RelationForm
    formset = RelationFormSet
    fields = RelationForm.Meta.fields

    def get_queryset(self, request):
        ends = Endpoint.objects.with_nodes()
        return super().get_queryset(request).prefetch_related(*(models.Prefetch(f, ends) for f in ("origin", "target")))


class Publishable(DraftOnly, admin.ModelAdmin):
    """Something that starts as a draft and is frozen once published."""

    readonly_fields = ["status", "published_at"]
    list_filter = ["status"]
    search_fields = ["code", "title"]
    actions = ["publish"]

    @admin.action(description=_("Publish the chosen drafts"), permissions=["change"])
    def publish(self, request, queryset):
        drafts = [row for row in queryset if not row.frozen]
        for row in drafts:
            row.publish()
            self.log_change(request, row, "published")
            self.message_user(request, _("%(framework)s is published and frozen.") % {"framework": row})
        if not drafts:
            self.message_user(request, _("None of these is a draft."), messages.WARNING)


@admin.register(Framework)
class FrameworkAdmin(Publishable):
    list_display = ["code", "edition", "title", "status", "published_at"]
    list_filter = ["status", "code"]
    inlines = [LevelInline, UnitInline, SkillPhaseInline]
    actions = ["publish", "retire"]

    @admin.action(description=_("Retire the chosen editions"), permissions=["change"])
    def retire(self, request, queryset):
        for framework in queryset.filter(status=Framework.Status.PUBLISHED):
            framework.retire()
            self.log_change(request, framework, "retired")
            self.message_user(request, _("%(framework)s is retired.") % {"framework": framework})


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


@admin.register(Unit)
class UnitAdmin(DraftOnlyPart):
    pass


@admin.register(LearningOutcome)
class LearningOutcomeAdmin(DraftOnlyPart):
    inlines = [DimensionInline, IndicatorInline]


@admin.register(WorkplacePeriod)
class WorkplacePeriodAdmin(DraftOnlyPart):
    inlines = [PeriodOutcomeInline, PeriodFocusInline]


@admin.register(Skill)
class SkillAdmin(DraftOnlyPart):
    inlines = [SkillDescriptorInline]


@admin.register(TailoredRule)
class TailoredRuleAdmin(DraftOnlyPart):
    pass


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(DraftOnlyPart):
    list_display = ["code", "term", "framework"]
    search_fields = ["code", "term"]
