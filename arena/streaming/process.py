"""The event loop of one worker process: holds many turns at once on one thread.

Celery's own threads hand turns over with `submit` and go on; what a turn needs from then on happens here. A clock
ticks every few milliseconds, gives each turn its frame when that is due, and sends all frames of the tick together.
"""

import asyncio
import sys
import threading
import time
from collections import Counter
from collections.abc import Coroutine
from concurrent.futures import Future
from datetime import UTC, datetime

import structlog
import uvloop
from django.db import OperationalError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from arena.actions.turns import beat_turns, claim_turn
from arena.admission.line import Entry, Line
from arena.inference.client import InferenceClient
from arena.inference.target import Target
from arena.queries.battles import TurnTask, turn_for_worker
from arena.realtime.events import CONTROL
from arena.realtime.publisher import Publisher
from arena.rules.blindness.conceal import Identities, learn_names
from arena.streaming.conditions import Conditions
from arena.streaming.database import in_database_thread
from arena.streaming.door import Door, Nudge
from arena.streaming.turn import RunningTurn

log = structlog.get_logger(__name__)

SLOTS = 10
"""The turns are spread over this many ticks within a frame's time, so that work comes evenly."""
BEATS = 6
"""A worker says so often that it is alive, in the time after which its silence ends its turns."""
RETRY_SECONDS = 0.2
SWITCH_SECONDS = 0.0005
"""After so long a thread that waits for the interpreter gets it; Python's own 5 ms are for threads without a clock.

The loop lets go of the interpreter before every callback, thousands of times a second. With another thread at work,
each of them would wait 5 ms, and the answers of hundreds of battles would come seconds late while others begin.
"""


