"""Whether a pool's endpoints still serve what was frozen, for the organisers' console. Nothing of it is published."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from arena.models import CanaryLook, Endpoint, EndpointAlert, PoolEntrant
from arena.queries.pools import key_of


@dataclass(frozen=True)
class FingerprintView:
    """One endpoint beside its entrant's fingerprint.

    `taken_at`: when the fingerprint was taken, None before. `drift`: how far the newest answers were from it, from 0
    to 1; None where there are none yet. `changed_since`: since when it seems to serve another version, None: it does
    not.
    """

    endpoint_ref: str
    entrant_ref: str
    base_url: str
    taken_at: datetime | None
    drift: float | None
    changed_since: datetime | None

    @property
    def drift_percent(self) -> float | None:
        """The drift in percent."""
        return None if self.drift is None else 100 * self.drift


def fingerprints_in(pool_ref: str) -> list[FingerprintView]:
    """The enabled endpoints of the entrants in a pool: those that have changed first, then in the order of joining."""
    places = PoolEntrant.objects.filter(pool=key_of(pool_ref), withdrawn_at=None, entrant=OuterRef("entrant"))
    answered = CanaryLook.objects.filter(endpoint=OuterRef("pk"), drift__isnull=False).order_by("-looked_at", "-pk")
    alerts = EndpointAlert.objects.filter(endpoint=OuterRef("pk"), cleared_at=None)
    rows = (
        Endpoint.objects.filter(enabled=True)
        .annotate(
            joined=Subquery(places.values("joined_at")),
            drift=Subquery(answered.values("drift")[:1]),
            changed_since=Subquery(alerts.values("raised_at")[:1]),
        )
        .filter(joined__isnull=False)
        .select_related("entrant__fingerprint")
        .order_by("joined", "pk")
    )
    views = [
        FingerprintView(
            endpoint_ref=row.ref,
            entrant_ref=row.entrant.ref,
            base_url=row.base_url,
            taken_at=row.entrant.fingerprint.taken_at if hasattr(row.entrant, "fingerprint") else None,
            drift=row.drift,
            changed_since=row.changed_since,
        )
        for row in rows
    ]
    return sorted(views, key=lambda view: view.changed_since is None)
