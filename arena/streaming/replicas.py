"""Which replicas of an entrant are asked, in which order, and what their answers mean for their breakers."""

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from os import environ

from arena.inference.choice import Load, Replica, by_preference
from arena.inference.errors import Reason
from arena.inference.target import Target
from arena.queries.battles import EndpointTask
from arena.rules.key_variables import key_in
from arena.streaming.breakers import breaker_of, report
from arena.streaming.database import in_database_thread

# Which of two equal replicas is asked first is no secret.
_rng = random.Random()  # noqa: S311


class Replicas:
    """One entrant's replicas in one turn. `busy` counts the turns of this worker at each of them."""

    def __init__(self, endpoints: Sequence[EndpointTask], busy: "Counter[Target]") -> None:
        self._endpoints = {_target(endpoint): endpoint for endpoint in endpoints}
        self._busy = busy
        self._told: dict[Target, Reason | None] = {}

    @contextmanager
    def ordered(self) -> Iterator[list[Target]]:
        """The replicas that may be asked, the best first; it counts as busy inside the `with` block."""
        targets = by_preference([self._replica(target) for target in self._endpoints], time.time(), _rng)
        first = targets[:1]
        self._busy.update(first)
        try:
            yield targets
        finally:
            self._busy.subtract(first)

    def tell(self, target: Target, reason: Reason | None) -> None:
        """How a try at a replica ended: None for an answer. A turn's last word about each replica counts."""
        self._told[target] = reason

    async def report(self) -> None:
        """Write down what this turn says about the replicas' breakers."""
        for target, reason in self._told.items():
            endpoint = self._endpoints[target]
            # An answer from a replica that nobody complained of is no news.
            if reason is not None or endpoint.breaker:
                await in_database_thread(report, endpoint.endpoint_ref, reason, time.time())

    def _replica(self, target: Target) -> Replica:
        endpoint = self._endpoints[target]
        load = None
        if endpoint.looked_at is not None and endpoint.running is not None and endpoint.waiting is not None:
            load = Load(endpoint.running, endpoint.waiting, endpoint.looked_at.timestamp())
        return Replica(target, breaker_of(endpoint.breaker), load, self._busy[target])


def _target(endpoint: EndpointTask) -> Target:
    return Target(endpoint.base_url, endpoint.served_name, key_in(environ, endpoint.api_key_variable))
