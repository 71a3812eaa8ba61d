import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('web', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DayMark',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField()),
                ('on', models.DateField()),
                ('mark', models.CharField(max_length=16)),
                ('taken_back', models.BooleanField(default=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='day_marks', to='web.person')),
            ],
            options={
                'ordering': ['on', 'recorded_at'],
            },
        ),
        migrations.CreateModel(
            name='ExerciseChoice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField()),
                ('on', models.DateField()),
                ('slot', models.CharField(max_length=32)),
                ('exercise_id', models.CharField(max_length=64)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exercise_choices', to='web.person')),
            ],
            options={
                'ordering': ['on', 'recorded_at'],
            },
        ),
        migrations.CreateModel(
            name='MovedDay',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField()),
                ('on', models.DateField()),
                ('from_on', models.DateField()),
                ('to_on', models.DateField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moved_days', to='web.person')),
            ],
            options={
                'ordering': ['on', 'recorded_at'],
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField()),
                ('on', models.DateField()),
                ('measure', models.CharField(max_length=32)),
                ('value', models.FloatField(null=True)),
                ('source', models.CharField(blank=True, default='', max_length=200)),
                ('parts', models.JSONField(default=list)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='web.person')),
            ],
            options={
                'ordering': ['on', 'recorded_at'],
            },
        ),
        migrations.CreateModel(
            name='WeeklyCheck',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField()),
                ('on', models.DateField()),
                ('answers', models.JSONField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='weekly_checks', to='web.person')),
            ],
            options={
                'ordering': ['on', 'recorded_at'],
            },
        ),
    ]
