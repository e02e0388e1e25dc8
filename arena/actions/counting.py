"""Whether a vote counts: what is known around it, and one at a time where a cap could be passed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction

from arena.queries.statements import Statement
from arena.queries.votes import used_votes
from arena.rules.counting import Standing, Used, reason_against

COUNTS = Standing()
"""A voter without caps, whose votes count: what the engine assumes when nobody says otherwise."""
NOTHING_USED = Used(0, 0)

LOCK = Statement("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))")
FACTS = Statement(
    """
    SELECT battle.id, battle.state, battle.pool_id, battle.turn_count, battle.probed, entrant_a.ref, entrant_b.ref,
           turn.completed_at
    FROM arena_battle battle
    JOIN arena_entrant entrant_a ON entrant_a.id = battle.entrant_a_id
    JOIN arena_entrant entrant_b ON entrant_b.id = battle.entrant_b_id
    LEFT JOIN arena_turn turn ON turn.battle_id = battle.id AND turn.number = battle.turn_count
    WHERE battle.ref = %s AND battle.voter_ref = %s
    """
)


class Facts(NamedTuple):
    """What a vote needs of its battle: primary keys, who was who, by ref, and when the last answers ended."""

    battle: int
    state: str
    pool: int
    turn_count: int
    probed: bool
    entrant_a: str
    entrant_b: str
    completed_at: datetime | None


def facts_of(battle_ref: str, voter_ref: str) -> Facts | None:
    """The voter's own battle, as it is now; None when it is not theirs."""
    row = FACTS.first(battle_ref, voter_ref)
    return None if row is None else Facts(*row)


@contextmanager
def one_vote_at_a_time(voter_ref: str, standing: Standing) -> Iterator[None]:
    """Let a voter's votes under a cap follow one another, to the end of this block, which is a transaction then.

    Two votes of one person for two battles, at once, would both see the last free place under a cap. The lock is a
    statement of its own, before the one that counts: that one must begin after the vote before was kept. SQLite needs
    none: its writing transactions follow one another.
    """
    if not _has_cap(standing):
        yield
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            LOCK.rows(f"votes of {voter_ref}")
        yield


def why_not_counted(facts: Facts, voter_ref: str, standing: Standing, now: datetime) -> str:
    """Why the vote has weight 0; empty when it counts. Asked inside `one_vote_at_a_time`."""
    seconds = (now - facts.completed_at).total_seconds() if facts.completed_at else None
    used = used_votes(voter_ref, facts.pool, standing.day_began_at) if _has_cap(standing) else NOTHING_USED
    return reason_against(standing, used, probed=facts.probed, seconds=seconds)


def _has_cap(standing: Standing) -> bool:
    return standing.per_day is not None or standing.per_pool is not None
