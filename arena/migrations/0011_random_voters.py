from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("arena", "0010_pool_names"),
    ]

    operations = [
        migrations.AlterField(
            model_name="finding",
            name="detector",
            field=models.CharField(
                choices=[
                    ("group_targets", "group_targets"),
                    ("voter_targets", "voter_targets"),
                    ("contrarian", "contrarian"),
                    ("random", "random"),
                    ("one_sided", "one_sided"),
                    ("always_ties", "always_ties"),
                    ("too_fast", "too_fast"),
                    ("burst", "burst"),
                    ("same_prompt", "same_prompt"),
                ],
                max_length=20,
            ),
        ),
    ]
