"""Compare frameworks: two or three beside each other, an edition with the one before, and a transfer.

Everything on these pages follows from their address; nothing is stored.
"""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from learning_outcomes.choosing import ChooseForm, TransferForm, address_of
from learning_outcomes.comparing import Comparison, compare_frameworks
from learning_outcomes.coverage import SHAPE_WORDS, coverage
from learning_outcomes.models import Crosswalk, Framework
from learning_outcomes.shared_frame import missing_ties, shared_frame
from learning_outcomes.spreadsheets import MIME, comparison_sheet, verification_sheet
from learning_outcomes.transfer import transfer
from learning_outcomes.verification import DIFFERENT, STATUSES, Grid, verification

PAGE = 100  # rows of the verification grid
FILTERS = ["all", "corresponds", "here", "there"]


def two_frameworks(request: HttpRequest, code: str, edition: str, other_code: str, other_edition: str) -> Comparison:
    """The comparison that this address names, through every crosswalk this reader sees; 404 for one and the same."""
    frameworks = Framework.objects.visible_to(request.user).for_comparison()
    left = get_object_or_404(frameworks, code=code, edition=edition)
    right = get_object_or_404(frameworks, code=other_code, edition=other_edition)
    if left == right:
        raise Http404
    return compare_frameworks(left, right, Crosswalk.objects.visible_to(request.user).between(left, right).for_page())


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Choose two frameworks and go to their page, or three and see them here."""
    frameworks = list(Framework.objects.visible_to(request.user))
    form = ChooseForm(frameworks, request.GET if "second" in request.GET else None, initial=request.GET.dict())
    crosswalks = Crosswalk.objects.visible_to(request.user).select_related("origin", "target")
    page = {"form": form, "crosswalks": crosswalks}
    if form.is_valid():
        if len(form.chosen) == 2:
            return redirect(
                "learning_outcomes:comparison", *(part for one in form.chosen for part in (one.code, one.edition))
            )
        page |= three_frameworks(request, form.chosen)
    return render(request, "learning_outcomes/compare/choose.html", page)


def three_frameworks(request: HttpRequest, chosen: list[Framework]) -> dict:
    """Three frameworks in the order in which they were chosen, and the frame that two of them share with the third."""
    keys = [framework.pk for framework in chosen]
    found = {one.pk: one for one in Framework.objects.filter(pk__in=keys).for_comparison()}
    frameworks = [found[key] for key in keys]
    crosswalks = list(Crosswalk.objects.visible_to(request.user).between(*frameworks).for_page())
    missing = missing_ties(frameworks, crosswalks)
    return {"frameworks": frameworks, "shared": shared_frame(frameworks, crosswalks), "missing": missing}


@require_safe
def comparison(request: HttpRequest, **editions: str) -> HttpResponse:
    """Two frameworks side by side, and how far each covers the other."""
    found = two_frameworks(request, **editions)
    left, right = found.left, found.right
    for new, old in ((left.framework, right.framework), (right.framework, left.framework)):
        if new.replaces_id == old.pk:  # two editions of one framework meet by their codes
            return redirect("learning_outcomes:verification", new.code, new.edition)
    shown = request.GET.get("show")
    page = {
        "comparison": found,
        "elsewhere": [] if found.crosswalks else of_other_editions(request, left.framework, right.framework),
        "shown": shown if shown in FILTERS else "all",
        "coverages": [coverage(left, right.framework), coverage(right, left.framework)],
        "shapes": SHAPE_WORDS.items(),
        "editions": editions,
    }
    return render(request, "learning_outcomes/compare/comparison.html", page)


def of_other_editions(request: HttpRequest, one: Framework, other: Framework) -> list[tuple[Crosswalk, str]]:
    """The crosswalks between other editions of these two frameworks, each with these editions as an address asks it."""
    here = {one.code: one.edition, other.code: other.edition}
    there = Q(origin__code=one.code, target__code=other.code)
    back = Q(origin__code=other.code, target__code=one.code)
    found = Crosswalk.objects.visible_to(request.user).filter(there | back).select_related("origin", "target")
    sides = ((one, {"origin": here[one.origin.code], "target": here[one.target.code]}) for one in found)
    return [(crosswalk, urlencode(editions)) for crosswalk, editions in sides]


@require_safe
def comparison_xlsx(request: HttpRequest, **editions: str) -> HttpResponse:
    found = two_frameworks(request, **editions)
    sides = [f"{side.framework.code}-{side.framework.edition}" for side in (found.left, found.right)]
    return as_file(comparison_sheet(found), f"vergelijking-{'-'.join(sides)}")


def two_editions(request: HttpRequest, code: str, edition: str) -> tuple[Framework, Grid | None]:
    """An edition, and the grid from the one it replaces; None when it replaces none that this reader sees."""
    visible = Framework.objects.visible_to(request.user)
    new = get_object_or_404(visible, code=code, edition=edition)
    old = visible.filter(pk=new.replaces_id).first()
    if old is None:
        return new, None
    return new, verification(old, new, Crosswalk.objects.visible_to(request.user).between(old, new).for_page())


@require_safe
def verify(request: HttpRequest, code: str, edition: str) -> HttpResponse:
    """What became of every part of the edition before (H12)."""
    framework, grid = two_editions(request, code, edition)
    if grid is None:
        return render(request, "learning_outcomes/compare/verification.html", {"framework": framework})
    shown = request.GET.get("show")
    shown = shown if shown in {"all", *STATUSES} else DIFFERENT
    filters = [(name, word, grid.count(name)) for name, word in STATUSES.items()]
    different = grid.count(DIFFERENT)
    rows = Paginator(grid.shown(shown), PAGE).get_page(request.GET.get("page"))
    page = {"framework": framework, "grid": grid, "shown": shown, "filters": filters, "page": rows}
    page["different"] = different
    return render(request, "learning_outcomes/compare/verification.html", page)


@require_safe
def verification_xlsx(request: HttpRequest, code: str, edition: str) -> HttpResponse:
    framework, grid = two_editions(request, code, edition)
    if grid is None:
        raise Http404
    return as_file(verification_sheet(grid), f"verificatie-{framework.code}-{framework.edition}")


@require_safe
def transfer_report(request: HttpRequest) -> HttpResponse:
    """What was shown by one framework, seen from another (H05)."""
    frameworks = list(Framework.objects.visible_to(request.user))
    form = TransferForm(frameworks, request.GET if "target" in request.GET else None, initial=request.GET.dict())
    origin = form["origin"].value()
    start = next((framework for framework in frameworks if address_of(framework) == origin), None)
    shown = set(request.GET.getlist("shown"))
    page = {"form": form, "start": start, "outcomes": start.outcomes.all() if start else [], "shown": shown}
    if form.is_valid():
        names = [(one.code, one.edition) for one in (form.cleaned_data["origin"], form.cleaned_data["target"])]
        found = two_frameworks(request, *names[0], *names[1])
        page |= {"comparison": found, "report": transfer(found, shown)}
    return render(request, "learning_outcomes/compare/transfer.html", page)


def as_file(content: bytes, name: str) -> HttpResponse:
    """A workbook to save; it runs nothing and is stored nowhere on the way."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=MIME, headers=headers)
