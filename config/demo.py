"""The demo page: step into every role, and read every mail that was sent. In the URLs in demo mode only."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from assessments.models import AssessmentForm
from placements import devices
from placements.links import BACKEND
from placements.models import OutgoingMail, Participation, Placement, User
from placements.roles import CORNER, Role

SHOWN = 30  # people per role, and mails per page
GROUPS: dict[str, str | Promise] = {
    Role.STUDENT: gettext_lazy("Students"),
    Role.WORKPLACE_MENTOR: gettext_lazy("Workplace mentors (by link, without account)"),
    Role.SCHOOL_EDUCATOR: gettext_lazy("School educators"),
    Role.INSTITUTE_EDUCATOR: gettext_lazy("Institute educators"),
    Role.UNIT_EXAMINER: gettext_lazy("Unit examiners"),
    Role.SUBJECT_EDUCATOR: gettext_lazy("Subject educators"),
    Role.STUDY_COACH: gettext_lazy("Study coaches"),
}


@login_not_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """All invented people by role, each with a button to step into the role."""
    groups = [
        {"title": title, "corner": CORNER[role], "people": found}
        for role, title in GROUPS.items()
        if (found := _people(role))
    ]
    staff = [
        (user, _("looks after people, schools and frameworks")) for user in User.objects.filter(is_staff=True)[:SHOWN]
    ]
    groups.append({"title": _("Administration"), "corner": "none", "people": staff})
    return render(request, "demo/people.html", {"groups": groups})


def _people(role: str) -> list[tuple[User, str]]:
    """The people in this role with a line about where they stand."""
    if role == Role.STUDENT:
        forms = Prefetch("forms", AssessmentForm.objects.filter(moment__in=["midterm", "final"]).order_by("-moment"))
        placements = Placement.objects.select_related("student", "period").prefetch_related(forms)[:SHOWN]
        return [(placement.student, _stage(placement)) for placement in placements]
    students: dict[User, list[str]] = {}
    for seat in Participation.objects.running().filter(role=role).select_related("user", "placement__student"):
        names = students.setdefault(seat.user, [])
        if seat.placement.student.first_name not in names:
            names.append(seat.placement.student.first_name)
    return [(user, _("with %(names)s") % {"names": _few(names)}) for user, names in list(students.items())[:SHOWN]]


def _few(names: list[str]) -> str:
    return get_text_list(names, _("and")) if len(names) <= 4 else _("%(number)s students") % {"number": len(names)}


def _stage(placement: Placement) -> str:
    states = [f"{form.get_moment_display()}: {form.get_state_display()}" for form in placement.forms.all()]
    week = [_("week %(week)s") % {"week": placement.week_now}] if placement.week_now else []
    return " · ".join(week + states)


@login_not_required
@require_POST
def step_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Be this person from now on, as if on a device of their own: or everybody would share the student's device."""
    user = get_object_or_404(User, pk=pk)
    request.COOKIES.pop(devices.COOKIE, None)
    login(request, user, backend=BACKEND)
    return redirect("home")


@login_not_required
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """The mails, newest first, with the link as it stands in the mail."""
    found = OutgoingMail.objects.select_related("recipient", "link__invitation", "code__invitation").order_by("-pk")
    page = Paginator(found, SHOWN).get_page(request.GET.get("page"))
    for mail in page.object_list:
        mail.url = reverse("placements:link", args=[mail.link.secret()]) if mail.link else mail.path
    return render(request, "demo/mails.html", {"page": page})


@login_not_required
@require_POST
def step_in_by_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the page a mail leads to, as its recipient: for the mails of people who sign in with an account."""
    mail = get_object_or_404(OutgoingMail.objects.select_related("recipient"), pk=pk)
    if not mail.path:
        raise Http404
    step_in(request, mail.recipient_id)
    return redirect(mail.path)


urlpatterns = [
    path("", people, name="demo"),
    path("people/<int:pk>/step-in/", step_in, name="demo_step_in"),
    path("mails/", mails, name="demo_mails"),
    path("mails/<int:pk>/open/", step_in_by_mail, name="demo_open_mail"),
]
