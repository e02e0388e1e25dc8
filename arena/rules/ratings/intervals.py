"""Intervals and ranks from a covariance."""

import numpy as np
from scipy.stats import norm

from arena.rules.ratings.tally import Matrix

DRAWS = 20_000


def marginal_quantile(level: float) -> float:
    """How many standard errors an interval reaches to each side when each is looked at alone."""
    return float(norm.ppf(0.5 + level / 2))


def simultaneous_quantile(covariance: Matrix, level: float, rng: np.random.Generator) -> float:
    """How many standard errors it takes for all intervals to hold at once (sup-t), by simulation.

    `covariance` is n × n and may be singular. Never below the marginal quantile.
    """
    errors = np.sqrt(np.diag(covariance))
    if not errors.any():
        return marginal_quantile(level)
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.clip(values, 0, None))
    draws = rng.standard_normal((DRAWS, len(errors))) @ root.T
    largest = np.abs(draws[:, errors > 0] / errors[errors > 0]).max(axis=1)
    return max(float(np.quantile(largest, level)), marginal_quantile(level))


def rank_range(lower: Matrix, upper: Matrix) -> list[tuple[int, int]]:
    """(best, worst) plausible rank of each entrant, from simultaneous bounds of shape (n,).

    best = 1 + how many are surely better; worst = n - how many are surely worse (Chiang et al. 2024).
    """
    n = len(lower)
    return [(1 + int((lower > upper[i]).sum()), n - int((upper < lower[i]).sum())) for i in range(n)]
