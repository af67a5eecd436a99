"""The main job from the first word to the last decision, as people do it: the student and the mentor on a phone."""

import re
from io import BytesIO

from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from placements.models import Participation
from tests.cast import signed

from .conftest import DESKTOP, PHONE
from .writing import JUDGED, reflect, respond

HAND_IN, SIGN = "form[action$='/steps/hand_in/'] button", "form[action$='/steps/sign/'] button"
ADOPT = "form[action$='/steps/adopt/'] button"
DONE = "main .d-notes .d-note"


def test_every_word_goes_from_the_student_over_the_mentor_to_the_institute_and_back(cast, final_open, at_screen, post):
    form = _final_form_begins(cast, post)

    noor = at_screen(cast.student, PHONE)
    noor.open("/")
    noor.press("main .btn-turn")
    reflected = reflect(noor)
    noor.press(HAND_IN)
    expect(noor.find(DONE)).to_be_visible()

    post.deliver()
    [the_one_mail] = post.unread(cast.mentor)
    marieke = at_screen(cast.mentor, PHONE, signed_in=False)
    marieke.come_in(the_one_mail)
    _reads(marieke.find("main"), reflected)
    responded = respond(marieke, final=True)
    marieke.press(SIGN)
    expect(marieke.find(DONE)).to_be_visible()
    said = reflected | responded

    post.next_day()
    for educator in (cast.school_educator, cast.institute_educator):
        reader = at_screen(educator, DESKTOP)
        reader.follow(reader.open_mail())
        _reads(reader.find("main"), said)

    assert not post.unread(cast.examiner)  # nobody knows yet who signed
    _confirm_the_mentor(at_screen(cast.institute_educator, DESKTOP))
    post.deliver()

    for examiner, outcomes in ((cast.examiner, JUDGED[:2]), (cast.other_unit_examiner, JUDGED[2:])):
        person = at_screen(examiner, PHONE)
        person.follow(person.open_mail())
        _reads(person.find("main"), {box: text for box, text in said.items() if box.split("-")[0] in outcomes})
        person.press(ADOPT)
        expect(person.find(f".d-verdict :text('{examiner.first_name},')").first).to_be_visible()

    post.next_day()
    noor.follow(noor.open_mail())
    expect(noor.find(".d-verdict .d-big")).to_have_count(6)  # three judgements, three decisions
    _reads(noor.find("main"), said)
    _stands_on_paper(noor, form, said)


def _final_form_begins(cast, post):
    """The midterm is behind everybody, the final form is open, and nobody has confirmed the mentor yet."""
    signed(cast.midterm, cast.mentor)
    post.next_day()
    for person in cast.people.values():
        post.unread(person)
    Participation.objects.filter(user=cast.mentor).update(confirmed_by=None, confirmed_at=None)
    return cast.final


def _confirm_the_mentor(educator) -> None:
    educator.open("/")
    educator.press("main .btn-turn")
    educator.find("[name=participation]").check()
    educator.press("main form button.btn-primary")
    expect(educator.find("[name=participation]")).to_have_count(0)


def _reads(main: Locator, said: dict[str, str]) -> None:
    """Every text stands here to the letter, paragraph by paragraph, line by line."""
    text = main.inner_text()
    missing = [f"{box}: {line}" for box, words in said.items() for line in words.split("\n") if line not in text]
    assert not missing, "\n".join(missing)


def _stands_on_paper(reader, form, said: dict[str, str]) -> None:
    """Every text stands in the PDF to the letter, once line ends and the edges of the pages are taken out."""
    answer = reader.context.request.get(f"{form.get_absolute_url()}paper/")
    assert answer.headers["content-type"] == "application/pdf"
    running_head = f"{form.placement.student} · "  # head and foot come after the body of each page
    pages = [page.extract_text().rpartition(running_head) for page in PdfReader(BytesIO(answer.body())).pages]
    paper = _squeezed("".join(body or rest for body, _head, rest in pages))
    missing = [box for box, words in said.items() if _squeezed(words) not in paper]
    assert not missing, missing


def _squeezed(text: str) -> str:
    """Without white space and soft hyphens: where a line ends is the paper's own affair."""
    return re.sub(r"[\s\u00ad]", "", text)