class WorkerProcess:
    """Runs turns on a thread of its own until `close`. `nudge` enqueues a turn for any worker."""

    def __init__(self, conditions: Conditions, nudge: Nudge) -> None:
        self._conditions = conditions
        self._nudge = nudge
        self._stalled_seconds = conditions.stalled_after.total_seconds()
        self._busy: Counter[Target] = Counter()
        self._running: dict[str, tuple[RunningTurn, asyncio.Task[None]]] = {}
        self._slots: list[dict[str, float]] = [{} for _ in range(SLOTS)]
        self._known: set[Identities] = set()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="arena-turns", daemon=True)
        self._lost_the_wire = False
        self._thread.start()
        self._started.wait()

    def submit(self, turn_ref: str) -> bool:
        """Take a turn, or let it wait in the line; False when it may start and this process has no room for it."""
        return self._call(self._take(turn_ref)).result()

    def drain(self, seconds: float) -> None:
        """Let running turns come to their end, for at most `seconds`."""
        until = time.monotonic() + seconds
        while self._running and time.monotonic() < until:
            time.sleep(0.05)

    def close(self) -> None:
        """End the loop; turns that still run are given up, and the sweep ends their battles."""
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()

    def _call(self, coroutine: Coroutine[None, None, bool]) -> "Future[bool]":
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    def _serve(self) -> None:
        sys.setswitchinterval(SWITCH_SECONDS)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(self._main())

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._end = asyncio.Event()
        # Listening blocks for seconds, so that client must have no socket timeout of its own.
        url = self._conditions.redis_url
        redis = Redis.from_url(url, socket_connect_timeout=2)
        sender = Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2)
        self._publisher = Publisher(sender)
        self._door = Door(sender, Line(sender, self._conditions.slots, self._stalled_seconds), self._nudge)
        async with redis, sender, InferenceClient(self._conditions.endpoint_hosts) as self._client:
            try:
                await self._serve_turns(redis)
            finally:
                running = [task for _turn, task in self._running.values()]
                for task in running:
                    task.cancel()
                await asyncio.gather(*running, return_exceptions=True)

    async def _serve_turns(self, redis: Redis) -> None:
        duties = (
            self._tick_forever(),
            self._beat_forever(),
            self._listen_forever(redis),
            self._door.watch_forever(),
        )
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(duty) for duty in duties]
            self._started.set()
            await self._end.wait()
            for task in tasks:
                task.cancel()

    async def _take(self, turn_ref: str) -> bool:
        if turn_ref in self._running or not await self._door.admit(turn_ref):
            return True
        if len(self._running) >= self._conditions.most_turns:
            return False
        if not await in_database_thread(claim_turn, turn_ref, datetime.now(UTC)):
            # Another worker has it, or it ended just now: then its slots are given back.
            await self._door.admit(turn_ref)
            return True
        task = await in_database_thread(turn_for_worker, turn_ref)
        await self._learn_names(self._conditions.identities_of(task))
        turn = RunningTurn(task, self._conditions, self._client, self._publisher.put, self._busy, self._door.leave)
        # The least filled slot, so that ticks stay even.
        slot = min(self._slots, key=len)
        slot[turn_ref] = self._loop.time()
        self._running[turn_ref] = (turn, self._loop.create_task(self._run(turn, turn_ref, slot)))
        return True

    async def _learn_names(self, identities: Identities) -> None:
        """Off the loop: a pool that has just opened brings names that take a moment to compile."""
        if identities not in self._known:
            await asyncio.to_thread(learn_names, identities)
            self._known.add(identities)

    async def _run(self, turn: RunningTurn, turn_ref: str, slot: dict[str, float]) -> None:
        turn.start()
        try:
            await turn.run()
        except asyncio.CancelledError:
            turn.cancelled()
        except Exception as error:
            # The sweep ends the battle: this turn no longer beats.
            log.error("turn_crashed", turn=turn_ref, exc_info=error)
        finally:
            del slot[turn_ref]
            del self._running[turn_ref]
            if turn.asking:
                await self._door.leave(turn_ref)

    async def _tick_forever(self) -> None:
        step = self._conditions.frame_seconds / SLOTS
        due = self._loop.time()
        number = 0
        while True:
            number = (number + 1) % SLOTS
            # After a long stall the clock goes on from now rather than hurrying through what it missed.
            due = max(due + step, self._loop.time() - step)
            await asyncio.sleep(max(0.0, due - self._loop.time()))
            self._read_on(self._slots[(number + 1) % SLOTS])
            self._tick(self._slots[number])
            await self._flush()

    def _read_on(self, slot: dict[str, float]) -> None:
        for turn_ref in slot:
            self._running[turn_ref][0].read_on()

    def _tick(self, slot: dict[str, float]) -> None:
        now = self._loop.time()
        for turn_ref, last in slot.items():
            slot[turn_ref] = now
            turn, running = self._running[turn_ref]
            try:
                turn.tick(now - last)
            except Exception as error:
                # One turn's trouble stops no other: the clock is everybody's.
                log.error("turn_crashed", turn=turn_ref, exc_info=error)
                running.cancel()

    async def _flush(self) -> None:
        try:
            if self._lost_the_wire:
                # Redis may have lost everything: each turn says all of it again, in one piece.
                for turn, _task in self._running.values():
                    self._publisher.put(turn.task.battle_ref, turn.snapshot())
            await self._publisher.flush()
            self._lost_the_wire = False
        except (RedisError, OSError) as error:
            log.warning("wire_lost", error=type(error).__name__)
            self._lost_the_wire = True
            await asyncio.sleep(RETRY_SECONDS)

    async def _beat_forever(self) -> None:
        while True:
            await asyncio.sleep(self._stalled_seconds / BEATS)
            held = set(self._running)
            asking = [turn.task for turn, _task in self._running.values() if turn.asking]
            await self._door.renew([_entry(task) for task in asking])
            try:
                await self._door.end_left({task.battle_ref for task in asking})
                alive = await in_database_thread(beat_turns, held, datetime.now(UTC)) if held else set()
            except OperationalError as error:
                log.warning("beat_missed", error=type(error).__name__)
                continue
            self._cancel(held - alive)

    async def _listen_forever(self, redis: Redis) -> None:
        last: bytes | str = "$"
        while True:
            try:
                for _stream, entries in await redis.xread({CONTROL: last}, block=5000) or []:
                    last = entries[-1][0]
                    self._cancel({fields[b"cancel"].decode() for _id, fields in entries})
            except (RedisError, OSError):
                # A cancel that is missed now is found by the next beat.
                await asyncio.sleep(RETRY_SECONDS)

    def _cancel(self, turn_refs: set[str]) -> None:
        for turn_ref in turn_refs & set(self._running):
            turn, running = self._running[turn_ref]
            # A turn that is being stored has just left the state that the beat looks for.
            if not turn.settling:
                running.cancel()


def _entry(task: TurnTask) -> Entry:
    return Entry(task.turn_ref, task.a.entrant_ref, task.b.entrant_ref, task.battle_ref, task.number)
