from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contest", "0009_release_watermarks"),
    ]

    operations = [
        migrations.AddField(
            model_name="team",
            name="names",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
