"""What setting votes aside would do to the board, by the board's own fit."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from arena.rules.ratings.bradley_terry import POINTS_PER_LOGIT, fit
from arena.rules.ratings.connectivity import NotConnected
from arena.rules.ratings.rows import VoteRows, sided_counts
from arena.rules.ratings.tally import Matrix


@dataclass(frozen=True)
class Effect:
    """One entrant's rating in points with the votes and without them."""

    entrant: str
    with_votes: float
    without_votes: float

    @property
    def change(self) -> float:
        """What setting the votes aside does to the rating."""
        return self.without_votes - self.with_votes


def effect(
    rows: VoteRows, aside: NDArray[np.bool_], competing: Collection[str], anchor: float = 1000.0
) -> tuple[Effect, ...]:
    """For every entrant that is rated both ways, by name; empty where either board cannot be made.

    `aside`: (v,), the votes in question. `competing`: whose ratings average `anchor`, as on the board.
    """
    try:
        before, after = ratings(rows, competing, anchor), ratings(rows.where(~aside), competing, anchor)
    except NotConnected:
        return ()
    rated = np.isfinite(before) & np.isfinite(after)
    return tuple(
        Effect(name, float(one), float(other))
        for name, one, other, both in zip(rows.entrants, before, after, rated, strict=True)
        if both
    )


def ratings(rows: VoteRows, competing: Collection[str], anchor: float = 1000.0) -> Matrix:
    """Points by the board's fit, (n,); NaN for an entrant without votes. Raises NotConnected."""
    counts = sided_counts(rows).counts()
    met = [i for i in range(len(counts.entrants)) if counts.played[i].any()]
    points = np.full(len(counts.entrants), np.nan)
    if not met:
        return points
    points[met] = POINTS_PER_LOGIT * fit(counts.only(met)).strengths
    ranked = [i for i in met if rows.entrants[i] in competing] or met
    points += anchor - points[ranked].mean()
    return points
