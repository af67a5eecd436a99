"""The cycle of a period: what its framework says, and what every period has where it says nothing (C01)."""

import pytest

from conversations.cycle import Field, cycle_of, moment_of, week_of
from conversations.models import Conversation
from learning_outcomes.models import ConversationQuestion, PeriodConversation, WorkplacePeriod
from tests.cast import HAN
from tests.factories import PlacementFactory, WorkplacePeriodFactory
from tests.learning_outcomes.making import stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def han() -> WorkplacePeriod:
    return stored(HAN.read_text(encoding="utf-8"), publish=True).periods.get()


def dated(placement) -> list[str]:
    return list(Conversation.objects.filter(placement=placement).order_by("pk").values_list("kind", flat=True))


def test_the_cycle_is_that_of_the_framework(han):
    assert [(m.kind, m.week, m.triangle, m.prepared_by, m.approved_by, len(m.questions)) for m in cycle_of(han)] == [
        ("introduction", 1, False, (), (), 9),
        ("start", 3, True, ("student",), ("workplace_mentor",), 5),
        ("guidance", None, False, (), (), 0),
        ("midterm", 8, True, ("student",), (), 0),
        ("final", 16, True, ("student",), (), 0),
    ]
    start = moment_of(han, "start")
    assert start.asks(Field.GOAL).text == "Welk doel stel ik per leeruitkomst?"
    assert ([one.code for one in start.topics], start.asks(Field.SUPPORT)) == (["S1"], None)


def test_where_the_framework_says_nothing_every_period_has_the_usual_five():
    period = WorkplacePeriodFactory()
    assert [(m.kind, m.week, m.questions) for m in cycle_of(period)] == [
        ("introduction", 1, ()), ("start", 3, ()), ("guidance", None, ()), ("midterm", 8, ()), ("final", 16, ()),
    ]  # fmt: skip


def test_a_kind_that_the_framework_leaves_out_is_still_told():
    period = WorkplacePeriodFactory()
    PeriodConversation.objects.create(period=period, kind="start")
    assert [moment.kind for moment in cycle_of(period)] == ["start"]
    assert (moment_of(period, "final").triangle, week_of(period, "final")) == (True, 16)


def test_a_cycle_that_was_fetched_asks_the_database_nothing(han, django_assert_num_queries):
    start = han.conversations.get(kind="start")
    for number in range(20):
        ConversationQuestion.objects.create(conversation=start, code=f"N{number}", text="Nog iets?", field="topic")
    placement = PlacementFactory(period=han)
    with django_assert_num_queries(2):
        assert len(cycle_of(WorkplacePeriod(pk=han.pk))) == 5
    found = type(placement).objects.select_related("period").prefetch_related("period__conversations__questions")
    found = found.get(pk=placement.pk)
    with django_assert_num_queries(0):
        assert len(moment_of(found.period, "start").questions) == 25


def test_a_placement_gets_the_conversations_that_its_period_dates_once(han):
    placement, short = PlacementFactory(period=han), WorkplacePeriodFactory()
    for kind in ("start", "guidance", "final"):
        PeriodConversation.objects.create(period=short, kind=kind)
    other, plain = PlacementFactory(period=short), PlacementFactory()
    for one in (placement, other, plain, placement):
        Conversation.objects.start_for(one)
    assert dated(placement) == ["introduction", "start", "midterm", "final"]
    assert dated(other) == ["start", "final"]
    assert dated(plain) == ["introduction", "start", "midterm", "final"]
