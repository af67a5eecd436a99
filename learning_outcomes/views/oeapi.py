"""Learning outcomes of the Open Education API, read-only and without signing in; errors are Problem JSON (RFC 9457)."""

from http import HTTPStatus
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from learning_outcomes.exchange import answers, oeapi

PAGE, LARGEST_PAGE = 10, 250
NOT_HERE = ("q", "since", "until", "fields", "exclude_fields", "expand", "filter_query", "filter_query_or")


@login_not_required
@require_safe
def learning_outcomes(request: HttpRequest) -> HttpResponse:
    """A page of them. What would give another answer than was asked for is refused, not ignored."""
    size = answers.number(request, "pageSize", PAGE, 1, LARGEST_PAGE)
    number = answers.number(request, "pageNumber", 1, 1, 10**6)
    if asked := [name for name in request.GET if name.partition("[")[0] in NOT_HERE]:
        return problem(HTTPStatus.BAD_REQUEST, f"{asked[0][:40]} is not supported here.")
    if size is None or number is None:
        return problem(HTTPStatus.BAD_REQUEST, f"pageSize is 1 to {LARGEST_PAGE}, pageNumber 1 or more.")
    return answers.data(request, oeapi.page(number, size))


@login_not_required
@require_safe
def learning_outcome(request: HttpRequest, identifier: str) -> HttpResponse:
    try:
        node = oeapi.find(UUID(identifier))
    except ValueError:
        return problem(HTTPStatus.BAD_REQUEST, "learningOutcomeId is not a UUID.")
    if node is None:
        return problem(HTTPStatus.NOT_FOUND, "There is no learning outcome with this learningOutcomeId.")
    if "expand" in request.GET:
        return problem(HTTPStatus.BAD_REQUEST, "expand is not supported here.")
    return answers.data(request, oeapi.described([node])[0])


def problem(status: HTTPStatus, detail: str) -> HttpResponse:
    body = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
    return answers.refusal(body, status, "application/problem+json")
