"""One side of a turn: from its endpoint, through the concealer, into the release."""

import asyncio
import time
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Literal

from arena.actions.turns import Answer
from arena.inference.client import InferenceClient, Tell, nobody
from arena.inference.errors import Permanent, Reason
from arena.inference.target import Message, Sampling, Target
from arena.queries.battles import SideTask, TurnTask
from arena.rules.blindness.conceal import Concealer
from arena.rules.blindness.release import Release
from arena.rules.content import AnswerScreen
from arena.rules.useless import is_empty, is_one_piece
from arena.streaming.conditions import Conditions

SideName = Literal["a", "b"]


def messages(task: TurnTask, side: SideTask) -> list[Message]:
    """The conversation as this side knows it: the same system prompt for all, and its own answers only."""
    conversation = [Message("system", task.system_prompt)] if task.system_prompt else []
    for prompt, answer in side.history:
        conversation += [Message("user", prompt), Message("assistant", answer)]
    return [*conversation, Message("user", task.prompt)]


@dataclass
class Side:
    """Reads one entrant's stream to its end; `answer` is complete after `read` has returned.

    After its first text it reads once a frame, when `read_on` says so, and what came is concealed and screened
    together, by `pass_on`: each of these costs much the same for one token as for the several of a frame's time.
    """

    name: SideName
    targets: list[Target]
    conversation: list[Message]
    sampling: Sampling
    concealer: Concealer
    screen: AnswerScreen
    tell: Tell = nobody
    answered: Target | None = None
    started: float = field(default_factory=time.monotonic)
    raw: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    may_read: asyncio.Event = field(default_factory=asyncio.Event)
    first_token_ms: int | None = None
    total_ms: int = 0
    finish_reason: str = ""

    async def read(self, client: InferenceClient, release: Release, conditions: Conditions) -> None:
        """Feed everything the endpoint says into the release. Raises UpstreamError, also when nothing can be shown."""
        stream = client.stream_with_retry(
            self.targets,
            self.conversation,
            self.sampling,
            conditions.deadlines,
            conditions.bounds,
            self._tell,
            self._next_reading,
        )
        # Closed at once, whatever ends the loop: the endpoint's slot is free again.
        async with aclosing(stream) as chunks:
            async for chunk in chunks:
                self.finish_reason = chunk.finish_reason or self.finish_reason
                if chunk.text:
                    self._take(chunk.text)
        self.pass_on(release)
        self._show(self.screen.feed(self.concealer.finish()) + self.screen.finish(), release)
        self._judge("".join(self.shown))
        release.finish(self.name)
        self.total_ms = self._elapsed_ms()

    def read_on(self) -> None:
        """Read what has come since the last time."""
        self.may_read.set()

    def pass_on(self, release: Release) -> None:
        """Give the release what may be shown of all that has come since the last time."""
        if self.waiting:
            text = "".join(self.waiting)
            self.waiting.clear()
            self._show(self.screen.feed(self.concealer.feed(text)), release)

    async def _next_reading(self) -> None:
        self.may_read.clear()
        await self.may_read.wait()

    def _take(self, text: str) -> None:
        if self.first_token_ms is None:
            self.first_token_ms = self._elapsed_ms()
        self.raw.append(text)
        self.waiting.append(text)

    def _show(self, shown: str, release: Release) -> None:
        if shown:
            self.shown.append(shown)
            release.feed(self.name, shown)

    def _tell(self, target: Target, reason: Reason | None) -> None:
        self.answered = target
        self.tell(target, reason)

    def _judge(self, shown: str) -> None:
        """An answer that came whole may still be none; nobody could compare what cannot be seen at all."""
        reason = Reason.EMPTY if is_empty(shown) else Reason.REPETITIVE if is_one_piece(shown) else None
        if reason is not None and self.answered is not None:
            self.tell(self.answered, reason)
        if reason is Reason.EMPTY:
            raise Permanent(reason)

    def _elapsed_ms(self) -> int:
        return round((time.monotonic() - self.started) * 1000)

    def answer(self, release: Release) -> Answer:
        """What is stored of this side, once `release` has shown it."""
        return Answer(
            raw_text="".join(self.raw),
            shown_text=release.shown(self.name),
            finish_reason="blocked" if self.screen.blocked else self.finish_reason,
            first_token_ms=self.first_token_ms,
            total_ms=self.total_ms,
            concealed=self.concealer.hits,
            arrival=release.arrival(self.name),
            late_ticks=release.late_ticks(self.name),
        )
