"""How the replicas of a pool's entrants are, all at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from arena.models import Endpoint, EndpointAlert, EndpointLook, PoolEntrant
from arena.queries.pools import key_of
from arena.rules.health import FAILURES_UNTIL_DOWN


@dataclass(frozen=True)
class EndpointHealth:
    """One replica. `state`: off, unseen, ill, changed (a canary's alert), shaky (the newest look was bad) or well.

    How busy it is stays out: in a quiet hour that would tell who answers.
    """

    ref: str
    entrant_ref: str
    served_name: str
    state: str
    problem: str
    looked_at: datetime | None


def pool_health(pool_ref: str) -> list[EndpointHealth]:
    """The replicas of the entrants that can be drawn in a pool, by entrant in the order of their joining."""
    newest = EndpointLook.objects.filter(endpoint=OuterRef("pk")).order_by("-looked_at", "-pk").values("problem")[:1]
    places = PoolEntrant.objects.filter(pool=key_of(pool_ref), withdrawn_at=None, entrant=OuterRef("entrant"))
    rows = (
        Endpoint.objects.annotate(
            problem=Subquery(newest),
            joined=Subquery(places.values("joined_at")),
            changed=Exists(EndpointAlert.objects.filter(endpoint=OuterRef("pk"), cleared_at=None)),
        )
        .filter(joined__isnull=False)
        .select_related("entrant")
        .order_by("joined", "pk")
    )
    return [
        EndpointHealth(row.ref, row.entrant.ref, row.served_name, _state(row), row.problem, row.looked_at)
        for row in rows
    ]


def _state(row: Any) -> str:
    if not row.enabled:
        return "off"
    if row.looked_at is None:
        return "unseen"
    if row.failures >= FAILURES_UNTIL_DOWN or row.resting:
        return "ill"
    if row.changed:
        return "changed"
    return "shaky" if row.problem else "well"
