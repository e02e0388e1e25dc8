"""One turn of one battle, both sides at once, to its end.

The turn ends in one of three ways: both sides complete and are shown (`complete_turn`), a side fails and the battle
is void (`fail_turn`), or the battle ended elsewhere (stopped by its voter, swept) and the turn is given up.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog

from arena.actions.turns import complete_turn, fail_turn
from arena.inference.client import InferenceClient
from arena.inference.errors import UpstreamError
from arena.inference.target import Sampling, Target
from arena.queries.battles import SideTask, TurnTask
from arena.realtime.events import Event, Kind, Phase
from arena.rules.blindness.conceal import Asked
from arena.rules.blindness.release import Release
from arena.rules.content import AnswerScreen
from arena.rules.lifecycle import State
from arena.streaming.conditions import Conditions
from arena.streaming.database import in_database_thread
from arena.streaming.replicas import Replicas
from arena.streaming.side import Side, SideName, messages

log = structlog.get_logger(__name__)

Send = Callable[[str, Event], None]
ReadOut = Callable[[str], Awaitable[None]]
"""Told, by turn ref, that both entrants have said all."""


def _side(
    name: SideName, task: TurnTask, side: SideTask, conditions: Conditions, asked: Asked, replicas: Replicas
) -> Side:
    return Side(
        name=name,
        targets=[],
        conversation=messages(task, side),
        sampling=Sampling(task.temperature, task.top_p, task.max_tokens),
        concealer=conditions.concealer_of(task, asked),
        screen=AnswerScreen(conditions.content, task.language),
        tell=replicas.tell,
    )


class RunningTurn:
    """A claimed turn. The process's clock calls `tick`; `run` reads both sides and ends the turn."""

    def __init__(
        self,
        task: TurnTask,
        conditions: Conditions,
        client: InferenceClient,
        send: Send,
        busy: "Counter[Target]",
        read_out: ReadOut,
    ) -> None:
        self.task = task
        self._conditions = conditions
        self._client = client
        self._send = send
        self._release = Release(conditions.pace_of(task))
        self._replicas = tuple(Replicas(side.endpoints, busy) for side in (task.a, task.b))
        asked = conditions.asked_of(task)
        self._sides = (
            _side("a", task, task.a, conditions, asked, self._replicas[0]),
            _side("b", task, task.b, conditions, asked, self._replicas[1]),
        )
        self._shown = asyncio.Event()
        self._n = 0
        self._ended = False
        self._read_out = read_out
        self.asking = True
        self.settling = False

    def start(self) -> None:
        """Tell the voter that the answers are coming; also clears what an earlier turn left."""
        self._send(self.task.battle_ref, self.snapshot())

    def snapshot(self) -> Event:
        """The whole turn so far, for a Redis that has lost it."""
        shown = self._release.shown
        return Event(Kind.SNAPSHOT, self.task.number, self._n, shown("a"), shown("b"), Phase.STREAMING)

    def read_on(self) -> None:
        """Let both sides read what has come; called shortly before the turn's tick."""
        for side in self._sides:
            side.read_on()

    def tick(self, seconds: float) -> None:
        """Release what is due after `seconds` more, as one frame for both sides."""
        if self._ended or self._shown.is_set():
            return
        for side in self._sides:
            side.pass_on(self._release)
        delta = self._release.advance(seconds)
        if delta is None:
            return
        if delta.a or delta.b:
            self._frame(delta.a, delta.b, Phase.STREAMING)
        if delta.done:
            self._shown.set()

    async def run(self) -> None:
        """Read both sides to their end and store what they said, or void the battle."""
        try:
            await self._read_both_sides()
            state = await self._complete()
        except* UpstreamError as failed:
            state = await self._fail(failed)
        # The row first, then the word: a voter who reads "ready" can vote at once.
        self._frame("", "", Phase(state))
        self._ended = True
        for replicas in self._replicas:
            await replicas.report()

    def cancelled(self) -> None:
        """The battle was voided elsewhere, by its voter or by the sweep: say so on the wire."""
        self._frame("", "", Phase.VOID)
        self._ended = True

    async def _read_both_sides(self) -> None:
        async with asyncio.TaskGroup() as group:
            sides = zip(self._sides, self._replicas, strict=True)
            reads = [group.create_task(self._read(side, replicas)) for side, replicas in sides]
            group.create_task(self._shown.wait())
            await asyncio.wait(reads)
            # What is left is to show it: the entrants can answer others meanwhile.
            self.asking = False
            await self._read_out(self.task.turn_ref)

    async def _read(self, side: Side, replicas: Replicas) -> None:
        try:
            with replicas.ordered() as side.targets:
                await side.read(self._client, self._release, self._conditions)
        except UpstreamError as error:
            error.add_note(side.name)
            raise

    async def _complete(self) -> State:
        self.settling = True
        a, b = (side.answer(self._release) for side in self._sides)
        return await in_database_thread(complete_turn, self.task.turn_ref, a, b, datetime.now(UTC))

    async def _fail(self, failed: "ExceptionGroup[UpstreamError]") -> State:
        self.settling = True
        failures = {error.__notes__[0]: error.reason for error in failed.exceptions if isinstance(error, UpstreamError)}
        log.warning("turn_failed", turn=self.task.turn_ref, failures=failures)
        return await in_database_thread(fail_turn, self.task.turn_ref, failures, datetime.now(UTC))

    def _frame(self, a: str, b: str, state: Phase) -> None:
        self._n += 1
        self._send(self.task.battle_ref, Event(Kind.FRAME, self.task.number, self._n, a, b, state))
