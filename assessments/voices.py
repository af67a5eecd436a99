"""The voices about one outcome beside each other: who speaks, and who marked which indicators (F23, D05).

Never a sum, a score or an order of who is right (F22): each voice looks through glasses of its own. What a reader may
not read is not in the structure, so no picture and no text that is made from it can show it. Asks the database nothing
beyond `AssessmentForm.objects.for_page()`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning_outcomes.models import Indicator, LearningOutcome
from learning_outcomes.wording import begin
from placements.roles import CORNER, Role

from .models import AssessmentForm, IndicatorMark, OutcomeAssessment

SAW = {"shown", "seen"}  # the student named it, another saw it
ORDER = [*CORNER, ""]  # the student first, then the workplace, then the institute; as in the table of roles

Marks = Mapping[int, set[str]]  # the kinds of marks per indicator


@dataclass(frozen=True)
class Voice:
    """Somebody who spoke about this outcome. `said` are texts with the words that run in before them."""

    who: str
    short: str
    role: str = ""
    corner: str = "none"
    verdict: str = ""
    said: tuple[tuple[str | Promise, str], ...] = ()
    marks: Marks = field(default_factory=dict)

    def saw(self, indicator: int) -> bool:
        return bool(self.marks.get(indicator, set()) & SAW)

    def used(self, indicator: int) -> bool:
        """Looked at for the feedback or the judgement, whether or not it was to be seen."""
        return "used" in self.marks.get(indicator, set())


@dataclass(frozen=True)
class Marked:
    """One indicator that somebody marked, and who did."""

    code: str
    text: str
    saw: tuple[Voice, ...]
    used: tuple[Voice, ...]
    everybody: bool  # all who marked anything here saw this one

    @property
    def sentence(self) -> str:
        """'Alleen Noor zag dit. Marieke gebruikte het.'"""
        return " ".join(filter(None, [self._who_saw(), self._who_used()]))

    def _who_saw(self) -> str:
        if not self.saw:
            return _("Nobody marked it as seen.")
        if self.everybody:
            return _("All of them saw it.")
        if len(self.saw) == 1:
            return _("Only %(name)s saw it.") % {"name": self.saw[0].short}
        return begin(_("%(names)s saw it.") % {"names": names(self.saw)})

    def _who_used(self) -> str:
        used = ngettext("%(names)s used it.", "%(names)s used it.", len(self.used))
        return begin(used % {"names": names(self.used)}) if self.used else ""


@dataclass(frozen=True)
class Group:
    """The marked indicators of one dimension."""

    title: str
    for_judgement: bool
    indicators: tuple[Marked, ...]


@dataclass(frozen=True)
class Voices:
    """One outcome with its voices; the one source of the picture and of the text."""

    anchor: str
    title: str
    voices: tuple[Voice, ...]
    groups: tuple[Group, ...]

    @property
    def marking(self) -> list[Voice]:
        """Who marked at least one indicator: the columns of the picture."""
        return marking(self.voices)

    @property
    def silent(self) -> str:
        """The names of those who spoke and marked nothing."""
        return names(voice for voice in self.voices if voice not in self.marking)

    @property
    def has_corners(self) -> bool:
        """Do the voices stand in the corners of a placement? Assessors who judge an example do not."""
        return any(voice.corner != "none" for voice in self.voices)

    @property
    def stand_beside(self) -> bool:
        """Is there more than one voice, and something to lay beside each other?"""
        return len(self.voices) > 1 and bool(self.groups)

    @property
    def agreement(self) -> str:
        """Where they agree and where they differ, in one sentence."""
        shared = {indicator.everybody for group in self.groups for indicator in group.indicators}
        if len(self.marking) < 2:
            return _("Only one of them marked indicators.")
        if shared == {True}:
            return _("They saw the same.")
        if shared == {False}:
            return _("Each of them saw something else. That is worth talking about.")
        return _("Partly they saw the same, partly something else. That is worth talking about.")


def voices_of(form: AssessmentForm, row: OutcomeAssessment, reader, extra: Iterable[Voice] = ()) -> Voices:
    """The voices on this row that `reader` may read now (READERS in `rules`), `extra` ones after them.

    `extra` is for who speaks elsewhere, such as an examiner in a dialogue; whoever passes them has checked that this
    reader may read them.
    """
    spoken = sorted(_speakers(form, row, reader), key=lambda voice: ORDER.index(voice.role))
    return beside(row.anchor, row.outcome.title, [*spoken, *extra], row.outcome)


def beside(anchor: str, title: str, voices: Iterable[Voice], outcome: LearningOutcome) -> Voices:
    """These voices beside each other along the observation guide of the outcome."""
    voices = tuple(voices)
    called = Counter(voice.short for voice in voices)
    voices = tuple(replace(voice, short=voice.who) if called[voice.short] > 1 else voice for voice in voices)
    groups = [(d.title, d.for_judgement, d.indicators.all()) for d in outcome.dimensions.all()]
    if outcome.criteria:  # success criteria stand in a group of their own (X35)
        groups.append((outcome.framework.indicator_label.capitalize(), True, outcome.criteria))
    found = [
        Group(title, counts, rows)
        for title, counts, those in groups
        if (rows := tuple(_marked(those, marking(voices))))
    ]
    return Voices(anchor, title, voices, tuple(found))


def marking(voices: Iterable[Voice]) -> list[Voice]:
    return [voice for voice in voices if any(voice.marks.values())]


def names(voices: Iterable[Voice]) -> str:
    """'Noor, Marieke en Hanneke'."""
    return get_text_list([voice.short for voice in voices], _("and"))


def _marked(indicators: Iterable[Indicator], voices: list[Voice]) -> Iterable[Marked]:
    for one in indicators:
        saw = tuple(voice for voice in voices if voice.saw(one.pk))
        used = tuple(voice for voice in voices if voice.used(one.pk))
        if saw or used:
            code = one.code.split(".", 1)[-1]  # without the outcome's own code in front
            yield Marked(code, one.text, saw, used, everybody=1 < len(voices) == len(saw))


def _speakers(form: AssessmentForm, row: OutcomeAssessment, reader) -> list[Voice]:
    """One voice for each person who wrote or marked something here that this reader may read."""
    said, marks = _said(form, row, reader), _marks(form, row, reader)
    people = {part.author_id: part.author for parts in said.values() for _name, part in parts}
    people |= {mark.author_id: mark.author for mark in row.marks.all() if mark.author_id in marks}
    roles = {pk: next((part.role for _name, part in said.get(pk, ()) if part.role), "") for pk in people}
    roles |= {pk: _seat_of(form, pk) for pk, role in roles.items() if not role}
    return [
        Voice(
            who=person.get_full_name(),
            short=person.get_short_name(),
            role=roles[pk],
            # who marked without a text of his own wrote in the judgement of a colleague at school
            corner=CORNER.get(roles[pk], "workplace"),
            verdict=next((part.verdict for name, part in said.get(pk, ()) if name == "judgement"), ""),
            said=tuple(line for name, part in said.get(pk, ()) for line in _lines(name, part)),
            marks=marks.get(pk, {}),
        )
        for pk, person in people.items()
    ]


def _said(form: AssessmentForm, row: OutcomeAssessment, reader) -> dict[int, list[tuple[str, object]]]:
    """The parts with words or a choice in them that this reader may read, per author."""
    parts = [("reflection", row.part("reflection")), ("judgement", row.part("judgement"))]
    parts += [("feedback", part) for part in row.feedback.all()]
    found: dict[int, list] = {}
    for name, part in parts:
        if part and any(part.said.values()) and form.may_read(reader, name, row):
            found.setdefault(part.author_id, []).append((name, part))
    return found


def _marks(form: AssessmentForm, row: OutcomeAssessment, reader) -> dict[int, dict[int, set[str]]]:
    """The marks this reader may read: author -> indicator -> kinds."""
    found: dict[int, dict[int, set[str]]] = {}
    for mark in readable_marks(form, row, reader):
        found.setdefault(mark.author_id, {}).setdefault(mark.indicator_id, set()).add(mark.kind)
    return found


def readable_marks(form: AssessmentForm, row: OutcomeAssessment, reader) -> list[IndicatorMark]:
    """The marks on this row that this reader may read now: with the part they were saved with, and always his own."""
    answer = "judgement" if row.is_judged(form) else "feedback"
    readable = {"shown": form.may_read(reader, "reflection", row)}
    readable |= dict.fromkeys(("used", "seen"), form.may_read(reader, answer, row))
    return [mark for mark in row.marks.all() if readable[mark.kind] or mark.author_id == reader.pk]


def _seat_of(form: AssessmentForm, user_pk: int) -> str:
    """The role in which somebody who wrote no text here stands in the placement today; empty when he left."""
    if user_pk == form.placement.student_id:
        return Role.STUDENT
    seats = form.placement.running_participations()
    return min((seat.role for seat in seats if seat.user_id == user_pk), key=ORDER.index, default="")


def _lines(name: str, part) -> list[tuple[str, str]]:
    """The texts of a part, each with the words before it; the first of each kind needs none."""
    before = {
        "evidence": _("Evidence."),
        "to_develop": _("Goes on working at:"),
        "feed_forward": _("To the next year:"),
        "next_step": _("Next step."),
        "made": _("Development made:"),
        "to_make": _("Still to make:"),
    }
    return [(before.get(field_name, ""), text) for field_name, text in part.texts.items() if text.strip()]
