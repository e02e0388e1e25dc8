"""How sure a fit is, without believing that the model is true or that votes are independent.

Huber's sandwich (1967): A⁻¹ B A⁻¹ with A the information of the fit and B the sum of the votes' squared scores
(gradients).
"""

from dataclasses import dataclass

import numpy as np

from arena.rules.ratings.information import laplacian
from arena.rules.ratings.separation import allow_for_separation
from arena.rules.ratings.tally import Counts, Matrix


@dataclass(frozen=True)
class PairScores:
    """What one vote between i and j adds to the log-likelihood's gradient; all n × n.

    `win[i, j]`: by θ_i (and minus that by θ_j) when i wins; `tie[i, j]`: when they tie. `win_extra`, `tie_extra`: by
    the tie parameter, for models that have one. `information[i, j]`: the expected square of a score.
    """

    win: Matrix
    tie: Matrix
    information: Matrix
    win_extra: Matrix | None = None
    tie_extra: Matrix | None = None


@dataclass(frozen=True)
class Fit:
    """`strengths` θ in logits, (n,), of mean zero. `bread` A⁻¹, (m, m), m = n or, with a tie parameter, n + 1."""

    strengths: Matrix
    bread: Matrix
    scores: PairScores
    tie_parameter: float | None = None


def sandwich(fit: Fit, counts: Counts, squares: Counts | None = None) -> Matrix:
    """Covariance (n, n) of the strengths for independent votes.

    With weighted votes `counts` holds sums of weights and `squares` sums of squared weights.
    """
    return wrap(fit, _meat(fit.scores, squares or counts), counts)


def wrap(fit: Fit, meat: Matrix, counts: Counts) -> Matrix:
    """The sandwich (n, n) of the strengths around a meat (m, m), which is left as it is.

    Without a tie parameter, as on the board, it allows for entrants that nearly always win or lose.
    """
    n = len(fit.strengths)
    filling = meat.copy()
    filling[:n, :n] += laplacian(_surprise(fit.scores, counts))
    covariance: Matrix = (fit.bread @ filling @ fit.bread)[:n, :n]
    if fit.tie_parameter is not None:
        return covariance
    return allow_for_separation(covariance, fit.strengths, counts)


def _surprise(scores: PairScores, counts: Counts) -> Matrix:
    """One more vote's worth of squared score for each entrant, spread over those it met.

    An entrant that only tied, or met one outcome only, has scores near zero; without this it would look certain. Beside
    a hundred votes it widens an interval by half a percent.
    """
    played = counts.played
    shares = played / np.maximum(played.sum(axis=1, keepdims=True), 1)
    spread: Matrix = scores.information * (shares + shares.T) / 2
    return spread


def _meat(scores: PairScores, counts: Counts) -> Matrix:
    wins, ties = counts.wins, counts.ties
    won = wins * scores.win**2
    meat = laplacian(won + won.T + ties * scores.tie**2)
    if scores.win_extra is None or scores.tie_extra is None:
        return meat
    crossed = wins * scores.win * scores.win_extra
    cross = (crossed - crossed.T + ties * scores.tie * scores.tie_extra).sum(axis=1)
    corner = (wins * scores.win_extra**2).sum() + (ties * scores.tie_extra**2).sum() / 2
    return np.block([[meat, cross[:, None]], [cross[None, :], np.full((1, 1), corner)]])
