"""How evenly the entrants of a pool have met, by pair and by side."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from arena.models import Battle, Exposure, PoolEntrant
from arena.queries.pools import key_of
from arena.queries.rates import UNDER_WAY


@dataclass(frozen=True)
class SidesMet:
    """How often `left` stood on the left of `right`, by ref, in battles that have ended and are not void.

    `level` counts from where the pair started: a late entrant's pairs started level with the others.
    """

    left: str
    right: str
    met: int
    level: int


@dataclass(frozen=True)
class Balance:
    """All ordered pairs that were ever drawn from. `drawable`: entrants by ref that can be drawn now."""

    pairs: tuple[SidesMet, ...]
    drawable: tuple[str, ...]

    @property
    def battles(self) -> int:
        """How many battles are counted."""
        return sum(pair.met for pair in self.pairs)


def pool_balance(pool_ref: str) -> Balance:
    """The balance of a pool without its running battles."""
    key = key_of(pool_ref)
    running = _running(key)
    # An exposure counts from the draw on.
    rows = Exposure.objects.filter(pool=key).order_by("pk")
    columns = ("entrant_a", "entrant_b", "entrant_a__ref", "entrant_b__ref", "drawn", "start")
    pairs = []
    for a, b, left, right, drawn, start in rows.values_list(*columns):
        met = max(0, drawn - running[a, b])
        pairs.append(SidesMet(left, right, met, met + start))
    places = PoolEntrant.objects.filter(pool=key, withdrawn_at=None).order_by("joined_at", "pk")
    return Balance(tuple(pairs), tuple(places.values_list("entrant__ref", flat=True)))


def _running(key: int | None) -> Counter[tuple[int, int]]:
    rows = Battle.objects.filter(pool=key, state__in=UNDER_WAY).values_list("entrant_a", "entrant_b")
    return Counter({(a, b): many for a, b, many in rows.annotate(many=Count("pk")).order_by()})
