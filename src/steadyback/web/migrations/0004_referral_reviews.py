import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('web', '0003_guided_tests'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReferralReview',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField()),
                ('on', models.DateField()),
                ('seen_on', models.DateField()),
                ('role', models.CharField(max_length=32)),
                ('seen_by', models.CharField(max_length=200)),
                ('what_they_said', models.TextField()),
                ('rules', models.JSONField(default=list)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='referral_reviews', to='web.person')),
            ],
            options={
                'ordering': ['on', 'recorded_at'],
            },
        ),
    ]
