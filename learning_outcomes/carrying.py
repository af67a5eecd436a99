"""Take a crosswalk over for later editions of its frameworks: what comes along, and what does not (X28).

A part is found again by its codes, or by a relation "is replaced by" in a crosswalk between the two editions, which
goes before the codes. Nobody guesses: what was replaced by several parts does not come along.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import models, transaction
from django.utils.translation import gettext as _

from . import editions
from .changes import batches
from .models import Crosswalk, Endpoint, Framework, Relation
from .models.crosswalks import PARTS
from .references import nodes_of
from .rows import Key, code_of

SIDES = ("origin", "target")
LONGEST_CODE, LONGEST_TITLE = 60, 200
WORDS = ("title", "text", "guidance")  # what a part says, where it has it


@dataclass(frozen=True)
class LeftBehind:
    """A relation that does not come along, and why."""

    relation: Relation
    sentence: str


@dataclass
class Carrying:
    """A crosswalk on its way to other editions; `found` are its relations with the key of each part there.

    `changed` are the codes of parts that say something else there, `new` those of new outcomes that nothing relates.
    """

    crosswalk: Crosswalk
    origin: Framework
    target: Framework
    found: list[tuple[Relation, Key, Key]] = field(default_factory=list)
    left: list[LeftBehind] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)

    @property
    def there_already(self) -> Crosswalk | None:
        """The crosswalk of the same publisher that lies between these editions."""
        between = Crosswalk.objects.filter(origin=self.origin, target=self.target)
        return between.filter(publisher=self.crosswalk.publisher).order_by("pk").first()


def newer(framework: Framework, user) -> Framework:
    """The newest edition that this user sees and that follows this one; the edition itself when none does."""
    later = Framework.objects.visible_to(user).filter(code=framework.code, year__gte=framework.year)
    followers = [
        one for one in later.exclude(pk=framework.pk) if (one.year, one.edition) > (framework.year, framework.edition)
    ]
    return max(followers, key=lambda one: (one.frozen, one.year, one.edition), default=framework)


def offered(crosswalk: Crosswalk, user) -> Carrying | None:
    """The newest editions that this crosswalk does not lie between yet; None when there are none."""
    origin, target = (newer(getattr(crosswalk, side), user) for side in SIDES)
    if (origin, target) == (crosswalk.origin, crosswalk.target):
        return None
    carrying = Carrying(crosswalk, origin, target)
    return None if carrying.there_already else carrying


def still_to_carry(new: Framework) -> list[Crosswalk]:
    """The crosswalks of the edition that this one replaces, without those that were taken over for this one."""
    crosswalks = Crosswalk.objects.select_related("origin", "target")
    there = {between(one) for one in crosswalks.touching(new)}
    found = crosswalks.touching(new.replaces).exclude(origin__code=new.code, target__code=new.code)
    return [one for one in found if between(one) not in there]


def between(crosswalk: Crosswalk) -> tuple[str, str, str]:
    """Whose it is and which frameworks it relates, whatever their editions."""
    return crosswalk.publisher, crosswalk.origin.code, crosswalk.target.code


def planned(crosswalk: Crosswalk, origin: Framework, target: Framework, laid: Crosswalk | None = None) -> Carrying:
    """What would come along, or what came along to the crosswalk `laid`.

    Takes crosswalks from `for_page()`; the number of queries does not depend on their size.
    """
    carrying = Carrying(crosswalk, origin, target)
    ways = {"origin": Way(crosswalk.origin, origin), "target": Way(crosswalk.target, target)}
    taken: set[tuple[Key, Key, str]] = set()
    for relation in crosswalk.relations.all():
        keys = {side: ways[side].key_of(getattr(relation, side)) for side in SIDES}
        same = (keys["origin"], keys["target"], relation.kind)
        if reasons := [ways[side].reason(getattr(relation, side)) for side in SIDES if not keys[side]]:
            carrying.left.append(LeftBehind(relation, " ".join(reasons)))
        elif same not in taken:
            taken.add(same)
            carrying.found.append((relation, keys["origin"], keys["target"]))
    for place, side in enumerate(SIDES):
        ends = [(getattr(row[0], side), row[1 + place]) for row in carrying.found]
        carrying.changed += dict.fromkeys(code_of(key[1:]) for end, key in ends if ways[side].says_otherwise(end, key))
        related = {key for _end, key in ends}
        if laid:
            related = {getattr(relation, side).key for relation in laid.relations.all()}
        carrying.new += ways[side].new_outcomes(related)
    return carrying


class Way:
    """From the parts of one edition to those of another."""

    def __init__(self, old: Framework, new: Framework):
        self.old, self.new = old, new
        self.replaced: dict[Key, set[Key]] = {}
        self.known: dict[str, dict[Key, list[str]]] = {}
        if old != new:
            for relation in replacements(old, new):
                self.replaced.setdefault(relation.origin.key, set()).add(relation.target.key)

    def key_of(self, end: Endpoint) -> Key | None:
        """The key of the part over there; None when it is not there, or nobody can tell which one it is."""
        if self.old == self.new:
            return end.key
        places = self.replaced.get(end.key, {end.key})
        key = next(iter(places))
        return key if len(places) == 1 and key in self.words(key[0]) else None

    def words(self, kind: str) -> dict[Key, list[str]]:
        """Every part of one kind over there, with what it says."""
        if kind not in self.known:
            part = PARTS[kind]
            rows = part.model.objects.filter(**{part.owner: self.new}).order_by("pk")
            size, columns = len(part.codes), [*part.codes, *words_of(part.model)]
            self.known[kind] = {(kind, *row[:size]): list(row[size:]) for row in rows.values_list(*columns)}
        return self.known[kind]

    def says_otherwise(self, end: Endpoint, key: Key) -> bool:
        """Whether the part over there does not say to the letter what this one says."""
        said = [getattr(end.node, name) for name in words_of(type(end.node))]
        return self.old != self.new and self.words(key[0])[key] != said

    def new_outcomes(self, related: set[Key]) -> list[str]:
        """The outcomes over there that took the place of none here, without those that are related."""
        if self.old == self.new:
            return []
        here = nodes_of(self.old, "outcome").keys() | {key for keys in self.replaced.values() for key in keys}
        return [code_of(key[1:]) for key in self.words("outcome") if key not in here | related]

    def reason(self, end: Endpoint) -> str:
        words = {"part": f"{end.word} {end.code}", "edition": self.new.edition}
        if len(self.replaced.get(end.key, ())) > 1:
            return _("%(part)s has several parts in its place in edition %(edition)s.") % words
        return _("%(part)s does not stand in edition %(edition)s.") % words


def words_of(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.name in WORDS]


def replacements(old: Framework, new: Framework) -> Iterator[Relation]:
    for crosswalk in Crosswalk.objects.filter(origin=old, target=new).for_page():
        yield from (row for row in crosswalk.relations.all() if row.kind == Relation.Kind.REPLACED_BY)


@transaction.atomic
def carry(carrying: Carrying, by) -> Crosswalk:
    """Make the draft of what comes along; the crosswalk itself stays as it is."""
    old = carrying.crosswalk
    made = Crosswalk.objects.create(
        code=new_code(carrying),
        title=named_after(carrying, old.title)[:LONGEST_TITLE],
        publisher=old.publisher,
        year=max(carrying.origin.year, carrying.target.year, old.year),
        remark=old.remark,
        origin=carrying.origin,
        target=carrying.target,
    )
    here, there = (
        ends(getattr(carrying, side), [row[1 + place] for row in carrying.found]) for place, side in enumerate(SIDES)
    )
    rows = [
        Relation(
            crosswalk=made, origin_id=here[one], target_id=there[other],
            kind=row.kind, remark=row.remark, order=row.order,
        )
        for row, one, other in carrying.found
    ]  # fmt: skip
    for some in batches(rows):
        Relation.objects.bulk_create(some)
    editions.log(made, by, editions.ADDITION, _("Made from crosswalk %(code)s.") % {"code": old.code})
    return made


def ends(framework: Framework, keys: list[Key]) -> dict[Key, int]:
    """The endpoint of each of these parts."""
    found: dict[Key, int] = {}
    for kind in {key[0] for key in keys}:
        known = nodes_of(framework, kind)
        nodes = {key: known[key] for key in keys if key[0] == kind}
        there = Endpoint.objects.for_nodes(framework, kind, list(dict.fromkeys(nodes.values())))
        found |= {key: there[pk] for key, pk in nodes.items()}
    return found


def named_after(carrying: Carrying, text: str) -> str:
    """A name in which the old editions are called by the new ones."""
    for side in SIDES:
        old, new = getattr(carrying.crosswalk, side).edition, getattr(carrying, side).edition
        text = text.replace(old, new) if len(old) > 1 else text
    return text


def new_code(carrying: Carrying) -> str:
    """The code with the new edition in it, and a number when that is taken."""
    old = carrying.crosswalk.code
    code = named_after(carrying, old)
    if code == old:
        changed = next(side for side in SIDES if getattr(carrying, side) != getattr(carrying.crosswalk, side))
        code = f"{old}-{getattr(carrying, changed).edition}"
    number, wanted = 1, code[:LONGEST_CODE]
    while Crosswalk.objects.filter(code=wanted).exists():
        number += 1
        wanted = f"{code[: LONGEST_CODE - 4]}-{number}"
    return wanted
