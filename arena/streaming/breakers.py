"""Breakers between the rows that keep them for all workers and the rule that moves them."""

from dataclasses import asdict

import structlog

from arena.actions.health import BreakerChange, BreakerKept, change_breaker
from arena.inference.choice import Breaker
from arena.inference.errors import Reason

log = structlog.get_logger(__name__)

NOTHING_WRONG = Breaker()


def report(endpoint_ref: str, reason: Reason | None, now: float) -> None:
    """Let an answer, or a failure, move the endpoint's breaker. `now` in seconds since 1970: hosts share it."""

    def change(kept: BreakerKept) -> BreakerChange:
        breaker = breaker_of(kept)
        return kept_breaker(breaker.succeeded() if reason is None else breaker.failed(now, reason))

    if change_breaker(endpoint_ref, change) and reason is not None:
        log.warning("endpoint_rests", endpoint=endpoint_ref, reason=reason)


def breaker_of(kept: BreakerKept) -> Breaker:
    """The breaker that was kept."""
    return Breaker(**kept)  # type: ignore[arg-type]


def kept_breaker(breaker: Breaker) -> BreakerChange:
    """A breaker as it is kept."""
    return BreakerChange({} if breaker == NOTHING_WRONG else asdict(breaker), not breaker.closed())


def may_probe(endpoint_ref: str, now: float) -> bool:
    """Whether a resting endpoint's pause is over; its one probe is then begun with this call."""
    begun = False

    def change(kept: BreakerKept) -> BreakerChange:
        nonlocal begun
        breaker = breaker_of(kept)
        begun = not breaker.closed() and breaker.may_ask(now)
        return kept_breaker(breaker.asked(now) if begun else breaker)

    change_breaker(endpoint_ref, change)
    return begun
