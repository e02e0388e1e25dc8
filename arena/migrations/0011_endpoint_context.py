from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("arena", "0010_pool_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="endpoint",
            name="context_tokens",
            field=models.PositiveIntegerField(default=16384),
        ),
    ]
