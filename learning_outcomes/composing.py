"""Compose a YAML text into nodes that know their line, and refuse what a file of ours never needs.

The nodes are never constructed into objects: `edition: 2025` stays text, and no tag can make Python run anything.
Anchors, aliases, tags and deep nesting are refused, so a small file stays small.
"""

import re
from dataclasses import dataclass

import yaml
from django.utils.translation import gettext as _
from yaml.composer import Composer
from yaml.resolver import BaseResolver

from .yaml_problems import TAB, explained

try:
    from yaml.cyaml import CParser
except ImportError:  # a PyYAML built without libyaml
    CParser = None

DEEPEST = 20  # the deepest text of a framework lies at 9
MOST_BYTES = 8_000_000
MOST_NODES = 500_000
LONGEST_WORD = 400
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
NULL = "tag:yaml.org,2002:null"


class Pointer(int):
    """A place in JSON, where lines mean nothing: counts as a line among lines, and reads as "CFItems[3].identifier"."""

    path: str

    def __new__(cls, number: int, path: str) -> "Pointer":
        place = super().__new__(cls, number)
        place.path = path
        return place


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong on one line, in a sentence for the person who wrote the file."""

    line: int
    sentence: str

    def __str__(self) -> str:
        if self.pointer:
            return f"{self.pointer}: {self.sentence}"
        return _("line %(line)d: %(sentence)s") % {"line": self.line, "sentence": self.sentence}

    @property
    def pointer(self) -> str:
        """The place in JSON; empty for a file with lines."""
        return getattr(self.line, "path", "")

    @property
    def place(self) -> str:
        """The pointer, without the name at its end when the sentence begins with that name."""
        above, _dot, name = self.pointer.rpartition(".")
        return above if name and self.sentence.startswith(f"{name} ") else self.pointer


class FaultyFile(Exception):
    """The file cannot be loaded; `faults` names every reason, in the order of the lines.

    `tree` holds what could be read all the same, to show what the file is about to change; never to load.
    """

    def __init__(self, faults: list[Fault], tree=None):
        self.faults, self.tree = sorted(set(faults)), tree
        super().__init__("; ".join(map(str, self.faults)))


def fault_at(line: int, sentence: str, /, **words) -> Fault:
    """A fault whose sentence quotes the file, but never more of it than one can read."""
    return Fault(line, sentence % {name: shortened(word) for name, word in words.items()})


def line_of(node: yaml.Node) -> int:
    """The line that a node stands on; for one that came from JSON its pointer."""
    return node.start_mark if isinstance(node.start_mark, Pointer) else node.start_mark.line + 1


def shortened(word):
    return word if not isinstance(word, str) or len(word) <= LONGEST_WORD else f"{word[:LONGEST_WORD]}..."


class NodeComposer(Composer, BaseResolver):
    """Makes nodes of what a parser finds. A plain value is text or nothing; its type is the reader's business."""

    depth = count = 0

    def compose_node(self, parent, index):
        event = self.peek_event()
        self.depth += 1
        self.count += 1
        if sentence := self.refusal(event):
            raise FaultyFile([Fault(event.start_mark.line + 1, sentence)])
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def refusal(self, event: yaml.Event) -> str:
        """Why this may not stand in a file of ours; mostly empty."""
        if getattr(event, "anchor", None):
            return _("Anchors and aliases (& and *) are not allowed.")
        if getattr(event, "tag", None):
            return _("Tags (!) are not allowed.")
        if self.depth > DEEPEST:
            return _("The file is nested too deeply.")
        return _("The file holds too many parts.") if self.count > MOST_NODES else ""


NodeComposer.add_implicit_resolver(NULL, re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])


class PythonLoader(NodeComposer, yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """Works everywhere."""

    def __init__(self, text: str):
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)
        NodeComposer.__init__(self)
        BaseResolver.__init__(self)


if CParser:

    class FastLoader(NodeComposer, CParser):
        """Seven times as fast, with the same lines."""

        def __init__(self, text: str):
            CParser.__init__(self, text)
            NodeComposer.__init__(self)
            BaseResolver.__init__(self)


Loader = FastLoader if CParser else PythonLoader


def compose(data: bytes) -> yaml.Node:
    """The root node of a YAML file.

    :raises FaultyFile: when it is no YAML, is empty, or holds what such a file never needs.
    """
    text = decoded(data)
    try:
        loader = Loader(text)
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        sentence = _("This is not valid YAML: %(problem)s.")
        problem = explained(TAB if indented_with_a_tab(text, mark.line) else error.problem or "")
        raise FaultyFile([fault_at(mark.line + 1, sentence, problem=problem)]) from error
    except (ValueError, OverflowError) as error:  # without libyaml, an escape such as "\UFFFFFFFF"
        sentence = _("This is not valid YAML: %(problem)s.")
        raise FaultyFile([fault_at(getattr(loader, "line", 0) + 1, sentence, problem=explained(str(error)))]) from error
    if root is None:
        raise FaultyFile([Fault(1, _("The file is empty."))])
    return root


def indented_with_a_tab(text: str, number: int) -> bool:
    """Whether this line, counted from 0, begins with a tab somewhere in its indent."""
    lines = text.split("\n", number + 1)
    return number < len(lines) and bool(re.match(r" *\t", lines[number]))


def decoded(data: bytes) -> str:
    """The text of a file, which must be UTF-8 and hold nothing but characters of a text."""
    if len(data) > MOST_BYTES:
        raise FaultyFile([Fault(1, _("The file is larger than 8 MB."))])
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
    if wrong := yaml.reader.Reader.NON_PRINTABLE.search(text):
        line = text.count("\n", 0, wrong.start()) + 1
        raise FaultyFile([Fault(line, forbidden(wrong.group()))])
    return text


def forbidden_character(text: str) -> str:
    """The sentence about a control character or half a pair: escapes such as "\\0" bring them in; empty without one."""
    wrong = FORBIDDEN.search(text)
    return forbidden(wrong.group()) if wrong else ""


def forbidden(character: str) -> str:
    return _("A character that may not stand in a text: U+%(code)s.") % {"code": f"{ord(character):04X}"}
