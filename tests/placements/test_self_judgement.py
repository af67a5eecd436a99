"""Nobody judges himself (trust 1.1): forty tricks on five devices, each all the way to the examiner's button.

A trick is something a student may try in order to be his own mentor or school educator, or to be confirmed by somebody
who is on his side. Each goes the whole way: invite, link, mailed code, judge, sign, and the examiner tries to adopt.
What must come of it: refused at the door, or a judgement that stays provisional until somebody of school or institute
says "I know this person", who reads these signs.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import AssessmentForm, OutcomeDecision
from placements import invitations, warnings
from placements.models import Device, Invitation, Participation, Placement, User
from placements.models.access import hashed
from placements.roles import Role
from placements.warnings import FREE, KNOWN, LOOK_ALIKE, OF_DUO, RESEMBLES, SAME_DEVICE, SAME_DOMAIN, STUDENT
from tests.assessments.acts import undone
from tests.cast import hand_in
from tests.factories import ParticipationFactory, PeriodOutcomeFactory, PlacementFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OWN_ADDRESS = "noor.terpstra@student.institute.example"
FRIEND = "b.jansen@lyceum.example"
MENTOR, EDUCATOR = Role.WORKPLACE_MENTOR, Role.SCHOOL_EDUCATOR
REFUSED = "refused"


@dataclass
class Scene:
    """Noor, the other of her duo, and the people of the institute, on the day the final form is handed in."""

    placement: Placement
    duo: Placement
    institute_educator: User
    examiner: User
    form: AssessmentForm
    cookies: dict[int, str] = field(default_factory=dict)

    @property
    def student(self) -> User:
        return self.placement.student

    def browser(self, user: User) -> Client:
        """One in which this person is signed in; the sessions that every trick needs are made once."""
        if user.pk not in self.cookies:
            return signed_in(user)
        client = Client()
        client.cookies["sessionid"] = self.cookies[user.pk]
        return client

    def invite(self, email: str, role: str = MENTOR, placement: Placement | None = None) -> Invitation | None:
        """By the page, as a student does; None when it is refused."""
        placement = placement or self.placement
        data = {"role": role, "first_name": "Bea", "last_name": "Jansen", "email": email}
        before = Invitation.objects.count()
        assert self.browser(placement.student).post(url("invite", placement), data).status_code in (200, 302, 403)
        return Invitation.objects.first() if Invitation.objects.count() > before else None

    def confirm(self, invitation: Invitation) -> None:
        invitations.confirm([invitation.participation_id], self.institute_educator)
        assert Participation.objects.get(invitation=invitation).is_confirmed

    def elsewhere(self) -> Placement:
        """Another student's placement at the same school, with the same educator."""
        other = PlacementFactory(period=self.placement.period, school=self.placement.school)
        ParticipationFactory(placement=other, user=self.institute_educator)
        return other


def url(name: str, *things) -> str:
    return reverse(f"placements:{name}", args=[getattr(thing, "pk", thing) for thing in things])


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def scene(db) -> Scene:
    item = PeriodOutcomeFactory()
    start = timezone.localdate() - timedelta(weeks=15)
    student = UserFactory(first_name="Noor", last_name="Terpstra", email=OWN_ADDRESS)
    placement = PlacementFactory(student=student, period=item.period, start=start)
    fellow = UserFactory(first_name="Luuk", last_name="Visser", email="luuk.v@gmail.com")
    duo = PlacementFactory(student=fellow, period=item.period, school=placement.school, duo_with=placement)
    educator = ParticipationFactory(placement=placement, user__language="en").user
    examiner = ParticipationFactory(placement=placement, examiner=True, unit=item.unit).user
    AssessmentForm.objects.start_for(placement)
    made = Scene(placement, duo, educator, examiner, hand_in(placement.forms.get(moment="final")))
    for user in (student, fellow, educator, examiner):
        made.cookies[user.pk] = signed_in(user).cookies["sessionid"].value
    return made


# ---- the tricks: an address that the student writes, and what comes of it

