"""Which pair to ask about next: the one whose vote narrows the intervals most (A-optimal design).

With C the covariance of the strengths, d = e_i - e_j and w = p (1 - p) the information of a vote on that pair, one more
vote lowers the sum of variances, the trace of C, by  w |C d|² / (1 + w dᵀC d)  (Sherman & Morrison 1950; A-optimality:
Kiefer 1959). An entrant that joins late is wide and is drawn often, until it is as narrow as the others.
"""

import numpy as np

from arena.rules.ratings.bradley_terry import strengths_from
from arena.rules.ratings.information import centred_inverse, laplacian, probabilities
from arena.rules.ratings.tally import Counts, Matrix


def pairing_weights(counts: Counts, prior: float = 1.0) -> Matrix:
    """Weights (n, n), symmetric, zero on the diagonal; over unordered pairs (the upper triangle) they sum to one.

    `prior`: virtual ties for *every* pair, met or not, so that a newcomer without votes is widest, not unknown.
    """
    n = len(counts.entrants)
    others = 1 - np.eye(n)
    played = counts.played + prior * others
    chances = probabilities(strengths_from(counts.scores + prior / 2 * others, played))
    information = chances * (1 - chances)
    covariance = centred_inverse(laplacian(played * information))
    gain = information * _spread(covariance @ covariance) / (1 + information * _spread(covariance))
    weights: Matrix = gain * 2 / gain.sum()
    return weights


def _spread(matrix: Matrix) -> Matrix:
    """dᵀ M d for every d = e_i - e_j; n × n."""
    own = np.diag(matrix)
    result: Matrix = own[:, None] + own[None, :] - 2 * matrix
    return result
