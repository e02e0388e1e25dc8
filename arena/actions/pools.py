"""Entrants, endpoints and pools come into being, open and close here."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from arena.actions.errors import Refused
from arena.models import Endpoint, Entrant, Exposure, Pool, PoolEntrant
from arena.models.entrant import CONTEXT_TOKENS
from arena.rules.blindness.identities import Identities
from arena.rules.pairing import starting_exposure


class PoolInUse(Refused):
    """The pool has battles, so its conditions are laid down."""

    code = "pool_in_use"


@dataclass(frozen=True)
class EndpointAddress:
    """Where a replica answers. `api_key_variable` names an environment variable; empty for none.

    `context_tokens`: how long a conversation it takes, with the answer.
    """

    base_url: str
    served_name: str
    api_key_variable: str = ""
    context_tokens: int = CONTEXT_TOKENS


@transaction.atomic
def enrol_entrant(name: str, addresses: list[EndpointAddress], *, is_reference: bool = False) -> str:
    """Make an entrant with its endpoints; returns its ref."""
    entrant = Entrant.objects.create(name=name, is_reference=is_reference)
    for address in addresses:
        Endpoint.objects.create(entrant=entrant, **asdict(address))
    return entrant.ref


def create_pool(system_prompt: str, min_votes: int) -> str:
    """Make an empty, closed pool; returns its ref. `min_votes`: below it an entrant is listed but not rated."""
    return Pool.objects.create(system_prompt=system_prompt, min_votes=min_votes).ref


@dataclass(frozen=True)
class PoolConditions:
    """What is equal for all entrants of a pool. Lengths in tokens; below `min_votes` nobody is rated."""

    system_prompt: str
    temperature: float
    top_p: float
    max_tokens: int
    max_turns: int
    min_votes: int


@transaction.atomic
def set_conditions(pool_ref: str, conditions: PoolConditions) -> None:
    """Lay the conditions down before the first battle. Raises PoolInUse afterwards: they are equal for all battles."""
    pool = Pool.objects.select_for_update().get(ref=pool_ref)
    if pool.battles.exists():
        raise PoolInUse
    Pool.objects.filter(pk=pool.pk).update(**asdict(conditions))


def set_population(pool_ref: str, places: Mapping[str, int]) -> None:
    """Weight the panel's votes to the places of its strata from the next board on; boards keep what they used."""
    Pool.objects.filter(ref=pool_ref).update(population=dict(places))


@transaction.atomic
def replace_endpoints(entrant_ref: str, addresses: list[EndpointAddress]) -> None:
    """Let these and no other replicas serve an entrant.

    A replica that stays as it was keeps its health and its tests; another name or key at its address is another one.
    """
    entrant = Entrant.objects.select_for_update().get(ref=entrant_ref)
    stay = [
        row.pk
        for row in entrant.endpoints.all()
        if EndpointAddress(row.base_url, row.served_name, row.api_key_variable, row.context_tokens) in addresses
    ]
    entrant.endpoints.exclude(pk__in=stay).delete()
    for address in addresses:
        Endpoint.objects.get_or_create(entrant=entrant, base_url=address.base_url, defaults=asdict(address))


def set_endpoint_enabled(endpoint_ref: str, enabled: bool) -> None:
    """Ask a replica, or ask it no more; an entrant without an enabled one is not drawn."""
    Endpoint.objects.filter(ref=endpoint_ref).update(enabled=enabled)


@transaction.atomic
def move_endpoints(addresses: dict[str, EndpointAddress]) -> None:
    """Point entrants (by ref) at a new address each: the rehearsal's server takes a new port at every start."""
    for entrant_ref, address in addresses.items():
        Endpoint.objects.filter(entrant__ref=entrant_ref).update(
            base_url=address.base_url, served_name=address.served_name
        )


@transaction.atomic
def join_pool(pool_ref: str, entrant_ref: str) -> None:
    """Let an entrant be drawn in a pool, level with those who have met least; also one that had withdrawn from it."""
    # The lock keeps a draw from reading the exposures while they are incomplete.
    pool = Pool.objects.select_for_update().get(ref=pool_ref)
    entrant = Entrant.objects.get(ref=entrant_ref)
    active = set(pool.places.filter(withdrawn_at=None).values_list("entrant_id", flat=True)) - {entrant.pk}
    PoolEntrant.objects.update_or_create(pool=pool, entrant=entrant, defaults={"withdrawn_at": None})
    # Pairs with a withdrawn entrant stand still: whoever started level with them would be in every battle for long.
    met = {
        (row.entrant_a_id, row.entrant_b_id): row.start + row.drawn
        for row in pool.exposures.all()
        if row.entrant_a_id in active and row.entrant_b_id in active
    }
    start = starting_exposure(met)
    for other in active:
        for a, b in ((entrant.pk, other), (other, entrant.pk)):
            row, made = Exposure.objects.get_or_create(
                pool=pool, entrant_a_id=a, entrant_b_id=b, defaults={"start": start}
            )
            if not made:
                Exposure.objects.filter(pk=row.pk).update(start=max(row.start, start - row.drawn))


@transaction.atomic
def withdraw_from_pool(pool_ref: str, entrant_ref: str, now: datetime) -> None:
    """Draw an entrant no more; its battles and votes stay."""
    Pool.objects.select_for_update().get(ref=pool_ref)
    PoolEntrant.objects.filter(pool__ref=pool_ref, entrant__ref=entrant_ref, withdrawn_at=None).update(withdrawn_at=now)


def set_names(pool_ref: str, names: Identities) -> None:
    """Say what the pool's teams and entrants are called: every answer and question from now on is judged by it."""
    Pool.objects.filter(ref=pool_ref).update(names=names.lists())


def set_pool_open(pool_ref: str, is_open: bool) -> None:
    """Take battles, or stop taking them; battles under way go on to their end."""
    Pool.objects.filter(ref=pool_ref).update(is_open=is_open)
