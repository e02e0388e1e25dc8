"""Bradley-Terry strengths by maximum likelihood.

P(i beats j) = 1 / (1 + exp(θ_j - θ_i)) (Bradley & Terry 1952). A tie counts as half a win each. The prior is one
virtual tie for each pair that has met: with it strengths exist whenever the pairs that met connect all entrants
(without it wins must connect them both ways, Ford 1957), and it weighs less than one vote a pair.
"""

import numpy as np

from arena.rules.ratings.connectivity import NotConnected, strong_components
from arena.rules.ratings.information import centred_inverse, laplacian, probabilities
from arena.rules.ratings.newton import maximise
from arena.rules.ratings.sandwich import Fit, PairScores
from arena.rules.ratings.tally import Counts, Matrix

POINTS_PER_LOGIT = 400 / np.log(10)


def fit(counts: Counts, prior: float = 1.0) -> Fit:
    """Newton's method on the log-likelihood. `prior`: virtual ties per pair that met.

    Raises NotConnected. Cost: a few solves of an n × n system, whatever the number of votes.
    """
    scores, played = with_prior(counts, prior)
    strengths = strengths_from(scores, played)
    chances = probabilities(strengths)
    information = chances * (1 - chances)
    bread = centred_inverse(laplacian(played * information))
    return Fit(strengths, bread, PairScores(1 - chances, 0.5 - chances, information))


def with_prior(counts: Counts, prior: float) -> tuple[Matrix, Matrix]:
    """Scores and votes per pair with the virtual ties; each n × n. Raises NotConnected if no strengths can exist."""
    scores, played = counts.scores, counts.played
    if prior:
        met = played > 0
        scores, played = scores + prior / 2 * met, played + prior * met
    groups = strong_components(scores)
    if len(groups) > 1:
        raise NotConnected(groups)
    return scores, played


def strengths_from(scores: Matrix, played: Matrix, start: Matrix | None = None) -> Matrix:
    """The maximum (n,), of mean zero, from scores and votes per pair; `start`: strengths that are near."""
    n = len(scores)
    won = scores.sum(axis=1)

    def slopes(strengths: Matrix) -> tuple[Matrix, Matrix]:
        chances = probabilities(strengths)
        expected = played * chances
        # The ones remove the direction in which all strengths move together: their mean stays zero.
        return won - expected.sum(axis=1), laplacian(expected * (1 - chances)) + 1 / n

    strengths = maximise(slopes, _near(won, played.sum(axis=1)) if start is None else start)
    centred: Matrix = strengths - strengths.mean()
    return centred


def _near(won: Matrix, played: Matrix) -> Matrix:
    """Log-odds of each entrant's share: what its strength would be against opponents of middle strength; (n,)."""
    share = (won + 0.5) / (played + 1)
    odds: Matrix = np.log(share / (1 - share))
    centred: Matrix = odds - odds.mean()
    return centred
