"""The conversations of a period in a framework file: read, refused with a line, compared, copied (C01-C17)."""

import json

import pytest

from learning_outcomes import editions, files, loading
from learning_outcomes.checks import check
from learning_outcomes.composing import FaultyFile
from learning_outcomes.exchange import case_export, case_import
from learning_outcomes.file_keys import file_keys
from learning_outcomes.models import ConversationQuestion, Crosswalk, Framework, PeriodConversation
from learning_outcomes.models.cycle import Person
from learning_outcomes.verification import verification
from learning_outcomes.yaml_export import export_framework
from placements.roles import Role
from tests.factories import UserFactory
from tests.learning_outcomes.making import SMALL, send, staff, stored

CYCLE = """\
    conversations:
      - kind: introduction
        questions:
          - code: K1
            text: Welke dagen is de student aanwezig?
            field: topic
          - code: K2
            text: Wanneer is de eerste les?
            help: Vraag de schoolopleider.
            field: topic
      - kind: start
        triangle: true
        prepared_by: [student]
        approved_by: [workplace_mentor]
        questions:
          - code: S1
            text: Welk doel stel ik?
            field: goal
          - code: S2
            text: Wat ga ik doen?
            field: activities
      - kind: guidance
"""
BLOCK = """\
periods:
  - code: p1
    title: Periode
    study_year: "2026"
    weeks: 16
    start_week: 3
    midterm_week: 8
    final_week: 16
    outcomes: [{outcome: L1, unit: U1, summative: true, mentor_role: judge, focus: [L1.1]}]
"""
WITH = SMALL[: SMALL.index("periods:")] + BLOCK + CYCLE
FIRST = WITH.count("\n") - CYCLE.count("\n") + 1  # the line of "conversations:"

# what is written otherwise, how, the line counted from "conversations:", and what one reads of it
DAMAGED = [
    ("kind: start", "kind: intake", 10, "kind must be one of: introduction, start, guidance, midterm, final."),
    ("- kind: guidance", "- triangle: true", 21, "kind is missing"),
    ("kind: guidance", "kind: start", 21, f"p1 start stands in the file twice; first on line {FIRST + 10}."),
    ("[student]", "[student, begeleider]", 12, "prepared_by: begeleider is not a role. Known are: student, workplace"),
    ("[workplace_mentor]", "[student, student]", 13, "student stands here twice."),
    ("[student]", "student", 12, "prepared_by must be a list."),
    ("[student]", "{student: true}", 12, "prepared_by must be a list."),
    ("[student]", "[[student]]", 12, "prepared_by must be text."),
    ("[student]", "['']", 12, "prepared_by holds an empty text."),
    ("triangle: true", "triangle: soms", 11, "triangle must be true or false."),
    ("            text: Welk doel stel ik?\n", "", 15, "Question of a conversation S1: text is missing (text)."),
    ("Welk doel stel ik?", "a" * 20_001, 16, "text is longer than 20000 characters."),
    ("Welk doel stel ik?", '"\\0"', 16, "U+0000"),
    ("            field: goal\n", "", 15, "field is missing (answered in)."),
    ("field: goal", "field: wens", 17, "field must be one of: topic, situation, shown_before, why, goal,"),
    ("field: activities", "field: goal", 20, "goal holds the answer to S1 already. Only topics may share a field."),
    ("code: S2", "code: S1", 18, f"S1 stands in the file twice; first on line {FIRST + 15}."),
    ("code: S2", "code: S/2", 18, "A code holds letters, digits"),
    ("code: S2", "uuid: 12\n            code: S2", 18, "uuid is not a valid UUID."),
    ("questions:\n          - code: S1", "vragen:\n          - code: S1", 14, "vragen is not a key that"),
    ("- kind: guidance", "- guidance", 21, "conversations must consist of keys and values."),
    ("- kind: guidance\n", "- kind: guidance\n    introduction_week: 4\n", -8, "introduction_week, start_week"),
]  # fmt: skip


def faults(read, data: str) -> list[str]:
    try:
        read(data.encode())
    except FaultyFile as refused:
        return [str(fault) for fault in refused.faults]
    return []


def test_every_fault_is_named_with_its_line(english):
    assert faults(files.read, WITH) == []
    missed = []
    for old, new, line, sentence in DAMAGED:
        assert WITH.count(old) >= 1
        before, _cut, after = WITH.rpartition(old) if old in CYCLE else WITH.partition(old)
        found = faults(files.read, before + new + after)
        if not any(fault.startswith(f"line {FIRST + line}: ") and sentence in fault for fault in found):
            missed.append((old, new, found))
    assert missed == []


def test_the_roles_are_those_of_the_people_around_a_placement():
    assert Person.choices == Role.choices


@pytest.mark.django_db
def test_a_file_gives_a_period_its_conversations_in_their_order():
    period = stored(WITH).periods.get()
    first, start, guidance = period.conversations.all()
    assert (period.introduction_week, first.week, start.week, guidance.week) == (1, 1, 3, None)
    assert (start.kind, start.triangle, start.prepared_by, start.approved_by) == (
        "start", True, ["student"], ["workplace_mentor"],
    )  # fmt: skip
    assert [(one.code, one.field, one.help) for one in first.questions.all()] == [
        ("K1", "topic", ""),
        ("K2", "topic", "Vraag de schoolopleider."),
    ]


