"""One reader of the wire per web process: hands each payload to the sockets that follow its channel.

It also says, for all sockets together, whose battles are looked at.
"""

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from arena.realtime.events import WIRE, battles_among
from arena.realtime.presence import SAY_EVERY_SECONDS, forget_old, say_looked_at

log = structlog.get_logger(__name__)

RETRY_SECONDS = 0.2
BLOCK_MILLISECONDS = 5000
BACKLOG = 400
"""Payloads kept for a slow socket; beyond that it starts again from a snapshot."""


class Subscription:
    """One socket's payloads, in order. `lost` is set when some were dropped or the reader lost its place."""

    def __init__(self) -> None:
        self.payloads: deque[bytes] = deque()
        self.lost = False
        self._arrived = asyncio.Event()

    def deliver(self, payload: bytes) -> None:
        """Queue a payload; a backlog that is too long is dropped whole and marked as lost."""
        if len(self.payloads) >= BACKLOG:
            self.payloads.clear()
            self.lost = True
        self.payloads.append(payload)
        self._arrived.set()

    def mark_lost(self) -> None:
        """What follows may have a hole before it."""
        self.lost = True
        self._arrived.set()

    async def wait(self) -> None:
        """Return when something has arrived or was lost."""
        await self._arrived.wait()
        self._arrived.clear()


class Hub:
    """Reads the wire for all sockets of this process. Runs as one supervised task on the server's loop."""

    def __init__(self, redis_url: str) -> None:
        # Reads block for seconds, so this client must have no socket timeout of its own.
        self.redis: Redis = Redis.from_url(redis_url, socket_connect_timeout=2)
        self._subscriptions: defaultdict[str, set[Subscription]] = defaultdict(set)
        self._task: asyncio.Future[tuple[None, None]] | None = None
        self._last: bytes | None = None

    @contextmanager
    def subscribed(self, channel: str) -> Iterator[Subscription]:
        """Follow a channel for the length of a `with` block. Starts the reader with the first socket."""
        if self._task is None or self._task.done():
            self._task = asyncio.gather(self._read_forever(), self._say_looked_at_forever())
        subscription = Subscription()
        self._subscriptions[channel].add(subscription)
        try:
            yield subscription
        finally:
            self._subscriptions[channel].discard(subscription)
            if not self._subscriptions[channel]:
                del self._subscriptions[channel]

    async def say_looked_at(self, battle_ref: str) -> None:
        """Say at once that a battle's socket is open; from then on it is said again by itself."""
        await self._say([battle_ref])

    async def close(self) -> None:
        """Stop reading and let go of Redis."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self.redis.aclose()

    async def _read_forever(self) -> None:
        while True:
            try:
                await self._follow()
            except (RedisError, OSError) as error:
                log.warning("wire_lost", error=type(error).__name__)
            except Exception as error:
                # If this task ended, every battle of this process would fall silent.
                log.error("wire_reader_failed", error=type(error).__name__, exc_info=error)
            await asyncio.sleep(RETRY_SECONDS)

    async def _say_looked_at_forever(self) -> None:
        while True:
            await asyncio.sleep(SAY_EVERY_SECONDS)
            await self._say(battles_among(self._subscriptions))

    async def _say(self, battle_refs: list[str]) -> None:
        try:
            await say_looked_at(self.redis, battle_refs, time.time())
            await forget_old(self.redis, time.time())
        except (RedisError, OSError) as error:
            # Who is not said to be there is not taken for absent before the next word has had its time.
            log.warning("presence_not_said", error=type(error).__name__)

    async def _follow(self) -> None:
        # A named place rather than "$": "$" would skip what arrives between two reads.
        newest = await self.redis.xrevrange(WIRE, count=1)
        self._last = newest[0][0] if newest else b"0-0"
        for subscriptions in self._subscriptions.values():
            for subscription in subscriptions:
                subscription.mark_lost()
        while True:
            answer = await self.redis.xread({WIRE: self._last}, block=BLOCK_MILLISECONDS, count=200)
            for _stream, entries in answer or []:
                for entry_id, fields in entries:
                    self._last = entry_id
                    self._hand_out(fields)

    def _hand_out(self, fields: dict[bytes, bytes]) -> None:
        for channel, payload in fields.items():
            for subscription in self._subscriptions.get(channel.decode(), ()):
                subscription.deliver(payload)
