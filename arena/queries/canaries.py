"""What canaries told, for the organisers' console. Nothing of it is published."""

from dataclasses import dataclass
from datetime import datetime

from arena.models import CanaryLook, EndpointAlert, Fingerprint


@dataclass(frozen=True)
class CanaryView:
    """One canary: `drift` from 0 to 1; None when the endpoint did not answer, for the reason `problem`."""

    looked_at: datetime
    drift: float | None
    problem: str


@dataclass(frozen=True)
class AlertView:
    """An endpoint that seemed to serve another version than its entrant's fingerprint; open without `cleared_at`."""

    ref: str
    endpoint_ref: str
    entrant_ref: str
    drift: float
    raised_at: datetime
    cleared_at: datetime | None

    @property
    def drift_percent(self) -> float:
        """The drift when it was raised, in percent."""
        return 100 * self.drift


def fingerprint_taken_at(entrant_ref: str) -> datetime | None:
    """When an entrant's fingerprint was taken; None when it has none."""
    return Fingerprint.objects.filter(entrant__ref=entrant_ref).values_list("taken_at", flat=True).first()


def newest_canaries(endpoint_ref: str, most: int) -> list[CanaryView]:
    """The newest canaries of an endpoint, the newest first."""
    rows = CanaryLook.objects.filter(endpoint__ref=endpoint_ref).order_by("-looked_at", "-pk")[:most]
    return [CanaryView(row.looked_at, row.drift, row.problem) for row in rows]


def endpoint_alerts(*, only_open: bool = True) -> list[AlertView]:
    """Alerts, the newest first."""
    rows = EndpointAlert.objects.select_related("endpoint__entrant").order_by("-raised_at", "-pk")
    return [
        AlertView(row.ref, row.endpoint.ref, row.endpoint.entrant.ref, row.drift, row.raised_at, row.cleared_at)
        for row in (rows.filter(cleared_at=None) if only_open else rows)
    ]
