"""Read a JSON text that may come from anybody: refuse what such a file never needs, and say why."""

import json
import math
import re
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning_outcomes.composing import Fault, FaultyFile, Pointer, fault_at, forbidden_character

MOST_BYTES = 64_000_000  # a framework of 20,000 parts takes some 25 MB
DEEPEST = 30  # a package of CASE goes to 8
# What Python complains about, in words for whoever made the file.
PROBLEMS: list[tuple[str, str | Promise]] = [
    ("Unterminated string", gettext_lazy("a quotation mark that was opened is not closed")),
    ("property name", gettext_lazy("a name between quotes is missing here, or there is a comma too many")),
    ("trailing comma", gettext_lazy("there is a comma too many before the end of a list or an object")),
    ("':' delimiter", gettext_lazy("a colon is missing after a name")),
    ("',' delimiter", gettext_lazy("a comma is missing between two parts, or a bracket at the end")),
    ("Expecting value", gettext_lazy("a value is missing here")),
    ("Extra data", gettext_lazy("the file goes on after its end")),
    ("control character", gettext_lazy("a text goes on over the end of its line, or holds a tab")),
    ("escape", gettext_lazy("after a backslash comes a sign that JSON does not know")),
]
BEGINNING = re.compile(rb'(\xef\xbb\xbf)?\s*\{\s*"')


def looks_like_json(data: bytes) -> bool:
    """Told by how it begins: a brace and a quoted key. A file of ours begins with a word, also within braces."""
    return bool(BEGINNING.match(data))


def parse(data: bytes) -> dict[str, Any]:
    """The object that a JSON text holds.

    :raises FaultyFile: when it is no JSON, or holds what no text or number of ours can be.
    """
    if len(data) > MOST_BYTES:
        raise FaultyFile([Fault(1, _("The file is larger than 64 MB."))])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FaultyFile(
            [
                Fault(
                    data.count(b"\n", 0, error.start) + 1,
                    _("The file is not UTF-8 text. Choose the encoding UTF-8 when you save it."),
                )
            ]
        ) from error
    try:
        root = json.loads(text, parse_constant=refuse, parse_float=finite, object_pairs_hook=distinct)
    except json.JSONDecodeError as error:
        sentence = _("This is not valid JSON: %(problem)s.")
        known = (words for sign, words in PROBLEMS if sign in error.msg)
        problem = str(next(known, _("this line cannot be read")))
        raise FaultyFile([fault_at(error.lineno, sentence, problem=problem)]) from error
    except ValueError as error:  # ours, or a whole number of thousands of digits
        raise FaultyFile([fault_at(1, _("This is not valid JSON: %(problem)s."), problem=str(error))]) from error
    except RecursionError as error:
        raise FaultyFile([Fault(1, _("The file is nested too deeply."))]) from error
    check(root)
    if not isinstance(root, dict):
        raise FaultyFile([fault_at(1, _("%(name)s must consist of keys and values."), name=_("The file"))])
    return root


def refuse(constant: str) -> None:
    raise ValueError(constant)


def finite(number: str) -> float:
    if not math.isfinite(value := float(number)):
        raise ValueError(number[:40])
    return value


def distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        raise ValueError(_("%(name)s stands here twice.") % {"name": max(names, key=names.count)[:40]})
    return found


def check(root: Any) -> None:
    """Walk over everything, also over what nobody will read: no text may hold a forbidden character."""
    left, faults = [("", root, 1)], []
    while left:
        path, value, depth = left.pop()
        if depth > DEEPEST:
            raise FaultyFile([Fault(Pointer(1, path), _("The file is nested too deeply."))])
        if isinstance(value, str):
            sentence = forbidden_character(value)
            if sentence:
                faults.append(Fault(Pointer(len(faults) + 1, path), sentence))
        elif isinstance(value, list):
            left += [(f"{path}[{number}]", part, depth + 1) for number, part in reversed(list(enumerate(value)))]
        elif isinstance(value, dict):
            for name in value:
                if forbidden_character(name):
                    faults.append(Fault(Pointer(len(faults) + 1, path or "$"), forbidden_character(name)))
            pairs = reversed(value.items())
            left += [(f"{path}.{name}" if path else name, part, depth + 1) for name, part in pairs]
    if faults:
        raise FaultyFile(faults)
