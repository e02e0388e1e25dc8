"""The running turn's text so far, from the frames kept in Redis."""

from collections.abc import Awaitable
from typing import cast

from redis.asyncio import Redis

from arena.realtime.events import Event, decode, folded, progress_key


async def read_progress(redis: Redis, battle_ref: str, turn: int) -> Event | None:
    """A snapshot of the turn so far; None when nothing of this turn is kept, or its frames have a gap."""
    snapshot: Event | None = None
    payloads: list[bytes] = await cast("Awaitable[list[bytes]]", redis.lrange(progress_key(battle_ref), 0, -1))
    for payload in payloads:
        try:
            snapshot = folded(snapshot, decode(payload))
        except ValueError:
            # Redis lost its beginning; the worker puts a new snapshot with its next flush.
            return None
    return snapshot if snapshot is not None and snapshot.turn == turn else None
