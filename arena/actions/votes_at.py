"""The votes that the tallies held after a fold. Folds leave their numbers on the votes, so later folds change nothing.

That is what lets a board be computed while further votes are folded, and computed again years later.
"""

from dataclasses import dataclass

from django.db.models import Q

from arena.models import Pool, Vote
from arena.rules.outcome import Outcome
from arena.rules.ratings.report import CountedVote
from arena.rules.ratings.slices import slices_of

COLUMNS = (
    *("voter_ref", "battle__entrant_a__ref", "battle__entrant_b__ref", "outcome"),
    *("battle__language", "battle__topic", "battle__turn_count", "voter_group"),
    *("battle__style", "fold", "void_fold", "earlier_folds"),
)
Span = tuple[int | None, int | None]
"""The fold that counted a vote and the one that took it out; None for what has not happened."""


@dataclass(frozen=True)
class VotesAt:
    """`counted`: in a fixed order. `void`: how many votes the folds had seen by then and did not count."""

    counted: list[CountedVote]
    void: int


def votes_at(pool: Pool, watermark: int) -> VotesAt:
    """The votes of a pool as they stood after fold `watermark`. One statement: it sees one state of the rows."""
    seen = Vote.objects.filter(Q(fold__isnull=False) | ~Q(earlier_folds=[]), battle__pool=pool)
    counted, void = [], 0
    for row in seen.order_by("pk").values_list(*COLUMNS).iterator(chunk_size=10_000):
        voter, a, b, said, language, topic, turns, voters, style, fold, void_fold, earlier = row
        spans = [*earlier, (fold, void_fold)]
        if any(_holds(span, watermark) for span in spans):
            slices = slices_of(language=language, topic=topic, turns=turns, voters=voters)
            counted.append(CountedVote(voter, a, b, Outcome(said), slices, style or None))
        elif any(_begun(span, watermark) for span in spans):
            void += 1
    return VotesAt(counted, void)


def _begun(span: Span, watermark: int) -> bool:
    return span[0] is not None and span[0] <= watermark


def _holds(span: Span, watermark: int) -> bool:
    return _begun(span, watermark) and (span[1] is None or span[1] > watermark)
