"""A doubt, as people have it: talked about and settled, or escalated and decided by the institute educator."""

import pytest
from playwright.sync_api import expect

from assessments.models import UnitDecision
from placements import invitations
from tests.cast import signed

from .acts import Tally
from .conftest import DESKTOP, PHONE
from .people import Person

DONE = "main .d-notes .d-note"
TALK, OPEN = "a:has-text('eerst in gesprek')", "form[action$='/open_dialogue/'] button"
SAY, SETTLE = "form[action*='/say/'] button", "form[action$='/settle/'] button"
ESCALATE, POSITION = "form[action$='/escalate/'] button", "form[action$='/position/'] button"
FINALLY = "form[action$='/decide_finally/'] button"
DOUBT = "Ik lees wat Noor doet, maar niet waarom."
ANSWER = "In de voorbespreking legt Noor het juist uit.\n\nVijf lessen achter elkaar."
OURS = "Zonder onderbouwing kan ik niet mee."
THEIRS = "Ik heb het vijf lessen achter elkaar gezien."
WEIGHING = "Beiden beschrijven hetzelfde; de onderbouwing ontbreekt."
REASON = "De leeruitkomst vraagt een keuze die is onderbouwd."
ESCALATION_AT_MOST = {"mentor": 3, "institute_educator": 3}  # what the doubt costs from the escalation on


@pytest.fixture
def crew(cast, at_screen, post) -> dict[str, Person]:
    """The form is signed; the examiner is asked, and everybody's device is known."""
    screens = {"examiner": DESKTOP, "mentor": PHONE, "institute_educator": DESKTOP, "student": PHONE}
    people = {name: at_screen(cast.people[name], screen) for name, screen in screens.items()}
    mentor = people["mentor"] = at_screen(cast.mentor, PHONE, signed_in=False)
    invitations.resend(cast.invitation)
    post.deliver()
    mentor.come_in(mentor.open_mail())
    mentor.forget_session()
    signed(cast.final, cast.mentor)
    post.next_day()
    for name in ("student", "institute_educator", "mentor"):
        post.unread(cast.people[name])
    for person in people.values():
        person.tally = Tally()
    return people


def decision_of(cast) -> UnitDecision:
    return UnitDecision.objects.get(form=cast.final, unit=cast.units[0])


def open_the_talk(examiner: Person, post) -> None:
    """From the mail to the question, about the first outcome."""
    examiner.follow(examiner.open_mail())
    examiner.press(TALK)
    examiner.find("label.d-pick").first.click()
    examiner.write("id_text", DOUBT)
    examiner.press(OPEN)
    expect(examiner.find(DONE)).to_be_visible()
    post.next_day()


def come_back(person: Person) -> None:
    """Days later, by the link of the newest mail."""
    if person.user.by_link_only:
        person.forget_session()
    person.follow(person.open_mail())


def table(crew: dict[str, Person], what: str) -> str:
    lines = [f"{what:24} {name:20} A {p.tally.a:2}  N {p.tally.n:2}  C {p.tally.c:2}" for name, p in crew.items()]
    return "\n".join(lines)


def test_a_doubt_is_talked_about_and_settled(cast, crew, post, record_property):
    open_the_talk(crew["examiner"], post)
    come_back(crew["mentor"])
    expect(crew["mentor"].find("main")).to_contain_text(DOUBT)
    crew["mentor"].write("id_say-cpl-text", ANSWER)
    crew["mentor"].press(SAY)
    expect(crew["mentor"].find(DONE)).to_be_visible()
    post.next_day()
    come_back(crew["examiner"])
    expect(crew["examiner"].find(".d-talk")).to_contain_text("Vijf lessen achter elkaar.")
    crew["examiner"].judge("id_settle-cpl-verdict-met")
    crew["examiner"].press(SETTLE)
    expect(crew["examiner"].find(DONE)).to_be_visible()
    assert decision_of(cast).state == "decided"
    record_property("measured", table(crew, "a doubt, settled"))
    assert crew["mentor"].tally.a <= 3, crew["mentor"].tally.administration


def test_a_doubt_is_escalated_and_decided_against_the_mentor(cast, crew, post, record_property):
    examiner, mentor, educator, student = crew.values()
    open_the_talk(examiner, post)
    post.unread(cast.mentor)
    for person in crew.values():
        person.tally = Tally()  # the escalation is counted from here on
    examiner.press("summary:has-text('schaal op')")
    escalation = examiner.find("form[action$='/escalate/']")
    escalation.locator("label.d-pick").nth(1).click()
    escalation.locator("textarea").fill(OURS)
    examiner.press(ESCALATE)
    expect(examiner.find(DONE)).to_be_visible()
    post.next_day()

    come_back(mentor)
    expect(mentor.find("main")).not_to_contain_text(OURS)  # not before the own position is written
    mentor.find("form[action$='/position/'] label.d-pick").first.click()
    mentor.write("id_position-cpl-text", THEIRS)
    mentor.press(POSITION)
    expect(mentor.find("main")).to_contain_text(OURS)
    post.next_day()

    come_back(educator)
    for text in (OURS, THEIRS):
        expect(educator.find("main")).to_contain_text(text)
    educator.judge("id_decide_finally-cpl-verdict-not")
    educator.write("id_decide_finally-cpl-weighing", WEIGHING)
    educator.write("id_decide_finally-cpl-reason", REASON)
    educator.press(FINALLY)
    expect(educator.find(DONE)).to_be_visible()
    record_property("measured", table(crew, "a doubt, escalated"))
    for name, most in ESCALATION_AT_MOST.items():
        assert crew[name].tally.a <= most, (name, crew[name].tally.administration)

    made = decision_of(cast).outcomes.get(row__item__outcome__code="CPL")
    assert (made.verdict, made.adopted) == ("not_met", False)
    cast.final.decisions.get(unit=cast.units[1]).take("adopt", cast.other_unit_examiner)
    post.next_day()
    student.follow(student.open_mail())
    student.press(f"a[href^='{decision_of(cast).get_dialogue_url()}']")
    for text in (DOUBT, OURS, THEIRS, WEIGHING, REASON):
        expect(student.find("main")).to_contain_text(text)
