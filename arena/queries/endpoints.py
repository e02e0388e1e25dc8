"""The replicas of entrants as organisers see them: where they are and how the newest look found them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from arena.models import Endpoint
from arena.rules.health import FAILURES_UNTIL_DOWN


@dataclass(frozen=True)
class EndpointRecord:
    """One replica. `looked_at` None: nobody has looked yet; `is_up`: enabled, looked at, neither down nor resting."""

    ref: str
    entrant_ref: str
    base_url: str
    served_name: str
    api_key_variable: str
    context_tokens: int
    enabled: bool
    failures: int
    looked_at: datetime | None
    is_up: bool


def endpoint_records(entrant_refs: Collection[str]) -> list[EndpointRecord]:
    """The replicas of these entrants, oldest first."""
    rows = Endpoint.objects.filter(entrant__ref__in=entrant_refs).select_related("entrant").order_by("pk")
    return [
        EndpointRecord(
            ref=row.ref,
            entrant_ref=row.entrant.ref,
            base_url=row.base_url,
            served_name=row.served_name,
            api_key_variable=row.api_key_variable,
            context_tokens=row.context_tokens,
            enabled=row.enabled,
            failures=row.failures,
            looked_at=row.looked_at,
            is_up=row.enabled and row.looked_at is not None and row.failures < FAILURES_UNTIL_DOWN and not row.resting,
        )
        for row in rows
    ]


def entrant_of_endpoint(endpoint_ref: str) -> str | None:
    """The ref of the entrant that a replica serves; None for an unknown replica."""
    return Endpoint.objects.filter(ref=endpoint_ref).values_list("entrant__ref", flat=True).first()