@pytest.mark.django_db
def test_yaml_and_case_bring_back_the_same_rows():
    framework = stored(WITH)
    ConversationQuestion.objects.filter(code="S1").update(order=7)
    for export, read in ((export_framework, files.read), (case_export.export_framework, case_import.read)):
        text = export(framework)
        assert loading.load(read(text.encode())).changes == []
        framework.delete()
        loading.load(read(text.encode()))
        framework = Framework.objects.get()
        assert export(framework) == text


def cycle_of_item(package: dict) -> list:
    item = next(item for item in package["CFItems"] if item["CFItemType"] == "Werkplekperiode")
    return item["extensions"]["driehoek"]["conversations"]


@pytest.mark.django_db
def test_a_damaged_cycle_in_a_package_is_refused_with_its_place(english):
    text = case_export.export_framework(stored(WITH))
    strange = [
        (lambda cycle: cycle.__setitem__(1, "start"), "conversations[1]: conversations[1] must be an object."),
        (lambda cycle: cycle[1].update(kind=[]), "conversations[1].kind: kind must be text."),
        (lambda cycle: cycle[1].pop("kind"), "conversations[1]: "),
        (lambda cycle: cycle[1].update(prepared_by=["wie"]), "conversations[1].prepared_by: prepared_by: wie is not"),
        (lambda cycle: cycle[1].update(questions={}), "conversations[1].questions: questions must be a list."),
        (lambda cycle: cycle[1]["questions"][0].update(text=None), "questions[0]: "),
        (lambda cycle: cycle[1]["questions"][1].update(code="S1"), "S1 stands in the file twice; first at CFItems["),
        (lambda cycle: cycle[1]["questions"][0].update(identifier=5), "identifier must be text."),
        (lambda cycle: cycle[0]["questions"][0].update(order="x", field="x"), "field must be one of"),
    ]
    missed = []
    for damage, sentence in strange:
        package = json.loads(text)
        damage(cycle_of_item(package))
        found = faults(case_import.read, json.dumps(package))
        if not any(sentence in fault and "CFItems[" in fault for fault in found):
            missed.append((sentence, found))
    assert missed == []


@pytest.mark.django_db
def test_the_preview_shows_a_question_word_by_word_and_a_conversation_in_words():
    stored(WITH)
    text = WITH.replace("Welk doel stel ik?", "Welk doel stel ik nu?").replace("      - kind: guidance\n", "")
    text = text.replace("prepared_by: [student]", "prepared_by: [student, school_educator]")
    page = send(staff(), text).content.decode()
    assert '<ins><span class="visually-hidden">Toegevoegd: </span>ik nu?</ins>' in page.replace("\n", "")
    assert "schoolopleider</ins>" in page
    assert "begeleidingsgesprek · student en werkplek</del>" in page
    assert PeriodConversation.objects.count() == 3


@pytest.mark.django_db
def test_the_next_edition_has_the_same_cycle_and_the_grid_says_what_changed(english):
    old = stored(WITH, publish=True)
    new = editions.next_edition(old, "2027", "2027", UserFactory(is_staff=True))
    assert not set(ConversationQuestion.objects.filter(conversation__period__framework=new).values_list("uuid")) & set(
        ConversationQuestion.objects.filter(conversation__period__framework=old).values_list("uuid")
    )
    ConversationQuestion.objects.filter(conversation__period__framework=new, code="S2").update(text="Wat doe ik?")
    PeriodConversation.objects.filter(period__framework=new, kind="start").update(approved_by=["school_educator"])
    rows = verification(old, new, Crosswalk.objects.none()).shown("changed")
    told = [(row.part.code, change.old, change.new) for row in rows for change in row.changes]
    assert ("p1 start", "workplace mentor", "school educator") in told
    assert ("p1 start S2", "Wat ga ik doen?", "Wat doe ik?") in told


@pytest.mark.django_db
def test_a_file_may_let_two_questions_change_places():
    stored(WITH)
    text = WITH.replace("field: goal", "field: x").replace("field: activities", "field: goal")
    loading.load(files.read(text.replace("field: x", "field: activities").encode()))
    found = ConversationQuestion.objects.filter(conversation__kind="start").values_list("code", "field")
    assert list(found) == [("S1", "activities"), ("S2", "goal")]


@pytest.mark.django_db
def test_the_check_names_what_asks_nothing_and_what_is_answered_twice(english):
    stored(WITH)
    ConversationQuestion.objects.filter(code="S2").update(field="goal")

    def said() -> list[str]:
        return [one.sentence for group in check(Framework.objects.for_page().get()) for one in group.findings]

    assert "Periode: these questions have their answer in the same field: S1, S2." in said()
    ConversationQuestion.objects.filter(conversation__kind="start").delete()
    assert "Periode: the start talk is prepared, and asks nothing." in said()


def test_the_keys_of_a_file_name_the_roles(english):
    keys = {(group.path, key.name): key for group in file_keys() for key in group.keys}
    assert keys["periods › conversations", "prepared_by"].takes.startswith("a list of: student = student; workplace")
    assert keys["periods › conversations › questions", "field"].required
    assert not keys["periods", "introduction_week"].required


@pytest.mark.django_db
def test_an_edition_that_is_published_refuses_another_question():
    stored(WITH, publish=True)
    with pytest.raises(FaultyFile):
        loading.load(files.read(WITH.replace("Wat ga ik doen?", "Wat doe ik?").encode()))
