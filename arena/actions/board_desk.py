"""Where one process makes the boards of a pool: one at a time, with the votes that it has read, and with rests."""

import time
from datetime import datetime
from functools import lru_cache
from threading import Lock

from arena.actions.leaderboard import publish_snapshot
from arena.actions.votes_at import FollowedVotes

RESTS = 4
"""How many times the processor time of a board lie at least between the beginnings of a pool's boards."""
POOLS = 8
"""Pools whose votes a process remembers, about a hundred bytes each; those of a pool beyond are read anew."""


class BoardDesk:
    """The boards of one pool. Threads may share it; what it knows is only ever a copy of what the database holds."""

    def __init__(self, pool_ref: str) -> None:
        self._pool_ref = pool_ref
        self._votes = FollowedVotes()
        self._busy = Lock()
        self._rest_until = 0.0

    def publish(self, now: datetime) -> int | None:
        """Publish the next snapshot; its number, or None when nothing is new, another thread is at it, or it rests.

        Rating gets a quarter of a processor at most. What counts is processor time, because a busy machine would
        otherwise make boards rest for as long as others keep it busy.
        """
        if not self._busy.acquire(blocking=False):
            return None
        try:
            return self._publish(now) if time.monotonic() >= self._rest_until else None
        finally:
            self._busy.release()

    def _publish(self, now: datetime) -> int | None:
        begun, worked = time.monotonic(), time.thread_time()
        try:
            return publish_snapshot(self._pool_ref, now, self._votes)
        except ValueError:
            # The votes are not those of the tallies: the database is another one, such as a backup brought back.
            self._votes.forget()
            raise
        finally:
            self._rest_until = begun + RESTS * (time.thread_time() - worked)


@lru_cache(maxsize=POOLS)
def desk_of(pool_ref: str) -> BoardDesk:
    """This process's desk of a pool."""
    return BoardDesk(pool_ref)
