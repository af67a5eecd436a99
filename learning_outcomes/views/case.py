"""CASE 1.1 for other systems, read-only and without signing in: what is published knows nobody (REST binding 1.1).

Errors are the standard's imsx_StatusInfo, in English: a machine reads them.
"""

import re
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from learning_outcomes.exchange import answers, case_lookup
from learning_outcomes.models import Framework

UUID_TEXT = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
PAGE, LARGEST_PAGE = 100, 1000
FIELDS = {
    "identifier", "uri", "CFPackageURI", "caseVersion", "creator", "title", "lastChangeDateTime", "publisher",
    "description", "notes", "language", "version", "adoptionStatus", "statusStartDate", "extensions",
}  # fmt: skip


@login_not_required
@require_safe
def one(request: HttpRequest, identifier: str, find: Callable[[UUID], case_lookup.Answer | None]) -> HttpResponse:
    """One object by its identity; `find` says which kind."""
    if not UUID_TEXT.fullmatch(identifier):
        return failure(404, "invalid_uuid", "Invalid UUID")
    found = find(UUID(identifier))
    if found is None:
        return failure(404, "unknownobject", "Unknown Object")
    return answers.data(request, found.body, changed(found.document))


@login_not_required
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """All documents, page by page; X-Total-Count and Link say what there is more."""
    limit = answers.number(request, "limit", PAGE, 1, LARGEST_PAGE)
    offset = answers.number(request, "offset", 0, 0, 10**9)
    fields = set(request.GET.get("fields", "").split(",")) - {""}
    if limit is None or offset is None or not fields <= FIELDS or "filter" in request.GET:
        return failure(400, "invalid_selection_field", "limit, offset, fields or filter is not as it should be")
    if "sort" in request.GET or "orderBy" in request.GET:
        return failure(400, "invalid_sort_field", "Sorting is not supported")
    total, found = case_lookup.documents(offset, limit)
    kept = [{name: value for name, value in row.items() if not fields or name in fields} for row in found]
    response = answers.data(request, {"CFDocuments": kept})
    response.headers["X-Total-Count"] = str(total)
    response.headers["Link"] = other_pages(total, limit, offset)
    return response


def other_pages(total: int, limit: int, offset: int) -> str:
    """The Link header: the first and last page, and those before and after this one."""
    pages = {"first": 0, "last": max(total - 1, 0) // limit * limit}
    if offset > 0:
        pages["prev"] = max(offset - limit, 0)
    if offset + limit < total:
        pages["next"] = offset + limit
    url = settings.SITE_URL + reverse("case:documents")
    return ", ".join(f'<{url}?limit={limit}&offset={start}>; rel="{name}"' for name, start in pages.items())


def changed(document: case_lookup.Document | None):
    """When it last changed; a retired one changed since, at a moment that nobody noted."""
    return document.published_at if document and document.status != Framework.Status.RETIRED else None


def failure(status: int, code: str, sentence: str) -> HttpResponse:
    minor = {"imsx_codeMinorFieldName": "Driehoek", "imsx_codeMinorFieldValue": code}
    body = {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": sentence,
        "imsx_codeMinor": {"imsx_codeMinorField": [minor]},
    }
    return answers.refusal(body, status)
