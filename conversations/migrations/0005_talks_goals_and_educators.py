"""Educators whom the student passes on, reports that gave way to others, and who noted that the verdict was told."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLES = ["conversations_earliertalktext", "conversations_passedonlog"]  # added to, never changed


append_only = import_module("conversations.migrations.0002_append_only")


def forbid(apps, schema_editor) -> None:
    append_only.forbid_on(schema_editor, TABLES)


def allow(apps, schema_editor) -> None:
    append_only.allow_on(schema_editor, TABLES)


class Migration(migrations.Migration):

    dependencies = [
        ('conversations', '0004_earlier_plan_texts'),
        ('learning_outcomes', '0005_the_cycle_of_conversations'),
        ('placements', '0005_weekdays_free_days_and_calendars'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EarlierTalkText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('texts', models.JSONField()),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'earlier report of a conversation',
                'verbose_name_plural': 'earlier reports of conversations',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='PassedOn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_name', models.CharField(max_length=80, verbose_name='first name')),
                ('last_name', models.CharField(max_length=120, verbose_name='last name')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('state', models.CharField(choices=[('passed', 'passed on'), ('taken_over', 'taken over'), ('declined', 'not taken over'), ('withdrawn', 'withdrawn')], default='passed', editable=False, max_length=12, verbose_name='state')),
                ('passed_on_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'educator who was passed on',
                'verbose_name_plural': 'educators who were passed on',
                'ordering': ['placement', 'unit__order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PassedOnLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=40, verbose_name='step')),
                ('source', models.CharField(max_length=20, verbose_name='from')),
                ('target', models.CharField(max_length=20, verbose_name='to')),
                ('role', models.CharField(max_length=20, verbose_name='role')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
            ],
            options={
                'verbose_name': 'step of an educator who was passed on',
                'verbose_name_plural': 'steps of educators who were passed on',
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='conversation',
            name='verdict_told_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='conversation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verdict_told_by__isnull', True), ('verdict_told_on__isnull', True)), models.Q(('verdict_told_by__isnull', False), ('verdict_told_on__isnull', False)), _connector='OR'), name='conversation_verdict_told_by_somebody_on_some_day'),
        ),
        migrations.AddField(
            model_name='earliertalktext',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='earliertalktext',
            name='conversation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='earlier_texts', to='conversations.conversation'),
        ),
        migrations.AddField(
            model_name='passedon',
            name='placement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='passed_on', to='placements.placement', verbose_name='placement'),
        ),
        migrations.AddField(
            model_name='passedon',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learning_outcomes.unit', verbose_name='unit'),
        ),
        migrations.AddField(
            model_name='passedonlog',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='passedonlog',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='log', to='conversations.passedon'),
        ),
        migrations.AddConstraint(
            model_name='passedon',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['passed', 'taken_over', 'declined', 'withdrawn'])), name='passed_on_state_valid'),
        ),
        migrations.AddConstraint(
            model_name='passedon',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'taken_over'), _negated=True), ('unit__isnull', False), _connector='OR'), name='passed_on_taken_over_for_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='passedon',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'passed'), ('unit__isnull', False)), fields=('placement', 'unit'), name='passed_on_one_waits_per_unit'),
        ),
        migrations.AddConstraint(
            model_name='passedonlog',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('step', 'decline'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='passed_on_log_declining_carries_a_note'),
        ),
        migrations.RunPython(forbid, allow),
    ]
