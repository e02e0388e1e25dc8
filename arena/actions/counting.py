"""Whether a vote counts, decided inside the transaction that keeps it."""

from datetime import datetime
from typing import NamedTuple

from django.db import connection

from arena.actions.moves import VotedBattle
from arena.queries.statements import LONG_AGO, Statement
from arena.queries.votes import USED
from arena.rules.counting import Standing, Used, reason_against

COUNTS = Standing()
"""A voter without caps, whose votes count: what the engine assumes when nobody says otherwise."""

LOCK = Statement("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))")
FACTS = Statement(
    f"""
    SELECT entrant_a.ref, entrant_b.ref, turn.completed_at, used.today, used.in_pool
    FROM ({USED.sql}) used
    JOIN arena_entrant entrant_a ON entrant_a.id = %s
    JOIN arena_entrant entrant_b ON entrant_b.id = %s
    LEFT JOIN arena_turn turn ON turn.battle_id = %s AND turn.number = %s
    """  # noqa: S608  statements of our own
)


class Facts(NamedTuple):
    """What is known around a vote that is being cast: who was who, by ref, when the answers ended, votes used up."""

    entrant_a: str
    entrant_b: str
    completed_at: datetime | None
    used_today: int
    used_in_pool: int


def one_vote_at_a_time(voter_ref: str, standing: Standing) -> None:
    """Let a voter's votes under a cap follow one another, to the end of the transaction.

    Two votes of one person for two battles, at once, would both see the last free place under a cap. A statement of its
    own, before the one that counts: that one must begin after the vote before was kept. SQLite needs none: its writing
    transactions follow one another.
    """
    if (standing.per_day is not None or standing.per_pool is not None) and connection.vendor == "postgresql":
        LOCK.rows(f"votes of {voter_ref}")


def facts_around(battle: VotedBattle, voter_ref: str, standing: Standing) -> Facts:
    """Read inside the vote's transaction, after `one_vote_at_a_time`."""
    since = standing.day_began_at or LONG_AGO
    ((*found,),) = FACTS.rows(
        since, voter_ref, battle.pool, battle.entrant_a, battle.entrant_b, battle.key, battle.turn_count
    )
    return Facts(*found)


def why_not_counted(battle: VotedBattle, facts: Facts, standing: Standing, now: datetime) -> str:
    """Why the vote has weight 0; empty when it counts."""
    seconds = (now - facts.completed_at).total_seconds() if facts.completed_at else None
    used = Used(facts.used_today, facts.used_in_pool)
    return reason_against(standing, used, probed=battle.probed, seconds=seconds)
