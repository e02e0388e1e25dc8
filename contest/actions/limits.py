"""How often one person may ask: counted in Redis, one atomic step a request."""

from dataclasses import dataclass

import structlog
from redis import Redis
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

WINDOW_SECONDS = 60


@dataclass(frozen=True)
class Taken:
    """Whether the request may go on, and after how many seconds another one may."""

    allowed: bool
    wait_seconds: int


def take_battle(redis: Redis, voter_ref: str, most_per_minute: int) -> Taken:
    """Count one more battle of this voter in the running minute.

    When Redis is away the person may go on: the limit is a brake, and taking part must not depend on it.
    """
    key = f"contest:battles:{voter_ref}"
    try:
        with redis.pipeline(transaction=True) as pipe:
            pipe.set(key, 0, ex=WINDOW_SECONDS, nx=True)
            pipe.incr(key)
            pipe.ttl(key)
            _, count, seconds = pipe.execute()
    except (RedisError, OSError) as error:
        log.warning("limit_unknown", error=type(error).__name__)
        return Taken(True, 0)
    return Taken(count <= most_per_minute, max(1, seconds))
