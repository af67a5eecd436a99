"""What comes along from the last moment to the next: the goals that run, what was said for later, and what was seen
already (C23, A29, C29). The last moment is the start of the next."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch

from conversations.models import Goal
from placements.models import Placement

from .models import AssessmentForm, IndicatorMark, OutcomeAssessment
from .rules import State


@dataclass(frozen=True)
class SaidBefore:
    """A text of the last signed form that looks ahead."""

    kind: str  # develop (the student), next_step or feed_forward (the workplace)
    text: str
    by: str
    role: str
    moment: str


@dataclass(frozen=True)
class SeenBefore:
    text: str
    since: date


@dataclass
class Brought:
    """What comes along for one outcome."""

    said: list[SaidBefore] = field(default_factory=list)
    seen: list[SeenBefore] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)


def coming_along(placement: Placement, reader, *, goals: bool = False) -> dict[tuple, Brought]:
    """Per outcome (as `PlacementOutcome.names`) what this reader may read of it; outcomes with nothing are left out.

    The texts are those of the last signed form; what was seen, of every signed form. The number of queries does not
    grow with the outcomes.
    """
    found, spoken = defaultdict(Brought), set()
    for form in _signed(placement):
        for row in form.rows.all():
            row.item.placement, row.form = placement, form
            seen = list(_seen(row, form, reader))
            if seen:
                found[row.item.names].seen += seen
            said = [] if row.item.names in spoken else list(_said(row, form, reader))
            if said:
                spoken.add(row.item.names)
                found[row.item.names].said += said
    for brought in found.values():
        brought.seen = _first_of_each(brought.seen)
    if goals:
        for goal in Goal.objects.visible_to(reader).filter(placement=placement, state="running").for_list():
            found[goal.item.names].goals.append(goal.text)
    return dict(found)


def answer(sender, placement: Placement, user, **kwargs) -> dict[tuple, Brought]:
    """For the page of the goals, where the goals themselves stand beside it."""
    return coming_along(placement, user)


def _signed(placement: Placement) -> list[AssessmentForm]:
    """The signed forms, the last one first."""
    seen = IndicatorMark.objects.filter(kind=IndicatorMark.Kind.SEEN).select_related("indicator")
    rows = OutcomeAssessment.objects.select_related(
        "item__outcome", "item__rule", "reflection__author", "judgement__author"
    )
    found = AssessmentForm.objects.filter(placement=placement, state=State.SIGNED).order_by("-signed_at", "-pk")
    forms = found.prefetch_related(
        Prefetch("rows", rows),
        "rows__feedback__author",
        Prefetch("rows__marks", seen.order_by("indicator__order", "pk"), to_attr="seen_marks"),
    )
    for form in (forms := list(forms)):
        form.placement = placement  # its people are known already
    return forms


def _said(row: OutcomeAssessment, form: AssessmentForm, reader) -> Iterator[SaidBefore]:
    moment, judgement, reflection = form.get_moment_display(), row.part("judgement"), row.part("reflection")
    if reflection and form.may_read(reader, "reflection", row):
        yield from _texts(reflection, moment, develop=reflection.to_develop)
    if judgement and form.may_read(reader, "judgement", row):
        yield from _texts(judgement, moment, feed_forward=judgement.feed_forward)
    for feedback in row.feedback.all() if form.may_read(reader, "feedback", row) else ():
        yield from _texts(feedback, moment, next_step=feedback.next_step or feedback.to_make)


def _texts(part, moment: str, **texts: str) -> Iterator[SaidBefore]:
    for kind, text in texts.items():
        if text.strip():
            yield SaidBefore(kind, text, part.author.get_short_name(), part.role, moment)


def _seen(row: OutcomeAssessment, form: AssessmentForm, reader) -> Iterator[SeenBefore]:
    if form.may_read(reader, "feedback", row):
        yield from (SeenBefore(mark.indicator.text, mark.since) for mark in row.seen_marks)


def _first_of_each(seen: list[SeenBefore]) -> list[SeenBefore]:
    """Each indicator once, since the first day on which anybody saw it."""
    first: dict[str, date] = {}
    for mark in seen:
        first[mark.text] = min(mark.since, first.get(mark.text, mark.since))
    return [SeenBefore(text, since) for text, since in first.items()]
