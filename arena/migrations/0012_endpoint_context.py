from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("arena", "0011_random_voters"),
    ]

    operations = [
        migrations.AddField(
            model_name="endpoint",
            name="context_tokens",
            field=models.PositiveIntegerField(default=16384),
        ),
    ]
