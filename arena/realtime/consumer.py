"""The sockets: one follows the voter's own battle, one the leaderboard.

A battle's socket starts with a snapshot and then forwards the frames that follow it. Whatever is lost on the way
(a full backlog, a restarted Redis, a gap in the numbers) is repaired by a new snapshot. The database row has the
last word: while a turn is under way and nothing arrives, the row is looked at every few seconds.
"""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import structlog
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from redis.exceptions import RedisError

from arena.actions.turns import STALLED_AFTER, sweep_turns
from arena.queries.battles import SocketView, battle_for_socket
from arena.realtime.events import (
    LEADERBOARD_CHANNEL,
    UNDER_WAY,
    Arrived,
    Event,
    Kind,
    Phase,
    arrived,
    battle_channel,
)
from arena.realtime.hub import Hub, Subscription
from arena.realtime.progress import read_progress

log = structlog.get_logger(__name__)

NOT_THERE = 4404
FAILED = 1011
LOOK_AT_ROW_SECONDS = 5.0
PHASES = {"drawn": Phase.WAITING}

VoterOf = Callable[[], str | None]
"""The pseudonym of whoever has the socket, None for nobody. May ask the database."""


def _phase(state: str) -> Phase:
    return PHASES.get(state) or Phase(state)


class FollowingConsumer(AsyncWebsocketConsumer):
    """A socket with one task that follows a channel for as long as the socket is open."""

    _task: asyncio.Task[None] | None = None

    def __init__(self, *, hub: Hub) -> None:
        super().__init__()
        self.hub = hub

    def start(self) -> None:
        """Begin to follow."""
        self._task = asyncio.get_running_loop().create_task(self._follow_and_close())

    async def follow(self) -> None:
        """Send what arrives until cancelled."""
        raise NotImplementedError

    async def _follow_and_close(self) -> None:
        try:
            await self.follow()
        except Exception as error:
            # A closed socket makes the browser open a new one, which starts from a snapshot.
            log.error("socket_failed", error=type(error).__name__, exc_info=error)
            await self.close(code=FAILED)

    async def disconnect(self, code: int) -> None:
        """Stop following."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task


class BattleConsumer(FollowingConsumer):
    """One voter's view of one battle. The scope's `voter_of` tells who listens, anew whenever it is asked.

    It is asked before every snapshot and every turn: a session that has ended, on whatever device, hears no more.
    A battle that nothing is heard of is looked at: `stalled_after` is how long its worker may be silent.
    """

    def __init__(self, *, hub: Hub, stalled_after: timedelta = STALLED_AFTER) -> None:
        super().__init__(hub=hub)
        self.stalled_after = stalled_after

    async def connect(self) -> None:
        self.battle_ref: str = self.scope["url_route"]["kwargs"]["battle_ref"]
        self.voter_of: VoterOf = cast("dict[str, Any]", self.scope)["voter_of"]
        await self.accept()
        view = await self._row()
        if view is None:
            await self.close(code=NOT_THERE)
            return
        self._turn, self._n, self._state = 0, 0, _phase(view.state)
        self._resync = False
        self.start()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """The only word a browser says is that it missed something."""
        if text_data == '{"kind":"resync"}' and self._task is not None:
            self._resync = True
            self._subscription.mark_lost()

    async def follow(self) -> None:
        with self.hub.subscribed(battle_channel(self.battle_ref)) as subscription:
            self._subscription: Subscription = subscription
            await self.hub.say_looked_at(self.battle_ref)
            await self._send_snapshot()
            while True:
                await self._wait(subscription)
                if subscription.lost:
                    subscription.lost = False
                    await self._send_snapshot()
                while subscription.payloads:
                    await self._forward(arrived(subscription.payloads.popleft()))

    async def _wait(self, subscription: Subscription) -> None:
        if subscription.payloads or subscription.lost:
            return
        if self._state not in UNDER_WAY:
            await subscription.wait()
            return
        try:
            async with asyncio.timeout(LOOK_AT_ROW_SECONDS):
                await subscription.wait()
        except TimeoutError:
            await self._look_at_row()

    async def _look_at_row(self) -> None:
        """Nothing came for a while: a nudge was lost, or the worker is gone, perhaps all workers."""
        await database_sync_to_async(sweep_turns)(datetime.now(UTC), self.battle_ref, stalled_after=self.stalled_after)
        await self._send_snapshot()

    async def _forward(self, event: Arrived) -> None:
        if event.kind is Kind.PLACE:
            # A place that comes after the turn has begun says nothing any more.
            if event.turn == self._turn and self._state is Phase.WAITING:
                await self.send(text_data=event.json.decode())
            return
        if self._is_old(event):
            return
        if event.turn > self._turn and await self._row() is None:
            await self.close(code=NOT_THERE)
            return
        follows = (event.turn, event.n) == (self._turn, self._n + 1)
        if event.kind is Kind.FRAME and not follows:
            await self._send_snapshot()
            return
        self._turn, self._n, self._state = event.turn, event.n, event.state
        await self.send(text_data=event.json.decode())

    def _is_old(self, event: Arrived) -> bool:
        """Whether the voter has this already: it came twice, or the turn's end was read from the row."""
        if event.turn != self._turn:
            return event.turn < self._turn
        if self._state not in UNDER_WAY:
            return True
        return event.n <= self._n and event.state in UNDER_WAY

    async def _send_snapshot(self) -> None:
        view = await self._row()
        if view is None:
            await self.close(code=NOT_THERE)
            return
        event = await self._snapshot(view)
        if event is None or (not self._resync and (event.turn, event.n, event.state) == self._place()):
            return
        self._resync = False
        self._turn, self._n, self._state = event.turn, event.n, event.state
        await self.send(text_data=event.json().decode())

    def _place(self) -> tuple[int, int, Phase]:
        return self._turn, self._n, self._state

    async def _snapshot(self, view: SocketView) -> Event | None:
        """What the voter should see now; None when it cannot be known, because Redis is away."""
        phase = _phase(view.state)
        if phase is not Phase.STREAMING:
            return Event(Kind.SNAPSHOT, view.turn, 0, view.a, view.b, phase)
        try:
            kept = await read_progress(self.hub.redis, self.battle_ref, view.turn)
        except (RedisError, OSError):
            return None
        return kept or Event(Kind.SNAPSHOT, view.turn, 0, "", "", Phase.STREAMING)

    async def _row(self) -> SocketView | None:
        return await database_sync_to_async(self._seen_by_voter)()

    def _seen_by_voter(self) -> SocketView | None:
        voter_ref = self.voter_of()
        return battle_for_socket(self.battle_ref, voter_ref) if voter_ref else None


class LeaderboardConsumer(FollowingConsumer):
    """Tells an open leaderboard that a newer snapshot is out."""

    async def connect(self) -> None:
        await self.accept()
        self.start()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Browsers have nothing to say here."""

    async def follow(self) -> None:
        with self.hub.subscribed(LEADERBOARD_CHANNEL) as subscription:
            while True:
                await subscription.wait()
                while subscription.payloads:
                    await self.send(text_data=subscription.payloads.popleft().decode())
