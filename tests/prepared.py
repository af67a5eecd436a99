"""The cast, made once per run and laid aside in the database: a test begins with a copy of it.

`make_cast` loads a whole framework and takes a quarter of a second; a copy is one statement per table. The rows are
those that the real loader and the real models wrote. They stand in tables of their own, which no model knows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import date

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from learning_outcomes.models import Framework

from .cast import Cast, make_cast

ASIDE = "aside_"


class Prepared:
    """What the database held before any test, and the cast beside it."""

    def __init__(self) -> None:
        self.day: date | None = None
        self.kept: set[str] = set()  # filled by the migrations, such as the permissions
        self.cast: Cast | None = None
        self.rows_of_cast: set[str] = set()

    def lay_aside(self) -> None:
        """Make the cast, keep its rows apart, and leave every table as it was."""
        self.day, self.kept = timezone.localdate(), filled()
        with transaction.atomic(), connection.cursor() as cursor:
            self.cast = make_cast()
            self.rows_of_cast = filled() - self.kept
            for table in self.rows_of_cast:
                cursor.execute(f'CREATE TABLE "{ASIDE}{table}" AS SELECT * FROM "{table}"')
                cursor.execute(f'DELETE FROM "{table}"')

    def bring_cast(self) -> Cast:
        """A copy of the cast; made anew where a framework stands already, or after midnight: its dates are of today."""
        if self.day != timezone.localdate() or Framework.objects.exists():
            return make_cast()
        with transaction.atomic(), connection.cursor() as cursor:
            for table in self.rows_of_cast:
                cursor.execute(f'INSERT INTO "{table}" SELECT * FROM "{ASIDE}{table}"')
        return deepcopy(self.cast)

    def empty(self) -> None:
        """Take away what a test with real transactions left. A flush would rewrite every table, filled or not."""
        left = filled() - self.kept
        with transaction.atomic(), without_triggers(left), connection.cursor() as cursor:
            for table in left:
                cursor.execute(f'DELETE FROM "{table}"')
            connection.check_constraints()  # PostgreSQL switches no trigger while a check is due


@contextmanager
def without_triggers(tables: set[str]) -> Iterator[None]:
    """The triggers of these tables, such as those that keep what was sealed, do nothing for a moment."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgrelid::regclass::text, tgname, '' FROM pg_trigger WHERE NOT tgisinternal")
            off, on = 'ALTER TABLE "{table}" DISABLE TRIGGER {name}', 'ALTER TABLE "{table}" ENABLE TRIGGER {name}'
        else:
            cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
            off, on = "DROP TRIGGER {name}", "{sql}"
        triggers = [(table, name, sql) for table, name, sql in cursor.fetchall() if table in tables]
        for table, name, sql in triggers:
            cursor.execute(off.format(table=table, name=name, sql=sql))
        yield
        for table, name, sql in triggers:
            cursor.execute(on.format(table=table, name=name, sql=sql))


def tables() -> list[str]:
    """Every table of every model."""
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models if model._meta.managed})


def filled() -> set[str]:
    """The tables that hold rows."""
    questions = [f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables()]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(questions))
        return {table for (table,) in cursor.fetchall()}
