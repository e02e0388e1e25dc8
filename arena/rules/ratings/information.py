"""What the Bradley-Terry model and the pairs that met say about how precisely strengths are known."""

import numpy as np

from arena.rules.ratings.tally import Matrix


def probabilities(strengths: Matrix) -> Matrix:
    """P(i beats j) for all pairs; n × n."""
    # One exponential an entrant, not one a pair; around the middle none is too large or too small.
    worth = np.exp(strengths - (strengths.max(initial=0.0) + strengths.min(initial=0.0)) / 2)
    result: Matrix = worth[:, None] / (worth[:, None] + worth[None, :])
    return result


def laplacian(weights: Matrix) -> Matrix:
    """Row sums on the diagonal, minus the symmetric weights elsewhere; n × n."""
    result: Matrix = -weights
    result.flat[:: len(result) + 1] += weights.sum(axis=1)
    return result


def centred_inverse(information: Matrix) -> Matrix:
    """The pseudo-inverse of a Laplacian of one component: its inverse among strengths of mean zero; n × n."""
    n = len(information)
    return np.asarray(np.linalg.inv(information + 1 / n) - 1 / n, dtype=np.float64)
