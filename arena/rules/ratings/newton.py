"""Newton's method for log-likelihoods that have one top."""

from collections.abc import Callable

import numpy as np
from scipy.linalg.lapack import dposv

from arena.rules.ratings.tally import Matrix

MOST_STEPS = 1000
LEAST_PIVOT = 1e-13
TOLERANCE = 1e-6

Slopes = Callable[[Matrix], tuple[Matrix, Matrix]]


class NoMaximum(ValueError):
    """The likelihood has no top, or no single one: some parameter can grow for ever, or two say the same."""


def maximise(slopes: Slopes, start: Matrix, shorten: Callable[[Matrix, Matrix], float] | None = None) -> Matrix:
    """The parameters (m,) at which the likelihood is highest. Raises NoMaximum.

    `slopes` gives gradient (m,) and information, minus the second derivatives (m, m). `shorten` gives the share of a
    step that may be taken from where the search stands. Convergence is quadratic: after a last step below 1e-6 what is
    left is of the order of 1e-12.
    """
    here = start
    for _ in range(MOST_STEPS):
        gradient, information = slopes(here)
        step = _step(gradient, information)
        longest = float(np.abs(step).max(initial=0.0))
        # A long step overshoots where the likelihood is flat; one logit at a time comes home.
        share = 1 / max(1.0, longest)
        if shorten is not None:
            share = min(share, shorten(here, step))
        here = here + share * step
        if longest < TOLERANCE:
            return here
    raise NoMaximum("The likelihood keeps growing: the votes set no limit to some parameter.")


def _step(gradient: Matrix, information: Matrix) -> Matrix:
    """Solve for the step by Cholesky. Raises NoMaximum also where a parameter is all but decided by the others."""
    factor, step, failed = dposv(information.T, gradient)
    if failed or (factor.diagonal() ** 2 <= LEAST_PIVOT * information.diagonal()).any():
        raise NoMaximum("The votes do not determine every parameter.")
    solution: Matrix = step
    return solution
