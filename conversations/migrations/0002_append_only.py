"""What was said, approved or logged is added to, never changed: not by a view, not by the admin, not by SQL."""

from django.db import migrations

TABLES = [
    "conversations_conversationlog",
    "conversations_goallog",
    "conversations_goalversion",
    "conversations_planapproval",
    "conversations_planlog",
    "conversations_planremark",
    "conversations_planversion",
]


def forbid(apps, schema_editor) -> None:
    forbid_on(schema_editor, TABLES)


def allow(apps, schema_editor) -> None:
    allow_on(schema_editor, TABLES)


def forbid_on(schema_editor, tables: list[str]) -> None:
    """Rows of these tables are added only."""
    run = schema_editor.execute
    for table in tables:
        if schema_editor.connection.vendor == "postgresql":
            run(
                f"CREATE TRIGGER {table}_said BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION placements_is_said()"
            )
            continue
        for act in ("UPDATE", "DELETE"):
            run(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is said: rows are added, never changed'); END"
            )


def allow_on(schema_editor, tables: list[str]) -> None:
    run = schema_editor.execute
    for table in tables:
        if schema_editor.connection.vendor == "postgresql":
            run(f"DROP TRIGGER {table}_said ON {table}")
        else:
            run(f"DROP TRIGGER {table}_no_update")
            run(f"DROP TRIGGER {table}_no_delete")


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial"), ("placements", "0005_weekdays_free_days_and_calendars")]
    operations = [migrations.RunPython(forbid, allow)]
