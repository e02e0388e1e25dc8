"""How often something may be done: counted in Redis, all counters of a request in one atomic step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from redis import Redis
from redis.exceptions import RedisError

from contest.rules.limits import Rate

log = structlog.get_logger(__name__)

# One step for all counters of a request: two requests at once cannot both take the last place, and a request that one
# counter refuses uses up no place of another. A counter without a time to live would never open again, so it gets one.
# ARGV holds for each request how many counters it has, and for each of them its most and its seconds.
TAKE = """
local answers, key, argument = {}, 0, 1
while argument <= #ARGV do
  local count, refused = tonumber(ARGV[argument]), {0, 0}
  for place = 1, count do
    if tonumber(redis.call('GET', KEYS[key + place]) or '0') >= tonumber(ARGV[argument + 2 * place - 1]) then
      refused = {place, redis.call('TTL', KEYS[key + place])}
      break
    end
  end
  if refused[1] == 0 then
    for place = 1, count do
      redis.call('INCR', KEYS[key + place])
      if redis.call('TTL', KEYS[key + place]) < 0 then
        redis.call('EXPIRE', KEYS[key + place], ARGV[argument + 2 * place])
      end
    end
  end
  answers[#answers + 1] = refused
  key, argument = key + count, argument + 2 * count + 1
end
return answers
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
    keys = [_key(limit) for limits in requests for limit in limits]
    if not keys:
        return [Taken()] * len(requests)
    arguments: list[int] = []
    for limits in requests:
        arguments += [len(limits), *(figure for limit in limits for figure in (limit.most, limit.seconds))]
    try:
        # The client's types know nothing of what a script returns.
        answers: Any = redis.eval(TAKE, len(keys), *keys, *arguments)
    except (RedisError, OSError) as error:
        log.warning("limit_unknown", error=type(error).__name__)
        return [Taken()] * len(requests)
    return [_taken(limits, *answer) for limits, answer in zip(requests, answers, strict=True)]


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
