"""The home page, one's own page, and the pages that are the same for everybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import reminders
from placements.middleware import kept_text_after_sign_in

from .forms import PreferencesForm
from .home import PAGES, kind_of
from .overview_reminders import remind_from
from .reminding import numbers, said_of, way_back


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this person today."""
    kind = kind_of(request.user)
    return render(request, f"home/{kind}.html", PAGES[kind](request))


@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Remind whoever acts on what was chosen; back to the page it was chosen on, with its filter, order and page."""
    if request.POST.get("back") == "overview":
        reminded = remind_from(request.user, numbers(request.POST.getlist("placement")), request.GET.get("show", ""))
    else:
        reminded = reminders.remind(
            reminders.of_forms(numbers(request.POST.getlist("form")), request.user), request.user
        )
    messages.add_message(request, *said_of(reminded))
    return redirect(way_back(request))


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """One's own choices, the ways to sign in, and the way out."""
    form = PreferencesForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        with translation.override(user.language):
            messages.success(request, _("Kept."))
        return redirect("profile")
    return render(request, "pages/profile.html", {"form": form})


@login_not_required
@require_safe
def plain_page(request: HttpRequest, name: str) -> HttpResponse:
    """Help, accessibility, privacy: text that anybody may read."""
    return render(request, f"pages/{name}.html")


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look for the sign of the site without reading a page."""
    return redirect(static("img/driehoek.svg"), permanent=True)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or in a browser without cookies. What was typed goes back onto the page."""
    if kept := kept_text_after_sign_in(request):
        return kept
    typed = [value for name, value in request.POST.items() if name != "csrfmiddlewaretoken" and value.strip()]
    return render(request, "csrf.html", {"typed": typed}, status=403)
