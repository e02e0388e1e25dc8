"""The one way a battle's state changes: a conditional UPDATE that touches exactly one row or nothing."""

from datetime import datetime
from typing import Any, NamedTuple

from arena.models import Battle
from arena.queries.statements import Statement
from arena.rules.lifecycle import TERMINAL, Move, sources, target

TO_VOTED = Statement(
    f"""
    UPDATE arena_battle SET state = '{target(Move.VOTE)}', ended_at = %s
    WHERE ref = %s AND voter_ref = %s AND state IN ({", ".join(f"'{state}'" for state in sorted(sources(Move.VOTE)))})
    RETURNING id, pool_id, turn_count, probed, entrant_a_id, entrant_b_id
    """  # noqa: S608  words of our own table
)


class VotedBattle(NamedTuple):
    """What a vote needs of its battle, whose row stays locked until the transaction ends. Keys are primary keys."""

    key: int
    pool: int
    turn_count: int
    probed: bool
    entrant_a: int
    entrant_b: int


def move_battle(battle_id: int, move: Move, now: datetime, **fields: Any) -> bool:
    """Make `move` if the battle's state allows it; False when it does not, or another process was first."""
    state = target(move)
    if state in TERMINAL:
        fields["ended_at"] = now
    allowed = Battle.objects.filter(pk=battle_id, state__in=sources(move))
    return allowed.update(state=state, **fields) == 1


def move_to_voted(battle_ref: str, voter_ref: str, now: datetime) -> VotedBattle | None:
    """Make `Move.VOTE` with the voter's own battle; None when it is not theirs, or its state does not allow it."""
    row = TO_VOTED.first(now, battle_ref, voter_ref)
    return None if row is None else VotedBattle(*row)
