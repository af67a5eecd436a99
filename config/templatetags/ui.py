"""The few drawn signs and the ways to write a day that every page uses (look, sections 1 and 3).

Builtins of every template, so no `{% load %}`: `triangle`, `sign`, `state`, `icon`, `logo`, `triad`, `refused`, `day`,
`due`.
A drawing without a label is hidden from screen readers: there is a word beside it.
"""

from datetime import date, datetime
from itertools import chain

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from learning_outcomes.wording import in_words
from placements.models import Placement
from placements.roles import CORNER, Role

register = template.Library()

CORNERS = ("student", "workplace", "institute")
CORNER_WORDS = {
    "student": gettext_lazy("student"),
    "workplace": gettext_lazy("workplace"),
    "institute": gettext_lazy("institute"),
    "all": gettext_lazy("all three"),
    "none": gettext_lazy("nobody"),
}

_RING = '<circle cx="11" cy="11" r="7.5" fill="none" stroke="currentColor" stroke-width="1.75"{}/>'
SIGNS = {
    "none": '<circle cx="11" cy="11" r="2.75" fill="var(--d-edge)"/>',
    "writing": _RING.format("") + '<path d="M11 3.5a7.5 7.5 0 0 1 0 15z" fill="currentColor"/>',
    "with_mentor": _RING.format(""),
    "feedback": '<circle cx="11" cy="11" r="8.4" fill="currentColor"/>',
    "met": (
        '<circle cx="11" cy="11" r="9.2" fill="currentColor"/><path d="M6.8 11.4l2.9 2.9 5.6-6.2" fill="none" '
        'stroke="var(--d-tickc, var(--d-paper))" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/>'
    ),
    "not_met": (
        '<rect x="3.2" y="3.2" width="15.6" height="15.6" rx="3" fill="none" stroke="currentColor" stroke-width="1.9"/>'
        '<path d="M7 11h8" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"/>'
    ),
    "in_dialogue": (
        '<g fill="none" stroke="currentColor" stroke-width="1.75" stroke-linejoin="round" stroke-linecap="round">'
        '<path d="M2.5 4.5h11v8h-6l-3 3v-3h-2z"/><path d="M16 8.5h3.5v7.5h-2v2.6l-2.8-2.6H10"/></g>'
    ),
    "too_little": _RING.format(' stroke-dasharray="3 2.9"'),
    "open": _RING.format("") + '<circle cx="11" cy="11" r="2.75" fill="currentColor"/>',
    "recognised": _RING.format("")
    + '<path d="M7.300 11.300l2.600 2.600 5-5.600" {}/>'.format(
        'fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"'
    ),
    "not_asked": '<path d="M6 11h10" stroke="currentColor" stroke-width="1.75" stroke-linecap="round"/>',
    "own_text": (
        '<path d="M4 5h14v12H4z" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linejoin="round"/>'
        '<path d="M7 9h8M7 13h5" stroke="currentColor" stroke-width="1.75" stroke-linecap="round"/>'
    ),
}
SIGN_WORDS = {
    "none": gettext_lazy("not begun yet"),
    "writing": gettext_lazy("being written"),
    "with_mentor": gettext_lazy("with the mentor"),
    "feedback": gettext_lazy("feedback given"),
    "met": gettext_lazy("met"),
    "not_met": gettext_lazy("not met"),
    "in_dialogue": gettext_lazy("in dialogue"),
    "too_little": gettext_lazy("too little seen yet"),
    "open": gettext_lazy("not decided yet"),
    "recognised": gettext_lazy("shown elsewhere"),
    "not_asked": gettext_lazy("not asked any more"),
    "own_text": gettext_lazy("the student's own text"),
}
ICONS = {
    "next": '<path d="M7.5 4.5 13 10l-5.5 5.5"/>',
    "back": '<path d="M12.5 4.5 7 10l5.5 5.5"/>',
    "check": '<path d="M4 10.5 8 14.5 16 5.5"/>',
    "close": '<path d="M5 5l10 10M15 5 5 15"/>',
    "add": '<path d="M10 4v12M4 10h12"/>',
    "menu": '<path d="M3 6h14M3 10h14M3 14h14"/>',
    "paper": '<path d="M5 2.5h6.5L15.5 6.5v11h-10.5z"/><path d="M11.5 2.5v4h4"/>',
    "video": '<path d="M2.5 5.5h10v9h-10zM12.5 9l5-3v8l-5-3"/>',
    "lock": '<rect x="4" y="9" width="12" height="8" rx="2"/><path d="M6.5 9V6.5a3.5 3.5 0 0 1 7 0V9"/>',
    "bell": '<path d="M5 13.5V9a5 5 0 0 1 10 0v4.5l1.5 1h-13zM8.5 17h3"/>',
    "notice": '<circle cx="10" cy="10" r="7.5"/><path d="M10 6v5M10 13.7v.1"/>',
    "hint": '<circle cx="10" cy="10" r="7.5"/><path d="M10 6v5M10 13.7v.1"/>',
    "eye": (
        '<path d="M1.8 10S4.8 4.5 10 4.5 18.2 10 18.2 10 15.2 15.5 10 15.5 1.8 10 1.8 10z"/>'
        '<circle cx="10" cy="10" r="2.5"/>'
    ),
    "balloon": '<path d="M3 4h14v9.5H9.500L5.500 17v-3.500H3z"/>',
    "mail": '<rect x="2.5" y="4.5" width="15" height="11" rx="1.5"/><path d="M3 5.500l7 5.500 7-5.500"/>',
    "key": '<circle cx="6.500" cy="13.500" r="3.500"/><path d="M9 11l7.500-7.500M13.500 6.500l2.500 2.500"/>',
    "download": '<path d="M10 3v10M5.500 9 10 13.500 14.500 9M3.500 16.500h13"/>',
    "pencil": '<path d="M4 16l.8-3.500L13.500 3.800l2.700 2.700L7.500 15.200z"/>',
    "person": '<circle cx="10" cy="6.500" r="3.500"/><path d="M3.500 17a6.500 6.500 0 0 1 13 0"/>',
}


