"""The shared scale on which the leaderboard draws its intervals."""

from dataclasses import dataclass
from math import ceil, floor

STEPS = (5, 10, 20, 50, 100, 200, 500, 1000)
MOST_TICKS = 7


@dataclass(frozen=True)
class Scale:
    """From `low` to `high` rating points, with round `ticks` between."""

    low: float
    high: float
    ticks: list[float]


WIDTH = 320
MARGIN = 20


def place(scale: Scale, value: float) -> int:
    """Where `value` stands in a picture of WIDTH pixels with a MARGIN on both sides."""
    share = (value - scale.low) / (scale.high - scale.low)
    return round(MARGIN + share * (WIDTH - 2 * MARGIN))


def scale_of(lowers: list[float], uppers: list[float]) -> Scale:
    """A scale with at most MOST_TICKS round ticks that holds every interval; 900 to 1100 when there is none."""
    low, high = (min(lowers), max(uppers)) if lowers else (900.0, 1100.0)
    step = next((step for step in STEPS if (high - low) / step <= MOST_TICKS - 2), STEPS[-1])
    first, last = floor(low / step) * step, ceil(high / step) * step
    if first == last:
        last = first + step
    return Scale(first, last, [float(tick) for tick in range(first, last + 1, step)])
