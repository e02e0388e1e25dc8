"""A worker's door to the line: brings turns in, gives their slots back, and keeps those who wait informed.

Every worker watches the line; a key in Redis lets one of them at a time do it, so that the line goes on whichever
worker dies.
"""

import asyncio
import time
from collections.abc import Callable, Collection
from datetime import UTC, datetime

import structlog
from django.db import OperationalError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from arena.actions.battles import leave_battles
from arena.actions.turns import keep_waiting
from arena.admission.line import Entry, Line
from arena.admission.places import Place
from arena.queries.battles import TurnInLine, turn_in_line
from arena.realtime.events import PlaceTold
from arena.realtime.presence import absent_among
from arena.realtime.publisher import send_places
from arena.streaming.database import in_database_thread

log = structlog.get_logger(__name__)

WATCH_SECONDS = 1.0
TELL_EVERY = 2.0
KEEP_EVERY = 5.0
"""How often the rows of those who wait are renewed: before the sweep takes their nudge for lost."""

Nudge = Callable[[str], None]


class Door:
    """Belongs to one event loop. `nudge` enqueues a turn, by ref, for any worker; it may block for a moment."""

    def __init__(self, redis: Redis, line: Line, nudge: Nudge) -> None:
        self._redis = redis
        self._line = line
        self._nudge = nudge

    async def admit(self, turn_ref: str) -> bool:
        """Whether the turn holds its slots and may start; otherwise it waits in the line, or has ended."""
        turn = await in_database_thread(turn_in_line, turn_ref)
        if turn is None:
            # Stopped or swept while it waited, or while its nudge was on the way.
            await self.leave(turn_ref)
            return False
        if turn.is_running:
            return False
        arrival = await self._line.arrive(entry_of(turn))
        await self._nudge_all(arrival.others)
        if arrival.place is None:
            return True
        await self._tell([(entry_of(turn), arrival.place)])
        return False

    async def leave(self, turn_ref: str) -> None:
        """Give back the slots of a turn that has ended, and start those who waited for them."""
        try:
            await self._nudge_all(await self._line.leave(turn_ref))
        except (RedisError, OSError) as error:
            # The lease runs out by itself.
            log.warning("slots_not_given_back", turn=turn_ref, error=type(error).__name__)

    async def renew(self, entries: Collection[Entry]) -> None:
        """Keep the slots of the turns that run here."""
        try:
            await self._line.renew(entries)
        except (RedisError, OSError) as error:
            log.warning("slots_not_renewed", error=type(error).__name__)

    async def end_left(self, battle_refs: Collection[str]) -> None:
        """End those of these battles whose voters have left: others need the slots and the places."""
        try:
            absent = await absent_among(self._redis, battle_refs, time.time())
        except (RedisError, OSError) as error:
            log.warning("absence_not_known", error=type(error).__name__)
            return
        if absent:
            await in_database_thread(leave_battles, absent, datetime.now(UTC))

    async def watch_forever(self) -> None:
        """Once a second: start what can start; tell places; say in the rows that somebody keeps the line."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                if await self._is_mine("watch", WATCH_SECONDS):
                    await self._watch()
            except (RedisError, OSError, OperationalError) as error:
                log.warning("line_not_watched", error=type(error).__name__)

    async def _watch(self) -> None:
        look = await self._line.look()
        await self._nudge_all(look.granted)
        if look.waiting and await self._is_mine("tell", TELL_EVERY):
            await self._tell(look.waiting)
        if look.waiting and await self._is_mine("keep", KEEP_EVERY):
            await self.end_left({entry.battle_ref for entry, _place in look.waiting})
            refs = {entry.turn_ref for entry, _place in look.waiting}
            still = await in_database_thread(keep_waiting, refs, datetime.now(UTC))
            for gone in refs - still:
                await self.leave(gone)

    async def _is_mine(self, duty: str, seconds: float) -> bool:
        """Whether this worker has the duty until `seconds` have passed."""
        # A little shorter than the period, so that a duty is not missed by a hair every other time.
        return bool(await self._redis.set(f"arena:line:duty:{duty}", 1, nx=True, px=int(seconds * 900)))

    async def _tell(self, waiting: Collection[tuple[Entry, Place]]) -> None:
        told = {entry.battle_ref: PlaceTold(entry.number, place.ahead, place.seconds) for entry, place in waiting}
        await send_places(self._redis, told)

    async def _nudge_all(self, turn_refs: Collection[str]) -> None:
        loop = asyncio.get_running_loop()
        for turn_ref in turn_refs:
            await loop.run_in_executor(None, self._nudge, turn_ref)


def entry_of(turn: TurnInLine) -> Entry:
    """How the line knows a turn."""
    return Entry(turn.turn_ref, turn.entrant_a, turn.entrant_b, turn.battle_ref, turn.number)
