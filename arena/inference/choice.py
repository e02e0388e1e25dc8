"""Which replica is asked first, and which is left alone for a while. Pure: time and chance are arguments.

A breaker opens after several failures in a row, so that citizens do not wait for an endpoint that is down, and after
several answers in a row that are none. When its pause is over it is half open: one request, or a look at its health,
may find out whether it is back.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from arena.inference.errors import Reason
from arena.inference.target import Target

FAILURES_TO_OPEN = 3
USELESS_TO_OPEN = 5
"""More than of failures: one question may well lead a healthy model into a loop."""
FIRST_PAUSE_SECONDS = 10.0
LONGEST_PAUSE_SECONDS = 160.0
ONE_PROBE_SECONDS = 120.0
"""After this long a probe that told nothing is taken for lost, with the worker that made it."""
FRESH_SECONDS = 15.0
"""A load that was seen longer ago says nothing about now."""
USELESS = {Reason.EMPTY, Reason.REPETITIVE}
"""An answer came, and it was none."""
NOT_THE_REPLICA = {Reason.REJECTED, Reason.TOO_LARGE, Reason.NO_ENDPOINT}
"""Failures that say something about the question or the answer, not about whether the replica works."""


@dataclass(frozen=True)
class Breaker:
    """Whether a replica may be asked. Each change gives a new breaker, so that it can be kept anywhere."""

    failures: int = 0
    useless: int = 0
    open_until: float | None = None
    pause_seconds: float = FIRST_PAUSE_SECONDS
    probing_since: float | None = None

    def closed(self) -> bool:
        """Whether the replica may be asked freely."""
        return self.open_until is None

    def may_ask(self, now: float) -> bool:
        """Whether the replica may be asked now: freely, or as the one probe of a half-open breaker."""
        if self.open_until is None:
            return True
        lost = self.probing_since is None or now - self.probing_since >= ONE_PROBE_SECONDS
        return now >= self.open_until and lost

    def asked(self, now: float) -> Self:
        """A request begins; in a half-open breaker it is the probe."""
        return self if self.closed() else replace(self, probing_since=now)

    def succeeded(self) -> Self:
        """An answer came, or the replica looked healthy."""
        return type(self)()

    def failed(self, now: float, reason: Reason) -> Self:
        """A request failed, or the replica looked ill. Failures that are not the replica's count as success."""
        if reason in NOT_THE_REPLICA:
            return self.succeeded()
        if self.closed():
            return self._counted(now, reason)
        if self.probing_since is None:
            # A request that began before the breaker opened: already counted for.
            return self
        pause = min(2 * self.pause_seconds, LONGEST_PAUSE_SECONDS)
        return replace(self, open_until=now + pause, pause_seconds=pause, probing_since=None)

    def _counted(self, now: float, reason: Reason) -> Self:
        """One more failure, or useless answer, of a closed breaker. A useless answer ends a row of failures only."""
        failures, useless = (0, self.useless + 1) if reason in USELESS else (self.failures + 1, self.useless)
        opens = failures >= FAILURES_TO_OPEN or useless >= USELESS_TO_OPEN
        until = now + self.pause_seconds if opens else None
        return replace(self, failures=failures, useless=useless, open_until=until)


@dataclass(frozen=True)
class Load:
    """How busy a replica was when it was looked at, by its own metrics."""

    running: float
    waiting: float
    seen_at: float


@dataclass(frozen=True)
class Replica:
    """What is known of a replica when it may be chosen. `in_flight` counts the requests that we have open there."""

    target: Target
    breaker: Breaker = Breaker()
    load: Load | None = None
    in_flight: int = 0


def by_preference(replicas: Sequence[Replica], now: float, rng: random.Random) -> list[Target]:
    """The replicas that may be asked, the least loaded first; half-open ones last; equals in random order."""
    usable = [replica for replica in replicas if replica.breaker.may_ask(now)]
    rng.shuffle(usable)
    usable.sort(key=lambda replica: (not replica.breaker.closed(), *_busy(replica, now)))
    return [replica.target for replica in usable]


def _busy(replica: Replica, now: float) -> tuple[float, float]:
    """Who waits weighs more than who is served. Our own requests count where they are newer than the last look."""
    load = replica.load
    if load is None or now - load.seen_at > FRESH_SECONDS:
        return 0.0, float(replica.in_flight)
    return load.waiting, max(load.running, float(replica.in_flight))
