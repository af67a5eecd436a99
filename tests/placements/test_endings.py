"""Ending a placement early: who takes which step, who reads what, and what has to come first (E01-E04)."""

from dataclasses import replace

import pytest
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.papers import paper_of
from assessments.sheet import sheet_of
from placements.ending_rules import Reason
from placements.models import (
    EarlyEnding,
    EndingContact,
    EndingDecision,
    EndingLog,
    EndingPlan,
    OutgoingMail,
    Participation,
    Placement,
    User,
)
from tests.assessments.acts import undone
from tests.cast import hand_in, reflect
from tests.factories import ParticipationFactory
from tests.placements.care import DECIDED, PLAN, concern_in, contacts, ending_in, in_days, plan

pytestmark = pytest.mark.django_db

PEOPLE = [
    "student", "mentor", "withdrawn_mentor", "school_educator", "institute_educator", "examiner",
    "other_unit_examiner", "study_coach", "other_student", "other_mentor", "other_school_educator",
    "other_institute_educator", "other_examiner", "admin",
]  # fmt: skip
AROUND = PEOPLE[:8]  # those of the placement itself; strangers find no page at all
STATES = ["considered", "planned", "ended", "continued"]
# (state, step) -> (who succeeds, the state after it); whoever is not named here is refused
ALLOWED = {
    ("considered", "plan"): ({"school_educator", "institute_educator"}, "planned"),
    ("considered", "go_on"): ({"institute_educator"}, "continued"),
    ("planned", "plan"): ({"school_educator", "institute_educator"}, "planned"),
    ("planned", "go_on"): ({"institute_educator"}, "continued"),
    ("planned", "end"): ({"institute_educator"}, "ended"),
}
# (who brought it up, state) -> who reads which parts; whoever is not named has no page. Examiner Ilse made the plan.
CORE = {"school_educator": "reason contacts", "institute_educator": "reason contacts"}
PLANNED = dict.fromkeys(CORE, "reason contacts plan") | {"study_coach": "plan", "examiner": "plan"}
DONE = dict.fromkeys(CORE, "reason contacts plan decision") | {"study_coach": "plan", "examiner": "plan"}
READS = {
    ("mentor", "considered"): CORE | {"mentor": "reason contacts"},
    ("mentor", "planned"): PLANNED | {"mentor": "reason contacts plan"},
    ("mentor", "ended"): DONE | {"mentor": "reason contacts plan decision", "student": "plan decision"},
    ("mentor", "continued"): DONE | {"mentor": "reason contacts plan decision"},
    ("student", "considered"): CORE | {"student": "reason contacts"},
    ("student", "planned"): PLANNED | {"student": "reason contacts plan", "mentor": "contacts"},
    ("student", "ended"): DONE
    | {"student": "reason contacts plan decision", "mentor": "contacts plan decision"},
    ("student", "continued"): DONE
    | {"student": "reason contacts plan decision", "mentor": "contacts plan decision"},
}  # fmt: skip
# The same once somebody else was there when the plan was made: (who brought it up, state, who was there)
READS_THERE = {
    ("mentor", "planned", "student"): PLANNED | {"mentor": "reason contacts plan", "student": "plan"},
    ("mentor", "continued", "student"): DONE | {"mentor": "reason contacts plan decision", "student": "plan"},
    ("mentor", "planned", "other_unit_examiner"): PLANNED
    | {"mentor": "reason contacts plan", "other_unit_examiner": "plan"},
    ("student", "planned", "mentor"): PLANNED | {"student": "reason contacts plan", "mentor": "contacts plan"},
}


def page(user: User, path: str, status: int | None = 200) -> str:
    User.objects.filter(pk=user.pk).update(language="en")
    client = Client()
    client.force_login(user)
    answer = client.get(path)
    assert status in (None, answer.status_code)
    return answer.content.decode() if answer.status_code == 200 else ""


