"""From strengths in logits to ratings in points, their intervals and the ranks that these leave open."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from arena.rules.ratings.bradley_terry import POINTS_PER_LOGIT
from arena.rules.ratings.intervals import marginal_quantile, rank_range, simultaneous_quantile
from arena.rules.ratings.tally import Matrix

LEVEL = 0.95
SIMULATION_SEED = 20260101


@dataclass(frozen=True)
class Place:
    """Where one entrant stands: points with their marginal 95 % interval, and plausible ranks if it is ranked."""

    rating: float
    lower: float
    upper: float
    ranks: tuple[int, int] | None


def to_points(
    strengths: Matrix, covariance: Matrix, ranked: Sequence[int], anchor: float = 1000.0
) -> tuple[Matrix, Matrix]:
    """Ratings (n,) and their covariance (n, n) in points, relative to the mean of the `ranked`, which gets `anchor`."""
    n = len(strengths)
    relative = np.eye(n)
    relative[:, list(ranked)] -= 1 / len(ranked)
    ratings = anchor + POINTS_PER_LOGIT * (relative @ strengths)
    return ratings, POINTS_PER_LOGIT**2 * (relative @ covariance @ relative.T)


def place(ratings: Matrix, covariance: Matrix, ranked: Sequence[int], degrees: float | None = None) -> list[Place]:
    """Places of n entrants from ratings (n,) and covariance (n, n) in points.

    Intervals are marginal; ranks, among the `ranked` only, come from simultaneous intervals. `degrees`: of freedom of
    the covariance, when it comes from few clusters.
    """
    errors = np.sqrt(np.clip(np.diag(covariance), 0, None))
    reach = marginal_quantile(LEVEL, degrees) * errors
    wide = simultaneous_quantile(covariance, LEVEL, np.random.default_rng(SIMULATION_SEED), degrees) * errors
    among = list(ranked)
    ranges = dict(zip(among, rank_range((ratings - wide)[among], (ratings + wide)[among]), strict=True))
    return [
        Place(float(rating), float(rating - reach[i]), float(rating + reach[i]), ranges.get(i))
        for i, rating in enumerate(ratings)
    ]
