"""Two who make frameworks at the same moment: what was seen is loaded, once, and what is published stays as it is."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction
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


def while_publishing(framework: Framework, by, act: Callable):
    """What comes of an act that begins while this draft is being published."""

    def of_its_own():
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            editions.publish(framework, by)
            doing = pool.submit(of_its_own)
            time.sleep(0.5)  # it has read what there is to read by now, and waits
        return doing.result(30)


def test_what_is_loaded_while_somebody_publishes_is_refused():
    framework, client = stored(), staff()
    seen = send(client, SMALL.replace("Je vraagt door.", "Te laat."))
    answer = while_publishing(framework, UserFactory(is_staff=True), lambda: confirm(client, seen))
    assert answer.status_code == 409
    assert not Indicator.objects.filter(text="Te laat.").exists()


def test_what_is_saved_in_the_administration_while_somebody_publishes_is_refused():
    framework = stored()
    outcome, by = framework.outcomes.get(), UserFactory(is_staff=True, is_superuser=True)
    client = staff()
    client.force_login(by)
    address = reverse("admin:learning_outcomes_learningoutcome_change", args=[outcome.pk])
    form = form_of(client.get(address)) | {"title": "Te laat"}
    answer = while_publishing(framework, by, lambda: client.post(address, form))
    outcome.refresh_from_db()
    assert (answer.status_code, outcome.title) == (403, "Uitkomst")


def test_what_is_added_in_the_administration_while_somebody_publishes_is_refused():
    framework = stored()
    by = UserFactory(is_staff=True, is_superuser=True)
    client = staff()
    client.force_login(by)
    address = reverse("admin:learning_outcomes_learningoutcome_add") + f"?framework={framework.pk}"
    form = form_of(client.get(address)) | {"code": "L2", "title": "Te laat", "short_title": "L2"}
    answer = while_publishing(framework, by, lambda: client.post(address, form))
    assert answer.context["adminform"].form.errors.keys() == {"framework"}
    assert not framework.outcomes.filter(code="L2").exists()


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
