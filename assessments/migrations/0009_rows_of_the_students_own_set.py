"""A row of a form points at the set of the placement, no longer at the period it was made from (O14)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.exceptions import IrreversibleError

# Never changed, never deleted; a recognition is withdrawn, and nothing else of it ever changes.
LOGS = ["placements_placementoutcomelog"]
RECOGNITIONS = "placements_recognition"
FIXED = ["item_id", "kind", "brought", "validated_by", "validator_function", "rule", "recorded_by_id", "recorded_role"]
FIXED += ["recorded_at", '"on"']


def acts() -> list[tuple[str, str]]:
    """(table, what is forbidden on it)."""
    found = [(table, act) for table in LOGS for act in ("UPDATE", "DELETE")]
    return [*found, (RECOGNITIONS, "DELETE"), (RECOGNITIONS, f"UPDATE OF {', '.join(FIXED)}")]


def forbid(apps, schema_editor) -> None:
    """The same refusal as for sealed versions; on PostgreSQL by the same function."""
    for number, (table, act) in enumerate(acts()):
        name = f"{table}_kept_{number}"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH STATEMENT "
                "EXECUTE FUNCTION assessments_is_sealed()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is sealed: rows are added, never changed'); END"
            )


def allow(apps, schema_editor) -> None:
    for number, (table, _act) in enumerate(acts()):
        name = f"{table}_kept_{number}"
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {name}{on}")


def make_sets(apps, schema_editor) -> None:
    """Every placement gets the outcomes of its period, and its rows point at them. A row of another period than the
    placement has now (it was moved) keeps what it said, as an outcome that is not asked any more."""
    item_model = apps.get_model("placements", "PlacementOutcome")
    row_model = apps.get_model("assessments", "OutcomeAssessment")
    rows: dict[int, list] = {}
    for row in row_model.objects.select_related("item", "form").order_by("pk"):
        rows.setdefault(row.form.placement_id, []).append(row)
    for placement in apps.get_model("placements", "Placement").objects.select_related("period").order_by("pk"):
        made = {source.pk: made_from(item_model, placement, source) for source in placement.period.outcomes.order_by("pk")}
        for row in rows.get(placement.pk, []):
            if row.item_id not in made:
                made[row.item_id] = made_from(item_model, placement, row.item, "dropped")
            row_model.objects.filter(pk=row.pk).update(of_set=made[row.item_id])
    flush_checks(schema_editor)


def made_from(model, placement, source, state: str = "asked"):
    return model.objects.create(
        placement=placement,
        outcome_id=source.outcome_id,
        unit_id=source.unit_id,
        origin="period",
        state=state,
        summative=source.summative,
        target_level=source.target_level,
        mentor_role=source.mentor_role,
        order=source.order,
    )


def back_to_periods(apps, schema_editor) -> None:
    """Only while every row still is one of a period."""
    period_outcome = apps.get_model("learning_outcomes", "PeriodOutcome")
    for row in apps.get_model("assessments", "OutcomeAssessment").objects.select_related("of_set", "form__placement"):
        sources = period_outcome.objects.filter(outcome=row.of_set.outcome_id)
        source = sources.filter(period=row.form.placement.period_id).first() or sources.first()
        if source is None:
            raise IrreversibleError(f"row {row.pk} is of no period")
        type(row).objects.filter(pk=row.pk).update(item=source)
    apps.get_model("placements", "PlacementOutcomeLog").objects.all().delete()
    apps.get_model("assessments", "OutcomeAssessment").objects.update(of_set=None)
    apps.get_model("placements", "PlacementOutcome").objects.all().delete()
    flush_checks(schema_editor)


def flush_checks(schema_editor) -> None:
    """PostgreSQL alters no table whose deferred checks still wait."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0008_carried_over"),
        ("placements", "0004_the_students_own_set"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RemoveConstraint("outcomeassessment", "outcome_assessment_once_per_form"),
        migrations.AlterModelOptions("outcomeassessment", {}),
        migrations.AddField("outcomeassessment", "asked", models.BooleanField("asked", default=True)),
        migrations.AddField(
            "outcomeassessment",
            "of_set",
            models.ForeignKey(
                "placements.PlacementOutcome", django.db.models.deletion.PROTECT, null=True, related_name="+"
            ),
        ),
        migrations.AlterField(
            "outcomeassessment",
            "item",
            models.ForeignKey(
                "learning_outcomes.PeriodOutcome", django.db.models.deletion.PROTECT, null=True, related_name="+"
            ),
        ),
        migrations.RunPython(make_sets, back_to_periods),
        migrations.RemoveField("outcomeassessment", "item"),
        migrations.RenameField("outcomeassessment", "of_set", "item"),
        migrations.AlterField(
            "outcomeassessment",
            "item",
            models.ForeignKey(
                "placements.PlacementOutcome",
                django.db.models.deletion.PROTECT,
                related_name="rows",
                verbose_name="outcome",
            ),
        ),
        migrations.AlterModelOptions(
            "outcomeassessment",
            {
                "ordering": ["item__order", "item"],
                "verbose_name": "outcome on a form",
                "verbose_name_plural": "outcomes on a form",
            },
        ),
        migrations.AddConstraint(
            "outcomeassessment",
            models.UniqueConstraint(fields=["form", "item"], name="outcome_assessment_once_per_form"),
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('kind', models.CharField(choices=[('pdf', 'PDF'), ('jpg', 'JPG'), ('png', 'PNG'), ('docx', 'Word')], max_length=4, verbose_name='kind')),
                ('size', models.PositiveIntegerField(verbose_name='bytes')),
                ('file', models.CharField(help_text='Name in the file storage.', max_length=100, unique=True)),
                ('sha256', models.CharField(max_length=64)),
                ('role', models.CharField(max_length=20)),
                ('saved_at', models.DateTimeField(auto_now_add=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('row', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='assessments.outcomeassessment')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['pdf', 'jpg', 'png', 'docx'])), name='attachment_kind_valid')],
            },
        ),
        migrations.RunPython(forbid, allow),
    ]
