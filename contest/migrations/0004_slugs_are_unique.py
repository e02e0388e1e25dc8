from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contest", "0003_carry_over"),
    ]

    operations = [
        migrations.AlterField(
            model_name="fielding",
            name="slug",
            field=models.SlugField(max_length=60, unique=True),
        ),
        migrations.AlterField(
            model_name="team",
            name="slug",
            field=models.SlugField(max_length=40, unique=True),
        ),
    ]
