"""Which words differ between two texts, and which rows between a file and an edition."""

import time

import pytest

from learning_outcomes import files
from learning_outcomes.edition_difference import base_of, differences, longest_rise
from learning_outcomes.word_difference import difference
from tests.learning_outcomes.making import NEXT, SMALL, stored


def marked(old: str, new: str) -> str:
    """The difference on one line: -gone- and +come+."""
    signs = {"same": "", "removed": "-", "added": "+"}
    return " ".join(f"{signs[piece.kind]}{piece.text}{signs[piece.kind]}" for piece in difference(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Je vraagt door.", "Je vraagt door.", "Je vraagt door."),
        ("Je vraagt door.", "Je vraagt altijd door.", "Je vraagt +altijd+ door."),
        ("Je vraagt altijd door.", "Je vraagt door.", "Je vraagt -altijd- door."),
        ("korte opdrachten.", "korte opdrachten).", "korte -opdrachten.- +opdrachten).+"),
        ("", "Nieuw hier.", "+Nieuw hier.+"),
        ("Weg hier.", "", "-Weg hier.-"),
        ("", "", ""),
        ("de de de", "de de", "de de -de-"),
        ("Een\ntwee", "Een\n\ntwee", "Een\n +\n+ twee"),
        ("Een  twee", "Een twee", "Een twee"),
    ],
)
def test_the_words_that_came_and_went_are_marked(old, new, expected):
    assert marked(old, new) == expected


def test_of_a_long_text_the_words_around_the_change_are_shown():
    words = [f"w{number}" for number in range(100)]
    pieces = difference(" ".join(words), " ".join([*words[:50], "nieuw", *words[50:]]))
    assert [piece.kind for piece in pieces] == ["same", "added", "same"]
    assert pieces[0].text == "… w38 w39 w40 w41 w42 w43 w44 w45 w46 w47 w48 w49"
    assert pieces[2].text == "w50 w51 w52 w53 w54 w55 w56 w57 w58 w59 w60 w61 …"


def test_a_very_long_new_text_is_cut_and_says_so():
    [piece] = difference("", "woord " * 1000)
    assert piece.text.endswith("woord … en nog 850 woorden")


def test_two_long_texts_with_nothing_in_common_cost_little():
    old, new = " ".join(f"a{n % 40}" for n in range(3000)), " ".join(f"a{n % 37}" for n in range(3000))
    begin = time.perf_counter()
    difference(old, new)
    assert time.perf_counter() - begin < 2


@pytest.mark.parametrize(
    ("places", "stay"),
    [([1, 2, 3], "abc"), ([3, 1, 2], "bc"), ([1, 3, 2], "ac"), ([3, 2, 1], "c"), ([1, 2, 5, 3, 4], "abde"), ([], "")],
)
def test_the_most_rows_stay_where_they_are(places, stay):
    assert longest_rise(list("abcde"[: len(places)]), [(place, 0) for place in places]) == list(stay)


def found(text: str) -> list[tuple]:
    tree = files.read(text.encode())
    return [
        (change.kind, change.model.__name__, change.key[-1], sorted(change.fields))
        for change, _old in differences(tree, base_of(tree))
    ]


@pytest.mark.django_db
class TestEditions:
    def test_a_copy_under_another_name_is_the_same(self):
        stored()
        assert found(NEXT) == []

    def test_the_edition_itself_is_compared_too(self):
        stored()
        assert found(NEXT.replace("title: Klein", "title: Kleiner")) == [("changed", "Framework", "2027", ["title"])]

    def test_without_any_edition_everything_is_new(self):
        assert {kind for kind, *_rest in found(SMALL)} == {"new"}

    def test_two_rows_that_change_places_are_one_move(self):
        stored()
        one, two = "{code: L1.1.1, text: Je ziet wie er meedoet.}", "{code: L1.1.2, text: Je vraagt door.}"
        swapped = SMALL.replace(one, "X").replace(two, one).replace("X", two)
        [(kind, _model, _code, fields)] = found(swapped)
        assert (kind, fields) == ("changed", ["order"])

    def test_a_link_that_points_elsewhere_is_a_change(self):
        stored()
        two = SMALL.replace("units: [", "units: [{code: U2, title: Tweede}, ").replace("unit: U1", "unit: U2")
        assert ("changed", "PeriodOutcome", "L1", ["unit"]) in found(two)

    def test_an_older_edition_can_be_named_to_compare_with(self):
        stored(publish=True)
        stored(NEXT.replace("Je vraagt door.", "Anders."))
        third = SMALL.replace('edition: "2026"', 'edition: "2028", replaces: "2026"')
        assert found(third) == []
