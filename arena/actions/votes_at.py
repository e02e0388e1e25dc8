"""The votes that the tallies held after a fold. Folds leave their numbers on the votes, so later folds change nothing.

That is what lets a board be computed while further votes are folded, computed again years later, and followed from one
fold to the next by reading what changed between them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock

from django.db.models import Q, QuerySet, Subquery

from arena.models import Pool, Vote
from arena.rules.outcome import Outcome
from arena.rules.ratings.counted import CountedVotes, SeenVote, VoteColumns
from arena.rules.ratings.slices import slices_of

COLUMNS = (
    *("pk", "voter_ref", "battle__entrant_a__ref", "battle__entrant_b__ref", "outcome"),
    *("battle__language", "battle__topic", "battle__turn_count", "voter_group"),
    *("battle__style", "fold", "void_fold", "earlier_folds"),
)
Span = tuple[int | None, int | None]
"""The fold that counted a vote and the one that took it out; None for what has not happened."""


@dataclass(frozen=True)
class VotesAt:
    """`counted`: in a fixed order. `void`: how many votes the folds had seen by then and did not count."""

    counted: CountedVotes
    void: int


class FollowedVotes:
    """The votes of one pool, followed from fold to fold. Threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._begin()

    def _begin(self) -> None:
        self._columns, self._watermark = VoteColumns(), 0

    def at(self, pool: Pool, watermark: int) -> VotesAt:
        """The votes as they stood after fold `watermark`; what changed since the last call is read, or all of them."""
        with self._lock:
            if watermark < self._watermark:
                self._begin()
            # All of a fold's votes are put in, or none when reading them fails: then the next call reads them again.
            self._columns.put(_changes(pool, self._watermark, watermark))
            self._watermark = watermark
            return VotesAt(self._columns.counted(), self._columns.void)

    def forget(self) -> None:
        """Read all votes anew the next time."""
        with self._lock:
            self._begin()


def votes_at(pool: Pool, watermark: int) -> VotesAt:
    """The votes of a pool as they stood after fold `watermark`."""
    return FollowedVotes().at(pool, watermark)


def _changes(pool: Pool, since: int, watermark: int) -> Iterator[SeenVote]:
    """Votes that changed in a fold after `since`, as they stood after `watermark`; their voters are those of now."""
    for row in changed_votes(pool, since).values_list(*COLUMNS).iterator(chunk_size=10_000):
        pk, voter, a, b, said, language, topic, turns, voters, style, fold, void_fold, earlier = row
        spans = [*earlier, (fold, void_fold)]
        if any(_begun(span, watermark) for span in spans):
            counts = any(_holds(span, watermark) for span in spans)
            slices = slices_of(language=language, topic=topic, turns=turns, voters=voters)
            yield SeenVote(pk, counts, voter, a, b, Outcome(said), slices, style or None)


def changed_votes(pool: Pool, since: int) -> "QuerySet[Vote]":
    """Votes that a fold after `since` counted, took out or gave to another voter. One statement sees one state of them.

    Folds are numbered by pool. That none is later than the pool's newest tells the index to leave other pools alone.
    """
    newest = Subquery(Pool.objects.filter(pk=pool.pk).values("folds"))
    counted = Q(fold__gt=since, fold__lte=newest)
    taken_out = Q(void_fold__gt=since, void_fold__lte=newest)
    moved = Q(moved_fold__gt=since, moved_fold__lte=newest)
    return Vote.objects.filter(counted | taken_out | moved, battle__pool=pool).order_by("pk")


def _begun(span: Span, watermark: int) -> bool:
    return span[0] is not None and span[0] <= watermark


def _holds(span: Span, watermark: int) -> bool:
    return _begun(span, watermark) and (span[1] is None or span[1] > watermark)
