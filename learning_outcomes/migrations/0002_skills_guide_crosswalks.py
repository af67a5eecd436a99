import django.db.models.deletion
import learning_outcomes.models.frameworks
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('learning_outcomes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Crosswalk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True, verbose_name='code')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('publisher', models.CharField(max_length=200, verbose_name='publisher')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('remark', models.TextField(blank=True, help_text='Say so when this is a proposal.', verbose_name='remark')),
                ('status', models.CharField(choices=[('draft', 'draft'), ('published', 'published')], default='draft', max_length=20, verbose_name='status')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published at')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='UUID')),
            ],
            options={
                'verbose_name': 'crosswalk',
                'verbose_name_plural': 'crosswalks',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Endpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'end of a relation',
                'verbose_name_plural': 'ends of relations',
            },
        ),
        migrations.CreateModel(
            name='GlossaryTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='UUID')),
                ('code', models.CharField(max_length=30, verbose_name='code')),
                ('term', models.CharField(max_length=200, verbose_name='term')),
                ('aliases', models.JSONField(blank=True, default=list, validators=[learning_outcomes.models.frameworks.validate_texts], verbose_name='other names')),
                ('text', models.TextField(verbose_name='text')),
                ('speaks_of', models.CharField(blank=True, max_length=100, verbose_name='year or programme it speaks of')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
            ],
            options={
                'verbose_name': 'term',
                'verbose_name_plural': 'glossary',
                'ordering': ['order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='UUID')),
                ('kind', models.CharField(choices=[('exactMatchOf', 'is the same as'), ('isRelatedTo', 'is related to'), ('isPartOf', 'is part of'), ('isPeerOf', 'stands beside'), ('precedes', 'comes before'), ('replacedBy', 'is replaced by'), ('isChildOf', 'falls under'), ('exemplar', 'is an example of'), ('hasSkillLevel', 'is at the level of'), ('isTranslationOf', 'is a translation of')], max_length=20, verbose_name='kind of relation')),
                ('remark', models.TextField(blank=True, verbose_name='remark')),
            ],
            options={
                'verbose_name': 'relation',
                'verbose_name_plural': 'relations',
                'ordering': ['order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Skill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='UUID')),
                ('code', models.CharField(max_length=30, verbose_name='code')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
            ],
            options={
                'verbose_name': 'skill',
                'verbose_name_plural': 'skills',
                'ordering': ['order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SkillDescriptor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='text')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='UUID')),
            ],
            options={
                'verbose_name': 'cell of the skill table',
                'verbose_name_plural': 'cells of the skill table',
                'ordering': ['skill', 'phase__order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SkillPhase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='UUID')),
                ('code', models.CharField(max_length=30, verbose_name='code')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
            ],
            options={
                'verbose_name': 'phase',
                'verbose_name_plural': 'phases',
                'ordering': ['order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='TailoredRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='UUID')),
                ('code', models.CharField(max_length=30, verbose_name='code')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('origin', models.CharField(blank=True, max_length=100, verbose_name='comes from')),
                ('text', models.TextField(verbose_name='text')),
                ('entry_condition', models.BooleanField(default=False, verbose_name='no entry without it')),
                ('mentor_judges', models.BooleanField(default=False, verbose_name='the mentor judges it')),
            ],
            options={
                'verbose_name': 'tailored rule',
                'verbose_name_plural': 'tailored rules',
                'ordering': ['order', 'id'],
            },
        ),
        migrations.AddField(
            model_name='framework',
            name='about',
            field=models.TextField(blank=True, verbose_name='introduction'),
        ),
        migrations.AddField(
            model_name='framework',
            name='derived_from',
            field=models.JSONField(blank=True, default=list, validators=[learning_outcomes.models.frameworks.validate_texts], verbose_name='derived from'),
        ),
        migrations.AddField(
            model_name='framework',
            name='scope',
            field=models.CharField(blank=True, max_length=200, verbose_name='scope'),
        ),
        migrations.AddField(
            model_name='learningoutcome',
            name='choice_set',
            field=models.BooleanField(default=False, verbose_name='one of a set the student chooses from'),
        ),
        migrations.AddField(
            model_name='learningoutcome',
            name='ects',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='ECTS'),
        ),
        migrations.AddField(
            model_name='learningoutcome',
            name='literature',
            field=models.JSONField(blank=True, default=list, validators=[learning_outcomes.models.frameworks.validate_texts], verbose_name='literature'),
        ),
        migrations.AddField(
            model_name='learningoutcome',
            name='mentor_role',
            field=models.CharField(blank=True, choices=[('judge', 'judges and gives feedback'), ('feedback', 'gives feedback'), ('none', 'has no part'), ('unknown', 'not known')], help_text='Empty: each period says it.', max_length=20, verbose_name='role of the mentor'),
        ),
        migrations.AddField(
            model_name='learningoutcome',
            name='pilot',
            field=models.BooleanField(default=False, verbose_name='pilot'),
        ),
        migrations.AddField(
            model_name='learningoutcome',
            name='remark',
            field=models.TextField(blank=True, verbose_name='remark of the editor'),
        ),
        migrations.AddField(
            model_name='unit',
            name='level',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='units', to='learning_outcomes.level', verbose_name='level'),
        ),
        migrations.AlterField(
            model_name='learningoutcome',
            name='text',
            field=models.TextField(blank=True, verbose_name='text'),
        ),
        migrations.AddConstraint(
            model_name='learningoutcome',
            constraint=models.CheckConstraint(condition=models.Q(('mentor_role__in', ['', 'judge', 'feedback', 'none', 'unknown'])), name='learning_outcomes_outcome_mentor_role_valid'),
        ),
        migrations.AddField(
            model_name='crosswalk',
            name='origin',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='crosswalks_from', to='learning_outcomes.framework', verbose_name='from'),
        ),
        migrations.AddField(
            model_name='crosswalk',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='crosswalks_to', to='learning_outcomes.framework', verbose_name='to'),
        ),
        migrations.AddField(
            model_name='endpoint',
            name='area',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='learning_outcomes.area'),
        ),
        migrations.AddField(
            model_name='endpoint',
            name='descriptor',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='learning_outcomes.descriptor'),
        ),
        migrations.AddField(
            model_name='endpoint',
            name='dimension',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='learning_outcomes.dimension'),
        ),
        migrations.AddField(
            model_name='endpoint',
            name='framework',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='endpoints', to='learning_outcomes.framework', verbose_name='framework'),
        ),
        migrations.AddField(
            model_name='endpoint',
            name='indicator',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='learning_outcomes.indicator'),
        ),
        migrations.AddField(
            model_name='endpoint',
            name='level',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='learning_outcomes.level'),
        ),
        migrations.AddField(
            model_name='endpoint',
            name='outcome',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='learning_outcomes.learningoutcome'),
        ),
        migrations.AddField(
            model_name='glossaryterm',
            name='framework',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='glossary', to='learning_outcomes.framework', verbose_name='framework'),
        ),
        migrations.AddField(
            model_name='relation',
            name='crosswalk',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='learning_outcomes.crosswalk'),
        ),
        migrations.AddField(
            model_name='relation',
            name='origin',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations_from', to='learning_outcomes.endpoint', verbose_name='from'),
        ),
        migrations.AddField(
            model_name='relation',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations_to', to='learning_outcomes.endpoint', verbose_name='to'),
        ),
        migrations.AddField(
            model_name='skill',
            name='framework',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='skills', to='learning_outcomes.framework', verbose_name='framework'),
        ),
        migrations.AddField(
            model_name='endpoint',
            name='skill',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='learning_outcomes.skill'),
        ),
        migrations.AddField(
            model_name='skilldescriptor',
            name='skill',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cells', to='learning_outcomes.skill', verbose_name='skill'),
        ),
        migrations.AddField(
            model_name='skillphase',
            name='framework',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='skill_phases', to='learning_outcomes.framework', verbose_name='framework'),
        ),
        migrations.AddField(
            model_name='skilldescriptor',
            name='phase',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cells', to='learning_outcomes.skillphase', verbose_name='phase'),
        ),
        migrations.AddField(
            model_name='tailoredrule',
            name='carried_over_with',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='carries_over', to='learning_outcomes.learningoutcome', verbose_name='shown together with'),
        ),
        migrations.AddField(
            model_name='tailoredrule',
            name='framework',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tailored_rules', to='learning_outcomes.framework', verbose_name='framework'),
        ),
        migrations.AddConstraint(
            model_name='crosswalk',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'published'])), name='learning_outcomes_crosswalk_status_valid'),
        ),
        migrations.AddConstraint(
            model_name='crosswalk',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('status', 'draft')), models.Q(models.Q(('status', 'draft'), _negated=True), ('published_at__isnull', False)), _connector='OR'), name='learning_outcomes_crosswalk_published_has_moment'),
        ),
        migrations.AddConstraint(
            model_name='crosswalk',
            constraint=models.CheckConstraint(condition=models.Q(('origin', models.F('target')), _negated=True), name='learning_outcomes_crosswalk_between_two', violation_error_message='A crosswalk lies between two frameworks.'),
        ),
        migrations.AddConstraint(
            model_name='glossaryterm',
            constraint=models.UniqueConstraint(fields=('framework', 'code'), name='learning_outcomes_term_code_once'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.UniqueConstraint(fields=('crosswalk', 'origin', 'target', 'kind'), name='learning_outcomes_relation_once'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['exactMatchOf', 'isRelatedTo', 'isPartOf', 'isPeerOf', 'precedes', 'replacedBy', 'isChildOf', 'exemplar', 'hasSkillLevel', 'isTranslationOf'])), name='learning_outcomes_relation_kind_valid'),
        ),
        migrations.AddConstraint(
            model_name='skill',
            constraint=models.UniqueConstraint(fields=('framework', 'code'), name='learning_outcomes_skill_code_once'),
        ),
        migrations.AddConstraint(
            model_name='endpoint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('area__isnull', False), ('descriptor__isnull', True), ('dimension__isnull', True), ('indicator__isnull', True), ('level__isnull', True), ('outcome__isnull', True), ('skill__isnull', True)), models.Q(('area__isnull', True), ('descriptor__isnull', True), ('dimension__isnull', True), ('indicator__isnull', True), ('level__isnull', False), ('outcome__isnull', True), ('skill__isnull', True)), models.Q(('area__isnull', True), ('descriptor__isnull', True), ('dimension__isnull', True), ('indicator__isnull', True), ('level__isnull', True), ('outcome__isnull', False), ('skill__isnull', True)), models.Q(('area__isnull', True), ('descriptor__isnull', True), ('dimension__isnull', False), ('indicator__isnull', True), ('level__isnull', True), ('outcome__isnull', True), ('skill__isnull', True)), models.Q(('area__isnull', True), ('descriptor__isnull', True), ('dimension__isnull', True), ('indicator__isnull', False), ('level__isnull', True), ('outcome__isnull', True), ('skill__isnull', True)), models.Q(('area__isnull', True), ('descriptor__isnull', False), ('dimension__isnull', True), ('indicator__isnull', True), ('level__isnull', True), ('outcome__isnull', True), ('skill__isnull', True)), models.Q(('area__isnull', True), ('descriptor__isnull', True), ('dimension__isnull', True), ('indicator__isnull', True), ('level__isnull', True), ('outcome__isnull', True), ('skill__isnull', False)), _connector='OR'), name='learning_outcomes_endpoint_one_part'),
        ),
        migrations.AddConstraint(
            model_name='skillphase',
            constraint=models.UniqueConstraint(fields=('framework', 'code'), name='learning_outcomes_phase_code_once'),
        ),
        migrations.AddConstraint(
            model_name='skilldescriptor',
            constraint=models.UniqueConstraint(fields=('skill', 'phase'), name='learning_outcomes_skill_cell_once'),
        ),
        migrations.AddConstraint(
            model_name='tailoredrule',
            constraint=models.UniqueConstraint(fields=('framework', 'code'), name='learning_outcomes_tailored_code_once'),
        ),
    ]
