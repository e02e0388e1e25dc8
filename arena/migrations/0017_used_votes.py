"""PostgreSQL counts a voter's votes under a lock of that voter, so that a vote under a cap is one statement."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Each statement of a function sees what was committed before it: the count begins after the lock is had.
# STRICT: for nobody (NULL) it neither locks nor counts.
MAKE = """
    CREATE FUNCTION arena_used_votes(voter text, pool bigint, since timestamptz, OUT today bigint, OUT in_pool bigint)
    LANGUAGE plpgsql VOLATILE STRICT AS $$
    BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended('votes of ' || voter, 0));
        SELECT count(*) FILTER (WHERE vote.cast_at >= since), count(*) INTO today, in_pool
        FROM arena_vote vote
        WHERE vote.voter_ref = voter
        AND (SELECT battle.pool_id FROM arena_battle battle WHERE battle.id = vote.battle_id) = pool
        AND (vote.voided_at IS NULL OR vote.voided_at <> vote.cast_at);
    END $$
    """


def make(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite needs none: its writing transactions follow one another."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(MAKE)


def drop(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION arena_used_votes(text, bigint, timestamptz)")


class Migration(migrations.Migration):
    dependencies = [("arena", "0016_moved_votes")]

    operations = [migrations.RunPython(make, drop)]
