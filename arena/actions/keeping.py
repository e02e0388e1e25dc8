"""Battles take their votes: each moves and its row is written, both or neither, and no more count than the caps allow.

On PostgreSQL votes that came together are kept by one statement, which is a transaction by itself (docs/decisions/0016
and 0017). SQLite has none that changes one table and inserts into another: there they are a transaction of several, and
such transactions follow one another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

import orjson
from django.db import DatabaseError, DataError, IntegrityError, connection, transaction

from arena.actions.counting import Facts, why_not_counted
from arena.queries.statements import LONG_AGO, Statement
from arena.queries.votes import used_votes
from arena.rules.counting import DAY_CAP, POOL_CAP, Standing
from arena.rules.lifecycle import Move, sources, target

VOTABLE = sources(Move.VOTE)
STATES = ", ".join(f"'{state}'" for state in sorted(VOTABLE))
ROW = ("voter_ref", "receipt_ref", "voter_group", "outcome", "reasons", "comment", "key", "digest")
"""What a vote says of itself: what is written beside its battle, when it was cast and why it is void."""
GIVEN = {
    **dict.fromkeys(ROW, "text"),
    "reasons": "jsonb",
    "battle": "bigint",
    "turns": "integer",
    "pool": "bigint",
    "against": "text",
    "per_day": "integer",
    "per_pool": "integer",
    "day_began": "timestamptz",
}
MOVE = f"UPDATE arena_battle SET state = '{target(Move.VOTE)}', ended_at = %s"  # noqa: S608  words of our own table
INTO = f"INSERT INTO arena_vote (battle_id, {', '.join(ROW)}, cast_at, voided_at, void_reason, earlier_folds)"
# A voter's votes follow one another where a cap is asked: two for two battles would both see the last place under it.
# `ANY` lets PostgreSQL find the battles by their keys: it expects a hundred rows of JSON and would read all battles.
# The rows come sorted by voter, so that two processes which wait for one another's voters do so in the same order.
KEEP = Statement(
    f"""
    WITH given AS (
        SELECT * FROM jsonb_to_recordset(%s::jsonb) AS row({", ".join(map(" ".join, GIVEN.items()))})
    ), judged AS MATERIALIZED (
        SELECT given.*, CASE WHEN against <> '' THEN against WHEN used.today >= per_day THEN '{DAY_CAP}'
                             WHEN used.in_pool >= per_pool THEN '{POOL_CAP}' ELSE '' END AS reason
        FROM given CROSS JOIN LATERAL arena_used_votes(
            CASE WHEN against = '' AND (per_day IS NOT NULL OR per_pool IS NOT NULL) THEN given.voter_ref END,
            given.pool, given.day_began
        ) used
    ), moved AS (
        {MOVE} FROM judged
        WHERE id = ANY(ARRAY(SELECT battle FROM judged)) AND id = judged.battle
        AND arena_battle.voter_ref = judged.voter_ref AND turn_count = judged.turns AND state IN ({STATES})
        RETURNING judged.*
    )
    {INTO}
    SELECT battle, {", ".join(ROW)}, %s::timestamptz, CASE WHEN reason <> '' THEN %s::timestamptz END, reason, '[]'
    FROM moved RETURNING receipt_ref, void_reason
    """  # noqa: S608  our own words
)
MOVE_ALONE = Statement(
    f"{MOVE} WHERE id = %s AND voter_ref = %s AND turn_count = %s AND state IN ({STATES}) RETURNING id"
)
WRITE_ALONE = Statement(f"{INTO} VALUES ({', '.join(['%s'] * (len(ROW) + 4))}, '[]')")


@dataclass(frozen=True)
class NewVote:
    """A vote that is to be kept. `row` holds what `ROW` names, `reasons` as a list; `facts` are its battle's.

    The facts are those of so many turns and of this voter: where another turn has come since, or the battle went to
    another pseudonym because somebody signed in, it takes no vote by them.
    """

    facts: Facts
    standing: Standing
    row: dict[str, object]

    def given(self, now: datetime) -> dict[str, object]:
        """What `KEEP` is given of it."""
        facts, standing = self.facts, self.standing
        return self.row | {
            "battle": facts.battle,
            "turns": facts.turn_count,
            "pool": facts.pool,
            "against": why_not_counted(facts, standing, now),
            "per_day": standing.per_day,
            "per_pool": standing.per_pool,
            "day_began": standing.day_began_at or LONG_AGO,
        }


def keep(votes: Sequence[NewVote], now: datetime) -> list[str | DatabaseError | None]:
    """Keep votes, which are cast now. One that the database refuses is no hindrance to the others.

    Returns for each why it does not count, empty when it counts; None when its battle takes no vote; and the
    IntegrityError or DataError by which the database refused it alone, the first when the voter has used its key for
    another battle.
    Raises Django's DatabaseError when it is not known what was kept.
    """
    kept: dict[object, str | DatabaseError] = {}
    for together in _by_different_voters(votes):
        kept |= _kept_or_refused(together, now)
    return [kept.get(vote.row["receipt_ref"]) for vote in votes]


def _by_different_voters(votes: Sequence[NewVote]) -> Iterator[list[NewVote]]:
    """Parts in which nobody votes twice: a statement does not see what it writes itself, so a cap would be passed."""
    while votes:
        first = {vote.row["voter_ref"]: vote for vote in reversed(votes)}
        yield list(first.values())
        votes = [vote for vote in votes if first[vote.row["voter_ref"]] is not vote]


def _kept_or_refused(votes: list[NewVote], now: datetime) -> dict[object, str | DatabaseError]:
    try:
        return _kept(votes, now) if connection.vendor == "postgresql" else _kept_by_steps(votes, now)
    except (IntegrityError, DataError) as refused:
        if len(votes) == 1:
            return {votes[0].row["receipt_ref"]: refused}
    # Nothing of them was kept: each by itself, so that only the one which is refused fails.
    return {receipt: found for vote in votes for receipt, found in _kept_or_refused([vote], now).items()}


def _kept(votes: list[NewVote], now: datetime) -> dict[object, str | DatabaseError]:
    given = sorted((vote.given(now) for vote in votes), key=itemgetter("voter_ref"))
    return dict(KEEP.rows(orjson.dumps(given).decode(), now, now, now))


@transaction.atomic
def _kept_by_steps(votes: list[NewVote], now: datetime) -> dict[object, str | DatabaseError]:
    kept: dict[object, str | DatabaseError] = {}
    for vote in votes:
        facts, row = vote.facts, vote.row | {"reasons": orjson.dumps(vote.row["reasons"]).decode()}
        used = used_votes(str(row["voter_ref"]), facts.pool, vote.standing.day_began_at)
        against = why_not_counted(facts, vote.standing, now, used)
        if MOVE_ALONE.rows(now, facts.battle, row["voter_ref"], facts.turn_count):
            WRITE_ALONE.rows(facts.battle, *(row[name] for name in ROW), now, now if against else None, against)
            kept[row["receipt_ref"]] = against
    return kept
