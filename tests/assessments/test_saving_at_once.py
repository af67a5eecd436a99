"""Somebody saves between another's save and its answer: the answer must not pretend that the later text was seen."""

import pytest
from django.urls import reverse

from assessments import views
from assessments.models import Judgement
from tests.cast import hand_in

from .acts import HTMX, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def late_colleague(cast, monkeypatch):
    """The school educator saves the same judgement just before the mentor's answer is made."""
    form = hand_in(cast.final)
    row = form.rows.get(item__outcome__code="CPL")
    fetch, calls = views._get_form_to_write, []

    def interrupted(request, pk):
        calls.append(pk)
        if len(calls) == 2:
            by, values = cast.school_educator, {"motivation": "De tekst van Hanneke."}
            Judgement.write({"row": row}, values, form=form, part="judgement", by=by, seen_version=1)
        return fetch(request, pk)

    monkeypatch.setattr(views, "_get_form_to_write", interrupted)
    return reverse("assessments:part", args=[form.pk, row.pk, "judgement"])


def test_the_answer_names_the_version_that_was_saved(cast, late_colleague):
    answer = browser(cast.mentor).post(late_colleague, {"version": 0, "motivation": "Mijn tekst."}, headers=HTMX)
    assert 'name="version" value="1"' in answer.text


def test_the_next_save_meets_the_text_of_the_other(cast, late_colleague):
    mentor = browser(cast.mentor)
    mentor.post(late_colleague, {"version": 0, "motivation": "Mijn tekst."}, headers=HTMX)
    answer = mentor.post(late_colleague, {"version": 1, "motivation": "Mijn tekst, verder."}, headers=HTMX)
    assert answer.status_code == 409
    assert "De tekst van Hanneke." in answer.text
