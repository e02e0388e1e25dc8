"""Does standing on side A help? An intercept for side A beside the strengths, and how evenly the sides were given."""

from dataclasses import dataclass

import numpy as np

from arena.rules.ratings.bradley_terry import POINTS_PER_LOGIT
from arena.rules.ratings.clustered import degrees_of
from arena.rules.ratings.intervals import marginal_quantile
from arena.rules.ratings.placing import LEVEL
from arena.rules.ratings.row_logistic import fit_rows
from arena.rules.ratings.rows import SidedCounts, VoteRows, sided_counts
from arena.rules.ratings.tally import Matrix


@dataclass(frozen=True)
class PositionBias:
    """Points that side A adds to an entrant's rating, with a 95 % interval; 0 inside it means: no bias seen."""

    points: float
    lower: float
    upper: float


def position_bias(rows: VoteRows) -> PositionBias:
    """P(a beats b) = F(θ_a - θ_b + γ), F(z) = 1 / (1 + e^-z); γ in points.

    Clustered when the votes have clusters, because a habit of choosing one side is a person's. Raises NoMaximum where
    the votes do not determine γ, such as when every pair met in one order only.
    """
    votes, times = (rows, None) if rows.cluster is not None else _folded(sided_counts(rows))
    fitted = fit_rows(votes, np.ones((len(votes), 1)), times)
    reach = marginal_quantile(LEVEL, degrees_of(votes)) * float(np.sqrt(fitted.covariance[-1, -1]))
    logits = float(fitted.coefficients[0])
    return PositionBias(*(float(POINTS_PER_LOGIT * value) for value in (logits, logits - reach, logits + reach)))


def side_balance(sided: SidedCounts) -> Matrix:
    """The share of each entrant's votes in which it stood on side A; (n,); ½ is even, NaN without votes."""
    on_a, on_b = sided.table.sum(axis=(0, 2)), sided.table.sum(axis=(0, 1))
    result: Matrix = np.divide(on_a, on_a + on_b, out=np.full(len(on_a), np.nan), where=on_a + on_b > 0)
    return result


def _folded(sided: SidedCounts) -> tuple[VoteRows, Matrix]:
    """One row for each ordered pair and outcome that occurred, and how often it did."""
    outcome, a, b = np.nonzero(sided.table)
    rows = VoteRows(sided.entrants, a, b, outcome.astype(np.int8))
    return rows, sided.table[outcome, a, b].astype(float)
