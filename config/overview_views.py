"""The overview of somebody's students, as a page and as a spreadsheet."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from learning_outcomes.views.comparing import as_file

from .overview import Overview, may_see, overview_for
from .overview_reminders import dress
from .overview_sheet import overview_sheet


def _get_overview(request: HttpRequest) -> Overview:
    if not may_see(request.user):
        raise PermissionDenied
    return overview_for(request.user, request.GET)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """One line for each placement, filtered and sorted."""
    found = _get_overview(request)
    dress(found.page.object_list, found.show)
    return render(request, "home/overview.html", {"overview": found})


@require_safe
def overview_xlsx(request: HttpRequest) -> HttpResponse:
    """The same lines, all pages of them; no addresses (Y01)."""
    return as_file(overview_sheet(_get_overview(request)), "overzicht")
