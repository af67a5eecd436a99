"""What the student changed since the talk, word by word: for who has to see whether it is what was agreed (C18)."""

from learning_outcomes.word_difference import Piece, difference

from .questions import EVIDENCE, FIELDS, NORM, OPEN_FIELDS, OPENING, SUPPORT, names

ORDER = (*OPEN_FIELDS, NORM, *EVIDENCE, *SUPPORT)  # as the questions stand on the page


def answers_of(texts: dict[str, str], order=ORDER) -> list[dict]:
    """The answers that were given, in the order of the page, each with its name."""
    called = names()
    return [{"name": called[field], "text": texts[field]} for field in order if texts[field].strip()]


def compared(before: dict, after: dict) -> list[dict]:
    """Per part of the plan (its opening, then each outcome) the fields that changed, as pieces, and those that did not.

    Takes two sheets. An outcome that the first one does not know is new as a whole.
    """
    then = {(row["code"], row["title"]): row for row in before["rows"]}
    found = [_part("opening", "", before["opening"], after["opening"], OPENING)]
    for row in after["rows"]:
        old = then.get((row["code"], row["title"]), {"texts": dict.fromkeys(FIELDS, ""), "indicators": [], "cells": []})
        part = _part(row["anchor"], row["title"], old["texts"], row["texts"], ORDER)
        for name in ("indicators", "cells"):
            part[name] = _picks(old[name], row[name])
        part["changed"] = bool(part["fields"] or part["indicators"] or part["cells"])
        found.append(part | {"row": row})
    return found


def _part(anchor: str, title: str, old: dict, new: dict, order) -> dict:
    called = names()
    changed = [field for field in order if old[field].split() != new[field].split()]
    same = [field for field in order if field not in changed and new[field].strip()]
    fields: list[tuple[str, list[Piece]]] = [(called[f], difference(old[f], new[f])) for f in changed]
    rest = [{"name": called[field], "text": new[field]} for field in same]
    return {"anchor": anchor, "title": title, "fields": fields, "same": rest, "changed": bool(fields)}


def _picks(old: list[dict], new: list[dict]) -> list[Piece]:
    """What was picked from the guide or the table: what went, then what came."""
    before, after = [one["text"] for one in old], [one["text"] for one in new]
    gone = [Piece("removed", text) for text in before if text not in after]
    return gone + [Piece("added", text) for text in after if text not in before]
