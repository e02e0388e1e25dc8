"""Which pools there are and who is in them."""

from arena.models import PoolEntrant, Vote


def pools_to_publish() -> list[str]:
    """Pools with votes that are in no tally yet."""
    new = Vote.objects.filter(fold=None, voided_at=None).values_list("battle__pool__ref", flat=True)
    return list(new.distinct())


def entrant_refs(pool_ref: str) -> list[str]:
    """Entrants that can be drawn in a pool now."""
    places = PoolEntrant.objects.filter(pool__ref=pool_ref, withdrawn_at=None)
    return list(places.order_by("joined_at").values_list("entrant__ref", flat=True))
