"""How many administrative acts each person has at each moment, counted while they do their job (rules in acts.py).

Beside them stands what the same moments cost with a Word form, mail and copying, by the same rules, for one student.
The device is known: who has an account is signed in, the mentor gave the mailed code here before.
"""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments.models import AssessmentForm
from placements import invitations

from .acts import Tally
from .conftest import DESKTOP, PHONE
from .people import Person
from .writing import OUTCOMES, reflect, respond

HAND_IN, SIGN = "form[action$='/steps/hand_in/'] button", "form[action$='/steps/sign/'] button"
ADOPT = "form[action$='/steps/adopt/'] button"
DONE = "main .d-notes .d-note"

# With the Word form: (acts, look-ups, content fields). One examiner is half of what the institute does.
WORD = {
    "midterm": {"student": (33, 0, 6), "mentor": (10, 5, 12), "school_educator": (3, 0, 0)}
    | {"institute_educator": (3, 0, 0)},
    "final": {"student": (37, 0, 5), "mentor": (12, 5, 15), "school_educator": (3, 0, 0)}
    | {"institute_educator": (3, 0, 0), "examiner": (9, 0, 1), "other_unit_examiner": (9, 0, 1)},
}
AT_MOST = {
    "midterm": {"student": 5, "mentor": 3, "school_educator": 1, "institute_educator": 1},
    "final": {"student": 5, "mentor": 4, "school_educator": 1, "institute_educator": 1}
    | {"examiner": 3, "other_unit_examiner": 3},
}


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_cycle_takes_few_acts_and_look_ups(cast, at_screen, post, record_property, screen):
    crew = {role: at_screen(cast.people[role], screen, signed_in=role != "mentor") for role in WORD["final"]}
    invitations.resend(cast.invitation)
    post.deliver()
    crew["mentor"].come_in(crew["mentor"].open_mail())
    crew["mentor"].get_the_days()
    counted = {
        "midterm": _tallies(crew, lambda: _midterm(crew, cast.midterm, post)),
        "final": _tallies(crew, lambda: _final(crew, cast.final, post)),
    }
    wide = screen is DESKTOP
    record_property("measured", _table(counted, "desktop" if wide else "phone"))
    for moment, tallies in counted.items():
        for role, most in AT_MOST[moment].items():
            tally = tallies[role]
            _acts, _lookups, content = WORD[moment][role]
            assert tally.a <= most, (moment, role, tally.administration)
            assert tally.n <= (0 if wide else len(OUTCOMES)), (moment, role, tally.lookups)
            assert tally.c <= content, (moment, role, tally.boxes)
            # a mail that only tells something and that no act above opened: that the final form was signed
            assert len(tally.told) == ((moment, role) == ("final", "student")), (moment, role, tally.told)


def test_a_device_nobody_used_before_costs_the_mentor_three_acts_once(cast, at_screen, post):
    marieke = at_screen(cast.mentor, PHONE, signed_in=False)
    acts = []
    for visit in range(2):
        invitations.resend(cast.invitation)
        post.deliver()
        before = marieke.tally.a
        marieke.come_in(marieke.open_mail())
        acts.append(marieke.tally.a - before)
        if visit == 0:
            marieke.get_the_days()
        marieke.forget_session()
    # the mail and its link, and once the button, the code, the button
    assert acts == [5, 2], marieke.tally.administration


def test_signing_in_with_a_mailed_code_costs_three_acts(cast, at_screen, post):
    noor = at_screen(cast.student, PHONE, signed_in=False)
    noor.open("/")
    noor.type_in("#id_login", cast.student.email)
    noor.press("main form button.btn-big")
    noor.type_in("#id_code", noor.open_mail().code)
    noor.press("main form button.btn-big")
    expect(noor.find("main .btn-turn")).to_be_visible()
    assert noor.tally.a == 1 + 3, noor.tally.administration


def _midterm(crew: dict[str, Person], form: AssessmentForm, post) -> None:
    _write_and_hand_in(crew["student"], post)
    _respond_and_sign(crew["mentor"], form, post)
    for role in ("school_educator", "institute_educator"):
        crew[role].open_mail()
    _read_the_result(crew["student"])


def _final(crew: dict[str, Person], form: AssessmentForm, post) -> None:
    form.opens_on = timezone.localdate()
    form.save()
    _write_and_hand_in(crew["student"], post)
    _respond_and_sign(crew["mentor"], form, post)
    for role in ("examiner", "other_unit_examiner"):
        crew[role].follow(crew[role].open_mail())
        crew[role].press(ADOPT)
        expect(crew[role].find(ADOPT)).to_have_count(0)
        post.next_day()
    for role in ("mentor", "school_educator", "institute_educator"):
        crew[role].open_mail()
    _read_the_result(crew["student"])


def _write_and_hand_in(student: Person, post) -> None:
    student.open("/")
    student.press("main .btn-turn")
    reflect(student)
    student.press(HAND_IN)
    expect(student.find(DONE)).to_be_visible()
    post.next_day()


def _respond_and_sign(mentor: Person, form: AssessmentForm, post) -> None:
    mentor.forget_session()  # days later
    mentor.follow(mentor.open_mail())
    respond(mentor, final=form.is_final)
    mentor.press(SIGN)
    expect(mentor.find(DONE)).to_be_visible()
    post.next_day()


def _read_the_result(student: Person) -> None:
    student.follow(student.open_mail())
    expect(student.find(".d-voice .txt").first).to_be_visible()


def _tallies(crew: dict[str, Person], live) -> dict[str, Tally]:
    for person in crew.values():
        person.tally = Tally()
    live()
    return {role: person.tally for role, person in crew.items()}


def _table(counted: dict[str, dict[str, Tally]], screen: str) -> str:
    """One line a person and moment; behind the bar what the Word form costs."""
    lines = [
        f"{screen:22} moment      A  +told   N   C | Word: A   N   C    boxes, marks and trust (both not counted there)"
    ]
    for moment, tallies in counted.items():
        for role in WORD[moment]:
            tally, (acts, lookups, content) = tallies[role], WORD[moment][role]
            lines.append(
                f"{role:22} {moment:8} {tally.a:4} {len(tally.told):6} {tally.n:3} {tally.c:3} |"
                f" {acts:7} {lookups:3} {content:3}    {len(tally.boxes)}, {len(tally.beside)}"
            )
    everybody = [tally for tallies in counted.values() for tally in tallies.values()]
    word = [figures for moment in WORD.values() for figures in moment.values()]
    ours = (sum(t.a for t in everybody), sum(len(t.told) for t in everybody))
    ours += (sum(t.n for t in everybody), sum(t.c for t in everybody))
    theirs = [sum(figures) for figures in zip(*word, strict=True)]
    lines.append(
        f"{'everybody':31} {ours[0]:4} {ours[1]:6} {ours[2]:3} {ours[3]:3} | {theirs[0]:7} {theirs[1]:3} {theirs[2]:3}"
    )
    return "\n".join(lines)
