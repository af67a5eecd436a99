"""The patterns that paper repeats: the row of an outcome block, a choice (design of paper; A05, A06).

Text of people goes in as plain text and is escaped here or by the template around it; nothing is marked safe.
"""

import re
from collections.abc import Iterable
from html import unescape

from django import template
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

register = template.Library()

CHOSEN, OPEN = "☒", "☐"
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
LABEL_WIDTH, TEXT_WIDTH = 24, 73  # letters on a line of the two columns
KEPT_LINES = 7  # rows up to here stay on one page, longer ones may split
LINE_CLASSES = {0: "", 1: "", 2: " two", 3: " three"}  # room for the label; print.css knows these
LINE_END = re.compile(r"</(?:p|li|h4|div)>|<br>")


def lines(html: str, width: int) -> int:
    """About how many lines a piece of HTML takes in a column of `width` letters."""
    texts = (" ".join(unescape(strip_tags(part)).split()) for part in LINE_END.split(html))
    return sum(-(-len(text.replace(SOFT_HYPHEN, "")) // width) for text in texts)


def starts_brief(html: str) -> bool:
    """Whether a page break after the first paragraph would leave fewer than three lines beside the label."""
    first, *rest = html.split("</p>", 2)
    if 'class="who"' in first:  # never alone, so the next counts with it
        first = first + "<br>" + "".join(rest[:1])
    return lines(first, TEXT_WIDTH) < 3


@register.simple_block_tag
def field(
    content: str, label: str = "", small: str = "", cls: str = "", vcls: str = "", moment: str = "", date: str = ""
) -> SafeString:
    """One row: the label in the grey column, its value beside it. `{% field label small=… %} … {% endfield %}`

    `small` is a second, lighter line of the label. With `moment` and `date` the row belongs to a dossier; the later
    row of the same field has no label. `cls` (keep, hard, pos) and `vcls` (lt, sm, empty) are classes of print.css.
    """
    label_lines = lines(str(label), LABEL_WIDTH)
    tall = label_lines + lines(str(small), LABEL_WIDTH) + (2 if moment else 0)
    cls += LINE_CLASSES.get(tall, " four")
    if lines(content, TEXT_WIDTH) <= KEPT_LINES:
        cls += " keep"
    elif starts_brief(content):
        cls += " brief"
    if not label:
        cls += " later"
    head = format_html("<h3>{}{}</h3>", label, format_html("<br><small>{}</small>", small) if small else "")
    if not label:
        head = ""
    if moment:
        under = "" if not label else "under" if label_lines == 1 else "under low"
        head = format_html('{}<h4 class="{}">{}<br>{}</h4>', head, under, moment, date)
    return format_html('<div class="f {}"><div class="v {}">{}{}</div></div>', cls.strip(), vcls, head, content)


@register.simple_tag
def tick(on: bool) -> SafeString:
    """A box, crossed or open: a letter, so copied text keeps the verdict."""
    return format_html('<span class="ck">{}</span>', CHOSEN if on else OPEN)


@register.simple_tag
def choice(options: Iterable[tuple[object, str]], chosen: object) -> SafeString:
    """All options (value and label, as Django's `choices`), the chosen one crossed and bold; None chooses nothing."""
    spans = ((" on" if value == chosen else "", tick(value == chosen), label) for value, label in options)
    return format_html("<p>{}</p>", format_html_join(" ", '<span class="opt{}">{} {}</span>', spans))


@register.simple_tag
def yes_no(chosen: bool | None) -> SafeString:
    """The choice between yes and no; None chooses nothing."""
    return choice([(True, _("yes")), (False, _("no"))], chosen)


@register.filter
def short_code(code: str) -> str:
    """The code without its outcome, as wide as 1.10, so that the texts below each other begin at one line."""
    short = code.split(".", 1)[-1]
    return short + "\N{FIGURE SPACE}" * (4 - len(short)) + "\N{EN SPACE}"
