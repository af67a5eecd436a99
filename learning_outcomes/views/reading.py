"""Read the frameworks. Everybody signed in may read what is published; a draft is for staff."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from learning_outcomes.carrying import still_to_carry
from learning_outcomes.folding import words_of
from learning_outcomes.glossing import Glossary
from learning_outcomes.models import Framework, LearningOutcome
from learning_outcomes.pages import MOST_PHASES, PER_PAGE, editions, framework_page, outcome_page, page_at, skill_rows
from learning_outcomes.searching import objection
from learning_outcomes.searching import search as found_by
from learning_outcomes.sizes import sized


@require_safe
def framework_list(request: HttpRequest) -> HttpResponse:
    found = editions(Framework.objects.visible_to(request.user).for_list())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "learning_outcomes/framework_list.html", {"page": page})


@require_safe
def framework_detail(request: HttpRequest, code: str, edition: str) -> HttpResponse:
    frameworks = sized(Framework.objects.visible_to(request.user)).select_related("replaces")
    framework = get_object_or_404(frameworks, code=code, edition=edition)
    page = framework_page(framework, request.GET)
    if request.user.is_staff and framework.replaces and framework.is_newest:
        page["to_carry"] = still_to_carry(framework)
        page["to_retire"] = framework.replaces if framework.replaces.status == Framework.Status.PUBLISHED else None
    return render(request, "learning_outcomes/framework_detail.html", page)


@require_safe
def outcome(request: HttpRequest, code: str, edition: str, outcome: str) -> HttpResponse:
    """One outcome with its observation guide."""
    framework = _framework(request, code, edition)
    outcomes = LearningOutcome.objects.select_related("framework", "area", "level")
    found = get_object_or_404(outcomes, framework=framework, code=outcome)
    return render(request, "learning_outcomes/outcome_detail.html", outcome_page(found, request.GET))


@require_safe
def skills(request: HttpRequest, code: str, edition: str) -> HttpResponse:
    """The complex professional skills in their phases (B01)."""
    framework = _framework(request, code, edition)
    phases = framework.skill_phases.all()[:MOST_PHASES]
    page = page_at(framework.skills.prefetch_related("cells"), request.GET)
    parts = {"framework": framework, "phases": phases, "page": page, "rows": skill_rows(page, phases)}
    return render(request, "learning_outcomes/skill_table.html", parts)


@require_safe
def glossary(request: HttpRequest, code: str, edition: str) -> HttpResponse:
    """What the words of a framework mean according to its sources (K01)."""
    framework = _framework(request, code, edition)
    parts = {"framework": framework, "page": page_at(framework.glossary.all(), request.GET)}
    return render(request, "learning_outcomes/glossary.html", parts)


@require_safe
def tailored(request: HttpRequest, code: str, edition: str) -> HttpResponse:
    """Every rule for who brings an outcome along from an earlier year (M01)."""
    framework = _framework(request, code, edition)
    page = page_at(framework.tailored_rules.select_related("carried_over_with"), request.GET)
    parts = {"framework": framework, "page": page, "glossary": Glossary(framework)}
    return render(request, "learning_outcomes/tailored.html", parts)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find words in all frameworks at once."""
    asked = request.GET.get("q", "")
    words = words_of(asked[:1000])
    refused = objection(asked, words)
    parts = {"asked": asked, "words": words, "refused": refused, "page": None}
    if words and not refused:
        everywhere = "everywhere" in request.GET
        found, elsewhere = found_by(request.user, words, request.GET.get("page"), everywhere=everywhere)
        parts |= {"page": found, "elsewhere": elsewhere, "nothing": not found.paginator.count}
    return render(request, "learning_outcomes/search.html", parts)


def _framework(request: HttpRequest, code: str, edition: str) -> Framework:
    return get_object_or_404(Framework.objects.visible_to(request.user), code=code, edition=edition)
