"""Read the conversations of a period in a framework file (C01-C17): who prepares, who approves, what is asked."""

import yaml
from django.utils.translation import gettext as _

from .models import ConversationQuestion, PeriodConversation
from .models.cycle import Person
from .rows import Key, RowReader, named
from .sections import Section

CONVERSATION = "kind triangle prepared_by approved_by"
QUESTION = "text help field"
PEOPLE = ("prepared_by", "approved_by")

Field = ConversationQuestion.Field


def read_conversation(reader: RowReader, section: Section, period: Key | None, order: int) -> None:
    """One kind of conversation with its questions; its kind is its code."""
    for name in PEOPLE:
        check_people(section, name)
    questions = section.sections("questions")
    values = section.fill(PeriodConversation, CONVERSATION) | {"order": order}
    section.close()
    known = values["kind"] in PeriodConversation.Kind.values
    key = (*period, values["kind"]) if period and known else None
    if key:
        reader.add_row(section, PeriodConversation, key, values, {"period": period})
    answered: dict[str, str] = {}
    for number, row in enumerate(questions):
        read_question(reader, row, key, number, answered)


def read_question(
    reader: RowReader, section: Section, conversation: Key | None, order: int, answered: dict[str, str]
) -> None:
    """One question; `answered` tells which question filled which field so far."""
    node, code = section.unread.get("field"), section.unread.get("code")
    values = section.fill(ConversationQuestion, f"code {QUESTION}")
    given = reader.given_uuid(section)
    section.close()
    own, field = values.pop("code"), values["field"]
    if field in answered:
        sentence = _("%(field)s holds the answer to %(code)s already. Only topics may share a field.")
        section.fault(node, sentence, field=field, code=answered[field])
    elif field and field != Field.TOPIC:
        answered[field] = own or getattr(code, "value", "")
    if conversation and own:
        links = {"conversation": conversation}
        reader.add_row(section, ConversationQuestion, (*conversation, own), values | {"order": order}, links, given)


def check_people(section: Section, name: str) -> None:
    """Each of a list of roles is one that we know, and stands there once."""
    node, seen = section.unread.get(name), set()
    for item in node.value if isinstance(node, yaml.SequenceNode) else []:
        role = item.value if isinstance(item.value, str) else ""
        if role in seen:
            section.fault(item, _("%(name)s stands here twice."), name=role)
        elif role and role not in Person.values:
            sentence = _("%(name)s: %(code)s is not a role. Known are: %(known)s.")
            section.fault(item, sentence, name=name, code=role, known=named(Person.values))
        seen.add(role)
