"""The overview of somebody's students: what waits, who fell silent, and as much work for 300 as for 20."""

from datetime import timedelta
from html import unescape
from io import BytesIO

import openpyxl
import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone, translation

from assessments.models import AssessmentForm, Reflection
from config.overview import overview_for
from conversations.models import Conversation, LearningPlan, Reminder
from placements.models import OutgoingMail, Participation, Placement, User
from placements.roles import Role
from tests.cast import hand_in, reflect
from tests.factories import SchoolFactory, UserFactory, WorkplacePeriodFactory
from tests.test_queries import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def english():
    """Whatever catalogue is compiled."""
    with translation.override("en"):
        yield


def line_of(cast, who: str):
    return next(line for line in overview_for(cast.people[who], QueryDict()).lines if line.placement == cast.placement)


def shown(user, query: str) -> list[str]:
    return [line.placement.student.first_name for line in overview_for(user, QueryDict(query)).lines]


def crowd(number: int, educator: User) -> None:
    """So many placements around one educator, each with its conversations, plan and a form that waits."""
    today, period, school = timezone.localdate(), WorkplacePeriodFactory(), SchoolFactory()
    institute = Placement.objects.first().institute
    first = User.objects.count()
    people = User.objects.bulk_create(
        User(email=f"s{first + n}@institute.example", first_name="Noor", last_name=f"Voorbeeld {n:03}")
        for n in range(number)
    )
    start = today - timedelta(weeks=7)
    places = Placement.objects.bulk_create(
        Placement(
            student=one, period=period, school=school, institute=institute, start=start,
            end=start + timedelta(weeks=18), group=f"2{'AB'[n % 2]}",
        )
        for n, one in enumerate(people)
    )  # fmt: skip
    seat = {"user": educator, "role": Role.INSTITUTE_EDUCATOR, "since": today}
    Participation.objects.bulk_create(Participation(placement=place, **seat) for place in places)
    dates = dict.fromkeys(("opens_on", "talk_on", "reflect_by", "respond_by", "decide_by"), today)
    AssessmentForm.objects.bulk_create(AssessmentForm(placement=p, moment="midterm", **dates) for p in places)
    LearningPlan.objects.bulk_create(LearningPlan(placement=place) for place in places)
    Conversation.objects.bulk_create(
        Conversation(placement=place, kind=kind, day=day)
        for place in places
        for kind, day in (("start", today - timedelta(weeks=4)), ("midterm", today + timedelta(days=3)))
    )


def everybody_reminded(educator: User, by: User) -> None:
    forms = AssessmentForm.objects.filter(placement__participations__user=educator).select_related("placement")
    Reminder.objects.bulk_create(
        Reminder(person_id=one.placement.student_id, placement=one.placement, by=by, about=f"form {one.pk} student day")
        for one in forms
    )


def test_300_placements_ask_as_much_as_20_and_stay_small(cast):
    educators = {20: UserFactory(), 300: UserFactory()}
    for number, educator in educators.items():
        crowd(number, educator)
        everybody_reminded(educator, by=cast.examiner)
    counts = {number: queries_of(educator, "/overview/") for number, educator in educators.items()}
    assert counts[20] == counts[300] <= 20
    client = Client()
    client.force_login(educators[300])
    page = client.get("/overview/").content
    assert len(page) < 150_000
    assert page.count(b'type="checkbox"') == page.count(b'class="trace"') == 50
    assert queries_of(educators[20], "/overview/spreadsheet/") == queries_of(educators[300], "/overview/spreadsheet/")


def test_a_line_says_what_comes_next_and_who_acts(cast):
    today = timezone.localdate()
    LearningPlan.objects.all().delete()
    talks = Conversation.objects.filter(placement=cast.placement)
    talks.update(day=today - timedelta(days=3))
    talks.filter(kind="final").update(day=today + timedelta(days=9))
    hand_in(cast.midterm)
    AssessmentForm.objects.filter(pk=cast.midterm.pk).update(respond_by=today - timedelta(days=2))
    line = line_of(cast, "institute_educator")
    assert (line.next_day, str(line.next_name), line.turn) == (today + timedelta(days=9), "Final", "workplace")
    assert [wait.what for wait in line.waits if wait.is_late] == ["feedback, midterm evaluation"]
    assert line_of(cast, "examiner").next_day is None  # who sits in no conversation knows of none


def test_a_talk_without_a_day_and_a_plan_wait_when_their_week_is_near(cast):
    placement = Placement.objects.get(pk=cast.placement.pk)
    start = timezone.localdate()
    Placement.objects.filter(pk=placement.pk).update(start=start, end=start + timedelta(weeks=18))
    AssessmentForm.objects.update(opens_on=start + timedelta(weeks=5))
    assert [wait.what for wait in line_of(cast, "mentor").waits] == ["learning plan", "a day for: Start talk"]
    LearningPlan.objects.filter(placement=placement).update(state="asked")
    assert "approval of the learning plan" in [wait.what for wait in line_of(cast, "school_educator").waits]


