"""What looks at endpoints and battles with them told is written down here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from arena.models import Endpoint, EndpointLook

KEEP_LOOKS = timedelta(days=1)


@dataclass(frozen=True)
class Look:
    """One look: `problem` is empty when the endpoint was well; the figures are None where it does not tell."""

    endpoint_ref: str
    problem: str
    running: float | None
    waiting: float | None
    cache_used: float | None
    seconds: float | None


@transaction.atomic
def record_looks(looks: list[Look], now: datetime) -> None:
    """Keep the looks, and what they say about each endpoint now; looks older than a day go."""
    keys = dict(Endpoint.objects.filter(ref__in=[look.endpoint_ref for look in looks]).values_list("ref", "pk"))
    for look in looks:
        endpoint = Endpoint.objects.filter(ref=look.endpoint_ref)
        endpoint.update(
            failures=F("failures") + 1 if look.problem else 0,
            looked_at=now,
            running=look.running,
            waiting=look.waiting,
        )
    EndpointLook.objects.bulk_create(
        EndpointLook(
            endpoint_id=keys[look.endpoint_ref],
            looked_at=now,
            problem=look.problem,
            running=look.running,
            waiting=look.waiting,
            cache_used=look.cache_used,
            seconds=look.seconds,
        )
        for look in looks
        if look.endpoint_ref in keys
    )
    EndpointLook.objects.filter(looked_at__lt=now - KEEP_LOOKS).delete()


BreakerKept = Mapping[str, float | None]
"""A circuit breaker as it is kept; empty when nothing is wrong."""


@dataclass(frozen=True)
class BreakerChange:
    """What a breaker becomes, and whether its endpoint rests while it is so."""

    kept: BreakerKept
    rests: bool


@transaction.atomic
def change_breaker(endpoint_ref: str, change: Callable[[BreakerKept], BreakerChange]) -> bool:
    """Let `change` say what becomes of an endpoint's breaker; whether the endpoint rests afterwards.

    Reports of several workers follow one another: each changes what the one before has left.
    """
    endpoint = Endpoint.objects.select_for_update().filter(ref=endpoint_ref).first()
    if endpoint is None:
        return False
    changed = change(endpoint.breaker)
    if changed != BreakerChange(endpoint.breaker, endpoint.resting):
        Endpoint.objects.filter(pk=endpoint.pk).update(breaker=changed.kept, resting=changed.rests)
    return changed.rests
