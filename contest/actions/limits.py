"""How often something may be done: counted in Redis, all counters of a request in one atomic step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from redis import Redis
from redis.exceptions import RedisError

from contest.rules.limits import Rate

log = structlog.get_logger(__name__)

# One step for all counters: two requests at once cannot both take the last place, and a request that one counter
# refuses uses up no place of another. A counter without a time to live would never open again, so it gets one.
TAKE = """
for place, key in ipairs(KEYS) do
  if tonumber(redis.call('GET', key) or '0') >= tonumber(ARGV[2 * place - 1]) then
    return {place, redis.call('TTL', key)}
  end
end
for place, key in ipairs(KEYS) do
  redis.call('INCR', key)
  if redis.call('TTL', key) < 0 then redis.call('EXPIRE', key, ARGV[2 * place]) end
end
return {0, 0}
"""


# A counter whose window ended meanwhile must not begin the next one below nothing.
GIVE_BACK = """
if tonumber(redis.call('GET', KEYS[1]) or '0') > 0 then redis.call('DECR', KEYS[1]) end
"""


@dataclass(frozen=True)
class Taken:
    """Whether the request may go on. If not: which limit stands against it, and for how many seconds."""

    refused_by: Rate | None = None
    wait_seconds: int = 0

    @property
    def allowed(self) -> bool:
        """No limit stands against it."""
        return self.refused_by is None


def take(redis: Redis, limits: Sequence[Rate]) -> Taken:
    """Take one place under every limit, or none.

    When Redis is away the person may go on: a limit is a brake, and taking part must not depend on it.
    """
    return take_for_each(redis, [limits])[0]


def take_for_each(redis: Redis, requests: Sequence[Sequence[Rate]]) -> list[Taken]:
    """The same for requests that came together, in their order, each with its own limits."""
    asking = redis.pipeline(transaction=False)
    limited = [limits for limits in requests if limits]
    for limits in limited:
        arguments: list[int] = [figure for limit in limits for figure in (limit.most, limit.seconds)]
        asking.eval(TAKE, len(limits), *map(_key, limits), *arguments)
    try:
        answers = iter(asking.execute() if limited else [])
    except (RedisError, OSError) as error:
        log.warning("limit_unknown", error=type(error).__name__)
        return [Taken()] * len(requests)
    return [_taken(limits, *next(answers)) if limits else Taken() for limits in requests]


def _taken(limits: Sequence[Rate], place: int, seconds: int) -> Taken:
    return Taken(limits[place - 1], max(1, seconds)) if place else Taken()


def give_back(redis: Redis, limit: Rate) -> None:
    """Free a place that was taken and then not needed."""
    try:
        redis.eval(GIVE_BACK, 1, _key(limit))
    except (RedisError, OSError) as error:
        log.warning("place_not_given_back", error=type(error).__name__)


def is_full(redis: Redis, limit: Rate) -> bool:
    """Whether no place is left, without taking one. Not so when Redis is away, as for `take`."""
    try:
        # The client's types allow for its asynchronous twin.
        used: Any = redis.get(_key(limit))
    except (RedisError, OSError) as error:
        log.warning("limit_unknown", error=type(error).__name__)
        return False
    return int(used or 0) >= limit.most


def _key(limit: Rate) -> str:
    return f"contest:limit:{limit.what}:{limit.who}"