def test_only_the_educators_of_a_placement_read_its_silence(cast):
    reflect(cast.midterm)
    Reflection.objects.update(saved_at=timezone.now() - timedelta(days=24))
    days = {who: line_of(cast, who).silent_days for who in ("mentor", "school_educator", "institute_educator")}
    assert days == {"mentor": 0, "school_educator": 24, "institute_educator": 24}
    assert shown(cast.institute_educator, "show=quiet") == ["Noor"]
    assert shown(cast.mentor, "show=quiet") == []
    Reflection.objects.filter(pk=Reflection.objects.first().pk).update(saved_at=timezone.now())
    assert shown(cast.institute_educator, "show=quiet") == []


def test_who_wrote_nothing_is_silent_since_the_first_day(cast):
    assert line_of(cast, "institute_educator").silent_days == 70
    Placement.objects.update(start=timezone.localdate() + timedelta(days=5))
    assert line_of(cast, "institute_educator").silent_days == 0


def test_nobody_sees_students_of_others_and_a_student_sees_none(cast, see):
    assert "Luuk" not in see(cast.institute_educator, "/overview/")
    assert "You have no students now." in see(cast.study_coach, "/overview/")
    see(cast.student, "/overview/", status=403)
    Participation.objects.filter(user=cast.institute_educator).update(until=timezone.localdate())
    assert "Noor" not in see(cast.institute_educator, "/overview/")


def test_filters_and_orders(cast):
    educator = cast.institute_educator
    crowd(3, educator)
    school = str(SchoolFactory._meta.model.objects.last().pk)
    got = {
        query: len(shown(educator, query))
        for query in (
            "", "group=2A", "group=2B", f"school={school}", "moment=midterm", "show=student", "show=quiet",
            "show=late", "show=institute",
        )
    }  # fmt: skip
    assert got == {
        "": 4, "group=2A": 2, "group=2B": 1, f"school={school}": 3, "moment=midterm": 3, "show=student": 4,
        "show=quiet": 4, "show=late": 1, "show=institute": 0,
    }  # fmt: skip
    both = {
        "show=quiet&group=2A": 2, "show=late&group=2A": 0, f"show=quiet&school={school}&moment=midterm": 3,
        f"show=student&group=2B&school={school}": 1, "show=late&moment=final": 1, "show=late&moment=midterm": 0,
    }  # fmt: skip
    assert {query: len(shown(educator, query)) for query in both} == both
    pills = overview_for(educator, QueryDict("show=late&group=2A")).pills
    counts = {"": 2, "student": 2, "workplace": 0, "institute": 0, "late": 0, "quiet": 2}
    assert {pill.name: pill.count for pill in pills} == counts
    lines = overview_for(educator, QueryDict("sort=quiet")).lines
    assert lines[0].placement == cast.placement
    assert overview_for(educator, QueryDict("sort=day")).lines[-1].placement == cast.placement


def test_strange_questions_do_no_harm(cast, see):
    for query in ("show=x", "page=abc", "page=-1", "sort=%00", "group=%00x", "school=1%27", "moment=guidance", "x=%ff"):
        assert "Noor Voorbeeld" in see(cast.institute_educator, f"/overview/?{query}"), query


def test_the_spreadsheet_has_no_addresses_and_no_formulas_and_days_are_dates(cast):
    User.objects.filter(pk=cast.student.pk).update(first_name="=1+1", language="en")
    Placement.objects.filter(pk=cast.placement.pk).update(group="+cmd|' /C calc'!A0")
    day = timezone.localdate() + timedelta(days=9)
    Conversation.objects.filter(placement=cast.placement, kind="final").update(day=day)
    rows = sheet_of(cast.institute_educator)
    cells = [cell for row in rows for cell in row if cell.value is not None]
    assert [cell.value for cell in rows[1]][:2] == ["=1+1 Voorbeeld", "+cmd|' /C calc'!A0"]
    kinds = {cell.column_letter: cell.data_type for cell in rows[1] if cell.value is not None}
    assert kinds == dict.fromkeys("ABCEGHJ", "s") | dict.fromkeys("FI", "d") | dict.fromkeys("DL", "n")
    assert rows[1][5].value.date() == day
    assert not [cell.value for cell in cells if "@" in str(cell.value)]


def test_the_spreadsheet_says_what_is_late_what_has_which_day_and_who_stopped(cast):
    today, educator = timezone.localdate(), cast.institute_educator
    hand_in(cast.midterm)
    LearningPlan.objects.all().delete()
    Conversation.objects.filter(placement=cast.placement).update(day=today)
    near, far = today + timedelta(days=2), today + timedelta(days=5)
    AssessmentForm.objects.filter(pk=cast.final.pk).update(opens_on=today, reflect_by=far)

    def row() -> list:
        return [sheet_of(educator)[1][column].value for column in (3, 7, 8, 9)]

    for due, late in ((near, False), (today - timedelta(days=2), True)):
        AssessmentForm.objects.filter(pk=cast.midterm.pk).update(respond_by=due)
        week, what, before, says = row()
        assert (type(week), before.date(), bool(says)) == (int, due, late)
        assert [f" {day.day} " in part for day, part in zip((due, far), what.split("; "), strict=True)] == [True, True]
    Placement.objects.filter(pk=cast.placement.pk).update(end=today, ended_on=today)
    assert [type(cell) for cell in row()] == [str, type(None), type(None), type(None)]


