"""How written texts are set, on the page and on paper alike: to the letter, with their paragraphs."""

import re

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst, normalize_newlines
from django.utils.translation import gettext as _

from assessments import picture, wording
from assessments.rules import Verdict
from placements.models.parts import Part
from portfolio.templatetags.paper import choice, short_code, tick

register = template.Library()


@register.simple_tag
def voice(text: str, label: str = "", first: bool = False) -> SafeString:
    """The paragraphs of a text, escaped; the label runs in before the first one. Nothing for an empty text.

    With `first` the label of a text whose heading already says it is only spoken, on the screen.
    """
    paragraphs = [p for p in re.split(r"\n[ \t]*\n\s*", normalize_newlines(text or "").strip("\n")) if p.strip()]
    head = format_html('<b class="runin{}">{}</b> ', " runin-first" if first else "", label) if label else ""
    heads = [head] + [""] * len(paragraphs)
    return format_html_join("", "<p>{}{}</p>", zip(heads, map(linebreaksbr, paragraphs), strict=False))


@register.filter
def codes(guide: list, kind: str) -> list[dict]:
    """Per dimension the codes of the indicators marked in this way, without the outcome's own code in front."""
    found = []
    for dimension in guide:
        marked = [i["code"].split(".", 1)[-1] for i in dimension["indicators"] if kind in i["marks"]]
        if marked:
            found.append({"title": dimension["title"], "codes": marked})
    return found


@register.filter
def marked(guide: list, kind: str) -> list[dict]:
    """The indicators marked in this way, in their order."""
    return [i for dimension in guide for i in dimension["indicators"] if kind in i["marks"]]


@register.filter
def get(mapping: dict, key):
    """The value under a key that is itself a variable; nothing when it is not there."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def named_texts(record: Part, texts: dict) -> list[tuple[str, str]]:
    """The texts with their labels, in the order of the page; a part with one text needs no label."""
    if len(record.TEXTS) == 1:
        return [("", text) for text in texts.values()]
    label = {name: capfirst(record._meta.get_field(name).verbose_name) for name in record.TEXTS}
    return [(f"{label[name]}:", texts.get(name, "")) for name in record.TEXTS]


register.filter("drawing", picture.drawing)
register.filter("long_date", wording.long_date)
register.filter("long_moment", wording.long_moment)
register.filter("short_day", wording.short_day)
register.filter("clock", wording.clock)
register.filter("role_word", wording.role_word)
register.filter("trust_word", wording.trust_word)
register.filter("step_word", wording.step_word)
register.filter("recognition_word", wording.recognition_word)
register.filter("origin_word", wording.origin_word)
register.filter("mentor_word", wording.mentor_word)
register.filter("short_code", short_code)


@register.simple_tag
def verdict_choice(verdict: str) -> SafeString:
    """Both verdicts with their boxes, the given one crossed."""
    return choice(Verdict.choices, verdict or None)


@register.simple_tag
def trust_choice(trust: bool | None) -> SafeString:
    """Yes and no below each other, as they stand beside the norm."""
    both = [(True, _("yes")), (False, _("no"))]
    return format_html_join("", "<p>{} {}</p>", ((tick(trust is value), word) for value, word in both))
