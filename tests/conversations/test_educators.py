"""Educators whom the student passes on: contact data for one placement, and no seat that a student chose (C09, Y01)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from assessments.models import AssessmentForm
from conversations.models import PassedOn
from placements.models import OutgoingMail, User
from tests.assessments.acts import browser
from tests.cast import signed
from tests.conversations.talking import passed_on, without_examiner
from tests.factories import ParticipationFactory, UserFactory
from tests.test_queries import queries_of

pytestmark = pytest.mark.django_db

ASKED = ["student", "mentor", "institute_educator"]  # each sees the page in his own way
TYPED = {"first_name": "Imke", "last_name": "Buurma", "email": "imke@instituut.example"}


def url(cast) -> str:
    return reverse("conversations:educators", args=[cast.placement.pk])


def pass_on(cast, **fields):
    return browser(cast.student).post(url(cast), TYPED | {"what": cast.units[0].pk} | fields)


def step(cast, who: str, passed: PassedOn, name: str, **fields):
    address = reverse("conversations:educator_step", args=[cast.placement.pk, passed.pk, name])
    return browser(cast.people[who]).post(address, fields)


def seats(cast) -> list:
    found = cast.placement.participations.running().filter(role="unit_examiner", unit=cast.units[0])
    return [seat.user.email for seat in found]


def test_passing_on_seats_nobody_and_tells_the_institute_educator(cast):
    without_examiner(cast)
    assert pass_on(cast).status_code == 302
    assert seats(cast) == []
    assert not User.objects.filter(email=TYPED["email"]).exists()
    mail = OutgoingMail.objects.get()
    assert mail.recipient == cast.institute_educator
    assert TYPED["email"] not in str(mail.sentences)
    home = browser(cast.institute_educator).get("/").text
    assert url(cast) in home
    assert TYPED["email"] not in home


def test_taking_over_seats_the_examiner_confirmed_and_mails_one_request(cast):
    without_examiner(cast)
    passed = passed_on(cast)
    assert step(cast, "institute_educator", passed, "take_over").status_code == 302
    assert step(cast, "institute_educator", passed, "take_over").status_code == 422, "twice is once"
    seat = cast.placement.participations.get(user__email=TYPED["email"])
    assert (seat.role, seat.unit, seat.confirmed_by) == ("unit_examiner", cast.units[0], cast.institute_educator)
    assert not seat.user.by_link_only
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.kind) == (seat.user, "request")


def test_not_taken_over_the_student_reads_why_and_can_pass_on_another(cast):
    without_examiner(cast)
    passed = passed_on(cast)
    assert step(cast, "institute_educator", passed, "decline", note="").status_code == 422
    assert step(cast, "institute_educator", passed, "decline", note="Zij geeft dit vak niet.").status_code == 302
    page = browser(cast.student).get(url(cast)).text
    assert "Zij geeft dit vak niet." in page
    assert pass_on(cast, email="mieke@instituut.example").status_code == 302


def test_only_one_waits_for_a_unit_and_none_for_one_that_has_an_examiner(cast):
    assert pass_on(cast).status_code == 422, "Ilse examines it"
    without_examiner(cast)
    pass_on(cast)
    assert pass_on(cast, email="mieke@instituut.example").status_code == 422
    assert PassedOn.objects.count() == 1


def test_nobody_is_passed_on_twice_for_the_same_in_any_spelling(cast):
    without_examiner(cast)
    subject = {"role": "subject_educator", "outcome": cast.placement.outcomes.first().outcome}
    ParticipationFactory(placement=cast.placement, user__email="vera@instituut.example", **subject)
    passed_on(cast, email="imke@freedom.example")
    fields = {"what": "subject"}
    tries = {
        "waits for this unit": ({"email": "Imke+x@FREEDOM.example"}, (422, True)),
        "for something else": (fields | {"email": "imke@freedom.example"}, (302, False)),
        "waits as subject educator": (fields | {"email": "IMKE@freedom.example"}, (422, True)),
        "sits here": (fields | {"email": "Vera+2@instituut.example"}, (422, True)),
    }
    got = {}
    for name, (typed, _wanted) in tries.items():
        answer = pass_on(cast, **typed)
        got[name] = (answer.status_code, "error_1_pass-on-email" in answer.text)
    assert got == {name: wanted for name, (_typed, wanted) in tries.items()}
    assert PassedOn.objects.count() == 2


def test_a_free_address_is_accepted_and_the_institute_educator_sees_it(cast):
    without_examiner(cast)
    assert pass_on(cast, email="imke@freedom.example").status_code == 302
    assert "free mail service" in browser(cast.institute_educator).get(url(cast)).text
    assert "free mail service" not in browser(cast.student).get(url(cast)).text


def test_a_subject_educator_is_contact_data_and_nothing_to_take_over(cast):
    assert pass_on(cast, what="subject").status_code == 302
    passed = PassedOn.objects.get()
    assert TYPED["email"] in browser(cast.mentor).get(url(cast)).text
    with pytest.raises(ValidationError):
        passed.take("take_over", cast.institute_educator)
    assert not OutgoingMail.objects.exists()


# trick -> the address, and whether the institute educator could be talked into it; then he has read the sign.
TRICKS = {
    "the own address": ("noor@driehoek.example", "refused at once"),
    "the own address in another spelling": ("Noor+han@DRIEHOEK.example", "refused at once"),
    "the mentor's address": ("marieke@driehoek.example", "never"),
    "the mentor's address with a tag": ("marieke+han@driehoek.example", "never"),
    "a mentor who left": ("wietske@driehoek.example", "never"),
    "another student": ("luuk@driehoek.example", "never"),
    "somebody who comes in by a link": ("vriend@school.example", "never"),
    "the institute educator himself": ("karim@driehoek.example", "never"),
    "an own second address at a free service": ("noor.voorbeeld@freedom.example", "after reading the sign"),
}


def test_no_trick_gives_a_decision_to_whom_the_student_chose(cast):
    """Whatever is passed on, nothing is decided before the institute educator took it over, and what cannot be is not
    taken over at all. The control: an honest educator decides after that."""
    without_examiner(cast)
    UserFactory(by_link_only=True, email="vriend@school.example")
    form = signed(cast.final, cast.mentor)
    decision, wrong = form.decisions.get(unit=cast.units[0]), {}
    for trick, (email, agreed) in TRICKS.items():
        with transaction.atomic():
            answer = pass_on(cast, email=email)
            passed = PassedOn.objects.first()
            got = "refused at once" if answer.status_code == 422 and not passed else None
            if seats(cast):
                wrong[trick] = "seated by the student alone"
            if passed:
                page = browser(cast.institute_educator).get(url(cast)).text
                taken = step(cast, "institute_educator", passed, "take_over").status_code == 302
                signs = "d-note-amber" in page
                got = ("after reading the sign" if signs else "without a sign") if taken else "never"
            if got != agreed:
                wrong[trick] = got
            transaction.set_rollback(True)
    assert wrong == {}, "trick: what came of it"

    passed = passed_on(cast)
    assert "d-note-amber" not in browser(cast.institute_educator).get(url(cast)).text
    step(cast, "institute_educator", passed, "take_over")
    examiner = User.objects.get(email=TYPED["email"])
    fresh = AssessmentForm.objects.get(pk=form.pk).decisions.get(pk=decision.pk)
    assert fresh.take("adopt", examiner).state == "decided"


def test_bad_input_gets_its_sentence_and_passes_nothing_on(cast):
    without_examiner(cast)
    bad = [{"email": "x"}, {"email": ""}, {"email": "a\x00@b.example"}, {"first_name": "www.x.example"},
           {"last_name": "y" * 10**6}, {"what": ""}, {"what": "999999"}, {"what": "\x00"}]  # fmt: skip
    assert {str(fields): pass_on(cast, **fields).status_code for fields in bad} == {str(f): 422 for f in bad}
    assert not PassedOn.objects.exists()


@pytest.mark.once
def test_no_address_stands_outside_the_card(cast):
    """T7: the page of the placement, the list and everybody's first page do not show what was passed on."""
    without_examiner(cast)
    passed_on(cast)
    pages = ["/", reverse("placements:placement_list"), cast.placement.get_absolute_url()]
    around = ["student", "mentor", "school_educator", "institute_educator", "examiner"]
    found = [(who, page) for who in around for page in pages
             if TYPED["email"] in browser(cast.people[who]).get(page, follow=True).text]  # fmt: skip
    assert found == []
    assert TYPED["email"] in browser(cast.mentor).get(url(cast)).text


@pytest.mark.once
def test_the_pages_ask_as_much_for_20_people_as_for_2(cast):
    notes, counts = reverse("conversations:private_notes", args=[cast.placement.pk]), []
    for number in (2, 18):
        for one in range(number):
            ParticipationFactory(placement=cast.placement, mentor=True)
            names = {"first_name": "Imke", "last_name": "Buurma", "email": f"imke{number}-{one}@instituut.example"}
            PassedOn.objects.create(placement=cast.placement, unit=None, **names)
        asked = [queries_of(cast.student, notes), *(queries_of(cast.people[who], url(cast)) for who in ASKED)]
        counts.append(asked)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 40
