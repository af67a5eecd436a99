"""Read back the conversations of a period, which our packages keep in the extensions of its item."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from learning_outcomes.cycle_files import CONVERSATION, QUESTION
from learning_outcomes.models import ConversationQuestion, PeriodConversation
from learning_outcomes.rows import Key

from .case import OURS
from .package import Entry, Found

Order = tuple[type[models.Model], Key, Any]


class Cycle:
    """The conversations of one period as a file of ours has them, and the number that each row had.

    Nothing is checked here: a value of any shape is handed on with its place, and the reader of our files judges it.
    """

    def __init__(self, period: Entry, code: str):
        inside = Entry(period.ours, period.inside(f"extensions.{OURS}"), period.package)
        self.entries, self.code = inside.entries("conversations"), code

    def sections(self) -> list[Found]:
        return [self.section(entry, CONVERSATION, questions=self.questions(entry)) for entry in self.entries]

    def questions(self, conversation: Entry) -> list[Found]:
        return [
            self.section(one, f"code {QUESTION}", uuid=one.text("identifier"))
            for one in conversation.entries("questions")
        ]

    def section(self, entry: Entry, names: str, **more: Any) -> Found:
        told = {
            name: entry.found(name, entry.values[name]) for name in names.split() if entry.values.get(name) is not None
        }
        return Found({name: found for name, found in (told | more).items() if found not in (None, [])}, entry.place)

    def orders(self) -> Iterator[Order]:
        for entry in self.entries:
            kind = str(entry.values.get("kind"))
            yield PeriodConversation, (self.code, kind), entry.values.get("order", 0)
            for one in entry.entries("questions"):
                key = (self.code, kind, str(one.values.get("code")))
                yield ConversationQuestion, key, one.values.get("order", 0)
