"""The first shelf: the assessment collections, and the papers in them; and a comparison of frameworks on paper."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from learning_outcomes.views.comparing import two_frameworks

from .comparison_paper import comparison_paper
from .models import Collection, Item
from .pdf import PaperFailed


@require_safe
def collections(request: HttpRequest) -> HttpResponse:
    """The collections somebody may open: of one's own placement, or of the placements one stands in."""
    found = Collection.objects.visible_to(request.user).for_page()
    return render(request, "portfolio/collection_list.html", {"collections": found})


@require_safe
def collection(request: HttpRequest, pk: int) -> HttpResponse:
    """One collection with its papers."""
    found = get_object_or_404(Collection.objects.visible_to(request.user).for_page(), pk=pk)
    return render(request, "portfolio/collection_detail.html", {"collection": found})


@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF itself. It runs nothing, is stored nowhere on the way, and names the student when it is saved."""
    found = get_object_or_404(Item.objects.visible_to(request.user).for_file(), pk=pk)
    name = slugify(f"{found.collection.placement.student} {found.title}") + ".pdf"
    response = FileResponse(
        default_storage.open(found.file), as_attachment=True, filename=name, content_type="application/pdf"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def comparison_pdf(request: HttpRequest, **editions: str) -> HttpResponse:
    """Two frameworks side by side as PDF; a sentence and the way back when it cannot be made."""
    found = two_frameworks(request, **editions)
    try:
        pdf = comparison_paper(found)
    except PaperFailed as fault:
        messages.error(request, str(fault))
        return redirect("learning_outcomes:comparison", **editions)
    sides = [f"{side.framework.code}-{side.framework.edition}" for side in (found.left, found.right)]
    name = f"vergelijking-{'-'.join(sides)}.pdf"
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response.headers["Cache-Control"] = "no-store"
    return response
