"""The pages of a framework: what each of the source documents looks like, and what any framework keeps to."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learning_outcomes import files, loading
from learning_outcomes.models import Area, Framework, GlossaryTerm, Level, Skill, SkillDescriptor, SkillPhase, Unit
from tests.factories import (
    DimensionFactory,
    FrameworkFactory,
    IndicatorFactory,
    LearningOutcomeFactory,
    PeriodOutcomeFactory,
    UserFactory,
    WorkplacePeriodFactory,
)

FIXTURES = Path(__file__).parents[2] / "fixtures"

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def reader(client):
    client.force_login(UserFactory(language="nl"))
    return client


def loaded(name: str) -> Framework:
    tree = files.read((FIXTURES / f"{name}.yaml").read_bytes())
    loading.load(tree, publish=True)
    return Framework.objects.get(code=tree.edition.key[0])


@pytest.fixture
def han() -> Framework:
    return loaded("han-tweedegraads-2025-2026")


@pytest.fixture
def grid() -> Framework:
    return loaded("werkplekleren-4x4")


def page(client, framework: Framework, name: str = "framework_detail", *more: str, **asked: str) -> str:
    answer = client.get(reverse(f"learning_outcomes:{name}", args=[framework.code, framework.edition, *more]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def text_of(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


# what a framework holds


def test_the_grid_says_in_one_line_what_it_holds(reader, grid):
    assert "Vier leerlijnen, vier niveaus, 101 succescriteria. Tweedegraads." in text_of(page(reader, grid))


def test_the_guide_of_the_han_says_what_it_holds(reader, han):
    assert "28 leeruitkomsten, 106 indicatoren, 14 vaardigheden, vijf begrippen." in text_of(page(reader, han))


def test_the_areas_say_what_they_hold(reader):
    assert "Vijf gebieden, drie niveaus." in text_of(page(reader, loaded("leeruitkomstgebieden")))


def test_a_framework_of_words_alone_says_so(reader):
    assert re.search(r"\d+ begrippen\.", text_of(page(reader, loaded("begrippenkader"))))


def test_source_and_origin_are_told(reader, grid):
    shown = text_of(page(reader, grid))
    assert "generieke kennisbasis (10voordeleraar, 2017)" in shown
    assert "zonder uitgever en zonder datum" in shown
    assert "Om het werkplekleren van een bepaalde fase te behalen" in shown


# the table of areas and levels


def test_each_level_names_its_unit_at_its_head(reader, grid):
    heads = page(reader, grid).partition('class="hd"')[2].partition('class="rw"')[0]
    assert text_of(heads).count("Eenheid van Leeruitkomsten (EvL)") == 4


def test_a_phone_shows_the_level_that_was_chosen(reader, grid):
    narrow = page(reader, grid, level="N3").partition('<div class="d-lg-none">')[2].partition("</section>")[0]
    assert [code for code in ("WP2", "WP3", "WPI3", "WPI4") if f"<b>{code}</b>" in narrow] == ["WP3", "WPI3"]
    assert 'href="?level=N3#matrix" aria-current="true"' in narrow


@pytest.mark.parametrize("asked", ["", "N9", "\0", "<b>", "9" * 5000])
def test_a_level_that_is_not_there_becomes_the_first(reader, grid, asked):
    assert 'href="?level=N1#matrix" aria-current="true"' in page(reader, grid, level=asked)


def test_areas_without_a_filled_cell_are_left_out_of_the_table(reader, grid):
    Area.objects.create(framework=grid, code="leeg", title="Nergens gebruikt", order=99)
    assert "Nergens gebruikt" not in page(reader, grid)


def test_areas_below_one_another_keep_their_names(reader):
    shown = text_of(page(reader, loaded("leeruitkomstgebieden")))
    assert "bijdragen aan brede pedagogische doelen" in shown
    assert "professionele identiteit expliciteren" in shown


# subjects of which the source gives titles only


def test_an_outcome_without_credits_says_they_are_not_known_yet(reader, han):
    assert text_of(page(reader, han)).count("ECTS nog niet bekend") == 3


def test_a_role_that_the_source_lost_is_called_unknown(reader, han):
    assert text_of(page(reader, han)).count("rol onbekend") == 5


def test_a_pilot_and_a_set_to_choose_from_are_told(reader, han):
    row = page(reader, han).partition('id="outcome-VD-NASK-2"')[2].partition("</li>")[0]
    assert "uit een set waaruit de student kiest" in row
    assert "pilot" in row


def test_subjects_stand_below_their_area(reader, han):
    shown = page(reader, han)
    places = [shown.index(f'id="outcome-VD-{code}-1"') for code in ("AK", "BI", "DUFR", "EC", "EN", "GS", "NASK")]
    assert places == sorted(places)
    assert shown.index(">Vakdidactiek</h2>") < places[0]


# periods, rules, words


def test_an_outcome_in_two_periods_is_told_once(reader, han):
    first = han.periods.get()
    row = first.outcomes.first()
    second = WorkplacePeriodFactory(framework=han, title="wpl3", order=9)
    PeriodOutcomeFactory(period=second, outcome=row.outcome, unit=row.unit)
    shown = page(reader, han)
    assert shown.count('id="outcome-CPL"') == 1
    assert shown.count('href="#outcome-CPL"') == 1


def test_the_tailored_rules_say_what_follows_from_them(reader, han):
    shown = page(reader, han).partition('id="rules"')[2]
    assert shown.count('<article class="mt-4" id="rule-') == 5
    assert text_of(shown).count("De werkplekbegeleider beoordeelt dit.") == 2
    assert text_of(shown).count("Zonder deze leeruitkomst geen toegang tot de periode.") == 1
    assert f'href="{han.get_absolute_url()}outcomes/CPL/"' in shown


def test_the_words_of_a_page_are_explained_at_its_foot(reader, han):
    shown = page(reader, han)
    word = GlossaryTerm.objects.get(code="leeruitkomst")
    assert f'href="#word-{word.pk}">leeruitkomst</a>' in shown
    foot = shown.partition('id="words"')[2]
    assert f'id="word-{word.pk}"' in foot
    assert "?at=leeruitkomst#term-leeruitkomst" in foot


def test_literature_and_remarks_stand_with_their_outcome(reader, han):
    ppi = page(reader, han).partition('id="outcome-PPI"')[2].partition("</article>")[0]
    assert "Literatuur" in ppi


# one outcome


def test_an_outcome_has_its_own_page_with_the_whole_guide(reader, han):
    shown = page(reader, han, "outcome", "CPL")
    assert shown.count('id="indicator-CPL.') == 23
    assert shown.count('id="dimension-CPL.') == 4
    assert "Ook genoemd: Creëren van een positief leerklimaat" in text_of(shown)
    assert "paragraaf 5.1" in shown


def test_the_outcome_page_says_what_is_not_to_judge_by_and_what_has_focus(reader, han):
    assert "Telt niet mee in het oordeel." in page(reader, han, "outcome", "LV")
    ppi = page(reader, han, "outcome", "PPI")
    assert ppi.count('<span class="n">focus, ') == 1
    assert "op eindniveau geschreven" in ppi


def test_criteria_without_a_dimension_stand_on_the_page_of_their_outcome(reader, grid):
    shown = page(reader, grid, "outcome", "WP2")
    assert shown.count('id="indicator-WP2.') == 9
    assert "Niveau 2, Verdiepingsfase · proactieve begeleiding" in text_of(shown)


def test_an_outcome_leads_to_its_neighbours(reader, grid):
    shown = page(reader, grid, "outcome", "WP2")
    assert f'rel="prev" href="{grid.get_absolute_url()}outcomes/WP1/"' in shown
    assert f'rel="next" href="{grid.get_absolute_url()}outcomes/WP3/"' in shown
    assert 'rel="prev"' not in page(reader, grid, "outcome", "WP1")
    assert 'rel="next"' not in page(reader, grid, "outcome", "WPI4")


def test_an_outcome_of_which_only_the_title_is_known_says_so(reader, han):
    shown = text_of(page(reader, han, "outcome", "VD-NASK-2"))
    assert "De bron geeft alleen een titel." in shown
    assert "ECTS nog niet bekend" in shown


@pytest.mark.parametrize("code", ["A/B", "A B", "Ä.1", "a?b#c", "regel\neinde", "100%", "<b>", "pdf", "../.."])
def test_any_code_has_an_address(reader, code):
    outcome = LearningOutcomeFactory(code=code)
    outcome.framework.publish()
    shown = page(reader, outcome.framework)
    assert f'href="{outcome.get_absolute_url()}"' in shown
    assert page(reader, outcome.framework, "outcome", code)


def test_a_dimension_without_indicators_is_shown_too(reader):
    dimension = DimensionFactory(title="Nog leeg")
    dimension.outcome.framework.publish()
    assert "Nog leeg" in page(reader, dimension.outcome.framework, "outcome", dimension.outcome.code)


def test_many_indicators_come_a_page_at_a_time_and_a_link_finds_the_right_one(reader):
    outcome = LearningOutcomeFactory()
    dimension = DimensionFactory(outcome=outcome, code="D")
    for number in range(230):
        IndicatorFactory(outcome=outcome, dimension=dimension, code=f"I.{number}", order=number)
    outcome.framework.publish()
    assert 'id="indicator-I.200"' not in page(reader, outcome.framework, "outcome", outcome.code)
    assert 'id="indicator-I.215"' in page(reader, outcome.framework, "outcome", outcome.code, at="I.215")


# skills and words


def test_the_table_of_skills_has_42_cells_and_is_about_growth(reader, han):
    shown = page(reader, han, "skills")
    assert shown.count("<td>") == 42
    assert "gaat over groei, niet over halen of falen" in shown


def test_a_skill_without_a_text_in_a_phase_keeps_its_columns(reader):
    framework = FrameworkFactory()
    first, second = (SkillPhase.objects.create(framework=framework, code=c, title=f"Fase {c}", order=c) for c in (1, 2))
    skill = Skill.objects.create(framework=framework, code="S", title="Overzien")
    SkillDescriptor.objects.create(skill=skill, phase=second, text="Overziet het geheel")
    framework.publish()
    cells = page(reader, framework, "skills").split("<td>")[1:]
    assert [text_of(cell.partition("</td>")[0]) for cell in cells] == ["Fase 1", "Fase 2 Overziet het geheel"]


def test_the_glossary_tells_source_and_year_of_each_term(reader, han):
    shown = page(reader, han, "glossary")
    assert shown.count('<li id="term-') == 5
    assert text_of(shown).count("Deze tekst gaat over: jaar 1") == 2
    assert "bijlage 2, begrippenlijst" in shown


def test_definitions_that_differ_stand_below_each_other(reader):
    shown = page(reader, loaded("begrippenkader"), "glossary")
    assert [n for n in range(1, 5) if f'id="term-leeruitkomst-{n}"' in shown] == [1, 2, 3, 4]


@pytest.mark.parametrize("name", ["skills", "glossary", "tailored"])
def test_a_framework_without_skills_words_or_rules_says_so(reader, grid, name):
    assert "Dit raamwerk heeft geen" in page(reader, grid, name)


@pytest.mark.parametrize("asked", [{"page": "x"}, {"page": "-1"}, {"page": "9" * 400}, {"at": "\0"}, {"at": "nergens"}])
@pytest.mark.parametrize("name", ["framework_detail", "skills", "glossary", "tailored"])
def test_a_page_that_is_not_there_becomes_one_that_is(reader, han, name, asked):
    assert page(reader, han, name, **asked)


# drafts and strangers


@pytest.mark.parametrize("name", ["skills", "glossary", "tailored"])
def test_the_pages_of_a_draft_are_for_staff(reader, name):
    draft = FrameworkFactory()
    address = reverse(f"learning_outcomes:{name}", args=[draft.code, draft.edition])
    assert reader.get(address).status_code == 404
    reader.force_login(UserFactory(is_staff=True))
    assert reader.get(address).status_code == 200


def test_an_outcome_of_a_draft_is_for_staff(reader):
    outcome = LearningOutcomeFactory()
    assert reader.get(outcome.get_absolute_url()).status_code == 404
    reader.force_login(UserFactory(is_staff=True))
    assert reader.get(outcome.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("code", ["NIETS", "CPL/", "\0"])
def test_an_outcome_that_is_not_there_is_not_found(reader, han, code):
    assert reader.get(f"{han.get_absolute_url()}outcomes/{code}/".replace("\0", "%00")).status_code == 404


@pytest.mark.parametrize("at", ["\0", "CPL.1\0", "<b>", "x" * 5000])
def test_a_part_of_an_outcome_that_is_not_there_leaves_the_page_as_it_is(reader, han, at):
    assert page(reader, han, "outcome", "CPL", at=at).count('id="indicator-CPL.') == 23


# the list


def test_the_newest_edition_stands_first_whatever_its_status_and_the_others_below_it(reader):
    made = {
        edition: FrameworkFactory(code="x", edition=edition, year=year)
        for edition, year in (("2023", 2023), ("2024", 2024), ("2025", 2025), ("2026", 2026))
    }
    for edition in ("2023", "2024", "2025"):
        made[edition].publish()
    made["2025"].retire()
    reader.force_login(UserFactory(is_staff=True))
    shown = reader.get(reverse("learning_outcomes:framework_list")).content.decode()
    assert re.findall(r"editie: (\d{4})<", shown) == ["2026", "2025", "2024", "2023"]
    assert shown.count('<li class="d-older">') == 3
    assert shown.count('<span class="d-tag d-tag-plain">concept</span>') == 1


def test_frameworks_stand_under_their_publisher(reader):
    for code, publisher in (("b", "Zeta"), ("c", "Alfa"), ("a", "Zeta")):
        FrameworkFactory(code=code, publisher=publisher, title=code).publish()
    shown = text_of(reader.get(reverse("learning_outcomes:framework_list")).content.decode())
    assert (
        shown.index("Alfa")
        < shown.index("c, editie: 2025-2026")
        < shown.index("Zeta")
        < shown.index("a, editie: 2025-2026")
    )
    assert shown.count("Zeta") == 1


# texts of others, and the number of queries


def test_no_text_of_a_framework_becomes_markup(reader):
    evil = "<img src=x onerror=1>"
    framework = FrameworkFactory(title=evil, about=evil, source=evil, scope=evil, derived_from=[evil], publisher=evil)
    level = Level.objects.create(framework=framework, code=evil, title=evil, phase=evil, guidance=evil)
    Unit.objects.create(framework=framework, code="U", title=evil, level=level)
    area = Area.objects.create(framework=framework, code="A", title=evil, status=evil)
    outcome = LearningOutcomeFactory(
        framework=framework, code=evil[:30], title=evil, text=evil, area=area, level=level,
        remark=evil, literature=[evil], aliases=[evil], reference=evil,
    )  # fmt: skip
    IndicatorFactory(outcome=outcome, dimension=DimensionFactory(outcome=outcome, title=evil), text=evil)
    GlossaryTerm.objects.create(framework=framework, code="T", term="img", text=evil, aliases=[evil], source=evil)
    framework.publish()
    for name, more in (("framework_detail", []), ("outcome", [outcome.code]), ("glossary", [])):
        assert "<img" not in page(reader, framework, name, *more)


def framework_with(number: int) -> Framework:
    """A framework with this many of everything that a page lists."""
    framework = FrameworkFactory()
    phase = SkillPhase.objects.create(framework=framework, code="F", title="Fase")
    level = Level.objects.create(framework=framework, code="N", title="Niveau")
    for n in range(number):
        area = Area.objects.create(framework=framework, code=f"A{n}", title=f"Gebied {n}")
        outcome = LearningOutcomeFactory(framework=framework, code=f"L{n}", area=area, level=level, order=n)
        for _d in range(number // 2):
            IndicatorFactory(outcome=outcome, dimension=DimensionFactory(outcome=outcome))
        LearningOutcomeFactory(framework=framework, code=f"T{n}", area=area, text="", ects=5)
        skill = Skill.objects.create(framework=framework, code=f"S{n}", title="Overzien")
        SkillDescriptor.objects.create(skill=skill, phase=phase, text="Overziet")
        framework.tailored_rules.create(code=f"R{n}", title="Regel", text=f"Het begrip{n}", carried_over_with=outcome)
        framework.glossary.create(code=f"B{n}", term=f"begrip{n}", text="Iets")
    framework.publish()
    return framework


@pytest.mark.parametrize("name", ["framework_detail", "outcome", "skills", "glossary", "tailored"])
def test_a_page_asks_as_much_for_20_rows_as_for_2(reader, name):
    reader.get("/")
    counts = []
    for number in (2, 20):
        framework = framework_with(number)
        more = ["L1"] if name == "outcome" else []
        with CaptureQueriesContext(connection) as asked:
            page(reader, framework, name, *more)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 40
