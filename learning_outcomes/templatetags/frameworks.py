"""Texts of a framework on a page: with their words explained, or with what was searched for marked."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from learning_outcomes.folding import found_in
from learning_outcomes.glossing import Glossary
from learning_outcomes.searching import around, pieces
from learning_outcomes.wording import counted

register = template.Library()


@register.filter
def explained(text: str, glossary: Glossary) -> SafeString:
    """The paragraphs of a text, each term of the glossary a link where it occurs first."""
    return glossary.explained(text)


@register.filter
def marked(text: str, words: list[str]) -> SafeString:
    """A short text with the words that were searched for marked."""
    shown = (format_html('<mark class="d-hit">{}</mark>', p.text) if p.found else p.text for p in pieces(text, words))
    return format_html_join("", "{}", ((part,) for part in shown))


@register.filter
def excerpt(text: str, words: list[str]) -> SafeString:
    """The part of a long text that holds the first of these words, with all of them marked."""
    return marked(around(text, words), words)


@register.filter
def closed(text: str) -> str:
    """A text at the end of a sentence: with a full stop, unless it brings its own ending."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


@register.filter
def holds(text: str, words: list[str]) -> bool:
    """Whether one of these words stands in the text."""
    return bool(found_in(text, words))


@register.simple_tag
def amount(number: int, label: str) -> str:
    """'9 succescriteria'."""
    return counted(number, label)
