"""Entrants, endpoints and pools come into being, open and close here."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from arena.models import Endpoint, Entrant, Exposure, Pool, PoolEntrant
from arena.rules.pairing import starting_exposure


@dataclass(frozen=True)
class EndpointAddress:
    """Where a replica answers. `api_key_variable` names an environment variable; empty for none."""

    base_url: str
    served_name: str
    api_key_variable: str = ""


@transaction.atomic
def enrol_entrant(name: str, addresses: list[EndpointAddress], *, is_reference: bool = False) -> str:
    """Make an entrant with its endpoints; returns its ref."""
    entrant = Entrant.objects.create(name=name, is_reference=is_reference)
    for address in addresses:
        Endpoint.objects.create(
            entrant=entrant,
            base_url=address.base_url,
            served_name=address.served_name,
            api_key_variable=address.api_key_variable,
        )
    return entrant.ref


def create_pool(system_prompt: str, min_votes: int) -> str:
    """Make an empty, closed pool; returns its ref. `min_votes`: below it an entrant is listed but not rated."""
    return Pool.objects.create(system_prompt=system_prompt, min_votes=min_votes).ref


@transaction.atomic
def move_endpoints(addresses: dict[str, EndpointAddress]) -> None:
    """Point entrants (by ref) at a new address each: the rehearsal's server takes a new port at every start."""
    for entrant_ref, address in addresses.items():
        Endpoint.objects.filter(entrant__ref=entrant_ref).update(
            base_url=address.base_url, served_name=address.served_name
        )


@transaction.atomic
def join_pool(pool_ref: str, entrant_ref: str) -> None:
    """Let an entrant be drawn in a pool, level with those who have met least."""
    # The lock keeps a draw from reading the exposures while they are incomplete.
    pool = Pool.objects.select_for_update().get(ref=pool_ref)
    entrant = Entrant.objects.get(ref=entrant_ref)
    others = list(pool.places.filter(withdrawn_at=None).values_list("entrant_id", flat=True))
    PoolEntrant.objects.create(pool=pool, entrant=entrant)
    met = {(row.entrant_a_id, row.entrant_b_id): row.start + row.drawn for row in pool.exposures.all()}
    start = starting_exposure(met)
    pairs = [pair for other in others for pair in ((entrant.pk, other), (other, entrant.pk))]
    Exposure.objects.bulk_create(Exposure(pool=pool, entrant_a_id=a, entrant_b_id=b, start=start) for a, b in pairs)


@transaction.atomic
def withdraw_from_pool(pool_ref: str, entrant_ref: str, now: datetime) -> None:
    """Draw an entrant no more; its battles and votes stay."""
    Pool.objects.select_for_update().get(ref=pool_ref)
    PoolEntrant.objects.filter(pool__ref=pool_ref, entrant__ref=entrant_ref, withdrawn_at=None).update(withdrawn_at=now)


def set_pool_open(pool_ref: str, is_open: bool) -> None:
    """Take battles, or stop taking them; battles under way go on to their end."""
    Pool.objects.filter(ref=pool_ref).update(is_open=is_open)
