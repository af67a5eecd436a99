"""Answers for other systems: JSON that anybody may keep for an hour, with a tag that tells whether it changed."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from .case_export import dumped

HOUR = 3600


def data(request: HttpRequest, body: Any, changed: datetime | None = None) -> HttpResponse:
    """The body, or 304 for who has it already."""
    text = (body if isinstance(body, str) else dumped(body)).encode()
    etag = f'"{sha256(text).hexdigest()[:32]}"'
    moment = int(changed.timestamp()) if changed else None
    response = HttpResponse(text, content_type="application/json")
    response.headers["ETag"] = etag
    if moment:
        response.headers["Last-Modified"] = http_date(moment)
    response = get_conditional_response(request, etag, moment, response)
    response.headers["Cache-Control"] = f"public, max-age={HOUR}"
    return response


def refusal(body: dict[str, Any], status: int, kind: str = "application/json") -> HttpResponse:
    response = HttpResponse(dumped(body), status=status, content_type=kind)
    response.headers["Cache-Control"] = "no-store"
    return response


def number(request: HttpRequest, name: str, default: int, least: int, most: int) -> int | None:
    """A whole number of the query; None when it is none, or lies outside."""
    text = request.GET.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        return None
    return int(text) if least <= int(text) <= most else None
