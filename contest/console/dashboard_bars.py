"""Counts by minute as bars: where each stands in a picture that is stretched to its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from arena.queries.rates import Minute

WIDTH, HEIGHT = 600, 100
GAP = 0.2
"""Of a bar's place, what stays empty."""
LEAST_TOP = 4
TICK_MINUTES = 15


@dataclass(frozen=True)
class Bar:
    """One minute. `is_running`: it is not over yet."""

    at: datetime
    count: int
    x: float
    y: float
    width: float
    height: float
    is_running: bool


@dataclass(frozen=True)
class Picture:
    """Bars under a scale that ends at `top`."""

    bars: tuple[Bar, ...]
    top: int
    most: int
    total: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def half(self) -> float:
        """What stands at the middle line."""
        return self.top / 2


def pictures(minutes: Sequence[Minute]) -> tuple[Picture, Picture]:
    """Battles and votes under one scale, so that they can be compared."""
    battles, votes = [one.battles for one in minutes], [one.votes for one in minutes]
    top = scale_top(max(battles + votes, default=0))
    at = [one.begins_at for one in minutes]
    return _picture(at, battles, top), _picture(at, votes, top)


def ticks(minutes: Sequence[Minute]) -> list[datetime]:
    """The instants written below: every quarter of an hour, and the last one."""
    return [one.begins_at for one in minutes[::TICK_MINUTES]] + [one.begins_at for one in minutes[-1:]]


def scale_top(most: int) -> int:
    """The next of 4, 10, 20, 40, 100, 200, … that is not below `most`: halves of it are whole numbers."""
    top = LEAST_TOP
    while top < most:
        top = top * 5 // 2 if str(top).startswith("4") else top * 2
    return top


def _picture(at: Sequence[datetime], counts: Sequence[int], top: int) -> Picture:
    place = WIDTH / max(1, len(counts))
    bars = []
    for number, (begins_at, count) in enumerate(zip(at, counts, strict=True)):
        height = round(HEIGHT * count / top, 2)
        x, width = round(place * (number + GAP / 2), 2), round(place * (1 - GAP), 2)
        bars.append(Bar(begins_at, count, x, HEIGHT - height, width, height, number == len(counts) - 1))
    return Picture(tuple(bars), top, max(counts, default=0), sum(counts))
