"""A waiting voter's place: how many are ahead, and about how long it takes."""

import math
from dataclasses import dataclass

STEP_SECONDS = 5
"""The wait is told in steps: a guess to the second would jump about."""


@dataclass(frozen=True)
class Place:
    """`ahead` turns arrived earlier and wait; the wait is about `seconds`."""

    ahead: int
    seconds: int


def place(ahead: int, running: int, mean_seconds: float) -> Place:
    """The place behind `ahead` others when `running` turns hold their slots for `mean_seconds` each.

    With all slots in use, turns end at a rate of running / mean (Little's law). The estimate does not know who the
    entrants are, so it tells nothing about them.
    """
    wait = (ahead + 1) * mean_seconds / max(1, running)
    return Place(ahead, max(1, math.ceil(wait / STEP_SECONDS)) * STEP_SECONDS)
