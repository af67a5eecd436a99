"""Conversations, plans, goals and educators who were passed on, to look up: states, days and people. What people wrote
to each other is nobody's business here, and what one supervisor has to know (`PrivateNote`) is not here at all."""

from django.contrib import admin

from placements.admin import ReadOnlyAdmin

from .models import (
    Conversation,
    ConversationLog,
    Goal,
    GoalLog,
    LearningPlan,
    PassedOn,
    PassedOnLog,
    PlanApproval,
    PlanLog,
    PlanVersion,
    TalkRecord,
)


def by_student(placement: str) -> list[str]:
    return [f"{placement}__student__{name}" for name in ("first_name", "last_name")]


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyAdmin):
    list_display = fields = ["placement", "kind", "state", "day", "starts_at", "held_on"]
    list_filter = ["kind", "state"]
    list_select_related = ["placement__student", "placement__period"]
    search_fields = by_student("placement")


@admin.register(TalkRecord)
class TalkRecordAdmin(ReadOnlyAdmin):
    list_display = fields = ["conversation", "author", "role", "version", "saved_at"]
    list_select_related = ["conversation__placement__student", "author"]
    search_fields = by_student("conversation__placement")


@admin.register(LearningPlan)
class LearningPlanAdmin(ReadOnlyAdmin):
    list_display = fields = ["placement", "state"]
    list_filter = ["state"]
    list_select_related = ["placement__student", "placement__period"]
    search_fields = by_student("placement")


@admin.register(PlanVersion)
class PlanVersionAdmin(ReadOnlyAdmin):
    list_display = fields = ["plan", "number", "step", "made_by", "at"]
    list_select_related = ["plan__placement__student", "plan__placement__period", "made_by"]
    search_fields = by_student("plan__placement")


@admin.register(PlanApproval)
class PlanApprovalAdmin(ReadOnlyAdmin):
    list_display = fields = ["version", "line", "by", "role", "at"]
    list_select_related = ["version", "by"]
    search_fields = by_student("version__plan__placement")


@admin.register(Goal)
class GoalAdmin(ReadOnlyAdmin):
    """Which outcome it is about and whether it runs; its words stay with who set it."""

    list_display = fields = ["placement", "item", "set_in", "state", "since", "until"]
    list_filter = ["state"]
    list_select_related = ["placement__student", "placement__period", "item__outcome", "item__rule"]
    search_fields = by_student("placement")


@admin.register(PassedOn)
class PassedOnAdmin(ReadOnlyAdmin):
    """The name, without the address: that is contact data of one placement (Y01)."""

    list_display = fields = ["placement", "full_name", "unit", "state", "passed_on_at"]
    list_filter = ["state"]
    list_select_related = ["placement__student", "placement__period", "unit"]
    search_fields = [*by_student("placement"), "first_name", "last_name"]


class StepLogAdmin(ReadOnlyAdmin):
    """Who took which step when; the note that came with it is for who sits in it."""

    list_display = ["at", "step", "by", "role", "record"]
    fields = ["record", "step", "source", "target", "by", "role", "at"]
    list_select_related = ["by", "record"]


class OfPlacementAdmin(StepLogAdmin):
    list_select_related = ["by", "record__placement__student", "record__placement__period"]


admin.site.register([ConversationLog, PlanLog], OfPlacementAdmin)
admin.site.register([GoalLog, PassedOnLog], StepLogAdmin)
