"""Forms, logs and sealed versions are read here, never written; a placement is made here, with both its forms."""

from django.contrib import admin

from placements.admin import PlacementAdmin
from placements.models import Placement

from .models import AssessmentForm, AssessmentFormLog, DecisionLog, SealedPaper, SealedVersion, UnitDecision


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Placement)
class PlacementWithFormsAdmin(PlacementAdmin):
    """A placement that is saved here gets its midterm and final form, with the dates of its weeks."""

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        AssessmentForm.objects.start_for(form.instance)


@admin.register(AssessmentForm)
class AssessmentFormAdmin(admin.ModelAdmin):
    """Dates can be moved here; states and texts cannot."""

    list_display = ["placement", "moment", "state", "reflect_by", "respond_by", "decide_by"]
    list_filter = ["moment", "state"]
    list_select_related = ["placement__student", "placement__period"]
    readonly_fields = ["placement", "moment", "state", "handed_in_at", "signed_at", "signed_by"]

    def save_model(self, request, obj, form, change) -> None:
        """Only the dates: somebody may sign while the dates are on the screen."""
        obj.save(update_fields=form.changed_data)

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class StepLogAdmin(ReadOnlyAdmin):
    list_display = ["at", "step", "by", "role", "record"]
    list_select_related = ["by"]


admin.site.register(AssessmentFormLog, StepLogAdmin)
admin.site.register(DecisionLog, StepLogAdmin)


@admin.register(UnitDecision)
class UnitDecisionAdmin(ReadOnlyAdmin):
    list_display = ["form", "unit", "state", "decided_by", "decided_at"]
    list_select_related = ["form__placement__student", "unit", "decided_by"]


@admin.register(SealedVersion)
class SealedVersionAdmin(ReadOnlyAdmin):
    list_display = ["placement", "number", "occasion", "sealed_at", "check_code"]
    list_select_related = ["placement__student", "placement__period"]
    exclude = ["content"]


@admin.register(SealedPaper)
class SealedPaperAdmin(ReadOnlyAdmin):
    list_display = ["file", "sha256", "made_at"]
