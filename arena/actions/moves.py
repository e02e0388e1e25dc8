"""The one way a battle's state changes: a conditional UPDATE that touches exactly one row or nothing."""

from datetime import datetime
from typing import Any

from arena.models import Battle
from arena.rules.lifecycle import TERMINAL, Move, sources, target


def move_battle(battle_id: int, move: Move, now: datetime, **fields: Any) -> bool:
    """Make `move` if the battle's state allows it; False when it does not, or another process was first."""
    state = target(move)
    if state in TERMINAL:
        fields["ended_at"] = now
    allowed = Battle.objects.filter(pk=battle_id, state__in=sources(move))
    return allowed.update(state=state, **fields) == 1
