"""The checker, rule by rule: what it should see, and what it should leave alone."""

import pytest
from django.core.management import CommandError, call_command

from learning_outcomes.checks import check
from learning_outcomes.elements import BEHAVIOUR, CONTEXT, NORM, TASK, missing_elements
from learning_outcomes.models import Framework, Indicator, Unit
from tests.cast import HAN
from tests.learning_outcomes.making import NEXT, SMALL, send, staff, stored

FOUR_BY_FOUR = HAN.parent / "werkplekleren-4x4.yaml"

# Outcomes as their sources word them (WP1 ... of the table of four by four), and what a reader misses in them.
REAL = {
    "Je begeleidt (groepen) leerlingen en creëert een positief en veilig leer- en leefklimaat in je klassen in "
    "standaardsituaties.": [],
    "Je werkt adequaat samen met betrokkenen binnen en buiten de school.": [],
    "Je communiceert effectief met collega’s en leerlingen en je bent op de hoogte van samenwerkingspartners van de "
    "school.": [],
    "Je onderhoudt een pedagogische relatie met de leerlingen en je reflecteert op je affiniteit met de doelgroep.": [
        NORM
    ],
    "Je oriënteert je op de schoolorganisatie en ontwikkelt een professionele basishouding.": [NORM],
    "Je ontwerpt een les op basis van een didactisch model, voert dit lesontwerp uit en reflecteert hierop.": [CONTEXT],
    "Je werkt methodisch aan je eigen leerproces en laat leerpunten in je eigen ontwikkeling zien.": [CONTEXT],
    "Je onderzoekt en motiveert of het beroep van leraar bij je past en je evalueert je professioneel handelen.": [
        CONTEXT,
        NORM,
    ],
}
MADE_UP = {
    "Je weet zelfstandig hoe leerlingen leren in de klas.": [BEHAVIOUR],
    "Je kunt zelfstandig lessen ontwerpen voor je klas.": [],
    "Je kent de leerlingen in je klas en je bent kritisch.": [BEHAVIOUR],
    "Je begrijpt de theorie.": [BEHAVIOUR, CONTEXT, TASK, NORM],
    "De student bespreekt kritisch het lesplan met collega's.": [],
    "Kennis van leerlijnen op school, onderbouwd.": [BEHAVIOUR],
    "Je zwiert zelfstandig door de lessen in je klas.": [],
    "Je speelt zelfstandig gitaar tijdens een concert.": [CONTEXT, TASK],
    "Je verliest alles, vertaalt dit zorgvuldig bij je groep.": [TASK],
    "": [BEHAVIOUR, CONTEXT, TASK, NORM],
}


@pytest.mark.parametrize(("text", "missing"), [*REAL.items(), *MADE_UP.items()])
def test_what_a_text_does_not_seem_to_say(text, missing):
    assert missing_elements(text) == missing


def test_capitals_and_broken_lines_make_no_difference():
    assert missing_elements("JE ONTWERPT\n  zelfstandig lessen\nin je klas.") == []


def sentences(text: str = SMALL, prepare=lambda: None) -> dict[str, list[str]]:
    """The findings in this file, by the title of their rule."""
    framework = stored(text)
    prepare()
    groups = check(Framework.objects.for_page().get(pk=framework.pk))
    return {str(group.title): [finding.sentence for finding in group.findings] for group in groups}


GOOD = SMALL.replace("title: Eenheid}", "title: Eenheid, norm_conditions: [Zelfstandig]}")
ALONE = "areas: [{code: A, title: Apart}]\noutcomes:\n  - {code: L0, area: A, title: Titel%s}\n"
TWO = GOOD.replace("outcomes:\n", ALONE, 1)


