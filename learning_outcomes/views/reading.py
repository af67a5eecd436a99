"""Read the frameworks. Everybody signed in may read what is published; a draft is for staff."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ..models import Framework
from ..overview import matrix, outside_periods


@require_safe
def framework_list(request: HttpRequest) -> HttpResponse:
    frameworks = Framework.objects.visible_to(request.user).for_list()
    return render(request, "learning_outcomes/framework_list.html", {"frameworks": frameworks})


@require_safe
def framework_detail(request: HttpRequest, code: str, edition: str) -> HttpResponse:
    frameworks = Framework.objects.visible_to(request.user).for_page()
    framework = get_object_or_404(frameworks, code=code, edition=edition)
    parts = {"framework": framework, "matrix": matrix(framework), "outcomes": outside_periods(framework)}
    return render(request, "learning_outcomes/framework_detail.html", parts)
