"""What holds for every page with personal texts on it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import translation

from . import devices


def keeps_text(view: Callable) -> Callable:
    """Mark a view whose posted text must survive an expired session."""
    view.keeps_text = True
    return view


def kept_text(request: HttpRequest, status: int) -> HttpResponse:
    """A page that holds what was just posted, with a button that posts it again."""
    typed = [(name, value) for name, values in request.POST.lists() for value in values]
    fields = [(name, value) for name, value in typed if name != "csrfmiddlewaretoken"]
    return render(request, "placements/signed_out.html", {"fields": fields, "path": request.path}, status=status)


def kept_text_after_sign_in(request: HttpRequest) -> HttpResponse | None:
    """The same for a form from before signing in again, whose CSRF token no longer counts.

    None for other views, and for a post that another site may have made: its text would get a good token here.
    """
    match = request.resolver_match
    own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    return kept_text(request, status=403) if own and match and getattr(match.func, "keeps_text", False) else None


class KeepTextMiddleware:
    """An expired session never costs text: a save without a session comes back as a page that still holds it.

    With JavaScript the writing page keeps the text itself; it gets 401 and asks to sign in again in another tab.
    """

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if request.method != "POST" or request.user.is_authenticated or not getattr(view, "keeps_text", False):
            return None
        return kept_text(request, status=401)


class PersonalPagesMiddleware:
    """Personal pages are stored nowhere, speak the person's language, and set the device cookie when there is one.

    Whoever is not signed in reads Dutch, whatever the browser asks for: the people of a Dutch school came by a mail.
    """

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = request.user.language if request.user.is_authenticated else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        devices.set_cookie(request, response)
        if request.user.is_authenticated or request.method == "POST":
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class WayBackMiddleware:
    """The address of a button, opened as a page (a tab that comes back after a fault), says where the page is."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET" or response.content:
            return response
        page = render(request, "405.html", {"back": page_above(request.path)}, status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page


def page_above(path: str) -> str:
    """The nearest address above this one that leads somewhere: '/concerns/3/told/' -> '/concerns/3/'."""
    while path.strip("/"):
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return "/"
