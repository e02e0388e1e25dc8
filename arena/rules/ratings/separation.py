"""How sure a fit can be at most when an entrant nearly always wins, or nearly always loses.

Such an entrant's surprises are so few that those seen say little about how much votes vary, and the prior holds its
strength back. So what the prior moved counts as an error that may have been made, and no variance is below what the
model itself expects where the votes alone would put the strengths (to first order, one step of Newton's).
"""

import numpy as np

from arena.rules.ratings.information import centred_inverse, centred_solution, laplacian, probabilities
from arena.rules.ratings.tally import Counts, Matrix


def allow_for_separation(covariance: Matrix, strengths: Matrix, counts: Counts) -> Matrix:
    """The covariance (n, n) of Bradley-Terry strengths (n,) with half ties, no smaller than it was in any direction.

    C + b bᵀ + diag(max(0, φ diag(A⁻¹) - diag(C))): A is the information of the votes without the virtual ties; b =
    A⁻¹ · (the votes' gradient at the strengths, which the virtual ties hold up) is how far those moved the strengths;
    φ = (decided + n) / (votes + n) is how much less votes vary for being ties. The pairs that met must connect all.
    """
    gradient = (counts.scores - counts.played * probabilities(strengths)).sum(axis=1)
    moved = centred_solution(_information(strengths, counts), gradient)
    expected = _tied_less(counts) * np.diag(centred_inverse(_information(strengths + moved, counts)))
    lacking = np.maximum(expected - np.diag(covariance), 0)
    result: Matrix = covariance + np.outer(moved, moved) + np.diag(lacking)
    return result


def _information(strengths: Matrix, counts: Counts) -> Matrix:
    chances = probabilities(strengths)
    return laplacian(counts.played * chances * (1 - chances))


def _tied_less(counts: Counts) -> float:
    n = len(counts.entrants)
    return float((counts.wins.sum() + n) / (counts.played.sum() / 2 + n))
