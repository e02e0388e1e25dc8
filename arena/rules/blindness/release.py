"""The lockstep release of one turn: one clock, one position, both sides.

Both sides start together, grow by the same amount and never pass what the slower unfinished side has. So what a
voter sees depends only on the common position: which side is slow cannot be told. The position is counted in UTF-8
bytes, a fair proxy of how much there is to read: a Hangul syllable is three, a Latin letter one.
"""

from dataclasses import dataclass
from typing import Literal

Side = Literal["a", "b"]


@dataclass(frozen=True)
class Pace:
    """How fast text is released. Silent reading is about 30 bytes a second, in Korean and in English alike."""

    bytes_per_second: float = 150.0
    catch_up: float = 4.0
    """How much faster it goes once both sides are complete: nothing is left that the pace could tell."""
    max_wait_seconds: float = 15.0
    """The release starts this long after the first side has text, even if the other has none yet."""


@dataclass(frozen=True, slots=True)
class Delta:
    """What one tick releases. `done`: both sides are complete and wholly shown."""

    a: str
    b: str
    done: bool


class _Side:
    """One side's text: what has come, and how much of it is shown."""

    def __init__(self) -> None:
        self.waiting = ""
        self.shown: list[str] = []
        self.came = 0
        self.position = 0
        self.finished = False

    def feed(self, text: str) -> None:
        self.waiting += text
        self.came += len(text.encode())

    def advance_to(self, position: float) -> str:
        """Take the longest run of whole characters that ends at or before `position`."""
        budget = int(position) - self.position
        if budget <= 0 or not self.waiting:
            return ""
        taken = self.waiting.encode()[:budget].decode(errors="ignore")
        self.waiting = self.waiting[len(taken) :]
        self.position += len(taken.encode())
        if taken:
            self.shown.append(taken)
        return taken


class Release:
    """Buffers both sides of a turn and gives out what is due."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._sides: dict[Side, _Side] = {"a": _Side(), "b": _Side()}
        self._position = 0.0
        self._waited = 0.0

    def feed(self, side: Side, text: str) -> None:
        """More text of one side."""
        self._sides[side].feed(text)

    def finish(self, side: Side) -> None:
        """One side is complete."""
        self._sides[side].finished = True

    def shown(self, side: Side) -> str:
        """The side's text so far, as the voter has it."""
        return "".join(self._sides[side].shown)

    @property
    def done(self) -> bool:
        """Whether both sides are complete and wholly shown."""
        return all(side.finished and not side.waiting for side in self._sides.values())

    def advance(self, seconds: float) -> Delta | None:
        """What the next `seconds` release; None when nothing changes."""
        a, b = self._sides["a"], self._sides["b"]
        if not self._started(seconds):
            return None
        finished = a.finished and b.finished
        pace = self._pace.bytes_per_second * (self._pace.catch_up if finished else 1.0)
        limit = min((side.came for side in (a, b) if not side.finished), default=max(a.came, b.came))
        self._position = max(self._position, min(self._position + pace * seconds, limit))
        delta = Delta(a.advance_to(self._position), b.advance_to(self._position), self.done)
        return delta if delta.a or delta.b or delta.done else None

    def _started(self, seconds: float) -> bool:
        a, b = self._sides["a"], self._sides["b"]
        if (a.came or a.finished) and (b.came or b.finished):
            return True
        if a.came or b.came:
            self._waited += seconds
        return self._waited >= self._pace.max_wait_seconds
