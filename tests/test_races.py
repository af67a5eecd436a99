"""Two at once: nobody's text is overwritten unseen, and a step is taken once (trust T3, R3, R4; decisions, 7)."""

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.test import Client
from django.urls import reverse

from assessments.models import Feedback, Reflection
from placements.models import OutgoingMail
from placements.models.parts import Conflict, NotNow
from tests.cast import hand_in, opened, reflect, respond

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
WRITERS, SAVES = 8, 25


def together(*acts: Callable):
    """Do these at the same time, each over a connection of its own. What came of each, also when it was a refusal."""
    gate = threading.Barrier(len(acts))

    def one(act: Callable):
        try:
            gate.wait(30)
            return act()
        except (ValidationError, NotNow) as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def refusals(results: list) -> list[type]:
    return [type(result) for result in results if isinstance(result, Exception)]


# ---- saving one part


def write_lines(save: Callable[[str, int], Reflection], row) -> tuple[list[str], int]:
    """Eight writers add a line each, over and over, to the text they last saw. The lines that were accepted, and how
    many were refused."""

    def one(writer: int) -> tuple[list[str], int]:
        seen, accepted, refused = row.reflection, [], 0
        for number in range(SAVES):
            line = f"writer {writer}, line {number}"
            try:
                seen = save(f"{seen.shown}\n{line}", seen.version)
                accepted.append(line)
            except Conflict as conflict:
                seen = conflict.current
                refused += 1
        return accepted, refused

    done = together(*(lambda writer=writer: one(writer) for writer in range(WRITERS)))
    return [line for accepted, _refused in done for line in accepted], sum(refused for _accepted, refused in done)


def test_of_many_saves_at_once_every_accepted_one_stays(cast):
    form = reflect(cast.final)
    row = form.rows.select_related("reflection").first()

    def save(text: str, version: int) -> Reflection:
        key, values = {"row": row}, {"shown": text}
        return Reflection.write(key, values, form=form, part="reflection", by=cast.student, seen_version=version)

    accepted, refused = write_lines(save, row)
    stands = Reflection.objects.get(row=row)
    assert set(accepted) <= set(stands.shown.splitlines())
    assert stands.version == 1 + len(accepted)
    assert len(accepted) + refused == WRITERS * SAVES
    assert refused > 0, "nobody was ever late: this proved nothing"


def test_without_the_version_accepted_lines_would_be_lost(cast):
    row = reflect(cast.final).rows.select_related("reflection").first()
    part = row.reflection.pk

    def save(text: str, version: int) -> Reflection:
        Reflection.objects.filter(pk=part).update(shown=text, version=version + 1)
        return Reflection(shown=text, version=version + 1)

    accepted, _refused = write_lines(save, row)
    stands = Reflection.objects.get(row=row)
    assert not set(accepted) <= set(stands.shown.splitlines())
    assert stands.version < 1 + len(accepted)


def posts(user, url: str, *forms: dict) -> list:
    """The answers to these POSTs at once, from one browser that is signed in; who got through comes first."""
    client = Client()
    client.force_login(user)

    def post(data: dict):
        tab = Client()
        tab.cookies = client.cookies
        return tab.post(url, data)

    answers = together(*(lambda data=data: post(data) for data in forms))
    return sorted(answers, key=lambda answer: answer.status_code)


def statuses(answers: list) -> list[int]:
    return [answer.status_code for answer in answers]


@pytest.mark.parametrize("version", [0, 1])
def test_of_tabs_that_save_over_the_same_version_one_is_first_and_the_others_read_both_texts(cast, version):
    """Version 0 is a part that does not exist yet."""
    form = reflect(cast.final) if version else cast.final
    row = form.rows.first()
    url = reverse("assessments:part", args=[form.pk, row.pk, "reflection"])
    first, *late = posts(cast.student, url, *({"shown": f"Tekst {tab}.", "version": version} for tab in range(6)))
    assert statuses([first, *late]) == [302] + [409] * 5
    stands = Reflection.objects.get(row=row)
    assert stands.version == version + 1
    for answer in late:
        texts = set(re.findall(r"Tekst \d", answer.content.decode()))
        assert len(texts) == 2
        assert stands.shown.rstrip(".") in texts


# ---- taking a step


@pytest.mark.parametrize("moment", ["midterm", "final"])
def test_of_two_people_who_sign_at_once_one_has_signed(cast, moment):
    form = respond(hand_in(getattr(cast, moment)), cast.mentor)
    results = together(
        lambda: form_of(form).take("sign", cast.mentor), lambda: form_of(form).take("sign", cast.school_educator)
    )
    assert refusals(results) == [ValidationError]
    assert form.log.filter(step="sign").count() == 1
    assert form.versions.count() == 1
    asked = OutgoingMail.objects.filter(kind="request", recipient__in=[cast.examiner, cast.other_unit_examiner])
    assert asked.count() == (2 if moment == "final" else 0)


@pytest.mark.parametrize("attempt", range(2))
def test_of_signing_and_returning_at_once_one_happens(cast, attempt):
    form = respond(hand_in(cast.final), cast.mentor)
    acts = [
        lambda: form_of(form).take("sign", cast.mentor),
        lambda: form_of(form).take("return", cast.school_educator, "Waarom?"),
    ]
    assert refusals(together(*acts[:: 1 if attempt % 2 else -1])) == [ValidationError]
    form.refresh_from_db()
    steps = list(form.log.values_list("step", flat=True))
    assert (form.state, steps, form.versions.count(), form.decisions.count()) in [
        ("signed", ["hand_in", "sign"], 1, 2),
        ("reflecting", ["hand_in", "return"], 0, 0),
    ]


@pytest.mark.parametrize("attempt", range(2))
def test_what_is_saved_while_somebody_signs_is_sealed_or_refused(cast, attempt):
    form = respond(hand_in(cast.midterm), cast.mentor)
    key = {"row": form.rows.first(), "author": cast.mentor}
    words = {"text": "Nog net op tijd.", "next_step": "Ga zo door."}
    acts = [
        lambda: Feedback.write(key, words, form=form, part="feedback", by=cast.mentor, seen_version=1),
        lambda: form_of(form).take("sign", cast.school_educator),
    ]
    refused = refusals(together(*acts[:: 1 if attempt % 2 else -1]))
    assert refused in ([], [NotNow])
    sealed = "Nog net op tijd." in str(form.versions.get().content)
    assert sealed == (not refused)


def test_a_form_handed_in_by_many_clicks_is_handed_in_once_with_one_mail(cast):
    form = reflect(opened(cast.final))
    url = reverse("assessments:step", args=[form.pk, "hand_in"])
    assert statuses(posts(cast.student, url, *[{}] * 6)) == [302] + [422] * 5
    assert form.log.filter(step="hand_in").count() == 1
    assert OutgoingMail.objects.filter(recipient=cast.mentor, kind="request").count() == 1


def test_two_steps_at_once_tell_somebody_in_one_notice(cast):
    midterm, final = (respond(hand_in(form), cast.mentor) for form in (cast.midterm, cast.final))
    results = together(lambda: midterm.take("sign", cast.mentor), lambda: final.take("sign", cast.mentor))
    assert refusals(results) == []
    notice = OutgoingMail.objects.get(recipient=cast.school_educator, kind="notice")
    assert len(notice.sentences) == 2


def form_of(form):
    """The form as another process has it: a copy that was read earlier."""
    return type(form).objects.get(pk=form.pk)
