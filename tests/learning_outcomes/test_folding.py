"""What a search takes for the same: capitals, accents, hyphens, brackets and kinds of quotes make no difference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning_outcomes.folding import fold, folded_places, found_in, words_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("T-PaCK", "tpack"),
        ("Oriëntatie", "orientatie"),
        ("Orie\N{COMBINING DIAERESIS}ntatie", "orientatie"),
        ("STRASSE straße", "strasse strasse"),
        ("lerende(n)", "lerenden"),
        ("collega’s", "collega's"),
        ("werkplek\N{NON-BREAKING HYPHEN}periode", "werkplekperiode"),
        ("lief\N{SOFT HYPHEN}de", "liefde"),
        ("  twee\n\tregels  ", "twee regels"),
        ("nul\0teken", "nulteken"),
        ("100%_\\", "100%_\\"),
        ("😀", "😀"),
        ("", ""),
    ],
)
def test_spellings_that_are_the_same(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_the_places_belong_to_the_folded_text(text):
    folded, places = folded_places(text)
    assert folded == fold(text)
    assert len(places) == len(folded)
    assert places == sorted(places)


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("Lerende(n)", ["lerende"]),
        ("(vak)didactisch", ["didactisch"]),
        ("orde, routines.", ["orde", "routines"]),
        ("orde orde", ["orde"]),
        ("%_\\", ["%_\\"]),
        ("--", []),
        ("...", ["..."]),
    ],
)
def test_the_words_somebody_searches_for(asked, words):
    assert words_of(asked) == words


def test_a_word_is_found_where_it_was_written_otherwise():
    text = "Het T-PaCK-model en de Oriëntatie"
    assert [text[start:end] for start, end in found_in(text, ["tpack", "orientatie"])] == ["T-PaCK", "Oriëntatie"]


def test_words_over_each_other_are_found_once():
    assert found_in("leerklimaat", ["leerklim", "klimaat"]) == [(0, 11)]
