"""Frameworks as files and addresses for other systems; everybody may take along what they may read."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from learning_outcomes import yaml_export
from learning_outcomes.exchange import case_export
from learning_outcomes.models import Framework

# what an address calls it: who writes it, how the name of the file ends, what kind of file that is
FILES = {
    "yaml": (yaml_export.export_framework, "yaml", "application/yaml"),
    "case": (case_export.export_framework, "case.json", "application/json"),
}


@require_safe
def exchange(request: HttpRequest) -> HttpResponse:
    names = ("case:documents", "oeapi:learning_outcomes")
    case, oeapi = (settings.SITE_URL + reverse(name) for name in names)
    return render(request, "learning_outcomes/exchange.html", {"case": case, "oeapi": oeapi})


@require_safe
def download(request: HttpRequest, code: str, edition: str, form: str) -> HttpResponse:
    framework = get_object_or_404(Framework.objects.visible_to(request.user), code=code, edition=edition)
    write, ending, kind = FILES[form]
    response = HttpResponse(write(framework), content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="raamwerk-{code}-{edition}.{ending}"'
    return response
