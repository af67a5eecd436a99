"""What the pages of the administration share: a draft can be edited, what is published only read.

Whoever saves locks the framework first and looks again: nobody changes what is published at the same moment.
"""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from . import editions
from .admin_forms import OrderedForm, TextsField
from .forms import PlainText, RowFormSet
from .models import Crosswalk, Framework, LearningOutcome

# Where the choices of a link come from, within the framework that is being edited.
WITHIN = {"area": "framework", "parent": "framework", "level": "framework", "unit": "framework", "phase": "framework"}
WITHIN |= {"outcome": "framework", "carried_over_with": "framework", "dimension": "outcome__framework"}
BOX = forms.Textarea(attrs={"rows": 3, "cols": 90})
FIELDS = {
    models.CharField: {"form_class": PlainText},
    models.SlugField: {},
    models.TextField: {"form_class": PlainText, "widget": BOX},
    models.JSONField: {"form_class": TextsField, "widget": BOX},
}


def is_frozen(obj) -> bool:
    """Whether an object of this app, or what it is part of, may not change; a new object may."""
    if obj is None or obj.pk is None:
        return False
    return obj.frozen if isinstance(obj, Framework | Crosswalk) else obj.framework.frozen


def framework_of(request: HttpRequest, obj) -> Framework | None:
    """The framework that is being edited; for a new part the one that the address or the form names."""
    if obj is not None and obj.pk is not None:
        return obj if isinstance(obj, Framework) else getattr(obj, "framework", None)
    named = request.POST.get("framework") or request.GET.get("framework") or ""
    return Framework.objects.filter(pk=named).first() if named.isdecimal() and len(named) < 19 else None


def coded(row: models.Model) -> str:
    """How a part is called in a list to choose from: several may have the same title."""
    return str(row) if str(row).startswith(row.code) else f"{row.code} {row}"


class DraftOnly:
    """Adding, changing and deleting only while it is a draft. For inlines `obj` is the parent."""

    class Media:
        css = {"all": ["css/admin.css"]}

    formfield_overrides = FIELDS

    def has_change_permission(self, request, obj=None):
        return not is_frozen(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return not is_frozen(obj) and super().has_delete_permission(request, obj)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A part is chosen here, and made or deleted on its own page: no signs for that beside the list."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Only parts of the same framework, asked for once however many rows there are."""
        within = WITHIN.get(db_field.name)
        if within is None:
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        rows = db_field.related_model._default_manager.filter(**{within: request.framework})
        if db_field.name == "dimension" and isinstance(request.edited, LearningOutcome):
            rows = rows.filter(outcome=request.edited)
            kwargs["help_text"] = _("Save a new dimension first; then it can be chosen here.")
        field = super().formfield_for_foreignkey(db_field, request, **(kwargs | {"queryset": rows}))
        field.label_from_instance = coded
        field.choices = list(field.choices)
        return field


class DraftOnlyInline(DraftOnly, admin.TabularInline):
    extra = 0
    formset = RowFormSet

    def has_add_permission(self, request, obj):
        return not is_frozen(obj) and super().has_add_permission(request, obj)


class OrderedInline(DraftOnlyInline):
    form = OrderedForm


class DraftOnlyAdmin(DraftOnly, admin.ModelAdmin):
    """What has a page of its own here."""

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found is None or request.method != "POST":
            return found
        editions.locked(found if isinstance(found, Framework | Crosswalk) else found.framework)
        return super().get_object(request, object_id, from_field)

    def get_form(self, request, obj=None, change=False, **kwargs):
        request.edited, request.framework = obj, framework_of(request, obj)
        if request.method == "POST" and obj is None and request.framework:
            editions.locked(request.framework)  # a new part: of which framework is known only now
        return super().get_form(request, obj, change=change, **kwargs)

    def get_formsets_with_inlines(self, request, obj=None):
        request.edited, request.framework = obj, framework_of(request, obj)
        return super().get_formsets_with_inlines(request, obj)


class ToldInTheHistory:
    """What happens to a part is written down with its framework too."""

    def log_addition(self, request, obj, message):
        self.log_part(request, obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        self.log_part(request, obj)
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        for obj in queryset:
            self.log_part(request, obj)
        return super().log_deletions(request, queryset)

    def log_part(self, request, obj) -> None:
        part = {"kind": obj._meta.verbose_name, "code": self.named(obj)}
        editions.log(obj.framework, request.user, editions.CHANGE, _("Part: %(kind)s %(code)s.") % part)

    def named(self, obj) -> str:
        """What tells this part from the others of its kind."""
        return obj.code


class DraftOnlyPart(ToldInTheHistory, DraftOnlyAdmin):
    """A part of a framework with a page of its own; it stays in the framework it was made in, and leads back to it."""

    form = OrderedForm
    list_display = ["code", "title", "framework"]
    list_filter = ["framework"]
    list_select_related = ["framework"]
    search_fields = ["code", "title"]

    def get_fields(self, request, obj=None):
        """What people fill in first comes first; the place in the row comes last."""
        names = [name for name in super().get_fields(request, obj) if name not in {"framework", "order"}]
        return ["framework", *sorted(names, key=WITHIN.__contains__), "order"]

    def get_readonly_fields(self, request, obj=None):
        return ["framework"] if obj else []

    def get_changeform_initial_data(self, request):
        return super().get_changeform_initial_data(request) | {"order": None}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "framework":
            kwargs["queryset"] = Framework.objects.filter(status=Framework.Status.DRAFT)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def view_on_site(self, obj) -> str:
        anchor = f"#outcome-{obj.code}" if isinstance(obj, LearningOutcome) else ""
        return f"{obj.framework.get_absolute_url()}{anchor}"

    def response_post_save_add(self, request, obj):
        return back_to(obj.framework)

    def response_post_save_change(self, request, obj):
        return back_to(obj.framework)


def back_to(framework: Framework) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:learning_outcomes_framework_change", args=[framework.pk]))
