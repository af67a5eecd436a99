"""A code that is taken, or that no address can hold, gets a sentence beside it, wherever a draft is edited."""

import pytest

from learning_outcomes.models import (
    Area,
    Framework,
    GlossaryTerm,
    LearningOutcome,
    Skill,
    TailoredRule,
    Unit,
    WorkplacePeriod,
)
from tests.learning_outcomes.making import SMALL, stored
from tests.learning_outcomes.test_admin_editing import change, editor  # noqa: F401

WEEKS = "study_year: '2026', weeks: 16, start_week: 3, midterm_week: 8, final_week: 16"
SECOND = {
    "levels: [": "levels: [{code: twee, title: Niveau twee}, ",
    "units: [": "areas: [{code: A, title: A}, {code: B, title: B}]\nunits: [{code: U2, title: Tweede}, ",
    "outcomes:\n": "outcomes:\n  - {code: L2, title: Tweede}\n",
    "      - code: L1.1\n": "      - {code: L1.2, title: Tweede}\n      - code: L1.1\n",
    "periods:\n": f"""\
phases: [{{code: begin, title: Begin}}, {{code: eind, title: Eind}}]
skills: [{{code: CB1, title: Een}}, {{code: CB2, title: Twee}}]
tailored: [{{code: M1, title: Een, text: Een.}}, {{code: M2, title: Twee, text: Twee.}}]
glossary: [{{code: een, term: een, text: Een.}}, {{code: twee, term: twee, text: Twee.}}]
periods:
  - {{code: p2, title: Tweede, {WEEKS}}}
""",
}
TABLE = [
    # what is edited, the box, the code that is there already
    ((Area, "A"), "code", "B"),
    ((GlossaryTerm, "een"), "code", "twee"),
    ((LearningOutcome, "L1"), "code", "L2"),
    ((Skill, "CB1"), "code", "CB2"),
    ((TailoredRule, "M1"), "code", "M2"),
    ((Unit, "U1"), "code", "U2"),
    ((WorkplacePeriod, "p1"), "code", "p2"),
    ((Framework, "small"), "levels-0-code", "een"),
    ((Framework, "small"), "skill_phases-0-code", "eind"),
    ((LearningOutcome, "L1"), "dimensions-0-code", "L1.1"),
    ((LearningOutcome, "L1"), "indicators-0-code", "L1.1.2"),
]

pytestmark = pytest.mark.django_db


@pytest.fixture
def row_of():
    text = SMALL
    for old, new in SECOND.items():
        text = text.replace(old, new, 1)
    stored(text)
    return lambda model, code: model.objects.get(code=code)


def errors_beside(page, box: str) -> list[str]:
    """The sentences at one box of a page of the administration."""
    prefix, _, name = box.rpartition("-")
    inlines = [form for inline in page.context["inline_admin_formsets"] for form in inline.formset.forms]
    form = next(form for form in [page.context["adminform"].form, *inlines] if (form.prefix or "") == prefix)
    return form.errors.get(name, [])


def refused(editor, row, box: str, code: str, sentence: str) -> bool:  # noqa: F811
    """Whether the page comes back with this sentence beside the box, and with the code that was typed in it."""
    page = change(editor, row, {box: code})
    return page.status_code == 200 and errors_beside(page, box) == [sentence] and f'value="{code}"' in str(page.content)


def test_a_code_that_is_taken_gets_a_sentence_beside_it(editor, row_of):  # noqa: F811
    found = [
        (model.__name__, box)
        for (model, own), box, code in TABLE
        if not refused(editor, row_of(model, own), box, code, f"Code {code} is hier al in gebruik.")
    ]
    assert found == []


def test_a_code_with_a_slash_or_a_space_gets_a_sentence_beside_it(editor, row_of):  # noqa: F811
    sentence = "Een code bestaat uit letters, cijfers, punten, streepjes en lage streepjes, en niets anders."
    boxes = [row for row in TABLE if row[0][0] is not WorkplacePeriod]  # its field says so itself
    found = [
        (model, box)
        for (model, own), box, _code in boxes
        if not refused(editor, row_of(model, own), box, "S 1/2", sentence)
    ]
    assert found == []


def test_an_outcome_that_stands_in_a_period_twice_is_called_what_people_call_it(editor, row_of):  # noqa: F811
    period = row_of(WorkplacePeriod, "p1")
    new = {"outcomes-TOTAL_FORMS": 2, "outcomes-1-outcome": row_of(LearningOutcome, "L1").pk}
    new |= {"outcomes-1-unit": row_of(Unit, "U1").pk, "outcomes-1-mentor_role": "judge"}
    page = change(editor, period, new)
    assert "Twee rijen hebben dezelfde leeruitkomst. Verander er een." in page.content.decode()
