"""Two people on one text, or two pages of one: never over a text nobody saw, and never lost (decisions, section 7)."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from assessments.models import EarlierText, IndicatorMark, Judgement
from placements.models.parts import Part, one_after_the_other
from tests.assessments.acts import HTMX, browser, page_url, part_url, row_of, sent_on, shown, write
from tests.cast import hand_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(cast):
    """The final form, handed in: mentor and school educator write."""
    return hand_in(cast.final)


def both_write(cast, form, **headers):
    """Marieke and Hanneke have the empty judgement before them; Marieke saves first."""
    fields = {"verdict": "met", "motivation": "Van Marieke: op 3 juni begon de les op tijd."}
    assert write(form, cast.mentor, "LV", "judgement", **fields).status_code == 302
    url, late = part_url(form, "LV", "judgement"), "Van Hanneke: op 5 juni liep de les uit."
    fields = {"version": 0, "verdict": "not_met", "trust": "false", "motivation": late}
    return browser(cast.school_educator).post(url, fields, headers=headers)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_who_is_late_reads_both_texts(cast, form, headers):
    response = both_write(cast, form, **headers)
    assert response.status_code == 409
    assert "Van Marieke: op 3 juni" in response.text
    assert "Van Hanneke: op 5 juni" in response.text
    assert Judgement.objects.get().motivation.startswith("Van Marieke")


def test_a_page_whose_answer_got_lost_saves_again_without_a_question(cast):
    write(cast.final, cast.student, "LV", "reflection", shown="Eerst dit.", page="a1")
    again = write(cast.final, cast.student, "LV", "reflection", shown="Eerst dit. En verder.", page="a1")
    assert again.status_code == 302
    assert shown(cast.final) == "Eerst dit. En verder."


@pytest.mark.parametrize("page", ["b2", ""], ids=["another page", "no page"])
def test_another_page_of_the_same_writer_reads_both_texts(cast, page):
    write(cast.final, cast.student, "LV", "reflection", shown="In het ene venster.", page="a1")
    other = write(cast.final, cast.student, "LV", "reflection", shown="In het andere.", page=page)
    assert other.status_code == 409
    assert shown(cast.final) == "In het ene venster."


def test_a_page_whose_answer_got_lost_does_not_go_over_the_text_of_a_colleague(cast, form):
    write(form, cast.mentor, "LV", "judgement", motivation="Van Marieke.", page="a1")
    write(form, cast.school_educator, "LV", "judgement", version=1, motivation="Van Hanneke.", page="b2")
    assert write(form, cast.mentor, "LV", "judgement", motivation="Van Marieke, weer.", page="a1").status_code == 409


@pytest.mark.parametrize("choice", ["mine", "both"])
def test_what_was_chosen_is_not_gone_over_by_the_page_where_it_was_chosen(cast, choice):
    """A save that was on its way when the writer chose carries the text from before."""
    write(cast.final, cast.student, "LV", "reflection", shown="Laptop.", page="a1")
    fields = {"shown": "Telefoon.", "page": "b2"}
    write(cast.final, cast.student, "LV", "reflection", version=1, resolves=choice, **fields)
    assert write(cast.final, cast.student, "LV", "reflection", version=0, **fields).status_code == 409


def test_what_a_late_page_sends_on_leaving_is_kept_among_the_earlier_texts(cast):
    write(cast.final, cast.student, "LV", "reflection", shown="Elders.")
    for _sent_twice in range(2):
        write(cast.final, cast.student, "LV", "reflection", shown="Elders.", leaving="1")
    assert not EarlierText.objects.exists()
    assert write(cast.final, cast.student, "LV", "reflection", shown="Valreep.", leaving="1").status_code == 409
    assert EarlierText.objects.get().texts["shown"] == "Valreep."


def test_each_opened_page_has_a_name_of_its_own(cast):
    names = [
        re.findall(r'name="page" value="(\w+)"', browser(cast.student).get(page_url(cast.final)).text) for _ in "ab"
    ]
    assert len({*names[0], *names[1]}) == 10


def test_without_the_check_of_the_version_a_text_would_be_lost(cast, form, monkeypatch):
    """The control: what the test above would say if nobody looked at the version."""

    class AnyVersion(int):
        __hash__ = int.__hash__

        def __eq__(self, other) -> bool:
            return True

        def __ne__(self, other) -> bool:
            return False

    put = Part.put.__func__

    def unchecked(cls, *args, seen_version, **more):
        return put(cls, *args, seen_version=AnyVersion(seen_version), **more)

    monkeypatch.setattr(Part, "put", classmethod(unchecked))
    assert both_write(cast, form).status_code == 302
    assert Judgement.objects.get().motivation.startswith("Van Hanneke")
    assert not EarlierText.objects.exists()


KEPT = {
    # what was chosen -> the text and verdict that stand, the author and text that went to the earlier ones
    "mine": ("Van Hanneke", "not_met", "Marieke", "Van Marieke"),
    "theirs": ("Van Marieke", "met", "Hanneke", "Van Hanneke"),
    "both": ("Van Marieke", "not_met", "Marieke", "Van Marieke"),
}


@pytest.mark.parametrize("choice", KEPT)
def test_whatever_is_chosen_the_other_text_is_kept(cast, form, choice):
    fields = sent_on(both_write(cast, form))
    response = browser(cast.school_educator).post(part_url(form, "LV", "judgement"), fields | {"resolves": choice})
    assert response.status_code == 302
    text, verdict, author, earlier = KEPT[choice]
    judgement, kept = Judgement.objects.get(), EarlierText.objects.get(author__first_name=author)
    assert judgement.motivation.startswith(text)
    assert judgement.verdict == verdict
    assert (kept.author.first_name, kept.part, kept.row) == (author, "judgement", row_of(form, "LV"))
    assert kept.texts["motivation"].startswith(earlier)


def test_keeping_both_puts_one_after_the_other(cast, form):
    fields = sent_on(both_write(cast, form)) | {"resolves": "both"}
    browser(cast.school_educator).post(part_url(form, "LV", "judgement"), fields)
    texts = "Van Marieke: op 3 juni begon de les op tijd.\n\nVan Hanneke: op 5 juni liep de les uit."
    assert Judgement.objects.get().motivation == texts


def test_what_both_texts_say_is_kept_once():
    cases = [
        # theirs, mine, both
        ("Zoë keek.", "Zoë keek.", "Zoë keek."),
        ("Zoë keek.", "Zoë keek. Toen las ze.", "Zoë keek. Toen las ze."),
        ("Zoë keek.\n\nToen las ze.", "Zoë keek.\n", "Zoë keek.\n\nToen las ze."),
        ("", "Zoë las.", "Zoë las."),
        ("Zoë keek.", "  ", "Zoë keek."),
        ("Zoë keek.", "Zoë las.", "Zoë keek.\n\nZoë las."),
    ]
    assert [both for _theirs, _mine, both in cases] == [one_after_the_other(*case[:2]) for case in cases]


def test_the_choices_of_who_is_late_are_sent_on(cast, form):
    assert sent_on(both_write(cast, form)).items() >= {"verdict": "not_met", "trust": "false", "version": "1"}.items()


def test_ticks_survive_a_conflict(cast, form):
    indicator = row_of(form, "LV").outcome.indicators.first()
    write(form, cast.mentor, "LV", "judgement", motivation="Eerst.")
    url = part_url(form, "LV", "judgement")
    late = {"version": 0, "motivation": "Daarna.", "seen": indicator.pk}
    fields = sent_on(browser(cast.school_educator).post(url, late)) | {"resolves": "mine"}
    browser(cast.school_educator).post(url, fields)
    assert IndicatorMark.objects.filter(author=cast.school_educator, kind="seen", indicator=indicator).exists()


def test_choosing_by_htmx_reloads_the_page(cast, form):
    both_write(cast, form)
    fields = {"version": 1, "motivation": "Van Hanneke.", "resolves": "mine"}
    response = browser(cast.school_educator).post(part_url(form, "LV", "judgement"), fields, headers=HTMX)
    assert response.headers["HX-Refresh"] == "true"


def test_choosing_too_late_asks_again(cast, form):
    both_write(cast, form)
    write(form, cast.mentor, "LV", "judgement", version=1, motivation="Nog een keer.")
    fields = {"version": 1, "motivation": "Van Hanneke.", "resolves": "mine"}
    response = browser(cast.school_educator).post(part_url(form, "LV", "judgement"), fields)
    assert response.status_code == 409
    assert {one.author for one in EarlierText.objects.all()} == {cast.school_educator}, "what was typed alone"


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_is_kept_and_one_reads_both(cast):
    form = hand_in(cast.final)
    browsers = {name: browser(cast.people[name]) for name in ("mentor", "school_educator")}
    url = part_url(form, "LV", "judgement")

    def save(name: str) -> int:
        try:
            return browsers[name].post(url, {"version": 0, "motivation": f"Van {name}."}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor() as pool:
        assert sorted(pool.map(save, browsers)) == [302, 409]
    assert Judgement.objects.get().version == 1
