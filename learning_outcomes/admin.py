"""Edit a draft framework. A published edition can be read, not changed: a change is a new edition (decisions 4)."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from .models import (
    Area,
    Descriptor,
    Dimension,
    Framework,
    Indicator,
    LearningOutcome,
    Level,
    PeriodFocus,
    PeriodOutcome,
    Unit,
    WorkplacePeriod,
)


def is_frozen(obj) -> bool:
    """Whether an object of this app belongs to a framework that may not change; a new object does not."""
    if obj is None or obj.pk is None:
        return False
    return obj.frozen if isinstance(obj, Framework) else obj.framework.frozen


class DraftOnly:
    """Adding, changing and deleting only while the framework is a draft. For inlines `obj` is the parent."""

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
    fields = ["code", "title", "collection_title", "asks_trust", "order"]
    show_change_link = True


class DescriptorInline(DraftOnlyInline):
    model = Descriptor


class DimensionInline(DraftOnlyInline):
    model = Dimension


class IndicatorInline(DraftOnlyInline):
    model = Indicator


class PeriodOutcomeInline(DraftOnlyInline):
    model = PeriodOutcome


class PeriodFocusInline(DraftOnlyInline):
    model = PeriodFocus


@admin.register(Framework)
class FrameworkAdmin(DraftOnly, admin.ModelAdmin):
    list_display = ["code", "edition", "title", "status", "published_at"]
    list_filter = ["status", "code"]
    search_fields = ["code", "title"]
    readonly_fields = ["status", "published_at"]
    inlines = [LevelInline, UnitInline]
    actions = ["publish"]

    @admin.action(description=_("Publish the chosen drafts"), permissions=["change"])
    def publish(self, request, queryset):
        drafts = list(queryset.filter(status=Framework.Status.DRAFT))
        for framework in drafts:
            framework.publish()
            self.log_change(request, framework, "published")
            self.message_user(request, _("%(framework)s is published and frozen.") % {"framework": framework})
        if not drafts:
            self.message_user(request, _("None of these is a draft."), messages.WARNING)


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
