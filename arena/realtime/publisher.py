"""The only module that sends to the wire.

A worker collects the frames of all its battles and writes them in one round trip a tick: one entry of the wire's
stream for all, and each battle's frames on its progress list, in one transaction. So a reader who takes the list
and then follows the stream misses nothing.
"""

from collections.abc import Mapping

from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.typing import EncodableT

from arena.realtime.events import (
    CONTROL,
    LEADERBOARD_CHANNEL,
    PROGRESS_SECONDS,
    WIRE,
    WIRE_LENGTH,
    Event,
    Kind,
    PlaceTold,
    battle_channel,
    leaderboard_json,
    progress_key,
)


class Publisher:
    """Collects events with `put` and sends them with `flush`. Belongs to one event loop."""

    def __init__(self, redis: AsyncRedis) -> None:
        self._redis = redis
        self._waiting: list[tuple[str, Event]] = []

    def put(self, battle_ref: str, event: Event) -> None:
        """Send `event` with the next flush."""
        self._waiting.append((battle_ref, event))

    async def flush(self) -> None:
        """Send what waits. On a Redis error all that waited is lost: the caller then puts snapshots."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        pipe = self._redis.pipeline(transaction=True)
        while waiting:
            waiting = _write_round(pipe, waiting)
        await pipe.execute()


def _write_round(pipe: AsyncRedis, waiting: list[tuple[str, Event]]) -> list[tuple[str, Event]]:
    """Put one event a battle into one wire entry; returns the later events of the same battles."""
    fields: dict[EncodableT, EncodableT] = {}
    later = []
    for battle_ref, event in waiting:
        channel = battle_channel(battle_ref)
        if channel in fields:
            later.append((battle_ref, event))
            continue
        payload = event.payload()
        fields[channel] = payload
        key = progress_key(battle_ref)
        if event.kind is Kind.SNAPSHOT:
            pipe.delete(key)
        pipe.rpush(key, payload)
        if event.kind is Kind.SNAPSHOT:
            pipe.expire(key, PROGRESS_SECONDS)
    pipe.xadd(WIRE, fields, maxlen=WIRE_LENGTH, approximate=True)
    return later


async def send_places(redis: AsyncRedis, places: Mapping[str, PlaceTold]) -> None:
    """Tell the voters of these battles (by ref) their places in the line, all in one entry."""
    if places:
        fields: dict[EncodableT, EncodableT] = {battle_channel(ref): told.payload() for ref, told in places.items()}
        await redis.xadd(WIRE, fields, maxlen=WIRE_LENGTH, approximate=True)


def send_event(redis: Redis, battle_ref: str, event: Event) -> None:
    """Send one event at once, from outside a worker's loop (the sweep)."""
    redis.xadd(WIRE, {battle_channel(battle_ref): event.payload()}, maxlen=WIRE_LENGTH, approximate=True)


def send_leaderboard(redis: Redis, pool_ref: str, number: int) -> None:
    """Tell every open leaderboard that snapshot `number` of the pool is out."""
    told = leaderboard_json(pool_ref, number)
    redis.xadd(WIRE, {LEADERBOARD_CHANNEL: told}, maxlen=WIRE_LENGTH, approximate=True)


def send_cancel(redis: Redis, turn_ref: str) -> None:
    """Tell the worker that runs this turn to give it up."""
    redis.xadd(CONTROL, {"cancel": turn_ref}, maxlen=WIRE_LENGTH, approximate=True)
