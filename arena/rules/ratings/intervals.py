"""Intervals and ranks from a covariance."""

from collections.abc import Iterator

import numpy as np
from scipy.special import ndtri, stdtrit

from arena.rules.ratings.tally import Matrix

DRAWS = 20_000
DRAWS_AT_ONCE = 2_000


def marginal_quantile(level: float, degrees: float | None = None) -> float:
    """How many standard errors an interval reaches to each side when each is looked at alone.

    `degrees` of freedom of Student's t, for covariances from few clusters; None for the normal.
    """
    tail = 0.5 + level / 2
    return float(ndtri(tail) if degrees is None else stdtrit(degrees, tail))


def simultaneous_quantile(
    covariance: Matrix, level: float, rng: np.random.Generator, degrees: float | None = None
) -> float:
    """How many standard errors it takes for all intervals to hold at once (sup-t), by simulation.

    `covariance` is n × n and may be singular. Never below the marginal quantile.
    """
    errors = np.sqrt(np.clip(np.diag(covariance), 0, None))
    least = marginal_quantile(level, degrees)
    if not errors.any():
        return least
    unit = np.divide(1, errors, out=np.zeros_like(errors), where=errors > 0)
    largest = np.concatenate([np.abs(draws * unit).max(axis=1) for draws in joint_draws(covariance, rng)])
    if degrees is not None:
        largest /= np.sqrt(rng.chisquare(degrees, DRAWS) / degrees)
    return max(float(np.quantile(largest, level)), least)


def joint_draws(covariance: Matrix, rng: np.random.Generator) -> Iterator[Matrix]:
    """Normal draws of mean zero, 20,000 in all, some at a time, (some, n); `covariance` (n, n) may be singular."""
    values, vectors = np.linalg.eigh(covariance)
    # An eigenvector's sign is free. Settled by what no order of the entrants changes, it gives the same draws to
    # whoever numbers them otherwise, and so the same ranks to whoever rates the open data.
    vectors *= np.where((vectors**3).sum(axis=0) < 0, -1, 1)
    root = vectors * np.sqrt(np.clip(values, 0, None))
    for _ in range(0, DRAWS, DRAWS_AT_ONCE):
        yield rng.standard_normal((DRAWS_AT_ONCE, len(covariance))) @ root.T


def rank_range(lower: Matrix, upper: Matrix) -> list[tuple[int, int]]:
    """(best, worst) plausible rank of each entrant, from simultaneous bounds of shape (n,).

    best = 1 + how many are surely better; worst = n - how many are surely worse (Chiang et al. 2024).
    """
    n = len(lower)
    return [(1 + int((lower > upper[i]).sum()), n - int((upper < lower[i]).sum())) for i in range(n)]
