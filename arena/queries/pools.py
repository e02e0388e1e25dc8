"""Which pools there are and who is in them."""

from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from arena.models import LeaderboardSnapshot, Pool, PoolEntrant, Vote
from arena.models.vote import TO_FOLD, TO_TAKE_OUT
from arena.rules.blindness.identities import Identities


def pools_to_publish() -> list[str]:
    """Pools with votes to count or to take out, or with tallies that no snapshot shows yet."""
    changed = [Vote.objects.filter(due).values_list("battle__pool__ref", flat=True) for due in (TO_FOLD, TO_TAKE_OUT)]
    newest = LeaderboardSnapshot.objects.filter(pool=OuterRef("pk")).order_by("-number").values("watermark")[:1]
    shown = Coalesce(Subquery(newest), Value(0))
    unshown = Pool.objects.annotate(shown=shown).filter(folds__gt=F("shown")).values_list("ref", flat=True)
    return sorted({*changed[0], *changed[1], *unshown})


def names_in_open_pools() -> list[Identities]:
    """What the teams and entrants of each pool that takes battles now are called."""
    return [Identities.read(names) for names in Pool.objects.filter(is_open=True).values_list("names", flat=True)]


def entrant_refs(pool_ref: str) -> list[str]:
    """Entrants that can be drawn in a pool now."""
    places = PoolEntrant.objects.filter(pool__ref=pool_ref, withdrawn_at=None)
    return list(places.order_by("joined_at").values_list("entrant__ref", flat=True))


def all_entrant_refs(pool_ref: str) -> list[str]:
    """Entrants that are or were in a pool; withdrawn ones keep their votes."""
    places = PoolEntrant.objects.filter(pool__ref=pool_ref)
    return list(places.order_by("joined_at").values_list("entrant__ref", flat=True))


def reference_refs(pool_ref: str) -> list[str]:
    """Those among them that compete for nothing."""
    places = PoolEntrant.objects.filter(pool__ref=pool_ref, entrant__is_reference=True)
    return list(places.order_by("joined_at").values_list("entrant__ref", flat=True))


def key_of(pool_ref: str) -> int | None:
    """A pool's primary key, for queries that must be planned well; None for an unknown ref."""
    return Pool.objects.filter(ref=pool_ref).values_list("pk", flat=True).first()
