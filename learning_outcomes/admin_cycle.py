"""The conversations of a draft period: listed on its page, each with its questions on a page of its own."""

from collections import Counter

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .admin_drafts import DraftOnlyAdmin, DraftOnlyInline, OrderedInline, ToldInTheHistory
from .admin_forms import OrderedForm
from .cycle_files import PEOPLE
from .forms import RowFormSet
from .models import ConversationQuestion, PeriodConversation
from .models.cycle import Person


class WithPeople:
    """Roles are ticked, not typed."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name not in PEOPLE:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        boxes = forms.CheckboxSelectMultiple()
        return forms.MultipleChoiceField(
            label=db_field.verbose_name, required=False, choices=Person.choices, widget=boxes
        )


class PeriodConversationInline(WithPeople, DraftOnlyInline):
    model = PeriodConversation
    form = OrderedForm
    fields = ["kind", "triangle", *PEOPLE, "order"]
    show_change_link = True


class QuestionFormSet(RowFormSet):
    """Only topics may share a field: any other holds one answer."""

    def clean(self) -> None:
        super().clean()
        rows = [form.cleaned_data for form in self.forms if getattr(form, "cleaned_data", None)]
        kept = [row.get("field") for row in rows if not row.get("DELETE")]
        for field, number in Counter(kept).items():
            if number > 1 and field and field != ConversationQuestion.Field.TOPIC:
                label = ConversationQuestion.Field(field).label
                raise ValidationError(
                    _("Two questions have their answer in '%(field)s'. Only topics may share a field.")
                    % {"field": label}
                )


class ConversationQuestionInline(OrderedInline):
    model = ConversationQuestion
    formset = QuestionFormSet
    fields = ["code", "text", "help", "field", "order"]


@admin.register(PeriodConversation)
class PeriodConversationAdmin(WithPeople, ToldInTheHistory, DraftOnlyAdmin):
    """Reached from its period, and leads back to it."""

    fields = ["period", "kind", "triangle", *PEOPLE]
    readonly_fields = ["period", "kind"]
    inlines = [ConversationQuestionInline]

    def has_module_permission(self, request) -> bool:
        return False

    def has_add_permission(self, request) -> bool:
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("period__framework")

    def named(self, obj) -> str:
        return f"{obj.period.code} {obj.kind}"

    def response_post_save_change(self, request, obj):
        return HttpResponseRedirect(reverse("admin:learning_outcomes_workplaceperiod_change", args=[obj.period_id]))

    def view_on_site(self, obj) -> str:
        return f"{obj.framework.get_absolute_url()}#period-{obj.period.code}"
