"""What a worker process needs to know to run turns; the tasks above read it from the settings."""

from dataclasses import dataclass

from arena.inference.target import Bounds, Deadlines
from arena.rules.blindness.conceal import Identities
from arena.rules.blindness.release import Pace


@dataclass(frozen=True)
class Conditions:
    """Equal for all entrants. `frame_seconds` is the time between two frames of one battle."""

    redis_url: str
    frame_seconds: float
    pace: Pace
    deadlines: Deadlines
    bounds: Bounds
    identities: Identities
    most_turns: int
