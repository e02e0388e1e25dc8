"""Tests of endpoints that organisers ask for: begun by a face, asked by a worker, written down here."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from arena.models import Endpoint, EndpointCheck
from arena.rules.blindness.pace import Arrival

# Longer than all checks of a slow server take; a worker that died leaves its check behind for so long.
LOST_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class CheckedPoint:
    """What one check found. `must`: failing it keeps the endpoint out; otherwise it is advice."""

    check: str
    must: bool
    passed: bool
    told: str


@dataclass(frozen=True)
class Begun:
    """A check that runs. `is_new` False: somebody had begun it already, so nothing is to be enqueued."""

    ref: str
    is_new: bool


@transaction.atomic
def begin_check(endpoint_ref: str, now: datetime) -> Begun:
    """Write down that an endpoint is to be asked. Raises Endpoint.DoesNotExist."""
    endpoint = Endpoint.objects.get(ref=endpoint_ref)
    running = EndpointCheck.objects.filter(endpoint=endpoint, finished_at=None)
    running.filter(asked_at__lt=now - LOST_AFTER).update(finished_at=now, findings=[])
    try:
        with transaction.atomic():
            return Begun(EndpointCheck.objects.create(endpoint=endpoint, asked_at=now).ref, True)
    except IntegrityError:
        return Begun(EndpointCheck.objects.filter(endpoint=endpoint).latest("asked_at", "pk").ref, False)


def finish_check(
    check_ref: str, points: list[CheckedPoint], conforms: bool, now: datetime, arrival: Arrival | None = None
) -> None:
    """Write down what was found; a check that was given up meanwhile stays as it is. `arrival`: how an answer came."""
    EndpointCheck.objects.filter(ref=check_ref, finished_at=None).update(
        finished_at=now,
        conforms=conforms,
        findings=[asdict(point) for point in points],
        began_seconds=arrival and arrival.began_seconds,
        kept_bytes_per_second=arrival and arrival.bytes_per_second,
    )
