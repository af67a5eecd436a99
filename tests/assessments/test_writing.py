"""Writing: saved to the letter, never over a text nobody saw, and never lost (decisions, section 7)."""

from html import unescape

import pytest

from assessments.models import Feedback, IndicatorMark, Judgement, Reflection
from placements.models import Participation
from tests.assessments.acts import HTMX, browser, page_url, part_url, row_of, sent_on, shown, write
from tests.cast import hand_in, opened, reflect, respond

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(cast):
    """The final form, handed in: mentor and school educator write."""
    return hand_in(cast.final)


# ---- saving


def test_a_save_by_htmx_answers_with_the_new_version(cast):
    url = part_url(cast.final, "LV", "reflection")
    for version in (0, 1):
        response = browser(cast.student).post(url, {"version": version, "shown": "Kijk."}, headers=HTMX)
        assert response.status_code == 200
        assert f'name="version" value="{version + 1}" id="lv-reflection-version"' in response.text
    assert "<html" not in response.text


def test_a_save_without_javascript_leads_back_to_the_outcome(cast):
    response = write(cast.final, cast.student, "LV", "reflection", shown="Kijk.")
    assert (response.status_code, response.url) == (302, f"{page_url(cast.final)}#lv")


MARKUP = "<script>alert('x')</script> & <b>vet</b> {{ form }}"
EMOJI = "Top \U0001f469\U0001f3fd\u200d\U0001f3eb e\u0301 \u00e9 \ufdfd \u4f60\u597d \u200f"
TEXTS = {
    # what is typed, as a browser sends it -> what is kept
    "line ends": ("een\r\ntwee\r\n\r\ndrie", "een\ntwee\n\ndrie"),
    "leading spaces": ("   ingesprongen\n\ten een tab  \n", "   ingesprongen\n\ten een tab  \n"),
    "leading line end": ("\r\n\r\nlager", "\n\nlager"),
    "emoji": (EMOJI, EMOJI),
    "markup": (MARKUP, MARKUP),
    "only spaces": ("   ", "   "),
    "the longest": ("a" * 20_000, "a" * 20_000),
    "the longest in lines": ("regel\r\n" * 3_333 + "aa", "regel\n" * 3_333 + "aa"),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_is_kept_to_the_letter(cast, kind):
    typed, kept = TEXTS[kind]
    assert write(cast.final, cast.student, "LV", "reflection", shown=typed).status_code == 302
    assert shown(cast.final) == kept


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_comes_back_to_the_letter_in_its_field(cast, kind):
    write(cast.final, cast.student, "LV", "reflection", shown=TEXTS[kind][0])
    page = browser(cast.student).get(page_url(cast.final)).text
    area = page.split('name="shown" id="lv-shown"')[1].split(">\n", 1)[1].split("</textarea>")[0]
    assert unescape(area) == TEXTS[kind][1]


def test_markup_runs_nowhere(cast):
    write(cast.final, cast.student, "LV", "reflection", shown="<script>alert(1)</script>")
    hand_in_rest(cast)
    for person in (cast.mentor, cast.school_educator):
        assert "<script>alert" not in browser(person).get(page_url(cast.final)).text


def hand_in_rest(cast) -> None:
    for row in cast.final.rows.exclude(reflection__isnull=False):
        write(cast.final, cast.student, row.outcome.code, "reflection", shown="Dit liet ik zien.")
    opened(cast.final).take("hand_in", cast.student)


# ---- refusing


@pytest.mark.parametrize("text", ["a" * 20_001, "Kijk\0aan"], ids=["too long", "NUL"])
def test_a_text_that_cannot_be_kept_is_refused_with_everything_still_there(cast, text):
    indicators = [str(pk) for pk in row_of(cast.final, "LV").outcome.indicators.values_list("pk", flat=True)[:3]]
    fields = {"shown": text, "evidence": "Lesontwerp 3", "to_develop": "Vragen.", "shown_indicator": indicators}
    response = write(cast.final, cast.student, "LV", "reflection", **fields)
    assert response.status_code == 422
    areas = [unescape(part.split(">\n", 1)[1].split("</textarea>")[0]) for part in response.text.split("<textarea")[1:]]
    assert areas == [text, "Lesontwerp 3", "Vragen."]
    assert all(f'name="shown_indicator" value="{pk}"' in response.text for pk in indicators)
    assert not Reflection.objects.exists()


def test_a_refusal_by_htmx_names_the_fault_beside_the_field(cast):
    url = part_url(cast.final, "LV", "reflection")
    response = browser(cast.student).post(url, {"version": 0, "shown": "a" * 20_001}, headers=HTMX)
    assert response.status_code == 422
    assert '<div id="lv-shown-fault" hx-swap-oob="true"><p class="d-fault"' in response.text
    assert "textarea" not in response.text


def test_a_refused_judgement_keeps_its_choices(cast, form):
    fields = {"verdict": "not_met", "trust": "false", "motivation": "a" * 20_001}
    response = write(form, cast.mentor, "CPL", "judgement", **fields)
    assert response.status_code == 422
    assert 'name="verdict" value="not_met"' in response.text
    assert 'name="trust" value="false"' in response.text


@pytest.mark.parametrize("version", [None, "", "x", "-1", "1.5"])
def test_a_save_without_a_good_version_is_refused(cast, version):
    fields = {"shown": "Kijk."} | ({} if version is None else {"version": version})
    response = browser(cast.student).post(part_url(cast.final, "LV", "reflection"), fields)
    assert response.status_code == 422
    assert "Kijk." in response.text
    assert not Reflection.objects.exists()


@pytest.mark.parametrize("verdict", ["", "met", "not_met"])
def test_a_verdict_is_one_of_two_or_none_yet(cast, form, verdict):
    assert write(form, cast.mentor, "LV", "judgement", verdict=verdict).status_code == 302
    assert Judgement.objects.get().verdict == verdict


def test_another_verdict_is_refused(cast, form):
    assert write(form, cast.mentor, "LV", "judgement", verdict="perhaps").status_code == 422
    assert not Judgement.objects.exists()


@pytest.mark.parametrize("part", ["verdict", "decision", "other_feedback", "author", "marks"])
def test_an_unknown_part_does_not_exist(cast, form, part):
    url = part_url(form, "LV", "feedback").replace("feedback", part)
    assert browser(cast.mentor).post(url, {"version": 0, "text": "Hoi"}).status_code == 404


def test_a_row_of_another_form_does_not_exist_here(cast, form):
    here, there = row_of(form, "LV").pk, row_of(cast.midterm, "LV").pk
    url = part_url(form, "LV", "judgement")
    assert browser(cast.mentor).post(url.replace(f"/{here}/", f"/{there}/"), {"version": 0}).status_code == 404
    assert browser(cast.mentor).post(url.replace(f"/{here}/", "/999999/"), {"version": 0}).status_code == 404


def test_reading_a_part_address_is_not_writing(cast, form):
    assert browser(cast.mentor).get(part_url(form, "LV", "judgement")).status_code == 405


@pytest.mark.parametrize("note", ["Waarom\0niet", "a" * 4_001], ids=["NUL", "too long"])
def test_a_note_that_cannot_be_kept_is_refused_with_the_note_still_there(cast, form, note):
    response = browser(cast.mentor).post(f"{page_url(form)}steps/return/", {"note": note})
    assert response.status_code == 422
    assert note in unescape(response.text)
    form.refresh_from_db()
    assert form.state == "responding"


# ---- marks


def test_marks_are_kept_for_the_indicators_of_this_outcome_only(cast, form):
    own = row_of(form, "LV").outcome.indicators.first()
    foreign = row_of(form, "CPL").outcome.indicators.first()
    odd = ["x", "-1", "9" * 30, "²", "", str(foreign.pk), str(own.pk)]
    write(form, cast.mentor, "LV", "judgement", seen=odd, used=[str(foreign.pk)])
    assert list(IndicatorMark.objects.values_list("indicator", "kind")) == [(own.pk, "seen")]


def test_a_mark_that_is_taken_away_is_gone_and_those_of_others_stay(cast, form):
    first, second = row_of(form, "LV").outcome.indicators.all()[:2]
    write(form, cast.mentor, "LV", "judgement", seen=[first.pk, second.pk])
    write(form, cast.school_educator, "LV", "judgement", version=1, seen=[first.pk])
    write(form, cast.mentor, "LV", "judgement", version=2, seen=[second.pk])
    found = set(IndicatorMark.objects.values_list("author", "indicator"))
    assert found == {(cast.mentor.pk, second.pk), (cast.school_educator.pk, first.pk)}


def test_own_feedback_beside_a_judgement_leaves_the_marks_of_the_judgement(cast, form):
    indicator = row_of(form, "LV").outcome.indicators.first()
    write(form, cast.school_educator, "LV", "judgement", motivation="Op 3 juni.", used=[indicator.pk])
    write(form, cast.school_educator, "LV", "feedback", text="Ik was er ook bij.")
    assert IndicatorMark.objects.filter(kind="used").exists()
    assert Feedback.objects.get().text == "Ik was er ook bij."


# ---- nothing is lost when the form or the session is gone


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_a_text_that_comes_after_handing_in_is_answered_and_not_kept(cast, form, headers):
    url = part_url(form, "LV", "reflection")
    response = browser(cast.student).post(url, {"version": 1, "shown": "Nog een zin."}, headers=headers)
    assert response.status_code == 403
    assert headers or "Nog een zin." in response.text
    assert "Nog een zin." not in shown(form)


def test_a_judgement_that_comes_after_signing_stands_on_the_answer(cast, form):
    respond(form, cast.mentor).take("sign", cast.mentor)
    response = write(form, cast.school_educator, "LV", "judgement", version=1, motivation="Toch niet.")
    assert response.status_code == 403
    assert "Toch niet." in response.text


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_a_save_after_the_session_ended_comes_back_with_the_text(cast, headers):
    url = part_url(cast.final, "LV", "reflection")
    response = browser().post(url, {"version": 0, "shown": "Een hele middag\nwerk."}, headers=headers)
    assert response.status_code == 401
    assert "Een hele middag\nwerk." in unescape(response.text)
    assert not Reflection.objects.exists()


def test_after_signing_in_again_the_same_fields_are_saved(cast):
    url, client = part_url(cast.final, "LV", "reflection"), browser()
    fields = sent_on(client.post(url, {"version": 0, "shown": "Een hele middag werk."}))
    client.force_login(cast.student)
    assert client.post(url, fields).status_code == 302
    assert shown(cast.final) == "Een hele middag werk."


def test_a_stranger_who_signs_in_saves_nothing(cast):
    url, client = part_url(cast.final, "LV", "reflection"), browser()
    fields = sent_on(client.post(url, {"version": 0, "shown": "Een hele middag werk."}))
    client.force_login(cast.other_student)
    assert client.post(url, fields).status_code == 404
    assert not Reflection.objects.exists()


def test_a_note_with_a_step_survives_the_session_too(cast, form):
    response = browser().post(f"{page_url(form)}steps/return/", {"note": "Welke les bedoel je?"})
    assert response.status_code == 401
    assert "Welke les bedoel je?" in response.text


def test_a_token_from_before_signing_in_again_costs_no_text(cast):
    client = browser(cast.student, enforce_csrf_checks=True)
    fields = {"version": 0, "shown": "Een hele middag werk.", "csrfmiddlewaretoken": "x" * 64}
    response = client.post(part_url(cast.final, "LV", "reflection"), fields, headers={"origin": "http://testserver"})
    assert response.status_code == 403
    assert "Een hele middag werk." in response.text
    assert not Reflection.objects.exists()


def test_a_step_that_was_just_taken_is_answered_with_the_form_as_it_is_now(cast):
    form = opened(reflect(cast.final))
    client = browser(cast.student)
    stale = type(form).objects.get(pk=form.pk)
    stale.take("hand_in", cast.student)
    response = client.post(f"{page_url(form)}steps/hand_in/")
    assert response.status_code == 422
    assert "/steps/hand_in/" not in response.text


def test_who_comes_back_to_a_placement_writes_on_his_own_feedback(cast, form):
    write(form, cast.mentor, "ICT", "feedback", made="Eerste versie.")
    Participation.objects.filter(user=cast.mentor).update(until="2000-01-01", since="1999-01-01")
    Participation.objects.create(placement=cast.placement, user=cast.mentor, role="workplace_mentor")
    assert write(form, cast.mentor, "ICT", "feedback", version=1, made="Tweede versie.").status_code == 302
    assert Feedback.objects.get().made == "Tweede versie."
