"""Forms that were there before a placement had a set of its own keep every row and every word."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

FRAMEWORKS = ("learning_outcomes", "0004_searchentry")
BEFORE = [FRAMEWORKS, ("assessments", "0003_told_once_and_page"), ("placements", "0001_initial")]
AFTER = [
    FRAMEWORKS,
    ("assessments", "0009_rows_of_the_students_own_set"),
    ("placements", "0004_the_students_own_set"),
]
DAY = timezone.localdate()
WEEKS = {"weeks": 16, "start_week": 3, "midterm_week": 8, "final_week": 16}


def migrate(to: list):
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return MigrationExecutor(connection).loader.project_state(to).apps


def placement_before(apps):
    """A placement whose midterm has two rows, one of them written on, and a row of the period it was in first."""
    get = apps.get_model
    framework = get("learning_outcomes", "Framework").objects.create(code="f", edition="1", title="F", year=2025)
    user = get("placements", "User").objects.create(email="noor@driehoek.example", first_name="Noor", last_name="V")
    unit = get("learning_outcomes", "Unit").objects.create(framework=framework, code="U", title="U")
    periods = [
        get("learning_outcomes", "WorkplacePeriod").objects.create(framework=framework, code=code, title=code, **WEEKS)
        for code in ("now", "first")
    ]
    items = [
        get("learning_outcomes", "PeriodOutcome").objects.create(
            period=period, unit=unit, summative=True, target_level="tussen", mentor_role="judge", order=number,
            outcome=get("learning_outcomes", "LearningOutcome").objects.create(
                framework=framework, code=f"L{number}", title=f"L{number}", short_title=f"L{number}"
            ),
        )
        for number, period in enumerate([periods[0], periods[0], periods[1]])
    ]  # fmt: skip
    placement = get("placements", "Placement").objects.create(
        student=user, period=periods[0], start=DAY, end=DAY,
        school=get("placements", "School").objects.create(name="S"),
        institute=get("placements", "Institute").objects.create(name="I"),
    )  # fmt: skip
    days = dict.fromkeys(["opens_on", "talk_on", "reflect_by", "respond_by", "decide_by"], DAY)
    form = get("assessments", "AssessmentForm").objects.create(placement=placement, moment="midterm", **days)
    rows = [get("assessments", "OutcomeAssessment").objects.create(form=form, item=item) for item in items]
    get("assessments", "Reflection").objects.create(row=rows[1], author=user, role="student", shown="Dit liet ik zien.")
    return placement


@pytest.mark.skipif(connection.vendor == "sqlite", reason="slow, and PostgreSQL is the stricter of the two")
@pytest.mark.django_db(transaction=True)
def test_rows_of_a_period_become_rows_of_the_set_and_keep_what_was_written():
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        placement = placement_before(migrate(BEFORE))
        get = migrate(AFTER).get_model
        rows = get("assessments", "OutcomeAssessment").objects.order_by("pk").select_related("item__outcome")
        said = [(row.item.outcome.code, row.item.state, row.item.origin, row.asked) for row in rows]
        assert said == [
            ("L0", "asked", "period", True),
            ("L1", "asked", "period", True),
            ("L2", "dropped", "period", True),
        ]
        assert {(row.item.placement_id, row.item.mentor_role, row.item.target_level) for row in rows} == {
            (placement.pk, "judge", "tussen")
        }
        assert get("assessments", "Reflection").objects.get(row=rows[1]).shown == "Dit liet ik zien."
        back = migrate(BEFORE).get_model("assessments", "OutcomeAssessment").objects.order_by("pk")
        assert [row.item.outcome.code for row in back] == ["L0", "L1", "L2"]
    finally:
        migrate(newest)
        with connection.cursor() as cursor:  # what was made anew counts from 1, and the cast laid aside has 1 already
            cursor.execute("SELECT setval(quote_ident(sequencename)::regclass, 10000) FROM pg_sequences")
