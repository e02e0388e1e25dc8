"""Results of evaluations and gates, and published standings, which the database refuses to change.

A later migration that alters the published standings' table on SQLite builds it anew, without its triggers, and must
add them again.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "contest_publishedstanding"
SAYS = "A published standing is never changed or deleted."
DO = {
    "postgresql": (
        f"CREATE FUNCTION contest_standing_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER standing_is_fixed BEFORE UPDATE OR DELETE ON {TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION contest_standing_is_fixed()",
    ),
    "sqlite": tuple(
        f"CREATE TRIGGER standing_is_fixed_on_{act} BEFORE {act} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        for act in ("update", "delete")
    ),
}
UNDO = {
    "postgresql": (f"DROP TRIGGER standing_is_fixed ON {TABLE}", "DROP FUNCTION contest_standing_is_fixed()"),
    "sqlite": tuple(f"DROP TRIGGER standing_is_fixed_on_{act}" for act in ("update", "delete")),
}


def fix(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the database refuse changes."""
    for statement in DO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def loosen(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let it take them again."""
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("contest", "0010_team_names")]

    operations = [
        migrations.CreateModel(
            name="EvaluationResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("evaluation", models.CharField(max_length=20)),
                ("points", models.DecimalField(decimal_places=2, max_digits=5)),
                ("note", models.CharField(max_length=500)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="results", to="contest.entry"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "evaluation"), name="one_result_per_evaluation"),
                    models.CheckConstraint(
                        condition=models.Q(("points__gte", 0), ("points__lte", 100)), name="result_is_out_of_hundred"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GateResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gate", models.SlugField(max_length=40)),
                ("passed", models.BooleanField()),
                ("reason", models.CharField(max_length=500)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="gate_results", to="contest.entry"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("entry", "gate"), name="one_result_per_gate")],
            },
        ),
        migrations.CreateModel(
            name="PublishedStanding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("published_at", models.DateTimeField()),
                ("snapshot_number", models.PositiveIntegerField(null=True)),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="standings", to="contest.stage"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("stage", "number"), name="standing_has_its_number")],
            },
        ),
        migrations.RunPython(fix, loosen),
    ]
