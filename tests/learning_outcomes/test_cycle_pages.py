"""The conversations of a period on the page of its framework, and edited in the administration."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from learning_outcomes.models import ConversationQuestion, PeriodConversation
from tests.cast import HAN
from tests.learning_outcomes.making import stored
from tests.learning_outcomes.test_admin_editing import change, editor, page_of  # noqa: F401
from tests.learning_outcomes.test_cycle_files import WITH

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def words(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


@pytest.fixture
def start() -> PeriodConversation:
    stored(WITH)
    return PeriodConversation.objects.get(kind="start")


def test_a_reader_sees_each_conversation_with_its_week_its_people_and_its_questions(reads):
    framework = stored(HAN.read_text(encoding="utf-8"), publish=True)
    page = words(reads.get(framework.get_absolute_url()).content.decode())
    assert "Introduction week 1 Student and workplace. Hoe heeft de student zich in jaar 1 ontwikkeld?" in page
    assert (
        "Start talk week 3 Student, workplace and institute together. Prepared by: student. "
        "Approved by: workplace mentor. Wat zijn de leeruitkomsten?" in page
    )
    assert "Guidance talk in between" in page
    assert "Final assessment week 16" in page


def test_a_period_without_conversations_says_nothing_of_them(reads):
    framework = stored(WITH[: WITH.index("    conversations:")], publish=True)
    assert "Conversations" not in words(reads.get(framework.get_absolute_url()).content.decode())


def test_another_question_costs_the_page_no_query(reads, start, django_assert_max_num_queries):
    framework = start.framework
    framework.publish()
    reads.get(framework.get_absolute_url())
    with django_assert_max_num_queries(60) as few:
        reads.get(framework.get_absolute_url())
    for number in range(20):
        ConversationQuestion.objects.create(conversation=start, code=f"N{number}", text="Nog iets?", field="topic")
    with django_assert_max_num_queries(len(few)):
        assert reads.get(framework.get_absolute_url()).content.decode().count("Nog iets?") == 20


def test_an_editor_ticks_who_prepares_on_the_page_of_the_period(editor, start):  # noqa: F811
    page = editor.get(page_of(start.period)).content.decode()
    assert page_of(start) in page
    wanted = {"conversations-1-prepared_by": ["student", "workplace_mentor"]}
    assert change(editor, start.period, wanted).status_code == 302
    start.refresh_from_db()
    assert start.prepared_by == ["student", "workplace_mentor"]
    assert start.approved_by == ["workplace_mentor"]


def test_a_new_conversation_comes_last_and_a_second_of_its_kind_is_refused(editor, start):  # noqa: F811
    row = {"conversations-TOTAL_FORMS": 4, "conversations-3-kind": "final", "conversations-3-order": ""}
    assert change(editor, start.period, row).status_code == 302
    assert list(start.period.conversations.values_list("kind", flat=True))[-1] == "final"
    again = change(editor, start.period, {"conversations-3-kind": "start"})
    assert again.status_code == 200
    assert "Twee rijen hebben" in again.content.decode()


def test_an_editor_adds_a_question_and_is_led_back_to_the_period(editor, start):  # noqa: F811
    row = {"code": "S3", "text": "Wanneer zijn we tevreden?", "field": "satisfied_when", "order": "", "help": ""}
    values = {"questions-TOTAL_FORMS": 3} | {f"questions-2-{name}": value for name, value in row.items()}
    assert change(editor, start, values).url == page_of(start.period)
    assert list(start.questions.values_list("code", "order")) == [("S1", 0), ("S2", 1), ("S3", 2)]
    told = LogEntry.objects.filter(change_message__contains="p1 start", content_type__model="framework")
    assert told.count() == 1


def test_what_a_file_may_not_hold_a_form_may_not_either(editor, start):  # noqa: F811
    missed = []
    for values, sentence in [
        ({"questions-1-field": "goal"}, "Alleen gespreksonderwerpen mogen een veld delen."),
        ({"questions-1-code": "S1"}, "Code S1 is hier al in gebruik."),
        ({"questions-1-code": "S/1"}, "Een code bestaat uit letters"),
        ({"questions-1-text": ""}, "Dit veld is verplicht."),
        ({"questions-1-text": "a\0b"}, "U+0000"),
        ({"prepared_by": ["directeur"]}, "directeur"),
    ]:
        page = change(editor, start, values)
        if page.status_code != 200 or sentence not in page.content.decode():
            missed.append((values, sentence, page.status_code))
    assert missed == []
    assert list(start.questions.values_list("code", "field")) == [("S1", "goal"), ("S2", "activities")]


def test_a_conversation_and_a_whole_period_can_be_deleted_from_a_draft(editor, start):  # noqa: F811
    for row in (start, start.period):
        address = reverse(f"admin:learning_outcomes_{row._meta.model_name}_delete", args=[row.pk])
        assert editor.get(address).status_code == 200
        assert editor.post(address, {"post": "yes"}).status_code == 302
    assert not PeriodConversation.objects.exists()
    assert LogEntry.objects.filter(change_message__contains="p1 start", content_type__model="framework").count() == 1


def test_what_is_published_can_be_read_and_not_changed(editor, start):  # noqa: F811
    start.framework.publish()
    assert editor.get(page_of(start)).status_code == 200
    assert editor.post(page_of(start), {"triangle": ""}).status_code == 403
    assert editor.get(reverse("admin:learning_outcomes_periodconversation_add")).status_code == 403
    assert PeriodConversation.objects.get(pk=start.pk).triangle
