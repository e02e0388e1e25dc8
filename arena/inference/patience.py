"""How long an answer is waited for: the instants of one answer, and the watch that ends a read in time."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from arena.inference.target import Deadlines


@dataclass(frozen=True)
class Until:
    """The instants of one answer, on the event loop's clock; all tries share them."""

    first_text: float
    end: float
    connect_seconds: float
    between_seconds: float

    @classmethod
    def after(cls, now: float, deadlines: Deadlines) -> Self:
        """The instants of an answer that is asked for now."""
        end = now + deadlines.total
        first_text = min(end, now + deadlines.first_token)
        return cls(first_text, end, deadlines.connect, deadlines.between_tokens)

    def next_text(self, now: float) -> float:
        """By when more text must have come."""
        return min(self.end, now + self.between_seconds)


class Watch:
    """Calls `give_up` when the instant it was last moved to has passed.

    `asyncio.timeout` around a generator's yield would cancel whoever reads the chunks, and arming a timer for each
    read costs more than reading: moving the watch later is one assignment.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, at: float, give_up: Callable[[], None]) -> None:
        self._loop = loop
        self._give_up = give_up
        self._at = at
        self.expired = False
        self._arm()

    def move(self, at: float) -> None:
        """Wait until `at` instead, on the loop's clock."""
        self._at = at
        if at < self._armed_for:
            self._timer.cancel()
            self._arm()

    def stop(self) -> None:
        """Never call `give_up` any more."""
        self._timer.cancel()

    def _arm(self) -> None:
        self._armed_for = self._at
        self._timer = self._loop.call_at(self._at, self._look)

    def _look(self) -> None:
        if self._loop.time() < self._at:
            self._arm()
            return
        self.expired = True
        self._give_up()
