"""Entrants and their endpoints, for organisers' commands."""

from dataclasses import dataclass

from arena.models import Endpoint, PoolEntrant


@dataclass(frozen=True)
class EndpointView:
    """One replica of an entrant as its record has it."""

    base_url: str
    served_name: str
    api_key_variable: str
    enabled: bool


def endpoints_of(entrant_name: str) -> list[EndpointView]:
    """The replicas of the entrant with this name, oldest first; empty for an unknown name."""
    rows = Endpoint.objects.filter(entrant__name=entrant_name).order_by("pk")
    return [EndpointView(row.base_url, row.served_name, row.api_key_variable, row.enabled) for row in rows]


@dataclass(frozen=True)
class ProbeView:
    """Where to look for an endpoint's health."""

    endpoint_ref: str
    base_url: str
    served_name: str
    api_key_variable: str


def endpoints_to_probe() -> list[ProbeView]:
    """The enabled endpoints of entrants that can be drawn somewhere."""
    drawable = PoolEntrant.objects.filter(withdrawn_at=None).values("entrant_id")
    rows = Endpoint.objects.filter(enabled=True, entrant__in=drawable).order_by("pk")
    return [ProbeView(row.ref, row.base_url, row.served_name, row.api_key_variable) for row in rows]


def entrant_names() -> list[str]:
    """The names of all entrants, in alphabetical order."""
    return sorted(set(Endpoint.objects.values_list("entrant__name", flat=True)))
