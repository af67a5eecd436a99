"""A reminder goes to whoever acts next, from the educators of the placement only, and once a day."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from assessments import reminders
from assessments.dialogue_tasks import talks_for
from assessments.models import UnitDecision
from assessments.models.form_queries import LATELY
from assessments.reminders import of_days, of_forms, of_plans, of_silence
from conversations.models import Conversation, LearningPlan, Reminder
from placements.jobs import forget
from placements.models import OutgoingMail, Placement
from tests.assessments.talks import doubted, first
from tests.cast import hand_in, signed

pytestmark = pytest.mark.django_db


def remind(pks: list[int], by) -> list:
    return reminders.remind(of_forms(pks, by), by).people


@pytest.fixture
def form(cast):
    hand_in(cast.midterm)
    OutgoingMail.objects.all().delete()
    return cast.midterm


def test_the_mentor_is_reminded_with_a_link_of_the_own(cast, form):
    assert remind([form.pk], cast.institute_educator) == [cast.mentor]
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.kind, mail.link.path) == (cast.mentor, "notice", form.get_absolute_url())
    assert "Noor" in mail.subject


def test_nobody_is_reminded_of_the_same_thing_twice_on_one_day_whoever_asks(cast, form):
    remind([form.pk], cast.institute_educator)
    OutgoingMail.objects.all().delete()  # it has left
    for by in (cast.institute_educator, cast.school_educator):
        again = reminders.remind(of_forms([form.pk], by), by)
        assert (again.people, again.already) == ([], [cast.mentor])
    assert not OutgoingMail.objects.exists()
    Reminder.objects.update(about=f"form {form.pk} workplace 2026-01-01")  # as it was yesterday
    assert remind([form.pk], cast.school_educator) == [cast.mentor]


def test_the_database_keeps_one_reminder_a_day_never_to_oneself_and_never_of_nothing(cast):
    once = {"person": cast.mentor, "about": "form 1 workplace 2026-11-23"}
    by = {"placement": cast.placement, "by": cast.examiner}
    Reminder.objects.create(**once, **by)
    to_oneself = {"person": cast.examiner, "about": "x"} | by
    for wrong in (once | by, once, to_oneself, {"person": cast.mentor, "about": "y", "by": cast.examiner}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reminder.objects.create(**wrong)


def test_plans_days_and_silence_are_reminded_of_by_educators_alone(cast):
    placement, plan = cast.placement, cast.placement.learning_plan
    makers = {of_plans: plan.pk, of_days: placement.pk, of_silence: placement.pk}
    for name in ("student", "mentor", "study_coach", "other_institute_educator", "admin"):
        by = cast.people[name]
        assert [one for maker, pk in makers.items() for one in maker([pk], by)] == [], name
    got = [one.person for maker, pk in makers.items() for one in maker([pk], cast.examiner)]
    assert got == [cast.student] * 3
    LearningPlan.objects.update(state="asked")
    assert [one.person for one in of_plans([plan.pk], cast.examiner)] == [cast.mentor]
    Placement.objects.update(end=timezone.localdate(), ended_on=timezone.localdate())
    assert [one for maker, pk in makers.items() for one in maker([pk], cast.examiner)] == []


def test_what_they_say_has_no_number_and_is_one_mail(cast):
    plan, by = cast.placement.learning_plan, cast.institute_educator
    Conversation.objects.filter(kind="start").update(day=timezone.localdate() + timedelta(days=2))
    found = [*of_plans([plan.pk], by), *of_days([cast.placement.pk], by), *of_silence([cast.placement.pk], by)]
    assert reminders.remind(found, by).people == [cast.student]
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.kind, len(mail.sentences)) == (cast.student, "notice", 3)
    kind = next(one for one in mail.sentences if "poos" in one or "for a while" in one)
    assert not any(character.isdigit() for character in kind)


def test_the_trace_is_forgotten_once_no_overview_shows_the_placement(cast, form):
    remind([form.pk], cast.institute_educator)
    today = timezone.localdate()
    for end, left in ((today - LATELY, 1), (today - LATELY - timedelta(days=1), 0)):
        Placement.objects.filter(pk=cast.placement.pk).update(end=end)
        forget()
        assert Reminder.objects.count() == left


@pytest.mark.parametrize(
    "name", ["student", "mentor", "study_coach", "other_institute_educator", "admin", "other_student"]
)
def test_others_remind_nobody(cast, form, name):
    assert remind([form.pk], cast.people[name]) == []
    assert not OutgoingMail.objects.exists()


def test_examiners_who_still_decide_are_reminded_and_nobody_reminds_himself(cast):
    signed(cast.final, cast.mentor)
    assert remind([cast.final.pk], cast.institute_educator) == [cast.examiner, cast.other_unit_examiner]
    Reminder.objects.all().delete()
    assert remind([cast.final.pk], cast.examiner) == [cast.other_unit_examiner]
    Reminder.objects.all().delete()
    cast.final.decisions.get(unit=cast.units[0]).take("adopt", cast.examiner)
    assert remind([cast.final.pk], cast.institute_educator) == [cast.other_unit_examiner]


def test_in_a_talk_about_a_doubt_who_has_the_next_word_is_told_what_his_page_asks(cast):
    decision = doubted(cast)
    UnitDecision.objects.filter(pk=decision.pk).update(due_on=timezone.localdate() + timedelta(days=4))
    row, others = first(decision).pk, {cast.other_unit_examiner}
    for person in (cast.mentor, cast.examiner):
        OutgoingMail.objects.all().delete()
        Reminder.objects.all().delete()
        assert set(remind([cast.final.pk], cast.institute_educator)) == {person, *others}
        mail = person.mails.get()
        assert (mail.link.path if mail.link else mail.path) == decision.get_dialogue_url()
        asked = next(task for mine, task in talks_for(person) if mine)
        assert mail.subject == asked.title
        assert mail.sentences[0].startswith(f"{cast.institute_educator.get_full_name()} ")
        assert date_format(asked.due, "j F") in mail.sentences[0]
        decision.speak(person, row, text="Ik antwoord.")
    UnitDecision.objects.filter(pk=decision.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    Reminder.objects.all().delete()
    assert set(remind([cast.final.pk], cast.institute_educator)) == {cast.mentor, cast.examiner, *others}


def test_a_plan_whose_start_talk_has_been_is_reminded_of_without_that_day(cast):
    plan, by, today = cast.placement.learning_plan, cast.institute_educator, timezone.localdate()
    for days, says in ((2, True), (-3, False)):
        OutgoingMail.objects.all().delete()
        Reminder.objects.all().delete()
        Conversation.objects.filter(kind="start").update(day=today + timedelta(days=days))
        reminders.remind(of_plans([plan.pk], by), by)
        mail = OutgoingMail.objects.get()
        assert any(letter.isdigit() for letter in mail.sentences[0]) is says
        assert mail.sentences[0].startswith(by.get_full_name())


def test_a_form_on_which_nobody_acts_reminds_nobody(cast):
    signed(cast.midterm, cast.mentor)
    assert remind([cast.midterm.pk], cast.institute_educator) == []


@pytest.mark.once
def test_nothing_useful_chosen_is_no_fault(cast):
    client = Client()
    client.force_login(cast.institute_educator)
    for chosen in ([], ["x"], ["9" * 30], ["-1"], ["²"], ["\0"]):
        for back in ("", "overview"):
            posted = {"form": chosen, "placement": chosen, "back": back}
            assert client.post("/remind/?show=%00&page=x", posted).status_code == 302, (chosen, back)


@pytest.mark.once
def test_the_page_says_how_many_were_reminded_and_who_was_already(cast, form):
    client, said = Client(), []
    client.force_login(cast.institute_educator)
    for _again in range(2):
        answer = client.post("/remind/?turn=late&moment=midterm&x=//evil.example", {"form": form.pk}, follow=True)
        assert answer.redirect_chain == [("/?moment=midterm&turn=late#group", 302)]
        said += [str(message) for message in answer.context["messages"]]
    assert len(said) == 2
    assert said[0] != said[1]
    assert all("Marieke Voorbeeld" in text for text in said)


def test_a_reminder_is_a_post(cast):
    client = Client()
    client.force_login(cast.institute_educator)
    assert client.get("/remind/").status_code == 405
