"""Tests of endpoints and looks at their health, as organisers see them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from arena.models import Endpoint, EndpointCheck, EndpointLook
from arena.queries.entrants import ProbeView


@dataclass(frozen=True)
class CheckedPointView:
    """What one check found; `told` is an English sentence for the engineer who runs the endpoint."""

    check: str
    must: bool
    passed: bool
    told: str


@dataclass(frozen=True)
class EndpointCheckView:
    """One test of an endpoint. It runs while `finished_at` is None; finished without points it was lost."""

    ref: str
    endpoint_ref: str
    asked_at: datetime
    finished_at: datetime | None
    conforms: bool
    points: tuple[CheckedPointView, ...]


@dataclass(frozen=True)
class LookView:
    """One look at an endpoint. `problem` is empty when it was well; figures are None where it does not tell."""

    looked_at: datetime
    problem: str
    running: float | None
    waiting: float | None
    cache_used: float | None
    seconds: float | None


@dataclass(frozen=True)
class CheckTarget:
    """Where a test asks, and how long a context the endpoint's record tells."""

    endpoint: ProbeView
    context_tokens: int


def check_target(check_ref: str) -> CheckTarget | None:
    """Where the endpoint of a running check answers; None for an unknown or finished one."""
    row = EndpointCheck.objects.filter(ref=check_ref, finished_at=None).select_related("endpoint").first()
    if row is None:
        return None
    endpoint = row.endpoint
    return CheckTarget(
        ProbeView(endpoint.ref, endpoint.base_url, endpoint.served_name, endpoint.api_key_variable),
        endpoint.context_tokens,
    )


def newest_checks(endpoint_ref: str, most: int) -> list[EndpointCheckView]:
    """The newest tests of an endpoint, the newest first."""
    rows = EndpointCheck.objects.filter(endpoint__ref=endpoint_ref).order_by("-asked_at", "-pk")[:most]
    return [
        EndpointCheckView(
            ref=row.ref,
            endpoint_ref=endpoint_ref,
            asked_at=row.asked_at,
            finished_at=row.finished_at,
            conforms=row.conforms,
            points=tuple(CheckedPointView(**point) for point in row.findings),
        )
        for row in rows
    ]


def newest_verdicts(endpoint_refs: Collection[str], since: datetime) -> dict[str, bool]:
    """Whether the newest finished test since then was passed, by endpoint; those without one are left out."""
    rows = EndpointCheck.objects.filter(
        endpoint__ref__in=endpoint_refs, asked_at__gte=since, finished_at__isnull=False
    ).order_by("asked_at", "pk")
    return dict(rows.values_list("endpoint__ref", "conforms"))


def newest_looks(endpoint_ref: str, most: int) -> list[LookView]:
    """The newest looks at an endpoint, the newest first."""
    rows = EndpointLook.objects.filter(endpoint__ref=endpoint_ref).order_by("-looked_at", "-pk")[:most]
    return [_look(row) for row in rows]


def last_looks(endpoint_refs: Collection[str]) -> dict[str, LookView]:
    """The newest look at each of these endpoints, by ref; those that nobody looked at are left out."""
    found: dict[str, LookView] = {}
    for endpoint in Endpoint.objects.filter(ref__in=endpoint_refs):
        row = endpoint.looks.order_by("-looked_at", "-pk").first()
        if row is not None:
            found[endpoint.ref] = _look(row)
    return found


def _look(row: EndpointLook) -> LookView:
    return LookView(row.looked_at, row.problem, row.running, row.waiting, row.cache_used, row.seconds)
