"""A concern about one outcome: who takes which step, who reads what in which state (E05, decisions section 5)."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from placements.models import Agreement, Concern, ConcernContribution, ConcernLog, OutgoingMail, Participation, User
from tests.assessments.acts import browser, undone
from tests.placements.care import AGREED, RESULT, SAID, SEEN, agreement, concern_in, in_days, item, report

pytestmark = pytest.mark.django_db

PEOPLE = [
    "student", "mentor", "withdrawn_mentor", "school_educator", "institute_educator", "examiner",
    "other_unit_examiner", "study_coach", "other_student", "other_mentor", "other_school_educator",
    "other_institute_educator", "other_examiner", "admin",
]  # fmt: skip
AROUND = PEOPLE[:8]  # those of the placement itself; strangers find no page at all
STATES = ["reported", "with_examiner", "agreed", "closed", "withdrawn"]
# (state, step) -> (who succeeds, the state after it); whoever is not named here is refused. The mentor reported it.
ALLOWED = {
    ("reported", "bring_in"): ({"institute_educator"}, "with_examiner"),
    ("reported", "agree"): ({"institute_educator"}, "agreed"),
    ("reported", "withdraw"): ({"mentor"}, "withdrawn"),
    ("with_examiner", "agree"): ({"institute_educator", "examiner"}, "agreed"),
    ("with_examiner", "withdraw"): ({"mentor"}, "withdrawn"),
    ("agreed", "follow_up"): ({"institute_educator", "examiner"}, "agreed"),
    ("agreed", "close"): ({"institute_educator"}, "closed"),
}
SAID_WITH = {
    "bring_in": {}, "withdraw": {"note": "Daarom."}, "agree": agreement(), "follow_up": agreement(30),
    "close": {"outcome": "gone", "text": RESULT},
}  # fmt: skip
# (state, told) -> who reads: the words (what was seen and said), the agreements, the result; "" is the bare page.
INNER = {"mentor": "words", "school_educator": "words", "institute_educator": "words"}
EXAMINED = INNER | {"examiner": "words"}
ALL = dict.fromkeys(EXAMINED, "words agreements")
DONE = dict.fromkeys(EXAMINED, "words agreements result")
READS = {
    ("reported", False): INNER,
    ("reported", True): INNER | {"student": ""},
    ("with_examiner", False): EXAMINED,
    ("with_examiner", True): EXAMINED | {"student": ""},
    ("agreed", False): ALL,
    ("agreed", True): ALL | {"student": "agreements"},
    ("closed", False): DONE,
    ("closed", True): DONE | {"student": "agreements result"},
    ("withdrawn", False): EXAMINED,
    ("withdrawn", True): EXAMINED | {"student": ""},
}


def page(user: User, path: str, status: int | None = 200) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(path)
    assert status in (None, answer.status_code)
    return answer.content.decode() if answer.status_code == 200 else ""


def reads(user: User, concern: Concern) -> str | None:
    """What this person reads on the page; None where there is no page."""
    text = page(user, concern.get_absolute_url(), None)
    marks = {"words": SEEN in text and SAID in text, "agreements": AGREED in text, "result": RESULT in text}
    assert (SEEN in text) == (SAID in text)
    return " ".join(name for name, there in marks.items() if there) if text else None


def wrong_steps(cast, states: list[str]) -> dict:
    """Everything that does not go as agreed: (state, step, who) -> the state it led to."""
    wrong = {}
    for state in states:
        with undone():
            concern = concern_in(cast, state)
            for step, said in SAID_WITH.items():
                allowed, target = ALLOWED.get((state, step), (set(), ""))
                for name in PEOPLE:
                    with undone():
                        try:
                            got = Concern.objects.get(pk=concern.pk).take(step, cast.people[name], **said).state
                        except (PermissionDenied, ValidationError):
                            got = ""
                    if got != (target if name in allowed else ""):
                        wrong[state, step, name] = got
    return wrong


def test_only_the_agreed_people_take_a_step_from_the_agreed_state(cast):
    assert wrong_steps(cast, STATES) == {}


def test_a_step_by_who_may_not_would_be_seen(cast, monkeypatch):
    loose = replace(Concern.STEPS["close"], roles=Concern.STEPS["close"].roles | {"school_educator"})
    monkeypatch.setattr(Concern, "STEPS", Concern.STEPS | {"close": loose})
    assert wrong_steps(cast, ["agreed"]) == {("agreed", "close", "school_educator"): "closed"}


@pytest.mark.once
def test_who_reads_what_in_each_state(cast):
    wrong = {}
    for (state, told), agreed in READS.items():
        with undone():
            concern = concern_in(cast, state, told)
            for name in PEOPLE:
                if (got := reads(cast.people[name], concern)) != agreed.get(name):
                    wrong[state, told, name] = got
    assert wrong == {}


def test_a_mentor_who_did_not_report_it_reads_only_what_was_agreed(cast):
    concern = report(cast, "school_educator")
    assert reads(cast.mentor, concern) is None
    concern.take("agree", cast.institute_educator, **agreement())
    assert reads(cast.mentor, concern) == "agreements"


def test_whom_nobody_confirmed_reads_no_concern_of_another(cast):
    concern = concern_in(cast, "agreed")
    Participation.objects.filter(user=cast.school_educator).update(confirmed_by=None, confirmed_at=None)
    assert reads(cast.school_educator, concern) is None


def test_a_student_finds_nothing_of_it_before_a_person_told(cast):
    concern = concern_in(cast, "agreed")
    places = ["/", cast.placement.get_absolute_url(), cast.midterm.get_absolute_url(), "/portfolio/"]
    texts = [page(cast.student, path) for path in places]
    assert not [path for path, text in zip(places, texts, strict=True) if "/concerns/" in text or "-XQ" in text]
    assert page(cast.student, concern.get_absolute_url(), 404) == ""
    concern.note_told(cast.institute_educator, cast.mentor, in_days(0))
    assert f'href="{concern.get_absolute_url()}"' in page(cast.student, places[1])  # the control: now he does
    assert reads(cast.student, concern) == "agreements"


def test_the_page_tells_in_one_order_what_was_agreed_how_it_ended_and_that_the_student_was_told(cast):
    concern = concern_in(cast, "agreed")
    educator = browser(cast.institute_educator)

    def read() -> str:
        return educator.get(concern.get_absolute_url()).text

    later = "The student reads this once told"
    assert later in read()
    concern.note_told(cast.institute_educator, cast.mentor, in_days(0))
    text = read()
    assert later not in text
    assert "Marieke talked about it with the student." in text.partition('id="how"')[2]
    concern.take("close", cast.institute_educator, outcome="gone", text=RESULT)
    text = read()
    assert text.index(AGREED) < text.index(RESULT)


def test_no_mail_goes_to_the_student_and_no_mail_says_what_it_is_about(cast):
    OutgoingMail.objects.all().delete()
    concern_in(cast, "closed", told=True)
    report(cast).take("withdraw", cast.mentor, "Opgelost-XQ.")
    mails = OutgoingMail.objects.all()
    asked = mails.filter(kind="request").values_list("recipient__first_name", flat=True)
    assert sorted(asked) == ["Ilse", "Karim", "Karim"]
    assert not mails.filter(recipient=cast.student).exists()
    words = " ".join(f"{mail.subject} {mail.sentences} {mail.path}" for mail in mails)
    assert not [mark for mark in ("XQ", item(cast).outcome.title, "Leerklimaat") if mark in words]


def test_an_examiner_is_brought_in_for_what_is_judged_only(cast):
    with pytest.raises(ValidationError, match="formative|formatief"):
        report(cast, code="ICT").take("bring_in", cast.institute_educator)
    Participation.objects.filter(user=cast.examiner).update(until=timezone.localdate())
    with pytest.raises(ValidationError, match="examines|beoordeelt"):
        report(cast).take("bring_in", cast.institute_educator)


def test_each_reports_on_the_own_outcomes_only(cast):
    allowed = {
        (name, code)
        for name in PEOPLE
        for code in ("CPL", "LV", "ICT")
        if not _refuses(PermissionDenied, lambda name=name, code=code: report(cast, name, code))
    }
    everywhere = {(name, code) for name in INNER for code in ("CPL", "LV", "ICT")}
    units = {i.outcome.code: i.unit for i in cast.placement.period.outcomes.select_related("outcome", "unit")}
    own = {("examiner", c) for c in ("CPL", "LV", "ICT") if units[c] == cast.units[0]}
    own |= {("other_unit_examiner", c) for c in ("CPL", "LV", "ICT") if units[c] == cast.units[1]}
    assert allowed == everywhere | own


def _refuses(kind: type[Exception], act) -> bool:
    with undone():
        try:
            act()
        except kind:
            return True
    return False


def test_agreements_and_results_come_with_their_step_or_not_at_all(cast):
    concern = concern_in(cast, "with_examiner")
    for by in (cast.examiner, cast.mentor):
        with pytest.raises((ValidationError, PermissionDenied)):
            concern.take("agree", by, **(agreement() if by == cast.mentor else {}))
    assert not Agreement.objects.exists()
    concern.take("agree", cast.examiner, **agreement())
    for step in ("follow_up", "close"):
        with pytest.raises(ValidationError):
            concern.take(step, cast.institute_educator)
    assert (concern.state, concern.agreements.count()) == ("agreed", 1)


@pytest.mark.once
def test_the_tasks_say_whose_turn_it_is(cast):
    link = f'href="{concern_in(cast, "with_examiner").get_absolute_url()}"'
    there = {name for name in AROUND if link in page(cast.people[name], "/")}
    assert there == {"mentor", "institute_educator", "examiner"}  # two are asked whether the student was told
    concern = Concern.objects.get()
    concern.note_told(cast.mentor, cast.mentor, in_days(0))
    told = {"student"}  # finds among the news that there is a concern
    assert {name for name in AROUND if link in page(cast.people[name], "/")} == told | {"examiner"}
    concern.take("agree", cast.examiner, **agreement(days=0))
    assert {name for name in AROUND if link in page(cast.people[name], "/")} == told | {"institute_educator"}


def test_a_mentor_reports_by_the_link_from_the_form(cast):
    path = f"/placements/{cast.placement.pk}/concerns/new/?outcome=CPL"
    assert f'<option value="{item(cast).pk}" selected>' in page(cast.mentor, path)
    client = Client()
    client.force_login(cast.mentor)
    answer = client.post(path, {"item": item(cast).pk, "seen": SEEN, "told_on": in_days(0).isoformat()})
    concern = Concern.objects.get()
    assert answer.url == concern.get_absolute_url()
    assert (concern.told_by, concern.told_on) == (cast.mentor, in_days(0))


BAD = [
    ("item", "999999"), ("item", "x" * 90), ("item", ""), ("seen", ""), ("seen", "a\x00b"), ("seen", "x" * 1_000_000),
    ("told_on", "31 mei"), ("told_on", "9999-12-31"), ("told_on", "2026-02-31"),
]  # fmt: skip


def test_bad_input_comes_back_with_a_sentence_and_what_was_typed(cast):
    client, wrong = Client(), []
    client.force_login(cast.mentor)
    for field, value in BAD:
        fields = {"item": item(cast).pk, "seen": SEEN, "told_on": ""} | {field: value}
        answer = client.post(f"/placements/{cast.placement.pk}/concerns/new/", fields)
        kept = field == "seen" or SEEN in answer.content.decode()
        if (answer.status_code, list(answer.context["form"].errors), kept) != (422, [field], True):
            wrong.append((field, value[:20], answer.status_code))
    assert wrong == []
    assert not Concern.objects.exists()


def test_what_comes_too_late_is_given_back(cast):
    concern, client = concern_in(cast, "closed"), Client()
    client.force_login(cast.institute_educator)
    url = concern.get_absolute_url()
    posts = {
        f"{url}contributions/": {"text": "Nog iets-ZQ"},
        f"{url}steps/follow_up/": {"what": "Nog iets-ZQ", "who": "Noor", "follow_up_on": in_days(5).isoformat()},
        f"{url}steps/close/": {"outcome": "gone", "text": "Nog iets-ZQ"},
    }
    for path, fields in posts.items():
        answer = client.post(path, fields)
        assert (answer.status_code, "Nog iets-ZQ" in answer.content.decode()) == (422, True), path
    assert client.post(f"{url}told/", {"who": 999999, "on": "x"}).status_code == 422
    assert client.post(f"{url}steps/vanish/").status_code == 403
    assert ConcernContribution.objects.count() == 1


def test_what_was_said_cannot_be_changed_in_the_database(cast):
    concern_in(cast, "agreed")
    for model in (ConcernContribution, Agreement, ConcernLog):
        for act in (lambda m=model: m.objects.update(role="x"), lambda m=model: m.objects.all().delete()):
            with pytest.raises(IntegrityError), transaction.atomic():
                act()


def test_a_concern_and_the_list_of_them_ask_as_much_for_20_as_for_2(cast):
    client, counts = Client(), []
    client.force_login(cast.institute_educator)
    for number in (2, 18):
        for _n in range(number):
            concern = report(cast)
        for _n in range(number):
            concern.contribute(cast.mentor, SAID)
            if concern.state == "reported":
                concern.take("agree", cast.institute_educator, **agreement())
            concern.take("follow_up", cast.institute_educator, **agreement())
        paths = ("/", cast.placement.get_absolute_url(), concern.get_absolute_url())
        counts.append([_queries(client, path) for path in paths])
    assert counts[0] == counts[1]


def _queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)
