from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("arena", "0012_endpoint_context"),
    ]

    operations = [
        migrations.AlterField(
            model_name="battle",
            name="void_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("side_failed", "side_failed"),
                    ("stalled", "stalled"),
                    ("not_started", "not_started"),
                    ("stopped", "stopped"),
                    ("left", "left"),
                ],
                max_length=20,
            ),
        ),
    ]