ADDRESSES = {
    "the own address": (OWN_ADDRESS, REFUSED),
    "in capitals": ("Noor.TERPSTRA@Student.Institute.EXAMPLE", REFUSED),
    "with a +tag": ("noor.terpstra+mentor@student.institute.example", REFUSED),
    "quoted local part": ('"noor.terpstra"@student.institute.example', REFUSED),
    "quoted with a tag": ('"noor.terpstra+m"@student.institute.example', REFUSED),
    "quoted with a backslash": (r'"noor\.terpstra"@student.institute.example', REFUSED),
    "full-width letters": ("ｎｏｏｒ.terpstra@student.institute.example", REFUSED),
    "ideographic full stops": ("noor.terpstra@student。institute。example", REFUSED),
    "a decomposed letter": ("noór.terpstra@student.institute.example", REFUSED),
    "a Cyrillic letter before the at": ("nооr.terpstra@student.institute.example", REFUSED),
    "a trailing dot": ("noor.terpstra@student.institute.example.", REFUSED),
    "a comment": ("noor.terpstra(mentor)@student.institute.example", REFUSED),
    "a display name": ("Mentor <noor.terpstra@student.institute.example>", REFUSED),
    "two addresses": (f"{FRIEND},{OWN_ADDRESS}", REFUSED),
    "a second header": (f"{FRIEND}\nBcc: {OWN_ADDRESS}", REFUSED),
    "a letter without width": ("noor.terpstra\u200b@student.institute.example", REFUSED),
    "the percent hack": ("noor.terpstra%student.institute.example@relay.example", {RESEMBLES}),
    "a bang path": ("relay!noor.terpstra@student.institute.example", {RESEMBLES, SAME_DOMAIN}),
    "another sign for the tag": ("noor.terpstra-mentor@student.institute.example", {RESEMBLES, SAME_DOMAIN}),
    "a domain below the own": ("noor.terpstra@mail.student.institute.example", {RESEMBLES, SAME_DOMAIN}),
    "the institute's own domain": ("b.jansen@institute.example", {SAME_DOMAIN}),
    "a look-alike domain": ("b.jansen@1nstitute.example", {LOOK_ALIKE}),
    "a word more in the domain": ("b.jansen@student-institute.example", {LOOK_ALIKE}),
    "another ending of the domain": ("b.jansen@institute.test.example", set()),
    "a Cyrillic domain": ("b.jansen@institutе.example", {LOOK_ALIKE}),
    "a domain in punycode": ("b.jansen@xn--nstitute-shh.example", {LOOK_ALIKE}),
    "the own name at a free mail service": ("noorterpstra@gmail.com", {RESEMBLES, FREE}),
    "the same with dots and the twin domain": ("n.o.o.r.terpstra@googlemail.com", {RESEMBLES, FREE}),
    "a made-up teacher": ("marieke@hotmail.nl", {FREE}),
    "the mailbox of the duo": ("l.u.u.k.v+school@googlemail.com", {OF_DUO, FREE}),
    "a friend's address": (FRIEND, set()),
}


# ---- the tricks that need a few steps: the invitation with which the student comes in


def as_school_educator(scene: Scene) -> Invitation:
    return scene.invite(FRIEND, EDUCATOR)


def a_role_students_do_not_give(scene: Scene) -> None:
    roles = ["institute_educator", "unit_examiner", "subject_educator", "study_coach", "student"]
    found = [scene.invite(f"{role}@lyceum.example", role) for role in roles]
    asked = scene.browser(scene.student).get(url("invite", scene.placement), {"role": "institute_educator"})
    assert 'value="institute_educator"' not in asked.text
    return next(filter(None, found), None)


def somebody_elses_placement(scene: Scene) -> None:
    other, before = scene.elsewhere(), Invitation.objects.count()
    data = {"role": MENTOR, "first_name": "Bea", "last_name": "Jansen", "email": FRIEND}
    assert scene.browser(scene.student).post(url("invite", other), data).status_code == 404
    assert Invitation.objects.count() == before


def the_account_of_the_duo(scene: Scene) -> Invitation:
    return scene.invite(scene.duo.student.email)


def the_account_of_another_student(scene: Scene) -> Invitation:
    fellow = UserFactory(invited=True)
    PlacementFactory(student=fellow)
    return scene.invite(fellow.email)


def a_colleague_to_confirm_who_is_unconfirmed(scene: Scene) -> Invitation:
    """The student invites the school educator who is to confirm the mentor as well."""
    scene.invite("c.smit@lyceum.example", EDUCATOR)
    return scene.invite(FRIEND)


def two_colleagues_confirm_each_other(scene: Scene) -> Invitation:
    scene.invite("c.smit@lyceum.example", EDUCATOR)
    return scene.invite(FRIEND, EDUCATOR)


def the_duo_as_a_confirmed_school_educator(scene: Scene) -> Invitation:
    """Somebody confirmed the duo by mistake: the other of a duo still confirms nobody."""
    ParticipationFactory(
        placement=scene.placement, user=scene.duo.student, role=EDUCATOR,
        confirmed_by=scene.institute_educator, confirmed_at=timezone.now(),
    )  # fmt: skip
    return scene.invite(FRIEND)


def the_student_as_an_educator(scene: Scene) -> Invitation:
    """Somebody gave the student a seat in the own placement by mistake."""
    ParticipationFactory(placement=scene.placement, user=scene.student)
    ParticipationFactory(
        placement=scene.placement, user=scene.student, role=MENTOR,
        confirmed_by=scene.institute_educator, confirmed_at=timezone.now(),
    )  # fmt: skip
    return scene.invite(FRIEND)


