"""Bradley-Terry strengths by maximum likelihood, and how sure they are.

P(i beats j) = 1 / (1 + exp(θ_j - θ_i)) (Bradley & Terry 1952). A tie counts as half a win each. The prior is one
virtual tie for each pair that has met: with it strengths exist whenever the pairs that met connect all entrants
(Ford 1957 asks for more: that wins connect them both ways), and it weighs less than one vote a pair.
"""

from dataclasses import dataclass

import numpy as np

from arena.rules.ratings.tally import Counts, Matrix

POINTS_PER_LOGIT = 400 / np.log(10)
MOST_STEPS = 100
TOLERANCE = 1e-12


@dataclass(frozen=True)
class Fit:
    """Strengths θ in logits, shape (n,), of mean zero; and their covariance, shape (n, n)."""

    strengths: Matrix
    covariance: Matrix


class NotConnected(ValueError):
    """The pairs that met do not connect all entrants; `components` lists them by index."""

    def __init__(self, components: list[list[int]]) -> None:
        super().__init__(f"{len(components)} groups of entrants have never met each other")
        self.components = components


def components(played: Matrix) -> list[list[int]]:
    """Groups of entrants that are connected by pairs that met, each sorted, by their first member."""
    left = set(range(len(played)))
    groups = []
    while left:
        group, edge = set(), {min(left)}
        while edge:
            group |= edge
            edge = {int(j) for i in edge for j in np.flatnonzero(played[i])} - group
        groups.append(sorted(group))
        left -= group
    return groups


def fit(counts: Counts, prior: float = 1.0) -> Fit:
    """Newton's method on the log-likelihood, then Huber's sandwich. `prior`: virtual ties per pair that met.

    Raises NotConnected. Cost: a few solves of an n × n system, whatever the number of votes.
    """
    groups = components(counts.played)
    if len(groups) > 1:
        raise NotConnected(groups)
    met = (counts.played > 0).astype(float)
    scores = counts.scores + prior * met / 2
    played = counts.played + prior * met
    strengths = _maximise(scores, played)
    return Fit(strengths, _sandwich(counts, played, strengths))


def probabilities(strengths: Matrix) -> Matrix:
    """P(i beats j) for all pairs; n × n."""
    result: Matrix = 1 / (1 + np.exp(strengths[None, :] - strengths[:, None]))
    return result


def _maximise(scores: Matrix, played: Matrix) -> Matrix:
    n = len(scores)
    strengths = np.zeros(n)
    for _ in range(MOST_STEPS):
        chances = probabilities(strengths)
        gradient = (scores - played * chances).sum(axis=1)
        # The ones remove the direction in which all strengths move together: their mean stays zero.
        step = np.linalg.solve(_laplacian(played * chances * (1 - chances)) + 1 / n, gradient)
        # A long step overshoots where the likelihood is flat; one logit at a time always comes home.
        strengths = strengths + step / max(1.0, float(np.abs(step).max(initial=0.0)))
        if np.abs(step).max(initial=0.0) < TOLERANCE:
            break
    centred: Matrix = strengths - strengths.mean()
    return centred


def _laplacian(weights: Matrix) -> Matrix:
    result: Matrix = np.diag(weights.sum(axis=1)) - weights
    return result


def _sandwich(counts: Counts, played: Matrix, strengths: Matrix) -> Matrix:
    """H⁻¹ B H⁻¹ (Huber 1967): H from all that was fitted, B from the real votes' squared residuals."""
    chances = probabilities(strengths)
    residuals = counts.wins * (1 - chances) ** 2 + counts.wins.T * chances**2 + counts.ties * (0.5 - chances) ** 2
    n = len(strengths)
    bread = np.linalg.inv(_laplacian(played * chances * (1 - chances)) + 1 / n) - 1 / n
    covariance: Matrix = bread @ _laplacian(residuals) @ bread
    return covariance
