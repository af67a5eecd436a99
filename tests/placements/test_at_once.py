"""Several at once: one notice, one mail, one try."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.core import mail as mailbox
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from placements import invitations, links, outbox
from placements.models import Invitation, OutgoingMail
from tests.factories import InvitationFactory, PlacementFactory, UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def at_once(count: int, act: Callable[[int], object]) -> list:
    """Let so many threads act at the same moment; returns what they gave back, faults included."""
    results, start = [], Barrier(count)

    def run(number: int) -> None:
        start.wait()
        try:
            with transaction.atomic():
                results.append(act(number))
        except ValidationError as fault:
            results.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_eight_notices_make_one_mail_with_eight_sentences():
    person = UserFactory()
    words = {"subject": "News", "button": "Read", "path": "/here/"}
    at_once(8, lambda number: outbox.notice(person, sentences=[f"Thing {number}."], **words))
    assert len(OutgoingMail.objects.get().sentences) == 8


def test_a_mail_that_eight_workers_take_leaves_once():
    mail = outbox.request(UserFactory(), subject="News", sentences=["Thing."], button="Read", path="/here/")
    assert sorted(at_once(8, lambda number: outbox.deliver(mail.pk))) == [False] * 7 + [True]
    assert len(mailbox.outbox) == 1


def test_eight_presses_mail_one_code():
    invitation = InvitationFactory()
    at_once(8, lambda number: links.mail_code(invitation))
    assert invitation.codes.count() == 1


def test_eight_guesses_at_once_count_as_five():
    invitation = InvitationFactory()
    code = invitation.codes.create()
    wrong = f"{(int(code.digits()) + 1) % 1_000_000:06d}"

    def guess(number: int) -> str:
        try:
            links.check_code(invitation, wrong)
        except ValidationError as fault:
            return fault.message

    at_once(8, guess)
    code.refresh_from_db()
    assert code.tries == 5


def test_the_same_person_invited_eight_times_at_once_has_one_seat():
    placement = PlacementFactory()
    names = {"role": "workplace_mentor", "first_name": "Marieke", "last_name": "W", "email": "m@school.example"}
    results = at_once(8, lambda number: invitations.invite(placement, placement.student, **names))
    assert Invitation.objects.count() == 1
    assert sum(isinstance(result, ValidationError) for result in results) == 7
