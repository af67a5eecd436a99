"""Every address of the site x the whole cast: who gets in, who is refused, who is told that nothing is there.

The table is the agreement, spelt out; nothing in it is computed from the code. Insiders without the right get 403,
strangers 404, whoever is not signed in goes to the sign-in page. An address that is not in the table fails the suite.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from assessments.attaching import attach
from assessments.models import SealedPaper
from conversations.models import PrivateNote
from learning_outcomes.models import Framework, LearningOutcome
from placements import sets
from placements.jobs import forget
from placements.models import OutgoingMail, User
from placements.outbox import deliver
from portfolio import pdf
from portfolio.filing import file_paper

from . import calibrations
from .access import care, forms, frameworks, people, site, talks
from .access.forms import subject_row
from .access.frameworks import crosswalk
from .access.methods import METHODS
from .access.rows import ACTORS, Row
from .cast import Cast, decided, hand_in, opened, respond
from .conversations import plans, talking
from .conversations.canary import CANARY, ORDINARY, looked_everywhere, tables_with, text_of
from .factories import CrosswalkFactory, FrameworkFactory, RelationFactory
from .placements.care import concern_in, ending_in

pytestmark = pytest.mark.django_db


def observed(cast: Cast) -> None:
    """A subject outcome in the unit of the first examiner, with an observation form of the student."""
    outcome = LearningOutcome.objects.get(code="VD-WI-1")
    sets.add_outcome(cast.placement, cast.institute_educator, outcome, "subject", "feedback", unit=cast.units[0])
    attach(opened(cast.final), subject_row(cast), cast.student, SimpleUploadedFile("x.pdf", b"%PDF-1.7\n%%EOF"))


def tailored(cast: Cast) -> None:
    outcome = LearningOutcome.objects.get(code="VD-AK-1")
    educator = cast.institute_educator
    added = sets.add_outcome(cast.placement, educator, outcome, "subject", mentor_role="feedback", unit=cast.units[0])
    sets.recognise(
        added, educator, kind="evc", brought="Diploma.", validated_by="Mieke van Dal", validator_function="examinator",
        on=timezone.localdate(), rule="artikel 4.3",
    )  # fmt: skip


def said_in_talks(cast: Cast) -> None:
    """A goal on an outcome of the first unit, a guidance talk, a note for the mentor, an educator passed on."""
    talking.goal_on(cast)
    talking.guidance(cast, cast.mentor)
    talking.note_for(cast, "mentor", "Ik moet dinsdag om vier uur weg.")
    talking.passed_on(cast)


TABLE = [row for part in (site, people, frameworks, forms, care, talks) for row in part.ROWS]


@dataclass
class Stage:
    """The cast with everything the table asks for, and a browser for each of the people."""

    cast: Cast
    cookies: dict[str, dict[str, str]]

    def client(self, actor: str) -> Client:
        client = Client()
        for name, value in self.cookies.get(actor, {}).items():
            client.cookies[name] = value
        return client


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker) -> Iterator[Stage]:
    """Made once for the whole table: each request is undone."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        cast = django_db_setup.bring_cast()
        respond(hand_in(cast.midterm), cast.mentor)
        observed(cast)
        decided(cast.final, cast)
        tailored(cast)
        calibrations.handed_in(cast, ["mentor"])
        said_in_talks(cast)
        concern_in(cast, "reported", told=True)
        ending_in(cast, "considered")
        cast.placement.conversations.filter(kind="start").update(day=cast.placement.start)
        next_edition()
        filed(cast)
        plans.shared_with_one_goal(cast)
        patch.setattr(pdf.printer, "_ask", cache(pdf.printer._ask))  # the same paper for everybody is made once
        yield Stage(cast, {actor: signed_in(user) for actor, user in cast.people.items()})
        transaction.set_rollback(True)


def signed_in(user: User) -> dict[str, str]:
    """The cookies of a browser in which this person signed in."""
    client = Client()
    client.force_login(user)
    return {name: cookie.value for name, cookie in client.cookies.items()}


def next_edition() -> None:
    """The HAN edition has a successor, with a published crosswalk and a draft between the two."""
    old = Framework.objects.get(code="han-tweedegraads")
    new = FrameworkFactory(code=old.code, edition="2026-2027", replaces=old)
    new.publish()
    FrameworkFactory(code="kader", edition="1").publish()
    for code in ("published", "draft"):
        made = CrosswalkFactory(code=code, origin=old, target=new)
        RelationFactory(crosswalk=made, here=old.outcomes.first())
    crosswalk().publish()


def filed(cast: Cast) -> None:
    """The papers lie in the collections, as after the queue did its work."""
    pdf = ContentFile(b"%PDF-1.7 sealed before")
    for version in cast.final.versions.all():
        for unit in [None, *cast.units]:
            name = default_storage.save(f"sealed/{version.check_code}.pdf", pdf)
            SealedPaper.objects.create(version=version, unit=unit, file=name, sha256="0" * 64)
    for unit in cast.units:
        file_paper(
            cast.placement, unit, key=f"paper-{unit.code}", title="Eindbeoordeling", pdf=pdf.read(), at=timezone.now()
        )


def expected(row: Row, actor: str) -> int:
    if actor in row.also:
        return row.also[actor]
    if actor in row.ok:
        return row.success
    if actor == "anonymous":
        return row.anonymous
    return 403 if actor in row.refused else 404


