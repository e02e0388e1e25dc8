"""What a board says of an entrant. Apart from how it is computed, so that pages need not load what computes it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BoardRow:
    """One entrant. Unrated entrants (too few votes, or not connected) have no rating and no rank.

    `rating`, `lower`, `upper`: points, marginal 95 % interval. `rank_low` to `rank_high`: plausible ranks, from
    simultaneous intervals; `rank` is the best of them. A reference entrant is rated but not ranked.
    """

    entrant: str
    rating: float | None
    lower: float | None
    upper: float | None
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    votes: int
    wins: int
    ties: int
    losses: int
    rated: bool