def reads(user: User, ending: EarlyEnding) -> str | None:
    """The parts this person reads on the page; None where there is no page."""
    text = page(user, ending.get_absolute_url(), None)
    marks = {"reason": "professional attitude", "contacts": 'id="contacts"', "plan": PLAN, "decision": DECIDED}
    return " ".join(name for name, mark in marks.items() if mark in text) if text else None


def said_with(cast, step: str) -> dict:
    return {
        "plan": plan([cast.study_coach, cast.examiner]),
        "end": {"text": DECIDED, "last_day": in_days(0)},
        "go_on": {"text": DECIDED},
    }[step]


def wrong_steps(cast, states: list[str]) -> dict:
    """Everything that does not go as agreed: (state, step, who) -> the state it led to."""
    wrong = {}
    for state in states:
        with undone():
            ending = ending_in(cast, state)
            if state == "considered":
                contacts(ending, cast.institute_educator)
            for step in ("plan", "end", "go_on"):
                allowed, target = ALLOWED.get((state, step), (set(), ""))
                for name in PEOPLE:
                    with undone():
                        try:
                            record = EarlyEnding.objects.get(pk=ending.pk)
                            got = record.take(step, cast.people[name], **said_with(cast, step)).state
                        except (PermissionDenied, ValidationError):
                            got = ""
                    if got != (target if name in allowed else ""):
                        wrong[state, step, name] = got
    return wrong


def test_only_the_agreed_people_take_a_step_from_the_agreed_state(cast):
    assert wrong_steps(cast, STATES) == {}


def test_a_step_by_who_may_not_would_be_seen(cast, monkeypatch):
    loose = replace(EarlyEnding.STEPS["end"], roles=EarlyEnding.STEPS["end"].roles | {"workplace_mentor"})
    monkeypatch.setattr(EarlyEnding, "STEPS", EarlyEnding.STEPS | {"end": loose})
    assert wrong_steps(cast, ["planned"]) == {("planned", "end", "mentor"): "ended"}


@pytest.mark.once
def test_who_reads_what_in_each_state(cast):
    wrong = {}
    for (by, state, *there), agreed in (READS | READS_THERE).items():
        with undone():
            ending = ending_in(cast, state, by, there)
            for name in PEOPLE:
                if (got := reads(cast.people[name], ending)) != agreed.get(name):
                    wrong[by, state, *there, name] = got
    assert wrong == {}


def test_whoever_was_there_is_told_of_the_plan_and_no_other_mentor_is(cast):
    for there, told in (((), set()), (("student",), {"student"}), (("mentor",), {"mentor"})):
        with undone():
            ending = ending_in(cast, "planned", "school_educator", there)
            people = ending.people_in(EarlyEnding.STEPS["plan"].tells)
            assert {name for name in ("student", "mentor") if cast.people[name] in people} == told


def test_nothing_is_ended_before_both_contacts_are_noted(cast):
    ending = ending_in(cast, "considered")
    ending.take("plan", cast.institute_educator, **said_with(cast, "plan"))
    school, institute = (
        next(seat for seat in ending.contact_persons if seat.role == role)
        for role in ("school_educator", "institute_educator")
    )
    for noted, missing in ((None, 2), (school, 1), (institute, 0)):
        if noted:
            ending.note_contact(cast.mentor, noted, in_days(0))
        ending = EarlyEnding.objects.get(pk=ending.pk)
        assert len(ending.missing_contacts()) == missing
        if missing:
            with pytest.raises(ValidationError) as refused:
                ending.take("end", cast.institute_educator, **said_with(cast, "end"))
            assert len(refused.value.messages) == missing
            assert not EndingDecision.objects.exists()
    assert ending.take("end", cast.institute_educator, **said_with(cast, "end")).state == "ended"