def status(row: Row, actor: str, stage: Stage) -> int:
    """What this person gets; whatever it changed is undone."""
    client, cast = stage.client(actor), stage.cast
    data = row.data(cast) if callable(row.data) else row.data
    with transaction.atomic():
        answer = getattr(client, row.method)(reverse(row.name, args=row.args(cast)), data)
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize(
    "row", TABLE, ids=lambda row: f"{row.method} {row.name} {'' if callable(row.data) else sorted(row.data) or ''}"
)
def test_who_gets_in(stage, row):
    wrong = {a: (got, want) for a in ACTORS if (got := status(row, a, stage)) != (want := expected(row, a))}
    assert wrong == {}, "actor: (got, agreed)"


# What each address takes; to anything else an insider reads 405.
def test_every_address_takes_its_own_methods_and_no_others(stage):
    wrong = {}
    for row in {row.name: row for row in TABLE}.values():
        for method in {"get", "post", "put", "patch", "delete"}:
            taken = status(Row(row.name, row.args, method), "student", stage) != 405
            if taken != (method in METHODS[row.name]):
                wrong[method, row.name] = taken
    assert wrong == {}, "(method, address): is it taken?"


def addresses(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, Callable]]:
    """The name of every address of the site, and its view."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield f"{namespace}{pattern.name}", pattern.callback


def of_packages(name: str) -> bool:
    """allauth and the admin bring their own addresses and their own tests."""
    return name.startswith(("admin:", "account_", "mfa_", "socialaccount_", "openid_connect_")) or name in {"None"}


def test_every_address_is_in_the_table():
    assert {name for name, _view in addresses() if not of_packages(name)} == {row.name for row in TABLE}


def test_the_administration_is_for_staff_only(stage):
    admin = Row("admin:index", ok={"admin"})
    got = {actor: status(admin, actor, stage) for actor in ACTORS}
    assert got.pop("admin") == 200
    assert set(got.values()) <= {302, 403, 404}


# What anybody may open without signing in. Ours, then what signing in itself needs.
OPEN_PAGES = {
    "help", "accessibility", "privacy", "placements:link", "placements:link_code", "placements:link_not_mine",
    "assessments:check", "assessments:check_code",
    "case:documents", "case:document", "case:package", "case:item", "case:association", "case:item_associations",
    "case:rubric", "case:item_type", "case:concept", "oeapi:learning_outcomes", "oeapi:learning_outcome",
}  # fmt: skip
OPEN_ANSWERS = {"assessments:check_file", "favicon"}  # to what is sent or asked by such a page
OPEN_TO_SIGN_IN = {
    "account_login", "account_logout", "account_signup", "account_inactive", "account_request_login_code",
    "account_confirm_login_code", "account_confirm_email", "account_email_verification_sent", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "mfa_authenticate", "mfa_login_webauthn", "openid_connect_login", "openid_connect_callback",
    "socialaccount_login_cancelled", "socialaccount_signup", "admin:login",
}  # fmt: skip


def test_the_open_views_are_these_and_no_others():
    found = {name for name, view in addresses() if not getattr(view, "login_required", True)}
    assert found == OPEN_PAGES | OPEN_ANSWERS | OPEN_TO_SIGN_IN


def test_the_open_pages_answer_whoever_comes(stage):
    rows = [row for row in TABLE if row.method == "get"]
    assert {row.name for row in rows if status(row, "anonymous", stage) == 200} == OPEN_PAGES


@pytest.mark.once
def test_a_private_note_is_read_by_its_recipient_alone_and_after_its_day_by_nobody(stage, caplog, mailoutbox):
    """Trust.md 2.4: a word in a note is looked for everywhere. The control: a word in an ordinary text is found."""
    cast, here = stage.cast, [stage.cast.placement.pk]
    caplog.set_level(logging.DEBUG)
    with transaction.atomic():
        url = reverse("conversations:private_note", args=[*here, cast.mentor.pk])
        note = {"text": f"Ik vertel {CANARY}.", "last_day": talking.in_days(9)}
        assert stage.client("student").post(url, note).status_code == 302
        type(cast.placement).objects.filter(pk=cast.placement.pk).update(classes=ORDINARY, group=ORDINARY)

        seen = looked_everywhere(cast, TABLE)
        read = {(who, name) for (who, name), text in seen.items() if CANARY in text and not name.endswith("search")}
        assert read == {("mentor", "conversations:private_notes"), ("student", "conversations:private_notes")}
        assert seen["student", "learning_outcomes:search"].count(CANARY) == 2, "the question, and no answer"
        ordinary = {where for where, text in seen.items() if ORDINARY in text}
        assert ordinary >= {
            ("examiner", "placements:placement"), ("mentor", "assessments:paper"), ("mentor", "overview_xlsx"),
            ("institute_educator", "overview_xlsx"),
        }, "the net is torn"  # fmt: skip
        assert tables_with(CANARY) == {"conversations.PrivateNote"}
        for mail in OutgoingMail.objects.all():
            deliver(mail.pk)
        mails = " ".join(f"{mail.subject} {mail.body} {mail.alternatives}" for mail in mailoutbox)
        assert mails
        assert CANARY not in mails + caplog.text

        PrivateNote.objects.update(written_on=talking.in_days(-3), last_day=talking.in_days(-1))
        page, sheet = reverse("conversations:private_notes", args=here), reverse("overview_xlsx")
        assert [who for who in ("mentor", "student") if CANARY in stage.client(who).get(page).text] == []
        cells = {who: text_of(stage.client(who).get(sheet)) for who in ("mentor", "institute_educator")}
        assert [(CANARY in text, ORDINARY in text) for text in cells.values()] == [(False, True)] * 2
        forget()
        assert tables_with(CANARY) == set()
        assert tables_with(ORDINARY) == {"placements.Placement"}, "the net is torn"
        transaction.set_rollback(True)
