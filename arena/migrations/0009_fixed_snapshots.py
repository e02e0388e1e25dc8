"""Votes that were void before they were counted get an index; published snapshots can no longer be changed.

A later migration that alters the snapshots' table on SQLite builds it anew, without its triggers, and must add them
again; one that rewrites rows must drop them first.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SAYS = "A published snapshot is never changed or deleted."
POSTGRESQL = (
    f"""
    CREATE FUNCTION arena_snapshot_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER snapshot_is_fixed BEFORE UPDATE OR DELETE ON arena_leaderboardsnapshot
    FOR EACH ROW EXECUTE FUNCTION arena_snapshot_is_fixed()
    """,
)
SQLITE = tuple(
    f"""
    CREATE TRIGGER snapshot_is_fixed_on_{act} BEFORE {act} ON arena_leaderboardsnapshot
    BEGIN SELECT RAISE(ABORT, '{SAYS}'); END
    """
    for act in ("update", "delete")
)
UNDO = {
    "postgresql": (
        "DROP TRIGGER snapshot_is_fixed ON arena_leaderboardsnapshot",
        "DROP FUNCTION arena_snapshot_is_fixed()",
    ),
    "sqlite": tuple(f"DROP TRIGGER snapshot_is_fixed_on_{act}" for act in ("update", "delete")),
}
DO = {"postgresql": POSTGRESQL, "sqlite": SQLITE}


def fix(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the database refuse changes."""
    for statement in DO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def loosen(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let it take them again."""
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("arena", "0008_paces")]

    operations = [
        migrations.AddIndex(
            model_name="vote",
            index=models.Index(
                condition=models.Q(("fold__isnull", True), ("voided_at__isnull", False)),
                fields=["id"],
                name="votes_to_note",
            ),
        ),
        migrations.RunPython(fix, loosen),
    ]