def test_a_contact_with_whom_nobody_confirmed_does_not_count(cast):
    Participation.objects.filter(user=cast.school_educator).update(confirmed_by=None, confirmed_at=None)
    ending = ending_in(cast, "considered")
    assert [seat.user for seat in ending.contact_persons] == [cast.institute_educator]
    assert cast.school_educator not in ending.people_in({"school_educator"})


def test_the_reason_stands_on_the_page_of_the_record_alone(cast, caplog):
    words = [reason.label for reason in Reason] + ["attitude", "professionele houding"]
    ending = ending_in(cast, "ended")
    mails = " ".join(f"{m.subject} {m.sentences} {m.button} {m.path}" for m in OutgoingMail.objects.all())
    logged = " ".join(f"{line} {line.note} {line.sentence}" for line in EndingLog.objects.all())
    places = ["/", "/placements/", cast.placement.get_absolute_url(), cast.midterm.get_absolute_url(), "/portfolio/"]
    pages = {path: page(cast.institute_educator, path) for path in places}
    paper = paper_of(sheet_of(cast.midterm)).decode("latin-1")
    everywhere = {
        "mails": mails,
        "log": logged,
        "name": str(ending),
        "paper": paper,
        "server log": caplog.text,
        **pages,
    }
    found = {(place, word) for place, text in everywhere.items() for word in map(str, words) if word in text}
    assert {one for one in found if one[0] != cast.midterm.get_absolute_url()} == set()
    assert not [model for model in admin.site._registry if model.__name__.startswith(("EarlyEnding", "Ending"))]
    assert "professional attitude" in page(cast.institute_educator, ending.get_absolute_url())  # the control


def test_an_ended_placement_asks_for_nothing_more_and_keeps_what_was_written(cast):
    hand_in(cast.midterm)
    reflect(cast.final)
    concern = concern_in(cast, "reported")
    ending_in(cast, "ended")
    assert concern.get_absolute_url() not in page(cast.institute_educator, "/")
    for form, name, step in ((cast.midterm, "mentor", "return"), (cast.final, "student", "hand_in")):
        fresh = type(form).objects.get(pk=form.pk)
        assert not fresh.may_write(
            cast.people[name], "reflection" if name == "student" else "feedback", fresh.rows.first()
        )
        assert fresh.steps_for(cast.people[name]) == {}
        with pytest.raises(ValidationError, match="ended early|vroegtijdig"):
            fresh.take(step, cast.people[name], "Daarom.")
        text = page(cast.people[name], form.get_absolute_url())
        assert "The placement ended early" in text
        assert "Dit liet ik zien bij CPL." in text
        assert "btn-turn" not in page(cast.people[name], "/")
    assert Placement.objects.get(pk=cast.placement.pk).end == timezone.localdate()


def test_until_its_last_day_a_placement_ends_and_is_not_said_to_have_ended(cast):
    ending = ending_in(cast, "planned")
    place, invite, sets = cast.placement.get_absolute_url(), "/invite/", f"/placements/{cast.placement.pk}/outcomes/"
    assert invite in page(cast.student, place)
    assert "Propose an outcome" in page(cast.student, sets)
    ending.take("end", cast.institute_educator, text=DECIDED, last_day=in_days(3))
    for path in (place, ending.get_absolute_url()):
        text = page(cast.student, path)
        assert "Ends early on" in text
        assert "Ended early" not in text
        assert invite not in text
    assert "Propose an outcome" not in page(cast.student, sets)


@pytest.mark.once
def test_whoever_has_to_speak_with_somebody_is_asked_to_and_then_the_institute_decides(cast):
    ending = ending_in(cast, "considered")
    link = f'href="{ending.get_absolute_url()}"'
    assert {name for name in AROUND if link in page(cast.people[name], "/")} == {"mentor", "institute_educator"}
    contacts(ending, cast.mentor)
    assert {name for name in AROUND if link in page(cast.people[name], "/")} == {"institute_educator"}
    ending.take("go_on", cast.institute_educator, text=DECIDED)
    assert {name for name in AROUND if link in page(cast.people[name], "/")} == set()