@pytest.mark.django_db
class TestRules:
    def test_a_framework_with_everything_in_it_has_no_findings(self):
        assert sentences(GOOD) == {}

    def test_an_outcome_that_seems_incomplete(self):
        found = sentences(
            GOOD.replace("Je ontwerpt zelfstandig lessen in de klas.", "Je weet hoe lessen in de klas gaan.")
        )
        assert found == {
            "Leeruitkomsten waarin iets lijkt te missen": [
                "L1 Uitkomst: dit lijkt te missen: wat de student zichtbaar doet."
            ]
        }

    def test_a_norm_may_stand_with_the_unit(self):
        assert sentences(GOOD.replace("zelfstandig lessen", "lessen")) == {}

    def test_a_norm_may_stand_with_the_level(self):
        text = SMALL[: SMALL.index("periods:")].replace("zelfstandig lessen", "lessen")
        assert len(sentences(text)) == 1
        text = text.replace("code: L1\n", "code: L1\n    level: een\n").replace(
            "Niveau een}", "Niveau een, guidance: op afstand}"
        )
        assert sentences(text.replace('"2026"', '"2027"')) == {}

    def test_an_outcome_with_only_a_title(self):
        assert sentences(TWO % "") == {"Leeruitkomsten met alleen een titel": ["L0 Titel heeft alleen een titel."]}

    def test_an_outcome_without_a_text(self):
        found = sentences(GOOD.replace("    text: Je ontwerpt zelfstandig lessen in de klas.\n", ""))
        assert found == {"Leeruitkomsten zonder tekst": ["L1 Uitkomst heeft zelf geen tekst."]}

    def test_an_outcome_with_nothing_to_see(self):
        found = sentences(TWO % ", text: Je bouwt kritisch aan lessen voor je klas")
        assert found == {"Leeruitkomsten zonder kijkkader": ["L0 Titel: er staat nog geen indicator bij."]}

    def test_the_same_text_twice_but_for_capitals_and_the_last_stop(self):
        found = sentences(GOOD.replace("Je vraagt door.", "je ziet  wie er meedoet"))
        assert found == {"Teksten die er twee keer staan": ["Dezelfde tekst staat bij: L1.1.1, L1.1.2."]}

    @pytest.mark.parametrize(
        ("old", "new", "where"),
        [
            ("Je vraagt door.", "Je bent in de Hoofdfase.", "L1.1.2"),
            ("title: Uitkomst", "title: Na de hoofdfase", "L1"),
            ("title: Niveau een", "title: Begin van de hoofdfase", "Begin van de hoofdfase"),
            ("title: Periode,", "title: Periode, next_stage: hoofdfase,", "p1"),
            ("norm_conditions: [Zelfstandig]", "norm_conditions: [In de hoofdfase]", "U1"),
        ],
    )
    def test_a_word_that_is_abolished(self, old, new, where):
        found = sentences(GOOD.replace(old, new))["Woorden die we niet meer gebruiken"]
        assert found == [f"{where}: ‘hoofdfase’ gebruiken we niet meer. Zeg ‘post-propedeuse’."]

    def test_the_other_abolished_word_with_something_behind_it(self):
        [found] = sentences(GOOD.replace("Je vraagt door.", "Voor eindfasestudenten."))[
            "Woorden die we niet meer gebruiken"
        ]
        assert "‘eindfasestudenten’" in found

    def test_words_that_only_look_like_it_and_the_glossary_itself(self):
        text = GOOD.replace("Je vraagt door.", "In de afstudeerfase en de beginfase.")
        text += "glossary: [{code: pp, term: Post-propedeuse, text: Hoofdfase en eindfase samen.}]\n"
        assert sentences(text) == {}

    def test_ects_that_others_have(self):
        text = TWO % ", ects: 5, text: Je bouwt kritisch aan lessen voor je klas, mentor_role: judge"
        two = text.replace("outcomes:\n", "outcomes:\n  - {code: L9, title: Zonder}\n", 1)
        assert sentences(two)["Leeruitkomsten zonder ECTS"] == ["L9 Zonder heeft geen ECTS."]

    def test_ects_that_nobody_has_are_not_missed(self):
        assert "Leeruitkomsten zonder ECTS" not in sentences(TWO % "")

    def test_a_role_that_is_not_known(self):
        found = sentences(TWO % ", mentor_role: unknown")
        [sentence] = found["Leeruitkomsten waarvan de rol van de werkplekbegeleider niet bekend is"]
        assert sentence.startswith("L0 Titel: het is niet bekend wat de werkplekbegeleider doet.")

    def test_a_role_that_is_left_to_the_period_is_known(self):
        assert list(sentences(TWO % "")) == ["Leeruitkomsten met alleen een titel"]

    def test_a_unit_with_judged_outcomes_and_no_norm(self):
        found = sentences(SMALL)
        assert found == {
            "Onderwijseenheden zonder norm": ["U1 Eenheid heeft leeruitkomsten met een oordeel, maar geen norm."]
        }

    def test_a_unit_with_only_formative_outcomes_needs_no_norm(self):
        assert sentences(SMALL.replace("summative: true", "summative: false")) == {}


def found_in(path) -> dict[str, int]:
    framework = stored(path.read_text(encoding="utf-8"))
    return {str(g.title): len(g.findings) for g in check(Framework.objects.for_page().get(pk=framework.pk))}


@pytest.mark.django_db
def test_the_han_edition_has_a_report_that_somebody_can_act_on():
    assert found_in(HAN) == {
        "Leeruitkomsten met alleen een titel": 23,
        "Leeruitkomsten zonder ECTS": 3,
        "Leeruitkomsten waarvan de rol van de werkplekbegeleider niet bekend is": 5,
        "Onderwijseenheden zonder norm": 1,
    }


@pytest.mark.django_db
def test_the_table_of_four_by_four_has_a_report_that_somebody_can_act_on():
    framework = stored(FOUR_BY_FOUR.read_text(encoding="utf-8"))
    groups = {str(g.title): g.findings for g in check(Framework.objects.for_page().get(pk=framework.pk))}
    seem = [finding.node.code for finding in groups["Leeruitkomsten waarin iets lijkt te missen"]]
    assert seem == ["WP1", "WD1", "WPO1", "WPI1", "WPI2"]


