"""Collections and their papers, to look at: what was filed is never changed by hand."""

from django.contrib import admin

from .models import Collection, Item


class ItemInline(admin.TabularInline):
    model = Item
    fields = readonly_fields = ["title", "filed_at", "sha256"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Collection)
class CollectionAdmin(admin.ModelAdmin):
    list_display = ["placement", "unit", "kind"]
    list_select_related = ["placement__student", "placement__period", "unit"]
    search_fields = ["placement__student__last_name", "placement__student__first_name"]
    inlines = [ItemInline]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
