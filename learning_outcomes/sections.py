"""Hand out the values of one mapping of a YAML file, checked against a model field, and say what is wrong where.

The file is composed into nodes, never constructed into objects: every value keeps its line, `edition: 2025` stays
text, and no tag can make Python run anything. Anchors and aliases are refused, so a small file stays small.
"""

import re
import unicodedata
import uuid
from dataclasses import dataclass, field

import yaml
from django.core.validators import validate_slug
from django.db import models
from django.forms import ValidationError
from django.utils.translation import gettext as _

DEEPEST = 20  # the deepest text of a framework lies at 9
NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong on one line, in a sentence for the person who wrote the file."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return _("line %(line)d: %(sentence)s") % {"line": self.line, "sentence": self.sentence}


class FaultyFile(Exception):
    """The file cannot be loaded; `faults` names every reason, in the order of the lines."""

    def __init__(self, faults: list[Fault]):
        self.faults = sorted(set(faults))
        super().__init__("; ".join(map(str, self.faults)))


class PlainLoader(yaml.SafeLoader):
    """Composes nodes without anchors, aliases or bottomless nesting."""

    depth = 0

    def compose_node(self, parent, index):
        event = self.peek_event()
        line = event.start_mark.line + 1
        if getattr(event, "anchor", None):
            raise FaultyFile([Fault(line, _("Anchors and aliases (& and *) are not allowed."))])
        self.depth += 1
        if self.depth > DEEPEST:
            raise FaultyFile([Fault(line, _("The file is nested too deeply."))])
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def compose(text: str) -> yaml.Node:
    """The root node of a YAML text.

    :raises FaultyFile: when it is no YAML, is empty, or holds what a framework file never needs.
    """
    try:
        loader = PlainLoader(text)
        root = loader.get_single_node()
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise FaultyFile([Fault(line, forbidden_character(error.character))]) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        sentence = _("This is not valid YAML: %(problem)s.") % {"problem": error.problem}
        raise FaultyFile([Fault(mark.line + 1, sentence)]) from error
    except (ValueError, OverflowError) as error:  # an escape such as "\UFFFFFFFF" names no character
        sentence = _("This is not valid YAML: %(problem)s.") % {"problem": error}
        raise FaultyFile([Fault(loader.line + 1, sentence)]) from error
    if root is None:
        raise FaultyFile([Fault(1, _("The file is empty."))])
    return root


def forbidden_character(character: int) -> str:
    return _("A character that may not stand in a text: U+%(code)s.") % {"code": f"{character:04X}"}


def is_forbidden(character: str) -> bool:
    """Control characters and halves of a pair: an escape such as "\\0" brings them in behind YAML's back."""
    return unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t"


@dataclass
class Section:
    """One mapping of the file. Read every key it may have, then `close()` it: what is left is a fault."""

    node: yaml.Node
    name: str
    faults: list[Fault]
    unread: dict[str, yaml.Node] = field(init=False, default_factory=dict)

    def __post_init__(self):
        if not isinstance(self.node, yaml.MappingNode):
            self.fault(self.node, _("%(name)s must consist of keys and values."), name=self.name)
            return
        for key, value in self.node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.fault(key, _("%(name)s must be text."), name=self.name)
            elif key.value in self.unread:
                self.fault(key, _("%(name)s stands here twice."), name=key.value)
            else:
                self.unread[key.value] = value

    @property
    def line(self) -> int:
        return self.node.start_mark.line + 1

    def fault(self, node: yaml.Node, sentence: str, **words) -> None:
        self.faults.append(Fault(node.start_mark.line + 1, sentence % words))

    def take(self, name: str, *, required: bool = False) -> yaml.Node | None:
        """The node of a key, once; None when it is absent or empty."""
        node = self.unread.pop(name, None)
        empty = node is None or (isinstance(node, yaml.ScalarNode) and (node.tag == NULL or not node.value.strip()))
        if empty and required:
            self.fault(node or self.node, _("%(name)s is missing."), name=name)
        return None if empty else node

    def fill(self, model: type[models.Model], names: str) -> dict:
        """The values for these fields of a model, as the field itself demands them."""
        return {name: self.value(model._meta.get_field(name)) for name in names.split()}

    def value(self, field: models.Field):
        required = not (field.blank or field.null or field.has_default())
        node = self.take(field.name, required=required)
        if node is None:
            return field.get_default()
        if isinstance(field, models.JSONField):
            return self.texts(node, field.name)
        text = self.scalar(node, field.name)
        if isinstance(field, models.BooleanField):
            if text not in {"true", "false"}:
                self.fault(node, _("%(name)s must be true or false."), name=field.name)
            return text == "true"
        if isinstance(field, models.IntegerField):
            return self.whole(node, field.name, text)
        self.check_text(node, field, text)
        return text

    def scalar(self, node: yaml.Node, name: str) -> str:
        """The text of a single value; an empty text and a fault when it is something else."""
        if not isinstance(node, yaml.ScalarNode):
            self.fault(node, _("%(name)s must be text."), name=name)
            return ""
        if wrong := next(filter(is_forbidden, node.value), None):
            self.fault(node, forbidden_character(ord(wrong)))
        return node.value

    def whole(self, node: yaml.Node, name: str, text: str) -> int:
        if not re.fullmatch("[0-9]{1,4}", text):
            self.fault(node, _("%(name)s must be a whole number of at most four digits."), name=name)
            return 0
        return int(text)

    def check_text(self, node: yaml.Node, field: models.Field, text: str) -> None:
        if field.max_length and len(text) > field.max_length:
            sentence = _("%(name)s is longer than %(most)d characters.")
            self.fault(node, sentence, name=field.name, most=field.max_length)
        if field.choices and text not in dict(field.choices):
            sentence = _("%(name)s must be one of: %(choices)s.")
            self.fault(node, sentence, name=field.name, choices=", ".join(dict(field.choices)))
        if isinstance(field, models.SlugField):
            try:
                validate_slug(text)
            except ValidationError:
                sentence = _("%(name)s may only hold letters, digits, hyphens and underscores.")
                self.fault(node, sentence, name=field.name)

    def items(self, node: yaml.Node | None, name: str) -> list[yaml.Node]:
        """The nodes of a list; none and a fault when it is no list."""
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.fault(node, _("%(name)s must be a list."), name=name)
            return []
        return node.value

    def texts(self, node: yaml.Node, name: str) -> list[str]:
        texts = [self.scalar(item, name) for item in self.items(node, name)]
        if not all(text.strip() for text in texts):
            self.fault(node, _("%(name)s holds an empty text."), name=name)
        return texts

    def sections(self, name: str) -> list["Section"]:
        """Every mapping in the list under a key."""
        return [Section(item, name, self.faults) for item in self.items(self.take(name), name)]

    def uuid(self) -> uuid.UUID | None:
        """The identity the file gives, or None: then the loader makes one."""
        node = self.take("uuid")
        if node is None:
            return None
        try:
            return uuid.UUID(self.scalar(node, "uuid"))
        except ValueError:
            self.fault(node, _("%(name)s is not a valid UUID."), name="uuid")
            return None

    def close(self) -> None:
        for name, node in self.unread.items():
            self.fault(node, _("%(name)s is not a key that belongs here."), name=name)
