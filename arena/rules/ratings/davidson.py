"""Davidson's (1970) model, in which a tie is an outcome of its own.

With u = θ_i - θ_j and Z = e^(u/2) + e^(-u/2) + ν:  P(i wins) = e^(u/2) / Z,  P(tie) = ν / Z,  P(j wins) = e^(-u/2) / Z.
ν is the odds of a tie to a decision between equals, twice over. Published beside the board as a sensitivity check.
"""

import numpy as np

from arena.rules.ratings.bradley_terry import with_prior
from arena.rules.ratings.information import laplacian
from arena.rules.ratings.newton import NoMaximum, maximise
from arena.rules.ratings.sandwich import Fit, PairScores
from arena.rules.ratings.tally import Counts, Matrix
from arena.rules.ratings.tie_parameter import bordered, inverse_with_tie, split


def fit_davidson(counts: Counts, prior: float = 1.0) -> Fit:
    """Strengths and `tie_parameter` ν. `prior`: virtual votes per pair that met, half of them won by each side.

    Raises NotConnected, and NoMaximum where there is no tie or nothing but ties: then ν has no estimate.
    """
    _, played = with_prior(counts, prior)
    virtual = prior / 2 * (counts.played > 0)
    wins = counts.wins + virtual
    ties = float(counts.ties.sum() / 2)
    if not ties or not wins.any():
        raise NoMaximum("The tie parameter needs votes that tie and votes that decide.")
    surplus = ((wins - wins.T) / 2).sum(axis=1)

    def slopes(parameters: Matrix) -> tuple[Matrix, Matrix]:
        strengths, log_nu = split(parameters)
        win, tie = _chances(strengths, log_nu)
        lead = (win - win.T) / 2
        gradient = np.append(surplus - (played * lead).sum(axis=1), ties - (played * tie).sum() / 2)
        return gradient, _information(played, win, tie)

    parameters = maximise(slopes, np.zeros(len(wins) + 1))
    strengths, log_nu = split(parameters)
    win, tie = _chances(strengths, log_nu)
    bread = inverse_with_tie(_information(played, win, tie))
    return Fit(strengths - strengths.mean(), bread, _scores(win, tie), float(np.exp(log_nu)))


def _chances(strengths: Matrix, log_nu: float) -> tuple[Matrix, Matrix]:
    """P(i beats j) and P(i and j tie); n × n. The diagonal means nothing: nobody plays against itself."""
    half = (strengths[:, None] - strengths[None, :]) / 2
    top = np.maximum(np.abs(half), log_nu)
    win, lose, tie = np.exp(half - top), np.exp(-half - top), np.exp(log_nu - top)
    total = win + lose + tie
    return win / total, tie / total


def _scores(win: Matrix, tie: Matrix) -> PairScores:
    lead = (win - win.T) / 2
    return PairScores(0.5 - lead, -lead, (1 - tie) / 4 - lead**2, -tie, 1 - tie)


def _information(played: Matrix, win: Matrix, tie: Matrix) -> Matrix:
    """Minus the second derivatives by (θ, log ν): the covariance of (half the lead, tied or not), summed over votes."""
    lead = (win - win.T) / 2
    among = laplacian(played * ((1 - tie) / 4 - lead**2))
    return bordered(among, -(played * lead * tie).sum(axis=1), float((played * tie * (1 - tie)).sum() / 2))
