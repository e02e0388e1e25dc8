from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("arena", "0009_fixed_snapshots"),
    ]

    operations = [
        migrations.AddField(
            model_name="pool",
            name="names",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
