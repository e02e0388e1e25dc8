"""Why a standing gives an entrant no rank although it failed no gate."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contest", "0011_standings")]

    operations = [
        migrations.AddField(model_name="entry", name="left_out", field=models.CharField(blank=True, max_length=500)),
    ]
