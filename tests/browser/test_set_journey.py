"""A set of one's own, as people have it: a leftover the mentor judges, a pilot subject outcome, an exempted outcome."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import expect
from pypdf import PdfReader

from assessments.models import AssessmentForm
from assessments.sheet import sheet_of
from placements import invitations
from placements.models import User
from tests.assessments.test_attaching import PDF
from tests.cast import signed

from .acts import Tally
from .conftest import DESKTOP, PHONE
from .people import Person

DONE = "main .d-notes .d-note"
HAND_IN, SIGN = "form[action$='/steps/hand_in/'] button", "form[action$='/steps/sign/'] button"
ADOPT, RECORD = "form[action$='/steps/adopt/'] button", "main form button.btn-primary"
LEFTOVER, PILOT, EXEMPTED = "Effectieve instructie", "Teaching Grammar", "Leerstof verwerken"
FORMATIVE = {"ICT", "PPI"}
FEEDBACK, FILE = "De regel volgde uit de voorbeelden van de leerlingen.", "observatieformulier.pdf"
BROUGHT = "Diploma pabo, met het lesontwerp voor rekenen."
AT_MOST = {"student": 10, "institute_educator": 11, "subject_educator": 7, "mentor": 3, "examiner": 3}


@pytest.fixture
def crew(cast, final_open, at_screen, post) -> dict[str, Person]:
    """The midterm is behind everybody, the final form is open, and everybody's device is known but the newcomer's."""
    signed(cast.midterm, cast.mentor)
    screens = {"student": PHONE, "institute_educator": DESKTOP, "mentor": PHONE, "examiner": DESKTOP}
    people = {
        name: at_screen(cast.people[name], screen, signed_in=name != "mentor") for name, screen in screens.items()
    }
    invitations.resend(cast.invitation)
    post.next_day()
    people["mentor"].come_in(people["mentor"].open_mail())
    people["mentor"].get_the_days()
    people["mentor"].forget_session()
    for person in people.values():
        post.unread(person.user)
        person.tally = Tally()
    return people


def test_a_tailored_set_goes_from_the_proposal_to_the_confirmation(cast, crew, at_screen, post, record_property):
    noor, karim, marieke, ilse = crew.values()
    propose(noor, cast.placement)
    post.next_day()
    agree_add_and_exempt(karim, cast)
    anchors = {row.outcome.code: row.anchor for row in cast.final.rows.all()}
    nadia = crew["subject_educator"] = at_screen(invite_subject_educator(noor, cast), DESKTOP, signed_in=False)
    write(noor, anchors)
    post.next_day()
    give_feedback(nadia, anchors["VD-EN-2"])
    judge_and_sign(marieke, anchors)
    post.next_day()
    ilse.follow(ilse.open_mail())
    ilse.press(ADOPT)
    expect(ilse.find(ADOPT)).to_have_count(0)
    assert not cast.final.decisions.exclude(state="decided").exists()  # nobody decides on what was exempted
    confirm_the_leftover(karim, cast, anchors["M5"])
    record_property("measured", table(crew))
    for name, most in AT_MOST.items():
        assert crew[name].tally.a <= most, (name, crew[name].tally.administration)
    says_by_which_way(karim, cast.final, anchors)


def propose(noor: Person, placement) -> None:
    noor.open(placement.get_absolute_url())
    noor.press("main a[href$='/outcomes/']")
    noor.press("main a[href$='/outcomes/propose/']")
    rule = noor.find("#id_rule option").filter(has_text=LEFTOVER).first.get_attribute("value")
    noor.find("#id_rule").select_option(rule)
    noor.type_in("#id_previous_examiner", "Mieke van Dal")
    noor.press(RECORD)
    expect(noor.find(DONE)).to_be_visible()


def agree_add_and_exempt(karim: Person, cast) -> None:
    karim.follow(karim.open_mail())
    karim.press("form[action$='/steps/agree/'] button")
    expect(karim.find(DONE)).to_be_visible()
    karim.press("a[href$='/outcomes/new/subject/']")
    pilot = karim.find("#id_outcome option").filter(has_text=PILOT).first.get_attribute("value")
    karim.find("#id_outcome").select_option(pilot)
    karim.find("[name=mentor_role][value=judge]").check()
    karim.press(RECORD)
    expect(karim.find(DONE)).to_be_visible()
    exempted = cast.placement.outcomes.get(outcome__code="LV")
    karim.press(f"#item-{exempted.pk} a[href$='/recognise/']")
    karim.find("[name=kind][value=exemption]").check()
    karim.write("id_brought", BROUGHT)
    karim.type_in("#id_validated_by", "Roos Vermeer")
    karim.type_in("#id_validator_function", "examencommissie")
    karim.type_in("#id_on", timezone.localdate().isoformat())
    karim.type_in("#id_rule", "artikel 4.3 OER")
    karim.press(RECORD)
    expect(karim.find(DONE)).to_be_visible()


def write(noor: Person, anchors: dict[str, str]) -> None:
    """On everything but what was exempted: that asks nothing."""
    noor.open("/")
    noor.press("main .btn-turn")
    expect(noor.find(f"#{anchors['LV']} textarea")).to_have_count(0)
    for code, anchor in anchors.items():
        if code != "LV":
            noor.write(f"{anchor}-shown", f"Dit liet ik zien bij {code}.")
    noor.press(HAND_IN)
    expect(noor.find(DONE)).to_be_visible()


def invite_subject_educator(noor: Person, cast) -> User:
    noor.open(cast.placement.get_absolute_url())
    noor.press("a[href$='/invite/']")
    noor.find("[name=role][value=subject_educator]").check()
    noor.type_in("#id_first_name", "Nadia")
    noor.type_in("#id_last_name", "Verkuil")
    noor.type_in("#id_email", "nadia@driehoek.example")
    noor.find("#id_outcome").select_option(index=1)
    noor.press(RECORD)
    expect(noor.find(DONE)).to_be_visible()
    return User.objects.get(email="nadia@driehoek.example")


def give_feedback(nadia: Person, anchor: str) -> None:
    """From the mail to the own outcome; what was typed a moment ago is there after filing the form."""
    nadia.come_in(nadia.open_mail())
    nadia.find("html.d-has-js").wait_for(state="attached")
    nadia.write(f"{anchor}-text", FEEDBACK)
    nadia.find(f"#{anchor}-file").set_input_files({"name": FILE, "mimeType": "application/pdf", "buffer": PDF})
    nadia.press(f"#{anchor} form[enctype] button")
    expect(nadia.find(DONE)).to_be_visible()
    expect(nadia.find(f"#{anchor}-text")).to_have_value(FEEDBACK)


def judge_and_sign(marieke: Person, anchors: dict[str, str]) -> None:
    marieke.follow(marieke.open_mail())
    expect(marieke.find(f"#{anchors['LV']} textarea")).to_have_count(0)
    for code, anchor in anchors.items():
        if code in FORMATIVE:
            marieke.write(f"{anchor}-made", f"Gegroeid in {code}.")
            marieke.write(f"{anchor}-to_make", f"Verder met {code}.")
        elif code != "LV":
            marieke.judge(f"{anchor}-judgement-met")
            marieke.write(f"{anchor}-motivation", f"Dit zag ik bij {code}.")
            marieke.write(f"{anchor}-feed_forward", f"Een stap verder met {code}.")
        if code in ("CPL", "AOL"):
            marieke.mark(marieke.find(f"#{anchor}-judgement-yes"))
    marieke.press(SIGN)
    expect(marieke.find(DONE)).to_be_visible()


def confirm_the_leftover(karim: Person, cast, anchor: str) -> None:
    """From the mail that it was signed, over the form, to the set."""
    karim.follow(karim.open_mail())
    karim.press(f"#{anchor} a[href='{reverse('placements:outcomes', args=[cast.placement.pk])}']")
    karim.press("form[action$='/steps/confirm/'] button")
    expect(karim.find(DONE)).to_be_visible()
    expect(karim.find("form[action$='/steps/confirm/']")).to_have_count(0)


def table(crew: dict[str, Person]) -> str:
    lines = [
        f"{name:20} A {p.tally.a:2}  told {len(p.tally.told)}  N {p.tally.n:2}  C {p.tally.c:2}"
        for name, p in crew.items()
    ]
    return "\n".join(lines)


def says_by_which_way(karim: Person, form: AssessmentForm, anchors: dict[str, str]) -> None:
    """The page, the sheet and the paper, of each outcome that goes another way than the period says."""
    today = date_format(timezone.localdate(), "j F Y")
    karim.page.goto(form.get_absolute_url())
    glance = {row.split("\t")[0]: row for row in karim.find(".d-glance tbody tr").all_inner_texts()}
    for title, way in (
        (LEFTOVER, f"aangetoond op {today}"),
        (PILOT, "naar de vakgroep"),
        (EXEMPTED, "elders aangetoond"),
    ):
        assert way in glance[title], glance
    for code, said in (
        ("M5", [f" {today}", "Voldaan"]),
        ("VD-EN-2", ["Vakdidactische leeruitkomst.", "Nadia", FEEDBACK, FILE, "Voldaan"]),
        ("LV", ["Elders aangetoond: vrijstelling", BROUGHT, "Roos Vermeer", "artikel 4.3 OER"]),
    ):
        for text in said:
            expect(karim.find(f"#{anchors[code]}")).to_contain_text(text)
    sheet = {row["code"]: row for row in sheet_of(AssessmentForm.objects.for_page().get(pk=form.pk))["rows"]}
    ways = {
        code: (row["origin"], row["mentor_role"], row["goes_to"], bool(row["decision"])) for code, row in sheet.items()
    }
    assert ways == {
        "CPL": ("period", "judge", "unit", True),
        "AOL": ("period", "judge", "unit", True),
        "LV": ("period", "judge", "unit", False),
        "ICT": ("period", "feedback", "unit", False),
        "PPI": ("period", "feedback", "unit", False),
        "M5": ("leftover", "judge", "institute", False),
        "VD-EN-2": ("subject", "judge", "subject_group", False),
    }
    assert sheet["LV"]["recognition"]["kind"] == "exemption"
    assert sheet["M5"]["shown_on"] == timezone.localdate().isoformat()
    answer = karim.context.request.get(f"{form.get_absolute_url()}paper/")
    pages = [page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages]
    paper = re.sub(r"[\s\u00ad\u2010]", "", "".join(pages))
    for text in (
        f"{LEFTOVER} (nog open uit een eerder jaar)",
        "de instituutsopleider bevestigt",
        f"{PILOT} (vakdidactische leeruitkomst)",
        "EN · 5 ECTS",
        "Beoordeelt en begeleidt",
        f"{EXEMPTED} vrijstelling, {today}",
        "elders aangetoond",
        FEEDBACK,
        FILE,
    ):
        assert re.sub(r"\s", "", text) in paper, text
