"""Edit a draft framework. A published edition can be read, not changed: a change is a new edition (decisions 4).

Whoever saves locks the framework first and looks again: nobody changes what is published at the same moment.
"""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from . import editions
from .admin_forms import OrderedForm, OrderedRelationForm, TextsField
from .forms import PlainText, RelationForm, RelationFormSet, RowFormSet
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


class DraftOnlyPart(DraftOnlyAdmin):
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
        """The history of a framework tells of its parts too."""
        part = {"kind": obj._meta.verbose_name, "code": obj.code}
        editions.log(obj.framework, request.user, editions.CHANGE, _("Part: %(kind)s %(code)s.") % part)

    def view_on_site(self, obj) -> str:
        anchor = f"#outcome-{obj.code}" if isinstance(obj, LearningOutcome) else ""
        return f"{obj.framework.get_absolute_url()}{anchor}"

    def response_post_save_add(self, request, obj):
        return back_to(obj.framework)

    def response_post_save_change(self, request, obj):
        return back_to(obj.framework)


def back_to(framework: Framework) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:learning_outcomes_framework_change", args=[framework.pk]))


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
    inlines = [PeriodOutcomeInline, PeriodFocusInline]


@admin.register(Skill)
class SkillAdmin(DraftOnlyPart):
    inlines = [SkillDescriptorInline]
