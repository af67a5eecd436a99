"""Words of a glossary in a text: whole words, the longest first, each once, and never markup of the text's own."""

import pytest

from learning_outcomes.glossing import Glossary
from learning_outcomes.models import Framework, GlossaryTerm
from tests.factories import FrameworkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework() -> Framework:
    return FrameworkFactory()


def term(framework: Framework, name: str, *aliases: str, **more) -> GlossaryTerm:
    code = more.pop("code", name[:30])
    return GlossaryTerm.objects.create(
        framework=framework, code=code, term=name, aliases=list(aliases), text=f"Wat {name} is.", **more
    )


def linked(framework: Framework, text: str) -> list[str]:
    """What became a link, in order."""
    html = str(Glossary(framework).explained(text))
    return [part.partition(">")[2].partition("</a>")[0] for part in html.split("<a ")[1:]]


def test_a_word_links_to_its_explanation_on_the_page(framework):
    word = term(framework, "Leerklimaat")
    html = Glossary(framework).explained("Een leerklimaat dat past.")
    assert html == f'<p>Een <a class="d-word" href="#word-{word.pk}">leerklimaat</a> dat past.</p>'


def test_only_the_first_of_a_text_is_a_link(framework):
    term(framework, "les", "lessen")
    assert linked(framework, "Een les na een les.\n\nEn lessen.") == ["les"]


def test_the_longest_term_goes_first(framework):
    term(framework, "eenheid")
    term(framework, "leeruitkomsten")
    term(framework, "eenheid van leeruitkomsten")
    assert linked(framework, "Toon de eenheid van leeruitkomsten aan.") == ["eenheid van leeruitkomsten"]


def test_a_shorter_term_gets_the_place_that_is_left(framework):
    term(framework, "eenheid")
    term(framework, "eenheid van leeruitkomsten")
    text = "De eenheid van leeruitkomsten is een eenheid."
    assert linked(framework, text) == ["eenheid van leeruitkomsten", "eenheid"]


def test_a_longer_term_wins_from_one_that_begins_before_it(framework):
    term(framework, "grote driehoek")
    term(framework, "driehoek van opleiders")
    assert linked(framework, "de grote driehoek van opleiders") == ["driehoek van opleiders"]


@pytest.mark.parametrize("text", ["lesidee", "wiskundeles", "wiskunde-les", "les-idee", "bles", "les_"])
def test_a_part_of_a_word_is_no_word(framework, text):
    term(framework, "les")
    assert linked(framework, text) == []


@pytest.mark.parametrize("text", ["Les.", "(les)", "‘les’", "les, dus", "de LES!", "les/uur", "een -les"])
def test_signs_around_a_word_do_not_hide_it(framework, text):
    term(framework, "les")
    assert [word.lower() for word in linked(framework, text)] == ["les"]


def test_a_term_does_not_reach_over_the_end_of_a_sentence(framework):
    term(framework, "norm leeruitkomst")
    assert linked(framework, "Dat is de norm. Leeruitkomst twee.") == []
    assert linked(framework, "Dat is de norm,\n\nleeruitkomst twee.") == []


def test_a_term_may_run_over_the_end_of_a_line(framework):
    term(framework, "norm leeruitkomst")
    assert linked(framework, "Dat is de norm\nleeruitkomst twee.") == ["norm\nleeruitkomst"]


def test_other_names_are_explained_as_well(framework):
    term(framework, "Leeruitkomst", "LUK", "luks")
    assert linked(framework, "Elke LUK telt, en alle luks samen.") == ["LUK"]


def test_a_name_with_brackets_is_found(framework):
    term(framework, "Eenheid van Leeruitkomsten (EvL)")
    assert linked(framework, "de Eenheid van Leeruitkomsten (EvL) aantonen") == ["Eenheid van Leeruitkomsten (EvL)"]


def test_paragraphs_and_lines_stay(framework):
    html = Glossary(framework).explained("Een.\nTwee.\n\nDrie.")
    assert html == "<p>Een.<br>Twee.</p><p>Drie.</p>"


def test_a_text_cannot_bring_markup(framework):
    term(framework, "script")
    term(framework, 'a" onclick="x', code="evil")
    html = Glossary(framework).explained('<script>alert("x")</script> & a" onclick="x')
    assert "<script" not in html
    assert 'onclick="x' not in html
    assert html.count("<a ") == 2


def test_an_empty_text_is_empty(framework):
    assert Glossary(framework).explained("") == ""


def test_the_shared_glossary_explains_words_everywhere(framework):
    shared = FrameworkFactory(code="begrippenkader")
    term(shared, "driehoek")
    assert linked(framework, "in de driehoek") == []
    shared.publish()
    assert linked(framework, "in de driehoek") == ["driehoek"]


def test_of_two_terms_with_one_name_the_own_one_explains(framework):
    shared = FrameworkFactory(code="begrippenkader")
    term(shared, "norm")
    own = term(framework, "norm")
    shared.publish()
    glossary = Glossary(framework)
    glossary.explained("de norm")
    assert glossary.used == [own]


def test_the_list_holds_what_was_met_and_nothing_else(framework):
    term(framework, "zeker")
    term(framework, "Alvast")
    term(framework, "nergens")
    glossary = Glossary(framework)
    glossary.explained("Zeker en alvast.")
    glossary.explained("Alvast weer.")
    assert [word.term for word in glossary.used] == ["Alvast", "zeker"]
