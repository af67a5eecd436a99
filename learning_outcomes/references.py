"""How people name one part of a framework in a crosswalk: `outcome CPL`, `dimension CPL CPL.1`, `descriptor 1 6`."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .composing import Fault, fault_at
from .models import Endpoint, Framework
from .models.crosswalks import PARTS
from .rows import Key, named


@dataclass(frozen=True)
class Reference:
    """The words that name a part, and the line they stand on."""

    line: int
    kind: str
    codes: Key

    @property
    def key(self) -> Key:
        return (self.kind, *self.codes)


def refer(line: int, words: list[str]) -> Reference | Fault:
    """The reference that these words make, or what is wrong with them."""
    kind, *codes = words or [""]
    if kind not in PARTS:
        return fault_at(line, _("%(code)s: a reference begins with one of: %(known)s."), code=kind, known=named(PARTS))
    if len(codes) != len(PARTS[kind].codes):
        sentence = _("%(code)s: this reference needs %(number)d codes after %(kind)s.")
        return fault_at(line, sentence, code=" ".join(words), kind=kind, number=len(PARTS[kind].codes))
    return Reference(line, kind, tuple(codes))


def nodes_of(framework: Framework, kind: str) -> dict[Key, int]:
    """Every part of one kind in an edition, by what names it in a file."""
    part = PARTS[kind]
    rows = part.model.objects.filter(**{part.owner: framework}).values_list(*part.codes, "pk")
    return {(kind, *codes): pk for *codes, pk in rows}


def find_ends(framework: Framework, references: list[Reference]) -> tuple[dict[Key, int], list[Fault]]:
    """The endpoint of each part that these references name, and a fault for each that is not in the framework."""
    ends, faults = {}, []
    for kind in sorted({reference.kind for reference in references}):
        known = nodes_of(framework, kind)
        wanted = [reference for reference in references if reference.kind == kind]
        nodes = {reference.key: known[reference.key] for reference in wanted if reference.key in known}
        there = Endpoint.objects.for_nodes(framework, kind, list(nodes.values()))
        ends |= {key: there[pk] for key, pk in nodes.items()}
        faults += [unknown(reference, framework, known) for reference in wanted if reference.key not in known]
    return ends, faults


def unknown(reference: Reference, framework: Framework, known: dict[Key, int]) -> Fault:
    """The fault of a reference to nothing, with what it may have meant: first what shares its beginning."""
    near = [key for key in known if key[:-1] == reference.key[:-1]] or list(known)
    sentence = _("%(code)s does not stand in %(framework)s. Known are: %(known)s.")
    words = {"code": " ".join(reference.key), "known": named(" ".join(key[1:]) for key in near)}
    return fault_at(reference.line, sentence, framework=str(framework), **words)
