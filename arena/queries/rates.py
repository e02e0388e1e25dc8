"""What happened in a pool minute by minute in the last hour, and why battles ended without a vote."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import TruncMinute

from arena.models import Battle, Pool, Vote
from arena.queries.pools import key_of
from arena.queries.vote_lists import LAST_VOTE_AFTER
from arena.rules.lifecycle import State

MINUTES = 60
UNDER_WAY = (State.DRAWN, State.STREAMING, State.READY)


@dataclass(frozen=True)
class Minute:
    """One minute: battles that were drawn in it and votes that were cast in it."""

    begins_at: datetime
    battles: int
    votes: int


@dataclass(frozen=True)
class Rates:
    """The last MINUTES minutes, oldest first; the last one is not over yet.

    `voids`: (reason, how many of the battles drawn in this time), the most frequent first. `uncounted`: votes cast in
    this time that do not count.
    """

    minutes: tuple[Minute, ...]
    voids: tuple[tuple[str, int], ...]
    uncounted: int

    @property
    def battles(self) -> int:
        """Battles drawn in this time."""
        return sum(minute.battles for minute in self.minutes)

    @property
    def votes(self) -> int:
        """Votes cast in this time."""
        return sum(minute.votes for minute in self.minutes)

    @property
    def void(self) -> int:
        """Battles drawn in this time that ended without a vote because something failed or somebody stopped."""
        return sum(count for _reason, count in self.voids)


def pool_rates(pool_ref: str, now: datetime) -> Rates:
    """The figures of the hour that ends with `now`. However long the contest, only this hour's rows are read."""
    key = key_of(pool_ref)
    last = now.astimezone(UTC).replace(second=0, microsecond=0)
    begins = [last - timedelta(minutes=back) for back in reversed(range(MINUTES))]
    drawn, voids = _drawn(key, begins[0])
    cast, uncounted = _cast(pool_ref, key, begins[0])
    return Rates(
        minutes=tuple(Minute(at, drawn[at], cast[at]) for at in begins),
        voids=tuple(voids.most_common()),
        uncounted=uncounted,
    )


def under_way(pool_ref: str) -> dict[str, int]:
    """How many battles are under way, by state; states without any are left out."""
    rows = Battle.objects.filter(pool=key_of(pool_ref), state__in=UNDER_WAY).values_list("state")
    return dict(rows.annotate(many=Count("pk")).order_by())


def _drawn(key: int | None, since: datetime) -> tuple[Counter[datetime], Counter[str]]:
    rows = Battle.objects.filter(pool=key, drawn_at__gte=since).annotate(minute=TruncMinute("drawn_at", tzinfo=UTC))
    drawn: Counter[datetime] = Counter()
    voids: Counter[str] = Counter()
    for minute, reason, many in rows.values_list("minute", "void_reason").annotate(many=Count("pk")).order_by():
        drawn[minute] += many
        if reason:
            voids[reason] += many
    return drawn, voids


def _cast(pool_ref: str, key: int | None, since: datetime) -> tuple[Counter[datetime], int]:
    rows = Vote.objects.filter(cast_at__gte=since).annotate(minute=TruncMinute("cast_at", tzinfo=UTC))
    # Looking up every vote's battle is most of the work, and hardly ever are there other pools' votes.
    if _others_take_votes(pool_ref, since):
        rows = rows.filter(battle__pool=key)
    figures = {"many": Count("pk"), "void": Count("pk", filter=Q(voided_at__isnull=False))}
    cast: Counter[datetime] = Counter()
    uncounted = 0
    for minute, many, void in rows.values_list("minute").annotate(**figures).order_by():
        cast[minute] += many
        uncounted += void
    return cast, uncounted


def _others_take_votes(pool_ref: str, since: datetime) -> bool:
    """Whether votes of other pools may have come in: those that drew a battle not too long before."""
    newest = Battle.objects.filter(pool=OuterRef("pk")).order_by("-drawn_at", "-pk").values("drawn_at")[:1]
    others = Pool.objects.exclude(ref=pool_ref).annotate(newest=Subquery(newest))
    return others.filter(newest__gte=since - LAST_VOTE_AFTER).exists()
