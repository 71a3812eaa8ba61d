import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('web', '0002_told_of_days'),
    ]

    operations = [
        migrations.CreateModel(
            name='GuidedTest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField()),
                ('on', models.DateField()),
                ('test', models.CharField(max_length=32)),
                ('side', models.CharField(blank=True, default='', max_length=8)),
                ('result', models.JSONField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guided_tests', to='web.person')),
            ],
            options={
                'ordering': ['on', 'recorded_at'],
            },
        ),
    ]
