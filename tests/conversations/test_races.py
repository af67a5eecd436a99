"""Two at once on one conversation: one wins, the other reads why. SQLite lets one writer in at a time."""

from datetime import timedelta
from time import sleep
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.utils import timezone

from assessments import talks
from assessments.talk_reminders import remind_of_talks
from conversations import calendar_mails, planning
from conversations.models import Conversation, Reminder
from conversations.planning import Board, Meanwhile, Wish
from placements import invitations
from placements.models import OutgoingMail
from placements.workflow import WorkflowRecord
from tests.cast import hand_in, make_cast, respond
from tests.test_races import together

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs two writers"),
]

SOON = timezone.localdate() + timedelta(days=10)


def noted(act):
    """What came of an act; `together` knows other refusals."""

    def do():
        try:
            return act()
        except (Meanwhile, OperationalError) as late:
            return late

    return do


def plan(cast, by, day, kind="start"):
    """This person saves the page as it was a moment ago: this talk on this day."""
    board = Board.of(cast.placement)
    wishes = [Wish(kind, 0, day)]
    said = {"weekdays": [], "first_lesson": None, "classes": cast.placement.classes}
    return lambda: planning.save(
        cast.placement, by, agreements=said, seat=board.seat, agreed=board.agreed, wishes=wishes
    )


def start_talk(cast) -> Conversation:
    return Conversation.objects.get(placement=cast.placement, kind="start")


def two_days(cast) -> list:
    acts = [plan(cast, by, SOON + timedelta(days=n)) for n, by in enumerate((cast.student, cast.mentor))]
    return together(*(noted(act) for act in acts))


def test_two_who_plan_the_same_talk_are_not_both_right():
    cast = make_cast()
    results = two_days(cast)
    assert sorted(type(result).__name__ for result in results) == ["Meanwhile", "int"]
    winner = SOON + timedelta(days=next(n for n, result in enumerate(results) if result == 1))
    assert (start_talk(cast).day, start_talk(cast).log.count()) == (winner, 1)
    (late,) = [result for result in results if isinstance(result, Meanwhile)]
    assert [talk.day for talk in late.talks] == [winner]


def unlocked(placement) -> Board:
    return Board.of(type(placement).objects.get(pk=placement.pk))


def test_without_the_lock_both_would_be():
    """The control: each looks at what stood there before the other, and overwrites it."""
    cast, slow = make_cast(), planning.Board.has_moved_on

    def look_and_wait(board, wish):
        found = slow(board, wish)
        connection.cursor().execute("SELECT pg_sleep(0.3)")
        return found

    with patch.object(planning, "locked", unlocked), patch.object(Board, "has_moved_on", look_and_wait):
        results = two_days(cast)
    assert results == [1, 1]
    assert start_talk(cast).log.count() == 2


def plan_and_cancel(cast) -> list:
    talk = start_talk(cast)
    move = plan(cast, cast.student, SOON + timedelta(days=3))
    return together(noted(move), noted(lambda: planning.take_step(talk, "cancel", cast.mentor, "Ziek.", talk.sequence)))


def test_planning_and_cancelling_at_once_is_one_of_the_two():
    cast = make_cast()
    Conversation.objects.filter(pk=start_talk(cast).pk).update(day=SOON)
    results = plan_and_cancel(cast)
    assert sum(isinstance(result, (Meanwhile, ValidationError)) for result in results) == 1
    talk = start_talk(cast)
    assert (talk.state, talk.day) in {("planned", SOON + timedelta(days=3)), ("cancelled", SOON)}
    assert talk.log.count() == 1


def sign_and_move(cast, sign) -> list:
    """The mentor signs the form while the student moves the talk about it; who plans is slow once he may."""
    form, look = respond(hand_in(cast.midterm), cast.mentor), Board.has_moved_on

    def look_and_wait(board, wish):
        connection.cursor().execute("SELECT pg_sleep(0.3)")
        return look(board, wish)

    move = plan(cast, cast.student, SOON, "midterm")
    with patch.object(Board, "has_moved_on", look_and_wait):
        return together(noted(move), noted(lambda: sign(form, cast.mentor)))


def test_signing_a_form_and_moving_its_talk_do_not_wait_for_each_other():
    moved, form = sign_and_move(make_cast(), lambda form, by: talks.sign(form, by, "", {}))
    assert (moved, form.state) == (1, "signed")


def test_in_another_order_of_locks_one_of_the_two_would_break():
    """The control: whoever signs locks the form before the placement, and whoever plans the other way round."""
    results = sign_and_move(make_cast(), lambda form, by: WorkflowRecord.take(form, "sign", by))
    assert [type(result) for result in results].count(OperationalError) == 1


def test_two_mornings_at_once_remind_once():
    cast = make_cast()
    Conversation.objects.filter(pk=start_talk(cast).pk).update(day=timezone.localdate() - timedelta(days=1))
    together(*[lambda: remind_of_talks(None, timezone.localdate())] * 4)
    assert Reminder.objects.count() == OutgoingMail.objects.filter(kind="notice").count() == 1


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "without the lock"])
def test_who_leaves_while_somebody_plans_is_not_left_with_a_day(guarded):
    """Whoever plans has read who sits there, and has not written the mails yet, when the mentor is withdrawn."""
    cast, write = make_cast(), calendar_mails.write

    def wait_and_write(*args):
        connection.cursor().execute("SELECT pg_sleep(0.3)")
        write(*args)

    def withdraw() -> None:
        sleep(0.1)
        invitations.withdraw(cast.invitation, cast.student)

    lock = planning.locked if guarded else unlocked
    with patch.object(calendar_mails, "write", wait_and_write), patch.object(planning, "locked", lock):
        together(plan(cast, cast.student, SOON), withdraw)
    assert cast.mentor.mails.exclude(calendars=[]).exists() is not guarded
    assert cast.institute_educator.mails.exclude(calendars=[]).count() == 1
