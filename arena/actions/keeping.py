"""A battle takes its vote: it moves and the row is written, both or neither, and no more votes count than the caps allow.

On PostgreSQL that is one statement, which is a transaction by itself (docs/decisions/0016). SQLite has none that changes one
table and inserts into another: there it is a transaction of several, and such transactions follow one another.
"""

from datetime import datetime

from django.db import connection, transaction

from arena.actions.counting import Facts, has_cap, why_not_counted
from arena.queries.statements import LONG_AGO, Statement
from arena.queries.votes import used_votes
from arena.rules.counting import DAY_CAP, POOL_CAP, Standing
from arena.rules.lifecycle import Move, sources, target

VOTABLE = sources(Move.VOTE)
STATES = ", ".join(f"'{state}'" for state in sorted(VOTABLE))
ROW = {
    "voter_ref": "text",
    "receipt_ref": "text",
    "voter_group": "text",
    "outcome": "text",
    "reasons": "jsonb",
    "comment": "text",
    "key": "text",
    "digest": "text",
    "cast_at": "timestamptz",
    "earlier_folds": "jsonb",
}
"""What is written of every vote beside its battle and why it is void, and PostgreSQL's types for it."""
MOVE = f"UPDATE arena_battle SET state = '{target(Move.VOTE)}', ended_at = %s"  # noqa: S608  words of our own table
# The facts are those of so many turns: where another turn has come since, the battle takes no vote by them.
TAKES_IT = f"id = %s AND turn_count = %s AND state IN ({STATES})"
INTO = f"INSERT INTO arena_vote (battle_id, {', '.join(ROW)}, voided_at, void_reason)"
GIVEN = ", ".join(f"%s::{kind}" for kind in ROW.values())
# The function lets a voter's votes follow one another: two for two battles would both see the last place under a cap.
# It is asked for each row that can be changed, so the battle is not yet locked while it waits.
IN_CAP = "FROM arena_used_votes(%s, %s, %s) used"
OUTSIDE = f"""
    CASE WHEN used.today >= %s THEN '{DAY_CAP}' WHEN used.in_pool >= %s THEN '{POOL_CAP}' ELSE '' END AS reason
    """


def _keeping(change: str) -> Statement:
    """One statement for both. `change` returns the battle's `id` and the `reason` why the vote is void, or nothing."""
    given = f"SELECT id, {GIVEN}, CASE WHEN reason <> '' THEN %s::timestamptz END, reason FROM moved"  # noqa: S608
    return Statement(f"WITH moved AS ({change}) {INTO} {given} RETURNING void_reason")


KEEP = _keeping(f"{MOVE} WHERE {TAKES_IT} RETURNING id, %s AS reason")
KEEP_IN_CAP = _keeping(f"{MOVE} {IN_CAP} WHERE {TAKES_IT} RETURNING id, {OUTSIDE}")
MOVE_ALONE = Statement(f"{MOVE} WHERE {TAKES_IT} RETURNING id")
WRITE_ALONE = Statement(f"{INTO} VALUES ({', '.join(['%s'] * (len(ROW) + 3))})")


def keep(facts: Facts, row: tuple[object, ...], standing: Standing, now: datetime) -> str | None:
    """Keep a vote: `row` is what `ROW` names but its last, which is made here.

    Returns why it does not count, empty when it counts; None when the battle takes no vote. Raises Django's DatabaseError.
    """
    battle = (facts.battle, facts.turn_count)
    row = (*row, "[]")
    if connection.vendor != "postgresql":
        return _keep_by_steps(facts, battle, row, standing, now)
    against = why_not_counted(facts, standing, now)
    if against or not has_cap(standing):
        kept = KEEP.first(now, *battle, against, *row, now)
    else:
        voter_ref = row[0]
        used = (voter_ref, facts.pool, standing.day_began_at or LONG_AGO)
        kept = KEEP_IN_CAP.first(now, *used, *battle, standing.per_day, standing.per_pool, *row, now)
    return None if kept is None else kept[0]


def _keep_by_steps(
    facts: Facts, battle: tuple[int, int], row: tuple[object, ...], standing: Standing, now: datetime
) -> str | None:
    with transaction.atomic():
        used = used_votes(str(row[0]), facts.pool, standing.day_began_at)
        against = why_not_counted(facts, standing, now, used)
        if MOVE_ALONE.first(now, *battle) is None:
            return None
        WRITE_ALONE.rows(facts.battle, *row, now if against else None, against)
    return against
