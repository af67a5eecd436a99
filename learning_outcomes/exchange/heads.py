"""The document of a package as the head of a file of ours."""

import re

from django.utils.text import Truncator, slugify

from learning_outcomes.files import FRAMEWORK

from .case_objects import HEAD
from .package import Entry, Found

LONGEST_CODE, LONGEST_EDITION, LONGEST_TITLE = 60, 20, 200


def shortened(found: Found | None, longest: int = LONGEST_TITLE) -> Found | None:
    """A text that fits where a title goes."""
    return found and Found(Truncator(found.value).chars(longest), found.place)


def slug(text: str, longest: int) -> str:
    """Letters, digits and hyphens: 1.2 becomes 1-2."""
    return slugify(re.sub(r"[./]", "-", text))[:longest].strip("-_")


def code_of(document: Entry) -> Found:
    """The code that the file gives, else one made of the title; a title without Latin letters gives none."""
    title = document.text("title", required=True)
    made = slug(title.value, LONGEST_CODE) or f"case-{document.text('identifier', required=True).value[:8].lower()}"
    return document.more("code") or Found(made, title.place)


def publisher_of(document: Entry) -> Found | None:
    return document.text("publisher") or document.text("creator", required=True)


def our_head(document: Entry) -> dict[str, Found | None]:
    """The head of a package that was written by us, perhaps changed since."""
    more = {name: document.more(name) for name in FRAMEWORK.split() if name not in HEAD}
    return more | {
        "edition": document.text("version", required=True),
        "title": document.text("title", required=True),
        "publisher": publisher_of(document),
        "about": document.text("description"),
        "source": document.text("notes", required=True),
        "replaces": document.more("replaces"),
        "uuid": document.text("identifier"),
    }


def foreign_head(document: Entry) -> dict[str, Found | None]:
    """The head of a package by somebody else: the edition is its version, else the year it speaks of."""
    year, version = document.year(), document.text("version")
    edition = version and slug(version.value, LONGEST_EDITION)
    texts = [text for text in (document.text("description"), document.text("notes")) if text]
    return {
        "code": code_of(document),
        "edition": Found(edition, version.place) if edition else year,
        "title": shortened(document.text("title", required=True)),
        "publisher": shortened(publisher_of(document)),
        "year": year,
        "source": document.text("officialSourceURL") or document.text("uri") or document.text("title"),
        "about": Found("\n\n".join(text.value for text in texts), texts[0].place) if texts else None,
        "uuid": document.text("identifier"),
    }
