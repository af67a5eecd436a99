"""What the page that reminds reads from its form, and says afterwards."""

from collections.abc import Iterable

from django.contrib.messages import SUCCESS, WARNING
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.reminders import Reminded
from placements.models import User

KEPT = {"overview": ("show", "group", "school", "moment", "sort", "page"), "home": ("moment", "group", "turn", "page")}
LONGEST = 100  # characters of a filter that are kept
MOST_NAMES = 6


def numbers(values: Iterable[str]) -> list[int]:
    """The keys among what was posted; the rest is passed over."""
    return [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 19]


def way_back(request: HttpRequest) -> str:
    """The page the boxes stand on, with the filter, order and page it was looked at under."""
    page = "overview" if request.POST.get("back") == "overview" else "home"
    kept = {name: value[:LONGEST] for name in KEPT[page] if (value := request.GET.get(name))}
    mark = "#group" if page == "home" and kept else ""
    return reverse(page) + (f"?{urlencode(kept)}" if kept else "") + mark


def said_of(reminded: Reminded) -> tuple[int, str]:
    """How many people were reminded, and how many were today already: level and sentence of the message."""
    people, already = reminded.people, reminded.already
    if not people and not already:
        return WARNING, _("Choose at least one student for whom somebody else acts now.")
    if not people:
        text = ngettext("%(names)s was reminded today already.", "%(names)s were reminded today already.", len(already))
        return WARNING, text % _named(already)
    text = ngettext("%(number)s person reminded: %(names)s.", "%(number)s people reminded: %(names)s.", len(people))
    found = [text % _named(people)]
    if already:
        more = ngettext(
            "%(number)s was today already: %(names)s.", "%(number)s were today already: %(names)s.", len(already)
        )
        found.append(more % _named(already))
    return SUCCESS, " ".join(found)


def _named(people: list[User]) -> dict:
    """The number and the names; of many the first few."""
    names = [str(person) for person in people]
    if len(names) > MOST_NAMES:
        names = [*names[:MOST_NAMES], _("%(number)s others") % {"number": len(names) - MOST_NAMES}]
    return {"number": len(people), "names": get_text_list(names, _("and"))}