def once_more_after_the_first_was_confirmed(scene: Scene) -> Invitation:
    """The student's own choice of address comes after a real mentor was confirmed."""
    real = scene.invite("c.smit@lyceum.example")
    scene.confirm(real)
    invitations.withdraw(real, scene.student)
    return scene.invite(FRIEND)


def the_same_person_after_the_seat_ended(scene: Scene) -> Invitation:
    first = scene.invite(FRIEND)
    scene.confirm(first)
    invitations.withdraw(first, scene.student)
    return scene.invite(FRIEND)


def confirmed_in_another_placement_only(scene: Scene) -> Invitation:
    other = scene.elsewhere()
    there = scene.invite(FRIEND, placement=other)
    scene.confirm(there)
    return scene.invite(FRIEND)


def confirmed_in_another_role_only(scene: Scene) -> Invitation:
    """Known as school educator, and invited as mentor too: he signs as the mentor whom nobody confirmed."""
    scene.confirm(scene.invite(FRIEND, EDUCATOR))
    return scene.invite(FRIEND)


def a_second_mentor_beside_a_confirmed_one(scene: Scene) -> Invitation:
    scene.confirm(scene.invite("c.smit@lyceum.example"))
    return scene.invite(FRIEND)


def mailed_once_more(scene: Scene) -> Invitation:
    found = scene.invite(FRIEND)
    scene.browser(scene.student).post(url("resend", scene.placement, found), {"email": OWN_ADDRESS})
    return found


def a_withdrawn_invitation(scene: Scene) -> None:
    """The links of an invitation that was withdrawn open nothing."""
    found = scene.invite(FRIEND)
    invitations.withdraw(found, scene.student)
    link = found.new_link("/").secret()
    assert Client().post(url("link", link)).status_code == 410
    assert Client().post(url("link_code", link), {"code": "000000"}).status_code == 410


STEPS = {
    as_school_educator: set(),
    a_role_students_do_not_give: REFUSED,
    somebody_elses_placement: REFUSED,
    a_withdrawn_invitation: REFUSED,
    the_account_of_the_duo: {OF_DUO, FREE, STUDENT},
    the_account_of_another_student: {STUDENT},
    a_colleague_to_confirm_who_is_unconfirmed: set(),
    two_colleagues_confirm_each_other: set(),
    the_duo_as_a_confirmed_school_educator: set(),
    the_student_as_an_educator: set(),
    once_more_after_the_first_was_confirmed: set(),
    the_same_person_after_the_seat_ended: {KNOWN},
    confirmed_in_another_placement_only: {KNOWN},
    confirmed_in_another_role_only: {KNOWN},
    a_second_mentor_beside_a_confirmed_one: set(),
    mailed_once_more: set(),
}


def tricks() -> dict[str, tuple[Callable, set | str]]:
    """Each trick by its name: what to do, and what comes of it."""
    typed = {name: (lambda scene, a=address: scene.invite(a), result) for name, (address, result) in ADDRESSES.items()}
    return typed | {act.__name__.replace("_", " "): (act, result) for act, result in STEPS.items()}


# ---- the devices


@dataclass(frozen=True)
class At:
    """A browser: whose cookie it has, whether the student is signed in, and what the educator reads about it."""

    student_was_here: bool = True
    student_is_here: bool = False
    person_was_here: bool = False  # the mailed code was given here before

    def sit_down(self, scene: Scene, seat: Participation) -> Client:
        client = scene.browser(scene.student) if self.student_is_here else Client()
        client.cookies["device"] = "d" * 43
        here = {"key_hash": hashed("d" * 43)}
        if self.student_was_here:
            Device.objects.create(user=scene.student, **here)
        if self.person_was_here:
            Device.objects.create(user=seat.user, placement=seat.placement, **here)
        return client


NEW_DEVICE = At(student_was_here=False)
DEVICES = {
    "the student's browser, signed in": At(student_is_here=True),
    "the student's device, another session": At(),
    "the student's device, where the mentor gave the code too": At(person_was_here=True),
    "a shared device at school, the student signed in": At(student_is_here=True, person_was_here=True),
    "a new device, or a private window": NEW_DEVICE,
}


# ---- the whole way


def come_in(client: Client, invitation: Invitation) -> None:
    """By the mailed link and the mailed code, which whoever plays this trick can read. Never straight on."""
    seat = invitation.participation
    link = invitation.new_link("/").secret()
    assert client.get(url("link", link)).status_code == 200
    answer = client.post(url("link", link))
    if answer.status_code == 200:  # somebody else is signed in here
        answer = client.post(url("link", link), {"switch": "1"})
    if not seat.user.by_link_only:  # has an account: signs in on this device
        client.force_login(seat.user)
        Device.objects.create(user=seat.user, key_hash=hashed(client.cookies["device"].value))
        return
    assert answer.url == url("link_code", link)
    assert client.post(answer.url, {"code": invitation.codes.first().digits()}).status_code == 302