def sheet_of(user, query: str = "") -> list:
    client = Client()
    client.force_login(user)
    book = openpyxl.load_workbook(BytesIO(client.get(f"/overview/spreadsheet/?{query}").content))
    return list(book.active.iter_rows())


def test_the_spreadsheet_has_the_lines_that_stand_under_the_filter_on_all_pages(cast):
    educator = cast.institute_educator
    crowd(55, educator)
    for query in ("", "show=late", "group=2B&moment=midterm&sort=quiet", "show=institute", "page=2"):
        names = [str(line.placement.student) for line in overview_for(educator, QueryDict(query)).lines]
        assert [row[0].value for row in sheet_of(educator, query)[1:]] == names, query


def test_nobody_is_offered_to_remind_himself(cast):
    hand_in(cast.midterm)
    approval_asked(cast)
    Participation.objects.filter(placement=cast.placement, user=cast.mentor).update(until=timezone.localdate())
    assert offered(cast, "institute_educator", "workplace") == ["form", "plan"]
    assert offered(cast, "school_educator", "workplace") == []
    assert [wait.what for wait in line_of(cast, "school_educator").waits if wait.mine] == [
        "feedback, midterm evaluation", "approval of the learning plan",
    ]  # fmt: skip


def approval_asked(cast) -> None:
    """The placement is in the week of its start talk, and approval of the plan is asked."""
    start = timezone.localdate() - timedelta(weeks=2)
    Placement.objects.filter(pk=cast.placement.pk).update(start=start, end=start + timedelta(weeks=18))
    LearningPlan.objects.filter(placement=cast.placement).update(state="asked")


def offered(cast, who: str, show: str = "") -> list[str]:
    return [wait.kind for wait in line_of(cast, who).to_remind(show)]


def test_what_a_line_reminds_of_follows_the_pill(cast):
    hand_in(cast.midterm)
    approval_asked(cast)
    Conversation.objects.filter(placement=cast.placement, kind="start").update(day=None)
    got = {
        show: sorted(offered(cast, "institute_educator", show)) for show in ("", "student", "workplace", "institute")
    }
    assert got == {"": ["days", "form", "plan"], "student": ["days"], "workplace": ["form", "plan"], "institute": []}
    assert offered(cast, "mentor") == []
    assert offered(cast, "institute_educator", "quiet") == []
    Reflection.objects.update(saved_at=timezone.now() - timedelta(days=30))
    Placement.objects.filter(pk=cast.placement.pk).update(start=timezone.localdate() - timedelta(weeks=6))
    assert offered(cast, "institute_educator", "quiet") == ["silence"]


def test_who_is_asked_to_write_is_reminded_of_that_and_not_of_the_silence(cast):
    line = line_of(cast, "institute_educator")
    assert (line.silent_days, line.silence) == (70, None)
    assert offered(cast, "institute_educator", "quiet") == ["form"]


def test_a_plan_that_is_shared_waits_for_nobody_until_the_start_talk(cast):
    approval_asked(cast)
    LearningPlan.objects.update(state="shared")
    for days, waits in ((2, False), (0, True)):
        day = timezone.localdate() + timedelta(days=days)
        Conversation.objects.filter(placement=cast.placement, kind="start").update(day=day)
        assert ("learning plan" in [wait.what for wait in line_of(cast, "school_educator").waits]) is waits


def test_a_reminder_leads_back_to_the_same_page_and_leaves_a_trace_for_the_educators(cast, see):
    hand_in(cast.midterm)
    kept = "show=workplace&sort=quiet&page=1"
    for who in ("institute_educator", "school_educator"):
        client = Client()
        client.force_login(cast.people[who])
        page = client.get(f"/overview/?{kept}&x=1").text
        assert f'action="/remind/?{kept}&x=1"' in unescape(page)
        posted = {"placement": [cast.placement.pk, cast.other.pk], "back": "overview"}
        answer = client.post(f"/remind/?{kept}&x=1", posted)
        assert answer.url == f"/overview/?{kept}"
    assert [mail.recipient for mail in OutgoingMail.objects.filter(kind="notice")].count(cast.mentor) == 1
    day = timezone.localdate() - timedelta(days=1)
    Reminder.objects.update(made_on=day)
    traces = {who: see(cast.people[who], "/overview/").count('class="trace"') for who in ("examiner", "mentor")}
    assert traces == {"examiner": 1, "mentor": 0}
    assert "Karim Voorbeeld" in see(cast.examiner, "/overview/")
