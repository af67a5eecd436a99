"""Two who make frameworks at the same moment: what was seen is loaded, once, and what is published stays as it is."""

import pytest
from django.urls import reverse

from learning_outcomes import editions
from learning_outcomes.models import Framework, FrameworkUpload, Indicator
from learning_outcomes.preview import preview
from learning_outcomes.uploading import Stale, carry_out
from tests.factories import UserFactory
from tests.learning_outcomes.making import SMALL, confirm, send, staff, stored
from tests.learning_outcomes.test_admin_editing import form_of
from tests.test_races import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_of_two_who_load_the_same_new_edition_one_does():
    one, other = staff(), staff()
    seen = [send(one, SMALL), send(other, SMALL)]
    answers = together(lambda: confirm(one, seen[0]), lambda: confirm(other, seen[1]))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert Framework.objects.count() == 1
    assert Indicator.objects.count() == 2
    assert FrameworkUpload.objects.count() == 1


def test_of_two_who_change_the_same_draft_one_does_and_the_other_looks_again():
    stored()
    one, other = staff(), staff()
    seen = [
        send(one, SMALL.replace("Je vraagt door.", "Van de een.")),
        send(other, SMALL.replace("Je vraagt door.", "Van de ander.")),
    ]
    answers = together(lambda: confirm(one, seen[0]), lambda: confirm(other, seen[1]))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    loser = next(answer for answer in answers if answer.status_code == 409)
    assert loser.context["preview"].changes == 1
    assert Indicator.objects.get(code="L1.1.2").text in {"Van de een.", "Van de ander."}


def test_many_presses_on_the_same_button_load_once():
    client = staff()
    seen = send(client, SMALL)
    statuses = [answer.status_code for answer in together(*[lambda: confirm(client, seen)] * 4)]
    assert statuses == [302] * 4
    assert Framework.objects.count() == 1
    assert not FrameworkUpload.objects.exists()


def test_what_is_loaded_while_somebody_publishes_is_frozen_or_refused():
    framework = stored()
    by = UserFactory(is_staff=True)
    client = staff()
    seen = send(client, SMALL.replace("Je vraagt door.", "Net op tijd."))
    _published, answer = together(lambda: editions.publish(framework, by), lambda: confirm(client, seen))
    assert Framework.objects.get().frozen
    loaded = Indicator.objects.filter(text="Net op tijd.").exists()
    assert loaded == (answer.status_code == 302)


def test_what_is_saved_in_the_administration_while_somebody_publishes_is_frozen_or_refused():
    framework = stored()
    outcome, by = framework.outcomes.get(), UserFactory(is_staff=True, is_superuser=True)
    client = staff()
    client.force_login(by)
    address = reverse("admin:learning_outcomes_learningoutcome_change", args=[outcome.pk])
    form = form_of(client.get(address)) | {"title": "Net op tijd"}
    _published, answer = together(lambda: editions.publish(framework, by), lambda: client.post(address, form))
    assert answer.status_code in {302, 403}
    outcome.refresh_from_db()
    assert (outcome.title == "Net op tijd") == (answer.status_code == 302)


def test_of_two_who_make_the_same_next_edition_one_does():
    framework = stored(publish=True)
    by = UserFactory(is_staff=True)
    results = together(*[lambda: editions.next_edition(framework, "2027", "2027", by)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["Framework", "ValidationError"]
    assert Framework.objects.filter(edition="2027").count() == 1
    assert Indicator.objects.filter(outcome__framework__edition="2027").count() == 2


def test_of_two_who_delete_the_same_draft_one_does():
    framework = stored()
    by = UserFactory(is_staff=True)
    results = together(*[lambda: editions.delete_draft(framework, by)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "ValidationError"]
    assert not Framework.objects.exists()


def test_without_looking_at_the_plan_somebody_would_be_overwritten():
    """The guard is the plan that was seen: another one is refused even when nothing else stands in the way."""
    stored()
    upload = FrameworkUpload.objects.keep("a.yaml", SMALL.replace("Je vraagt door.", "A."), UserFactory())
    seen = preview(upload).plan
    Indicator.objects.filter(code="L1.1.2").update(text="B.")
    with pytest.raises(Stale):
        carry_out(upload, seen)
    assert Indicator.objects.get(code="L1.1.2").text == "B."
