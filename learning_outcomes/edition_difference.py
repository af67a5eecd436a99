"""How the rows of a file differ from an edition in the database: by code, row by row."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, NamedTuple

from .changes import CHANGED, NEW, Change, compare
from .loading import PARTS, rows_of
from .models import Framework
from .rows import Key, Row, Tree


class Difference(NamedTuple):
    """A change, with the values that the row had before; none for a new row."""

    change: Change
    old: dict[str, Any]


def base_of(tree: Tree) -> Framework | None:
    """The edition to compare a file with: the same one when it is there, else the one it replaces, else the newest."""
    code, edition = tree.edition.key
    editions = Framework.objects.filter(code=code)
    names = [edition, tree.replaces]
    found = {framework.edition: framework for framework in editions.filter(edition__in=names)}
    return next((found[name] for name in names if name in found), editions.order_by("-year", "-edition").first())


def differences(tree: Tree, base: Framework | None) -> Iterator[Difference]:
    """What is new, changed and gone, the edition itself first. A row that only follows new ones did not change."""
    if base:
        yield from edition_differences(tree, base)
    rows: dict[type, list[Row]] = {model: [] for model in PARTS}
    for row in tree.rows:
        rows[row.model].append(row)
    for model in PARTS:
        existing = rows_of(base, model) if base else {}
        out_of_place = moved(rows[model], existing)
        for change in compare(model, rows[model], existing):
            if change.key not in out_of_place:
                change.fields.pop("order", None)
            if change.kind != CHANGED or change.fields:
                yield Difference(change, existing.get(change.key, {}))


def edition_differences(tree: Tree, base: Framework) -> Iterator[Difference]:
    old = {name: getattr(base, name) for name in tree.edition.values}
    fields = {name: (old[name], new) for name, new in tree.edition.values.items() if old[name] != new}
    if fields:
        yield Difference(Change(CHANGED, Framework, tree.edition.key, fields, tree.edition), old)


def moved(rows: list[Row], existing: dict[Key, dict[str, Any]]) -> set[Key]:
    """The fewest rows one would have to move to make the old order of each list into the new one."""
    lists: dict[Key, list[Key]] = {}
    for row in rows:
        if row.key in existing and "order" in existing[row.key]:
            lists.setdefault(row.key[:-1], []).append(row.key)
    found: set[Key] = set()
    for keys in lists.values():
        found |= set(keys) - set(longest_rise(keys, [(existing[key]["order"], existing[key]["pk"]) for key in keys]))
    return found


def longest_rise(keys: list[Key], places: list[tuple]) -> list[Key]:
    """The most keys that can stay where they are: their places rise. Sorts like patience, so n log n."""
    ends: list[tuple] = []  # the lowest place on which a rise of each length ends
    at: list[int] = []  # ... and the number of that key
    before: list[int] = []
    for number, place in enumerate(places):
        length = bisect_left(ends, place)
        before.append(at[length - 1] if length else -1)
        if length == len(ends):
            ends.append(place)
            at.append(number)
        else:
            ends[length], at[length] = place, number
    rise, number = [], at[-1] if at else -1
    while number >= 0:
        rise.append(keys[number])
        number = before[number]
    return rise[::-1]


def counts(tree: Tree, found: list[Difference]) -> list[dict[str, Any]]:
    """Per kind of row how many there are, and how many of them are new, changed, gone or the same."""
    lines = []
    for model in (Framework, *PARTS):
        kinds = [difference.change.kind for difference in found if difference.change.model is model]
        number = len(kinds) if model is Framework else sum(row.model is model for row in tree.rows)
        new, changed = kinds.count(NEW), kinds.count(CHANGED)
        gone = len(kinds) - new - changed
        if number or gone:
            same = number - new - changed
            lines.append({"model": model, "all": number, "new": new, "changed": changed, "gone": gone, "same": same})
    return lines
