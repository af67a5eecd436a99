"""What a file would do, before anything is loaded: its faults with their lines, and what becomes different."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from .changes import CHANGED, GONE, NEW, Change
from .checks import forgotten
from .composing import Fault, FaultyFile, Pointer
from .cycle_files import CONVERSATION
from .edition_difference import Difference, base_of, counts, differences
from .editions import changed_by_hand
from .models import (
    Framework,
    FrameworkUpload,
    LearningOutcome,
    PeriodConversation,
    PeriodOutcome,
    Relation,
    WorkplacePeriod,
)
from .models.crosswalks import PARTS as ENDS
from .models.cycle import names_people, people_in_words
from .rows import CrosswalkTree, Key, Tree, code_of
from .uploading import fingerprint, read_upload
from .word_difference import ADDED, REMOVED, SAME, Piece, difference
from .wording import other_source, other_year

MOST_SHOWN = 200
LONGEST_LINE = 160
LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # what YAML counts as a line
EDITION = re.compile(r"""(?:^|[\s{,])["']?edition["']?\s*:""")
MAIN_TEXTS = ("title", "term", "text")  # what a row says; any other field gets its name in front


@dataclass
class FaultyLine:
    """A fault, and the line of the file on which it stands; in JSON, where lines mean nothing, the `place`."""

    number: int
    sentence: str
    text: str
    place: str = ""


@dataclass
class FieldDifference:
    """One field of a row, with its name where the text does not speak for itself."""

    label: str
    pieces: list[Piece]


@dataclass
class ChangedRow:
    code: str
    kind: str
    what: str
    fields: list[FieldDifference]


@dataclass
class Preview:
    """All that the page of an upload shows. `plan` tells later whether loading would still do the same."""

    upload: FrameworkUpload
    faults: list[FaultyLine] = field(default_factory=list)
    base: Framework | None = None
    in_place: bool = False  # the base is the draft that this file changes
    by_hand: bool = False  # ... and somebody changed that draft after it was loaded
    remarks: list[str] = field(default_factory=list)  # what somebody may have forgotten
    follows: str = ""  # the edition that this one replaces
    outdated: str = ""  # ... and the one that the file names, where that is no longer the newest
    unnamed: list[FaultyLine] = field(default_factory=list)  # where a published edition wants the name of a new one
    notices: list[Fault] = field(default_factory=list)  # what a foreign package holds and ours does not
    counts: list[str] = field(default_factory=list)
    changes: int = 0
    rows: list[ChangedRow] = field(default_factory=list)
    plan: str = ""
    loads: int = 0  # rows that loading writes; without a base all of them are new

    @property
    def can_load(self) -> bool:
        return bool(self.plan and self.loads)

    @property
    def left(self) -> int:
        """How many rows are not shown."""
        return self.changes - len(self.rows)


def preview(upload: FrameworkUpload) -> Preview:
    """Read the file, plan its loading without doing it, and compare it with what is there."""
    found, tree = Preview(upload), None
    try:
        tree, load = read_upload(upload.name, upload.text.encode())
        found.notices = tree.notices
        plan = load(tree, dry_run=True)
    except FaultyFile as faulty:
        found.faults = with_lines(faulty.faults, upload.text)
        found.base = base_of(tree or faulty.tree) if isinstance(tree or faulty.tree, Tree) else None
        return found
    found.plan, found.loads, found.follows = fingerprint(plan), len(plan.changes), getattr(tree, "replaces", "")
    found.outdated = getattr(tree, "outdated", "")
    if isinstance(tree, CrosswalkTree):
        show(found, [Difference(change, {}) for change in plan.changes])
    else:
        compare_edition(found, tree)
    return found


def with_lines(faults: list[Fault], text: str) -> list[FaultyLine]:
    lines = LINE_BREAK.split(text)
    shown = [(fault, lines[fault.line - 1] if fault.line <= len(lines) else "") for fault in faults]
    return [
        FaultyLine(
            fault.line,
            fault.sentence,
            "" if fault.pointer else shortened(line),
            fault.pointer and (fault.place or "CASE"),
        )
        for fault, line in shown
    ]


def shortened(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"


def compare_edition(found: Preview, tree: Tree) -> None:
    """Show how the file differs from the edition in the database."""
    found.base = base_of(tree)
    found.in_place = bool(found.base and found.base.edition == tree.edition.key[1] and not found.base.frozen)
    found.by_hand = bool(found.in_place and found.loads and changed_by_hand(found.base))
    if not found.loads and found.base.frozen:
        found.unnamed = list(line_of_edition(tree, found.upload.text))
    found.remarks = [*study_year_remarks(tree), *period_remarks(tree)]
    different = list(differences(tree, found.base))
    found.counts = count_lines(counts(tree, different)) if found.base else []
    show(found, different)


def line_of_edition(tree: Tree, text: str) -> Iterator[FaultyLine]:
    """The line to change in the file of a published edition; none in JSON, where lines mean nothing."""
    if isinstance(tree.edition.line, Pointer):
        return
    lines = LINE_BREAK.split(text)
    for number, line in enumerate(lines[tree.edition.line - 1 :], tree.edition.line):
        if EDITION.search(line):
            yield FaultyLine(number, _("Give the name of the new edition here."), shortened(line))
            return


def study_year_remarks(tree: Tree) -> Iterator[str]:
    """A file that began as that of last year easily keeps its study year, and its source."""
    if sentence := other_source(tree.edition.key[1], tree.edition.values["source"]):
        yield sentence
    for row in tree.rows:
        if row.model is WorkplacePeriod and (sentence := other_year(tree.edition.key[1], row.values["study_year"])):
            yield f"{row.values['title']}: {sentence}"


def period_remarks(tree: Tree) -> Iterator[str]:
    """A new outcome is easily put in no period."""
    areas = {row.key: row.links["area"] for row in tree.rows if row.model is LearningOutcome}
    used = {row.links["outcome"] for row in tree.rows if row.model is PeriodOutcome}
    if codes := [code_of(key) for key in forgotten(areas, used)]:
        yield _("Outcomes that stand in no workplace period: %(codes)s.") % {"codes": ", ".join(codes)}


def show(found: Preview, different: list[Difference]) -> None:
    found.changes = len(different)
    found.rows = [changed_row(change, old) for change, old in different[:MOST_SHOWN]]


def count_lines(kinds: list[dict[str, Any]]) -> list[str]:
    """ "107 indicatoren: 1 nieuw, 2 gewijzigd, 104 gelijk"; the kinds in which nothing changed share one line."""
    words = {"new": _("%(number)d new"), "changed": _("%(number)d changed"), "gone": _("%(number)d gone")}
    words |= {"same": _("%(number)d the same")}
    lines, same = [], []
    for kind in kinds:
        if kind["same"] == kind["all"] and not kind["gone"]:
            same.append(named(kind))
            continue
        told = [word % {"number": kind[name]} for name, word in words.items() if kind[name]]
        lines.append(f"{named(kind)}: {', '.join(told)}.")
    return lines + ([_("The same: %(kinds)s.") % {"kinds": ", ".join(same)}] if same else [])


def named(kind: dict[str, Any]) -> str:
    """ "107 indicatoren" """
    meta = kind["model"]._meta
    return f"{kind['all']} {meta.verbose_name if kind['all'] == 1 else meta.verbose_name_plural}"


def changed_row(change: Change, old: dict[str, Any]) -> ChangedRow:
    words = {NEW: _("new"), CHANGED: _("changed"), GONE: _("gone")}
    if change.model is Relation:
        code, fields = relation_row(change)
    else:
        code, fields = (
            change.key[-1] if change.model is Framework else code_of(change.key),
            field_differences(change, old),
        )
    return ChangedRow(code, str(change.model._meta.verbose_name), words[change.kind], fields)


def field_differences(change: Change, old: dict[str, Any]) -> list[FieldDifference]:
    if change.kind == CHANGED:
        return [field_difference(change.model, name, *pair) for name, pair in change.fields.items()]
    values = change.row.values if change.kind == NEW else old
    kind = ADDED if change.kind == NEW else REMOVED
    if change.model is PeriodOutcome:
        return [FieldDifference("", pieces_of(kind, counting(values | (change.row.links if change.row else {}))))]
    if change.model is PeriodConversation:
        return [FieldDifference("", pieces_of(kind, around_it(values)))]
    texts = [values[name] for name in MAIN_TEXTS if values.get(name)]
    return [FieldDifference("", pieces_of(kind, text)) for text in texts]


def counting(values: dict[str, Any]) -> str:
    """How an outcome counts in a period, as its page says it: "U1 · summatief · niveau-1 · beoordeelt"."""
    summative = _("summative") if values["summative"] else _("formative")
    role = str(dict(PeriodOutcome.MentorRole.choices).get(values["mentor_role"], ""))
    told = [" ".join(values["unit"] or ()), summative, values["target_level"], f"{_('Mentor')}: {role}"]
    return " · ".join(part for part in told if part)


def around_it(values: dict[str, Any]) -> str:
    """What is said of a conversation besides its questions, as its page says it."""
    conversation = PeriodConversation(**{name: values[name] for name in CONVERSATION.split()})
    told = [conversation.get_kind_display(), conversation.around_the_table]
    told += [f"{_('prepared by')} {conversation.prepared}"] if conversation.prepared else []
    told += [f"{_('approved by')} {conversation.approved}"] if conversation.approved else []
    return " · ".join(map(str, told))


def pieces_of(kind: str, text: str) -> list[Piece]:
    """A whole text that came or went."""
    return difference(*("", text) if kind == ADDED else (text, ""))


def field_difference(model: type[models.Model], name: str, old, new) -> FieldDifference:
    part = model._meta.get_field(name)
    label = "" if name in ("text", "title", "term") and model is not Framework else str(part.verbose_name)
    if name == "order":
        return FieldDifference("", [Piece(SAME, _("stands in another place"))])
    return FieldDifference(label, difference(readable(part, old), readable(part, new)))


def readable(part: models.Field, value) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, list):
        return "\n".join(people_in_words(value) if names_people(part) else value)
    return str(dict(part.flatchoices).get(value, value) if value is not None else "")


def relation_row(change: Change) -> tuple[str, list[FieldDifference]]:
    """A relation is known by its ends: from stands as the code, kind and to are the text."""
    origin, target, kind = ends_of(change.key)
    said = f"{Relation.Kind(kind).label} {' '.join(target)}"
    if change.kind == CHANGED:
        fields = [field_difference(Relation, name, *pair) for name, pair in change.fields.items()]
        return " ".join(origin), [FieldDifference("", [Piece(SAME, said)]), *fields]
    marks = ADDED if change.kind == NEW else REMOVED
    remark = change.row.values["remark"] if change.row else ""
    return " ".join(origin), [FieldDifference("", pieces_of(marks, text)) for text in (said, remark) if text]


def ends_of(key: Key) -> tuple[Key, Key, str]:
    """The two ends and the kind in the key of a relation."""
    size = 1 + len(ENDS[key[0]].codes)
    return key[:size], key[size:-1], key[-1]
