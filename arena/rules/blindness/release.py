"""The lockstep release of one turn: one clock, one position, both sides.

Both sides start together, once both have text, grow by the same amount at one pace to their ends and never pass what
the slower unfinished side has. So what a voter sees depends only on the common position: which side is slow cannot be
told, and with servers that keep the pool's pace (arena.rules.blindness.pace), not even that one is. The position is
counted in UTF-8 bytes, a fair proxy of how much there is to read: a Hangul syllable is three, a Latin letter one.
"""

from typing import Literal, NamedTuple

from arena.rules.blindness.pace import FASTEST, ROOM, Arrival, Pace

Side = Literal["a", "b"]
CONTINUES, CONTINUED = 0b1100_0000, 0b1000_0000
"""The bits that tell a byte that goes on with a character (RFC 3629), and what they are in one."""
SOON = 1.0
"""How long a side has been writing, in seconds, before its pace means anything."""


class Delta(NamedTuple):
    """What one tick releases. `done`: both sides are complete and wholly shown."""

    a: str
    b: str
    done: bool


class _Side:
    """One side's text: what has come, and how much of it is shown. A tick costs what it shows, however much waits."""

    __slots__ = ("began", "came", "finished", "keeps", "late_ticks", "position", "shown", "waiting")

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.came = 0
        self.position = 0
        self.finished = False
        self.began: float | None = None
        self.keeps = FASTEST
        self.late_ticks = 0
        self.waiting = bytearray()

    def is_short(self, clock: float, wanted: float) -> bool:
        """Whether it has less than is wanted and is not done; asked once a tick, it learns how the side comes."""
        if self.began is None:
            if self.came:
                self.began = clock
        elif self.keeps * (clock - self.began) > self.came and not self.finished:
            self.keeps = self.came / (clock - self.began)
        return self.came < wanted and not self.finished

    def advance_to(self, position: float) -> str:
        """Take the longest run of whole characters that ends at or before `position`."""
        waiting = self.waiting
        due = int(position) - self.position
        if due >= len(waiting):
            due = len(waiting)
        else:
            # A character goes whole: back to where one begins.
            while due > 0 and waiting[due] & CONTINUES == CONTINUED:
                due -= 1
        if due <= 0:
            return ""
        text = waiting[:due].decode()
        # Cheap at the front of a bytearray, however much is left.
        del waiting[:due]
        self.position += due
        self.shown.append(text)
        return text


class Release:
    """Buffers both sides of a turn and gives out what is due."""

    def __init__(self, pace: Pace) -> None:
        self._rate = pace.bytes_per_second
        self._slowest = pace.slowest
        self._hold = pace.hold_seconds
        self._a, self._b = _Side(), _Side()
        self._sides: dict[Side, _Side] = {"a": self._a, "b": self._b}
        self._position = 0.0
        self._clock = 0.0

    def feed(self, side: Side, text: str) -> None:
        """More text of one side."""
        mine, more = self._sides[side], text.encode()
        mine.waiting += more
        mine.came += len(more)

    def finish(self, side: Side) -> None:
        """One side is complete."""
        self._sides[side].finished = True

    def shown(self, side: Side) -> str:
        """The side's text so far, as the voter has it."""
        return "".join(self._sides[side].shown)

    def arrival(self, side: Side) -> Arrival | None:
        """How the side's answer came; None when nothing has."""
        mine = self._sides[side]
        return None if mine.began is None else Arrival(mine.began, mine.keeps)

    def late_ticks(self, side: Side) -> int:
        """How often the release had to wait for this side."""
        return self._sides[side].late_ticks

    @property
    def done(self) -> bool:
        """Whether both sides are complete and wholly shown."""
        a, b = self._a, self._b
        return a.finished and b.finished and not (a.waiting or b.waiting)

    def advance(self, seconds: float) -> Delta | None:
        """What the next `seconds` release; None when nothing changes."""
        self._clock = clock = self._clock + seconds
        holds = clock < self._hold
        limit = wanted = 0.0 if holds else self._position + self._rate * seconds
        a, b = self._a, self._b
        for side in (a, b):
            if side.is_short(clock, wanted):
                self._wait_for(side)
                if side.came < limit:
                    limit = side.came
        if holds:
            return None
        # Compared, because the calls of `min` and `max` are a tenth of what a tick costs.
        most = a.came if a.came > b.came else b.came
        limit = limit if limit < most else most
        if limit > self._position:
            self._position = limit
        text_a, text_b, done = a.advance_to(self._position), b.advance_to(self._position), self.done
        return Delta(text_a, text_b, done) if text_a or text_b or done else None

    def _wait_for(self, side: _Side) -> None:
        """A side has less than is due: it is counted, and the pace falls for good to what the side keeps.

        Otherwise the rest would come faster once the slower side has ended, and tell which one it was.
        """
        side.late_ticks += 1
        if side.began is not None and self._clock - side.began >= SOON:
            keeps = ROOM * side.came / (self._clock - side.began)
            if keeps < self._rate:
                self._rate = min(self._rate, max(self._slowest, keeps))