@pytest.mark.django_db
def test_the_check_of_many_outcomes_asks_no_more_than_of_few(django_assert_num_queries):
    many = "".join(f"  - {{code: M{number}, title: Meer}}\n" for number in range(30))
    for edition, text in (("2026", SMALL), ("2027", NEXT.replace("outcomes:\n", f"outcomes:\n{many}", 1))):
        framework = Framework.objects.for_page().get(pk=stored(text).pk)
        with django_assert_num_queries(0):
            assert check(framework), edition


@pytest.mark.django_db
class TestWhereToMend:
    def test_a_finding_in_a_draft_leads_to_its_form(self):
        stored()
        page = staff().get("/frameworks/small/2026/check/").content.decode()
        assert f'href="/admin/learning_outcomes/unit/{Unit.objects.get().pk}/change/"' in page

    def test_a_finding_in_what_is_published_leads_to_the_spot(self):
        stored(publish=True)
        Indicator.objects.update(text="Hetzelfde.")
        page = staff().get("/frameworks/small/2026/check/").content.decode()
        assert 'href="/frameworks/small/2026/#outcome-L1"' in page
        assert "/admin/learning_outcomes/" not in page[page.index("<h1") :]


@pytest.mark.django_db
class TestCommand:
    def said(self, capsys, name: str) -> str:
        call_command("check_framework", name)
        return capsys.readouterr().out

    def test_it_says_what_stands_out(self, capsys):
        stored()
        said = self.said(capsys, "small/2026")
        assert "Onderwijseenheden zonder norm (1)" in said
        assert "- U1 Eenheid heeft leeruitkomsten met een oordeel, maar geen norm." in said

    def test_without_an_edition_it_takes_the_newest(self, capsys):
        stored()
        stored(NEXT)
        assert self.said(capsys, "small").startswith("Klein (2027)")

    def test_when_nothing_stands_out_it_says_so(self, capsys):
        stored(GOOD)
        assert "Er valt niets op." in self.said(capsys, "small")

    def test_an_unknown_name_is_answered_with_the_known_ones(self):
        stored()
        with pytest.raises(CommandError, match="small/2026"):
            call_command("check_framework", "groot")


@pytest.mark.django_db
def test_an_indicator_beside_the_dimensions_is_remarked_on_and_stands_under_a_heading_of_its_own():
    row = "    criteria: [{code: L1.9, text: Los.}]\n    dimensions:\n"
    framework = stored(SMALL.replace("    dimensions:\n", row), publish=True)
    client, sentence = staff(), "L1 Uitkomst heeft dimensies, maar deze staan in geen ervan: L1.9."
    assert sentence in client.get(f"{framework.get_absolute_url()}check/").content.decode()
    for address in (framework.get_absolute_url(), f"{framework.get_absolute_url()}outcomes/L1/"):
        page = client.get(address).content.decode()
        assert page.index("L1.1.2") < page.index("Zonder dimensie") < page.index("L1.9")


NEWCOMER = GOOD.replace("outcomes:\n", "outcomes:\n  - {code: BURG, title: Burger}\n", 1)


@pytest.mark.django_db
def test_an_outcome_in_no_period_is_named_when_the_others_of_its_area_do_stand_in_one(english):
    text = NEWCOMER.replace("code: small", "code: first")
    assert sentences(text)["Outcomes that stand in no workplace period"] == [
        "BURG Burger stands in no workplace period."
    ]
    assert "Leeruitkomsten die in geen werkplekperiode staan: BURG." in staff_sees(text)
    alone = TWO % ""
    assert list(sentences(alone)) == ["Outcomes with only a title"]
    assert "in no workplace period" not in staff_sees(alone)
    no_periods = NEWCOMER[: NEWCOMER.index("periods:")].replace("code: small", "code: third")
    assert "Outcomes that stand in no workplace period" not in sentences(no_periods)


def staff_sees(text: str) -> str:
    return " ".join(send(staff(), text).context["preview"].remarks)


@pytest.mark.django_db
def test_the_code_of_an_indicator_under_two_outcomes_is_named(english):
    second = ", area: A, text: Je bouwt kritisch aan lessen voor je klas, criteria: [{code: L1.1.1, text: Dat.}]"
    found = sentences((TWO % second).replace(", area: A", "", 1))
    assert found["Codes that stand at two outcomes"] == ["L1.1.1 stands at: L0, L1."]


@pytest.mark.django_db
def test_a_source_of_another_study_year_is_named(english):
    new = GOOD.replace('"2026"', "2027-2028")
    for source, years in {
        "Handleiding, studiejaar 2025-2026": "2025-2026",
        "Handleiding 2025/2026 en 2026–2027": "2025-2026, 2026-2027",
        "Handleiding 2027-2028, na die van 2026-2027": "",
        "Besluit van 2019": "",
    }.items():
        text = new.replace("source: Zelf gemaakt", f"source: '{source}'")
        wanted = f"De bron noemt {years}, en dit is editie 2027-2028." if years else ""
        assert staff_sees(text) == wanted, source
        in_english = wanted and f"The source names {years}, and this is edition 2027-2028."
        assert sentences(text).get("A source of another study year", [""]) == [in_english], source
