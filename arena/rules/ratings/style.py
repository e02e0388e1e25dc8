"""Style control: how much of a rating is looks.

The covariate of a vote is (a - b) / (a + b) for each feature of the two answers (length, headers, bold, lists), after
Chiang et al.'s style control (2024); it lies between -1 and 1 and is 0 where neither answer has any. The result stands
beside the raw board, never in its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from arena.rules.ratings.clustered import degrees_of
from arena.rules.ratings.intervals import marginal_quantile
from arena.rules.ratings.placing import LEVEL
from arena.rules.ratings.row_logistic import RowFit, fit_rows
from arena.rules.ratings.rows import VoteRows
from arena.rules.ratings.tally import Matrix


@dataclass(frozen=True)
class Coefficient:
    """Logits that an answer gains when the other has none of the feature, with a 95 % interval."""

    feature: str
    logits: float
    lower: float
    upper: float


def contrasts(of_a: Matrix, of_b: Matrix) -> Matrix:
    """(a - b) / (a + b) of features ≥ 0, both (v, k); 0 where both are 0. Raises ValueError for what is negative."""
    if (of_a < 0).any() or (of_b < 0).any():
        raise ValueError("A style feature is a count or a length: it cannot be negative.")
    total = of_a + of_b
    result: Matrix = np.divide(of_a - of_b, total, out=np.zeros_like(total), where=total > 0)
    return result


def control_style(rows: VoteRows, of_a: Matrix, of_b: Matrix) -> RowFit:
    """Strengths at equal style. `of_a`, `of_b`: features of the answers on each side, (v, k).

    Raises NoMaximum where features say the same as each other or as the entrants, and ValueError as `contrasts`.
    """
    return fit_rows(rows, contrasts(of_a, of_b))


def coefficients(fit: RowFit, rows: VoteRows, features: Sequence[str]) -> list[Coefficient]:
    """The coefficients of a style-controlled fit by name."""
    quantile = marginal_quantile(LEVEL, degrees_of(rows))
    errors = np.sqrt(np.diag(fit.covariance)[len(fit.strengths) :])
    return [
        Coefficient(feature, float(value), float(value - quantile * error), float(value + quantile * error))
        for feature, value, error in zip(features, fit.coefficients, errors, strict=True)
    ]
