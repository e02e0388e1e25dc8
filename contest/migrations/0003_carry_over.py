from django.db import migrations
from django.utils.text import slugify

ROLES = ("viewer", "operator", "chief")
CONDITIONS = ("system_prompt", "temperature", "top_p", "max_tokens", "max_turns", "min_votes")


def carry_over(apps, schema_editor):
    """Name what has no short name yet, and let stages that ran without a lifecycle go on in theirs."""
    for model, length in (("Team", 40), ("Fielding", 60)):
        for row in apps.get_model("contest", model).objects.all():
            row.slug = f"{slugify(row.name_en)[: length - 21] or 'unnamed'}-{row.pk}"
            row.save(update_fields=["slug"])
    for stage in apps.get_model("contest", "Stage").objects.select_related("pool"):
        stage.state = "open" if stage.pool.is_open else "paused"
        stage.published_at = stage.opened_at = stage.opens_at
        for name in CONDITIONS:
            setattr(stage, name, getattr(stage.pool, name))
        stage.save()
        for place in stage.pool.places.all():
            fielding = apps.get_model("contest", "Fielding").objects.filter(entrant_id=place.entrant_id).first()
            if fielding is not None:
                apps.get_model("contest", "Entry").objects.create(
                    stage=stage, fielding=fielding, entered_at=place.joined_at, withdrawn_at=place.withdrawn_at
                )


def make_roles(apps, schema_editor):
    """The organisers' roles are groups."""
    for name in ROLES:
        apps.get_model("auth", "Group").objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contest", "0002_stages_teams_and_audit"),
    ]

    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RunPython(make_roles, migrations.RunPython.noop),
    ]
