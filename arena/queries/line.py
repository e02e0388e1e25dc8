"""The line before the entrants' slots, as a whole: whom it is about stays in it."""

from dataclasses import dataclass
from typing import Any

from redis import Redis

from arena.admission.line import FIRST_MEAN_SECONDS, KEYS
from arena.admission.places import place

WAITING, LEASES, _ENTRIES, _SINCE, MEAN = KEYS


@dataclass(frozen=True)
class LineNow:
    """Turns that wait and turns that hold their slots; how long who comes now would wait, 0 when nobody waits."""

    waiting: int
    running: int
    seconds: int


def line_now(redis: Redis) -> LineNow:
    """The line now. Raises RedisError."""
    clock: Any = redis.time()
    seconds, fraction = clock
    pipe = redis.pipeline(transaction=False)
    pipe.zcard(WAITING)
    # Leases that ran out hold no slots any more.
    pipe.zcount(LEASES, f"({seconds}.{fraction:06d}", "+inf")
    pipe.get(MEAN)
    waiting, running, mean = pipe.execute()
    wait = place(waiting, running, float(mean or FIRST_MEAN_SECONDS)).seconds if waiting else 0
    return LineNow(waiting, running, wait)
