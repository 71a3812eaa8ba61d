import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('zone', models.CharField(default='UTC', max_length=64)),
                ('notices_acknowledged_at', models.DateTimeField(null=True)),
                ('rehearsed_at', models.DateTimeField(null=True)),
                ('settings', models.JSONField(default=dict)),
                ('preferences', models.JSONField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='MorningPain',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField()),
                ('on', models.DateField()),
                ('pain', models.PositiveIntegerField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mornings', to='web.person')),
            ],
            options={
                'ordering': ['on', 'recorded_at'],
            },
        ),
        migrations.CreateModel(
            name='EmergencyVisit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('seen_by', models.CharField(max_length=200)),
                ('what_they_said', models.TextField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='emergency_visits', to='web.person')),
            ],
            options={
                'ordering': ['recorded_at'],
            },
        ),
        migrations.CreateModel(
            name='ElsewhereActivity',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField()),
                ('on', models.DateField()),
                ('kind', models.CharField(max_length=16)),
                ('exercise_id', models.CharField(blank=True, default='', max_length=64)),
                ('minutes', models.PositiveIntegerField()),
                ('effort', models.PositiveIntegerField(null=True)),
                ('pain', models.PositiveIntegerField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='elsewhere', to='web.person')),
            ],
            options={
                'ordering': ['on', 'recorded_at'],
            },
        ),
        migrations.CreateModel(
            name='ApprovalRecord',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField()),
                ('approval', models.JSONField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='web.person')),
            ],
            options={
                'ordering': ['recorded_at'],
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField()),
                ('starts_on', models.DateField()),
                ('because', models.CharField(max_length=64)),
                ('plan', models.JSONField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plans', to='web.person')),
            ],
            options={
                'ordering': ['made_at'],
            },
        ),
        migrations.CreateModel(
            name='Screening',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('started_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('done_screens', models.JSONField(default=list)),
                ('answers', models.JSONField(default=dict)),
                ('baseline', models.JSONField(default=dict)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('completed_on', models.DateField(null=True)),
                ('outcome', models.JSONField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='screenings', to='web.person')),
            ],
            options={
                'ordering': ['started_at'],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('kind', models.CharField(max_length=16)),
                ('opened_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('status', models.CharField(max_length=32)),
                ('script', models.JSONField()),
                ('record', models.JSONField()),
                ('lease_client', models.CharField(blank=True, default='', max_length=64)),
                ('lease_until', models.DateTimeField(null=True)),
                ('follow_up', models.JSONField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='web.person')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='web.plan')),
            ],
            options={
                'ordering': ['opened_at'],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('raised_at', models.DateTimeField()),
                ('source', models.CharField(max_length=32)),
                ('concern', models.JSONField()),
                ('reasons', models.JSONField(default=list)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_because', models.JSONField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds', to='web.person')),
                ('session', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to='web.session')),
            ],
            options={
                'ordering': ['raised_at'],
            },
        ),
        migrations.CreateModel(
            name='SessionCheck',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('checked_at', models.DateTimeField()),
                ('on', models.DateField()),
                ('answers', models.JSONField()),
                ('pain_before', models.IntegerField(null=True)),
                ('decision', models.JSONField()),
                ('follow_up', models.JSONField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='web.person')),
            ],
            options={
                'ordering': ['checked_at'],
            },
        ),
        migrations.AddField(
            model_name='session',
            name='check_before',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='session', to='web.sessioncheck'),
        ),
        migrations.CreateModel(
            name='SessionEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_id', models.CharField(max_length=64)),
                ('seq', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=32)),
                ('occurred_at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
                ('body', models.JSONField()),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='web.session')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('session', 'client_id', 'seq'), name='one_event_per_seq')],
            },
        ),
    ]
