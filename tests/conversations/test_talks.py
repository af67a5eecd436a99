"""The record of a conversation: who writes it when, what is kept, what a late writer gets (C03, C20-C22, C30)."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from conversations.models import Conversation, EarlierTalkText, TalkRecord
from conversations.talk_desk import count_lessons
from conversations.talk_forms import RecordForm
from placements.models import OutgoingMail, Placement
from tests.assessments.acts import browser
from tests.conversations.talking import goal_on, guidance, in_days, recorded, talk
from tests.factories import ParticipationFactory
from tests.test_queries import queries_of

pytestmark = pytest.mark.django_db


def post(user, conversation, headers=None, **fields):
    return browser(user).post(reverse("conversations:record", args=[conversation.pk]), fields, headers=headers)


def saved_by_the_page(user, conversation, **fields):
    """What the page sends by itself while somebody writes."""
    return post(user, conversation, {"HX-Request": "true"}, **fields)


def test_keeping_a_record_with_its_day_holds_the_conversation(cast):
    found = talk(cast, "introduction")
    answer = post(cast.mentor, found, report="Dinsdag en donderdag.", topics=["K4", "K5"], held_on=in_days(-1))
    assert answer.status_code == 302
    found.refresh_from_db()
    assert (found.state, found.held_on, found.record.topics) == ("held", in_days(-1), ["K4", "K5"])
    assert found.log.get().role == "workplace_mentor"


def test_without_a_day_the_record_is_kept_and_the_talk_still_to_come(cast):
    assert post(cast.student, talk(cast, "midterm"), report="Vast voorbereid.").status_code == 302
    assert talk(cast, "midterm").state == "planned"


@pytest.mark.parametrize(
    "bad",
    [
        {"held_on": "9999-01-01"},
        {"held_on": "1990-01-01"},
        {"report": "\n".join("abcdefghijk")},
        {"report": "x" * 1_000_000},
        {"report": "a\x00b"},
        {"topics": ["no such topic"]},
        {"topics": ["\x00"]},
        {"version": "x"},
    ],
    ids=str,
)
def test_bad_input_changes_nothing_and_stays_on_the_page(cast, bad):
    found = talk(cast, "introduction")
    answer = post(cast.mentor, found, **{"report": "Kort verslag."} | bad)
    assert answer.status_code == 422
    assert "invalid-feedback" in answer.text or "d-fault" in answer.text or "version" in bad
    assert not TalkRecord.objects.exists()
    assert talk(cast, "introduction").state == "planned"


def test_whoever_is_late_gets_both_texts_and_whatever_he_chooses_nothing_is_gone(cast):
    wrong = []
    for choice, kept, gone in (
        ("mine", "Van Noor.", "Van Marieke."),
        ("theirs", "Van Marieke.", "Van Noor."),
        ("both", "Van Marieke.\nVan Noor.", "Van Marieke."),
    ):
        with transaction.atomic():
            found = talk(cast, "midterm")
            recorded(found, cast.mentor, "Van Marieke.")
            late = post(cast.student, found, report="Van Noor.", version=0)
            assert late.status_code == 409
            assert "Van Marieke." in late.text
            assert "Van Noor." in late.text
            post(cast.student, found, report="Van Noor.", version=1, resolves=choice)
            earlier = {one.texts["report"] for one in EarlierTalkText.objects.all()}
            if TalkRecord.objects.get().report != kept or gone not in earlier:
                wrong.append((choice, TalkRecord.objects.get().report))
            page = browser(cast.student).get(found.get_absolute_url()).text
            if not re.search(rf'<b class="runin">[^<]+:</b> {gone}</p>', page):
                wrong.append((choice, "not among the earlier versions"))
            transaction.set_rollback(True)
    assert wrong == []


def test_a_record_saves_itself_while_somebody_writes_and_only_the_button_keeps_the_day(cast):
    found, page = talk(cast, "midterm"), "0123456789abcdef"
    typed = {"report": "Half af", "lessons": "7", "held_on": in_days(9), "page": page}
    answer = saved_by_the_page(cast.mentor, found, version=0, **typed)
    assert (answer.status_code, 'value="1"' in answer.text, "<html" in answer.text) == (200, True, False)
    assert saved_by_the_page(cast.mentor, found, version=0, **typed).status_code == 200, "the answer got lost"
    record = TalkRecord.objects.get()
    assert (record.report, record.lessons, talk(cast, "midterm").state) == ("Half af", 7, "planned")
    post(cast.mentor, found, version=2, report="Af.", held_on=in_days(0), page=page)
    assert (TalkRecord.objects.get().report, talk(cast, "midterm").state) == ("Af.", "held")


def test_whatever_the_answer_to_the_page_the_text_stays_with_the_writer(cast):
    found, signed_out = talk(cast, "midterm"), Client()
    recorded(found, cast.student, "Van Noor.")
    late = saved_by_the_page(cast.mentor, found, version=0, report="Van Marieke.")
    assert (late.status_code, "Van Noor." in late.text, "Van Marieke." in late.text) == (409, True, True)
    assert not EarlierTalkText.objects.exists()
    saved_by_the_page(cast.mentor, found, version=0, report="Van Marieke.", leaving="1")
    assert EarlierTalkText.objects.get().texts["report"] == "Van Marieke."
    chosen = saved_by_the_page(cast.mentor, found, version=1, report="Van Marieke.", resolves="both")
    assert (chosen.headers["HX-Refresh"], TalkRecord.objects.get().report) == ("true", "Van Noor.\nVan Marieke.")
    refused = saved_by_the_page(cast.mentor, found, version=2, report="Nog iets.", lessons="veel")
    assert (refused.status_code, "d-fault" in refused.text) == (422, True)
    url = reverse("conversations:record", args=[found.pk])
    gone = signed_out.post(url, {"report": "Zonder sessie."}, headers={"HX-Request": "true"})
    assert (gone.status_code, "Zonder sessie." in gone.text) == (401, True)
    found.take("cancel", cast.mentor, "Ziek.")
    stopped = saved_by_the_page(cast.mentor, found, version=2, report="Te laat.")
    assert (stopped.status_code, "data-stopped" in stopped.text) == (403, True)


def test_of_a_cancelled_talk_nothing_is_written_and_the_text_comes_back(cast):
    found = talk(cast, "midterm").take("cancel", cast.mentor, "Ziek.")
    answer = post(cast.student, found, report="Toch nog iets.")
    assert answer.status_code == 403
    assert "Toch nog iets." in answer.text


def test_a_guidance_talk_is_written_down_in_one_act_and_once(cast):
    goal = goal_on(cast)
    url = reverse("conversations:guidance", args=[cast.placement.pk])
    fields = {"held_on": in_days(-2), "report": "Over de start.", "activities": ["routine"], "goals": [goal.pk]}
    for _twice in range(2):
        answer = browser(cast.mentor).post(url, fields | {"lessons": 6, "page": "abc123"})
        assert answer.status_code == 302
    made = Conversation.objects.get(kind="guidance")
    assert (made.state, made.held_on, list(made.record.goals.all())) == ("held", in_days(-2), [goal])
    assert Placement.objects.get(pk=cast.placement.pk).lessons_given == 6
    assert not OutgoingMail.objects.exists(), "nobody is mailed about a guidance talk"


def test_lessons_are_counted_beside_what_the_period_asks(cast):
    """As the page of the placement does: what the placement says, until somebody writes lessons down with a talk."""
    url, numbers = reverse("conversations:goals", args=[cast.placement.pk]), r"\b(\d+) (?:lessen|lessons) \w+ 40 \w+ 50"
    Placement.objects.filter(pk=cast.placement.pk).update(lessons_given=18)
    before = browser(cast.mentor).get(url).text
    guidance(cast, cast.mentor, lessons=10, days_ago=9)
    guidance(cast, cast.student, lessons=13)
    count_lessons(cast.placement)
    page = browser(cast.mentor).get(url).text
    assert [re.findall(numbers, text) for text in (before, page)] == [["18"], ["23"]]
    assert "progress" not in page


def test_the_goals_show_a_talk_of_which_nothing_was_written(cast):
    made = Conversation.objects.create(placement=cast.placement, kind="guidance")
    made.take("hold", cast.mentor, held_on=in_days(-3))
    assert browser(cast.student).get(reverse("conversations:goals", args=[cast.placement.pk])).status_code == 200


def test_nothing_in_a_guidance_talk_is_obligatory_but_its_day_and_that_it_says_something(cast):
    blank = Conversation(placement=cast.placement, kind="guidance")
    says = {"report": "Kort.", "next_steps": "Verder.", "activities": ["routine"], "lessons": 0}
    forms = {name: RecordForm(blank, cast.mentor, {"held_on": in_days(0), name: said}) for name, said in says.items()}
    assert {name: dict(form.errors) for name, form in forms.items()} == dict.fromkeys(says, {})
    assert set(RecordForm(blank, cast.mentor, {}).errors) == {"held_on", "__all__"}
    url = reverse("conversations:guidance", args=[cast.placement.pk])
    answer = browser(cast.mentor).post(url, {"held_on": in_days(-2), "report": " \r\n"})
    assert (answer.status_code, "Write something down" in answer.text) == (422, True)
    assert not Conversation.objects.filter(kind="guidance").exists()


def test_the_words_of_another_that_give_way_stay_and_so_do_those_of_who_was_late(cast):
    """Also of a page that was sent as a whole: whoever closes the two versions without choosing finds them back."""
    found = talk(cast, "midterm")
    recorded(found, cast.student, report="Van Noor.")
    recorded(found, cast.mentor, report="Van Marieke.", seen=1)
    for _twice in range(2):
        assert post(cast.student, found, report="Te laat.", version=1).status_code == 409
    kept = EarlierTalkText.objects.filter(conversation=found).order_by("pk")
    assert [(one.author, one.texts["report"]) for one in kept] == [
        (cast.student, "Van Noor."),
        (cast.student, "Te laat."),
    ]


def test_the_verdict_told_is_noted_by_whoever_guides_and_only_at_the_final(cast):
    who = {"student": False, "mentor": True, "school_educator": True, "institute_educator": True, "examiner": False}
    final, midterm = talk(cast, "final"), talk(cast, "midterm")
    got = {name: final.may_tell_verdict(cast.people[name]) for name in who}
    assert got == who
    assert not midterm.may_tell_verdict(cast.mentor)
    final.tell_verdict(cast.mentor, in_days(0))
    assert talk(cast, "final").verdict_told_by == cast.mentor
    with pytest.raises(PermissionDenied):
        final.tell_verdict(cast.student, in_days(0))


def test_the_day_of_the_verdict_is_asked_once_the_talk_has_begun(cast):
    final, asked = talk(cast, "final"), []
    for day in (in_days(3), in_days(-1)):
        Conversation.objects.filter(pk=final.pk).update(day=day)
        asked.append('name="told_on"' in browser(cast.mentor).get(final.get_absolute_url()).text)
    assert asked == [False, True]


def test_a_day_long_before_the_placement_is_no_day_of_the_verdict(cast):
    final = talk(cast, "final")
    url = reverse("conversations:verdict_told", args=[final.pk])
    assert browser(cast.mentor).post(url, {"told_on": "1990-01-01"}).status_code == 422
    assert talk(cast, "final").verdict_told_on is None


def test_a_talk_that_was_held_names_who_sat_in_it_then(cast):
    """Not who came after; but where nobody was invited yet, who came later."""
    held = talk(cast, "midterm").take("hold", cast.student, held_on=in_days(-7))
    mentors = cast.placement.participations.filter(role="workplace_mentor")
    mentors.filter(user=cast.mentor).update(until=in_days(-2))
    later = ParticipationFactory(placement=cast.placement, role="workplace_mentor", since=in_days(-1)).user
    sat = [person.first_name for person in Conversation.objects.get(pk=held.pk).people()]
    assert sat == ["Noor", "Marieke", "Wietske", "Karim"]
    mentors.exclude(user=later).update(until=in_days(-8))
    assert later in Conversation.objects.get(pk=held.pk).people()


def test_a_goal_that_was_reached_is_offered_where_it_was_ticked_only(cast):
    reached, runs = goal_on(cast), goal_on(cast, "LV", "Loopt.")
    reached.take("reach", cast.student)
    blank, offered = Conversation(placement=cast.placement, kind="guidance"), []
    for ticked in ([], [str(reached.pk)]):
        form = RecordForm(blank, cast.mentor, initial={"goals": ticked})
        offered.append([int(key) for key, _text in form.fields["goals"].choices])
    assert offered == [[runs.pk], [reached.pk, runs.pk]]


def test_once_the_placement_ended_nobody_writes_or_notes_any_more(cast):
    Placement.objects.filter(pk=cast.placement.pk).update(ended_on=cast.placement.end)
    goal = goal_on(cast)
    with pytest.raises(ValidationError):
        goal.take("reach", cast.student)
    final = talk(cast, "final")
    assert not final.may_write(cast.mentor)
    assert not final.may_tell_verdict(cast.mentor)
    assert browser(cast.mentor).get(reverse("conversations:guidance", args=[cast.placement.pk])).status_code == 403


def test_the_form_and_the_talk_lead_to_each_other(cast):
    page = browser(cast.student).get(talk(cast, "final").get_absolute_url()).text
    assert cast.final.get_absolute_url() in page
    assert talk(cast, "final").get_absolute_url() in browser(cast.student).get(cast.final.get_absolute_url()).text


def test_an_earlier_report_is_added_and_never_changed(cast):
    made = EarlierTalkText.objects.create(
        conversation=talk(cast, "final"), author=cast.mentor, texts={"report": "Eerst."}
    )
    for act in (made.delete, lambda: EarlierTalkText.objects.update(texts={})):
        with pytest.raises(Exception, match="said"), transaction.atomic():
            act()
    assert connection.vendor


@pytest.mark.once
def test_the_pages_ask_as_much_for_20_as_for_2(cast):
    counts, goals = [], reverse("conversations:goals", args=[cast.placement.pk])
    found = talk(cast, "midterm")
    for number in (2, 18):
        for one in range(number):
            goal = goal_on(cast, text=f"Doel {number} {one}")
            goal.reword(f"Ander doel {number} {one}", by=cast.student, kind="guidance", seen=1)
            guidance(cast, cast.mentor).record.goals.add(goal)
        counts.append([queries_of(cast.student, url) for url in (goals, found.get_absolute_url())])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 60
