"""Bradley-Terry with covariates: logistic regression on the votes themselves.

P(a beats b) = F(θ_a - θ_b + x · β), F(z) = 1 / (1 + e^-z), x what differs between the two answers of a vote. A tie
counts as half a win each. Newton's method; the blocks of the information that belong to entrants are sums by pair, so a
step costs a few passes over the votes. There is no ridge: coefficients are what maximum likelihood says, or there are
none.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from arena.rules.ratings.clustered import Part, TooFewClusters, clusters_in, squared_sums
from arena.rules.ratings.information import laplacian
from arena.rules.ratings.newton import maximise
from arena.rules.ratings.rows import Indices, VoteRows
from arena.rules.ratings.tally import Matrix, folded


@dataclass(frozen=True)
class RowFit:
    """`strengths` θ (n,), of mean zero, and `coefficients` β (k,), in logits; their `covariance`, (n + k, n + k)."""

    strengths: Matrix
    coefficients: Matrix
    covariance: Matrix


@dataclass(frozen=True)
class _Problem:
    """Votes (v,), covariates (v, k), how often each vote counts (v,), and the cell a · n + b of each vote's pair."""

    rows: VoteRows
    covariates: Matrix
    times: Matrix
    score: Matrix
    cells: Indices

    @property
    def n(self) -> int:
        return len(self.rows.entrants)

    def chances(self, parameters: Matrix) -> Matrix:
        """P(a beats b) of each vote; (v,)."""
        strengths, coefficients = parameters[: self.n], parameters[self.n :]
        lead = strengths[self.rows.a] - strengths[self.rows.b] + self.covariates @ coefficients
        result: Matrix = expit(lead)
        return result

    def by_entrant(self, values: Matrix) -> Matrix:
        """Values of votes (v,), plus for side a and minus for side b; (n,)."""
        result: Matrix = folded(self.rows.a, values, self.n) - folded(self.rows.b, values, self.n)
        return result

    def outer(self, weights: Matrix) -> Matrix:
        """The sum of weight · z zᵀ over the votes, z = (e_a - e_b, x); (n + k, n + k)."""
        n = self.n
        pairs = folded(self.cells, weights, n * n).reshape(n, n)
        weighted = self.covariates * weights[:, None]
        cross = np.stack([self.by_entrant(column) for column in weighted.T], axis=1)
        return np.block([[laplacian(pairs + pairs.T), cross], [cross.T, self.covariates.T @ weighted]])


def fit_rows(rows: VoteRows, covariates: Matrix, times: Matrix | None = None) -> RowFit:
    """Fit v votes with `covariates` (v, k), k ≥ 1. `times`: how often each vote counts, (v,).

    The covariance is the sandwich, clustered when the votes have clusters. Raises NoMaximum when the votes do not
    determine a parameter, and TooFewClusters.
    """
    cells = rows.a.astype(np.int64) * len(rows.entrants) + rows.b
    problem = _Problem(rows, covariates, np.ones(len(rows)) if times is None else times, rows.score, cells)
    n = problem.n

    def slopes(parameters: Matrix) -> tuple[Matrix, Matrix]:
        chances = problem.chances(parameters)
        residuals = problem.times * (problem.score - chances)
        gradient = np.append(problem.by_entrant(residuals), covariates.T @ residuals)
        return gradient, _solvable(problem.outer(problem.times * chances * (1 - chances)), n)

    parameters = maximise(slopes, np.zeros(n + covariates.shape[1]))
    return RowFit(parameters[:n] - parameters[:n].mean(), parameters[n:], _covariance(problem, parameters))


def _solvable(information: Matrix, n: int) -> Matrix:
    """The ones hold the mean of the strengths at zero."""
    information[:n, :n] += 1 / n
    return information


def _covariance(problem: _Problem, parameters: Matrix) -> Matrix:
    n, m = problem.n, len(parameters)
    chances = problem.chances(parameters)
    bread = np.linalg.inv(_solvable(problem.outer(problem.times * chances * (1 - chances)), n))
    bread[:n, :n] -= 1 / n
    residuals = problem.score - chances
    clusters = clusters_in(problem.rows)
    if problem.rows.cluster is None:
        meat = problem.outer(problem.times * residuals**2)
    elif clusters < 2:
        raise TooFewClusters("Clustered intervals need votes from at least two clusters.")
    else:
        scores = problem.times * residuals
        parts: list[Part] = [(problem.rows.a, scores), (problem.rows.b, -scores)]
        parts += [(n + k, scores * column) for k, column in enumerate(problem.covariates.T)]
        meat = squared_sums(problem.rows.cluster, clusters, parts, m)
    covariance: Matrix = bread @ meat @ bread
    return covariance
