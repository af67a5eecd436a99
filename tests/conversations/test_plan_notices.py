"""Who is mailed by a plan and who is asked something on the first page; what lies on paper (C16-C19, X08, X11)."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from assessments.tasks import news_for, waiting_for
from conversations.models import Conversation, LearningPlan
from conversations.plan_papers import file_plan, paper_html
from placements.models import OutgoingMail, Participation, User
from portfolio.models import Item
from tests.assessments.acts import browser
from tests.conversations.talking import in_days

from .plans import approved, asked, item_of, plan_of, prepared, put, shared, week

pytestmark = pytest.mark.django_db


def mails() -> set[tuple[str, str]]:
    return {(mail.recipient.first_name, mail.kind) for mail in OutgoingMail.objects.select_related("recipient")}


def titles(user) -> list[str]:
    return [task.url for task in waiting_for(user) if task.url.startswith("/plans/")]


def test_the_mentor_gets_two_mails_and_nobody_of_the_institute_any(cast):
    approved(cast)
    assert mails() == {("Marieke", "request"), ("Noor", "notice")}
    assert OutgoingMail.objects.filter(recipient=cast.mentor).count() == 2


def test_the_student_hears_of_a_plan_sent_back_at_once(cast):
    asked(cast).take("send_back", cast.mentor, "Noem ook 2D.")
    assert ("Noor", "request") in mails()
    assert not any("2D" in " ".join([m.subject, *m.sentences]) for m in OutgoingMail.objects.all())


def test_a_plan_sent_back_is_said_to_be_so_until_it_is_approved(cast):
    week(cast, 2)
    User.objects.update(language="en")
    Conversation.objects.get(placement=cast.placement, kind="start").take("hold", cast.student)
    plan, back, remark = asked(cast), "sent your learning plan back", "Noem ook 2D."
    mail = OutgoingMail.objects.filter(recipient=cast.mentor).latest("pk")
    assert "again" not in mail.subject
    with translation.override("en"):
        plan.take("send_back", cast.mentor, remark)
        (task,) = (task for task in waiting_for(cast.student) if task.url == plan.get_absolute_url())
        assert [back in line.title for line in (task, *news_for(cast.student))] == [True, True]
        page = browser(cast.student).get(task.url).text
        assert (remark in page, "Marieke sent your plan back on" in page) == (True, True)
        LearningPlan.objects.get(pk=plan.pk).take("ask_approval", cast.student)
        (task,) = (task for task in waiting_for(cast.mentor) if task.url == plan.get_absolute_url())
    mail = OutgoingMail.objects.filter(recipient=cast.mentor).latest("pk")
    assert ["again" in mail.subject, "again" in task.text] == [True, True]
    page = browser(cast.mentor).get(task.url).text
    assert page.index("You sent the plan back on") < page.index(remark) < page.index('id="approve"')
    assert "Marieke sent the plan back on" in browser(cast.school_educator).get(task.url).text


def test_once_the_start_talk_has_been_nothing_says_that_it_comes(cast):
    """A plan that was not shared can still be written, and is not late; one that was shared is being sharpened."""
    week(cast, 4)
    Conversation.objects.filter(placement=cast.placement, kind="start").update(day=in_days(-3))
    User.objects.update(language="en")
    url = plan_of(cast.placement).get_absolute_url()
    with translation.override("en"):
        (task,) = (task for task in waiting_for(cast.student) if task.url == url)
        assert (task.due, "Your start talk was on" in task.text) == (None, True)
        assert "Your start talk was on" in browser(cast.student).get(url).text
        plan = shared(cast)
        assert "sharpens the plan after the start talk" in plan_of(cast.placement).sentence
        talk = Conversation.objects.filter(placement=cast.placement, kind="start")
        talk.update(day=in_days(3))
        assert "until after the start talk" in LearningPlan.objects.get(pk=plan.pk).sentence
        assert "Your start talk is on" in browser(cast.student).get(url).text


def test_a_request_that_is_taken_back_asks_nobody_and_can_be_made_again(cast):
    week(cast, 2)
    Conversation.objects.get(placement=cast.placement, kind="start").take("hold", cast.student)
    plan, waiting = asked(cast), OutgoingMail.objects.filter(recipient=cast.mentor, sent_at=None)
    assert (waiting.count(), titles(cast.mentor)) == (2, [plan.get_absolute_url()])
    answer = browser(cast.student).post(f"{plan.get_absolute_url()}steps/take_back/", follow=True)
    assert "Noor took the request for approval back." in answer.text
    assert (waiting.get().path, titles(cast.mentor)) == (plan.get_absolute_url(), []), "only the mail about sharing"
    OutgoingMail.objects.update(sent_at=timezone.now())
    put(plan, "CPL", seen=2, goal="Toch anders.")
    plan = LearningPlan.objects.get(pk=plan.pk).take("ask_approval", cast.student)
    OutgoingMail.objects.update(sent_at=timezone.now())
    plan.take("take_back", cast.student)
    assert OutgoingMail.objects.filter(recipient=cast.mentor).count() == 2, "what has left stays"
    with pytest.raises(ValidationError):
        plan.take("approve", cast.mentor)


def test_the_student_hears_of_feedback_once_a_day_without_its_words(cast):
    plan = shared(cast)
    OutgoingMail.objects.all().delete()
    for by, text in (
        (cast.mentor, "Woord-XQ een."),
        (cast.mentor, "Woord-XQ twee."),
        (cast.examiner, "Woord-XQ drie."),
    ):
        plan.say(by, text, item_of(plan, "CPL"))
    (mail,) = OutgoingMail.objects.all()
    assert (mail.recipient, mail.kind, mail.path) == (cast.student, "notice", plan.get_absolute_url())
    assert ["Marieke" in mail.sentences[0], "Ilse" in mail.sentences[1], len(mail.sentences)] == [True, True, 2]
    assert "XQ" not in f"{mail.subject}{mail.sentences}"
    lines = [line for line in news_for(cast.student) if line.url == plan.get_absolute_url()]
    assert ["Ilse" in lines[0].title, "Marieke" in lines[1].title, len(lines)] == [True, True, 2]
    assert not any("XQ" in line.title + line.text for line in lines)
    assert len([line for line in news_for(cast.mentor) if line.url == plan.get_absolute_url()]) == 0


def test_where_no_mentor_stands_the_school_educator_is_asked(cast):
    Participation.objects.filter(placement=cast.placement, role="workplace_mentor").update(until=timezone.localdate())
    shared(cast)
    assert mails() == {("Hanneke", "request")}


def test_each_sees_on_the_first_page_what_waits_for_him(cast):
    week(cast, 2)
    cast.placement.refresh_from_db()
    plan, url = prepared(cast), plan_of(cast.placement).get_absolute_url()
    waits = {"preparing": (titles(cast.student), titles(cast.mentor))}
    plan.take("share", cast.student)
    waits["shared"] = (titles(cast.student), titles(cast.mentor))
    talk = Conversation.objects.get(placement=cast.placement, kind="start")
    talk.take("hold", cast.student)
    waits["held"] = (titles(cast.student), titles(cast.mentor))
    LearningPlan.objects.get(pk=plan.pk).take("ask_approval", cast.student)
    waits["asked"] = (titles(cast.student), titles(cast.mentor))
    LearningPlan.objects.get(pk=plan.pk).take("approve", cast.mentor)
    waits["approved"] = (titles(cast.student), titles(cast.mentor))
    assert waits == {
        "preparing": ([url], []),
        "shared": ([], [url]),
        "held": ([url], []),
        "asked": ([], [url]),
        "approved": ([], []),
    }
    assert titles(cast.examiner) == titles(cast.institute_educator) == []


def test_who_only_reads_finds_the_plan_among_the_news(cast):
    url = approved(cast).get_absolute_url()
    for user, number in ((cast.examiner, 2), (cast.institute_educator, 2), (cast.student, 1), (cast.mentor, 0)):
        assert [line.url for line in news_for(user)].count(url) == number, user


def test_after_the_midterm_has_begun_nobody_is_asked_to_prepare_the_start(cast):
    plan_of(cast.placement)
    week(cast, 9)
    assert titles(cast.student) == []


def test_the_report_lies_in_the_collection_of_each_unit_once(cast):
    plan = approved(cast)
    version = plan.versions.get(step="approve")
    for _twice in range(2):
        file_plan.func(version.pk)
    filed = Item.objects.filter(collection__placement=cast.placement)
    assert {item.collection.unit.code: item.key for item in filed} == {
        unit.code: f"plan-{version.pk}-{unit.code}" for unit in cast.units[:2]
    }


def test_the_paper_says_what_was_approved_and_by_whom(cast):
    plan = asked(cast)
    put_indicator(plan)
    html = paper_html(plan.take("approve", cast.mentor).versions.get(step="approve").content)
    for words in ("Elke les in 2B begint binnen twee minuten.", "Marieke Voorbeeld", "Twee klassen", "LP-"):
        assert words in html
    assert "CONCEPT" not in html
    assert "CONCEPT" in paper_html(LearningPlan.objects.get(pk=plan.pk).versions.first().content)


def put_indicator(plan: LearningPlan) -> None:
    part = plan.parts.get(item__outcome__code="CPL")
    part.indicators.set(part.item.outcome.indicators.all()[:2])


def test_goals_that_change_after_sharing_are_in_the_next_version_only(cast):
    plan = shared(cast)
    put(plan, "CPL", seen=1, goal="Anders")
    goals = [row["texts"]["goal"] for row in plan.versions.get().content["rows"] if row["code"] == "CPL"]
    assert goals == ["Elke les begint binnen drie minuten."]
