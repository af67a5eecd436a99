"""The page of a learning plan: what is written and saved, what is refused, what others read of it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from conversations.models import EarlierPlanText, LearningPlan, PlanPart, PlanRemark
from learning_outcomes.models import Indicator, SkillDescriptor

from .plans import TEXTS, approved, asked, item_of, plan_of, prepared, put, shared

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def client_of(user, *, htmx: bool = True) -> Client:
    client = Client(headers={"HX-Request": "true"} if htmx else {})
    client.force_login(user)
    return client


def page(plan: LearningPlan, user) -> str:
    response = client_of(user, htmx=False).get(plan.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def part_url(plan: LearningPlan, code: str) -> str:
    return reverse("conversations:plan_part", args=[plan.pk, item_of(plan, code).pk])


def test_what_is_written_is_saved_with_what_was_picked(cast):
    plan = plan_of(cast.placement)
    item = item_of(plan, "CPL")
    indicator, cell = item.outcome.indicators.first(), SkillDescriptor.objects.first()
    foreign = Indicator.objects.exclude(outcome=item.outcome).first()
    fields = {"version": 0, "goal": "Op tijd\r\nbeginnen", "indicators": [indicator.pk, foreign.pk, "x"]}
    response = client_of(cast.student).post(part_url(plan, "CPL"), fields | {"cells": [cell.pk]})
    part = PlanPart.objects.get(plan=plan)
    assert (response.status_code, part.goal, part.version) == (200, "Op tijd\nbeginnen", 1)
    assert (list(part.indicators.all()), list(part.cells.all())) == ([indicator], [cell])


def test_without_javascript_saving_leads_back_to_the_outcome(cast):
    plan = plan_of(cast.placement)
    response = client_of(cast.student, htmx=False).post(part_url(plan, "CPL"), {"version": 0, "goal": "Op tijd"})
    assert (response.status_code, response.url) == (302, f"/plans/{plan.pk}/#cpl")
    assert (
        client_of(cast.student, htmx=False)
        .post(reverse("conversations:plan_opening", args=[plan.pk]), {"version": 0, "situation": "Twee klassen"})
        .url.endswith("#opening")
    )


@pytest.mark.parametrize("htmx", [True, False])
def test_a_conflict_shows_both_texts_and_keeps_the_one_that_gives_way(cast, htmx):
    plan = prepared(cast)
    client = client_of(cast.student, htmx=htmx)
    typed = {"version": 0, "goal": "Van mijn telefoon", "why": TEXTS["why"]}
    response = client.post(part_url(plan, "CPL"), typed)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Van mijn telefoon" in text
    assert "Elke les begint binnen drie minuten." in text
    assert "Ik sta bij de deur" in text
    assert f"<p>{TEXTS['why']}" not in text, "the same on both sides"
    assert PlanPart.objects.get(item__outcome__code="CPL").goal == "Elke les begint binnen drie minuten."
    client.post(part_url(plan, "CPL"), {"version": 1, "goal": "Van mijn telefoon", "resolves": "both"})
    goal = PlanPart.objects.get(item__outcome__code="CPL").goal
    assert goal == "Elke les begint binnen drie minuten.\n\nVan mijn telefoon"
    assert "Elke les begint binnen drie minuten." in {one.texts["goal"] for one in EarlierPlanText.objects.all()}


@pytest.mark.parametrize("leaves", [{"version": 1, "resolves": "theirs"}, {"version": 0, "leaving": "1"}])
def test_who_keeps_the_other_text_or_leaves_finds_his_own_among_the_earlier_ones(cast, leaves):
    plan = prepared(cast)
    client_of(cast.student).post(part_url(plan, "CPL"), {"goal": "Mijn zin"} | leaves)
    shown = page(plan, cast.student)
    assert "Mijn zin" in shown
    assert '<b class="runin">Doel:</b>' in shown
    assert PlanPart.objects.get(item__outcome__code="CPL").version == 1


BAD = {
    "a NUL byte": ({"version": 0, "goal": "a\x00b"}, 422),
    "a megabyte": ({"version": 0, "goal": "x" * 1_000_000}, 422),
    "no version": ({"goal": "Op tijd"}, 422),
    "a version that is no number": ({"version": "x", "goal": "Op tijd"}, 422),
    "a version nobody has seen": ({"version": 9, "goal": "Op tijd"}, 409),
}


def test_bad_input_is_refused_with_what_was_typed_and_changes_nothing(cast):
    plan, got = prepared(cast), {}
    for name, (fields, status) in BAD.items():
        for htmx in (True, False):
            response = client_of(cast.student, htmx=htmx).post(part_url(plan, "CPL"), fields)
            if response.status_code != status:
                got[name, htmx] = response.status_code
    assert got == {}
    assert PlanPart.objects.get(item__outcome__code="CPL").version == 1
    foreign = cast.other.outcomes.get(outcome__code="CPL").pk
    url = reverse("conversations:plan_part", args=[plan.pk, foreign])
    assert client_of(cast.student).post(url, {"version": 0}).status_code == 404


def test_a_plan_that_moved_on_gives_back_what_was_typed(cast):
    plan = asked(cast)
    for htmx in (True, False):
        response = client_of(cast.student, htmx=htmx).post(part_url(plan, "CPL"), {"version": 2, "goal": "Te laat"})
        assert response.status_code == 403
    assert "Te laat" in response.content.decode()
    assert client_of(cast.mentor).post(part_url(plan, "CPL"), {"version": 2, "goal": "Van mij"}).status_code == 403


def test_a_step_that_cannot_be_taken_says_why_and_a_second_press_harms_nothing(cast):
    plan, client = plan_of(cast.placement), client_of(cast.student, htmx=False)
    step = reverse("conversations:plan_step", args=[plan.pk, "share"])
    assert client.post(step).status_code == 422
    put(plan, "PPI")
    assert [client.post(step).status_code for _press in range(2)] == [302, 422]
    url = reverse("conversations:plan_step", args=[asked_again(plan).pk, "send_back"])
    response = client_of(cast.mentor, htmx=False).post(url, {"note": "x" * 5000})
    assert (response.status_code, "x" * 5000 in response.content.decode()) == (422, True)
    assert client.post(reverse("conversations:plan_step", args=[plan.pk, "fly"])).status_code == 403


def asked_again(plan: LearningPlan) -> LearningPlan:
    return LearningPlan.objects.get(pk=plan.pk).take("ask_approval", plan.placement.student)


def test_feedback_stands_with_the_plan_once_with_name_and_role(cast):
    plan = shared(cast)
    url, item = reverse("conversations:plan_remark", args=[plan.pk]), item_of(plan, "CPL").pk
    for _press in range(2):
        client_of(cast.mentor, htmx=False).post(url, {"text": "Noem ook 2D.", "item": item})
    assert [(r.text, r.role, r.item_id) for r in PlanRemark.objects.all()] == [
        ("Noem ook 2D.", "workplace_mentor", item)
    ]
    text = page(plan, cast.student)
    assert text.index("Noem ook 2D.") < text.index('id="cpl-goal"')


def test_feedback_that_cannot_be_kept_stays_in_its_box(cast):
    plan = shared(cast)
    url, item = reverse("conversations:plan_remark", args=[plan.pk]), item_of(plan, "CPL").pk
    client, got = client_of(cast.mentor, htmx=False), []
    for extra in ({}, {"item": item}):
        for text in ("", "y" * 4001, "a\x00b"):
            response = client.post(url, {"text": text} | extra)
            got.append((response.status_code, text in response.content.decode()))
    assert [status for status, _kept in got] == [422] * 6
    assert got[1] == got[4] == (422, True)
    foreign = cast.other.outcomes.get(outcome__code="CPL").pk
    assert [client.post(url, {"text": "x", "item": item}).status_code for item in (foreign, "x", 9**30)] == [404] * 3
    assert PlanRemark.objects.count() == 0


def test_an_examiner_reads_the_outcomes_of_the_own_unit_and_nothing_else(cast):
    text = page(shared(cast), cast.examiner)
    assert "Elke les begint binnen drie minuten." in text
    assert "Twee klassen, voor het eerst alleen" not in text
    other = page(plan_of(cast.placement), cast.other_unit_examiner)
    assert "Elke les begint binnen drie minuten." not in other


def test_the_mentor_sees_word_by_word_what_changed_since_the_talk(cast):
    text = re.sub(r"<span class=\"visually-hidden\">.*?</span>", "", page(asked(cast), cast.mentor))
    assert "<ins>in 2B</ins>" in text
    assert "<del>drie</del>" in text
    assert "<ins>twee</ins>" in text
    unchanged = text[text.index("<ins>twee</ins>") :]
    assert unchanged.index("<details") < unchanged.index("In 2B begint geen les op tijd.")


def test_the_screen_says_what_the_start_talk_is_not(cast):
    plan = shared(cast)
    for user in (cast.student, cast.mentor):
        assert re.search("coachingsgesprek|coaching talk", page(plan, user))


def test_an_approved_plan_reads_as_it_was_approved(cast):
    plan = approved(cast)
    PlanPart.objects.filter(plan=plan).update(goal="Buitenom veranderd")
    text = page(plan, cast.institute_educator)
    assert "Elke les in 2B begint binnen twee minuten." in text
    assert "Buitenom veranderd" not in text


def test_a_remark_with_a_plan_sent_back_is_not_for_who_reads_one_unit(cast):
    plan = asked(cast).take("send_back", cast.mentor, "Noem ook 2D.")
    assert "Noem ook 2D." in page(plan, cast.student)
    assert "Noem ook 2D." not in page(plan, cast.examiner)
