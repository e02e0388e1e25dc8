"""Entrants and their endpoints, for organisers' commands."""

from dataclasses import dataclass

from django.db.models import QuerySet

from arena.models import Endpoint, PoolEntrant


@dataclass(frozen=True)
class EndpointView:
    """One replica of an entrant as its record has it."""

    base_url: str
    served_name: str
    api_key_variable: str
    context_tokens: int
    enabled: bool


def endpoints_of(entrant_name: str) -> list[EndpointView]:
    """The replicas of the entrant with this name, oldest first; empty for an unknown name."""
    rows = Endpoint.objects.filter(entrant__name=entrant_name).order_by("pk")
    return [
        EndpointView(row.base_url, row.served_name, row.api_key_variable, row.context_tokens, row.enabled)
        for row in rows
    ]


@dataclass(frozen=True)
class ProbeView:
    """Where to look for an endpoint's health; `resting` after failures in battles."""

    endpoint_ref: str
    base_url: str
    served_name: str
    api_key_variable: str
    resting: bool = False


def endpoints_to_probe() -> list[ProbeView]:
    """The enabled endpoints of entrants that can be drawn somewhere."""
    return _enabled(PoolEntrant.objects.filter(withdrawn_at=None))


def endpoints_of_open_pools() -> list[ProbeView]:
    """The enabled endpoints of entrants that citizens may meet now."""
    return _enabled(PoolEntrant.objects.filter(withdrawn_at=None, pool__is_open=True))


def _enabled(places: "QuerySet[PoolEntrant]") -> list[ProbeView]:
    rows = Endpoint.objects.filter(enabled=True, entrant__in=places.values("entrant_id")).order_by("pk")
    return [ProbeView(row.ref, row.base_url, row.served_name, row.api_key_variable, row.resting) for row in rows]


def entrant_names() -> list[str]:
    """The names of all entrants, in alphabetical order."""
    return sorted(set(Endpoint.objects.values_list("entrant__name", flat=True)))
