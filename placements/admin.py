"""People and placements for who runs the site. Nobody signs in here apart: the same door, the same second step."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from learning_outcomes.models import WorkplacePeriod

from .models import FreeDays, Institute, Invitation, OutgoingMail, Participation, Partnership, Placement, School, User
from .signals import seats_changed

admin.site.login = secure_admin_login(admin.site.login)
admin.site.site_header = admin.site.site_title = "Driehoek"


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """No passwords. Rights, and the people who have them, are for superusers: who changes an address can sign in."""

    list_display = ["__str__", "email", "by_link_only", "is_staff", "is_active", "last_login"]
    list_filter = ["is_active", "is_staff", "by_link_only"]
    search_fields = ["first_name", "last_name", "email"]
    readonly_fields = ["joined_at", "last_login"]
    filter_horizontal = ["groups", "user_permissions"]
    fieldsets = [
        (None, {"fields": ["first_name", "last_name", "email", "by_link_only", "is_active"]}),
        (_("Choices"), {"fields": ["language", "theme", "plain_type"]}),
        (_("Rights"), {"fields": ["is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Since"), {"fields": ["joined_at", "last_login"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        rights = [] if request.user.is_superuser else ["is_staff", "is_superuser", "groups", "user_permissions"]
        return [*self.readonly_fields, *rights]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        privileged = obj is not None and (obj.is_staff or obj.is_superuser)
        return super().has_change_permission(request, obj) and (request.user.is_superuser or not privileged)

    def save_model(self, request: HttpRequest, obj: User, form, change: bool) -> None:
        obj.email = obj.email.strip().lower()
        if not change:
            obj.password = make_password(None)
        super().save_model(request, obj, form, change)
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()  # an old address opens no door


class FreeDaysInline(admin.TabularInline):
    """Days on which no conversation is proposed (P02)."""

    model = FreeDays
    fields = ["title", "first_day", "last_day"]
    extra = 0


@admin.register(Institute)
class InstituteAdmin(admin.ModelAdmin):
    inlines = [FreeDaysInline]
    list_display = ["name", "department", "dialogue_days", "position_days"]
    search_fields = ["name", "department"]


@admin.register(School)
class SchoolAdmin(admin.ModelAdmin):
    inlines = [FreeDaysInline]
    list_display = ["name", "location"]
    search_fields = ["name", "location"]


@admin.register(Partnership)
class PartnershipAdmin(admin.ModelAdmin):
    list_display = ["name", "institute"]
    list_select_related = ["institute"]
    search_fields = ["name"]
    autocomplete_fields = ["institute"]
    filter_horizontal = ["schools"]


def people_of(forms_of_seats, gone=()) -> list[User]:
    """Who sits in these seats, who sat there before they were saved, and who sat in those that are `gone`."""
    before = [form.initial.get("user") for form in forms_of_seats]
    now = [form.instance.user_id for form in forms_of_seats]
    return list(User.objects.filter(pk__in={*before, *now, *(seat.user_id for seat in gone)} - {None}))


class ParticipationInline(admin.TabularInline):
    model = Participation
    fields = ["user", "role", "unit", "outcome", "since", "until"]
    raw_id_fields = ["user", "unit", "outcome"]
    extra = 0


def period_with_edition(period: WorkplacePeriod) -> str:
    """Two editions have periods of the same name."""
    return f"{period.title}, {period.framework.title} {period.framework.edition}"


class PlacementForm(forms.ModelForm):
    def clean(self) -> dict:
        """Once per student and period, as in the database; one that ended early does not count."""
        said = super().clean()
        same = Placement.objects.filter(student=said.get("student"), period=said.get("period"), ended_on=None)
        if self.instance.ended_on is None and same.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This student has a placement in this period already."))
        return said


class PlacementAdmin(admin.ModelAdmin):
    """Not registered here: the app that opens forms for a placement registers its own version of this."""

    form = PlacementForm
    list_display = ["student", "school", "period", "start", "end"]
    list_filter = ["period", "institute"]
    list_select_related = ["student", "school", "period"]
    search_fields = ["student__first_name", "student__last_name", "student_number", "school__name"]
    autocomplete_fields = ["student", "school", "institute", "partnership"]
    raw_id_fields = ["duo_with"]
    date_hierarchy = "start"
    inlines = [ParticipationInline]

    def save_formset(self, request: HttpRequest, form, formset, change) -> None:
        """Who came to sit around the student or left is told of by a signal."""
        super().save_formset(request, form, formset, change)
        if formset.model is Participation:
            changed = [one for one in formset.forms if one.has_changed()]
            if people := people_of(changed, formset.deleted_objects):
                seats_changed.send(Participation, placement=form.instance, people=people, by=request.user)

    def get_readonly_fields(self, request: HttpRequest, obj: Placement | None = None) -> list[str]:
        """One that ended early keeps its days."""
        return ["start", "end", "gap_start", "gap_end", "ended_on", "period"] if obj and obj.ended_on else []

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        """A new placement gets a period of a published edition; one that is there keeps what it has."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "period":
            edited = unquote(request.resolver_match.kwargs.get("object_id", "")) or None
            own = WorkplacePeriod.objects.filter(placements__in=Placement.objects.filter(pk=edited))
            periods = [*WorkplacePeriod.objects.for_new_placement(), *own.select_related("framework")]
            field.queryset = WorkplacePeriod.objects.filter(pk__in=[period.pk for period in periods])
            field.choices = [("", "---------"), *((p.pk, period_with_edition(p)) for p in dict.fromkeys(periods))]
        return field


@admin.register(Participation)
class ParticipationAdmin(admin.ModelAdmin):
    """Confirming is done on the page for it, by who knows the person."""

    list_display = ["user", "role", "placement", "since", "until", "confirmed_by"]
    list_filter = ["role"]
    list_select_related = ["user", "placement__student", "placement__period", "confirmed_by"]
    search_fields = ["user__first_name", "user__last_name", "placement__student__last_name"]
    raw_id_fields = ["placement", "user", "unit", "outcome"]
    readonly_fields = ["confirmed_by", "confirmed_at"]

    def save_model(self, request: HttpRequest, obj: Participation, form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        people, before = people_of([form]), form.initial.get("placement", obj.placement_id)
        for placement in Placement.objects.filter(pk__in={obj.placement_id, before}).order_by("pk"):
            seats_changed.send(Participation, placement=placement, people=people, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Participation) -> None:
        super().delete_model(request, obj)
        seats_changed.send(Participation, placement=obj.placement, people=[obj.user], by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset) -> None:
        for seat in queryset.select_related("placement", "user").order_by("pk"):
            self.delete_model(request, seat)


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["participation", "invited_by", "created_at", "accepted_at", "withdrawn_at"]
    list_select_related = ["participation__user", "invited_by"]
    search_fields = ["participation__user__last_name", "invited_by__last_name"]


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    """Who was told what, and what still waits. The links and codes of mails are nobody's to read."""

    list_display = ["recipient", "subject", "kind", "created_at", "sent_at", "attempts"]
    list_filter = ["kind", ("sent_at", admin.EmptyFieldListFilter)]
    list_select_related = ["recipient"]
    search_fields = ["recipient__last_name", "subject"]
    exclude = ["link", "code"]