def judge(client: Client, form: AssessmentForm) -> AssessmentForm:
    """Write the judgement and sign."""
    row = form.rows.get()
    words = {"verdict": "met", "motivation": "Op 3 juni begon de les op tijd.", "feed_forward": "Houd vast."}
    client.post(reverse("assessments:part", args=[form.pk, row.pk, "judgement"]), words | {"version": 0})
    client.post(reverse("assessments:step", args=[form.pk, "sign"]))
    return AssessmentForm.objects.get(pk=form.pk)


def finals_after_adopting(scene: Scene) -> int:
    """How much is final once the examiner pressed the button."""
    decision = scene.form.decisions.get()
    scene.browser(scene.examiner).post(reverse("assessments:decision_step", args=[decision.pk, "adopt"]))
    return OutcomeDecision.objects.count()


def confirmed_by_accomplices(scene: Scene) -> bool:
    """Whether anybody around the placement but its institute educator gets a seat confirmed."""
    waiting = list(Participation.objects.unconfirmed().filter(placement=scene.placement).values_list("pk", flat=True))
    around = User.objects.filter(participations__placement=scene.placement)
    for user in {scene.student, scene.duo.student, *around} - {scene.institute_educator}:
        scene.browser(user).post(url("confirm"), {"participation": waiting})
    return Participation.objects.filter(pk__in=waiting, confirmed_at__isnull=False).exists()


def stands_on_the_page(scene: Scene, signs: list) -> bool:
    """Whether the educator who is asked to confirm reads all of these."""
    page = unescape(scene.browser(scene.institute_educator).get(url("confirm")).text)
    return all(str(sign) in page for sign in signs)


@pytest.fixture
def played(scene, monkeypatch) -> dict[tuple[str, str], dict]:
    """Every trick on every device: what came of it, and what would have come of it without the check."""
    found = {}
    for name, (act, _result) in tricks().items():
        with undone():
            invitation = act(scene)
            if invitation is None:
                found |= {(name, device): {"signs": REFUSED, "finals": 0} for device in DEVICES}
                continue
            accomplices = confirmed_by_accomplices(scene)
            for device, at in DEVICES.items():
                with undone():
                    seat = Participation.objects.get(invitation=invitation)
                    client = at.sit_down(scene, seat)
                    come_in(client, invitation)
                    assert judge(client, scene.form).signed_by == seat.user, (name, device)
                    signs = warnings.signs(seat)
                    seen = {"signs": set(signs), "accomplices": accomplices}
                    if at.student_is_here:
                        assert stands_on_the_page(scene, signs), (name, device)
                    seen["finals"] = finals_after_adopting(scene)
                    if at == NEW_DEVICE:  # the control: on one device for every trick
                        with monkeypatch.context() as patch:
                            patch.setattr(Participation, "is_confirmed", True)
                            seen["unchecked"] = finals_after_adopting(scene)
                    found[name, device] = seen
    return found


def words(signs: set | str) -> list[str]:
    """As they read now: a sentence that still waits for its language is not the same in each."""
    return sorted(map(str, signs))


def test_no_trick_on_any_device_makes_a_judgement_final(played):
    assert len(tricks()) >= 40
    assert len(played) == 5 * len(tricks())
    assert [case for case, seen in played.items() if seen["finals"] or seen.get("accomplices")] == []

    wrong = {}
    for (name, device), seen in played.items():
        _act, agreed = tricks()[name]
        if agreed != REFUSED:
            agreed = agreed | ({SAME_DEVICE} if DEVICES[device].student_was_here else set())
        if words(seen["signs"]) != words(agreed):
            wrong[name, device] = (words(seen["signs"]), words(agreed))
    assert wrong == {}, "(trick, device): (what the educator reads, agreed)"

    unchecked = {name for (name, _device), seen in played.items() if seen.get("unchecked")}
    judged = {name for (name, _device), seen in played.items() if seen["signs"] != REFUSED}
    assert unchecked == judged, "without the check every trick that is let in would make a judgement final"
    print(f"{len(tricks())} tricks, {len(played)} cases, {len(judged)} let in; final: 0, unchecked: {len(unchecked)}")


def test_a_judgement_is_final_once_the_institute_knows_the_person(scene):
    """The same way, honestly: no trick in it keeps the examiner's button from working."""
    invitation = scene.invite(FRIEND)
    client = Client()
    come_in(client, invitation)
    judge(client, scene.form)
    assert finals_after_adopting(scene) == 0
    scene.confirm(invitation)
    assert finals_after_adopting(scene) == 1
