"""The patterns of paper: what a row, a choice and written text look like in HTML."""

import pytest
from django.template import engines
from django.utils.translation import gettext_lazy

from portfolio.templatetags.paper import choice, lines, tick, yes_no


def rendered(source: str, **context) -> str:
    return engines["django"].from_string("{% load paper %}" + source).render(context)


def test_a_row_holds_its_label_and_its_text():
    row = rendered('{% field "Motivering" %}<p>{{ text }}</p>{% endfield %}', text="Goed")
    assert row == '<div class="f keep"><div class="v "><h3>Motivering</h3><p>Goed</p></div></div>'


def test_the_second_line_of_a_label_is_small_and_makes_room():
    row = rendered('{% field "Oordeel" small="werkplekbegeleider" cls="hard" vcls="sm" %}x{% endfield %}')
    assert '<div class="f hard two keep"><div class="v sm"><h3>Oordeel<br><small>werkplekbegeleider</small></h3>' in row


@pytest.mark.parametrize(
    ("label", "small", "room"),
    [
        ("", "", "f keep later"),
        ("Feedback", "", "f keep"),
        (gettext_lazy("Feedback"), "", "f keep"),
        ("Overeenstemming tussen partijen", "", "f two keep"),
        ("Feedback", "werkplekbegeleider en schoolopleider", "f three keep"),
        ("Een vraag die lang is en over drie regels loopt, echt waar", "ja", "f four keep"),
    ],
)
def test_a_tall_label_gets_the_room_it_needs(label, small, room):
    assert f'class="{room}"' in rendered("{% field label small=small %}x{% endfield %}", label=label, small=small)


def test_a_long_text_may_split_and_a_short_one_stays_together():
    source = "{% field 'Feedback' %}{{ text|linebreaks }}{% endfield %}"
    assert "keep" in rendered(source, text="woord " * 70)
    assert "keep" not in rendered(source, text="woord " * 120)
    assert "keep" not in rendered(source, text="kort\n\n" * 10)


def test_a_long_row_that_starts_with_a_short_line_keeps_the_next_ones_with_it():
    source = "{% field 'Feedback' %}{{ text|linebreaks }}{% endfield %}"
    long = "woord " * 120
    assert 'class="f brief"' in rendered(source, text=f"Kort.\n\n{long}")
    assert 'class="f "' in rendered(source, text=f"{long}\n\n{long}")
    assert 'class="f "' in rendered(source.replace("{{", '<p class="who">Wie</p>{{'), text=long)


def test_both_moments_of_a_field_share_one_label():
    first = rendered('{% field "Feedback" moment="Tussenevaluatie" date="30 maart" %}x{% endfield %}')
    later = rendered('{% field moment="Eindbeoordeling" date="15 juni" %}x{% endfield %}')
    assert '<h3>Feedback</h3><h4 class="under">Tussenevaluatie<br>30 maart</h4>x' in first
    assert '<div class="f two keep later"><div class="v "><h4 class="">Eindbeoordeling<br>15 juni</h4>x' in later


def test_labels_and_texts_of_people_are_escaped():
    row = rendered(
        "{% field evil small=evil moment=evil date=evil cls=evil vcls=evil %}{{ evil|linebreaks }}{% endfield %}",
        evil='"><img src=x>',
    )
    assert "<img" not in row
    assert row.count("&lt;img") == 7


def test_options_are_escaped():
    assert "<img" not in choice([("a", "<img src=x>")], "a")


def test_the_chosen_option_is_crossed_and_bold():
    assert choice([("met", "voldaan"), ("not_met", "niet voldaan")], "met") == (
        '<p><span class="opt on"><span class="ck">☒</span> voldaan</span> '
        '<span class="opt"><span class="ck">☐</span> niet voldaan</span></p>'
    )


def test_nothing_is_crossed_before_there_is_a_choice():
    assert "☒" not in yes_no(None)
    assert "☒" in yes_no(False)


def test_a_tick_is_a_letter():
    assert tick(True) == '<span class="ck">☒</span>'
    assert tick(None) == '<span class="ck">☐</span>'


def test_lines_are_counted_as_they_fall():
    assert lines("<p>" + "a" * 74 + "</p><p>b<br>c</p>", 73) == 4
    assert lines("Tussen\N{SOFT HYPHEN}evaluatie", 15) == 1
