"""What the readers of YAML complain about, in words for the person who wrote the file.

libyaml and PyYAML say the same things a little differently; a few words of each are enough to know which.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_COLON = _("there is a colon too many here, or the line is indented too far. A text with a colon goes between quotes")
_START = _("a text cannot begin with this sign. Put the text between quotes, and indent with spaces, not with tabs")
_END = _("a quotation mark or a bracket that was opened is not closed")
_INDENT = _("this line is not indented as far as the lines that belong with it, or quotes end too early")
_SECOND = _("the file goes on after its end. Take out the lines with only --- or ...")

TAB = "tab"

PROBLEMS: list[tuple[str, str | Promise]] = [
    (TAB, _("there is a tab here; use spaces")),
    ("mapping values", _COLON),
    ("cannot start any token", _START),
    ("node content", _START),
    ("end of stream", _END),
    ("expected ',' or", _END),
    ("expected ':'", _("after a key comes a colon")),
    ("document", _SECOND),
    ("escape", _("after a backslash in quotes comes a sign that YAML does not know")),
    ("alphabetic", _("a text cannot begin with & or *. Put it between quotes")),
    ("indicator", _INDENT),
    ("expected key", _INDENT),
    ("<block end>", _INDENT),
]


def explained(problem: str) -> str:
    """What is wrong, without a capital and without a full stop: it follows a colon."""
    known = (words for sign, words in PROBLEMS if sign in problem)
    return str(next(known, _("this line cannot be read")))
