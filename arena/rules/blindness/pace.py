"""One pace and one hold for a whole pool, so that nothing of them depends on who answers.

What a voter sees tells servers apart only where the release had to wait for one: a first text that comes after the
hold, or an answer that comes more slowly than it is shown. So the pool's slowest entrant sets both, with some room.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

SLOWEST = 45.0
"""No pace is lower, in bytes a second: one and a half times silent reading, in Korean and in English alike."""
LONGEST_HOLD = 5.0
"""No hold is measured to be longer, in seconds: beyond it people think that nothing happens."""
ROOM = 0.8
"""How much of what the slowest entrant nearly always keeps is used."""
HOLD_ROOM = 1.3
OFTEN = 0.9
"""The share of an entrant's answers that keep the pace, and that begin within the hold, before any room is added."""
FASTEST = 10_000.0
"""What is said to be kept by an answer that came in one piece, in bytes a second."""
UP = 1.25
"""The pace rises, and the hold shrinks, only by a step that is worth it: a figure that wavers leaves both alone."""


@dataclass(frozen=True)
class Pace:
    """How fast text is released, and what is held before. Silent reading is about 30 bytes a second."""

    bytes_per_second: float = 150.0
    hold_seconds: float = 1.5
    """Nothing is released before this long after the turn began: who had a first text sooner cannot be told."""
    slowest: float = SLOWEST
    """Where the release has to wait for a side, the pace falls no lower than this."""


@dataclass(frozen=True)
class Arrival:
    """How one answer came to the release.

    `began_seconds`: when its first text came, after the turn began. `bytes_per_second`: the highest pace, counted from
    its first text, at which it never had to be waited for.
    """

    began_seconds: float
    bytes_per_second: float


def usual(arrivals: Sequence[Arrival]) -> Arrival:
    """What nearly all of an entrant's answers keep; there must be some."""
    return Arrival(
        began_seconds=_often(sorted(one.began_seconds for one in arrivals)),
        bytes_per_second=_often(sorted((one.bytes_per_second for one in arrivals), reverse=True)),
    )


def keeps_slowest(arrival: Arrival) -> bool:
    """Whether a server that answers so can be hidden at all, by the slowest pace and the longest hold."""
    return ROOM * arrival.bytes_per_second >= SLOWEST and HOLD_ROOM * arrival.began_seconds <= LONGEST_HOLD


def common_pace(entrants: Collection[Arrival], liveliest: Pace, now: Pace | None = None) -> Pace:
    """The pace of a pool whose entrants usually answer like these; never livelier than `liveliest`.

    It becomes slower at once, and livelier than `now` only by a step that is worth it.
    """
    if not entrants:
        return now or liveliest
    slowest = min(one.bytes_per_second for one in entrants)
    latest = max(one.began_seconds for one in entrants)
    wanted = Pace(
        bytes_per_second=_between(SLOWEST, ROOM * slowest, liveliest.bytes_per_second),
        hold_seconds=_between(liveliest.hold_seconds, HOLD_ROOM * latest, LONGEST_HOLD),
    )
    if now is None:
        return wanted
    keeps_pace = now.bytes_per_second <= wanted.bytes_per_second < UP * now.bytes_per_second
    keeps_hold = now.hold_seconds / UP < wanted.hold_seconds <= now.hold_seconds
    return Pace(
        bytes_per_second=now.bytes_per_second if keeps_pace else wanted.bytes_per_second,
        hold_seconds=now.hold_seconds if keeps_hold else wanted.hold_seconds,
    )


def _between(least: float, wanted: float, most: float) -> float:
    """`wanted` within bounds; where they cross, the lower one holds."""
    return max(least, min(wanted, most))


def _often(best_first: Sequence[float]) -> float:
    """The figure that all but a few reach, of figures in order."""
    # Rounded, because 0.9 of ten is a little more than nine in binary.
    return best_first[math.ceil(round(OFTEN * len(best_first), 6)) - 1]
