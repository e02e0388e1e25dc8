"""Rao and Kupper's (1967) model, in which voters call a tie when the two are closer than they can tell.

With u = θ_i - θ_j and λ > 0:  P(i wins) = F(u - λ),  P(j wins) = F(-u - λ),  P(tie) = the rest,  F(x) = 1 / (1 + e^-x).
P(tie) = (e^2λ - 1) F(u - λ) F(-u - λ), so the log-likelihood is concave in (θ, λ). Published as a sensitivity check.
"""

import numpy as np
from scipy.special import expit

from arena.rules.ratings.bradley_terry import with_prior
from arena.rules.ratings.information import laplacian
from arena.rules.ratings.newton import NoMaximum, maximise
from arena.rules.ratings.sandwich import Fit, PairScores
from arena.rules.ratings.tally import Counts, Matrix
from arena.rules.ratings.tie_parameter import bordered, inverse_with_tie, split


def fit_rao_kupper(counts: Counts, prior: float = 1.0) -> Fit:
    """Strengths and `tie_parameter` κ = e^λ. `prior`: virtual votes per pair that met, half of them won by each side.

    Raises NotConnected, and NoMaximum where there is no tie or nothing but ties: then κ has no estimate.
    """
    _, played = with_prior(counts, prior)
    virtual = prior / 2 * (counts.played > 0)
    # A tie contributes F(u - λ) F(-u - λ): for these factors it is a win of each.
    not_lost = counts.wins + virtual + counts.ties
    ties = float(counts.ties.sum() / 2)
    if not ties or not (counts.wins + virtual).any():
        raise NoMaximum("The tie parameter needs votes that tie and votes that decide.")

    def slopes(parameters: Matrix) -> tuple[Matrix, Matrix]:
        strengths, lag = split(parameters)
        miss = 1 - _win(strengths, lag)
        pull = not_lost * miss
        gradient = np.append((pull - pull.T).sum(axis=1), _tie_pull(lag) * ties - pull.sum())
        return gradient, _information(not_lost, ties, miss, lag)

    # λ must stay positive: a step may take away half of it at most.
    parameters = maximise(
        slopes, np.append(np.zeros(len(played)), 1.0), lambda at, step: 1.0 if step[-1] >= 0 else at[-1] / -step[-1] / 2
    )
    strengths, lag = split(parameters)
    miss = 1 - _win(strengths, lag)
    bread = inverse_with_tie(_information(not_lost, ties, miss, lag))
    return Fit(strengths - strengths.mean(), bread, _scores(miss, lag), float(np.exp(lag)))


def _win(strengths: Matrix, lag: float) -> Matrix:
    """P(i beats j); n × n. The diagonal means nothing: nobody plays against itself."""
    result: Matrix = expit(strengths[:, None] - strengths[None, :] - lag)
    return result


def _tie_pull(lag: float) -> float:
    """d log(e^2λ - 1) / dλ."""
    return float(-2 / np.expm1(-2 * lag))


def _scores(miss: Matrix, lag: float) -> PairScores:
    tie = miss - miss.T
    tie_extra = _tie_pull(lag) - miss - miss.T
    win = 1 - miss
    draw = np.clip(1 - win - win.T, 0, None)
    information = win * miss**2 + win.T * miss.T**2 + draw * tie**2
    return PairScores(miss, tie, information, -miss, tie_extra)


def _information(not_lost: Matrix, ties: float, miss: Matrix, lag: float) -> Matrix:
    """Minus the second derivatives by (θ, λ)."""
    bend = not_lost * miss * (1 - miss)
    corner = bend.sum() + 4 * ties * np.exp(-2 * lag) / np.expm1(-2 * lag) ** 2
    return bordered(laplacian(bend + bend.T), (bend.T - bend).sum(axis=1), float(corner))
