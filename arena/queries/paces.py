"""The pace of the release: what a pool's is, and what checks say that its entrants keep."""

from collections.abc import Collection

from arena.models import EndpointCheck, Pool
from arena.rules.blindness.pace import Arrival, Pace


def pace_of(pool: Pool) -> Pace | None:
    """A pool's measured pace; None before it was measured."""
    if pool.release_bytes_per_second is None or pool.release_hold_seconds is None:
        return None
    return Pace(pool.release_bytes_per_second, pool.release_hold_seconds)


def open_pools() -> list[str]:
    """The pools that take battles now."""
    return list(Pool.objects.filter(is_open=True).order_by("pk").values_list("ref", flat=True))


def checked_arrivals(entrant_refs: Collection[str]) -> dict[str, Arrival]:
    """How the slowest enabled replica of each entrant answered its newest check, by ref; without one, left out."""
    checks = (
        EndpointCheck.objects.select_related("endpoint__entrant")
        .filter(endpoint__entrant__ref__in=entrant_refs, endpoint__enabled=True, began_seconds__isnull=False)
        .order_by("asked_at", "pk")
    )
    newest = {check.endpoint_id: check for check in checks}
    found: dict[str, Arrival] = {}
    for check in newest.values():
        ref, arrival = check.endpoint.entrant.ref, Arrival(check.began_seconds or 0, check.kept_bytes_per_second or 0)
        other = found.get(ref, arrival)
        found[ref] = Arrival(
            max(arrival.began_seconds, other.began_seconds), min(arrival.bytes_per_second, other.bytes_per_second)
        )
    return found
