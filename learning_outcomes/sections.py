"""Hand out the values of one mapping of a YAML file, checked against a model field, and say what is wrong where."""

import re
import uuid
from dataclasses import dataclass, field

import yaml
from django.core.validators import validate_slug
from django.db import models
from django.forms import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .composing import NULL, Fault, FaultyFile, compose, fault_at, forbidden_character, line_of

__all__ = ["Fault", "FaultyFile", "Section", "open_file"]

MOST_CHARACTERS = 20_000  # of one text
CODE = re.compile(r"[\w.-]+")  # a code becomes a part of addresses and of references


def odd_code(code: str) -> str:
    """What is wrong with how a code is written, in a sentence; mostly empty."""
    if CODE.fullmatch(code):
        return ""
    return _("A code holds letters, digits, dots, hyphens and underscores, and nothing else.")


def open_file(data: bytes) -> "Section":
    """The outermost section of a YAML file.

    :raises FaultyFile: when it cannot be read at all.
    """
    return Section(compose(data), _("The file"), [])


def fitting(code: str) -> str:
    """A code of somebody else, written as ours are; empty when nothing of it is left."""
    return code if CODE.fullmatch(code) else re.sub(r"[^\w.-]+", "-", code.strip()).strip("-")


@dataclass
class Section:
    """One mapping of the file. Read every key it may have, then `close()` it: what is left is a fault."""

    node: yaml.Node
    name: str
    faults: list[Fault]
    unread: dict[str, yaml.Node] = field(init=False, default_factory=dict)
    keys: dict[str, yaml.Node] = field(init=False, default_factory=dict)
    what: str = field(init=False, default="")  # "Leeruitkomst SAM", once it is known what it fills

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
                self.keys[key.value], self.unread[key.value] = key, value

    @property
    def line(self) -> int:
        return line_of(self.node)

    def fault(self, node: yaml.Node, sentence: str, /, **words) -> None:
        self.faults.append(fault_at(line_of(node), sentence, **words))

    def take(self, name: str, *, required: bool = False, label: str = "") -> yaml.Node | None:
        """The node of a key, once; None when it is absent or empty. The label says what people call it."""
        node = self.unread.pop(name, None)
        empty = node is None or (isinstance(node, yaml.ScalarNode) and (node.tag == NULL or not node.value.strip()))
        if empty and required and isinstance(self.node, yaml.MappingNode):
            if self.what:
                sentence = (
                    _("%(what)s: %(name)s is missing (%(label)s).") if label else _("%(what)s: %(name)s is missing.")
                )
            else:
                sentence = _("%(name)s is missing.")
            self.fault(node or self.node, sentence, name=name, what=self.what, label=label)
        return None if empty else node

    def fill(self, model: type[models.Model], names: str) -> dict:
        """The values for these fields of a model, as the field itself demands them."""
        code = self.keys.get("code") and self.unread.get("code")
        named = [
            capfirst(str(model._meta.verbose_name)),
            getattr(code, "value", "") if isinstance(code, yaml.ScalarNode) else "",
        ]
        self.what = self.what or " ".join(filter(None, named))
        return {name: self.value(model._meta.get_field(name)) for name in names.split()}

    def value(self, field: models.Field):
        required = not (field.blank or field.null or field.has_default())
        node = self.take(field.name, required=required, label=str(field.verbose_name))
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
        if sentence := forbidden_character(node.value):
            self.fault(node, sentence)
        if len(node.value) > MOST_CHARACTERS:
            self.fault(node, _("%(name)s is longer than %(most)d characters."), name=name, most=MOST_CHARACTERS)
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
        if field.name == "code" and not isinstance(field, models.SlugField) and (sentence := odd_code(text)):
            self.fault(node, sentence)
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
        for name in self.unread:
            self.fault(self.keys[name], _("%(name)s is not a key that belongs here."), name=name)
