"""The observation guide and the table of skills on paper, to take along and to tick (L06, B01).

Made anew for whoever asks; nothing of anybody stands in them. Here and not with the frameworks, because paper is.
"""

from collections.abc import Callable, Iterable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from learning_outcomes.models import Framework, Indicator, LearningOutcome, WorkplacePeriod
from learning_outcomes.pages import skill_rows

from .pdf import PaperFailed, render_pdf

MOST_OUTCOMES = 60
MOST_INDICATORS = 1000
MOST_SKILLS = 200


class TooMuch(Exception):
    """More than fits a paper somebody would print."""

    def __init__(self) -> None:
        super().__init__(_("That is too much for one paper. Take the paper of one period or of one learning outcome."))


def paper_view(view: Callable) -> Callable:
    """Answers with the PDF that the view makes; when there is none, with the framework and the reason."""

    @require_safe
    @wraps(view)
    def page(request: HttpRequest, code: str, edition: str, **more) -> HttpResponse:
        framework = get_object_or_404(Framework.objects.visible_to(request.user), code=code, edition=edition)
        try:
            name, content = view(request, framework, **more)
        except (TooMuch, PaperFailed) as reason:
            messages.error(request, str(reason))
            return redirect(framework)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{slugify(name) or "kijkkader"}.pdf"'
        response["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; sandbox"
        )
        return response

    return page


@paper_view
def guide_pdf(request: HttpRequest, framework: Framework) -> tuple[str, bytes]:
    """The guide of one period (`?period=`), or of every outcome of the framework."""
    outcomes, title = framework.outcomes.all(), ""
    if code := request.GET.get("period", "").replace("\0", ""):  # PostgreSQL refuses to look for NUL
        period = get_object_or_404(WorkplacePeriod, framework=framework, code=code)
        outcomes, title = outcomes.filter(period_outcomes__period=period), period.title
    outcomes = outcomes.filter(indicators__isnull=False).distinct()
    if outcomes.count() > MOST_OUTCOMES or Indicator.objects.filter(outcome__in=outcomes).count() > MOST_INDICATORS:
        raise TooMuch
    if code:
        outcomes = outcomes.order_by("period_outcomes__order", "order", "id")
    return f"kijkkader {framework.code} {code or ''} {framework.edition}", paper_of_guide(
        framework, outcomes.for_page(), title
    )


@paper_view
def outcome_pdf(request: HttpRequest, framework: Framework, outcome: str) -> tuple[str, bytes]:
    """The guide of one outcome."""
    outcomes = framework.outcomes.filter(code=outcome)
    found = get_object_or_404(outcomes)
    if found.indicators.count() > MOST_INDICATORS:
        raise TooMuch
    return f"kijkkader {framework.code} {outcome} {framework.edition}", paper_of_guide(
        framework, outcomes.for_page(), found.title
    )


@paper_view
def skills_pdf(request: HttpRequest, framework: Framework) -> tuple[str, bytes]:
    """The table of skills on one wide sheet."""
    if framework.skills.count() > MOST_SKILLS:
        raise TooMuch
    return f"vaardigheden {framework.code} {framework.edition}", paper_of_skills(framework)


def paper_of_guide(framework: Framework, outcomes: Iterable[LearningOutcome], title: str) -> bytes:
    """One table per outcome, with room to tick what was seen. Raises PaperFailed."""
    outcomes = list(outcomes)
    codes = " ".join(outcome.code for outcome in outcomes)
    return _paper(
        "portfolio/guide_print.html",
        framework,
        gettext_lazy("Observation guide"),
        f"{codes} {title}",
        outcomes=outcomes,
        part=title,
    )


def paper_of_skills(framework: Framework) -> bytes:
    """The table of skills and phases. Raises PaperFailed."""
    phases = framework.skill_phases.all()
    rows = skill_rows(framework.skills.prefetch_related("cells"), phases)
    return _paper(
        "portfolio/skills_print.html", framework, gettext_lazy("Skills in phases"), "skills", phases=phases, rows=rows
    )


def _paper(template: str, framework: Framework, title: Promise, what: str, **parts) -> bytes:
    """A paper is Dutch whatever its reader's screen is, and the same bytes for the same texts."""
    with translation.override("nl"):
        state = framework.get_status_display().upper()
        edition = f"{framework.title} {framework.edition}"
        place = f"{settings.SITE_URL}{framework.get_absolute_url()}"
        paper = {"title": f"{title}, {edition}", "head": f"{title} · {edition}", "state": state}
        paper |= {"moment": parts.get("part") or edition, "kind": "vast" if framework.frozen else "concept"}
        paper["foot"] = f"{edition}\n{framework.publisher}, {framework.year}\n{place}"
        html = render_to_string(template, {"framework": framework, "paper": paper, **parts})
    return render_pdf(html, identifier=f"{framework.uuid} {what}")
