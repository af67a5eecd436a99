"""The start: the student at a desk, the mentor on a phone she used before, by the links in her mails, an examiner
who reads. Acts are counted by the rules of acts.py."""

from playwright.sync_api import expect

from conversations.models import LearningPlan, PlanPart
from placements import invitations
from tests.conversations.plans import week

from .acts import Tally
from .conftest import PHONE
from .people import Person
from .writing import words

STEP = "form[action$='/steps/{}/'] button"
DONE = "main .d-notes .d-note"
AT_MOST = {"student": 5, "mentor": 5, "examiner": 2}  # in the whole start; an examiner who opens it


def test_the_start_takes_five_acts_of_student_and_mentor_and_two_of_an_examiner(cast, at_screen, post, record_property):
    noor, marieke = at_screen(cast.student), at_screen(cast.mentor, PHONE, signed_in=False)
    invitations.resend(cast.invitation)
    post.deliver()
    marieke.come_in(marieke.open_mail())
    marieke.get_the_days()
    marieke.tally = Tally()
    plan = LearningPlan.objects.get(placement=cast.placement)
    week(cast, 2)

    prepare(noor)
    post.next_day()
    look_along(marieke)
    ilse = at_screen(cast.examiner)
    read_among_the_news(ilse)
    sharpen(noor, plan)
    post.next_day()
    approve(marieke)

    assert LearningPlan.objects.get(pk=plan.pk).state == "approved"
    assert cast.placement.goals.get(item__outcome__code="CPL").text == words("Noor", "sharpened").strip()
    said = {"student": noor.tally, "mentor": marieke.tally, "examiner": ilse.tally}
    record_property("measured", "\n".join(f"{who}: {t.a} A, {t.n} N: {t.administration}" for who, t in said.items()))
    assert {who: tally.a for who, tally in said.items()} == AT_MOST
    assert {tally.n for tally in said.values()} == {0}


def prepare(noor: Person) -> None:
    """What matters to her, a goal where one has to be, and words of the skills table put into the text."""
    noor.open("/")
    noor.press("main .btn-turn[href^='/plans/']")
    noor.write("opening-situation", words("Noor", "opening-situation"))
    noor.mark(noor.find("#cpl [name=indicators]").first)
    for box in ("cpl-why", "cpl-goal", "cpl-activities", "cpl-satisfied_when", "ppi-goal"):
        noor.write(box, words("Noor", box))
    noor.press(noor.find("#cpl [data-words]").first)
    put = noor.find("#cpl [data-word-text]").first.inner_text()
    assert noor.find("#cpl-satisfied_when").input_value() == words("Noor", "cpl-satisfied_when") + "\n" + put
    noor.press(STEP.format("share"))
    expect(noor.find(DONE)).to_be_visible()
    part = PlanPart.objects.get(item__outcome__code="CPL")
    assert (part.satisfied_when.endswith(put), part.cells.count(), part.indicators.count()) == (True, 1, 1)


def look_along(marieke: Person) -> None:
    marieke.forget_session()  # days later
    marieke.follow(marieke.open_mail())
    expect(marieke.find("#cpl .txt").first).to_be_visible()


def read_among_the_news(ilse: Person) -> None:
    """Nobody mails her; she reads the outcomes of her own unit."""
    ilse.open("/")
    ilse.press(ilse.find("main a[href^='/plans/']").first)
    expect(ilse.find("#cpl .txt").first).to_be_visible()
    assert not ilse.post.unread(ilse.user)


def sharpen(noor: Person, plan: LearningPlan) -> None:
    """After the talk the plan is opened again, as it stands among the pages one was at last."""
    noor.open(plan.get_absolute_url())
    noor.write("cpl-goal", words("Noor", "sharpened"))
    noor.press(STEP.format("ask_approval"))
    expect(noor.find(DONE)).to_be_visible()


def approve(marieke: Person) -> None:
    marieke.forget_session()
    marieke.follow(marieke.open_mail())
    expect(marieke.find("#cpl ins").first).to_be_visible()
    marieke.press(STEP.format("approve"))
    expect(marieke.find(DONE)).to_be_visible()
