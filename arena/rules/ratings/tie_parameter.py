"""Matrices of models with one parameter more than there are entrants."""

import numpy as np

from arena.rules.ratings.tally import Matrix


def split(parameters: Matrix) -> tuple[Matrix, float]:
    """Strengths (n,) and the tie parameter from (n + 1,)."""
    return parameters[:-1], float(parameters[-1])


def bordered(among: Matrix, cross: Matrix, corner: float) -> Matrix:
    """Information (n + 1, n + 1) from its blocks, solvable: 1 / n holds the mean of the strengths at zero."""
    n = len(among)
    return np.block([[among + 1 / n, cross[:, None]], [cross[None, :], np.full((1, 1), corner)]])


def inverse_with_tie(information: Matrix) -> Matrix:
    """The inverse among strengths of mean zero and the tie parameter, from what `bordered` made."""
    inverse = np.linalg.inv(information).astype(np.float64, copy=False)
    n = len(inverse) - 1
    inverse[:n, :n] -= 1 / n
    return inverse
