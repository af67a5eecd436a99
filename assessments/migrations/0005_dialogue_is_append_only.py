"""What was said in a dialogue and what was decided on an outcome are added, never changed; as the sealed tables."""

from importlib import import_module

from django.db import migrations

TABLES = ["assessments_contribution", "assessments_outcomedecision"]

sealing = import_module("assessments.migrations.0002_sealed")


def forbid(apps, schema_editor) -> None:
    sealing.forbid_on(schema_editor, TABLES)


def allow(apps, schema_editor) -> None:
    sealing.allow_on(schema_editor, TABLES)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0004_dialogue")]
    operations = [migrations.RunPython(forbid, allow)]
