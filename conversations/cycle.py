"""The cycle of a period as its framework has it; with what every period has where the framework says nothing (C01)."""

from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects

from learning_outcomes.models import ConversationKind as Kind
from learning_outcomes.models import ConversationQuestion, WorkplacePeriod
from placements.roles import Role

Field = ConversationQuestion.Field


@dataclass(frozen=True)
class Question:
    """One question or topic, and where its answer is kept."""

    code: str
    text: str
    help: str
    field: str


@dataclass(frozen=True)
class Moment:
    """One kind of conversation of a period. `week` is None for those that come when they come."""

    kind: str
    week: int | None
    triangle: bool
    prepared_by: tuple[str, ...] = ()
    approved_by: tuple[str, ...] = ()
    questions: tuple[Question, ...] = field(default_factory=tuple)

    @property
    def topics(self) -> list[Question]:
        """What is talked about and not written down by itself."""
        return [question for question in self.questions if question.field == Field.TOPIC]

    def asks(self, name: str) -> Question | None:
        """The question whose answer is kept in this field."""
        return next((question for question in self.questions if question.field == name), None)


PREPARED = (Role.STUDENT,)
WITHOUT_DATA = [  # kind, triangle, prepared by, approved by
    (Kind.INTRODUCTION, False, (), ()),
    (Kind.START, True, PREPARED, (Role.WORKPLACE_MENTOR,)),
    (Kind.GUIDANCE, False, (), ()),
    (Kind.MIDTERM, True, PREPARED, ()),
    (Kind.FINAL, True, PREPARED, ()),
]


def cycle_of(period: WorkplacePeriod) -> list[Moment]:
    """The kinds of conversation of this period in their order. Two queries; none for a period that was asked before,
    or came with `conversations__questions`."""
    prefetch_related_objects([period], "conversations__questions")
    found = [
        Moment(
            row.kind,
            week_of(period, row.kind),
            row.triangle,
            tuple(row.prepared_by),
            tuple(row.approved_by),
            tuple(Question(q.code, q.text, q.help, q.field) for q in row.questions.all()),
        )
        for row in period.conversations.all()
    ]
    return found or [Moment(kind, week_of(period, kind), *more) for kind, *more in WITHOUT_DATA]


def moment_of(period: WorkplacePeriod, kind: str) -> Moment:
    """One kind of conversation of this period; also where its framework leaves it out."""
    there = {moment.kind: moment for moment in cycle_of(period)}
    return there.get(kind) or next(Moment(k, week_of(period, k), *more) for k, *more in WITHOUT_DATA if k == kind)


def week_of(period: WorkplacePeriod, kind: str) -> int | None:
    """The week of the placement this conversation belongs in (X34)."""
    return period.week_of(kind)
