"""What every page's frame needs: how it looks for this person, and the menu."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from placements.models import Placement


@dataclass(frozen=True)
class MenuItem:
    label: str | Promise
    url: str
    current: str = ""  # the value of aria-current: "page" here, "true" somewhere below it


def page(request: HttpRequest) -> dict:
    """The day, whether the demo page exists, the appearance, and the menu (looked up only where it is shown)."""
    user = getattr(request, "user", None)
    return {
        "demo": settings.DEMO,
        "today": timezone.localdate(),
        "theme": getattr(user, "theme", "device"),
        "menu": SimpleLazyObject(lambda: menu_for(request)),
        "editions_used": SimpleLazyObject(lambda: editions_used(request)),
    }


def editions_used(request: HttpRequest) -> set[int]:
    """The editions that the running placements of this student use; asked only by the page of a retired one."""
    running = Placement.objects.filter(student=request.user, end__gte=timezone.localdate())
    return set(running.values_list("period__framework", flat=True))


def menu_for(request: HttpRequest) -> list[MenuItem]:
    """A student: today, placement, portfolio. Others: today, students, frameworks, calibration. Staff: more."""
    is_student = Placement.objects.filter(student=request.user).exists()
    links = STUDENT_LINKS if is_student else EDUCATOR_LINKS
    return [_item(request, label, name) for label, name in links + (STAFF_LINKS if request.user.is_staff else [])]


STUDENT_LINKS = [
    (_("Today"), "home"),
    (_("Placement"), "placements:placement_list"),
    (_("Portfolio"), "portfolio:collections"),
]
EDUCATOR_LINKS = [
    (_("Today"), "home"),
    (_("Students"), "placements:placement_list"),
    (_("Frameworks"), "learning_outcomes:framework_list"),
    (_("Calibration"), "assessments:calibration_list"),
]
STAFF_LINKS = [(_("Administration"), "admin:index")]


def _item(request: HttpRequest, label: str | Promise, name: str) -> MenuItem:
    url = reverse(name)
    places = (url, reverse("crosswalks:crosswalk_list")) if name == "learning_outcomes:framework_list" else (url,)
    below = "true" if url != "/" and request.path.startswith(places) else ""
    return MenuItem(label, url, "page" if request.path == url else below)
