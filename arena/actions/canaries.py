"""Fingerprints of entrants, how far their endpoints have drifted since, and the alerts that follow."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from arena.models import CanaryLook, Endpoint, EndpointAlert, Entrant, Fingerprint
from arena.rules.drift import DRIFTED, GreedyAnswer, Token, drift

KEEP_CANARIES = timedelta(days=30)
LOOKS_TO_ALERT = 2
"""One odd answer may be chance, such as a server that was just restarting."""


@transaction.atomic
def record_canary(endpoint_ref: str, answers: Sequence[GreedyAnswer], now: datetime) -> str | None:
    """Compare an endpoint's answers with its entrant's fingerprint; returns the ref of an alert that this raised.

    The first answers for an entrant become its fingerprint. Answers that are like it again close the alert.
    """
    endpoint = Endpoint.objects.select_related("entrant").get(ref=endpoint_ref)
    # The lock keeps two replicas' first answers from becoming two fingerprints.
    entrant = Entrant.objects.select_for_update().get(pk=endpoint.entrant_id)
    kept, _made = Fingerprint.objects.get_or_create(
        entrant=entrant, defaults={"answers": [asdict(answer) for answer in answers], "taken_at": now}
    )
    far = drift([_answer(row) for row in kept.answers], answers)
    CanaryLook.objects.create(endpoint=endpoint, looked_at=now, drift=far)
    CanaryLook.objects.filter(endpoint=endpoint, looked_at__lt=now - KEEP_CANARIES).delete()
    return _alert(endpoint, far, now)


def record_canary_failure(endpoint_ref: str, problem: str, now: datetime) -> None:
    """Write down that an endpoint did not answer the canary; that alone is no alert, for the looks see it as well."""
    CanaryLook.objects.create(endpoint=Endpoint.objects.get(ref=endpoint_ref), looked_at=now, problem=problem)


def forget_fingerprint(entrant_ref: str) -> None:
    """Let the next canary take an entrant's fingerprint anew, as when it is frozen for a stage."""
    Fingerprint.objects.filter(entrant__ref=entrant_ref).delete()
    EndpointAlert.objects.filter(endpoint__entrant__ref=entrant_ref, cleared_at=None).delete()


def _alert(endpoint: Endpoint, far: float, now: datetime) -> str | None:
    open_alert = EndpointAlert.objects.filter(endpoint=endpoint, cleared_at=None)
    if far < DRIFTED:
        open_alert.update(cleared_at=now)
        return None
    answered = CanaryLook.objects.filter(endpoint=endpoint, drift__isnull=False).order_by("-looked_at", "-pk")
    last = answered.values_list("drift", flat=True)[:LOOKS_TO_ALERT]
    odd = sum(value is not None and value >= DRIFTED for value in last)
    if open_alert.exists() or odd < LOOKS_TO_ALERT:
        return None
    return EndpointAlert.objects.create(endpoint=endpoint, drift=far, raised_at=now).ref


def _answer(row: dict[str, Any]) -> GreedyAnswer:
    return GreedyAnswer(row["text"], tuple(Token(**token) for token in row["tokens"]))
