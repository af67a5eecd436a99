"""The administration looks up who talked when, and reads nothing of what was said."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from .plans import approved, asked
from .talking import goal_on, guidance, in_days, note_for, passed_on, talk, without_examiner

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LOOKED_UP = {
    "conversation", "conversationlog", "talkrecord", "learningplan", "planlog", "planversion", "planapproval",
    "goal", "goallog", "passedon", "passedonlog",
}  # fmt: skip
WORDS = ["kanarie", "binnen twee minuten", "imke@instituut.example"]  # a report, a plan, a note with a step, an address


def test_it_shows_states_days_and_people_and_changes_nothing(cast):
    plan = asked(cast)
    plan.take("send_back", cast.mentor, "Een kanarie bij het terugsturen.")
    plan.take("ask_approval", cast.student)
    plan.take("approve", cast.mentor)
    guidance(cast, cast.mentor, report="Een kanarie in het verslag.")
    goal_on(cast, text="Een kanarie in een doel.").take("let_go", cast.student, "Een kanarie bij het loslaten.")
    note_for(cast, "mentor", "Een kanarie voor een.")
    without_examiner(cast)
    passed_on(cast).take("decline", cast.institute_educator, "Een kanarie bij het afwijzen.")
    talk(cast, "midterm").take("plan", cast.student, day=in_days(9), place="Kamer kanarie")
    talk(cast, "midterm").take("cancel", cast.student, "Een kanarie bij het afzeggen.")
    client, seen, wrong = Client(), {}, []
    client.force_login(cast.admin)
    for model in apps.get_app_config("conversations").get_models():
        if admin.site.is_registered(model):
            name = f"admin:conversations_{model._meta.model_name}"
            record = model.objects.last()
            pages = [client.get(reverse(f"{name}_changelist"), {"q": "Noor"})]
            pages += [client.get(reverse(f"{name}_change", args=[record.pk]))]
            seen[model._meta.model_name] = "".join(page.text for page in pages)
            changes = [reverse(f"{name}_change", args=[record.pk]), reverse(f"{name}_add")]
            wrong += [url for url in changes if client.post(url, {}).status_code != 403]
            wrong += [(name, page.status_code) for page in pages if page.status_code != 200]
    assert set(seen) == LOOKED_UP
    assert wrong == []
    assert [(name, word) for name, text in seen.items() for word in WORDS if word in text] == []
    assert "Noor Voorbeeld" in seen["conversation"]
    assert "Imke Buurma" in seen["passedon"]


def test_a_list_asks_as_much_for_many_as_for_few(cast, django_assert_max_num_queries):
    approved(cast)
    client = Client()
    client.force_login(cast.admin)
    for number in range(9):
        goal_on(cast, text=f"Doel {number}")
        guidance(cast, cast.mentor)
    for name in ("goal", "talkrecord", "conversation", "conversationlog"):
        url = reverse(f"admin:conversations_{name}_changelist")
        with django_assert_max_num_queries(10):
            assert client.get(url).status_code == 200
