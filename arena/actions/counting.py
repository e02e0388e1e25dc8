"""What a vote needs of its battle, and whether it counts."""

from datetime import datetime
from typing import NamedTuple

from arena.queries.statements import Statement
from arena.rules.counting import Standing, Used, reason_against

COUNTS = Standing()
"""A voter without caps, whose votes count: what the engine assumes when nobody says otherwise."""
NOTHING_USED = Used(0, 0)

COLUMNS = """
    battle.id, battle.state, battle.pool_id, battle.turn_count, battle.probed, entrant_a.ref, entrant_b.ref,
    turn.completed_at
    """
TABLES = """
    arena_battle battle
    JOIN arena_entrant entrant_a ON entrant_a.id = battle.entrant_a_id
    JOIN arena_entrant entrant_b ON entrant_b.id = battle.entrant_b_id
    LEFT JOIN arena_turn turn ON turn.battle_id = battle.id AND turn.number = battle.turn_count
    """
FACTS = Statement(f"SELECT {COLUMNS} FROM {TABLES} WHERE battle.ref = %s AND battle.voter_ref = %s")  # noqa: S608  our own words


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


def why_not_counted(facts: Facts, standing: Standing, now: datetime, used: Used = NOTHING_USED) -> str:
    """Why the vote has weight 0; empty when it counts."""
    seconds = (now - facts.completed_at).total_seconds() if facts.completed_at else None
    return reason_against(standing, used, probed=facts.probed, seconds=seconds)
