"""Names are found in whatever spelling, and nothing else is."""

import re
import time

import pytest

from assessments.anonymising import anonymised, capitals, names_in
from placements.models import Placement, User

pytestmark = pytest.mark.once


@pytest.fixture
def names(cast):
    people = {
        "student": ("Zoë", "van der Wal-Özdemir"),
        "mentor": ("Marieke", "Tolhoek"),
        "examiner": ("Jan Peter", "'t Hoen"),
    }
    for who, (first, last) in people.items():
        User.objects.filter(pk=cast.people[who].pk).update(first_name=first, last_name=last)
    Placement.objects.filter(pk=cast.placement.pk).update(student_number="9123456", group="AK2-C")
    school = cast.placement.school
    school.name, school.location = "Vlierbeek College", "Nijkerkerveen"
    school.save()
    cast.final.refresh_from_db()
    return names_in(type(cast.final).objects.get(pk=cast.final.pk))


# What is written -> a word of it that may not be left.
SPELLINGS = {
    "Zoë begon op tijd.": "Zoë",
    "zoe begon op tijd.": "zoe",
    "ZOË begon": "ZOË",
    "Zoe\u0308 in losse tekens": "Zoe",
    "Zo\u00adë met een zacht koppelteken": "Zo",
    "Zoës les, Zoë's bord en Zoe’s stem": "Zo",
    "Zoë van der Wal-Özdemir": "Wal",
    "mevrouw Van der Wal": "Wal",
    "Z. van der Wal Ozdemir": "zdemir",
    "v.d. Wal was er ook": "Wal",
    "juf vd Wal": "Wal",
    "ZoevanderWal": "Wal",
    "lesplan_Zoe_Wal.docx": "Wal",
    "Zoë-Özdemir": "zdemir",
    "Marieke Tolhoek": "Tolhoek",
    "M. Tolhoek en M Tolhoek": "Tolhoek",
    "mevrouw TOLHOEK": "TOLHOEK",
    "Jan-Peter keek mee": "Peter",
    "janpeter keek mee": "peter",
    "meneer ’t Hoen": "Hoen",
    "Het Vlierbeek is groot": "Vlierbeek",
    "vlierbeek-college": "vlierbeek",
    "in Nijkerkerveen": "Nijkerkerveen",
    "nummer 9123456": "9123456",
    "groep AK2-C en ak2c": "2c",
    "mail naar z.vdwal@vlierbeek.example": "@",
    "bel 06-1234 56 78": "1234",
    "zie www.vlierbeek.example/zoe": "www",
}


def test_a_name_is_found_in_every_spelling(names):
    left = {}
    for text, word in SPELLINGS.items():
        found, replaced = anonymised(text, names)
        if re.search(re.escape(word), re.sub(r"\[[^]]*\]", "", found), re.IGNORECASE) or not replaced:
            left[text] = found
    assert left == {}


def test_without_the_names_they_all_stay(names):
    known = [text for text in SPELLINGS if anonymised(text, [])[0] != text.translate({0xAD: None})]
    assert len(known) <= 4, "only an address, a number, a link and loose signs are known without names"


def test_other_words_stay_as_they_are(names):
    text = (
        "De les op 18 mei om 9.15 uur: de helft walste door de zaal.\n\nOp het college zei 1 van de 28 leerlingen iets."
    )
    assert anonymised(text, names) == (text, [])


def test_what_was_replaced_is_said_word_by_word(names):
    found, replaced = anonymised("Zoë en Marieke op Vlierbeek. Zoë weer.", names)
    assert [word for word, _by in replaced] == ["Zoë", "Marieke", "Vlierbeek"]
    assert found.count("[student]") == 2


def test_doing_it_twice_changes_nothing_more(names):
    once, _replaced = anonymised("Zoë gaf les op het Vlierbeek College in groep AK2-C.", names)
    assert anonymised(once, names)[0] == once


def test_words_with_a_capital_are_pointed_out():
    assert capitals("De les van Pim begon. Toen kwam Anna-Lynn, en Otto. In 2B was het stil.") == [
        "Pim",
        "Anna-Lynn",
        "Otto",
    ]


def test_a_long_text_full_of_half_names_is_done_in_a_moment(names):
    text = ("v.d. van de " * 1_500)[:18_000]
    started = time.perf_counter()
    assert anonymised(text, names)[0] == text
    assert time.perf_counter() - started < 5