@register.inclusion_tag("components/triangle.html")
def triangle(on: str = "student", label: str = "") -> dict:
    """The sign of who acts or speaks; `on` is student, workplace, institute, all or none. With a label it is spoken."""
    if on not in CORNER_WORDS:
        raise template.TemplateSyntaxError(f"{on!r} is no corner of the triangle")
    return {corner: on in (corner, "all") for corner in CORNERS} | {
        "label": CORNER_WORDS[on] if label is True else label
    }


@register.simple_tag
def sign(name: str, label: str | bool = "") -> SafeString:
    """The sign of a state (look, section 3). `label=True` speaks the usual word, a text speaks that text."""
    shape = mark_safe(SIGNS[name])
    spoken = SIGN_WORDS[name] if label is True else label
    if not spoken:
        return format_html('<svg class="d-st" viewBox="0 0 22 22" aria-hidden="true">{}</svg>', shape)
    return format_html('<svg class="d-st" viewBox="0 0 22 22" role="img" aria-label="{}">{}</svg>', spoken, shape)


@register.filter
def sign_word(name: str) -> str:
    """The usual word for a sign: `{{ "met"|sign_word }}`."""
    return SIGN_WORDS[name]


@register.simple_tag
def state(name: str, word: str = "") -> SafeString:
    """A sign with its word beside it, as everywhere outside the matrix."""
    return format_html('<span class="d-state">{} {}</span>', sign(name), word or SIGN_WORDS[name])


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small line drawing beside a word, never instead of it."""
    return format_html('<svg class="d-icon" viewBox="0 0 20 20" aria-hidden="true">{}</svg>', mark_safe(ICONS[name]))


@register.inclusion_tag("components/logo.html")
def logo() -> dict:
    """The triangle with three filled corners."""
    return {}


@register.inclusion_tag("components/triad.html")
def triad(placement: Placement, turn: str = "none") -> dict:
    """The big triangle of a placement with the first names in it; `turn` is the corner that acts."""
    around = placement.people_in([Role.WORKPLACE_MENTOR]) or placement.people_in([Role.SCHOOL_EDUCATOR])
    institute = placement.people_in([Role.INSTITUTE_EDUCATOR]) or placement.people_in([Role.UNIT_EXAMINER])
    first = {
        "student": placement.student,
        "workplace": next(iter(around), None),
        "institute": next(iter(institute), None),
    }
    names = {corner: person.get_short_name() if person else "" for corner, person in first.items()}
    corners = [
        {"name": names[corner], "word": CORNER_WORDS[corner], "on": turn in (corner, "all"), "x": x, "y": y}
        for corner, x, y in (("institute", 168, 44), ("student", 60, 200), ("workplace", 276, 200))
    ]
    acting = " ".join(str(c["name"] or c["word"]) for c in corners if c["on"]) or CORNER_WORDS["none"]
    return {"corners": corners, "acting": acting, **{f"{corner}_name": name for corner, name in names.items()}}


@register.inclusion_tag("components/_refused.html")
def refused(*forms) -> dict:
    """On top of a page that came back: that it is not kept yet, with a link to the first field that says why. Takes
    forms and lists of forms in the order of the page, and shows nothing while none of them has a fault. A form that
    stands on the page several times says what it is `about`."""
    every = chain.from_iterable(one if isinstance(one, list) else [one] for one in forms)
    faulty = [form for form in every if form and form.is_bound and form.errors]
    field = next((field for form in faulty for field in form.visible_fields() if field.errors), None)
    # a group of options has no id of its own: its first option has
    anchor = field and (field.id_for_label or f"{field.auto_id}_0")
    about = getattr(field.form, "about", "") if field else ""
    return {"faulty": faulty, "field": field, "anchor": anchor, "about": about}


@register.filter
def corner_word(corner: str) -> str:
    """The word for a corner: `{{ "workplace"|corner_word }}`."""
    return CORNER_WORDS[corner]


@register.filter
def words(text: str) -> list[str]:
    """A fixed list in a template: `{% for name in "met not_met"|words %}`."""
    return text.split()


@register.filter("in_words")
def number_in_words(number: int) -> str:
    """'drie' for 3; figures above ten."""
    return in_words(number)


@register.filter
def corner_of(role: str) -> str:
    """The corner somebody in this role stands in: `{% triangle on=log.role|corner_of %}`."""
    return CORNER[role]


@register.filter("day")
def day_text(value: date | datetime | None, length: str = "short") -> str:
    """'vr 29 mei', or with "long" 'vrijdag 29 mei'; with the year when it is another one. Empty for nothing."""
    if not value:
        return ""
    value = timezone.localtime(value).date() if isinstance(value, datetime) else value
    year = " Y" if value.year != timezone.localdate().year else ""
    return formats.date_format(value, ("l j F" if length == "long" else "D j F") + year)


@register.simple_tag
def day(value: date | datetime | None, length: str = "short") -> SafeString | str:
    """The same for a page: a `<time>` element."""
    if not value:
        return ""
    machine = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', machine.isoformat(), day_text(value, length))


def lateness(value: date) -> str:
    """'1 dag te laat', or nothing when the day has not passed."""
    days = (timezone.localdate() - value).days
    return ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days} if days > 0 else ""


@register.simple_tag
def due(value: date | None) -> SafeString | str:
    """The day something is due; once it has passed, how late it is, in amber."""
    if value and (late := lateness(value)):
        return format_html('<span class="d-late">{}</span>', late)
    return day(value)


@register.filter
def before(value: date | None) -> str:
    """'vóór vrijdag 13 november'; once it has passed '2 dagen te laat'. Empty for nothing."""
    if not value:
        return ""
    return lateness(value) or _("before %(day)s") % {"day": day_text(value, "long")}


@register.filter
def time_left(value: date | None) -> str:
    """'nog 2 dagen', 'vandaag', or '1 dag te laat': beside 'Jouw beurt'."""
    if not value:
        return ""
    days = (value - timezone.localdate()).days
    if days == 0:
        return _("today")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days} if days > 0 else lateness(value)