def test_it_is_brought_up_once_and_not_by_everybody(cast):
    made = []
    for name in PEOPLE:
        with undone():
            try:
                EarlyEnding.objects.start(cast.placement, cast.people[name], "mismatch")
                made.append(name)
            except PermissionDenied:
                pass
    assert made == ["student", "mentor", "school_educator", "institute_educator"]
    ending_in(cast, "considered")
    with pytest.raises(ValidationError, match="already|al "):
        EarlyEnding.objects.start(cast.placement, cast.mentor, "mismatch")


def test_bad_input_changes_nothing_and_comes_back(cast):
    ending, client, wrong = ending_in(cast, "planned"), Client(), []
    client.force_login(cast.institute_educator)
    url, today = ending.get_absolute_url(), in_days(0).isoformat()
    text = {"text": "Getypt-ZQ"}
    posts = [
        ("contacts/", {"seat": "999999", "on": today}), ("contacts/", {"seat": "x", "on": "31 mei"}),
        ("steps/plan/", text), ("steps/plan/", text | {"people": ["999999"], "made_on": today}),
        ("steps/plan/", text | {"people": ["x"], "made_on": "9999-12-31"}), ("steps/end/", text),
        ("steps/end/", text | {"last_day": "1900-01-01"}),
        ("steps/end/", {"text": "a\x00Getypt-ZQ", "last_day": today}),
        ("steps/end/", {"text": "Getypt-ZQ" + "x" * 1_000_000, "last_day": today}), ("steps/go_on/", {"text": " "}),
    ]  # fmt: skip
    for path, fields in posts:
        answer = client.post(url + path, fields)
        kept = "ZQ" not in str(fields) or "Getypt-ZQ" in answer.content.decode()
        if answer.status_code != 422 or not kept:
            wrong.append((path, str(fields)[:60], answer.status_code))
    assert wrong == []
    assert client.post(f"/placements/{cast.placement.pk}/ending/new/", {"reason": "ziekte"}).status_code == 422
    assert (EndingPlan.objects.count(), EndingDecision.objects.count(), ending.state) == (1, 0, "planned")
    assert client.post(f"{url}steps/vanish/").status_code == 403


def test_a_second_decision_and_a_late_contact_are_refused(cast):
    ending, client = ending_in(cast, "ended"), Client()
    client.force_login(cast.institute_educator)
    seat = ending.contact_persons[0]
    late = {"steps/end/": {"text": "Nog eens-ZQ", "last_day": in_days(0).isoformat()}}
    late |= {"contacts/": {"seat": seat.pk, "on": in_days(0).isoformat()}, "steps/go_on/": {"text": "Nog eens-ZQ"}}
    for path, fields in late.items():
        answer = client.post(ending.get_absolute_url() + path, fields)
        assert answer.status_code == 422, path
        assert "text" not in fields or "Nog eens-ZQ" in answer.content.decode()
    assert EndingDecision.objects.get().text == DECIDED


def test_what_was_noted_cannot_be_changed_in_the_database(cast):
    ending_in(cast, "ended")
    for model in (EndingContact, EndingPlan, EndingDecision, EndingLog, EndingPlan.people.through):
        for act in ("UPDATE {} SET id = id", "DELETE FROM {}"):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(act.format(model._meta.db_table))


@pytest.mark.once
def test_an_early_ending_asks_as_much_with_20_contacts_and_plans_as_with_2(cast):
    ending, client, counts = ending_in(cast, "considered"), Client(), []
    client.force_login(cast.institute_educator)
    for number in (2, 18):
        for _n in range(number):
            contacts(ending, cast.mentor)
            ending.take("plan", cast.institute_educator, **plan([ParticipationFactory(placement=cast.placement).user]))
        client.get(ending.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            assert client.get(ending.get_absolute_url()).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
