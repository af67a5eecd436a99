"""Read a package of associations only: a crosswalk between two frameworks that are here already.

One of ours names the parts by their codes. In one by somebody else they are known by their identities, so this is where
reading asks the database: which part of which framework has that UUID.
"""

from collections import Counter
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from learning_outcomes.changes import batches
from learning_outcomes.models.crosswalks import PARTS, follow

from .heads import code_of, publisher_of
from .package import Found, Package
from .ties import Tie, Ties

SIDES = ("origin", "target")
Named = dict[UUID, tuple[str, list[str]]]  # the code and edition of the framework, and what names the part in it


def read(package: Package, ties: Ties) -> Found:
    """What a crosswalk file of ours would hold."""
    document, ours = package.document, package.document.ours.get("crosswalk")
    head: dict[str, Any] = {
        "code": code_of(document),
        "title": document.text("title", required=True),
        "publisher": publisher_of(document),
        "remark": document.text("description"),
        "uuid": document.text("identifier"),
    }
    if isinstance(ours, dict):
        place = package.place("CFDocument.extensions.driehoek.crosswalk")
        head |= {name: Found(value, place) for name, value in ours.items()}
        relations = [relation(tie, {side: tie.entry.more(side) for side in SIDES}) for tie in ties.others]
    else:
        known = named({end for tie in ties.others for end in (tie.origin, tie.destination) if end})
        sides = [common(known, [tie[side] for tie in ties.others]) for side in (2, 3)]
        head |= {side: found and Found(found, document.place) for side, found in zip(SIDES, sides, strict=True)}
        head["year"] = document.year()
        relations = [found for tie in ties.others if (found := foreign(package, tie, known, sides))]
    return Found({"crosswalk": Found(head, document.place), "relations": relations}, document.place)


def relation(tie: Tie, ends: dict[str, Any]) -> Found:
    values = {"kind": tie.kind, "remark": tie.entry.text("notes"), "uuid": tie.entry.text("identifier")}
    return Found(ends | values, tie.entry.place)


def foreign(package: Package, tie: Tie, known: Named, sides: list[str]) -> Found | None:
    """A relation whose ends are parts of the two frameworks; None, with a notice, for any other."""
    found = [known.get(end, ("", [])) for end in (tie.origin, tie.destination)]
    if [framework for framework, _names in found] != sides or not all(sides):
        package.notice(tie.entry.place, _("A relation with what is in neither framework is left out."))
        return None
    return relation(tie, {side: names for side, (_framework, names) in zip(SIDES, found, strict=True)})


def common(known: Named, ends: list[UUID | None]) -> str:
    """The framework that most of these ends lie in; empty when none is here."""
    counted = Counter(known[end][0] for end in ends if end in known)
    return counted.most_common(1)[0][0] if counted else ""


def named(identifiers: set[UUID]) -> Named:
    """Where these identities are, as far as they are here; one query per kind of part and per batch."""
    found: Named = {}
    for kind, part in PARTS.items():
        owner = part.owner.split("__")
        needed = {"__".join(owner), *("__".join(path.split("__")[:-1]) for path in part.codes if "__" in path)}
        for some in batches(sorted(identifiers)):
            for node in part.model.objects.filter(uuid__in=some).select_related(*sorted(needed)):
                framework = follow(node, part.owner)
                codes = [follow(node, path) for path in part.codes]
                found[node.uuid] = (f"{framework.code} {framework.edition}", [kind, *codes])
    return found
