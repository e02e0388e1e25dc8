"""Which replica is asked next after a failure, and when. Time is an argument."""

from collections.abc import Sequence

from arena.inference.errors import Permanent, Reason, Throttled, UpstreamError
from arena.inference.target import Target

MOST_TRIES = 3
PAUSE_SECONDS = 0.25
OF_THE_REPLICA = {Reason.UNAUTHORISED, Reason.NOT_FOUND, Reason.BAD_STREAM}
"""Permanent failures that say something about the replica rather than about the question."""


class Tries:
    """The tries of one answer, over the entrant's replicas in the order of preference."""

    def __init__(self, targets: Sequence[Target]) -> None:
        if not targets:
            raise Permanent(Reason.NO_ENDPOINT)
        self._free_at = dict.fromkeys(range(len(targets)), 0.0)
        self._targets = targets
        self._tries = 0
        self._current = 0

    def take(self) -> Target:
        """The replica to ask now: one that has not failed yet, else the one that is free first."""
        self._current = min(self._free_at, key=lambda position: self._free_at[position])
        self._tries += 1
        return self._targets[self._current]

    def failed(self, error: UpstreamError, now: float, give_up_at: float) -> float | None:
        """Seconds to wait before the next try, after the taken replica failed; None when there is none in time."""
        if isinstance(error, Permanent):
            if error.reason not in OF_THE_REPLICA:
                return None
            del self._free_at[self._current]
        else:
            self._free_at[self._current] = now + self._pause(error)
        if not self._free_at or self._tries == MOST_TRIES:
            return None
        next_at = max(now, min(self._free_at.values()))
        return next_at - now if next_at < give_up_at else None

    def _pause(self, error: UpstreamError) -> float:
        if isinstance(error, Throttled) and error.retry_after is not None:
            return error.retry_after
        return PAUSE_SECONDS * self._tries
