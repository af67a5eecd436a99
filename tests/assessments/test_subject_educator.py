"""A subject educator beside one subject outcome: asked in time, and told what is so (V10, V11)."""

import pytest

from assessments.desk import page_of
from assessments.models import AssessmentForm, Feedback
from placements import sets
from placements.models import OutgoingMail, Participation, User
from placements.roles import Role
from tests.assessments.acts import browser, page_url
from tests.cast import hand_in
from tests.factories import UserFactory
from tests.placements.test_sets import RECOGNITION, added, row_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia(cast) -> User:
    """Teaches the pilot outcome that the mentor judges; the student did not hand in yet."""
    item, user = added(cast, "VD-EN-2", "judge"), UserFactory(first_name="Nadia", last_name="Verkuil")
    Participation.objects.create(placement=cast.placement, user=user, role=Role.SUBJECT_EDUCATOR, outcome=item.outcome)
    return user


def mails_to(user: User, form: AssessmentForm):
    return OutgoingMail.objects.filter(recipient=user, kind="request", path=form.get_absolute_url())


def test_handing_in_asks_the_subject_educator_for_feedback_and_not_for_a_judgement(cast, nadia):
    [mail] = mails_to(nadia, hand_in(cast.final))
    assert "oordeel" not in " ".join([mail.subject, *mail.sentences])
    [mail] = mails_to(cast.mentor, cast.final)
    assert "oordeel" in " ".join(mail.sentences)


def test_on_an_exempted_outcome_nobody_asks_the_subject_educator(cast, nadia):
    sets.recognise(row_of(cast.final, "VD-EN-2").item, cast.institute_educator, **RECOGNITION)
    assert not mails_to(nadia, hand_in(cast.final)).exists()


def test_the_page_does_not_say_that_there_is_no_text_of_the_student_where_it_may_not_be_read_yet(cast, nadia):
    form = hand_in(cast.final)
    page = browser(nadia).get(page_url(form)).text
    assert "You can read it once the form is signed." in page
    assert "did not hand in a text" not in page
    assert "if you want to" not in page
    assert "To signing" not in page


def test_the_step_bar_says_written_once_the_subject_educator_wrote(cast, nadia):
    form = hand_in(cast.final)
    row = row_of(form, "VD-EN-2")

    def progress() -> list[str]:
        return [desk.progress for desk in page_of(AssessmentForm.objects.for_page().get(pk=form.pk), nadia)["rows"]]

    assert progress() == [""]
    key = {"row": row, "author": nadia}
    Feedback.write(key, {"text": "Helder."}, form=form, part="feedback", by=nadia, seen_version=0)
    assert progress() == ["done"]
