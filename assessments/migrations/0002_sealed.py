"""The database itself refuses to change what was sealed or logged: not a view, not the admin, not `update()`, not SQL."""

from django.db import migrations

TABLES = [
    "assessments_sealedversion",
    "assessments_sealedpaper",
    "assessments_assessmentformlog",
    "assessments_decisionlog",
]


def forbid(apps, schema_editor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION assessments_is_sealed() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is sealed: rows are added, never changed', TG_TABLE_NAME "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$",
            params=None,
        )
    forbid_on(schema_editor, TABLES)


def allow(apps, schema_editor) -> None:
    allow_on(schema_editor, TABLES)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION assessments_is_sealed()")


def forbid_on(schema_editor, tables: list[str]) -> None:
    """Rows of these tables are added only; needs the function above."""
    for table in tables:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION assessments_is_sealed()"
            )
            continue
        for act in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is sealed: rows are added, never changed'); END"
            )


def allow_on(schema_editor, tables: list[str]) -> None:
    """The rows of these tables can be changed again."""
    for table in tables:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_sealed ON {table}")
            continue
        schema_editor.execute(f"DROP TRIGGER {table}_no_update")
        schema_editor.execute(f"DROP TRIGGER {table}_no_delete")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
