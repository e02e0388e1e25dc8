"""What the Bradley-Terry model and the pairs that met say about how precisely strengths are known."""

import numpy as np
from scipy.linalg.lapack import dpotrf, dpotri

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
    """The pseudo-inverse of a Laplacian of one component: its inverse among strengths of mean zero; n × n.

    Raises numpy's LinAlgError when there is more than one component.
    """
    n = len(information)
    # Half the work of a general inverse. Column by column is how LAPACK writes, and either way up is the same matrix.
    factor, failed = dpotrf((information + 1 / n).T, lower=1, clean=0, overwrite_a=1)
    if failed:
        raise np.linalg.LinAlgError("The pairs that met do not connect all entrants.")
    below = np.tril(dpotri(factor, lower=1, overwrite_c=1)[0])
    return np.asarray(below + np.tril(below, -1).T - 1 / n, dtype=np.float64)


def centred_solution(information: Matrix, gradient: Matrix) -> Matrix:
    """The pseudo-inverse of such a Laplacian times a vector (n,), without the inverse; of mean zero."""
    solution = np.linalg.solve(information + 1 / len(information), gradient)
    return np.asarray(solution - solution.mean(), dtype=np.float64)
