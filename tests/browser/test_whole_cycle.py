"""A whole cycle, from the invitation to the decision: the student, the educators and the examiners at a desk, two
mentors after each other on a phone, by the links in their mails.

Acts are counted by the rules of acts.py, each part of the cycle apart. Against the limits stand the three moments that
the Word form has as well. Printed beside them is what it has no acts for, or nobody counted there: coming in on a
device nobody used before, planning the dates, a guidance talk, and another mentor half-way.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.db.models import F
from playwright.sync_api import expect

from assessments.models import AssessmentForm
from conversations.models import Conversation, LearningPlan
from learning_outcomes.models import ConversationKind as Kind
from placements.models import Participation, Placement, User
from tests.cast import Cast
from tests.conversations.plans import week

from .acts import Tally
from .conftest import PHONE
from .people import Person
from .post import Letter
from .test_start_journey import approve, look_along, prepare, read_among_the_news, sharpen
from .writing import OUTCOMES, reflect, respond, words

pytestmark = pytest.mark.once  # the number of acts does not depend on the database; each step has its own tests

HAND_IN, SIGN = "form[action$='/steps/hand_in/'] button", "form[action$='/steps/sign/'] button"
ADOPT = "form[action$='/steps/adopt/'] button"
SAVE_DAYS = "form.d-plan button.btn-primary"
DONE = "main .d-notes .d-note"

START = {"student": 5, "mentor": 5, "examiner": 2}  # at most; an examiner who opens it
EVERYBODY, MENTORS = 40, 12  # at most, in the three moments; the mentors on a device they used before
MOMENTS = ["start", "midterm", "final"]
BESIDE = {"invitation": 11, "planning": 13, "guidance talk": 2, "another mentor": 16}  # of everybody


@dataclass
class Count:
    """What everybody did in each part."""

    crew: dict[str, Person]
    parts: dict[str, dict[str, Tally]] = field(default_factory=dict)

    def during(self, part: str, live: Callable[[], object]) -> None:
        """Live through this; a part may come in pieces, its acts go on."""
        known = self.parts.setdefault(part, {})
        for role, person in self.crew.items():
            person.tally = known.setdefault(role, Tally())
        live()

    def sum(self, parts: list[str], *roles: str) -> int:
        """Acts of these roles in these parts; of everybody without roles."""
        return sum(self.parts[part][role].a for part in parts for role in roles or self.crew)

    def table(self) -> str:
        """One line a person, one column a part; then what was done, act by act."""
        columns = [*MOMENTS, *BESIDE]
        lines = [f"{'':20}" + "".join(f"{part:>16}" for part in columns)]
        for role in self.crew:
            lines.append(f"{role:20}" + "".join(f"{self.sum([part], role):16}" for part in columns))
        lines.append(f"{'everybody':20}" + "".join(f"{self.sum([part]):16}" for part in columns))
        told = [f"{role}: {subject}" for part in columns for role, tally in self.of(part) for subject in tally.told]
        lines.append(
            f"The three moments: {self.sum(MOMENTS)} acts of everybody, {self.sum(MOMENTS, 'mentor', 'new_mentor')} of "
            f"both mentors; with the guidance talk {self.sum([*MOMENTS, 'guidance talk'])}, with everything"
            f" {self.sum(columns)}. Mails that only told something and that nobody opened: {told}."
        )
        acts = [f"{part}, {role}: {tally.administration}" for part in columns for role, tally in self.of(part)]
        return "\n".join([*lines, *acts])

    def of(self, part: str) -> list[tuple[str, Tally]]:
        """Who did something in this part."""
        return [(role, tally) for role, tally in self.parts[part].items() if tally.a]


def test_a_whole_cycle_by_four_people_with_another_mentor_half_way(
    cast, at_screen, post, record_property, expect_complaints
):
    expect_complaints("410")  # the link of the mentor who left
    without_mentor(cast)
    crew = {
        "student": at_screen(cast.student),
        "mentor": at_screen(cast.mentor, PHONE, signed_in=False),
        "new_mentor": at_screen(cast.mentor, PHONE, signed_in=False),  # who this is will be seen
        "institute_educator": at_screen(cast.institute_educator),
        "school_educator": at_screen(cast.school_educator),
        "examiner": at_screen(cast.examiner),
        "other_unit_examiner": at_screen(cast.other_unit_examiner),
    }
    noor, marieke, bram, karim, hanneke, ilse, pieter = crew.values()
    count, here = Count(crew), f"/placements/{cast.placement.pk}/"
    plan = LearningPlan.objects.get(placement=cast.placement)

    # the first week: the mentor comes in, and the days are chosen at the introduction
    count.during("invitation", lambda: invite(noor, marieke, karim, ("Marieke", "Voorbeeld", cast.mentor.email)))
    count.during("planning", lambda: plan_the_days(noor, [marieke, karim], cast))
    count.during("planning", lambda: move(marieke, Kind.FINAL, [noor, karim], cast))

    # the start
    weeks_go_by(cast, 1)
    count.during("start", lambda: [prepare(noor), post.next_day(), look_along(marieke), read_among_the_news(ilse)])
    weeks_go_by(cast, 2)
    count.during("start", lambda: [sharpen(noor, plan), post.next_day(), approve(marieke)])
    post.next_day()
    assert post.box(cast.student)[-1].subject == "Je leerplan is goedgekeurd"
    count.during("guidance talk", lambda: write_down_a_talk(noor))

    # the midterm: its talk is off, the form goes on
    weeks_go_by(cast, 3)
    count.during("planning", lambda: cancel(karim, talk(cast, Kind.MIDTERM), [noor, marieke], here))
    weeks_go_by(cast, 1)
    count.during("midterm", lambda: hand_in_respond_sign(noor, marieke, cast.midterm))
    count.during("midterm", lambda: [hanneke.open_mail(), karim.open_mail(), read(noor)])

    # another mentor, who reads what was written before; the one who left comes in no more
    old = next(letter for letter in reversed(post.box(cast.mentor)) if "/i/" in letter.text)
    count.during("another mentor", lambda: replace(noor, [marieke, bram], karim, here))
    bram.user = User.objects.get(email="bram@driehoek.example")
    finds_the_door_closed(marieke, old, cast)
    reads_what_was_before(bram, cast, plan)

    # the final, whose talk is over, and the decision
    weeks_go_by(cast, 9)
    count.during("final", lambda: hand_in_respond_sign(noor, bram, cast.final))
    count.during("final", lambda: [adopt(examiner) for examiner in (ilse, pieter)])
    count.during("final", lambda: [bram.open_mail(), hanneke.open_mail(), karim.open_mail(), read(noor)])
    assert set(cast.final.decisions.values_list("state", flat=True)) == {"decided"}
    final = talk(cast, Kind.FINAL)
    assert (final.state, final.held_on, final.verdict_told_by) == ("held", final.day, bram.user)
    expect(noor.find(".d-verdict .d-big")).to_have_count(6)  # three judgements, three decisions

    record_property("measured", count.table())
    for role, most in START.items():
        assert count.sum(["start"], role) <= most, count.parts["start"][role].administration
    assert count.sum(MOMENTS) <= EVERYBODY, count.table()
    assert count.sum(MOMENTS, "mentor", "new_mentor") <= MENTORS, count.table()
    assert {part: count.sum([part]) for part in BESIDE} == BESIDE, count.table()
    for role, tallies in ((role, [count.parts[part][role] for part in MOMENTS]) for role in crew):
        phone = role in ("mentor", "new_mentor")  # there the guide of an outcome is a sheet one opens
        assert all(tally.n <= (len(OUTCOMES) if phone else 0) for tally in tallies), (role, tallies)


# ---- time


def without_mentor(cast: Cast) -> None:
    """The placement began this week, nobody was invited, and no conversation has a day."""
    week(cast, 1)
    cast.placement.conversations.update(day=None)
    seat = Participation.objects.get(placement=cast.placement, user=cast.mentor)
    cast.invitation.delete()
    seat.delete()


def weeks_go_by(cast: Cast, number: int) -> None:
    """Everything that was agreed for a day lies so much earlier."""
    ago = timedelta(weeks=number)
    Placement.objects.filter(pk=cast.placement.pk).update(start=F("start") - ago, end=F("end") - ago)
    cast.placement.conversations.filter(day__isnull=False).update(day=F("day") - ago)
    Participation.objects.filter(placement=cast.placement).update(since=F("since") - ago)
    days = ("opens_on", "talk_on", "reflect_by", "respond_by", "decide_by")
    cast.placement.forms.update(**{name: F(name) - ago for name in days})


def talk(cast: Cast, kind: str) -> Conversation:
    return cast.placement.conversations.get(kind=kind)


# ---- coming in


def invite(noor: Person, mentor: Person, karim: Person, who: tuple[str, str, str]) -> None:
    """The student invites, the mentor comes in on a new device, the institute educator knows this person."""
    noor.open("/")
    noor.press(noor.find("main a[href$='/invite/']").first)
    noor.find("#id_role_0").check()
    for name, value in zip(("first_name", "last_name", "email"), who, strict=True):
        noor.type_in(f"#id_{name}", value)
    noor.press("main form button.btn-primary")
    expect(noor.find(DONE)).to_be_visible()
    noor.post.deliver()
    mentor.user = User.objects.get(email=who[2])
    mentor.come_in(mentor.open_mail())
    noor.post.next_day()
    karim.follow(karim.open_mail())
    karim.find("[name=participation]").check()
    karim.press("main form button.btn-primary")
    expect(karim.find("[name=participation]")).to_have_count(0)


def replace(noor: Person, mentors: list[Person], karim: Person, here: str) -> None:
    """The student withdraws the one invitation and sends another. The coming talk goes out of the one calendar, and
    into the other once this mentor has come in."""
    leaves, comes = mentors
    noor.open(here)
    noor.press("li:has(form[action$='/withdraw/']) details summary")
    noor.press("form[action$='/withdraw/'] button")
    expect(noor.find("form[action$='/withdraw/']")).to_have_count(0)
    noor.post.deliver()
    assert "http" not in leaves.open_mail().text
    invite(noor, comes, karim, ("Bram", "Voorbeeld", "bram@driehoek.example"))
    assert "/i/" in comes.open_mail().text


def finds_the_door_closed(marieke: Person, old: Letter, cast: Cast) -> None:
    """The link of her last mail, which led straight on before, ends behind its button and names nobody on the way."""
    marieke.forget_session()
    marieke.page.goto(old.link)
    with marieke.page.expect_navigation() as gone:
        marieke.find("main form button").click()
    assert gone.value.status == 410
    assert cast.student.first_name not in marieke.find("body").inner_text()
    for model in (Placement, Conversation, LearningPlan, AssessmentForm):
        assert not model.objects.visible_to(cast.mentor).exists(), model


def reads_what_was_before(bram: Person, cast: Cast, plan: LearningPlan) -> None:
    """The signed midterm in the words of the mentor before, and the plan she approved. Not counted: nobody asks it."""
    bram.page.goto(cast.midterm.get_absolute_url())
    expect(bram.find("main")).to_contain_text(words("Marieke", "cpl-text").split("\n")[0])
    expect(bram.find("main")).to_contain_text(words("Noor", "cpl-shown").split("\n")[0])
    bram.page.goto(plan.get_absolute_url())
    expect(bram.find("#cpl")).to_contain_text(words("Noor", "sharpened").split("\n")[0])


# ---- days


def plan_the_days(noor: Person, others: list[Person], cast: Cast) -> None:
    """All at once, on the days the page proposes."""
    noor.open("/")
    noor.press(noor.find("main a[href$='/planning/']").first)
    noor.press(SAVE_DAYS)
    expect(noor.find(DONE)).to_be_visible()
    assert cast.placement.conversations.filter(day=None).count() == 0
    assert {form.talk_on for form in cast.placement.forms.all()} == {talk(cast, k).day for k in ("midterm", "final")}
    noor.post.deliver()
    for person in others:
        person.open_mail()


def move(mentor: Person, kind: str, others: list[Person], cast: Cast) -> None:
    """By the link in the mail about the days; everybody else gets the new day."""
    day = other_day(talk(cast, kind).day)
    mentor.forget_session()
    mentor.follow(mentor.post.box(mentor.user)[-1])
    mentor.type_in(f"[name={kind}-day]", day.isoformat())
    mentor.press(SAVE_DAYS)
    expect(mentor.find(DONE)).to_be_visible()
    assert (talk(cast, kind).day, cast.placement.forms.get(moment=kind).talk_on) == (day, day)
    mentor.post.deliver()
    for person in others:
        person.open_mail()


def other_day(day: date) -> date:
    """Another school day of the same week."""
    return day + timedelta(days=1 if day.weekday() < 4 else -1)


def cancel(karim: Person, one: Conversation, others: list[Person], here: str) -> None:
    karim.open(f"{here}planning/")
    off = karim.find(f"details:has(form[action='/conversations/{one.pk}/steps/cancel/'])")
    karim.press(off.locator("summary"))
    off.locator("textarea").fill("Ziek; we schrijven het formulier zonder gesprek.")
    karim.press(off.locator("button"))
    expect(karim.find("form[action$='/steps/plan_again/']")).to_have_count(1)
    karim.post.deliver()
    for person in others:
        person.open_mail()


# ---- writing and deciding


def write_down_a_talk(noor: Person) -> None:
    """From the first page."""
    noor.open("/")
    noor.press("details:has(form[action$='/guidance/']) > summary")
    noor.write("record-report", words("Noor", "record-report"))
    noor.press("form[action$='/guidance/'] button")
    expect(noor.find(DONE)).to_be_visible()


def hand_in_respond_sign(noor: Person, mentor: Person, form) -> None:
    noor.open("/")
    noor.press(f"main .btn-turn[href^='{form.get_absolute_url()}']")
    reflect(noor)
    noor.press(HAND_IN)
    expect(noor.find(DONE)).to_be_visible()
    noor.post.next_day()
    mentor.forget_session()  # days later
    mentor.follow(mentor.open_mail())
    respond(mentor, final=form.is_final)
    if form.is_final:  # the day of the talk stands there already
        mentor.mark(mentor.find("#talk-told"))
    mentor.press(SIGN)
    expect(mentor.find(DONE)).to_be_visible()
    noor.post.next_day()


def adopt(examiner: Person) -> None:
    examiner.follow(examiner.open_mail())
    examiner.press(ADOPT)
    expect(examiner.find(ADOPT)).to_have_count(0)
    examiner.post.next_day()


def read(noor: Person) -> None:
    noor.follow(noor.open_mail())
    expect(noor.find(".d-voice .txt").first).to_be_visible()
