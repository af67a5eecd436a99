"""What a comparison shows under one of its filters, on the page and on paper."""

from django import template

from learning_outcomes.comparing import Cell, Entry, Row

register = template.Library()


@register.filter
def holds(part: Entry | Cell | Row, shown: str) -> bool:
    """Whether there is anything to see in this part: "corresponds" shows what has relations, "here" what has none.

    A row also holds the relations of its area as a whole.
    """
    if isinstance(part, Entry):
        return shown == "all" or bool(part.pairs) == (shown == "corresponds")
    whole = isinstance(part, Row) and bool(part.pairs) and shown in {"all", "corresponds"}
    return whole or any(holds(entry, shown) for entry in part.entries)
